"""Lists of who was at which session into the register: all of a list, or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from courseware.ids import did_you_mean
from courseware.intake.cells import read_minutes
from courseware.intake.people_list import PeopleListReader, refuse_lacking
from courseware.intake.tables import Column, Row, SheetTable, read_table
from courseware.intake.who import WHO_COLUMNS, UntiedCodeError, find_person, who_field
from courseware.receipts.codes import normalise_code
from courseware.registry.attendance import Attendance, attendance_of, put_attendance
from courseware.registry.bulk import nothing_collected
from courseware.registry.codes import ties_of
from courseware.registry.finding import People, Span, people_of
from courseware.registry.presence import put_check_ins, put_presence
from courseware.registry.project import Project
from courseware.registry.sessions import Session, sessions_by_name
from courseware.registry.store import Store, WriteTransaction

__all__ = ["COLUMNS", "AttendanceChanges", "Source", "enter_attendance", "import_attendance"]

Source = Literal["list", "check-in", "hand"]
"""Where it is known from: a sign-in list, codes that were shown, or somebody who enters it by hand."""

COLUMNS = (
    Column("session", ("Tillfälle", "Tillfälle-id", "Session", "Session id")),
    *WHO_COLUMNS,
    Column("minutes", ("Minuter", "Närvaro", "Närvarominuter", "Minutes", "Attendance")),
    Column("late", ("Sen", "Kom sent", "Sen ankomst", "Minuter sen", "Late")),
    Column("early", ("Tidig", "Gick tidigt", "Gick före slut", "Minuter tidig", "Early")),
)

Rows = list[tuple[Any, ...]]
"""One person's rows of one session as they are stored, each a date."""
FULL = frozenset({"hel", "hela", "hela tiden", "full", "ja", "x", "yes", "närvarande", "present"})
ABSENT = frozenset({"0", "nej", "frånvarande", "no", "absent"})


@dataclass(slots=True)
class AttendanceChanges:
    """What came of a list."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    minutes: int = 0
    """Sum of the minutes that the list reports."""
    waiting: int = 0
    """Codes of a check-in list that nobody has yet."""
    unread: tuple[str, ...] = ()
    """Headers of the list that no field is known for."""


def import_attendance(
    path: Path,
    store: Store,
    project: Project,
    *,
    who: str,
    why: str,
    session: str | None = None,
    sheet: str | None = None,
    source: Source = "list",
    correct: bool = False,
    dry_run: bool = False,
) -> AttendanceChanges:
    """Takes a list of attendance into the register and gives what came of it.

    Args:
        path: CSV, .xlsx or .ods.
        store: The register.
        project: The project.
        who: In whose name.
        why: For what reason.
        session: The session of the whole list, where it has no column for it.
        sheet: Which sheet of a workbook, where several hold a list.
        source: Where the list comes from, for the comparison with head-count and check-ins.
        correct: Whether what the register says otherwise may be changed.
        dry_run: Whether to try everything and then change nothing.

    Raises:
        CoursewareError: The file cannot be read as such a list.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    table = read_table(path, COLUMNS, sheet=sheet)
    refuse_lacking(
        table,
        (
            (
                "session" in table.headers or session is not None,
                "for the session",
                "Add 'Tillfälle', or say it for all: --session ID",
            ),
            (
                source == "check-in" or bool({"minutes", "late", "early"} & set(table.headers)),
                "for the minutes",
                "Add 'Närvaro' with minutes or 'hel'.",
            ),
            (
                source != "check-in" or bool({"code", "participant"} & set(table.headers)),
                "for the code",
                "A check-in is a code that was shown: add 'Deltagarkod'.",
            ),
        ),
    )
    # A long list is a million small objects without cycles among them.
    with nothing_collected(), store.write(who=who, why=why, trial=dry_run) as tx:
        return _take_in(tx, table, project, session, source, correct)


def enter_attendance(
    cells: Mapping[str, str],
    store: Store,
    project: Project,
    *,
    who: str,
    why: str,
    correct: bool = False,
    dry_run: bool = False,
) -> AttendanceChanges:
    """Takes one person's attendance in by hand, from texts by the field names of COLUMNS, like a list's row.

    Raises:
        ProblemsFound: Everything that is wrong with it.
    """
    headers = {column.field: f"--{column.field}" for column in COLUMNS}
    table = SheetTable("The entry", None, 0, headers, {}, (), [Row(0, cells.items())])
    with store.write(who=who, why=why, trial=dry_run) as tx:
        return _take_in(tx, table, project, None, "hand", correct)


