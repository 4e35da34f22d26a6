"""Where each page stands in each language, and the stamp that says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.translations.check import check_translations
from courseware.translations.stamp import plan_stamp, write_stamp
from courseware.translations.status import translations

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
