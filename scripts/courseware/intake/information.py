"""Lists of who was handed the information sheet: participants by code, number or id, each with a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from courseware.intake.dates import read_date
from courseware.intake.participant_rows import INFORMED_SPELLINGS
from courseware.intake.people_list import PeopleListReader, refuse_lacking
from courseware.intake.tables import Column, SheetTable, read_table
from courseware.intake.who import WHO_COLUMNS, find_person, who_field
from courseware.registry.finding import People, people_of
from courseware.registry.project import Project
from courseware.registry.store import Transaction

__all__ = ["read_informed"]

COLUMNS = (*WHO_COLUMNS, Column("informed", (*INFORMED_SPELLINGS, "Datum", "Date")))


def read_informed(
    path: Path, tx: Transaction, project: Project, *, day: date | None, sheet: str | None = None
) -> tuple[dict[int, str], SheetTable]:
    """Gives the day (ISO) on which each participant of a list was informed, and the list.

    Args:
        path: CSV, .xlsx or .ods.
        tx: A transaction, to find the people in.
        project: The project they take part in.
        day: The day of rows that have none.
        sheet: Which sheet of a workbook, where several hold a list.

    Raises:
        CoursewareError: The file cannot be read as such a list.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    table = read_table(path, COLUMNS, sheet=sheet)
    says_when = "informed" in table.headers or day is not None
    refuse_lacking(
        table, ((says_when, "for the day", "Add 'Informerad', or say it for all: --date 2026-02-01"),)
    )
    reader = _Reader(table, project, people_of(tx, project.id), day)
    reader.read()
    reader.finish()
    return reader.found, table


class _Reader(PeopleListReader):
    """Reads the rows of a list."""

    kind = "information"

    def __init__(self, table: SheetTable, project: Project, people: People, day: date | None) -> None:
        super().__init__(table)
        self.project, self.people, self.day = project, people, day
        self.found: dict[int, str] = {}

    def read(self) -> None:
        """Reads every row; somebody who stands twice was informed on the earlier day."""
        for row in self.table.rows:
            day = self.day
            if row["informed"]:
                try:
                    day = read_date(row["informed"])
                except ValueError as error:
                    self.wrong(row, "informed", f"this {error}")
            elif day is None:
                self.wrong(
                    row, "informed", "is empty.", "Write the day, or say it for all: --date 2026-02-01"
                )
            try:
                person = find_person(row, self.people, self.project.starts)
            except ValueError as error:
                self.wrong(row, who_field(row), str(error))
                continue
            if day is not None:
                self.found[person] = min(day.isoformat(), self.found.get(person, "9999"))
