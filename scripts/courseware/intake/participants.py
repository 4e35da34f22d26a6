"""Lists of participants, as municipalities keep them, into the register: all of a list, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.intake.participant_rows import COLUMNS, Defaults, RowChecker
from courseware.intake.tables import Row, SheetTable, read_table
from courseware.registry.codes import tie_codes
from courseware.registry.enrolment import Enrolment, Registration, enrol
from courseware.registry.information import InformationChanges, put_information
from courseware.registry.project import Project
from courseware.registry.spells import Spell, are_apart
from courseware.registry.store import Store

__all__ = ["Defaults", "ParticipantList", "add_participants", "one_participant", "read_participants"]

_WORDS = {
    "started": "start date",
    "ended": "end date",
    "organisation_number": "organisation number",
    "protected": "protected identity",
}


@dataclass(slots=True)
class ParticipantList:
    """A list that has passed every check that needs no register."""

    table: SheetTable
    registrations: list[Registration] = field(default_factory=list)
    codes: list[tuple[int, str]] = field(default_factory=list)
    """Row and code, where the list ties codes that were issued in advance."""
    informed: list[tuple[int, int, date]] = field(default_factory=list)
    """Row, the row that the person was read from, and the day on which they were informed."""
    repeated: list[tuple[int, int]] = field(default_factory=list)
    """Rows that repeat an earlier row in every field, with that row; counted once."""
    information: InformationChanges | None = None
    """What was noted of who was informed, once the list is taken in; nothing where it says nothing of it."""


def read_participants(
    path: Path,
    project: Project,
    *,
    defaults: Defaults | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    check_age: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> ParticipantList:
    """Gives the participants of a file, checked.

    Args:
        path: CSV, .xlsx or .ods.
        project: Whose dates and ages the rows must fit.
        defaults: What empty cells mean.
        sheet: Which sheet of a workbook, where several hold a list.
        encoding: A text table's encoding, where it cannot be found out.
        check_age: Whether implausible ages are refused; off only for made-up people.
        progress: Told now and then how many rows of how many are read.

    Raises:
        CoursewareError: The file cannot be read as such a list.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    table = read_table(path, COLUMNS, sheet=sheet, encoding=encoding, progress=progress)
    return _checked(table, project, defaults or Defaults(), check_age)


def one_participant(cells: Mapping[str, str], project: Project) -> ParticipantList:
    """Gives one person as a list of one, checked like any list.

    Args:
        cells: Text by the field names of COLUMNS.
        project: Whose dates and ages the person must fit.

    Raises:
        ProblemsFound: Everything that is wrong.
    """
    always = {"number", "name", "started", "organisation"}
    headers = {
        column.field: column.spellings[0]
        for column in COLUMNS
        if cells.get(column.field) or column.field in always
    }
    table = SheetTable("The new participant", None, 0, headers, {}, (), [Row(0, cells.items())])
    return _checked(table, project, Defaults(), check_age=True)


def _checked(table: SheetTable, project: Project, defaults: Defaults, check_age: bool) -> ParticipantList:
    _refuse_lacking(table, defaults)
    found = ParticipantList(table)
    problems: list[Problem] = []
    seen: dict[tuple[str, str], list[Registration]] = {}
    codes: dict[str, tuple[int, str]] = {}
    for row in table.rows:
        checker = RowChecker(table, row, project, defaults, check_age)
        registration, code, informed = checker.registration(), checker.code(), checker.informed()
        problems += checker.problems
        if registration is None:
            continue
        identity = registration.identity
        before = seen.setdefault((identity, registration.organisation), [])
        earlier = next((one for one in before if _clashes(one, registration)), None)
        if earlier is None:
            before.append(registration)
            found.registrations.append(registration)
        elif differing := _differing(earlier, registration):
            words = ", ".join(_WORDS.get(name, name.replace("_", " ")) for name in differing)
            problems.append(
                table.problem(
                    row.number,
                    "number",
                    "repeated-person",
                    f"the same person stands in row {earlier.row} with another {words}.",
                    "Keep the row that is right. Two stays of one person must not share a day.",
                )
            )
        else:
            found.repeated.append((row.number, earlier.row))
        place = row.number if earlier is None else earlier.row
        if informed is not None:
            found.informed.append((row.number, place, informed))
        if code:
            at, whose = codes.setdefault(code, (row.number, identity))
            if whose != identity:
                problems.append(
                    table.problem(
                        row.number,
                        "code",
                        "repeated-code",
                        f"the same code stands in row {at}.",
                        "Every person needs a code of their own.",
                    )
                )
            elif earlier is None:
                found.codes.append((row.number, code))
    table.refuse(problems)
    if not found.registrations:
        raise CoursewareError(f"{table.name} has headers but no rows below them.")
    return found


