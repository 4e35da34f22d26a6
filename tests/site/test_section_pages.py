"""Sections on the site: the way up, the page's place, the pages beside, and what an index lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from sections_project import SECTIONS, write_sections

from courseware.languages import CODES
from courseware.site.build import build_site
from courseware.site.stage import PAGES_FOLDER, read_documents
from courseware.site.theme import before_takeaway

INDEX = "framework/index.md"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_sections(tmp_path_factory.mktemp("sections") / "course")
    build_site(root, jobs=1)
    return root


@pytest.fixture(scope="module")
def docs(course: Path) -> dict[str, dict[str, Any]]:
    return {code: read_documents(course / PAGES_FOLDER, code) for code in CODES}


def read(course: Path, address: str) -> Any:
    return lxml_html.fromstring((course / "site" / address / "index.html").read_bytes())


def test_a_page_knows_where_it_stands(docs: dict[str, Any]) -> None:
    section = docs["sv"]["framework/theories.md"]["section"]
    assert (section["title"], section["url"], section["number"], section["count"]) == (
        "Ramverket",
        "framework/",
        2,
        3,
    )
    assert section["previous"] == {"title": "Problemet", "url": "framework/problem/", "lang": "sv"}
    assert section["next"]["url"] == "roles/principal/"
    assert section["onward"] is None
    assert [page["url"] for page in docs["sv"]["framework/theories.md"]["trail"]] == [
        "knowledge/",
        "framework/",
    ]


def test_the_last_page_leads_to_the_next_section(docs: dict[str, Any]) -> None:
    assert docs["sv"]["roles/principal.md"]["section"]["next"] is None
    assert docs["sv"]["roles/principal.md"]["section"]["onward"]["url"] == "law/"
    assert docs["sv"]["law/sharing.md"]["section"]["onward"]["url"] == "phases/"
    assert docs["sv"]["phases.md"]["section"]["onward"] is None


def test_an_index_lists_its_pages_with_honest_times(docs: dict[str, Any]) -> None:
    contents = docs["sv"][INDEX]["contents"]
    assert [(page["title"], page["minutes"], page["count"]) for page in contents["pages"]] == [
        ("Problemet", 2, 0),
        ("Teorier", 1, 0),
        ("Rektor", 1, 0),
    ]
    assert (contents["minutes"], contents["sections"]) == (5, False)


def test_the_hub_counts_sections_as_a_whole(docs: dict[str, Any]) -> None:
    contents = docs["sv"]["knowledge/index.md"]["contents"]
    assert [(page["title"], page["minutes"], page["count"]) for page in contents["pages"]] == [
        ("Ramverket", 5, 3),
        ("Juridiken", 2, 1),
        ("Faserna", 1, 0),
    ]
    assert (contents["minutes"], contents["sections"]) == (9, True)


def test_a_page_takes_as_long_in_every_language(docs: dict[str, Any]) -> None:
    assert [docs[code]["framework/problem.md"]["section"]["minutes"] for code in CODES] == [2] * len(CODES)


def test_a_translation_shows_its_own_titles_and_marks_what_is_swedish(docs: dict[str, Any]) -> None:
    pages = docs["en"][INDEX]["contents"]["pages"]
    assert [(page["title"], page["lang"], page["status"]) for page in pages] == [
        ("The problem", "en", "original"),
        ("Teorier", "sv", "fallback"),
        ("Principal", "en", "fallback") if pages[2]["lang"] == "en" else ("Rektor", "sv", "fallback"),
    ]


def test_pages_outside_sections_know_nothing_of_them(docs: dict[str, Any]) -> None:
    about = docs["sv"]["about.md"]
    assert (about["trail"], about["section"], about["contents"]) == ([], None, None)


def test_the_crumbs_lead_up_and_the_steps_lead_on(course: Path) -> None:
    page = read(course, "framework/theories")
    assert page.xpath("//nav[@class='crumbs']//a/@href") == ["../../", "../../knowledge/", "../../framework/"]
    assert page.xpath("//nav[@class='steps']/a/@rel") == ["prev", "next"]
    assert page.xpath("//nav[@class='steps']/a/@href") == [
        "../../framework/problem/",
        "../../roles/principal/",
    ]
    assert page.xpath("string(//details[ancestor::nav[contains(@class, 'beside')]]/summary)").split() == [
        *("Sida", "2", "av", "3"),
        *("1", "min", "att", "läsa"),
    ]
    assert page.xpath("//nav[contains(@class, 'beside')]//a[@aria-current='page']/text()") == ["Teorier"]
    assert not page.xpath("//nav[contains(@class, 'beside')]//details/@open")


def test_the_crumbs_name_the_knowledge_base_as_the_menu_does(course: Path) -> None:
    page = read(course, "lv/framework/theories")
    _, base, section = page.xpath("//nav[@class='crumbs']//a")
    assert (base.text, base.get("lang")) == ("Zināšanu bāze", None)
    assert (section.text, section.get("lang")) == ("Ramverket", "sv")


def test_the_list_stands_before_what_the_reader_takes_away(course: Path) -> None:
    page = read(course, "framework")
    headings = page.xpath("//main//h2/@id")
    assert headings == ["why", "section-pages", "takeaway"]
    assert page.xpath("//a[@rel='next']/@href") == ["../framework/problem/"]
    # A text without a last part has the list at its end.
    assert read(course, "law").xpath("//main//h2/@id") == ["section-pages"]


def test_our_words_in_a_swedish_text_are_in_the_readers_language(course: Path) -> None:
    page = read(course, "lv/framework")
    (listed,) = page.xpath("//nav[@class='contents']")
    assert listed.get("lang") == "lv"
    assert listed.xpath(".//li/a/@lang")[0] == "sv"


def test_a_search_result_says_which_section_it_is_from(course: Path) -> None:
    from courseware.site.search_text import search_text

    document = read_documents(course / PAGES_FOLDER, "sv")["framework/theories.md"]
    published = (course / "site/framework/theories/index.html").read_bytes()
    assert 'where[content]" content="Ramverket"' in search_text(published, document).page


def test_the_list_is_put_once_and_only_where_there_is_one() -> None:
    html = '<p>a</p>\n<h2 id="takeaway">b</h2>'
    assert before_takeaway(html, "<nav/>") == '<p>a</p>\n<nav/>\n<h2 id="takeaway">b</h2>'
    assert before_takeaway("<p>a</p>", "<nav/>") == "<p>a</p><nav/>\n"
    assert before_takeaway(html, "") == html


def test_a_new_title_reaches_the_pages_beside(tmp_path: Path) -> None:
    root = write_sections(tmp_path / "course")
    build_site(root, jobs=1)
    page = root / "docs/sv/framework/problem.md"
    page.write_text(SECTIONS["docs/sv/framework/problem.md"].replace("Problemet", "Gåtan"), encoding="utf-8")
    build_site(root, jobs=1)
    text = (root / "site/framework/theories/index.html").read_text(encoding="utf-8")
    assert "Gåtan" in text
    assert "Problemet" not in text
