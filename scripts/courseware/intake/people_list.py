"""Lists with a row a participant (attendance, attestations): what each must have, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.intake.tables import Row, SheetTable
from courseware.intake.who import WHO_COLUMNS

__all__ = ["PeopleListReader", "Wanted", "refuse_lacking"]

Wanted = tuple[bool, str, str]
"""A column a list must have: whether it is there, what it says ("for the month"), how to add it."""


def refuse_lacking(table: SheetTable, wanted: Iterable[Wanted]) -> None:
    """Refuses a list that lacks a whole column, once instead of once a row.

    Raises:
        ProblemsFound: Nothing says who, or a wanted column is missing.
        CoursewareError: There are no rows.
    """
    says_who = bool({column.field for column in WHO_COLUMNS} & set(table.headers))
    all_wanted = (
        (says_who, "that says who", "Add 'Deltagarkod', 'Personnummer' or 'Deltagare' (the id)."),
        *wanted,
    )
    problems = [
        table.problem(table.header_row, "", "missing-column", f"there is no column {what}.", hint)
        for there, what, hint in all_wanted
        if not there
    ]
    if problems:
        raise ProblemsFound(problems, f"{table.name} was not read.")
    if not table.rows:
        raise CoursewareError(f"{table.name} has headers but no rows below them.")


class PeopleListReader:
    """Gathers what is wrong with the rows of a list, and ends with all of it at once."""

    kind: str
    """First word of the problems' codes: "attendance"."""

    def __init__(self, table: SheetTable) -> None:
        self.table = table
        self.problems: list[Problem] = []

    def wrong(self, row: Row, field: str, message: str, hint: str = "") -> None:
        """Notes what is wrong with one cell, or with the row where no field names anybody."""
        code = f"{self.kind}-{field or 'who'}"
        self.problems.append(self.table.problem(row.number, field, code, message, hint))

    def differs(self, place: int, field: str, message: str, hint: str) -> None:
        """Notes that the register says something else than a row."""
        self.problems.append(self.table.problem(place, field, f"{self.kind}-differs", message, hint))

    def finish(self) -> None:
        """Ends the reading.

        Raises:
            ProblemsFound: Something was wrong.
        """
        self.table.refuse(self.problems)
