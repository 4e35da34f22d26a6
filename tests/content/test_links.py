"""Links followed as they will stand once staged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.links import GENERATED, check_links
from courseware.content.load import load_library

LESSON = "modules/sv/m01-mandate/lesson-1-message.md"


def _found(root: Path) -> list[str]:
    return [f"{problem.path}: {problem.code}: {problem.hint}" for problem in check_links(load_library(root))]


@pytest.mark.parametrize(
    "target",
    [
        "index.md",
        "quiz.md",
        "quiz.md#q3",
        "workshop.md#try",
        "facilitator.md",
        "#message",
        "../../index.md#takeaway",
        "../../worksheets/t1-baseline-sheet.md",
        "../index.md",
        "../../progress.md",
        "../../sources.md",
        "../../data/ids.yml",
        "https://example.org/",
        "mailto:info@example.org",
        "<../../worksheets/t1-baseline-sheet.md>",
        "index.md 'with a title'",
        "ind%65x.md",
    ],
)
def test_a_good_link_is_left_alone(edit: Callable[[str, str, str], Path], target: str) -> None:
    assert _found(edit(LESSON, "En tanke", f"[En]({target}) tanke")) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../quiz.md", "broken-link: Did you mean 'quiz.md'?"),
        ("workshop", "broken-link: Did you mean 'workshop.md'?"),
        ("../../worksheets/", "broken-link: "),
        ("../../quizzes/m01-mandate.md", "broken-link: "),
        ("../../data/id.yml", "broken-link: Put the file at docs/data/id.yml."),
        ("../sv/m01-mandate/index.md", "broken-link: Did you mean 'index.md'?"),
        ("quiz.md#q33", "broken-anchor: Did you mean 'q3'?"),
        ("workshop.md#trial", "broken-anchor: "),
        ("/data/ids.yml", "absolute-link: "),
    ],
)
def test_a_bad_link_is_named(edit: Callable[[str, str, str], Path], target: str, expected: str) -> None:
    (found,) = _found(edit(LESSON, "En tanke", f"[En]({target}) tanke"))
    assert found.startswith(f"{LESSON}: {expected}")


def test_a_link_in_code_is_no_link(edit: Callable[[str, str, str], Path]) -> None:
    assert _found(edit(LESSON, "En tanke", "`[En](nowhere.md)`\n\n```\n[a](b.md)\n```\n\nEn tanke")) == []


def test_a_reference_definition_is_followed(edit: Callable[[str, str, str], Path]) -> None:
    (found,) = _found(edit(LESSON, "En tanke", "[En][x] tanke.\n\n[x]: nowhere.md\n\n"))
    assert "broken-link" in found


def test_a_page_that_is_not_translated_can_be_linked_to(two_languages: Path) -> None:
    (two_languages / "docs/en/worksheets/t1-baseline-sheet.md").unlink()
    assert _found(two_languages) == []


def test_staging_makes_the_pages_that_links_count_on() -> None:
    from courseware.site.atlas import SPECIAL

    assert set(GENERATED) == set(SPECIAL)
