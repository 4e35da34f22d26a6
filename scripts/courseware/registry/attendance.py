"""Who was at which session, in minutes on dates; what the month's report counts before anybody attests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, select, text

from courseware.registry.log import log_value
from courseware.registry.sessions import Session, session
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata

__all__ = [
    "Attendance",
    "MonthMinutes",
    "SessionMinutes",
    "attendance",
    "attendance_of",
    "attendance_rows",
    "days_of",
    "hours_by_activity",
    "hours_by_day",
    "long_days",
    "minutes_by_month",
    "month_minutes",
    "months_attended",
    "put_attendance",
    "recount",
    "session_minutes",
    "unattended_sessions",
]

attendance = Table(
    "attendance",
    metadata,
    Column("session_id", Integer, ForeignKey("session.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("project", String(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("late", Integer),
    Column("early", Integer),
    Index("ix_attendance_month", "project", "month", "person_id", "day", "minutes", "session_id"),
)
"""One row a person, session and date. `late` and `early` are NULL where only the minutes were reported."""

_COLUMNS = ("session_id", "person_id", "day", "project", "month", "minutes", "late", "early")


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was reported about one person at one session."""

    person_id: int
    late: int = 0
    early: int = 0
    minutes: int | None = None
    """Minutes present, where it was not said which ones; nothing where late and early tell."""

    def rows(self, of: Session, project: str, zone: ZoneInfo) -> list[tuple[Any, ...]]:
        """Gives the rows to store; none for somebody who was not there.

        Raises:
            ValueError: The minutes do not fit the session; says why.
        """
        late, early = (self.late, self.early) if self.minutes is None else (None, None)
        parts = of.parts(zone, late=self.late, early=self.early, minutes=self.minutes)
        days = [part.day.isoformat() for part in parts]
        return [
            (of.id, self.person_id, day, project, day[:7], part.minutes, late, early)
            for day, part in zip(days, parts, strict=True)
        ]


class MonthMinutes(NamedTuple):
    """One person's recorded minutes of a month, summed by the database."""

    person_id: int
    minutes: int
    first_day: str
    last_day: str


class SessionMinutes(NamedTuple):
    """One person's recorded minutes at one session in one month."""

    person_id: int
    session_id: int
    month: str
    minutes: int
    first_day: str
    last_day: str


def attendance_of(
    tx: Transaction, session_ids: Iterable[int]
) -> dict[tuple[int, int], list[tuple[Any, ...]]]:
    """Gives the stored rows of sessions by (session, person), each in order of date."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    wanted = sorted(set(session_ids))
    query = select(*(attendance.c[name] for name in _COLUMNS)).order_by(*list(attendance.primary_key))
    for first in range(0, len(wanted), 5_000):
        asked = query.where(attendance.c.session_id.in_(wanted[first : first + 5_000]))
        cursor: Any = tx.connection.execute(asked).cursor
        # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
        for row in cursor:
            found.setdefault(row[:2], []).append(row)
    return found


def put_attendance(
    tx: WriteTransaction,
    of: Mapping[int, Session],
    new: Mapping[tuple[int, int], list[tuple[Any, ...]]],
    old: Mapping[tuple[int, int], list[tuple[Any, ...]]],
) -> None:
    """Stores what was reported, in place of what was stored before, and logs every change.

    Args:
        tx: The writing transaction.
        of: The sessions by number, for the log.
        new: Rows to stand, by (session, person); an empty list removes somebody who was not there. People
            with the same minutes may share one list: the person is the key's, whatever a row says.
        old: Rows that stand now, as `attendance_of` gives them.
    """
    replaced = [{"session": key[0], "person": key[1]} for key in new if old.get(key)]
    if replaced:
        where = (
            attendance.c.session_id == bindparam("session"),
            attendance.c.person_id == bindparam("person"),
        )
        tx.connection.execute(attendance.delete().where(*where), replaced)
    tx.log_many(_logged(of, new, old))
    rows = [(row[0], key[1], *row[2:]) for key, parts in new.items() for row in parts]
    # In the order of people: whether they exist, and the month's index, is then looked up page by page.
    rows.sort(key=itemgetter(1))
    tx.insert(attendance, _COLUMNS, rows)


def recount(tx: WriteTransaction, project: str, changed: Session, zone: ZoneInfo) -> int:
    """Recounts everybody's minutes after a session got other times, and gives how many changed.

    Raises:
        ValueError: Somebody's reported minutes no longer fit the session; says whose.
    """
    old = attendance_of(tx, [changed.id])
    new = {}
    for key, before in old.items():
        late, early = before[0][6], before[0][7]
        said = Attendance(
            key[1], late or 0, early or 0, sum(row[5] for row in before) if late is None else None
        )
        try:
            rows = said.rows(changed, project, zone)
        except ValueError as error:
            raise ValueError(f"participant {key[1]}: {error}") from None
        if rows != before:
            new[key] = rows
    put_attendance(tx, {changed.id: changed}, new, old)
    return len(new)


def _logged(
    of: Mapping[int, Session],
    new: Mapping[tuple[int, int], list[tuple[Any, ...]]],
    old: Mapping[tuple[int, int], list[tuple[Any, ...]]],
) -> Iterator[tuple[str, str, str | None, str | None]]:
    values: dict[int, str | None] = {}
    """Texts for the log by list of rows: many people may share one."""

    def value(rows: Sequence[tuple[Any, ...]]) -> str | None:
        key = id(rows)
        if key not in values:
            session_id, *_, late, early = rows[0]
            minutes = {row[2]: row[5] for row in rows}
            name = of[session_id].name
            values[key] = log_value({"session": name, "minutes": minutes, "late": late, "early": early})
        return values[key]

    for key, rows in new.items():
        before = old.get(key) or ()
        action = "attendance.change" if before and rows else "attendance.add" if rows else "attendance.remove"
        yield action, f"person:{key[1]}", value(before) if before else None, value(rows) if rows else None


def month_minutes(tx: Transaction, project: str, month: str) -> list[MonthMinutes]:
    """Gives everybody's recorded minutes of a month (`2026-11`), in order of person."""
    query = """
        SELECT person_id, CAST(SUM(minutes) AS INTEGER), MIN(day), MAX(day)
        FROM attendance WHERE project = :project AND month = :month
        GROUP BY person_id ORDER BY person_id
        """
    return list(map(MonthMinutes._make, _fetch(tx, query, project, month)))


