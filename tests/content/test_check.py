"""A clean project has no problems, and each thing broken is named with its place and a way out."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.check import check_content
from courseware.content.codes import CODES

MODULE = "modules/sv/m01-mandate/index.md"
LESSON = "modules/sv/m01-mandate/lesson-1-message.md"
WORKSHOP = "modules/sv/m01-mandate/workshop.md"
QUIZ = "quizzes/sv/m01-mandate.md"
PAGE = "docs/sv/index.md"
VERSIONS = "quizzes/versions/m01-mandate.jsonl"
SOURCES = "docs/data/bibliography.json"
CASE = "docs/data/example-municipality.yml"

EXPECTED = Path(__file__).parent / "expected"

BROKEN: dict[str, tuple[str, str, str, list[str]]] = {
    # situation: (file, what stands there, what stands there instead, "path:line: code" of each problem)
    "misspelt field": (
        MODULE,
        "phase: 1",
        "fase: 1",
        [f"{MODULE}:1: missing-field", f"{MODULE}:10: unknown-field"],
    ),
    "unknown worksheet": (
        MODULE,
        "worksheets: [t1-baseline-sheet]",
        "worksheets: [t1-baseline-shet]",
        [f"{MODULE}:13: unknown-worksheet"],
    ),
    "unknown role": (MODULE, "teacher]", "techer]", [f"{MODULE}:12: unknown-role"]),
    "role twice": (MODULE, "teacher]", "principal]", [f"{MODULE}:12: repeated-value"]),
    "unknown requirement": (
        MODULE,
        "phase: 1",
        "phase: 1\nrequires: [m02-x]",
        [f"{MODULE}:11: unknown-module"],
    ),
    "requires itself": (
        MODULE,
        "phase: 1",
        "phase: 1\nrequires: [m01-mandate]",
        [f"{MODULE}:11: requires-itself"],
    ),
    "other order": (MODULE, "order: 1", "order: 2", [f"{MODULE}:9: module-order"]),
    "two outcomes": (
        MODULE,
        "  - leda",
        "#  - leda",
        [f"{MODULE}:16: alignment-count", f"{MODULE}:5: outcome-count"],
    ),
    "study too short": (
        MODULE,
        "study: 30",
        "study: 12",
        [f"{MODULE}:14: study-minutes", f"{MODULE}:14: study-total"],
    ),
    "workshop does not add up": (
        MODULE,
        "workshop: 180",
        "workshop: 185",
        [f"{MODULE}:14: workshop-minutes"],
    ),
    "activity grew": (WORKSHOP, "minutes=60", "minutes=65", [f"{MODULE}:14: workshop-minutes"]),
    "lesson too long": (
        LESSON,
        "minutes: 10",
        "minutes: 20",
        [f"{LESSON}:4: lesson-minutes"],
    ),
    "outcome not practised": (
        MODULE,
        "practised: [build]",
        "practised: []",
        [f"{MODULE}:19: outcome-unused"],
    ),
    "activity of another workshop": (
        MODULE,
        "practised: [build]",
        "practised: [bild]",
        [f"{MODULE}:19: unknown-activity"],
    ),
    "question there is not": (MODULE, "asked: [q5]", "asked: [q50]", [f"{MODULE}:19: unknown-question"]),
    "no task at home": (WORKSHOP, "{#homework}", "{#home}", [f"{WORKSHOP}: missing-step"]),
    "meeting too long": (WORKSHOP, "meeting=15", "meeting=16", [f"{WORKSHOP}: meeting-minutes"]),
    "longer when short": (WORKSHOP, "short=40", "short=61", [f"{WORKSHOP}:25: short-minutes"]),
    "handout without a title": (
        WORKSHOP,
        "Frukt och luft.\n",
        "Frukt och luft.\n\n:::{handout}\nEtt blad.\n:::\n",
        [f"{WORKSHOP}:41: untitled-handout"],
    ),
    "slide that nobody sees": (
        WORKSHOP,
        ":::{activity minutes=60",
        ":::{slide}\nSägs för sig.\n:::\n\n:::{activity minutes=60",
        [f"{WORKSHOP}:25: stray-block"],
    ),
    "key in a lesson": (LESSON, "## ", ":::{answers}\nFacit.\n:::\n\n## ", [f"{LESSON}:10: stray-block"]),
    "empty key": (
        WORKSHOP,
        "Frukt och luft.\n",
        "Frukt och luft.\n\n:::{answers}\n:::\n",
        [f"{WORKSHOP}:46: empty-block"],
    ),
    "break that is worked": (WORKSHOP, "{#break-1}", "{#break}", [f"{WORKSHOP}:41: break-id"]),
    "meeting without activities": (
        WORKSHOP,
        ":::{activity minutes=60",
        "## Två {#session-2}\n\n## Tre {#session-3}\n\n:::{activity minutes=60",
        [f"{WORKSHOP}:27: session-order"],
    ),
    "the first meeting twice": (
        WORKSHOP,
        ":::{activity minutes=60",
        "## Igen {#session-1}\n\n:::{activity minutes=60",
        [f"{WORKSHOP}:25: session-order"],
    ),
    "meeting zero": (
        WORKSHOP,
        ":::{activity minutes=60",
        "## Noll {#session-0}\n\n:::{activity minutes=60",
        [f"{WORKSHOP}:25: session-order"],
    ),
    "a book in a page": (LESSON, "## ", "x.\n\n" * 130_000 + "## ", [f"{LESSON}: too-large"]),
    "short cut of a stranger": (
        MODULE,
        "phase: 1",
        "phase: 1\nshortcuts: {teacher: {lessons: [lesson-9], activities: [try], minutes: 61}, nurse: "
        "{lessons: [], activities: [], minutes: 0}}",
        [f"{MODULE}:11: shortcut-minutes", f"{MODULE}:11: unknown-lesson", f"{MODULE}:11: unknown-role"],
    ),
    "no review": (LESSON, "review:", "# review:", [f"{LESSON}:1: missing-review"]),
    "review backwards": (LESSON, "next: 2027", "next: 2025", [f"{LESSON}:5: bad-review"]),
    "no title": (PAGE, "title:", "# title:", [f"{PAGE}:1: missing-field"]),
    "no heading id": (PAGE, " {#message}", "", [f"{PAGE}:9: missing-heading-id"]),
    "heading id twice": (PAGE, "{#takeaway}", "{#message}", [f"{PAGE}:13: repeated-heading-id"]),
    "Swedish heading id": (PAGE, "{#message}", "{#Budskap}", [f"{PAGE}:9: bad-heading-id"]),
    "class in a heading": (PAGE, "{#message}", "{#message .big}", [f"{PAGE}:9: heading-extra"]),
    "second title": (PAGE, "## Säg", "# Säg", [f"{PAGE}:9: second-title"]),
    "image without alt": (
        PAGE,
        "En tanke",
        "![](x.svg) En tanke",
        [f"{PAGE}:11: broken-link", f"{PAGE}:11: image-without-alt"],
    ),
    "no such page": (PAGE, "En tanke", "[En](worksheets/t1-baseline.md) tanke", [f"{PAGE}:11: broken-link"]),
    "no such anchor": (
        PAGE,
        "En tanke",
        "[En](worksheets/t1-baseline-sheet.md#x) tanke",
        [f"{PAGE}:11: broken-anchor"],
    ),
    "anchor of its own": (PAGE, "En tanke", "[En](#messages) tanke", [f"{PAGE}:11: broken-anchor"]),
    "absolute link": (PAGE, "En tanke", "[En](/worksheets/) tanke", [f"{PAGE}:11: absolute-link"]),
    "empty link": (PAGE, "En tanke", "[En]() tanke", [f"{PAGE}:11: empty-link"]),
    "unknown source": (
        MODULE,
        "@skollag,",
        "@skolag,",
        [f"{MODULE}:26: unknown-source"],
    ),
    "unused source": (
        SOURCES,
        '"id": "skollag"',
        '"id": "skollagen", "type": "legislation", "title": "T", "custom": {"mark": "S"}}, {"id": "skollag"',
        [f"{SOURCES}: unused-source"],
    ),
    "unpublishable source": (
        SOURCES,
        '"S"',
        '"K?"',
        [f"{MODULE.replace('sv', 'en')}:22: unpublishable-source", f"{MODULE}:26: unpublishable-source"],
    ),
    "source without mark": (SOURCES, '"mark"', '"marc"', [f"{SOURCES}:3: bad-source"]),
    "source read somehow": (
        SOURCES,
        '"mark"',
        '"note": "second hand", "mark"',
        [f"{SOURCES}:3: bad-source"],
    ),
    "figure without source": (
        PAGE,
        "En tanke",
        "Omkring 8 procent. En tanke",
        [f"{PAGE}:11: number-without-source"],
    ),
    "identity number": (
        PAGE,
        "En tanke",
        "Nummer 121212-1212",
        [f"{PAGE}:11: identity-number"],
    ),
    "identity number in the data": (
        "docs/data/terms.csv",
        "lower secondary education.",
        "lower 121212-1212.",
        ["docs/data/terms.csv:2: identity-number"],
    ),
    "unclosed block": (
        WORKSHOP,
        "första frågan.\n:::\n:::",
        "första frågan.\n:::",
        [f"{WORKSHOP}:89: unclosed-block"],
    ),
    "no notes": (
        WORKSHOP,
        ":::{facilitator}\nStäll i ordning för nästa steg.\n:::\n",
        "",
        [f"{WORKSHOP}:41: no-facilitator-notes"],
    ),
    "activity without a title": (
        WORKSHOP,
        "### Paus {#break-1}\n",
        "",
        [f"{WORKSHOP}:41: untitled-activity"],
    ),
    "question without comment": (
        QUIZ,
        "    > Ja. Säg varför det hjälper eleven.\n",
        "",
        [f"{QUIZ}:13: missing-comment"],
    ),
    "all of the above": (
        QUIZ,
        "Något som en klok kollega kan tro, väg 1",
        "Alla ovanstående",
        [f"{QUIZ}:11: catch-all-answer"],
    ),
    "another right answer": (
        QUIZ,
        "- [ ] Något som ofta",
        "- [x] Något som ofta",
        [f"{VERSIONS}: missing-version"],
    ),
    "question id twice": (
        QUIZ,
        "{#q3}",
        "{#q1}",
        [f"{QUIZ}:29: repeated-question-id", f"{VERSIONS}: missing-version"],
    ),
    "part of the questions": (
        QUIZ,
        "passMark: 80",
        "passMark: 80\nnQuestions: 5",
        [f"{QUIZ}:4: partial-quiz"],
    ),
    "other pass mark": (QUIZ, "passMark: 80", "passMark: 70", [f"{VERSIONS}: missing-version"]),
    "edited version": (VERSIONS, '"passMark":80', '"passMark":10', [f"{VERSIONS}:1: bad-version"]),
    "id that is not registered": (
        "docs/data/ids.yml",
        "m01-mandate",
        "m01-mandates",
        [f"{MODULE}: unknown-module"],
    ),
    "unregistered worksheet page": (
        "docs/data/ids.yml",
        "t1-baseline-sheet",
        "t1-baseline",
        [
            "docs/en/worksheets/t1-baseline-sheet.md: unknown-worksheet",
            "docs/sv/worksheets/t1-baseline-sheet.md: unknown-worksheet",
            f"{MODULE}:13: unknown-worksheet",
        ],
    ),
    "real place": (CASE, "", "name: Alingsås\n", [f"{CASE}:1: real-place"]),
    "real place in a school": (
        CASE,
        "",
        "name: Påhittby\nschools:\n  - name: {sv: Vara skola, en: Vara School}\n",
        [f"{CASE}:3: real-place"],
    ),
}


@pytest.fixture
def places(two_languages: Path, project_root: Path) -> None:
    """The real list of municipalities, in the fixture project too."""
    shutil.copy2(project_root / "docs/data/real-places.txt", two_languages / "docs/data/real-places.txt")


def test_a_clean_project_has_no_problems(two_languages: Path) -> None:
    assert check_content(two_languages) == []


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    BROKEN.values(),
    ids=BROKEN,
)
def test_what_is_broken_is_named(
    edit: Callable[[str, str, str], Path], name: str, old: str, new: str, expected: list[str]
) -> None:
    problems = check_content(edit(name, old, new))
    found = [str(problem).split(": ") for problem in problems]
    assert sorted(f"{parts[0]}: {parts[1]}" for parts in found) == sorted(expected)
    assert all(problem.hint for problem in problems)


@pytest.mark.usefixtures("places")
def test_messages_read_well(
    two_languages: Path, edit: Callable[[str, str, str], Path], update_golden: bool
) -> None:
    """The whole text of every message above, to be read aloud when it changes."""
    texts: set[str] = set()
    for situation, (name, old, new, _) in BROKEN.items():
        path = two_languages / name
        before = path.read_bytes() if path.is_file() else None
        texts.update(f"{situation}: {problem}" for problem in check_content(edit(name, old, new)))
        path.unlink() if before is None else path.write_bytes(before)
    golden = EXPECTED / "messages.txt"
    text = "\n".join(sorted(texts)) + "\n"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_an_identity_number_is_never_repeated(edit: Callable[[str, str, str], Path]) -> None:
    problems = check_content(edit(PAGE, "En tanke", "19121212-1212 är en tanke"))
    assert [problem.code for problem in problems] == ["identity-number"]
    assert not any("1212" in f"{problem.message}{problem.hint}" for problem in problems)


def test_a_practice_question_in_a_page_is_no_second_title(edit: Callable[[str, str, str], Path]) -> None:
    practice = ":::{quizdown}\n# Vad gör du? {#q1}\n\n1. [x] Frågar\n1. [ ] Väntar\n:::\n\nEn tanke"
    assert check_content(edit(PAGE, "En tanke", practice)) == []


def test_a_file_that_is_not_utf8_is_named_and_the_rest_is_read(two_languages: Path) -> None:
    path = two_languages / PAGE
    path.write_bytes(path.read_bytes().replace(b"En tanke", "En tånke".encode("latin-1")))
    assert [f"{problem.line}: {problem.code}" for problem in check_content(two_languages)] == ["11: not-utf8"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En \0 tanke", "11: control-character"),
        ("En \x85 tanke", "11: control-character"),
        ("En \u202e tanke", "11: control-character"),
        ("En tanke " + "ord " * 6000, "11: long-line"),
        ("En tanke " + "[" * 100_000, "11: long-line"),
    ],
)
def test_what_nobody_writes_by_hand_is_named(two_languages: Path, text: str, expected: str) -> None:
    path = two_languages / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("En tanke", text), encoding="utf-8")
    assert expected in [f"{problem.line}: {problem.code}" for problem in check_content(two_languages)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are POSIX's")
def test_what_is_no_file_is_named_and_never_followed(two_languages: Path, tmp_path: Path) -> None:
    folder = (two_languages / PAGE).parent
    (tmp_path / "secret.md").write_text("---\ntitle: x\n---\nsecret\n", encoding="utf-8")
    (folder / "gone.md").symlink_to("nowhere.md")
    (folder / "leak.md").symlink_to(tmp_path / "secret.md")
    (folder / "self.md").symlink_to("self.md")
    (folder / "loop").symlink_to(folder)
    (folder / "folder.md").mkdir()
    os.mkfifo(folder / "pipe.md")
    found = [problem for problem in check_content(two_languages) if problem.code == "unreadable-file"]
    assert sorted(Path(problem.path).name for problem in found) == [
        "folder.md",
        "gone.md",
        "leak.md",
        "pipe.md",
        "self.md",
    ]


@pytest.mark.skipif(os.name != "posix", reason="such names are POSIX's")
@pytest.mark.parametrize(("name", "shown"), [(b"a\nb.md", "a\\nb.md"), (b"a\xff.md", "a\\udcff.md")])
def test_a_name_that_cannot_be_printed_is_named(two_languages: Path, name: bytes, shown: str) -> None:
    page = (two_languages / PAGE).with_name("copy.md")
    shutil.copy(two_languages / PAGE, page)
    os.rename(os.fsencode(page), os.path.join(os.fsencode(page.parent), name))  # noqa: PTH104, PTH118 (bytes)
    problems = check_content(two_languages)
    assert [problem.path for problem in problems if problem.code == "bad-name"] == [f"docs/sv/{shown}"]
    assert all(str(problem).isprintable() for problem in problems)


def test_everything_is_found_at_once(two_languages: Path) -> None:
    """Problems in different files and of different kinds come together, in the order of the files."""
    for name, old, new in (
        (PAGE, "{#message}", ""),
        (LESSON, "minutes: 10", "minutes: ten"),
        (QUIZ, "[x] Det kloka i situation 1", "[ ] Det kloka i situation 1"),
        (WORKSHOP, "minutes=15", "minutes=soon"),
    ):
        path = two_languages / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    problems = check_content(two_languages)
    assert problems == sorted(problems)
    assert {problem.code for problem in problems} >= {
        "missing-heading-id",
        "bad-field",
        "single-choice",
        "bad-option",
    }


def test_a_taken_id_is_not_used_again(two_languages: Path) -> None:
    """A question that was published, taken out and put in again with other text would mix two histories."""
    import datetime

    from courseware.content.load import load_library
    from courseware.content.versions import write_versions

    quiz = two_languages / QUIZ
    before = quiz.read_text(encoding="utf-8")
    quiz.write_text(before.replace("{#q8}", "{#q9}"), encoding="utf-8")
    write_versions(
        two_languages, load_library(two_languages).modules["sv"].values(), datetime.date(2026, 11, 2)
    )
    assert check_content(two_languages) == []
    quiz.write_text(before, encoding="utf-8")
    codes = [problem.code for problem in check_content(two_languages)]
    assert codes == ["reused-question-id"]


def test_every_code_is_documented_and_every_documented_code_is_used(project_root: Path) -> None:
    used: set[str] = set()
    folder = project_root / "scripts/courseware"
    for path in [*(folder / "content").glob("*.py"), folder / "ids.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.name != "codes.py":
                used.add(node.value)
    assert set(CODES) <= used | {"unknown-role", "unknown-worksheet"}
    for path in (folder / "content").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                words = [one.value for one in node.args[:3] if isinstance(one, ast.Constant)]
                texts = [word for word in words if isinstance(word, str)]
                assert not texts or texts[0] in CODES, f"{path.name}:{node.lineno}: {texts[0]}"
