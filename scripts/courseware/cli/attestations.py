"""`courseware attestations`: what participants have signed for a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from courseware.cli.attestation_requests import remind, sheet
from courseware.cli.options import DRY_RUN, PROJECT, SHEET, WHY_FILE, MonthType
from courseware.cli.stale import telling_stale
from courseware.cli.unread import tell_unread
from courseware.cli.words import count
from courseware.intake.attestations import import_attestations
from courseware.registry.attestations import Attestation, list_attestations
from courseware.registry.log import current_user
from courseware.registry.participants import protected_in, secrets_of
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.reminders import reminded_on
from courseware.registry.store import Transaction, open_store
from courseware.reports.period import ReportPeriod
from courseware.reports.redaction import Redaction
from courseware.reports.standing import SIGNATURE_STATES, Standing, standings

__all__ = ["command"]


@click.group("attestations")
def command() -> None:
    """Attestations: the time that participants have signed for. Only attested time is reported.

    \b
    Examples:
      courseware attestations import intyg.xlsx --project demo --month 2026-11 --dry-run
      courseware attestations sheet 2026-11 --project demo --out intyg.html
      courseware attestations remind 2026-11 --project demo --out påminnelser.xlsx
      courseware attestations list --project demo --month 2026-11 --state pending
    """


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--month", type=MonthType(), help="The month of the whole list, where it has no column for it.")
@SHEET
@click.option("--correct", is_flag=True, help="Let a signature replace one that is not older; needs --why.")
@WHY_FILE
@DRY_RUN
def import_(
    file: Path,
    project_id: str,
    month: ReportPeriod | None,
    sheet: str | None,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Take in a list of attestations: CSV, .xlsx or .ods; all of it, or nothing.

    Columns: Deltagarkod, Personnummer or Deltagare (the id); Månad; Minuter or Timmar; Metod (portal,
    ink or mail); Datum (of the signature); Original (where the signed original is kept). A signature of
    a later date replaces an earlier one for the same month; both are kept.

    \b
    Examples:
      courseware attestations import intyg.xlsx --project demo --month 2026-11 --dry-run
      courseware attestations import rättad.csv --project demo --correct --why "typed 90 for 190"
    """
    if correct and not why:
        raise click.UsageError("--correct changes what was attested: give the reason with --why.")
    store, project = open_store(), load_project(project_id)
    with telling_stale(store, project):
        changes = import_attestations(
            file,
            store,
            project,
            who=current_user(),
            why=why or file.name,
            month=str(month) if month else None,
            sheet=sheet,
            correct=correct,
            dry_run=dry_run,
        )
    tell_unread(changes.unread)
    if changes.latest > project.today().isoformat():
        click.echo(
            f"A signature in the list is dated {changes.latest}, a day to come. Is it right?", err=True
        )
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.replaced} replaced, "
        f"{changes.unchanged} as before; {changes.minutes} minutes attested in the list.",
        err=True,
    )


@command.command("list")
@PROJECT
@click.option("--month", type=MonthType(), help="Only this month, as in 2026-11.")
@click.option(
    "--state",
    type=click.Choice([*SIGNATURE_STATES, "all"]),
    help="Instead of the signatures: how far each participant has come in the month.",
)
def list_(project_id: str, month: ReportPeriod | None, state: str | None) -> None:
    """Show attestations as tab-separated text, replaced ones too, participants by id.

    With --state, one row a participant with time in the month: pending (no signature), attested, differing
    (signed for another time) or excluded (by a fault that is mended first), and when they were last reminded.

    \b
    Examples:
      courseware attestations list --project demo --month 2026-11
      courseware attestations list --project demo --month 2026-11 --state pending
    """
    if state and not month:
        raise click.UsageError("--state is about one month: give --month too.")
    project = load_project(project_id)
    with open_store().read() as tx:
        found = _without_secrets(
            tx, project, list_attestations(tx, project.id, str(month) if month else None)
        )
        if state and month:
            now = standings(tx, project, month)
            _tell_states(now, found, reminded_on(tx, project.id, str(month)), project, month, state)
            return
    click.echo("month\tparticipant\tminutes\tmethod\tsigned\treference\tstands")
    for item in found:
        stands = "replaced" if item.replaced else "yes"
        cells = (item.month, str(item.person_id), str(item.minutes), item.method, item.signed_on)
        click.echo("\t".join((*cells, item.reference, stands)))
    click.echo(f"{count(len(found), 'attestation')}.", err=True)


def _without_secrets(
    tx: Transaction, project: Project, attestations: Iterable[Attestation]
) -> list[Attestation]:
    """Gives attestations whose references tell nothing about people with protected identity."""
    hidden = {one: Redaction(secrets_of(tx, project.id, one)) for one in protected_in(tx, project.id)}
    return [
        replace(item, reference=hidden[item.person_id](item.reference)) if item.person_id in hidden else item
        for item in attestations
    ]


def _tell_states(
    now: Mapping[int, Standing],
    attestations: Iterable[Attestation],
    reminded: Mapping[int, str],
    project: Project,
    month: ReportPeriod,
    state: str,
) -> None:
    signed = {item.person_id: item for item in attestations if not item.replaced}
    click.echo("month\tparticipant\tstate\trecorded\tattested\tmethod\tsigned\treference\treminded")
    counts: Counter[str] = Counter()
    for person_id, one in now.items():
        if one.signature is None:
            continue
        counts[one.signature] += 1
        if state not in ("all", one.signature):
            continue
        item = signed.get(person_id)
        how = (str(item.minutes), item.method, item.signed_on, item.reference) if item else ("", "", "", "")
        at = reminded.get(person_id, "")
        last = f"{datetime.fromisoformat(at).astimezone(project.zone):%Y-%m-%d}" if at else ""
        click.echo("\t".join((str(month), str(person_id), one.signature, str(one.recorded), *how, last)))
    click.echo(f"{', '.join(f'{counts[name]} {name}' for name in SIGNATURE_STATES)}.", err=True)


command.add_command(sheet)
command.add_command(remind)
