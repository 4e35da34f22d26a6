"""Workshops as they were, from session files and evaluations into the sums of `content.feedback`.

What is read of an evaluation (worksheet T12) is its two scales and which workshop it belongs to; texts and
names that a list may hold are passed over. A workshop is counted once, by a fingerprint of its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from courseware.content.feedback import SCALES, STEPS, Feedback
from courseware.errors import Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.intake.session_file import SessionFile, is_session_file, read_session_file
from courseware.intake.tables import Column, SheetTable, read_table
from courseware.registry.project import Project

__all__ = ["FeedbackChanges", "Judged", "add_feedback", "read_reports"]

COLUMNS = (
    Column("session", ("Tillfälle", "Tillfälle-id", "Session", "Session id", "Workshop")),
    Column("module", ("Modul", "Modul-id", "Module", "Module id")),
    Column("usefulness", ("Användbarhet", "Usefulness", "Nytta"), is_required=True),
    Column("confidence", ("Säkerhet", "Confidence", "Certainty"), is_required=True),
)
MAX_SESSION = 64


@dataclass(frozen=True, slots=True)
class Judged:
    """What the evaluations of one workshop add up to."""

    session: str
    module: str
    scales: Mapping[str, Mapping[int, int]]
    """By question and step: how many answers."""


@dataclass(slots=True)
class FeedbackChanges:
    """What came of taking feedback in."""

    feedback: dict[str, Feedback]
    """The sums of every module, the old ones included."""
    timed: int = 0
    """Workshops whose minutes are new."""
    judged: int = 0
    """Workshops whose evaluations are new."""
    answers: int = 0
    """Answers on a scale that are new."""
    before: list[str] = field(default_factory=list)
    """Ids of workshops that were counted before and are left as they were."""
    unknown: int = 0
    """Activities that their module does not have: they may be called anything, so nothing of them is kept."""


def read_reports(
    paths: Sequence[Path],
    project: Project,
    modules: Collection[str],
    *,
    sheet: str | None = None,
    session: str = "",
    module: str = "",
) -> tuple[list[SessionFile], list[Judged]]:
    """Gives what the files hold, checked: session files (JSON), and lists of evaluations.

    Args:
        paths: The files.
        project: Whose workshops they are.
        modules: The ids of all modules.
        sheet: The sheet to read of workbooks.
        session: The workshop of evaluations that do not name one: worksheet T12 has no column for it.
        module: The module of such evaluations.

    Raises:
        CoursewareError: A file cannot be read as either.
        ProblemsFound: Everything that is wrong in any of them.
    """
    sessions: list[SessionFile] = []
    judged: list[Judged] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            if is_session_file(path):
                sessions.append(_held(read_session_file(path, project, modules)))
            else:
                table = read_table(path, COLUMNS, sheet=sheet)
                judged.extend(_evaluations(table, modules, session, module))
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    return sessions, judged


def add_feedback(
    known: Mapping[str, Feedback],
    sessions: Sequence[SessionFile],
    judged: Sequence[Judged],
    project: Project,
    activities: Mapping[str, Collection[str]],
) -> FeedbackChanges:
    """Gives the sums with what is new; what was counted before is not counted again.

    Args:
        known: The sums so far.
        sessions: Workshops with their minutes.
        judged: Workshops with their evaluations.
        project: Whose workshops they are.
        activities: Ids of the activities of every module: no other is counted.
    """
    changes = FeedbackChanges({name: deepcopy(one) for name, one in known.items()})
    for file in sessions:
        module = file.session.module or ""
        one = changes.feedback.setdefault(module, Feedback())
        mark = _fingerprint(project, file.session.name)
        if mark in one.timed:
            changes.before.append(file.session.name)
            continue
        one.timed.add(mark)
        changes.timed += 1
        for activity in file.activities:
            actual = activity.actual_minutes
            if activity.activity not in activities.get(module, ()):
                changes.unknown += 1
            elif actual is not None:
                counts = one.minutes.setdefault(activity.activity, {}).setdefault(
                    activity.planned_minutes, {}
                )
                counts[actual] = counts.get(actual, 0) + 1
    for workshop in judged:
        one = changes.feedback.setdefault(workshop.module, Feedback())
        mark = _fingerprint(project, workshop.session)
        if mark in one.judged:
            changes.before.append(workshop.session)
            continue
        one.judged.add(mark)
        changes.judged += 1
        for scale, steps in workshop.scales.items():
            sums = one.scales.setdefault(scale, {})
            for step, count in steps.items():
                sums[step] = sums.get(step, 0) + count
                changes.answers += count
    return changes


def _held(file: SessionFile) -> SessionFile:
    """Gives a session file back if there is something to learn from it."""
    if file.session.module is None:
        message = "is null: nobody knows which module's activities these are."
        hint = "Write the module's id."
        raise ProblemsFound([Problem(f"{file.name}: session.module", 0, "feedback-module", message, hint)])
    return file


def _evaluations(
    table: SheetTable, modules: Collection[str], usual_session: str, usual_module: str
) -> list[Judged]:
    found: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
    problems: list[Problem] = []

    def wrong(row: int, name: str, code: str, message: str, hint: str) -> None:
        place = f"{table.name}: {table.letters.get(name, '')}{row}"
        problems.append(Problem(place, 0, code, message, hint))

    for row in table.rows:
        session, module = row["session"] or usual_session, row["module"] or usual_module
        if not session or len(session) > MAX_SESSION:
            hint = "Write the id of the session that the evaluation belongs to, or give --session."
            wrong(row.number, "session", "feedback-session", "is no session's id.", hint)
        if module not in modules:
            hint = did_you_mean(module, modules) or "Write its id, or give --module m07-early-detection."
            wrong(row.number, "module", "feedback-module", "is not a module.", hint)
        scales = found.setdefault((session, module), {})
        for scale in SCALES:
            text = row[scale].removesuffix(".0").removesuffix(",0")
            if not text:
                continue  # Nobody has to answer.
            if text not in map(str, STEPS):
                hint = f"Write {STEPS[0]} to {STEPS[-1]}, or leave it empty."
                wrong(row.number, scale, "feedback-step", "is not a step of the scale.", hint)
                continue
            steps = scales.setdefault(scale, {})
            steps[int(text)] = steps.get(int(text), 0) + 1
    if problems:
        raise ProblemsFound(problems)
    return [Judged(session, module, scales) for (session, module), scales in found.items() if scales]


def _fingerprint(project: Project, session: str) -> str:
    return hashlib.sha256(f"{project.id}\0{session}".encode()).hexdigest()[:16]
