"""The library: what is inherited, what falls back, and how fast it is read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.content.reader import natural_key
from courseware.errors import ProblemsFound


def test_a_module_is_read_with_all_its_parts(two_languages: Path) -> None:
    library = load_library(two_languages, strict=True)
    module = library.modules["sv"]["m01-mandate"]
    assert (module.title, module.order, module.phase, module.strands) == (
        "Uppdrag och mandat",
        1,
        1,
        ("knowledge",),
    )
    assert (module.roles, module.worksheets) == (("principal", "teacher"), ("t1-baseline-sheet",))
    assert (module.study_minutes, module.workshop_minutes, len(module.outcomes)) == (30, 180, 3)
    assert [(lesson.id, lesson.minutes) for lesson in module.lessons] == [("lesson-1-message", 10)]
    assert module.quiz is not None
    assert (module.quiz.pass_mark, len(module.quiz.questions)) == (80, 8)
    assert module.workshop is not None
    assert [(one.id, one.minutes, one.core, one.session) for one in module.workshop.activities] == [
        ("before-question", 15, True, 1),
        ("try", 60, True, 1),
        ("break-1", 5, False, 1),
        ("build", 75, True, 1),
        ("next-step", 15, True, 1),
        ("homework", 5, True, 1),
        ("after-question", 5, True, 1),
    ]
    first = module.workshop.activities[0]
    assert first.title == "Incheckning och mål"
    assert first.text == "Säg vad deltagarna ska ha gjort när de går."
    assert first.facilitator.startswith("**Säg:** en mening som öppnar.")
    assert "**Säg:**" not in module.workshop.intro


def test_a_translation_inherits_the_neutral_fields(two_languages: Path) -> None:
    library = load_library(two_languages)
    swedish, english = library.modules["sv"]["m01-mandate"], library.modules["en"]["m01-mandate"]
    assert english.title == "Mandate"
    for field in (
        "order",
        "phase",
        "strands",
        "roles",
        "study_minutes",
        "workshop_minutes",
        "worksheets",
        "requires",
        "alignment",
        "shortcuts",
    ):
        assert getattr(english, field) == getattr(swedish, field)
    assert [lesson.minutes for lesson in english.lessons] == [10]
    assert english.quiz is not None
    assert english.quiz.pass_mark == 80


def test_what_is_not_translated_is_the_swedish_part(two_languages: Path) -> None:
    (two_languages / "modules/en/m01-mandate/lesson-1-message.md").unlink()
    (two_languages / "modules/en/m01-mandate/workshop.md").unlink()
    (two_languages / "quizzes/en/m01-mandate.md").unlink()
    library = load_library(two_languages, strict=True)
    module = library.modules["en"]["m01-mandate"]
    assert module.workshop is not None
    assert module.quiz is not None
    assert [module.lessons[0].language, module.workshop.language, module.quiz.language] == ["sv", "sv", "sv"]
    assert library.quizzes["en"] == {}
    assert library.modules["lv"] == {}


def test_pages_have_their_kinds(two_languages: Path) -> None:
    pages = load_library(two_languages).pages["sv"]
    assert {path: page.kind for path, page in pages.items()} == {
        "index.md": "start",
        "worksheets/t1-baseline-sheet.md": "worksheet",
    }


def test_meetings_are_numbered_by_their_headings(two_languages: Path) -> None:
    path = two_languages / "modules/sv/m01-mandate/workshop.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        ":::{activity minutes=15 core=true}\n### In",
        "## Träff 1 {#session-1}\n\n:::{activity minutes=15 core=true}\n### In",
    )
    text = text.replace(":::{activity minutes=75", "## Träff 2 {#session-2}\n\n:::{activity minutes=75")
    path.write_text(text, encoding="utf-8")
    workshop = load_library(two_languages).modules["sv"]["m01-mandate"].workshop
    assert workshop is not None
    assert [activity.session for activity in workshop.activities] == [1, 1, 1, 2, 2, 2, 2]


def test_meetings_out_of_order_are_named(two_languages: Path) -> None:
    path = two_languages / "modules/sv/m01-mandate/workshop.md"
    text = path.read_text(encoding="utf-8").replace(
        ":::{activity minutes=75", "## Träff {#session-3}\n\n:::{activity minutes=75"
    )
    path.write_text(text, encoding="utf-8")
    assert [problem.code for problem in load_library(two_languages).problems] == ["session-order"]


STRAYS = {
    "modules/sv/m01-mandate/lektion-1.md": "stray-file",
    "modules/se/x.md": "stray-file",
    "quizzes/m01-mandate.md": "stray-file",
    "docs/swedish/index.md": "stray-file",
    "modules/en/m01-mandates/index.md": "no-source",
    "modules/sv/m02-x/lesson-1-x.md": "missing-index",
    "modules/en/m01-mandate/lesson-2-x.md": "no-source",
}


@pytest.mark.parametrize(("name", "code"), STRAYS.items())
def test_a_file_that_nothing_reads_is_named(two_languages: Path, name: str, code: str) -> None:
    path = two_languages / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Text\n", encoding="utf-8")
    assert [problem.code for problem in load_library(two_languages).problems] == [code]


def test_strict_raises_everything_together(two_languages: Path) -> None:
    for name in ("modules/sv/m01-mandate/lektion-1.md", "docs/swedish.md"):
        (two_languages / name).write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        load_library(two_languages, strict=True)
    assert len(caught.value.problems) == 2


def test_lesson_ten_comes_after_lesson_two() -> None:
    assert sorted(["lesson-10-a", "lesson-2-b", "lesson-1-c"], key=natural_key) == [
        "lesson-1-c",
        "lesson-2-b",
        "lesson-10-a",
    ]


def test_loading_grows_with_the_files_and_not_faster(two_languages: Path) -> None:
    """Twenty times the lessons may cost twenty times the time, with room for noise, not four hundred."""

    def lessons(count: int) -> float:
        for language in ("sv", "en"):
            folder = two_languages / "modules" / language / "m01-mandate"
            body = (folder / "lesson-1-message.md").read_bytes()
            for number in range(2, count + 1):
                (folder / f"lesson-{number}-message.md").write_bytes(body)
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            load_library(two_languages)
            best = min(best, time.process_time() - start)
        return best

    few, many = lessons(10), lessons(200)
    assert many < 20 * few * 3
