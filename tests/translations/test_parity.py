"""A translation has the structure of its source; each difference is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.translations.check import check_translations

MODULE = "modules/en/m01-mandate/index.md"
WORKSHOP = "modules/en/m01-mandate/workshop.md"
QUIZ = "quizzes/en/m01-mandate.md"
PAGE = "docs/en/index.md"


def _found(root: Path) -> list[str]:
    return [
        f"{problem.path}:{problem.line}: {problem.code}" for problem in check_translations(load_library(root))
    ]


def test_a_faithful_translation_has_no_problems(two_languages: Path) -> None:
    assert _found(two_languages) == []


BROKEN = {
    "heading missing": (PAGE, "## Takeaway {#takeaway}\n", "", [f"{PAGE}:0: parity-heading"]),
    "heading of its own": (
        PAGE,
        "{#takeaway}",
        "{#take-away}",
        [f"{PAGE}:0: parity-heading", f"{PAGE}:18: parity-heading"],
    ),
    "heading of another level": (PAGE, "## Takeaway", "### Takeaway", [f"{PAGE}:18: parity-heading"]),
    "link lost": (MODULE, "[lektionen](lesson-1-message.md)", "lesson", [f"{MODULE}:0: parity-link"]),
    "link elsewhere": (MODULE, "sheet.md#message", "sheet.md#takeaway", [f"{MODULE}:0: parity-link"]),
    "source lost": (MODULE, "@skollag, 3 kap.; ", "", [f"{MODULE}:0: parity-citation"]),
    "other figure": (MODULE, "1,250", "1,520", [f"{MODULE}:0: parity-figure"] * 2),
    "figure lost": (MODULE, "1,250 students", "many students", [f"{MODULE}:0: parity-figure"]),
    "outcome lost": (MODULE, "  - leda", "  # - leda", [f"{MODULE}:5: parity-outcomes"]),
    "other minutes": (WORKSHOP, "minutes=60", "minutes=50", [f"{WORKSHOP}:35: parity-block"]),
    "not core any more": (
        WORKSHOP,
        "minutes=60 core=true",
        "minutes=60 core=false",
        [f"{WORKSHOP}:35: parity-block"],
    ),
    "other right answer": (
        QUIZ,
        "1. [ ] Något som en klok kollega kan tro, väg 1",
        "1. [x] Något som en klok kollega kan tro, väg 1",
        [f"{QUIZ}:16: parity-answer"],
    ),
    "answer lost": (
        QUIZ,
        "- [ ] Något som gör skada\n    > Nej. Säg vilken.\n",
        "",
        [f"{QUIZ}:38: parity-answer"],
    ),
    "question renamed": (
        QUIZ,
        "{#q8}",
        "{#q9}",
        [f"{QUIZ}:0: parity-heading", f"{QUIZ}:0: parity-question", f"{QUIZ}:90: parity-heading"],
    ),
    "hint lost": (QUIZ, "> En ledtråd som hjälper tanken på väg.\n", "", [f"{QUIZ}:16: parity-question"]),
    "hash in words": (PAGE, 'message: "', 'message: "x', [f"{PAGE}:8: bad-hash"]),
    "hash of no section": (PAGE, 'message: "', 'massage: "', [f"{PAGE}:8: bad-hash"]),
    "reviewed by nobody": (
        PAGE,
        "translation: machine",
        "translation: reviewed",
        [f"{PAGE}:4: missing-reviewer"],
    ),
    "machine with a reviewer": (
        PAGE,
        "translation: machine",
        "translation: machine\nreviewer: {role: teacher, date: 2026-11-01}",
        [f"{PAGE}:5: false-reviewer"],
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_difference_is_named(
    edit: Callable[[str, str, str], Path], name: str, old: str, new: str, expected: list[str]
) -> None:
    problems = check_translations(load_library(edit(name, old, new)))
    assert sorted(f"{problem.path}:{problem.line}: {problem.code}" for problem in problems) == sorted(
        expected
    )
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("option", ["view", "country"])
def test_a_chart_shows_the_same_data_in_every_language(two_languages: Path, option: str) -> None:
    for page, data in (("docs/sv/index.md", f"data=a {option}=b"), (PAGE, f"data=a {option}=c")):
        path = two_languages / page
        block = f"\n:::{{chart {data}}}\nText.\n:::\n"
        path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")
    (problem,) = check_translations(load_library(two_languages))
    assert (problem.code, problem.message, problem.hint) == (
        "parity-block",
        f"{option}=c.",
        f"It is {option}=b in docs/sv/index.md.",
    )


def test_a_translation_that_notes_nothing_is_told_how(
    edit: Callable[[str, str, str], Path], two_languages: Path
) -> None:
    path = two_languages / PAGE
    text = path.read_text(encoding="utf-8")
    start, end = text.index("source:"), text.index("---\n", 5)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    (problem,) = check_translations(load_library(two_languages))
    assert str(problem) == (
        "docs/en/index.md:1: missing-hashes: the translation does not note which Swedish text it follows. "
        "Run `courseware translations stamp docs/en/index.md`."
    )


def test_an_adapted_page_may_link_and_mark_otherwise(edit: Callable[[str, str, str], Path]) -> None:
    edit(MODULE, "translation: machine", "translation: adapted")
    assert _found(edit(MODULE, "[lektionen](lesson-1-message.md)", "the lesson")) == []
    assert _found(edit(MODULE, "1,250", "1,251")) == [f"{MODULE}:0: parity-figure"] * 2


def test_numbers_are_written_as_the_language_does(edit: Callable[[str, str, str], Path]) -> None:
    for written in ("1.250", "1 250", "1\u202f250", "1250"):
        root = edit(MODULE, "1,250", written)
        assert _found(root) == []
        edit(MODULE, written, "1,250")