def _take_in(
    tx: WriteTransaction,
    table: SheetTable,
    project: Project,
    session: str | None,
    source: Source,
    correct: bool,
) -> AttendanceChanges:
    outcome = AttendanceChanges(unread=table.unknown)
    people, sessions = people_of(tx, project.id), sessions_by_name(tx, project.id)
    reader = _Reader(table, project, people, sessions, session, by_code=source == "check-in")
    reader.read()
    old = attendance_of(tx, sorted({key[0] for key in reader.rows}))
    new = {
        key: rows
        for key, rows in reader.rows.items()
        if (_of_person(rows, key[1]) != old[key] if key in old else rows)
    }
    known = [key for key in new if key in old]
    if not correct:
        for key in known:
            reader.differs_from(key, _minutes(old[key]), _minutes(new[key]))
    outcome.minutes = sum(row[5] for rows in reader.rows.values() for row in rows)
    outcome.unchanged, outcome.added = len(reader.rows) - len(new), len(new) - len(known)
    outcome.removed = sum(not new[key] for key in known)
    outcome.changed = len(known) - outcome.removed
    reader.finish()
    put_attendance(tx, {item.id: item for item in sessions.values()}, new, old)
    if source == "check-in":
        outcome.waiting = sum(key is None for key in reader.shown.values())
        _note_check_ins(tx, reader)
    else:
        there = (key for key, rows in reader.rows.items() if rows)
        put_presence(tx, source, there, (key for key, rows in new.items() if not rows))
    return outcome


def _note_check_ins(tx: WriteTransaction, reader: _Reader) -> None:
    shown = [pair for pair, key in reader.shown.items() if key is None or reader.rows[key]]
    ties = ties_of(tx, {code for _, code in shown})
    by_session: dict[int, dict[tuple[int, int], str | None]] = {}
    for session_id, code in shown:
        by_session.setdefault(session_id, {})[ties[code][:2]] = None
    for session_id, codes in by_session.items():
        put_check_ins(tx, session_id, codes)


def _of_person(rows: Rows, person: int) -> Rows:
    return [(row[0], person, *row[2:]) for row in rows]


def _day_outside(rows: Rows, span: Span) -> str:
    """Gives a day of somebody's rows on which they take no part, nothing where there is none."""
    if rows and rows[0][2] < span[0]:
        return str(rows[0][2])
    return str(rows[-1][2]) if rows and span[1] is not None and rows[-1][2] > span[1] else ""


def _minutes(rows: Rows) -> int:
    return sum(row[5] for row in rows)


