"""Front matter with its lines, and what each kind of file may hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.content.front_matter import check_fields, split_front

LESSON = """\
---
title: The flag
summary: What it is.
minutes: 10
review: {date: 2026-11-01, next: 2027-11-01, evidence: moderate}
---

Text.
"""


def _codes(text: str, kind: str = "lesson", language: str = "sv") -> list[str]:
    front, _, problems = split_front(text, "x.md")
    return [
        f"{problem.line}: {problem.code}"
        for problem in [*problems, *check_fields(front, kind, language, "x.md")]
    ]


def test_fields_know_their_lines() -> None:
    front, body, problems = split_front(LESSON, "x.md")
    assert problems == []
    assert front["minutes"] == 10
    assert (front.line("minutes"), front.line("review.next"), front.line("review.nothing")) == (4, 5, 5)
    assert (body, front.body_line) == ("\nText.\n", 7)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    front, body, problems = split_front("\ufeff" + LESSON.replace("\n", "\r\n"), "x.md")
    assert problems == []
    assert (dict(front), body, front.body_line) == (dict(split_front(LESSON, "x.md")[0]), "\nText.\n", 7)


@pytest.mark.parametrize("text", ["", "Text", "--- \nText", "---\n---\nText"])
def test_no_fields_are_no_mistake_of_form(text: str) -> None:
    front, _, problems = split_front(text, "x.md")
    assert (dict(front), problems) == ({}, [])


MISTAKES = {
    "fine": (LESSON, []),
    "no end": (
        "---\ntitle: x\n",
        ["1: unclosed-front-matter", "1: missing-field", "1: missing-field", "1: missing-field"],
    ),
    "misspelt": (LESSON.replace("title:", "titel:"), ["2: unknown-field", "1: missing-field"]),
    "twice": (LESSON.replace("summary:", "title: B\nsummary:"), ["3: repeated-field"]),
    "minutes in words": (LESSON.replace("minutes: 10", "minutes: ten"), ["4: bad-field"]),
    "minutes as truth": (LESSON.replace("minutes: 10", "minutes: true"), ["4: bad-field"]),
    "evidence of its own": (LESSON.replace("moderate", "solid"), ["5: bad-field"]),
    "no YAML": (LESSON.replace("The flag", "The flag: it opens"), ["2: bad-yaml"]),
    "an impossible date": (LESSON.replace("2026-11-01", "2026-02-30"), ["2: bad-yaml"]),
    "a list": ("---\n- a\n---\n", ["2: bad-yaml"]),
    "a translation's field": (
        LESSON.replace("minutes: 10", "minutes: 10\ntranslation: machine"),
        ["5: translation-field"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(text: str, expected: list[str]) -> None:
    found = _codes(text)
    assert found[: len(expected)] == expected
    if expected and not expected[0].endswith(("bad-yaml",)):
        assert len(found) == len(expected)


def test_neutral_fields_stand_in_swedish_only() -> None:
    assert _codes(LESSON, language="lv") == ["4: neutral-field", "1: missing-field"]


def test_a_misspelt_field_gets_a_suggestion() -> None:
    front, _, _ = split_front(LESSON.replace("title:", "titel:"), "x.md")
    problem = check_fields(front, "lesson", "sv", "x.md")[0]
    assert str(problem) == "x.md:2: unknown-field: 'titel' is not a field of a lesson. Did you mean 'title'?"


@settings(deadline=None)  # the machine may be busy; slowness is not what this shows
@given(st.text(max_size=80))
def test_any_text_between_the_hyphens_is_read_or_reported(text: str) -> None:
    front, _, problems = split_front(f"---\n{text}\n---\nBody\n", "x.md")
    check_fields(front, "module", "sv", "x.md")
    height = text.count("\n") + 4
    assert all(
        1
        <= problem.line
        <= height + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029")
        for problem in problems
    )