def add_participants(
    store: Store,
    project: Project,
    people: ParticipantList,
    *,
    who: str,
    why: str,
    update: bool = False,
    dry_run: bool = False,
) -> Enrolment:
    """Takes a checked list into the register, all of it or nothing, and gives what came of it.

    Args:
        store: The register; made if there is none, except in a trial run.
        project: The project they take part in.
        people: The checked list.
        who: In whose name.
        why: For what reason.
        update: Whether values that differ from the register are taken over.
        dry_run: Whether to try everything and then change nothing.

    Raises:
        ProblemsFound: Codes that cannot be tied.
        Unanswered: The list says who was informed, and the project not which edition was handed out.
    """
    version = project.need("information_version") if people.informed else ""
    if dry_run and not store.exists():
        numbers = {entry.identity for entry in people.registrations}
        parts = {(entry.identity, entry.organisation) for entry in people.registrations}
        return Enrolment(
            added_people=len(numbers),
            added_participations=len(parts),
            further_stays=len(people.registrations) - len(parts),
        )
    outcome = Enrolment()
    with store.write(who=who, why=why, trial=dry_run) as tx:
        outcome = enrol(tx, project.id, people.registrations, update=update)
        ties = [(row, code, outcome.person_ids[row]) for row, code in people.codes]
        refused = tie_codes(tx, project.id, ties) if ties else []
        if refused:
            raise ProblemsFound(
                (people.table.problem(row, "code", "code", f"the code {cause}") for row, cause in refused),
                "Nothing was changed.",
            )
        given: dict[int, str] = {}
        for _, place, day in people.informed:
            person_id = outcome.person_ids[place]
            given[person_id] = min(day.isoformat(), given.get(person_id, "9999"))
        if given:
            people.information = put_information(tx, project.id, version, given)
    return outcome


def _refuse_lacking(table: SheetTable, defaults: Defaults) -> None:
    """Refuses a list that lacks a whole column, once instead of once a row."""

    def lacking() -> Iterator[Problem]:
        if "name" not in table.headers and not {"first_name", "last_name"} & set(table.headers):
            yield table.problem(
                table.header_row, "", "missing-column", "there is no column for names.", "Add 'Namn'."
            )
        if "started" not in table.headers and defaults.started is None and not defaults.without_start:
            yield table.problem(
                table.header_row,
                "",
                "missing-column",
                "there is no column for start dates.",
                "Add 'Startdatum', or say it for all: --started 2026-02-01",
            )
        if "organisation" not in table.headers and not defaults.organisation:
            yield table.problem(
                table.header_row,
                "",
                "missing-column",
                "there is no column for the organisation.",
                "Add 'Huvudman', or say it for all: --organisation NAME",
            )

    problems = list(lacking())
    if problems:
        raise ProblemsFound(problems, f"{table.name} was not read.")


def _clashes(one: Registration, other: Registration) -> bool:
    """Says whether two rows of one person and organisation are anything else than two stays."""
    stays_apart = are_apart(Spell(one.started, one.ended), Spell(other.started, other.ended))
    return not stays_apart or bool(set(_differing(one, other)) - {"started", "ended"})


def _differing(one: Registration, other: Registration) -> list[str]:
    names = [
        name for name in Registration.__dataclass_fields__ if name not in {"row", "number12", "states_end"}
    ]
    return [name for name in names if getattr(one, name) != getattr(other, name)]
