"""Lists of workshop occasions into the register: all of a list, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.intake.cells import read_count, read_minutes, read_text, read_time, read_yes
from courseware.intake.dates import read_date
from courseware.intake.tables import Column, Row, SheetTable, read_table
from courseware.registry.attendance import recount
from courseware.registry.identity import without_numbers
from courseware.registry.project import Project
from courseware.registry.sessions import Session, add_session, change_session, sessions_by_name
from courseware.registry.store import Store, WriteTransaction

__all__ = [
    "SessionChanges",
    "SessionList",
    "add_sessions",
    "check_session",
    "one_session",
    "put_sessions",
    "read_sessions",
]

COLUMNS = (
    Column("name", ("Tillfälle", "Tillfälle-id", "Id", "Session", "Session id"), is_required=True),
    Column("module", ("Modul", "Modul-id", "Module", "Module id")),
    Column("date", ("Datum", "Dag", "Date"), is_required=True),
    Column("start", ("Start", "Starttid", "Börjar", "Starts", "Start time"), is_required=True),
    Column("end", ("Slut", "Sluttid", "Slutar", "End", "Ends", "End time"), is_required=True),
    Column("place", ("Plats", "Lokal", "Place", "Room")),
    Column("distance", ("På distans", "Distans", "Distance", "Online")),
    Column("planned", ("Planerade minuter", "Minuter", "Planned minutes", "Minutes"), is_required=True),
    Column("actual", ("Faktiska minuter", "Genomförda minuter", "Actual minutes")),
    Column("organisation", ("Arrangör", "Huvudman", "Organisation", "Organised by")),
    Column("head_count", ("Huvudräkning", "Antal i rummet", "Head-count")),
)

_T = TypeVar("_T")
_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
_LIKE_A_NUMBER = re.compile(r"(?:\d{2})?\d{6}[-+]?\d{4}")


class SessionList(list[Session]):
    """The sessions of a list, in its order."""

    __slots__ = ("unread",)

    def __init__(self, sessions: Iterable[Session], unread: tuple[str, ...] = ()) -> None:
        super().__init__(sessions)
        self.unread = unread
        """Headers of the list that no field is known for."""


@dataclass(slots=True)
class SessionChanges:
    """What came of taking sessions in."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    recounted: int = 0
    """People whose minutes follow a session's new times."""


