"""`courseware attendance`: who was at which session."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.stale import telling_stale
from courseware.cli.unread import tell_unread
from courseware.intake.attendance import import_attendance
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["command"]


@click.group("attendance")
def command() -> None:
    """Attendance: who was at which session, and how long.

    \b
    Example:
      courseware attendance import närvaro.xlsx --project demo --dry-run
    """


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--project", "project_id", required=True, metavar="ID", help="The project.")
@click.option("--session", metavar="ID", help="The session of the whole list, where it has no column for it.")
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
@click.option("--correct", is_flag=True, help="Change what the register says otherwise; needs --why.")
@click.option("--why", default="", help="Reason, kept in the change log. Default: the file's name.")
@click.option("--dry-run", is_flag=True, help="Try everything, change nothing.")
def import_(
    file: Path,
    project_id: str,
    session: str | None,
    sheet: str | None,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Take in a list of attendance: CSV, .xlsx or .ods; all of it, or nothing.

    Columns: Tillfälle (the session's id); Deltagarkod, Personnummer or Deltagare (the id); Närvaro
    (minutes, 'hel' for all of it, 0 for absent) or Sen and Tidig (minutes missed). Importing the list
    again changes nothing.

    \b
    Examples:
      courseware attendance import närvaro.xlsx --project demo --dry-run
      courseware attendance import lista.csv --project demo --session M07-1112
      courseware attendance import rättad.xlsx --project demo --correct --why "wrong column was read"
    """
    if correct and not why:
        raise click.UsageError(
            "--correct changes hours that are in the register: give the reason with --why."
        )
    store, project = open_store(), load_project(project_id)
    with telling_stale(store, project):
        changes = import_attendance(
            file,
            store,
            project,
            who=current_user(),
            why=why or file.name,
            session=session,
            sheet=sheet,
            correct=correct,
            dry_run=dry_run,
        )
    tell_unread(changes.unread)
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.changed} changed, "
        f"{changes.removed} removed, {changes.unchanged} as before; {changes.minutes} minutes in the list.",
        err=True,
    )
