"""`courseware participants`: the register of those who take part."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click

from courseware.cli.days import DateType
from courseware.cli.participants_erase import erase
from courseware.cli.participants_export import export
from courseware.cli.stale import telling_stale
from courseware.errors import CoursewareError
from courseware.intake.participant_rows import Defaults
from courseware.intake.participants import (
    ParticipantList,
    add_participants,
    one_participant,
    read_participants,
)
from courseware.packaging.files import write_private
from courseware.registry.code_sheet import CodeCard, code_sheet
from courseware.registry.codes import IssuedCode, codes_of, issue_codes
from courseware.registry.enrolment import Difference, Enrolment
from courseware.registry.log import current_user
from courseware.registry.people import Person, list_people
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.strings import strings_of

__all__ = ["command"]

SHOWN_DIFFERENCES = 50


@click.group("participants")
def command() -> None:
    """Participants: take in lists, show the register, print codes.

    \b
    Examples:
      courseware participants import deltagare.xlsx --project demo --dry-run
      courseware participants codes --project demo --base-url https://kurs.example
      courseware participants list --project demo
    """


command.add_command(erase)
command.add_command(export)

PROJECT = click.option("--project", "project_id", required=True, metavar="ID", help="Which project.")
WHO = click.option("--who", help="In whose name it is logged. Default: COURSEWARE_WHO, else your account.")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a way to show how far a long reading has come; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option("--update", is_flag=True, help="Take over values that differ from the register.")
@click.option("--organisation", default="", help="The organisation of rows that name none.")
@click.option("--started", type=DateType(), help="The start date of rows that have none.")
@click.option("--sheet", help="Which sheet, where several hold a list.")
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
    sheet: str | None,
    encoding: str | None,
    why: str | None,
    who: str | None,
) -> None:
    """Take a list of participants into the register: all of it, or nothing.

    FILE is CSV, .xlsx or .ods with headers such as Personnummer, Namn (or Förnamn and Efternamn),
    Startdatum, Slutdatum, Huvudman, Enhet, Befattning, E-post, Skyddad identitet, Deltagarkod. Every row
    that needs mending is named. The same list twice changes nothing; what differs from the register is
    listed, and taken over with --update.

    \b
    Examples:
      courseware participants import deltagare.xlsx --project demo --dry-run
      courseware participants import skolor.csv --project demo --organisation "Alnhärads kommun"
    """
    project = load_project(project_id)
    with _bar(f"Reading {file.name}") as progress:
        people = read_participants(
            file,
            project,
            defaults=Defaults(" ".join(organisation.split()), started),
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
    yield f"{table.name}{sheet}: {_count(len(table.rows), 'row')} below the header in row {table.header_row}."
    if table.unknown:
        yield f"Columns that were not read: {', '.join(table.unknown)}."
    for row, earlier in people.repeated:
        yield f"Row {row} repeats row {earlier} and was counted once."
    would = "would be " if dry_run else ""
    others = outcome.added_participations - outcome.added_people
    yield f"{_count(outcome.added_people, 'new person', 'new people')} {would}added."
    if others:
        known = _count(others, "known person", "known people")
        yield f"{known} {would}added to a further organisation or project."
    if outcome.unchanged:
        verb = "is" if outcome.unchanged == 1 else "are"
        yield f"{_count(outcome.unchanged, 'row')} {verb} in the register already."
    protected = sum(entry.protected for entry in people.registrations)
    if protected:
        yield f"{_count(protected, 'row')} with protected identity: no name or e-mail is kept."
    if people.codes:
        tied = len(people.codes)
        yield f"{_count(tied, 'code')} {would}tied to {_count(tied, 'person', 'people')}."
    yield from _differences(outcome, dry_run)
    if dry_run:
        yield "This was a trial: nothing was changed."


def _differences(outcome: Enrolment, dry_run: bool) -> Iterator[str]:
    if not outcome.differences:
        return
    rows = len({difference.row for difference in outcome.differences})
    fate = "taken over from the list" if outcome.updated else "left as in the register"
    yield f"{_count(rows, 'row')} {'differs' if rows == 1 else 'differ'} from the register; {fate}:"
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
    if difference.what in {"name", "email"}:
        return f"another {what}"
    return (
        f"{what} {difference.register or 'empty'} in the register, {difference.source or 'empty'} in the list"
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


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
    if sys.stdin.isatty():
        number = click.prompt("Identity number (not shown)", hide_input=True)
    else:
        number = sys.stdin.readline().strip()
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
        codes = {code.person_id: code.code for code in issued}
        count = 0
        for person in list_people(tx, project.id):
            count += 1
            cells = (
                str(person.person_id),
                _shown_name(person),
                person.masked,
                person.organisation,
                person.unit,
            )
            dates = (person.role, person.started, person.ended or "", codes.get(person.person_id, ""))
            click.echo("\t".join((*cells, *dates)))
    waiting = sum(code.person_id is None for code in issued)
    click.echo(f"{_count(count, 'participation')} in {project.id}.", err=True)
    if waiting:
        click.echo(f"{_count(waiting, 'code')} issued in advance without a person yet.", err=True)


def _shown_name(person: Person) -> str:
    return "(protected)" if person.protected else person.name or "(erased)"


@command.command("codes")
@PROJECT
@click.option(
    "--blank", type=click.IntRange(1, 100_000), help="Print this many new codes in advance, for anybody."
)
@click.option("--organisation", help="Only the people of one organisation.")
@click.option("--only-new", is_flag=True, help="Only people who had no code before.")
@click.option(
    "--base-url",
    envvar="SITE_URL",
    default="",
    help="The site's address, for QR codes and links. Default: SITE_URL; without it there are codes only.",
)
@click.option("--language", default="sv", type=click.Choice(["sv", "en"]), help="The sheet's language.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@WHO
@click.pass_obj
def codes(
    root: Path,
    project_id: str,
    blank: int | None,
    organisation: str | None,
    only_new: bool,
    base_url: str,
    language: str,
    out: Path | None,
    who: str | None,
) -> None:
    """Write the codes as a sheet to print; people without a code get one.

    \b
    Examples:
      courseware participants codes --project demo --base-url https://kurs.example
      courseware participants codes --project demo --blank 30 --out koder.html
    """
    if base_url and not base_url.startswith(("https://", "http://")):
        raise click.UsageError(
            "--base-url begins with https:// (or http:// for a trial on your own machine)."
        )
    project = load_project(project_id)
    strings = strings_of(root, language)
    out = out or Path(f"codes-{project.id}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.html")
    if out.exists():
        raise CoursewareError(f"{out} exists already and is left as it is. Choose another name: --out FILE")
    with open_store().write(who=who or current_user(), why="participants codes") as tx:
        if blank:
            issued = issue_codes(tx, project.id, [None] * blank)
            cards = [CodeCard(code.code) for code in issued]
        else:
            people: dict[int, Person] = {}
            for person in list_people(tx, project.id):
                if organisation is None or person.organisation.casefold() == organisation.strip().casefold():
                    people.setdefault(person.person_id, person)
            had: dict[int | None, IssuedCode] = {code.person_id: code for code in codes_of(tx, project.id)}
            issued = issue_codes(tx, project.id, [person_id for person_id in people if person_id not in had])
            all_codes = had | {code.person_id: code for code in issued}
            cards = [
                CodeCard(
                    all_codes[person_id].code,
                    strings("admin.codes.protected", id=person_id) if person.protected else person.name,
                    " · ".join(filter(None, (person.organisation, person.unit))),
                )
                for person_id, person in people.items()
                if not only_new or person_id not in had
            ]
        if not blank:
            tx.note_access("codes", f"project:{project.id}")
        if not cards:
            raise CoursewareError(
                "There is nobody to print a code for. To print codes in advance: --blank 30"
            )
        with _bar("Drawing") as progress:
            done = 0

            def step() -> None:
                nonlocal done
                done += 1
                if progress is not None:
                    progress(done, len(cards))

            page = code_sheet(cards, strings, title=project.title, base_url=base_url, progress=step)
        # Inside the transaction: where the sheet cannot be written, no code was issued.
        try:
            write_private(out, page.encode())
        except CoursewareError as error:
            raise CoursewareError(f"{error} No code was issued.") from None
    click.echo(str(out))
    click.echo(f"{_count(len(cards), 'code')} on the sheet, {len(issued)} of them new.", err=True)
    if not base_url:
        click.echo("No QR codes and links: give the site's address with --base-url to have them.", err=True)
    click.echo("Whoever holds a code can hand in work in its name: give each to its person alone.", err=True)
