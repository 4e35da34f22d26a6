"""The traces that a month of some people left in the register, row by row: what an auditor tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select

from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.information import information
from courseware.registry.log import read_entry
from courseware.registry.presence import check_in, presence
from courseware.registry.sessions import session
from courseware.registry.store import Transaction
from courseware.registry.tables import change_log, code, person

__all__ = [
    "MERGED",
    "Attended",
    "HourChange",
    "attended_in",
    "hour_changes",
    "informed_on",
    "seen_at",
]

MERGED = "person.merge"
"""The action of the entries that say two participants are one."""

_AT_A_TIME = 5_000


class Attended(NamedTuple):
    """One person's minutes at one session on one date."""

    person_id: int
    session_id: int
    day: str
    minutes: int
    late: int | None
    """Nothing where only the minutes were reported; so is early."""
    early: int | None


class HourChange(NamedTuple):
    """One entry of the change log about somebody's hours."""

    person_id: int
    number: int
    """The entry's own number in the log."""
    at: str
    """In UTC, 2026-11-21T22:40:00.000000Z."""
    who: str
    why: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def attended_in(tx: Transaction, project: str, month: str, ids: Collection[int]) -> list[Attended]:
    """Gives some people's rows of attendance in a month (`2026-11`), in order of person, date and session."""
    query = select(
        attendance.c.person_id,
        attendance.c.session_id,
        attendance.c.day,
        attendance.c.minutes,
        attendance.c.late,
        attendance.c.early,
    ).where(attendance.c.project == project, attendance.c.month == month)
    rows = (Attended(*row) for row in _among(tx, query, attendance.c.person_id, ids))
    return sorted(rows, key=lambda row: (row.person_id, row.day, row.session_id))


def seen_at(tx: Transaction, project: str, ids: Collection[int]) -> dict[tuple[int, int], list[str]]:
    """Gives by (session, person) the sources that saw them there: "list", "hand", or a check-in's moment."""
    found: dict[tuple[int, int], list[str]] = {}
    stood = (
        select(presence.c.session_id, presence.c.person_id, presence.c.source)
        .join(session, session.c.id == presence.c.session_id)
        .where(session.c.project == project)
    )
    shown = (
        select(check_in.c.session_id, code.c.person_id, check_in.c.at)
        .join(session, session.c.id == check_in.c.session_id)
        .join(
            code,
            and_(code.c.random == check_in.c.code_random, code.c.key_version == check_in.c.code_version),
        )
        .where(session.c.project == project)
    )
    for query, column in ((stood, presence.c.person_id), (shown, code.c.person_id)):
        for session_id, person_id, source in _among(tx, query, column, ids):
            # A check-in from a list of codes may have no time of its own.
            found.setdefault((session_id, person_id), []).append(source or "check-in")
    return {key: sorted(sources) for key, sources in sorted(found.items())}


def informed_on(tx: Transaction, project: str, ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Gives by person when they were given which edition of the information sheet: (day, edition)."""
    query = select(information.c.person_id, information.c.given_on, information.c.version).where(
        information.c.project == project
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for person_id, day, version in sorted(_among(tx, query, information.c.person_id, ids)):
        found.setdefault(person_id, []).append((day, version))
    return found


def hour_changes(
    tx: Transaction, project: str, month: str, ids: Collection[int]
) -> dict[int, list[HourChange]]:
    """Gives by person every entry of the log about their hours of a month, in the order of the log.

    What was logged about somebody who was later found to be this person belongs to them too.
    """
    holders = _holders(tx, ids)
    belongs = _Belonging(tx, project, month)
    subjects = {f"person:{person_id}": holder for person_id, holder in holders.items()}
    found: dict[int, list[HourChange]] = {}
    merges: list[HourChange] = []
    others: set[str] = set()
    for row in _among(tx, select(change_log), change_log.c.subject, subjects):
        holder = subjects[row.subject]
        is_merge = row.action == MERGED and row.subject != f"person:{holder}"
        if not is_merge and row.action.partition(".")[0] not in ("attendance", "attestation"):
            continue
        entry = read_entry(row._mapping)
        values = (entry["before"], entry["after"])
        change = HourChange(holder, row.id, row.at, row.who, row.why, row.action, *values)
        if is_merge:
            # The entry holds all that was moved, with ciphertext; here it only tells why the hours are here.
            former = {"participant": int(row.subject.partition(":")[2])}
            merges.append(change._replace(before=former, after={"participant": holder}))
        elif belongs(change):
            found.setdefault(holder, []).append(belongs.with_reference(change))
            others.add(row.subject)
    for merge in merges:
        if f"person:{(merge.before or {})['participant']}" in others:
            found[merge.person_id].append(merge)
    return {person_id: sorted(items, key=lambda item: item.number) for person_id, items in found.items()}


class _Belonging:
    """Which entries are about a project's month: an entry names its session or its signature, not these."""

    def __init__(self, tx: Transaction, project: str, month: str) -> None:
        self.project, self.month = project, month
        names = select(session.c.name).where(session.c.project == project)
        self.sessions = set(tx.connection.execute(names).scalars())
        signed = select(attestation.c.id, attestation.c.reference).where(
            attestation.c.project == project, attestation.c.month == month
        )
        self.references = {row[0]: row[1] for row in tx.connection.execute(signed)}

    def __call__(self, change: HourChange) -> bool:
        return any(map(self._is_about, (change.before, change.after)))

    def with_reference(self, change: HourChange) -> HourChange:
        """Gives an entry with the reference as the signature has it: in the log it may be sealed."""

        def read(values: dict[str, Any] | None) -> dict[str, Any] | None:
            reference = self.references.get((values or {}).get("id"))
            return values if values is None or reference is None else values | {"reference": reference}

        return change._replace(before=read(change.before), after=read(change.after))

    def _is_about(self, values: dict[str, Any] | None) -> bool:
        if not values:
            return False
        if "session" in values:
            days = values.get("minutes", {})
            return values["session"] in self.sessions and any(day.startswith(self.month) for day in days)
        if (values.get("project"), values.get("month")) == (self.project, self.month):
            return True
        return values.get("id") in self.references


def _holders(tx: Transaction, ids: Collection[int]) -> dict[int, int]:
    """Gives every number that some people have or had in the register, with the one they have now."""
    holders = {person_id: person_id for person_id in ids}
    merged = dict(
        tx.connection.execute(
            select(person.c.id, person.c.merged_into).where(person.c.merged_into.is_not(None))
        ).all()
    )
    for former in merged:
        now = former
        while now in merged:
            now = merged[now]
        if now in holders:
            holders[former] = now
    return holders


def _among(tx: Transaction, query: Select[Any], column: Any, wanted: Collection[Any]) -> Iterator[Any]:
    """Gives the rows of a query whose column holds one of some values, a few thousand values at a time."""
    values = sorted(wanted)
    for first in range(0, len(values), _AT_A_TIME):
        yield from tx.connection.execute(query.where(column.in_(values[first : first + _AT_A_TIME])))
