"""`courseware attestations sheet` and `remind`: asking participants to sign for their month."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, MONTH, PROJECT, OutFile
from courseware.cli.report_evidence import tell_early
from courseware.cli.titles import module_titles
from courseware.cli.words import count
from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.packaging.files import write_private
from courseware.registry.log import current_user
from courseware.registry.participants import participants_of
from courseware.registry.projects import load_project
from courseware.registry.reminders import note_reminders
from courseware.registry.store import Transaction, open_store
from courseware.reports.attestation_sheet import attestation_sheets
from courseware.reports.evidence import Month, evidence_of, month_of
from courseware.reports.month import refuse_outside
from courseware.reports.period import ReportPeriod
from courseware.reports.reminders import FORMATS, reminder_file, reminders_of
from courseware.reports.standing import standings
from courseware.strings import strings_of

__all__ = ["remind", "sheet"]


@click.command("sheet")
@MONTH
@PROJECT
@click.option("--participant", type=click.IntRange(1), metavar="ID", help="Only this one, signed or not.")
@click.option("--organisation", metavar="NAME", help="Only those who come through this organisation.")
@click.option("--all", "everybody", is_flag=True, help="Also those who have signed already.")
@click.option("--out", type=OutFile(".html"), required=True, help="Page to write.")
@click.option("--full-number", is_flag=True, help="Print whole identity numbers; never of protected people.")
@LANGUAGE
@FORCE
@click.pass_obj
def sheet(
    root: Path,
    period: ReportPeriod,
    project_id: str,
    participant: int | None,
    organisation: str | None,
    everybody: bool,
    out: Path,
    full_number: bool,
    language: str,
    force: bool,
) -> None:
    """Make the sheets on which participants sign for the month, one printed page each.

    For everybody whose recorded time waits for a signature, or differs from the one that stands. A sheet
    is not a form of the ESF Council; ask your coordinator whether the Council's own must be used.

    \b
    Examples:
      courseware attestations sheet 2026-11 --project demo --out intyg.html
      courseware attestations sheet 2026-11 --project demo --organisation Ekdalen --out ekdalen.html
    """
    if participant is not None and (organisation is not None or everybody):
        raise click.UsageError("--participant names one: leave out --organisation and --all.")
    project = load_project(project_id)
    refuse_outside(project, period)
    if "ink" not in project.need("attestation_methods"):
        click.echo(f"Signatures on paper (ink) are not among {project.id}'s attestation_methods.", err=True)
    tell_early(project, period)
    store = open_store()
    whose = f"project:{project.id}" if participant is None else f"person:{participant}"
    store.note_access(current_user(), "attestation-sheet", whose, f"sheets of {period}")
    with store.read() as tx:
        month = month_of(tx, project, period)
        if participant is not None:
            ids = [participant]
        else:
            ids = [
                one.person_id for one in month.standings.values() if one.waits or (everybody and one.recorded)
            ]
            if organisation is not None:
                ids = _of_organisation(tx, month, ids, organisation)
        people = evidence_of(tx, month, ids)
    people = [one for one in people if one.standing is not None and one.standing.recorded]
    if not people:
        raise CoursewareError(
            f"Nobody in {project.id} has time to sign for in {period}. No file was written."
        )
    swedish = strings_of(root, "sv")
    page = attestation_sheets(
        people, strings_of(root, language), swedish, module_titles(root, language), full_number=full_number
    )
    write_private(out, page.encode(), replace=force)
    click.echo(str(out))
    click.echo(f"{count(len(people), 'sheet')}.", err=True)


def _of_organisation(tx: Transaction, month: Month, ids: list[int], name: str) -> list[int]:
    people = participants_of(tx, month.project.id)
    known = {part.organisation for person in people.values() for part in person.parts}
    if name not in known:
        raise CoursewareError(
            f"There is no organisation '{name}' in {month.project.id}. {did_you_mean(name, known)}".rstrip()
        )
    # Which organisation a protected person comes through is told to nobody, so no pile of theirs holds them.
    hidden = sum(people[person_id].protected for person_id in ids)
    if hidden:
        click.echo(
            f"{hidden} with protected identity stand under no organisation; print theirs with --participant.",
            err=True,
        )
    return [one for one in ids if any(part.organisation == name for part in people[one].parts)]


@click.command("remind")
@MONTH
@PROJECT
@click.option("--out", type=OutFile(*FORMATS), required=True, help="List to write: .csv, .xlsx or .html.")
@click.option("--record", is_flag=True, help="Note in the change log that these people were reminded.")
@LANGUAGE
@FORCE
@click.pass_obj
def remind(
    root: Path, period: ReportPeriod, project_id: str, out: Path, record: bool, language: str, force: bool
) -> None:
    """Make the list of everybody whose time waits for a signature, each with a mail that is ready to send.

    Nothing is sent. Those without an e-mail address stand with the organisation to ask, those with
    protected identity by their id alone. With --record the change log notes who was reminded, and
    `attestations list --state` then tells when.

    \b
    Examples:
      courseware attestations remind 2026-11 --project demo --out påminnelser.xlsx
      courseware attestations remind 2026-11 --project demo --out påminnelser.html --record
    """
    project = load_project(project_id)
    refuse_outside(project, period)
    tell_early(project, period)
    store, t = open_store(), strings_of(root, language)
    store.note_access(current_user(), "reminders", f"project:{project.id}", f"reminders of {period}")
    with store.read() as tx:
        now = standings(tx, project, period)
        waiting = [person_id for person_id, one in now.items() if one.waits]
        people = participants_of(tx, project.id, waiting)
    reminders = reminders_of(project, period, now, people, t)
    write_private(out, reminder_file(out.suffix.lower(), reminders, project, period, t), replace=force)
    if record and reminders:
        with store.write(who=current_user(), why=f"reminder to attest {period}") as changing:
            note_reminders(
                changing, project.id, str(period), {item.person_id: item.recorded for item in reminders}
            )
    click.echo(str(out))
    addressed = sum(bool(item.email) for item in reminders)
    noted = ", noted in the change log" if record and reminders else ""
    click.echo(f"{len(reminders)} to remind{noted}; {addressed} of them have an e-mail address.", err=True)
