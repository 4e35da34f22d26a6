"""Where each page stands in each language, and the stamp that says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.translations.check import check_translations
from courseware.translations.stamp import plan_stamp, write_stamp
from courseware.translations.status import (
    Progress,
    Translation,
    TranslationKind,
    count_words,
    progress_of,
    source_words,
    translations,
)

LESSON = "modules/sv/m01-mandate/lesson-1-message.md"
ENGLISH = "modules/en/m01-mandate/lesson-1-message.md"


def _outdated(root: Path) -> dict[str, tuple[str, ...]]:
    return {
        one.path: one.outdated for one in translations(load_library(root), "en") if one.status == "outdated"
    }


def test_every_source_page_has_a_state_in_every_language(two_languages: Path) -> None:
    library = load_library(two_languages)
    english, latvian = translations(library, "en"), translations(library, "lv")
    assert {one.key for one in english} == {
        "index.md",
        "worksheets/t1-baseline-sheet.md",
        "modules/m01-mandate/index.md",
        "modules/m01-mandate/lesson-1-message.md",
        "modules/m01-mandate/workshop.md",
        "modules/m01-mandate/quiz.md",
    }
    assert {(one.status, one.kind) for one in english} == {("current", "machine")}
    assert {(one.status, one.kind) for one in latvian} == {("missing", "missing")}
    assert "quizzes/lv/m01-mandate.md" in {one.path for one in latvian}


def test_a_changed_section_is_outdated_and_no_other(edit: Callable[[str, str, str], Path]) -> None:
    assert _outdated(edit(LESSON, "En tanke i varje stycke.", "En enda tanke.")) == {ENGLISH: ("message",)}


def test_a_changed_question_is_outdated(edit: Callable[[str, str, str], Path]) -> None:
    root = edit("quizzes/sv/m01-mandate.md", "Beskriv situation 2.", "Beskriv läge 2.")
    assert _outdated(root) == {"quizzes/en/m01-mandate.md": ("q2",)}


def test_new_and_gone_sections_are_outdated(edit: Callable[[str, str, str], Path]) -> None:
    assert _outdated(edit(LESSON, "{#message}", "{#idea}")) == {ENGLISH: ("idea", "message")}


def test_a_stamp_notes_what_changed_and_touches_nothing_else(edit: Callable[[str, str, str], Path]) -> None:
    root = edit(LESSON, "En tanke i varje stycke.", "En enda tanke.")
    before = (root / ENGLISH).read_text(encoding="utf-8").splitlines()
    plan = plan_stamp(load_library(root), ENGLISH)
    assert [(change.section, change.state) for change in plan.changes] == [("message", "changed")]
    write_stamp(root, plan)
    after = (root / ENGLISH).read_text(encoding="utf-8").splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        f'  message: "{plan.noted["message"]}"'
    ]
    assert _outdated(root) == {}
    assert plan_stamp(load_library(root), ENGLISH).changes == ()


def test_a_stamp_can_be_for_one_section(edit: Callable[[str, str, str], Path]) -> None:
    edit(LESSON, "En tanke i varje stycke.", "En enda tanke.")
    root = edit(LESSON, "Säg en sak", "Säg en enda sak")
    write_stamp(root, plan_stamp(load_library(root), ENGLISH, ["takeaway"]))
    assert _outdated(root) == {ENGLISH: ("message",)}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_first_stamp_stands_last_in_the_front_matter(two_languages: Path, newline: str) -> None:
    path = two_languages / ENGLISH
    text = path.read_text(encoding="utf-8")
    start, end = text.index("source:"), text.index("---\n", 5)
    path.write_bytes((text[:start] + text[end:]).replace("\n", newline).encode())
    write_stamp(two_languages, plan_stamp(load_library(two_languages), ENGLISH))
    assert path.read_bytes() == text.replace("\n", newline).encode()


def test_a_stamp_in_one_line_is_replaced(two_languages: Path) -> None:
    path = two_languages / ENGLISH
    text = path.read_text(encoding="utf-8")
    start, end = text.index("source:"), text.index("---\n", 5)
    front = text[:start] + 'source: {_title: "0", gone: "1"}\nchecked: 2026-11-01\n'
    path.write_text(front + text[end:], encoding="utf-8")
    library = load_library(two_languages)
    plan = plan_stamp(library, ENGLISH)
    assert ("gone", "gone") in [(change.section, change.state) for change in plan.changes]
    write_stamp(two_languages, plan)
    assert check_translations(load_library(two_languages)) == []
    assert "checked: 2026-11-01" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "only", "message"),
    [
        (LESSON, [], "is the Swedish source"),
        (
            "modules/en/m01-mandate/lesson-1-massage.md",
            [],
            "Did you mean 'modules/en/m01-mandate/lesson-1-message.md'?",
        ),
        (ENGLISH, ["messages"], "Did you mean 'message'?"),
    ],
)
def test_a_stamp_refuses_what_is_no_translation(
    two_languages: Path, path: str, only: list[str], message: str
) -> None:
    with pytest.raises(CoursewareError) as caught:
        plan_stamp(load_library(two_languages), path, only)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("Två ord.", 2),
        ("Läs [hela lagen](modules/law/index.md#paragraph) nu.", 4),
        ("**Fet** och *kursiv* och `kod`.", 4),
        ("Sedan:\n\n```\nthis is code\n```\n\nKlart.", 2),
        ("3 kap. 7 §: 1 250 elever", 2),
        ("", 0),
    ],
)
def test_words_are_those_that_somebody_translates(markdown: str, count: int) -> None:
    assert count_words(markdown) == count


def test_a_page_has_the_words_of_all_its_sections(two_languages: Path) -> None:
    library = load_library(two_languages)
    sections = source_words(library)["modules/m01-mandate/lesson-1-message.md"]
    assert set(sections) == {"_title", "_top", "message", "takeaway"}
    (lesson,) = [one for one in translations(library, "en") if one.path == ENGLISH]
    assert (lesson.words, lesson.outdated_words) == (sum(sections.values()), 0)
    assert all(sections.values())


def test_only_words_of_changed_sections_are_outdated(edit: Callable[[str, str, str], Path]) -> None:
    library = load_library(edit(LESSON, "Säg en sak", "Säg en enda viktig sak"))
    (lesson,) = [one for one in translations(library, "en") if one.status == "outdated"]
    assert lesson.outdated_words == source_words(library)[lesson.key]["takeaway"]
    assert 0 < lesson.outdated_words < lesson.words


def test_a_section_that_is_gone_has_no_words_to_translate(edit: Callable[[str, str, str], Path]) -> None:
    gone = "\n## Ta med dig {#takeaway}\n\nSäg en sak som läsaren kan göra på måndag.\n"
    library = load_library(edit(LESSON, gone, ""))
    (lesson,) = [one for one in translations(library, "en") if one.path == ENGLISH]
    assert (lesson.outdated, lesson.outdated_words) == (("takeaway",), 0)


def test_a_translation_without_hashes_is_outdated_to_the_last_word(two_languages: Path) -> None:
    path = two_languages / ENGLISH
    text = path.read_text(encoding="utf-8")
    start, end = text.index("source:"), text.index("---\n", 5)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    (lesson,) = [one for one in translations(load_library(two_languages), "en") if one.path == ENGLISH]
    assert lesson.outdated_words == lesson.words > 0


def test_a_missing_page_has_words_and_none_of_them_outdated(two_languages: Path) -> None:
    pages = translations(load_library(two_languages), "lv")
    assert all(page.words > 0 and page.outdated_words == 0 for page in pages)


def _page(kind: TranslationKind, words: int, outdated_words: int = 0) -> Translation:
    return Translation("x.md", "en", kind, "", "", ("x",) if outdated_words else (), words, outdated_words)


def test_progress_counts_words_and_not_pages() -> None:
    progress = progress_of(
        [_page("machine", 60, 10), _page("reviewed", 20), _page("missing", 120), _page("machine", 5)]
    )
    assert progress == Progress(75, 10, 120, {"machine": 65, "reviewed": 20})
    assert progress.words == 205


def test_progress_of_a_language_is_all_of_the_source(edit: Callable[[str, str, str], Path]) -> None:
    library = load_library(edit(LESSON, "Säg en sak", "Säg en enda sak"))
    english, latvian = (progress_of(translations(library, code)) for code in ("en", "lv"))
    assert english.words == latvian.words == latvian.missing
    assert (english.missing, english.kinds) == (0, {"machine": english.words})
    assert english.outdated == source_words(library)["modules/m01-mandate/lesson-1-message.md"]["takeaway"]


def test_percent_says_a_hundred_only_of_all() -> None:
    progress = Progress(999, 0, 1, {})
    assert (progress.percent(999), progress.percent(1000), progress.percent(9)) == (99, 100, 0)


def test_nothing_to_translate_is_no_percent() -> None:
    assert progress_of([]).percent(0) == 0
