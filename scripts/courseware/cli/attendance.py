"""`courseware attendance`: who was at which session."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from courseware.cli.options import DRY_RUN, PROJECT, SHEET, WHY_FILE, WHY_OPTIONAL
from courseware.cli.stale import telling_stale
from courseware.cli.unread import tell_unread
from courseware.intake.attendance import AttendanceChanges, Source, enter_attendance, import_attendance
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["command"]


@click.group("attendance")
def command() -> None:
    """Attendance: who was at which session, and how long.

    \b
    Examples:
      courseware attendance import närvaro.xlsx --project demo --dry-run
      courseware attendance add M07-1112 --project demo --participant 7
    """


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--session", metavar="ID", help="The session of the whole list, where it has no column for it.")
@SHEET
@click.option(
    "--source",
    type=click.Choice(get_args(Source)),
    default="list",
    show_default=True,
    help="A sign-in list, codes that were shown, or what somebody wrote down by hand.",
)
@click.option("--correct", is_flag=True, help="Change what the register says otherwise; needs --why.")
@WHY_FILE
@DRY_RUN
def import_(
    file: Path,
    project_id: str,
    session: str | None,
    sheet: str | None,
    source: Source,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Take in a list of attendance: CSV, .xlsx or .ods; all of it, or nothing.

    Columns: Tillfälle (the session's id); Deltagarkod, Personnummer or Deltagare (the id); Närvaro
    (minutes, 'hel' for all of it, 0 for absent) or Sen and Tidig (minutes missed). Importing the list
    again changes nothing. The source says what `sessions reconcile` compares the list as; a list of nothing
    but codes that were shown (--source check-in) means the whole session, also for codes that nobody has
    yet: they wait.

    \b
    Examples:
      courseware attendance import närvaro.xlsx --project demo --dry-run
      courseware attendance import lista.csv --project demo --session M07-1112
      courseware attendance import koder.csv --project demo --session M07-1112 --source check-in
      courseware attendance import rättad.xlsx --project demo --correct --why "wrong column was read"
    """
    _need_reason(correct, why)
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
            source=source,
            correct=correct,
            dry_run=dry_run,
        )
    tell_unread(changes.unread)
    _tell(changes, dry_run, " in the list")


@command.command("add")
@click.argument("session")
@PROJECT
@click.option("--participant", metavar="ID", help="Who, by the participant's id.")
@click.option("--code", help="Who, by the participant code.")
@click.option("--minutes", type=click.IntRange(0), metavar="N", help="Minutes present; 0 takes it away.")
@click.option("--late", type=click.IntRange(0), metavar="N", help="Minutes missed at the beginning.")
@click.option("--early", type=click.IntRange(0), metavar="N", help="Minutes missed at the end.")
@click.option("--correct", is_flag=True, help="Change what the register says otherwise; needs --why.")
@WHY_OPTIONAL
@DRY_RUN
def add(
    session: str,
    project_id: str,
    participant: str | None,
    code: str | None,
    minutes: int | None,
    late: int | None,
    early: int | None,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Enter one participant's attendance by hand: the whole session, or what --minutes or --late say.

    Checked like a row of a list. A mistake is taken back with --minutes 0 --correct --why REASON.

    \b
    Examples:
      courseware attendance add M07-1112 --project demo --participant 7
      courseware attendance add M07-1112 --project demo --code XXXXX-XXXXX-XXXX --late 20 --dry-run
      courseware attendance add M07-1112 --project demo --participant 7 --minutes 0 --correct \\
        --why "signed for another session"
    """
    _need_reason(correct, why)
    if (participant is None) == (code is None):
        raise click.UsageError("Say who: either --participant ID or --code CODE.")
    said = {"minutes": minutes, "late": late, "early": early}
    cells = {field: str(value) for field, value in said.items() if value is not None}
    store, project = open_store(), load_project(project_id)
    with telling_stale(store, project):
        changes = enter_attendance(
            {
                "session": session,
                "participant": participant or "",
                "code": code or "",
                **(cells or {"minutes": "hel"}),
            },
            store,
            project,
            who=current_user(),
            why=why or "attendance entered by hand",
            correct=correct,
            dry_run=dry_run,
        )
    _tell(changes, dry_run)


def _need_reason(correct: bool, why: str) -> None:
    if correct and not why:
        raise click.UsageError(
            "--correct changes hours that are in the register: give the reason with --why."
        )


def _tell(changes: AttendanceChanges, dry_run: bool, where: str = "") -> None:
    waiting = f" {changes.waiting} codes wait for their participants." if changes.waiting else ""
    rest = f"{changes.removed} removed, {changes.unchanged} as before; {changes.minutes} minutes{where}."
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.changed} changed, {rest}{waiting}",
        err=True,
    )
