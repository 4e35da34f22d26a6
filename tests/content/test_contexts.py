"""What holds in Sweden only has an id of its own, and each counterpart belongs to one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from courseware.content.check import check_content
from courseware.content.contexts import counterparts
from courseware.content.load import load_library
from courseware.errors import Problem

LESSON = "modules/sv/m01-mandate/lesson-1-message.md"
HERE = "docs/en/counterparts/follow-up.md"


def passage(root: Path, options: str, name: str = LESSON) -> int:
    """Puts a Swedish passage at the end of a page and gives its line."""
    path = root / name
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n\n:::{{swedish-context{options}}}\nLagen.\n:::\n", encoding="utf-8")
    return text.count("\n") + 3


def counterpart(root: Path, name: str = HERE, front: str = "translation: original\n") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Here\n{front}---\nThe law here.\n", encoding="utf-8")


def said(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.code.endswith(("-context-id", "-counterpart"))]


def test_a_passage_with_its_counterpart_has_no_problems(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up")
    counterpart(two_languages)
    assert said(check_content(two_languages)) == []


def test_a_passage_need_not_have_an_id(two_languages: Path) -> None:
    passage(two_languages, "")
    passage(two_languages, "", "docs/sv/index.md")
    assert said(check_content(two_languages)) == []


def test_an_id_that_stands_twice_is_named_with_the_place_that_has_it(two_languages: Path) -> None:
    first = passage(two_languages, " id=follow-up", "docs/sv/index.md")
    second = passage(two_languages, " id=follow-up")
    assert said(check_content(two_languages)) == [
        f"{LESSON}:{second}: repeated-context-id: the passage 'follow-up' stands twice. "
        f"docs/sv/index.md:{first} has it already; another passage needs another id."
    ]


@pytest.mark.parametrize("name", ["Follow-up", "follow_up", "uppföljning", "7-days"])
def test_an_id_that_is_none_is_named(two_languages: Path, name: str) -> None:
    line = passage(two_languages, f" id={name}")
    assert [one for one in said(check_content(two_languages)) if "bad-context-id" in one] == [
        f"{LESSON}:{line}: bad-context-id: '{name}' is no id. "
        "Use small letters, digits and hyphens: id=follow-up-duty."
    ]


def test_a_counterpart_of_nothing_is_told_what_is_near(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up-duty")
    counterpart(two_languages)
    assert said(check_content(two_languages)) == [
        f"{HERE}: stray-counterpart: no Swedish passage has the id 'follow-up'. "
        "Did you mean 'follow-up-duty'?"
    ]


def test_a_counterpart_of_nothing_near_is_told_what_there_is(two_languages: Path) -> None:
    passage(two_languages, " id=grades")
    passage(two_languages, " id=absence", "docs/sv/index.md")
    counterpart(two_languages)
    assert [one.split(". ", 1)[1] for one in said(check_content(two_languages))] == [
        "Passages: absence, grades."
    ]


def test_swedish_needs_no_counterpart_of_itself(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up")
    name = "docs/sv/counterparts/follow-up.md"
    counterpart(two_languages, name, "")
    assert said(check_content(two_languages)) == [
        f"{name}: stray-counterpart: Swedish passages need no Swedish counterpart. "
        "Write it in the language of the country it is about."
    ]


def test_a_counterpart_needs_no_summary(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up")
    counterpart(two_languages)
    assert [one for one in check_content(two_languages) if one.path == HERE] == []


def test_a_counterpart_has_no_source_to_follow(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up")
    counterpart(two_languages, front='translation: original\nsource: {_top: "0123456789ab"}\n')
    assert [one.code for one in check_content(two_languages) if one.path == HERE] == ["unknown-field"]


def test_a_counterpart_says_how_it_was_made(two_languages: Path) -> None:
    passage(two_languages, " id=follow-up")
    counterpart(two_languages, front="")
    assert [one.code for one in check_content(two_languages) if one.path == HERE] == ["missing-field"]


def test_counterparts_are_found_by_the_id_of_their_passage(two_languages: Path) -> None:
    counterpart(two_languages)
    library = load_library(two_languages)
    found = counterparts(library, "en")
    assert {name: (page.title, page.kind) for name, page in found.items()} == {
        "follow-up": ("Here", "counterpart")
    }
    assert counterparts(library, "lv") == {}
