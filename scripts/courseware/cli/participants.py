"""`courseware participants`: the register of those who take part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from courseware.cli.bars import bar
from courseware.cli.options import PROJECT, SHEET, WHO, DateType
from courseware.cli.participants_codes import codes
from courseware.cli.participants_erase import erase
from courseware.cli.participants_export import export
from courseware.cli.participants_inform import inform, list_uninformed, told
from courseware.cli.participants_merge import merge, suggest
from courseware.cli.participants_people import leave, protect, renumber, return_, unprotect
from courseware.cli.participants_show import show
from courseware.cli.prompts import ask_for_number
from courseware.cli.stale import telling_stale
from courseware.cli.words import TRIAL, count
from courseware.intake.participant_rows import Defaults
from courseware.intake.participants import (
    ParticipantList,
    add_participants,
    one_participant,
    read_participants,
)
from courseware.registry.codes import codes_of
from courseware.registry.enrolment import Difference, Enrolment
from courseware.registry.identity import without_numbers
from courseware.registry.log import current_user
from courseware.registry.people import Person, list_people
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["command"]

SHOWN_DIFFERENCES = 50


@click.group("participants")
def command() -> None:
    """Participants: take in lists, show the register, print codes, keep up who comes and goes.

    \b
    Examples:
      courseware participants import deltagare.xlsx --project demo --dry-run
      courseware participants codes --project demo --base-url https://kurs.example
      courseware participants list --project demo
      courseware participants show 12 --project demo
    """


for part in (
    codes,
    erase,
    export,
    inform,
    leave,
    list_uninformed,
    merge,
    protect,
    renumber,
    return_,
    show,
    suggest,
    unprotect,
):
    command.add_command(part)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option("--update", is_flag=True, help="Take over values that differ from the register.")
@click.option("--organisation", default="", help="The organisation of rows that name none.")
@click.option("--started", type=DateType(), help="The start date of rows that have none.")
@click.option(
    "--without-start", is_flag=True, help="Take rows without a start date in; no month reports them yet."
)
@SHEET
@click.option("--encoding", help="A CSV file's encoding, where it cannot be found out.")
@click.option("--why", help="Why, for the change log. Default: the file's name.")
@WHO
def import_(
    file: Path,
    project_id: str,
    dry_run: bool,
    update: bool,
    organisation: str,
    started: date | None,
    without_start: bool,
    sheet: str | None,
    encoding: str | None,
    why: str | None,
    who: str | None,
) -> None:
    """Take a list of participants into the register: all of it, or nothing.

    FILE is CSV, .xlsx or .ods with headers such as Personnummer, Namn (or Förnamn and Efternamn),
    Startdatum, Slutdatum, Huvudman, Enhet, Befattning, E-post, Skyddad identitet, Deltagarkod,
    Informerad (the day on which the information sheet was handed out). Every row that needs mending is
    named. Somebody who left and came back stands twice, once for each stay. The same list twice changes
    nothing; what differs from the register is listed, and taken over with --update.

    \b
    Examples:
      courseware participants import deltagare.xlsx --project demo --dry-run
      courseware participants import skolor.csv --project demo --organisation "Alnhärads kommun"
    """
    project = load_project(project_id)
    with bar(f"Reading {without_numbers(file.name)}") as progress:
        people = read_participants(
            file,
            project,
            defaults=Defaults(" ".join(organisation.split()), started, without_start),
            sheet=sheet,
            encoding=encoding,
            progress=progress,
        )
    store = open_store()
    with telling_stale(store, project):
        outcome = add_participants(
            store,
            project,
            people,
            who=who or current_user(),
            why=why or f"import of {file.name}",
            update=update,
            dry_run=dry_run,
        )
    for line in _summary(people, outcome, dry_run):
        click.echo(line)


def _summary(people: ParticipantList, outcome: Enrolment, dry_run: bool) -> Iterator[str]:
    """Gives what happened in plain words."""
    table = people.table
    sheet = f", sheet '{table.sheet}'" if table.sheet else ""
    name = without_numbers(table.name)
    yield f"{name}{sheet}: {count(len(table.rows), 'row')} below the header in row {table.header_row}."
    if table.unknown:
        yield f"Columns that were not read: {', '.join(table.unknown)}."
    for row, earlier in people.repeated:
        yield f"Row {row} repeats row {earlier} and was counted once."
    would = "would be " if dry_run else ""
    others = outcome.added_participations - outcome.added_people
    yield f"{count(outcome.added_people, 'new person', 'new people')} {would}added."
    if others:
        known = count(others, "known person", "known people")
        yield f"{known} {would}added to a further organisation or project."
    if outcome.further_stays:
        yield f"{count(outcome.further_stays, 'further stay')} {would}added, of people who came back."
    if outcome.unchanged:
        verb = "is" if outcome.unchanged == 1 else "are"
        yield f"{count(outcome.unchanged, 'row')} {verb} in the register already."
    lacking = sum(not entry.started for entry in people.registrations)
    if lacking:
        yield (
            f"{count(lacking, 'row')} without a start date: in no month's file until the date is there. "
            "Send the list again with the date and --update."
        )
    protected = sum(entry.protected for entry in people.registrations)
    if protected:
        yield f"{count(protected, 'row')} with protected identity: no name or e-mail is kept."
    if people.codes:
        tied = len(people.codes)
        yield f"{count(tied, 'code')} {would}tied to {count(tied, 'person', 'people')}."
    if people.information is not None:
        yield from told(people.information, dry_run)
    yield from _differences(outcome, dry_run)
    if dry_run:
        yield TRIAL


def _differences(outcome: Enrolment, dry_run: bool) -> Iterator[str]:
    if not outcome.differences:
        return
    rows = len({difference.row for difference in outcome.differences})
    fate = "taken over from the list" if outcome.updated else "left as in the register"
    yield f"{count(rows, 'row')} {'differs' if rows == 1 else 'differ'} from the register; {fate}:"
    for difference in outcome.differences[:SHOWN_DIFFERENCES]:
        yield f"  row {difference.row}, person {difference.person_id}: {_difference(difference)}"
    if len(outcome.differences) > SHOWN_DIFFERENCES:
        yield f"  … and {len(outcome.differences) - SHOWN_DIFFERENCES} more."
    if not outcome.updated:
        yield "To take the list's values over, run the same command with --update."
    elif not dry_run:
        yield "Reports of months that these dates touch must be made again."


def _difference(difference: Difference) -> str:
    words = {
        "started": "start date",
        "ended": "end date",
        "email": "e-mail",
        "protected": "protected identity",
    }
    what = words.get(difference.what, difference.what)
    if difference.what == "returned":
        return f"left on {difference.register}, comes back on {difference.source}"
    if difference.what == "stay":
        return f"a further stay, {difference.source}"
    if difference.what not in {"started", "ended"} and difference.register is None is difference.source:
        return f"another {what}"
    return (
        f"{what} {difference.register or 'empty'} in the register, {difference.source or 'empty'} in the list"
    )


@command.command("add")
@PROJECT
@click.option("--name", prompt="Name", default="", help="First and last name; empty for a protected person.")
@click.option("--organisation", prompt="Organisation", help="The organisation the person works for.")
@click.option("--started", type=DateType(), prompt="Start date (2026-02-01)", help="First day.")
@click.option("--unit", default="", help="School or workplace.")
@click.option("--role", default="", help="What the person works as.")
@click.option("--email", default="", help="E-mail address.")
@click.option("--code", default="", help="A code that was issued in advance.")
@click.option("--protected", is_flag=True, help="The person has protected identity.")
@WHO
def add(project_id: str, started: date, protected: bool, who: str | None, **cells: str) -> None:
    """Add one person. The identity number is asked for, or read from standard input: never an argument.

    \b
    Example:
      courseware participants add --project demo --organisation "Alnhärads kommun" --started 2026-02-01
    """
    number = ask_for_number()
    project = load_project(project_id)
    cells |= {"number": number, "started": started.isoformat(), "protected": "ja" if protected else ""}
    people = one_participant(cells, project)
    store = open_store()
    with telling_stale(store, project):
        outcome = add_participants(store, project, people, who=who or current_user(), why="participants add")
    [person_id] = outcome.person_ids.values()
    if outcome.added_participations:
        click.echo(f"Person {person_id} was added.", err=True)
    else:
        click.echo(f"Person {person_id} is in the register already.", err=True)
        for line in _differences(outcome, dry_run=False):
            click.echo(
                line.replace("run the same command with --update", "import a list with --update"), err=True
            )
    click.echo(str(person_id))


@command.command("list")
@PROJECT
def list_(project_id: str) -> None:
    """List a project's participants, one a line, numbers masked; that they were read is logged.

    Columns, tab between: person, name, number, organisation, unit, role, start, end, code.
    """
    project, store = load_project(project_id), open_store()
    store.note_access(current_user(), "list", f"project:{project.id}")
    with store.read() as tx:
        issued = codes_of(tx, project.id)
        shown = {code.person_id: code.code for code in issued}
        found = 0
        for person in list_people(tx, project.id):
            found += 1
            # Where a protected person works would help to find them (esf-reporting 1.6).
            work = (person.organisation, person.unit, person.role)
            cells = (str(person.person_id), _shown_name(person), person.masked)
            dates = (person.started, person.ended or "", shown.get(person.person_id, ""))
            click.echo("\t".join((*cells, *(("", "", "") if person.protected else work), *dates)))
    waiting = sum(code.person_id is None for code in issued)
    click.echo(f"{count(found, 'participation')} in {project.id}.", err=True)
    if waiting:
        click.echo(f"{count(waiting, 'code')} issued in advance without a person yet.", err=True)


def _shown_name(person: Person) -> str:
    if person.protected:
        return "(protected)"
    # A name may be missing without an erasure: when protection has ended, until a list gives the name.
    return person.name or ("(no name)" if person.number12 else "(erased)")
