"""Lists of what participants have signed into the register: all of a list, or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from courseware.intake.cells import read_hours, read_minutes, read_month, read_text
from courseware.intake.dates import read_date
from courseware.intake.people_list import PeopleListReader, refuse_lacking
from courseware.intake.tables import Column, Row, SheetTable, read_table
from courseware.intake.who import WHO_COLUMNS, find_person, who_field
from courseware.registry.attestations import Attestation, Method, list_attestations, put_attestations
from courseware.registry.finding import People, people_of
from courseware.registry.identity import without_numbers
from courseware.registry.project import Project
from courseware.registry.store import Store

__all__ = ["AttestationChanges", "import_attestations"]

COLUMNS = (
    *WHO_COLUMNS,
    Column("month", ("Månad", "Period", "Month")),
    Column("minutes", ("Minuter", "Intygade minuter", "Minutes", "Attested minutes")),
    Column("hours", ("Timmar", "Antal timmar", "Intygade timmar", "Hours", "Attested hours")),
    Column("method", ("Metod", "Sätt", "Intygat genom", "Method"), is_required=True),
    Column(
        "signed",
        ("Datum", "Intygat", "Underskrivet", "Underskriftsdatum", "Signed", "Date"),
        is_required=True,
    ),
    Column("reference", ("Original", "Referens", "Originalet finns", "Reference"), is_required=True),
)

_METHODS: dict[str, Method] = {
    "portal": "portal",
    "portalen": "portal",
    "deltagarportalen": "portal",
    "aktivitetsportalen": "portal",
    "ink": "ink",
    "bläck": "ink",
    "papper": "ink",
    "underskrift": "ink",
    "mail": "mail",
    "mejl": "mail",
    "e-post": "mail",
    "epost": "mail",
    "e-mail": "mail",
}


@dataclass(slots=True)
class AttestationChanges:
    """What came of a list."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    minutes: int = 0
    """Sum of the minutes that the list attests."""
    latest: str = ""
    """The latest day of signing in the list, ISO date: one to come is a mistake."""
    unread: tuple[str, ...] = ()
    """Headers of the list that no field is known for."""


