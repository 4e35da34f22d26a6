"""Codes that were shown at a session become attendance, once it is known whose they are.

Who checked in was there for the whole session, unless somebody has said otherwise: attendance that stands
already is never changed here, and who was taken away by hand stays away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select

from courseware.registry.attendance import Attendance, attendance_of, put_attendance
from courseware.registry.finding import people_of
from courseware.registry.presence import check_ins_of
from courseware.registry.project import Project
from courseware.registry.sessions import Session
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import change_log

__all__ = ["Kept", "Settlement", "Unsettled", "plan_settlement", "settle"]


class Kept(NamedTuple):
    """Somebody who checked in and whose attendance is left as it is, because it was said otherwise."""

    session: str
    person_id: int
    minutes: int
    """What stands."""
    whole: int
    """What the check-in alone would give."""


class Unsettled(NamedTuple):
    """Somebody who checked in and cannot get attendance."""

    session: str
    person_id: int
    cause: str
    """A sentence without the person."""


@dataclass(slots=True)
class Settlement:
    """What check-ins give."""

    sessions: dict[int, Session] = field(default_factory=dict)
    new: dict[tuple[int, int], list[tuple[Any, ...]]] = field(default_factory=dict)
    """Rows of attendance by (session, person)."""
    kept: list[Kept] = field(default_factory=list)
    unsettled: list[Unsettled] = field(default_factory=list)
    waiting: int = 0
    """Codes shown that nobody has yet."""

    @property
    def minutes(self) -> int:
        """The new minutes together."""
        return sum(row[5] for rows in self.new.values() for row in rows)


def plan_settlement(tx: Transaction, project: Project, sessions: Iterable[Session]) -> Settlement:
    """Gives what the codes shown at some stored sessions give, without changing anything."""
    plan = Settlement({item.id: item for item in sessions})
    shown: dict[int, set[int]] = {}
    for item in check_ins_of(tx, plan.sessions):
        if item.person_id is None:
            plan.waiting += 1
        else:
            shown.setdefault(item.session_id, set()).add(item.person_id)
    if not shown:
        return plan
    spans, there = people_of(tx, project.id).spans, attendance_of(tx, shown)
    for session_id, people in shown.items():
        held = plan.sessions[session_id]
        lacking = [person for person in sorted(people) if (session_id, person) not in there]
        taken_away = _taken_away(tx, held.name, lacking)
        for person in sorted(people):
            if (session_id, person) in there or person in taken_away:
                minutes = sum(row[5] for row in there.get((session_id, person), ()))
                if minutes != held.actual_minutes:
                    plan.kept.append(Kept(held.name, person, minutes, held.actual_minutes or 0))
                continue
            try:
                rows = Attendance(person).rows(held, project.id, project.zone)
            except ValueError as error:
                plan.unsettled.append(Unsettled(held.name, person, f"{error}."))
                continue
            span = spans.get(person)
            if span is None:
                plan.unsettled.append(Unsettled(held.name, person, "takes no part in this project."))
            elif outside := [row[2] for row in rows if not span.started <= row[2] <= (span.ended or row[2])]:
                cause = f"takes part {span.started} to {span.ended or 'now'}, the session is on {outside[0]}."
                plan.unsettled.append(Unsettled(held.name, person, cause))
            else:
                plan.new[session_id, person] = rows
    return plan


def settle(tx: WriteTransaction, plan: Settlement) -> None:
    """Stores the attendance that a plan gives."""
    put_attendance(tx, plan.sessions, plan.new, {})


def _taken_away(tx: Transaction, session: str, people: Iterable[int]) -> set[int]:
    """Gives those of some people without attendance who had it and were taken away: the log knows."""
    found: set[int] = set()
    for person in people:
        query = select(change_log.c.before).where(
            change_log.c.subject == f"person:{person}", change_log.c.action == "attendance.remove"
        )
        before = tx.connection.execute(query).scalars()
        if any(json.loads(text)["session"] == session for text in before if text):
            found.add(person)
    return found
