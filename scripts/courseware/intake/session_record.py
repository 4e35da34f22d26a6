"""A session file's content in the register: session, activities, check-ins and the attendance they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from courseware.errors import Problem
from courseware.intake.session_file import SessionFile
from courseware.intake.sessions import SessionChanges, put_sessions
from courseware.intake.strict_json import json_place, refuse_json
from courseware.registry.check_ins import Settlement, plan_settlement, settle
from courseware.registry.codes import CodeTie, ties_of
from courseware.registry.presence import listed_at, put_check_ins
from courseware.registry.project import Project
from courseware.registry.sessions import Session, put_activities, sessions_by_name
from courseware.registry.store import Store, WriteTransaction

__all__ = ["SessionFileChanges", "store_session_file"]


@dataclass(slots=True)
class SessionFileChanges:
    """What came of a session file."""

    sessions: SessionChanges = field(default_factory=SessionChanges)
    activities: bool = False
    """Whether the session's activities are new or changed."""
    check_ins: int = 0
    """Codes that were not noted before."""
    settlement: Settlement = field(default_factory=Settlement)
    """The attendance that the check-ins gave, and what they could not give."""
    notes: list[str] = field(default_factory=list)
    """Sentences about what does not add up and is nobody's fault to refuse."""


def store_session_file(
    file: SessionFile, store: Store, project: Project, *, who: str, why: str, dry_run: bool = False
) -> SessionFileChanges:
    """Takes a session file into the register, all of it or nothing, and gives what came of it.

    Raises:
        ProblemsFound: Codes that are not the project's, people whose time in the project is another, or
            reported minutes that no longer fit the session.
    """
    changes = SessionFileChanges()
    with store.write(who=who, why=why, trial=dry_run) as tx:
        before = sessions_by_name(tx, project.id).get(file.session.name)
        changes.sessions = put_sessions(tx, project, [_completed(file.session, before)])
        held = sessions_by_name(tx, project.id)[file.session.name]
        if file.activities:
            changes.activities = put_activities(tx, held.id, file.activities)
        ties = _ties(tx, file, project)
        shown = {(ties[code].random, ties[code].version): at for code, at in file.check_ins}
        changes.check_ins = put_check_ins(tx, held.id, shown)
        plan = changes.settlement = plan_settlement(tx, project, [held])
        _refuse_unsettled(file, plan, ties)
        settle(tx, plan)
        changes.notes += _notes(file, held, len(listed_at(tx, [held.id]).get(held.id, ())))
    return changes


def _completed(item: Session, before: Session | None) -> Session:
    """Gives a session with what is known already and what the file says nothing about."""
    if before is None:
        return item
    return replace(
        item,
        module=item.module or before.module,
        organisation=item.organisation or before.organisation,
        actual_minutes=before.actual_minutes if item.actual_minutes is None else item.actual_minutes,
    )


def _ties(tx: WriteTransaction, file: SessionFile, project: Project) -> dict[str, CodeTie]:
    ties = ties_of(tx, (code for code, _ in file.check_ins))
    problems = []
    for index, (code, _) in enumerate(file.check_ins):
        if code not in ties:
            message = "the code was not issued by this register. Compare it with the printed sheet."
        elif ties[code].project != project.id:
            message = f"the code was issued for the project {ties[code].project}, not for {project.id}."
        else:
            continue
        problems.append(
            Problem(json_place(file.name, f"check_ins[{index}].code"), 0, "check-in-code", message)
        )
    refuse_json(problems, file.name)
    return ties


def _refuse_unsettled(file: SessionFile, plan: Settlement, ties: Mapping[str, CodeTie]) -> None:
    places = {ties[code].person_id: index for index, (code, _) in enumerate(file.check_ins)}
    hint = "Correct the participant's dates, or take the check-in out of the file."
    refuse_json(
        [
            Problem(
                json_place(file.name, f"check_ins[{places[item.person_id]}].code"),
                0,
                "check-in-participant",
                f"participant {item.person_id} {item.cause}",
                hint,
            )
            for item in plan.unsettled
            if item.person_id in places
        ],
        file.name,
    )


def _notes(file: SessionFile, held: Session, listed: int) -> list[str]:
    notes = []
    actual = [item.actual_minutes for item in file.activities]
    together = sum(minutes for minutes in actual if minutes is not None)
    if actual and None not in actual and held.actual_minutes not in (None, together):
        notes.append(
            f"The activities are {together} minutes together, the session {held.actual_minutes}: "
            "the session's minutes are what counts."
        )
    if file.list_count is not None and file.list_count != listed:
        notes.append(
            f"The signed list has {file.list_count} names according to the file; the register has {listed} "
            "people of it. Import the list: courseware attendance import"
        )
    return notes
