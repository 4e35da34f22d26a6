"""`courseware participants inform` and `uninformed`: who was handed which information sheet, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from courseware.cli.options import DRY_RUN, PROJECT, SHEET, WHO, DateType
from courseware.cli.unread import tell_unread
from courseware.cli.words import TRIAL, count
from courseware.errors import CoursewareError
from courseware.intake.information import read_informed
from courseware.registry.finding import require_participant
from courseware.registry.information import InformationChanges, put_information, uninformed
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["inform", "list_uninformed", "told"]

VERSION = click.option(
    "--version", metavar="TEXT", help="Which edition. Default: information_version of the project's file."
)


@click.command("inform")
@PROJECT
@VERSION
@click.option("--date", "--day", "day", type=DateType(), help="The day on which the sheet was handed out.")
@click.option(
    "--participant",
    "ids",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="ID",
    help="Whom; may be repeated.",
)
@click.option("--all", "everybody", is_flag=True, help="Everybody who was not given this edition yet.")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of participants: CSV, .xlsx or .ods.",
)
@SHEET
@click.option("--update", is_flag=True, help="Let the day take the place of another one in the register.")
@click.option("--why", default="participants inform", help="Reason, kept in the change log.")
@DRY_RUN
@WHO
def inform(
    project_id: str,
    version: str | None,
    day: date | None,
    ids: tuple[int, ...],
    everybody: bool,
    file: Path | None,
    sheet: str | None,
    update: bool,
    why: str,
    dry_run: bool,
    who: str | None,
) -> None:
    """Note who was handed the information sheet on the participant register, and when.

    Every participant must be told that the project reports them; handing out the ESF Council's sheet
    fulfils the duty. A list needs a column Deltagarkod, Personnummer or Deltagare (the id), and may have
    Informerad with the day of each row. `participants import` reads that column too.

    \b
    Examples:
      courseware participants inform --project demo --date 2026-02-01 --all
      courseware participants inform --project demo --date 2026-02-01 --participant 3 --participant 8
      courseware participants inform --project demo --file kvitterade.xlsx --dry-run
    """
    if bool(ids) + everybody + (file is not None) != 1:
        raise click.UsageError("Say whom: --participant ID, --all, or --file LIST.")
    if day is None and file is None:
        raise click.UsageError("Say when: --date 2026-02-01")
    project = load_project(project_id)
    edition = version or project.need("information_version")
    store = open_store()
    unread: tuple[str, ...] = ()
    with store.write(who=who or current_user(), why=why, trial=dry_run) as tx:
        if file is not None:
            given, table = read_informed(file, tx, project, day=day, sheet=sheet)
            unread = table.unknown
        else:
            for person_id in ids:
                require_participant(tx, person_id, project.id)
            given = dict.fromkeys(ids or uninformed(tx, project.id, edition), str(day))
        latest = max(given.values(), default="")
        if latest > project.today().isoformat():
            raise CoursewareError(f"{latest} lies in the future. Note who was informed once it was done.")
        changes = put_information(tx, project.id, edition, given, update=update)
        lacking = len(uninformed(tx, project.id, edition))
    tell_unread(unread)
    for line in told(changes, dry_run):
        click.echo(line, err=True)
    if lacking:
        verb = "lacks" if lacking == 1 else "lack"
        click.echo(
            f"{count(lacking, 'participant')} {verb} edition {edition}: "
            f"courseware participants uninformed --project {project.id}",
            err=True,
        )
    if dry_run:
        click.echo(TRIAL, err=True)


def told(changes: InformationChanges, dry_run: bool) -> Iterator[str]:
    """Gives what came of noting who was informed, in plain words."""
    would = "would be " if dry_run else ""
    yield f"{count(changes.added, 'participant')} {would}noted as informed, {changes.unchanged} as before."
    if not changes.differing:
        return
    fate = f"{would}taken over" if changes.updated else "left as in the register"
    some = ", ".join(map(str, changes.differing[:20])) + (" …" if len(changes.differing) > 20 else "")
    yield f"{count(len(changes.differing), 'participant')} with another day in the register ({some}): {fate}."
    if not changes.updated:
        yield "To take the new day over, run the same command with --update."


@click.command("uninformed")
@PROJECT
@VERSION
def list_uninformed(project_id: str, version: str | None) -> None:
    """List the ids of participants who were not handed the current information sheet, one a line.

    \b
    Example:
      courseware participants uninformed --project demo
    """
    project = load_project(project_id)
    edition = version or project.need("information_version")
    with open_store().read() as tx:
        found = uninformed(tx, project.id, edition)
    for person_id in found:
        click.echo(str(person_id))
    verb = "was" if len(found) == 1 else "were"
    click.echo(f"{count(len(found), 'participant')} {verb} not given edition {edition}.", err=True)