def minutes_by_month(tx: Transaction, project: str, person_id: int) -> dict[str, int]:
    """Gives one person's recorded minutes by month (`2026-11`), in order."""
    query = """
        SELECT month, CAST(SUM(minutes) AS INTEGER)
        FROM attendance WHERE project = :project AND person_id = :person
        GROUP BY month ORDER BY month
        """
    rows = tx.connection.execute(text(query), {"project": project, "person": person_id})
    return {row[0]: row[1] for row in rows}


def long_days(tx: Transaction, project: str, month: str, most: int) -> dict[int, int]:
    """Gives the longest day, in minutes, of everybody who has one above `most` minutes in a month."""
    query = """
        SELECT person_id, CAST(MAX(minutes) AS INTEGER)
        FROM (
            SELECT person_id, SUM(minutes) AS minutes
            FROM attendance WHERE project = :project AND month = :month
            GROUP BY person_id, day HAVING SUM(minutes) > :most
        ) AS days
        GROUP BY person_id
        """
    return dict(_fetch(tx, query, project, month, most=most))


def hours_by_day(tx: Transaction, project: str, month: str) -> dict[int, int]:
    """Gives everybody's whole hours of a month when each date is rounded down by itself."""
    return dict(_fetch(tx, _WHOLE_HOURS.format(unit="day"), project, month))


def hours_by_activity(tx: Transaction, project: str, month: str) -> dict[int, int]:
    """Gives everybody's whole hours of a month when each session is rounded down by itself.

    A session that crosses midnight is one activity; across the end of a month it is one in each.
    """
    return dict(_fetch(tx, _WHOLE_HOURS.format(unit="session_id"), project, month))


_WHOLE_HOURS = """
    SELECT person_id, CAST(SUM(hours) AS INTEGER)
    FROM (
        SELECT person_id, SUM(minutes) / 60 AS hours
        FROM attendance WHERE project = :project AND month = :month
        GROUP BY person_id, {unit}
    ) AS units
    GROUP BY person_id
    """


def days_of(tx: Transaction, project: str, month: str, person_ids: Iterable[int]) -> dict[int, list[str]]:
    """Gives the days of a month on which some people have minutes, in order."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    query = "SELECT DISTINCT person_id, day FROM attendance WHERE project = :project AND month = :month"
    found: dict[int, list[str]] = {}
    for person_id, day in sorted(_fetch(tx, query, project, month)):
        if person_id in wanted:
            found.setdefault(person_id, []).append(day)
    return found


def session_minutes(tx: Transaction, project: str, last: str) -> list[SessionMinutes]:
    """Gives who has how many minutes at which session up to a month (`2026-11`), that month included."""
    query = text("""
        SELECT person_id, session_id, month, SUM(minutes), MIN(day), MAX(day) FROM attendance
        WHERE project = :project AND month <= :last
        GROUP BY person_id, session_id, month ORDER BY person_id, session_id, month
    """)
    rows = tx.connection.execute(query, {"project": project, "last": last})
    # PostgreSQL may give a sum as a Decimal.
    return [SessionMinutes(row[0], row[1], row[2], int(row[3]), row[4], row[5]) for row in rows]


def months_attended(tx: Transaction, project: str, person_id: int) -> list[str]:
    """Gives the months in which somebody has minutes, in order."""
    query = (
        select(attendance.c.month)
        .where(attendance.c.project == project, attendance.c.person_id == person_id)
        .distinct()
        .order_by(attendance.c.month)
    )
    return list(tx.connection.execute(query).scalars())


def attendance_rows(tx: Transaction, project: str, month: str) -> int:
    """Gives how many rows of attendance a month's figures rest on."""
    query = "SELECT COUNT(*) FROM attendance WHERE project = :project AND month = :month"
    return int(_fetch(tx, query, project, month)[0][0])


def unattended_sessions(tx: Transaction, project: str, month: str) -> list[str]:
    """Gives the sessions that began in a month and have nobody's attendance, by the organiser's id."""
    anybody = select(attendance.c.session_id).where(attendance.c.session_id == session.c.id).exists()
    query = (
        select(session.c.name)
        .where(session.c.project == project, session.c.starts.startswith(month, autoescape=True), ~anybody)
        .order_by(session.c.starts, session.c.name)
    )
    return list(tx.connection.execute(query).scalars())


def _fetch(tx: Transaction, query: str, project: str, month: str, **values: int) -> list[tuple[Any, ...]]:
    result = tx.connection.execute(text(query), {"project": project, "month": month, **values})
    # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
    return [] if result.cursor is None else list(result.cursor.fetchall())
