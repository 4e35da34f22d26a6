"""What templates get to know of a page, and what a reader of a translation that has drifted sees of it."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from terms_project import built_course

from courseware.content.load import load_library
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import CODES, LANGUAGES
from courseware.site.notfound import notfound
from courseware.site.stage import PAGES_FOLDER, read_documents
from courseware.strings import Strings, load_strings
from courseware.translations.status import progress_of, translations
from courseware.words.alphabet import sort_key

LESSON = "modules/m01-mandate/lesson-3-drift.md"
QUIZ = "modules/m01-mandate/quiz.md"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_course(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def docs(course: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """`doc` of every page, by language and file."""
    return {code: read_documents(course / PAGES_FOLDER, code) for code in CODES}


@pytest.fixture(scope="module")
def texts(course: Path) -> dict[str, Strings]:
    return {code: load_strings(course, code) for code in CODES}


def read(course: Path, address: str) -> Any:
    return lxml_html.fromstring((course / "site" / address / "index.html").read_bytes())


def test_a_changed_section_is_named_as_the_translation_names_it(docs: dict[str, Any]) -> None:
    assert docs["en"][LESSON]["outdated"] == [
        {
            "id": "early",
            "title": "See it early",
            "lang": "en",
            "url": "/modules/m01-mandate/lesson-3-drift/#early",
        }
    ]


def test_a_changed_title_leads_to_the_page_and_is_named_in_the_readers_language(
    docs: dict[str, Any], texts: dict[str, Strings]
) -> None:
    assert docs["en"][QUIZ]["outdated"][0] == {
        "id": "_title",
        "title": texts["en"]("shell.section.title"),
        "lang": "en",
        "url": "/modules/m01-mandate/quiz/",
    }


def test_a_changed_question_leads_to_where_the_quiz_asks_it(docs: dict[str, Any]) -> None:
    assert docs["en"][QUIZ]["outdated"][1] == {
        "id": "q1",
        "title": "Who decides?",
        "lang": "en",
        "url": "/modules/m01-mandate/quiz/#quiz-m01-mandate-q1",
    }


def test_a_section_that_swedish_no_longer_has_leads_to_the_page(docs: dict[str, Any]) -> None:
    assert docs["en"]["privacy.md"]["outdated"] == [
        {"id": "gone", "title": "What Swedish no longer says", "lang": "en", "url": "/privacy/"}
    ]


@pytest.mark.parametrize(("language", "file"), [("sv", LESSON), ("et", LESSON), ("en", "guides/duty.md")])
def test_swedish_and_fallbacks_are_never_outdated(docs: dict[str, Any], language: str, file: str) -> None:
    assert docs[language][file]["outdated"] == []


def test_the_notice_leads_to_each_swedish_section(course: Path, texts: dict[str, Strings]) -> None:
    page = read(course, "en/modules/m01-mandate/lesson-3-drift")
    (notice,) = page.xpath("//main/div[@class='notice']")
    assert texts["en"]("shell.outdated.title") in notice.text_content()
    assert texts["en"].count("shell.outdated", 1) in notice.text_content()
    assert [(link.get("href"), link.get("hreflang"), link.text) for link in notice.iter("a")] == [
        ("../../../../modules/m01-mandate/lesson-3-drift/#early", "sv", "See it early")
    ]


def test_a_note_stands_below_the_heading_of_the_changed_section_and_no_other(
    course: Path, texts: dict[str, Strings]
) -> None:
    page = read(course, "en/modules/m01-mandate/lesson-3-drift")
    (note,) = page.xpath("//p[contains(@class, 'outdated-note')]")
    assert note.getprevious().get("id") == "early"
    assert texts["en"]("shell.status.outdated") in note.text_content()
    (link,) = note.iter("a")
    assert (link.get("href"), link.get("hreflang")) == (
        "../../../../modules/m01-mandate/lesson-3-drift/#early",
        "sv",
    )


def test_every_way_to_a_swedish_section_ends_at_that_section(course: Path) -> None:
    site = course / "site"
    checked, broken = 0, []
    for path in sorted((site / "en").rglob("index.html")):
        page = lxml_html.fromstring(path.read_bytes())
        links = "//div[@class='notice']//a/@href | //p[contains(@class, 'outdated-note')]//a/@href"
        for href in page.xpath(links):
            target, _, anchor = href.partition("#")
            file = Path(posixpath.normpath(path.parent / target)) / "index.html"
            checked += 1
            if anchor and not lxml_html.fromstring(file.read_bytes()).xpath("//*[@id=$id]", id=anchor):
                broken.append((path.relative_to(site).as_posix(), href))
    assert checked > 5
    assert broken == []


@pytest.mark.parametrize(
    "address", ["modules/m01-mandate/lesson-3-drift", "et/modules/m01-mandate/lesson-3-drift"]
)
def test_nothing_is_said_of_changes_where_the_text_is_swedish(course: Path, address: str) -> None:
    page = read(course, address)
    assert page.xpath("//ul[@class='changed'] | //p[contains(@class, 'outdated-note')]") == []


def test_menus_know_which_of_their_pages_are_in_swedish(docs: dict[str, Any]) -> None:
    assert docs["en"][LESSON]["swedish"] == ["knowledge/", "facilitator/", "baltic/", "accessibility/"]
    assert docs["lv"][LESSON]["swedish"] == [
        "knowledge/",
        "facilitator/",
        "baltic/",
        "about/",
        "accessibility/",
        "privacy/",
    ]


def test_swedish_shows_nothing_in_swedish(docs: dict[str, Any]) -> None:
    assert {tuple(doc["swedish"]) for doc in docs["sv"].values()} == {()}


def groups(docs: dict[str, Any], language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = docs[language]["search.md"]["groups"]
    return found


@pytest.mark.parametrize("language", CODES)
def test_the_page_of_search_lists_every_page_once(docs: dict[str, Any], language: str) -> None:
    listed = [entry["url"] for group in groups(docs, language) for entry in group["pages"]]
    assert sorted(listed) == sorted(
        doc["path"] for doc in docs[language].values() if doc["kind"] not in ("search", *LEADERS_PAGES)
    )


def test_pages_of_a_module_stand_below_its_name_in_its_language(docs: dict[str, Any]) -> None:
    alone, mandate, why = groups(docs, "en")
    assert (alone["title"], mandate["title"], mandate["lang"]) == ("", "The mandate", "en")
    assert (why["title"], why["lang"]) == ("Varför", "sv")
    assert all(entry["url"].startswith("modules/m01-mandate/") for entry in mandate["pages"])
    assert {
        "title": "Lagen", "url": "modules/m01-mandate/lesson-2-law/", "lang": "sv", "status": "fallback"
    } in mandate["pages"]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en", "lv"])
def test_pages_that_stand_alone_are_in_the_alphabet_of_the_reader_behind_the_start(
    docs: dict[str, Any], language: str
) -> None:
    start, *others = groups(docs, language)[0]["pages"]
    assert start["url"] == ""
    titles = [entry["title"] for entry in others]
    assert titles == sorted(titles, key=lambda title: sort_key(language, title))


def test_how_far_a_language_has_come_is_told_in_words_and_percent(course: Path, docs: dict[str, Any]) -> None:
    told = {one["code"]: one for one in docs["pl"]["translations.md"]["progress"]}
    assert list(told) == [code for code in CODES if code != "sv"]
    library = load_library(course)
    for code, one in told.items():
        progress = progress_of(translations(library, code))
        assert (one["words"], one["missing_words"], one["outdated_words"]) == (
            progress.words,
            progress.missing,
            progress.outdated,
        )
        assert one["name"] == LANGUAGES[code].name
        assert one["current"] == 100 * progress.current // progress.words
        assert one["machine"] == 100 * progress.kinds.get("machine", 0) // progress.words
    assert told["pl"]["current"] == 0 < told["en"]["current"]
    assert told["en"]["reviewed"] > 0 == told["lv"]["reviewed"]


def test_the_standing_of_a_page_names_its_state_and_its_swedish_sections(docs: dict[str, Any]) -> None:
    standing = {page["url"]: page for page in docs["en"]["translations.md"]["standing"]}
    lesson = standing["modules/m01-mandate/lesson-3-drift/"]
    assert (lesson["title"], lesson["status"], lesson["lang"]) == ("Following absence", "machine", "en")
    assert lesson["words"] > 10
    assert [section["title"] for section in lesson["outdated"]] == ["See it early"]
    assert standing["about/"]["status"] == "reviewed"
    missing = standing["guides/duty/"]
    assert (missing["title"], missing["status"], missing["lang"]) == ("Plikten", "fallback", "sv")
    assert missing["outdated"] == []


def test_swedish_has_no_standing_of_its_own(docs: dict[str, Any]) -> None:
    assert docs["sv"]["translations.md"]["standing"] == []
    assert len(docs["sv"]["translations.md"]["progress"]) == 8


@pytest.mark.parametrize("file", [LESSON, "terms.md", "index.md"])
def test_only_the_page_that_shows_a_table_carries_it(docs: dict[str, Any], file: str) -> None:
    assert not {"groups", "progress", "standing"}.intersection(docs["en"][file])


def test_the_bar_of_a_language_stands_beside_its_figures(course: Path) -> None:
    page = read(course, "lv/translations")
    (row,) = page.xpath("//table[@class='standing']//tr[@class='own']")
    assert row.xpath(".//th/a/@lang") == ["lv"]
    assert len(row.xpath(".//td//*[name()='svg']")) == 1
    assert all("%" in cell for cell in row.xpath(".//td[@data-align='right']/text()"))


def test_the_missing_page_at_the_root_says_so_in_every_language(texts: dict[str, Strings]) -> None:
    tongues = notfound("sv", texts)["tongues"]
    assert [one["code"] for one in tongues] == [code for code in CODES if code != "sv"]
    latvian = next(one for one in tongues if one["code"] == "lv")
    assert latvian == {
        "code": "lv",
        "title": texts["lv"]("shell.notfound.title"),
        "home": texts["lv"]("shell.notfound.home"),
        "url": "/lv/",
    }


def test_the_missing_page_of_another_language_says_so_in_that_language(
    texts: dict[str, Strings], docs: dict[str, Any]
) -> None:
    document = notfound("lv", texts)
    assert document["tongues"] == []
    assert document.keys() >= docs["lv"]["about.md"].keys(), "templates ask both for the same"
    assert document["title"] == texts["lv"]("shell.notfound.title")


def test_the_published_missing_page_marks_each_language(course: Path, texts: dict[str, Strings]) -> None:
    page = lxml_html.fromstring((course / "site/404.html").read_bytes())
    for code in CODES[1:]:
        said = page.xpath("//main//*[@lang=$code]", code=code)
        assert any(texts[code]("shell.notfound.title") in one.text_content() for one in said), code