def import_attestations(
    path: Path,
    store: Store,
    project: Project,
    *,
    who: str,
    why: str,
    month: str | None = None,
    sheet: str | None = None,
    correct: bool = False,
    dry_run: bool = False,
) -> AttestationChanges:
    """Takes a list of attestations into the register and gives what came of it.

    A signature of a later date replaces an earlier one for the same month; both are kept.

    Args:
        path: CSV, .xlsx or .ods.
        store: The register.
        project: The project.
        who: In whose name.
        why: For what reason.
        month: The month of the whole list, where it has no column for it.
        sheet: Which sheet of a workbook, where several hold a list.
        correct: Whether a signature may replace one that is not older, as when the first was typed wrong.
        dry_run: Whether to try everything and then change nothing.

    Raises:
        CoursewareError: The file cannot be read as such a list, or the project does not say which ways
            of attesting are accepted.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    accepted = project.need("attestation_methods")
    table = read_table(path, COLUMNS, sheet=sheet)
    refuse_lacking(
        table,
        (
            (
                "month" in table.headers or month is not None,
                "for the month",
                "Add 'Månad', or say it for all: --month 2026-11",
            ),
            (
                bool({"minutes", "hours"} & set(table.headers)),
                "for the time",
                "Add 'Minuter' or 'Timmar'.",
            ),
        ),
    )
    outcome = AttestationChanges(unread=table.unknown)
    with store.write(who=who, why=why, trial=dry_run) as tx:
        reader = _Reader(table, project, people_of(tx, project.id), accepted, month)
        reader.read()
        standing = {
            (item.person_id, item.month): item
            for named in sorted({named for _, named in reader.found})
            for item in list_attestations(tx, project.id, named, standing=True)
        }
        new: list[tuple[Attestation, Attestation | None]] = []
        for key, item in reader.found.items():
            before = standing.get(key)
            outcome.minutes += item.minutes
            outcome.latest = max(outcome.latest, item.signed_on)
            if before is not None and replace(before, id=0) == item:
                outcome.unchanged += 1
                continue
            if before is not None and before.signed_on >= item.signed_on and not correct:
                reader.differs_from(key, before)
            new.append((item, before))
            outcome.added += before is None
            outcome.replaced += before is not None
        reader.finish()
        put_attestations(tx, project.id, new)
    return outcome


class _Reader(PeopleListReader):
    """Reads the rows of a list."""

    kind = "attestation"

    def __init__(
        self,
        table: SheetTable,
        project: Project,
        people: People,
        accepted: tuple[str, ...],
        month: str | None,
    ) -> None:
        super().__init__(table)
        self.project, self.people, self.accepted = project, people, accepted
        self.month = month
        self.found: dict[tuple[int, str], Attestation] = {}
        self._places: dict[tuple[int, str], int] = {}

    def read(self) -> None:
        """Reads every row."""
        for row in self.table.rows:
            before = len(self.problems)
            month = self._month(row)
            method, signed = self._method(row), self._signed(row)
            minutes, whole_hours = self._time(row)
            reference = self._reference(row)
            try:
                person = find_person(row, self.people, self.project.starts)
            except ValueError as error:
                self.wrong(row, who_field(row), str(error))
                continue
            if len(self.problems) > before or method is None:
                continue
            if signed[:7] < month:
                self.wrong(row, "signed", f"is before the month {month} that it attests.")
                continue
            self._keep(row, Attestation(person, month, minutes, method, signed, reference, whole_hours))

    def _keep(self, row: Row, item: Attestation) -> None:
        key = (item.person_id, item.month)
        if key in self.found:
            if self.found[key] != item:
                message = f"the same person and month stand in row {self._places[key]} with other values."
                self.wrong(row, who_field(row), message, "Keep the row that is right.")
            return
        self.found[key], self._places[key] = item, row.number

    def _month(self, row: Row) -> str:
        text = row["month"] or self.month or ""
        try:
            month = read_month(text)
        except ValueError as error:
            self.wrong(row, "month", str(error))
            return ""
        if not f"{self.project.starts:%Y-%m}" <= month <= f"{self.project.ends:%Y-%m}":
            self.wrong(row, "month", f"{month} is outside the project.")
        return month

    def _reference(self, row: Row) -> str:
        try:
            reference = read_text(row["reference"])
        except ValueError as error:
            self.wrong(row, "reference", str(error))
            return ""
        if not reference:
            self.wrong(row, "reference", "is empty.", "Write where the signed original is kept.")
        elif without_numbers(reference) != reference:
            hint = "Write only where the original is kept, such as Pärm 3."
            self.wrong(row, "reference", "holds something like an identity number.", hint)
        return reference

    def _method(self, row: Row) -> Method | None:
        method = _METHODS.get(row["method"].casefold())
        if method is None or method not in self.accepted:
            accepted = ", ".join(self.accepted)
            why = "is not a way of attesting" if method is None else "is not accepted in this project"
            self.wrong(row, "method", f"{why}.", f"Write one of: {accepted}.")
        return method

    def _signed(self, row: Row) -> str:
        try:
            return read_date(row["signed"]).isoformat()
        except ValueError as error:
            self.wrong(row, "signed", str(error))
            return ""

    def _time(self, row: Row) -> tuple[int, bool]:
        try:
            if row["minutes"] and row["hours"]:
                minutes, (in_hours, _) = read_minutes(row["minutes"]), read_hours(row["hours"])
                if minutes != in_hours:
                    self.wrong(row, "hours", f"says {in_hours} minutes, the other column {minutes}.")
                return minutes, False
            if row["minutes"]:
                return read_minutes(row["minutes"]), False
            if not row["hours"]:
                place = "minutes" if "minutes" in self.table.headers else "hours"
                hint = "Write it. Has nobody signed yet? Then take the row away."
                self.wrong(row, place, "the attested time is empty.", hint)
                return 0, False
            return read_hours(row["hours"])
        except ValueError as error:
            self.wrong(row, "minutes" if row["minutes"] else "hours", str(error))
            return 0, False

    def differs_from(self, key: tuple[int, str], before: Attestation) -> None:
        """Notes that another signature stands already."""
        message = f"{before.minutes} minutes signed on {before.signed_on} stand in the register already."
        hint = "A new signature has a later date. If the first was typed wrong: --correct --why REASON"
        self.differs(self._places[key], "signed", message, hint)
