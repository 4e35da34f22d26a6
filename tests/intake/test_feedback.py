"""Session files and evaluations become sums: each workshop once, and nobody's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from courseware.content.feedback import Feedback
from courseware.errors import ProblemsFound
from courseware.intake.feedback import add_feedback, read_reports
from courseware.registry.project import Project
from courseware.registry.projects import load_project

MODULE = "m07-early-detection"
MODULES = ("m06-law", MODULE)
ACTIVITIES = {MODULE: ("simulation", "answer")}
HEAD = "Tillfälle;Modul;Användbarhet;Säkerhet;Det här ska jag göra\n"


@pytest.fixture
def project() -> Project:
    return load_project("demo")


def _session(folder: Path, name: str = "W1", module: str | None = MODULE, actual: int | None = 35) -> Path:
    content: dict[str, Any] = {
        "format": "courseware-session/1",
        "session": {
            "id": name,
            "module": module,
            "starts": "2026-11-12T09:00",
            "ends": "2026-11-12T12:00",
            "place": "Rådhuset, sal 2",
            "planned_minutes": 165,
            "actual_minutes": 160,
        },
        "activities": [
            {"id": "simulation", "planned": 20, "actual": actual},
            {"id": "answer", "planned": 25},
        ],
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _list(folder: Path, rows: str) -> Path:
    path = folder / "utvärderingar.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_minutes_and_answers_are_added_up(tmp_path: Path, project: Project) -> None:
    files = [
        _session(tmp_path),
        _session(tmp_path, "W2", actual=40),
        _list(tmp_path, f"W1;{MODULE};4;3;Ringa Anna\nW1;{MODULE};5;;\nW2;{MODULE};5.0;2;x\n"),
    ]
    sessions, judged = read_reports(files, project, MODULES)
    changes = add_feedback({}, sessions, judged, project, ACTIVITIES)
    assert (changes.timed, changes.judged, changes.answers, changes.before) == (2, 2, 5, [])
    one = changes.feedback[MODULE]
    assert one.minutes == {"simulation": {20: {35: 1, 40: 1}}}
    assert one.scales == {"usefulness": {4: 1, 5: 2}, "confidence": {3: 1, 2: 1}}
    again = add_feedback(changes.feedback, sessions, judged, project, ACTIVITIES)
    assert (again.timed, again.judged, again.answers) == (0, 0, 0)
    assert again.before == ["W1", "W2", "W1", "W2"]
    assert again.feedback == changes.feedback


def test_the_known_sums_are_not_touched_by_a_trial(tmp_path: Path, project: Project) -> None:
    known = {MODULE: Feedback()}
    sessions, judged = read_reports([_session(tmp_path)], project, MODULES)
    add_feedback(known, sessions, judged, project, ACTIVITIES)
    assert known == {MODULE: Feedback()}


def test_everything_wrong_in_any_file_is_told_at_once_and_no_cell_is_quoted(
    tmp_path: Path, project: Project
) -> None:
    files = [
        _session(tmp_path, module=None),
        _list(tmp_path, f";{MODULE};4;3;\nW1;m07;4;3;\nW1;{MODULE};6;Anna;\n"),
    ]
    with pytest.raises(ProblemsFound) as found:
        read_reports(files, project, MODULES)
    assert [(problem.path, problem.code) for problem in found.value.problems] == [
        ("W1.json: session.module", "feedback-module"),
        ("utvärderingar.csv: A2", "feedback-session"),
        ("utvärderingar.csv: B3", "feedback-module"),
        ("utvärderingar.csv: C4", "feedback-step"),
        ("utvärderingar.csv: D4", "feedback-step"),
    ]
    assert "Anna" not in str(found.value)


def test_the_workbook_of_t12_is_read_as_it_is_saved(tmp_path: Path, project: Project) -> None:
    book = Workbook()
    book.active.append(
        ["Användbarhet (usefulness)", "Säkerhet (confidence)", "Det här ska jag göra (intention)"]
    )
    book.active.append([4, 3, "Ringa tre elever"])
    book.active.append([5, None, None])
    path = tmp_path / "t12.xlsx"
    book.save(path)
    _, judged = read_reports([path], project, MODULES, session="W1", module=MODULE)
    assert [(one.session, one.scales) for one in judged] == [
        ("W1", {"usefulness": {4: 1, 5: 1}, "confidence": {3: 1}})
    ]
    with pytest.raises(ProblemsFound):
        read_reports([path], project, MODULES, module=MODULE)


def test_an_activity_that_the_module_lacks_is_counted_nowhere(tmp_path: Path, project: Project) -> None:
    sessions, judged = read_reports([_session(tmp_path)], project, MODULES)
    changes = add_feedback({}, sessions, judged, project, {MODULE: ("answer",)})
    assert changes.unknown == 1
    assert changes.feedback[MODULE].minutes == {}


@pytest.mark.parametrize("step", ["0", "6", "-1", "4,5", "٣", "²", "1" * 190, "=4", "fyra"])
def test_only_the_steps_of_the_scale_are_counted(tmp_path: Path, project: Project, step: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_reports([_list(tmp_path, f"W1;{MODULE};{step};3;\n")], project, MODULES)
    assert [problem.code for problem in found.value.problems] == ["feedback-step"]