class _Reader(PeopleListReader):
    """Reads the rows of a list."""

    kind = "attendance"

    def __init__(
        self,
        table: SheetTable,
        project: Project,
        people: People,
        sessions: dict[str, Session],
        session: str | None,
        by_code: bool = False,
    ) -> None:
        super().__init__(table)
        self.project, self.people, self.sessions = project, people, sessions
        self.session = session
        self.by_code = by_code
        """Whether the rows are codes that were shown."""
        self.unsaid = "hel" if by_code and "minutes" not in table.headers else ""
        """What a row without minutes says: a list of nothing but codes means the whole session."""
        self.shown: dict[tuple[int, str], tuple[int, int] | None] = {}
        """Key of `rows` by session and code, of codes that were shown; None for one that nobody has yet."""
        self.rows: dict[tuple[int, int], Rows] = {}
        """Rows to store by (session, person); people with the same minutes share them, whoever they name."""
        self._places: dict[tuple[int, int], int] = {}
        self._alike: dict[tuple[int, str, str, str], Rows] = {}
        """Rows by session and cells, with nobody's id: in a session most people have the same minutes."""

    def read(self) -> None:
        """Reads every row."""
        if self.by_code or not self._read_sound():
            self._read_rows()

    def _read_sound(self) -> bool:
        """Reads a list in which everything is right, and says whether it was one; else nothing is kept.

        A column at a time is twice as fast as a row at a time, and only a list with something wrong in it has
        to be told where. Whoever is not named by a number in its stored form is left to the rows.
        """
        column, default = self.table.column, self.session or ""
        if any(column("participant")) or any(column("code")):
            return False
        try:
            held = [self.sessions[name or default] for name in column("session")]
            rows = list(map(self._rows_of, held, column("minutes"), column("late"), column("early")))
        except (KeyError, ValueError):
            return False
        people = [person for person in self.people.by_numbers(column("number")) if person is not None]
        spans = map(self.people.spans.__getitem__, people)
        if len(people) < len(held) or any(map(_day_outside, rows, spans)):
            return False
        found = dict(zip(zip([one.id for one in held], people, strict=True), rows, strict=True))
        if len(found) < len(held):
            return False
        self.rows, self._places = found, dict(zip(found, self.table.numbers(), strict=True))
        return True

    def _read_rows(self) -> None:
        for row in self.table.rows:
            name = row["session"] or self.session or ""
            held = self.sessions.get(name)
            if held is None:
                hint = did_you_mean(name, self.sessions) or "Import it first: courseware sessions import"
                # Not quoted: in a list with its columns mixed up, the text may be anybody's name or number.
                self.wrong(row, "session", "there is no such session in this project.", hint)
                continue
            named = Row(row.number, [("code", row["code"] or row["participant"])]) if self.by_code else row
            try:
                person = find_person(named, self.people, held.starts.date())
            except UntiedCodeError as error:
                if not (self.by_code and self._whole(row)):
                    self.wrong(row, who_field(row), str(error))
                    continue
                self.shown[held.id, normalise_code(named["code"])] = None
                continue
            except ValueError as error:
                self.wrong(row, who_field(row), str(error))
                continue
            if self.by_code:
                self.shown[held.id, normalise_code(named["code"])] = (held.id, person)
            self._take(row, held, person)

    def _take(self, row: Row, held: Session, person: int) -> None:
        try:
            rows = self._rows_of(held, row["minutes"], row["late"], row["early"])
        except ValueError as error:
            given = [field for field in ("minutes", "late", "early") if row[field]]
            self.wrong(row, given[0] if given else "minutes", str(error))
            return
        key = (held.id, person)
        if key in self.rows:
            if self.rows[key] != rows:
                message = f"the same person and session stand in row {self._places[key]} with other minutes."
                self.wrong(row, who_field(row), message, "Keep the row that is right.")
            return
        span = self.people.spans[person]
        if day := _day_outside(rows, span):
            until = span.ended or "now"
            message = f"the session is on {day}, the participant takes part {span.started} to {until}."
            self.wrong(row, "session", message, "Correct the session, or the participant's dates.")
            return
        self.rows[key], self._places[key] = rows, row.number

    def _rows_of(self, held: Session, minutes: str, late: str, early: str) -> Rows:
        """Gives the rows of somebody at a session, with nobody's id.

        Raises:
            ValueError: The cells say nothing, or do not fit the session; says why.
        """
        cells = (held.id, minutes, late, early)
        known = self._alike.get(cells)
        if known is None:
            said = self._said(minutes, late, early)
            known = self._alike[cells] = said.rows(held, self.project.id, self.project.zone)
        return known

    def _whole(self, row: Row) -> bool:
        """Says whether a row reports the whole session: then its minutes are known before its person is."""
        try:
            return self._said(row["minutes"], row["late"], row["early"]) == Attendance(0)
        except ValueError:
            return False

    def _said(self, minutes: str, late_text: str, early_text: str) -> Attendance:
        word = minutes.casefold() or self.unsaid
        late = read_minutes(late_text) if late_text else 0
        early = read_minutes(early_text) if early_text else 0
        if word in ABSENT:
            return Attendance(0, minutes=0)
        if word in FULL or (not word and (late or early)):
            return Attendance(0, late, early)
        if not word:
            raise ValueError("is empty. Write the minutes, 'hel' for all of it, or 0.")
        if late or early:
            raise ValueError("has minutes, and minutes late or early too. Keep one of the two.")
        return Attendance(0, minutes=read_minutes(word))

    def differs_from(self, key: tuple[int, int], before: int, after: int) -> None:
        """Notes that the register says something else."""
        message = f"{after} minutes here, {before} in the register already."
        self.differs(self._places[key], "minutes", message, "If the list is right: --correct --why REASON")
