"""What the published pages promise, read from the built files themselves."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from site_project import tree, write_project

from courseware.languages import CODES
from courseware.site.build import build_site
from courseware.site.quiz_form import decode_key

LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}
"""Elements whose address a browser follows by itself."""


class Reader(HTMLParser):
    """Gathers the elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inline_scripts: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag == "script" and "src" not in found:
            self.inline_scripts.append(found)


@cache
def pages(site: Path) -> dict[str, Reader]:
    return {
        path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def test_every_address_in_every_page_leads_somewhere(built: Path) -> None:
    files = set(tree(built))
    ids = {
        path: {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        for path, page in pages(built).items()
    }
    broken = []
    for path, page in pages(built).items():
        for _, attributes in page.elements:
            for name in ("href", "src", "data-key"):
                target = urlsplit(attributes.get(name, ""))
                if name not in attributes or target.scheme or target.netloc:
                    continue
                folder = "" if path.endswith("404.html") else posixpath.dirname(path)
                full = posixpath.normpath(posixpath.join(folder, unquote(target.path).lstrip("/")))
                if not target.path:
                    full = path
                elif target.path.endswith("/") or full in ("", "."):
                    full = posixpath.join("" if full == "." else full, "index.html")
                anchored = not target.fragment or full not in ids or target.fragment in ids[full]
                if full not in files or not anchored:
                    broken.append((path, attributes[name]))
    assert broken == []


def test_no_page_makes_a_browser_ask_another_host(built: Path) -> None:
    asked = [
        (path, tag, attributes[LOADS[tag]])
        for path, page in pages(built).items()
        for tag, attributes in page.elements
        if tag in LOADS and urlsplit(attributes.get(LOADS[tag], "")).netloc
        and attributes.get("rel") not in ("canonical", "alternate", "license")
    ]  # fmt: skip
    assert asked == []
    for path, data in tree(built).items():
        if path.endswith((".css", ".js")):
            assert not re.search(rb"(?:url\(|@import|import\(|from )\s*[\"']?https?:", data), path


def test_no_page_breaks_the_content_security_policy(built: Path) -> None:
    for path, page in pages(built).items():
        for tag, attributes in page.elements:
            assert "style" not in attributes, (path, tag)
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            assert tag != "style", path
        assert all(script.get("type") == "application/json" for script in page.inline_scripts), path


def test_table_columns_are_aligned_without_style(built: Path) -> None:
    html = (built / "modules/m01-mandate/index.html").read_text(encoding="utf-8")
    assert '<td data-align="right">7</td>' in html


def test_fallback_page_says_that_its_text_is_swedish(built: Path) -> None:
    page = pages(built)["lv/modules/m01-mandate/lesson-1-chain/index.html"]
    assert ("html", {"lang": "lv"}) in page.elements
    text = [attributes for _, attributes in page.elements if "data-fallback" in attributes]
    assert [attributes["lang"] for attributes in text] == ["sv"]
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.elements


def test_translated_page_is_no_fallback(built: Path) -> None:
    page = pages(built)["en/modules/m01-mandate/lesson-1-chain/index.html"]
    assert not [attributes for _, attributes in page.elements if "data-fallback" in attributes]
    assert ("meta", {"name": "robots", "content": "noindex"}) not in page.elements


def test_part_of_a_translated_module_falls_back_alone(built: Path) -> None:
    page = pages(built)["en/modules/m01-mandate/lesson-2-law/index.html"]
    assert [attributes for _, attributes in page.elements if "data-fallback" in attributes]


def test_switcher_leads_to_the_same_page_in_every_language(built: Path) -> None:
    page = pages(built)["lv/modules/m01-mandate/index.html"]
    found = {
        attributes["hreflang"]: attributes["href"]
        for tag, attributes in page.elements
        if tag == "a" and "hreflang" in attributes
    }
    assert set(found) == set(CODES)
    assert found["en"] == "../../../en/modules/m01-mandate/"
    assert found["sv"] == "../../../modules/m01-mandate/"


@pytest.mark.parametrize("secret", ["Kommentarspingvin", "Förklaringsalbatross", "[x]"])
def test_answers_are_readable_in_no_published_file(built: Path, secret: str) -> None:
    told = [
        path
        for path, data in tree(built).items()
        if secret.encode() in data and not path.endswith((".js", ".woff2", ".png"))
    ]
    assert told == []


def test_quiz_page_has_its_key_beside_it_in_every_language(built: Path) -> None:
    key = decode_key((built / "modules/m01-mandate/quiz/key.json").read_bytes())
    assert key["q1"]["correct"] == [0]
    assert "Kommentarspingvin" in json.dumps(key, ensure_ascii=False)
    for code in CODES[1:]:
        assert (built / code / "modules/m01-mandate/quiz/key.json").is_file()
    assert (built / "modules/m01-mandate/lesson-2-law/key.json").is_file()


def test_facilitator_notes_stand_in_the_facilitators_version_only(built: Path) -> None:
    participants = (built / "modules/m01-mandate/workshop/index.html").read_text(encoding="utf-8")
    facilitators = (built / "modules/m01-mandate/facilitator/index.html").read_text(encoding="utf-8")
    assert "Rita fel först" in facilitators
    assert "Rita fel först" not in participants
    everything = b"".join(tree(built).values())
    assert b"Hemlig anteckning" not in everything


def test_agenda_counts_from_the_start(built: Path) -> None:
    html = (built / "modules/m01-mandate/workshop/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<time[^>]*>([^<]*)</time>", html) == ["0:00", "0:20", "0:20", "1:00"]
    assert "Ta med kaffe" in html


def test_citation_leads_to_the_source_at_the_foot(built: Path) -> None:
    html = (built / "modules/m01-mandate/index.html").read_text(encoding="utf-8")
    assert (
        '<a class="cite" id="cite-skolverket2025-1" href="#source-skolverket2025" '
        'aria-describedby="entry-skolverket2025">Skolverket 2025, s. 4</a>' in html
    )
    assert (
        '<li id="source-skolverket2025"><span id="entry-skolverket2025">Skolverket (2025). '
        '<a href="https://www.skolverket.example/a?b=1&amp;c=2"' in html
    )
    assert (
        '<a class="back" href="#cite-skolverket2025-1" lang="sv" aria-label="Tillbaka till texten">' in html
    )


def test_the_page_of_sources_names_the_pages_that_cite(built: Path) -> None:
    listed = (built / "sources/index.html").read_text(encoding="utf-8")
    assert '<li id="source-skolverket2025" data-kind="report" data-mark="seen">' in listed
    assert "Stödmaterial &amp; råd" in listed
    assert '<a href="../modules/m01-mandate/">Uppdraget</a>' in listed
    swedish = (built / "en/sources/index.html").read_text(encoding="utf-8")
    assert '<a href="../modules/m01-mandate/quiz/" lang="sv">Frågor om uppdraget</a>' in swedish
    assert '<a href="../../data/sources.ris" download>' in swedish


def test_no_link_back_leads_nowhere(built: Path) -> None:
    backs = 0
    for path, page in pages(built).items():
        there = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        for name, attributes in page.elements:
            if name == "a" and attributes.get("class") in ("back", "cite"):
                backs += attributes["class"] == "back"
                assert attributes["href"][1:] in there, f"{path}: {attributes['href']}"
    assert backs > 5


def test_pages_say_how_they_are_cited_and_a_translation_is_itself(built: Path) -> None:
    def cited(path: str) -> str:
        html = (built / path).read_text(encoding="utf-8")
        return " ".join(re.findall(r'data-copy="text">(.*?)</p>', html))

    swedish = cited("modules/m01-mandate/lesson-1-chain/index.html")
    assert re.fullmatch(r"Fullföljd utbildning. <cite>Styrkedjan</cite>. Version [0-9a-f]{8}.", swedish)
    # A page that shows the Swedish text is cited as that text.
    shown = cited("lv/modules/m01-mandate/lesson-1-chain/index.html")
    assert re.findall("[0-9a-f]{8}", shown) == re.findall("[0-9a-f]{8}", swedish)
    assert '<cite lang="sv">Styrkedjan</cite>' in shown
    assert re.findall("[0-9a-f]{8}", cited("en/modules/m01-mandate/lesson-1-chain/index.html")) != re.findall(
        "[0-9a-f]{8}", swedish
    )
    for uncited in ("index.html", "search/index.html", "progress/index.html", "404.html"):
        assert cited(uncited) == "", uncited


def test_titles_are_text_and_never_markup(built: Path) -> None:
    html = (built / "about/index.html").read_text(encoding="utf-8")
    assert "<oss>" not in html
    assert "Om &lt;oss&gt; &amp; er</h1>" in html


def test_open_data_is_published_once_and_ids_never(built: Path) -> None:
    found = {path for path in tree(built) if "/data/" in f"/{path}" or path.endswith((".jsonl", ".yml"))}
    assert found == {"data/bibliography.json", "data/sources.bib", "data/sources.ris"}


def test_only_languages_with_an_address_get_a_sitemap_of_real_pages(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (built / "sitemap.xml").exists()
    assert "canonical" not in (built / "about/index.html").read_text(encoding="utf-8")
    monkeypatch.setenv("SITE_URL", "https://skola.example/kurs/")
    root = write_project(tmp_path / "project")
    build_site(root)
    sitemap = (root / "site/sitemap.xml").read_text(encoding="utf-8")
    places = re.findall("<loc>(.*?)</loc>", sitemap)
    assert "https://skola.example/kurs/en/modules/m01-mandate/lesson-1-chain/" in places
    assert "https://skola.example/kurs/lv/modules/m01-mandate/lesson-1-chain/" not in places
    assert "https://skola.example/kurs/" in places
    assert places == list(dict.fromkeys(places))
    real = (root / "site/en/modules/m01-mandate/lesson-1-chain/index.html").read_text(encoding="utf-8")
    assert (
        '<link rel="canonical" href="https://skola.example/kurs/en/modules/m01-mandate/lesson-1-chain/">'
        in real
    )
    fallback = (root / "site/lv/modules/m01-mandate/lesson-1-chain/index.html").read_text(encoding="utf-8")
    assert "canonical" not in fallback
    assert 'rel="alternate"' not in fallback
    assert '<a class="brand" href="/kurs/lv/"' in (root / "site/lv/404.html").read_text(encoding="utf-8")


def test_every_language_has_a_page_for_what_does_not_exist(built: Path) -> None:
    for code in CODES:
        page = pages(built)["404.html" if code == "sv" else f"{code}/404.html"]
        assert ("html", {"lang": code}) in page.elements


def test_assets_carry_their_version_in_the_address(built: Path) -> None:
    folders = {
        path.split("/")[1] for path in tree(built) if path.startswith("assets/") and path.count("/") > 1
    }
    assert len(folders) == 1
    assert re.fullmatch("[0-9a-f]{10}", folders.pop())


def test_page_data_and_strings_stay_at_home(built: Path) -> None:
    assert not [path for path in tree(built) if re.fullmatch(r"[a-z]{2}\.json|strings/.*", path)]
