"""What the shell tells search engines and other machines; read from the markup, without a browser."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import CODES
from courseware.site.notfound import notfound
from courseware.site.theme import prepare_environment, read_assets
from courseware.strings import load_strings

ADDRESS = "https://fullfoljd.example/kurs"


def render(project_root: Path, document: dict[str, Any], site_url: str = "", **extra: str) -> str:
    """Gives a page of the shell as the build would render it."""
    language = document["lang"]
    env = prepare_environment(
        jinja2.Environment(loader=jinja2.FileSystemLoader(project_root / "overrides"), autoescape=True),
        language,
        load_strings(project_root, language),
        read_assets(project_root),
    )
    config = SimpleNamespace(site_url=site_url, extra=SimpleNamespace(csp="", iri_base="", inbox="", **extra))
    page = SimpleNamespace(content="<p>Text.</p><table><tr><td>1</td></tr></table>")
    return env.get_template("main.html").render(doc=document, page=page, config=config, base_url="..")


@pytest.fixture
def document(project_root: Path) -> dict[str, Any]:
    """A plain Swedish page that is also in English and, by machine, in Latvian."""
    status = {"sv": "source", "en": "original", "lv": "machine"}
    return {
        **notfound("sv", {code: load_strings(project_root, code) for code in CODES}),
        "kind": "page",
        "path": "about/",
        "title": "Om <platsen>",
        "summary": "Vad & varför",
        "languages": {
            code: {"status": status.get(code, "fallback"), "url": f"/{code}/about/", "name": code}
            for code in CODES
        },
    }


def alternates(html: str) -> dict[str, str]:
    """Gives the hreflang links of a page."""
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', html))


def test_only_real_languages_are_announced_and_only_by_whole_addresses(
    project_root: Path, document: dict[str, Any]
) -> None:
    html = render(project_root, document, ADDRESS + "/")
    assert alternates(html) == {
        "sv": f"{ADDRESS}/about/",
        "en": f"{ADDRESS}/en/about/",
        "lv": f"{ADDRESS}/lv/about/",
    }
    assert f'<link rel="canonical" href="{ADDRESS}/about/">' in html


def test_without_an_address_nothing_is_announced(project_root: Path, document: dict[str, Any]) -> None:
    html = render(project_root, document)
    assert alternates(html) == {}
    assert "canonical" not in html


@pytest.mark.parametrize("site_url", ["", ADDRESS])
def test_a_fallback_is_kept_out_of_search_engines(
    project_root: Path, document: dict[str, Any], site_url: str
) -> None:
    fallback = {**document, "lang": "fi", "content_lang": "sv", "fallback": True, "translation": "fallback"}
    html = render(project_root, fallback, site_url)
    assert '<meta name="robots" content="noindex">' in html
    assert alternates(html) == {}
    assert "canonical" not in html
    assert '<html lang="fi">' in html
    assert 'lang="sv" data-fallback' in html


def test_titles_and_summaries_are_escaped(project_root: Path, document: dict[str, Any]) -> None:
    html = render(project_root, document)
    assert "<h1>Om &lt;platsen&gt;</h1>" in html
    assert '<meta name="description" content="Vad &amp; varför">' in html


def test_a_machine_translation_says_so_and_names_what_has_changed(
    project_root: Path, document: dict[str, Any]
) -> None:
    english = {
        **document,
        "lang": "en",
        "content_lang": "en",
        "translation": "machine",
        "outdated": [
            {"id": "a", "title": "First", "lang": "en", "url": "/about/#a"},
            {"id": "b", "title": "Andra", "lang": "sv", "url": "/about/#b"},
        ],
    }
    html = render(project_root, english)
    texts = load_strings(project_root, "en")
    assert texts("shell.status.machine") in html
    assert texts.count("shell.outdated", 2) in html
    assert texts("shell.original") in html


def test_every_table_can_be_scrolled_by_keyboard(project_root: Path, document: dict[str, Any]) -> None:
    html = render(project_root, document)
    assert html.count('<div class="table" role="group" tabindex="0"') == html.count("</table></div>") == 1


def test_every_template_exists_for_every_kind_of_page(project_root: Path) -> None:
    kinds = {path.stem for path in (project_root / "overrides/kinds").glob("*.html")} - {"body"}
    assert kinds == {
        *("start", "role", "module", "lesson", "quiz", "workshop", "worksheet", *LEADERS_PAGES),
        *(
            "progress",
            "check-in",
            "format",
            "leaders",
            "modules",
            "page",
            "notfound",
            "profile",
            "search",
            "section",
            "terms",
            "translations",
            "evidence",
            "sources",
        ),
    }


def test_no_template_holds_a_reader_text_or_an_inline_style(project_root: Path) -> None:
    for path in sorted((project_root / "overrides").rglob("*.html")):
        source = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        if path.name == "paper.html":  # A paper leaves the site alone, so it carries its styles.
            source = re.sub(r"<style></style>", "", source, count=1)
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=", source), path.name
        words = re.sub(r"<[^>]*>", " ", source)
        assert set(re.findall(r"[^\W\d_]{3,}", words)) == set(), path.name


def test_the_first_script_is_below_a_kilobyte(project_root: Path) -> None:
    assert len((project_root / "overrides/assets/js/theme.js").read_bytes()) < 1024