def read_sessions(
    path: Path, project: Project, modules: Collection[str], *, sheet: str | None = None
) -> SessionList:
    """Gives the sessions of a file, checked.

    Raises:
        CoursewareError: The file cannot be read as such a list.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    table = read_table(path, COLUMNS, sheet=sheet)
    return _checked(table, project, modules)


def one_session(cells: Mapping[str, str], project: Project, modules: Collection[str]) -> SessionList:
    """Gives one session, from texts by the field names of COLUMNS, checked like a list.

    Raises:
        ProblemsFound: Everything that is wrong with it.
    """
    headers = {column.field: f"--{column.field.replace('_', '-')}" for column in COLUMNS}
    table = SheetTable("The new session", None, 0, headers, {}, (), [Row(0, cells.items())])
    return _checked(table, project, modules)


def check_session(
    table: SheetTable, row: Row, project: Project, modules: Collection[str]
) -> tuple[Session | None, list[Problem]]:
    """Gives one row's session, or everything that is wrong with it; the problems' codes name the fields."""
    reader = _RowReader(table, row, project, modules)
    return reader.session(), reader.problems


def _checked(table: SheetTable, project: Project, modules: Collection[str]) -> SessionList:
    found: dict[str, Session] = {}
    rows: dict[str, int] = {}
    problems: list[Problem] = []
    for row in table.rows:
        item, wrong = check_session(table, row, project, modules)
        problems += wrong
        if item is not None and item.name in found and found[item.name] != item:
            message = f"'{item.name}' stands in row {rows[item.name]} with other values."
            problems.append(table.problem(row.number, "name", "session-name", message))
        if item is not None:
            found.setdefault(item.name, item)
            rows.setdefault(item.name, row.number)
    table.refuse(problems)
    if not found:
        raise CoursewareError(f"{table.name} has headers but no rows below them.")
    return SessionList(found.values(), table.unknown)


class _RowReader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, table: SheetTable, row: Row, project: Project, modules: Collection[str]) -> None:
        self.table, self.row, self.project, self.modules = table, row, project, modules
        self.problems: list[Problem] = []

    def wrong(self, field: str, message: str, hint: str) -> None:
        self.problems.append(self.table.problem(self.row.number, field, f"session-{field}", message, hint))

    def session(self) -> Session | None:
        """Gives the session, or nothing where something is wrong."""
        row, name = self.row, self.row["name"]
        if not _NAME.fullmatch(name):
            self.wrong("name", "an id has letters, digits, '-', '_' and '.', at most 64.", "Write M07-1112.")
        elif _LIKE_A_NUMBER.fullmatch(name):
            self.wrong("name", "the id looks like an identity number.", "Ids are printed: choose another.")
        for field in ("place", "organisation"):
            if without_numbers(row[field]) != row[field]:
                self.wrong(field, "holds something like an identity number.", "Write its name alone.")
        module = row["module"] or None
        if module is not None and module not in self.modules:
            self.wrong("module", "there is no such module.", did_you_mean(module, self.modules))
        distance = self._read("distance", read_yes)
        on_distance = bool(distance) or row["place"].casefold() in {"distans", "på distans", "online"}
        place = "" if on_distance and not distance else self._read("place", read_text)
        if not row["place"] and not on_distance:
            self.wrong("place", "there is neither a place nor 'på distans'.", "Write one of them.")
        times = self._times()
        planned = self._read("planned", read_minutes)
        actual = self._read("actual", read_minutes) if row["actual"] else None
        head_count = self._read("head_count", read_count) if row["head_count"] else None
        organisation = self._read("organisation", read_text)
        if times is None or planned is None or place is None or organisation is None or self.problems:
            return None
        made = Session(name, *times, planned, module, place, on_distance, actual, organisation, head_count)
        self._check_minutes(made)
        return None if self.problems else made

    def _read(self, field: str, read: Callable[[str], _T]) -> _T | None:
        try:
            return read(self.row[field])
        except ValueError as error:
            self.wrong(field, str(error), "")
            return None

    def _times(self) -> tuple[datetime, datetime] | None:
        day = self._read("date", read_date)
        start, end = self._read("start", read_time), self._read("end", read_time)
        if day is not None and not self.project.starts <= day <= self.project.ends:
            span = f"{self.project.starts} to {self.project.ends}"
            self.wrong("date", f"is outside the project ({span}).", "Correct the date.")
        if day is None or start is None or end is None:
            return None
        # Local times without a zone: the project says which zone is meant.
        starts = datetime.combine(day, start)
        ends = datetime.combine(day if end > start else day + timedelta(days=1), end)
        if day == self.project.ends and (ends - timedelta(minutes=1)).date() > day:
            # Its minutes after midnight would lie in a month that no report is made of.
            self.wrong("end", f"is after the project's last day ({day}).", "End the session by midnight.")
        return starts, ends

    def _check_minutes(self, made: Session) -> None:
        clock = made.clock_minutes(self.project.zone)
        span = f"{made.starts:%H:%M}-{made.ends:%H:%M} is {clock} minutes"
        if clock > 16 * 60:
            self.wrong("end", f"{span}, more than a day's work.", "Does it end before it starts?")
            return
        for field, minutes in (("planned", made.planned_minutes), ("actual", made.actual_minutes)):
            if minutes == 0:
                self.wrong(field, "is 0.", "Leave the cell empty where it is not known yet.")
            elif minutes is not None and minutes > clock:
                self.wrong(field, f"{minutes} minutes do not fit: {span}.", "Correct one of them.")
        if made.crosses_midnight and made.actual_minutes not in (None, clock):
            self.wrong(
                "actual",
                "the session crosses midnight and has breaks, so it is not known on which date they fell.",
                "Enter it as two sessions, one before and one after midnight.",
            )


def add_sessions(
    store: Store, project: Project, sessions: list[Session], *, who: str, why: str, dry_run: bool = False
) -> SessionChanges:
    """Takes sessions into the register, all of them or none; those already there get the new values.

    Where a session's times change, the minutes of those who were there follow, each change in the log.

    Raises:
        ProblemsFound: Somebody's reported minutes would no longer fit a session's new times.
    """
    if dry_run and not store.exists():
        return SessionChanges(added=len(sessions))
    with store.write(who=who, why=why, trial=dry_run) as tx:
        return put_sessions(tx, project, sessions)


def put_sessions(tx: WriteTransaction, project: Project, sessions: Iterable[Session]) -> SessionChanges:
    """Takes sessions into the register within a transaction; like `add_sessions`.

    Raises:
        ProblemsFound: Somebody's reported minutes would no longer fit a session's new times.
    """
    outcome = SessionChanges()
    problems: list[Problem] = []
    known = sessions_by_name(tx, project.id)
    for item in sessions:
        before = known.get(item.name)
        if before is None:
            add_session(tx, project.id, item)
            outcome.added += 1
            continue
        # A list that says nothing about how many were counted takes no head-count away.
        head_count = before.head_count if item.head_count is None else item.head_count
        after = replace(item, id=before.id, head_count=head_count)
        if after == before:
            outcome.unchanged += 1
            continue
        change_session(tx, before, after)
        outcome.changed += 1
        try:
            outcome.recounted += recount(tx, project.id, after, project.zone)
        except ValueError as error:
            problems.append(Problem(f"session {item.name}", 0, "session-attendance", f"{error}.", _REDO))
    if problems:
        raise ProblemsFound(problems, "Nothing was changed.")
    return outcome


_REDO = "Import the corrected attendance first: courseware attendance import FILE --correct"
