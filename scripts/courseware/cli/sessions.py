"""`courseware sessions`: workshops held, and the sheet that people sign."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.options import (
    DRY_RUN,
    FORCE,
    LANGUAGE,
    PROJECT,
    SHEET,
    WHY_FILE,
    WHY_OPTIONAL,
    MonthType,
    OutFile,
)
from courseware.cli.reconciliation import explain_command, reconcile_command, tell_settlement
from courseware.cli.stale import telling_stale
from courseware.cli.titles import module_title
from courseware.cli.unread import tell_unread
from courseware.cli.words import count
from courseware.errors import CoursewareError
from courseware.ids import did_you_mean, load_ids
from courseware.intake.session_file import is_session_file, read_session_file
from courseware.intake.session_record import store_session_file
from courseware.intake.sessions import SessionChanges, add_sessions, one_session, read_sessions
from courseware.packaging.files import write_private
from courseware.registry.log import current_user
from courseware.registry.people import list_people
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.sessions import list_sessions, sessions_by_name
from courseware.registry.store import open_store
from courseware.reports.attendance_sheet import attendance_sheet
from courseware.reports.period import ReportPeriod
from courseware.strings import strings_of

__all__ = ["command"]


@click.group("sessions")
def command() -> None:
    """Sessions: workshops held, when, where and how long.

    \b
    Examples:
      courseware sessions import tillfällen.xlsx --project demo --dry-run
      courseware sessions list --project demo --month 2026-11
      courseware sessions sheet M07-1112 --project demo --out närvarolista.html
      courseware sessions reconcile --project demo --month 2026-11
    """


command.add_command(reconcile_command)
command.add_command(explain_command)


@command.command("add")
@click.argument("name", metavar="ID")
@PROJECT
@click.option("--date", required=True, help="First day, as in 2026-11-12.")
@click.option("--start", required=True, help="Local time, as in 09:00.")
@click.option("--end", required=True, help="Local time; before the start means the next day.")
@click.option("--planned", required=True, help="Planned minutes without breaks.")
@click.option("--actual", default="", help="Actual minutes without breaks, once it was held.")
@click.option("--module", default="", help="The module's id.")
@click.option("--place", default="", help="Where it was held.")
@click.option("--distance", is_flag=True, help="Held at a distance.")
@click.option("--organisation", default="", help="Who arranged it.")
@click.option("--head-count", default="", metavar="N", help="How many people were counted in the room.")
@WHY_OPTIONAL
@DRY_RUN
@click.pass_obj
def add(
    root: Path, /, name: str, project_id: str, why: str, dry_run: bool, distance: bool, **cells: str
) -> None:
    """Add one session, or give a known one other values.

    \b
    Example:
      courseware sessions add M07-1112 --project demo --module m07-early-detection --date 2026-11-12 \\
        --start 09:00 --end 12:00 --planned 165 --actual 165 --place "Rådhuset, sal 2"
    """
    project = load_project(project_id)
    texts = {**cells, "name": name, "distance": "ja" if distance else ""}
    sessions = one_session(texts, project, load_ids(root).modules)
    store = open_store()
    with telling_stale(store, project):
        changes = add_sessions(
            store, project, sessions, who=current_user(), why=why or "session entered", dry_run=dry_run
        )
    _tell(changes, dry_run)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@SHEET
@WHY_FILE
@DRY_RUN
@click.pass_obj
def import_(root: Path, file: Path, project_id: str, sheet: str | None, why: str, dry_run: bool) -> None:
    """Take in a list of sessions (CSV, .xlsx or .ods), or one session file; all of it, or nothing.

    Columns of a list: Tillfälle (its id), Modul, Datum, Start, Slut, Plats or På distans, Planerade minuter,
    Faktiska minuter, Arrangör, Huvudräkning. The facilitator's session file is JSON: the session, its
    activities, the head-count and the participant codes that were shown, which become attendance for the
    whole session. Importing again changes nothing; where times were corrected, the minutes of those who
    were there follow.

    \b
    Examples:
      courseware sessions import tillfällen.xlsx --project demo --dry-run
      courseware sessions import M07-1112.json --project demo
    """
    project = load_project(project_id)
    if is_session_file(file):
        if sheet is not None:
            raise click.UsageError(f"{file.name} is a session file and has no sheets. Leave --sheet out.")
        _import_file(root, file, project, why or file.name, dry_run)
        return
    sessions = read_sessions(file, project, load_ids(root).modules, sheet=sheet)
    store = open_store()
    with telling_stale(store, project):
        changes = add_sessions(
            store, project, sessions, who=current_user(), why=why or file.name, dry_run=dry_run
        )
    tell_unread(sessions.unread)
    _tell(changes, dry_run)


def _import_file(root: Path, file: Path, project: Project, why: str, dry_run: bool) -> None:
    content, store = read_session_file(file, project, load_ids(root).modules), open_store()
    with telling_stale(store, project):
        changes = store_session_file(content, store, project, who=current_user(), why=why, dry_run=dry_run)
    _tell(changes.sessions, dry_run)
    before = len(content.check_ins) - changes.check_ins
    click.echo(f"Check-ins: {changes.check_ins} new, {before} as before.", err=True)
    for kept in changes.settlement.kept:
        click.echo(
            f"Participant {kept.person_id} has {kept.minutes} minutes in the register and is left so; "
            f"the check-in alone would give {kept.whole}.",
            err=True,
        )
    for note in changes.notes:
        click.echo(note, err=True)
    tell_settlement(changes.settlement, dry_run)


@command.command("list")
@PROJECT
@click.option("--month", type=MonthType(), help="Only this month, as in 2026-11.")
def list_(project_id: str, month: ReportPeriod | None) -> None:
    """Show the sessions of a project as tab-separated text.

    \b
    Example:
      courseware sessions list --project demo --month 2026-11
    """
    project = load_project(project_id)
    with open_store().read() as tx:
        found = list_sessions(tx, project.id, str(month) if month else None)
    click.echo("id\tstarts\tends\tplanned\tactual\tmodule\tplace\torganisation\thead-count")
    for item in found:
        place = item.place or ("distance" if item.distance else "")
        actual = "" if item.actual_minutes is None else str(item.actual_minutes)
        cells = (item.name, f"{item.starts:%Y-%m-%d %H:%M}", f"{item.ends:%Y-%m-%d %H:%M}")
        head_count = "" if item.head_count is None else str(item.head_count)
        rest = (str(item.planned_minutes), actual, item.module or "", place, item.organisation, head_count)
        click.echo("\t".join((*cells, *rest)))
    click.echo(f"{count(len(found), 'session')}.", err=True)


@command.command("sheet")
@click.argument("name", metavar="ID")
@PROJECT
@click.option("--out", type=OutFile(".html"), help="File to write. Default: to the terminal.")
@click.option("--rows", type=click.IntRange(0, 500), default=25, show_default=True, help="Empty rows.")
@click.option("--names", is_flag=True, help="Print the names of the participants who are expected.")
@LANGUAGE
@FORCE
@click.pass_obj
def sheet(
    root: Path,
    name: str,
    project_id: str,
    out: Path | None,
    rows: int,
    names: bool,
    language: str,
    force: bool,
) -> None:
    """Make the sheet that people sign, as a page to print. No names on it unless asked for.

    With --names come those who take part through the organisation that arranges the session, or
    everybody where it names none; people with protected identity never.

    \b
    Example:
      courseware sessions sheet M07-1112 --project demo --out närvarolista.html
    """
    project, store = load_project(project_id), open_store()
    if names:
        store.note_access(current_user(), "sign-in-sheet", f"project:{project.id}")
    with store.read() as tx:
        known = sessions_by_name(tx, project.id)
        if name not in known:
            raise CoursewareError(
                f"There is no session '{name}' in {project.id}. {did_you_mean(name, known)}".rstrip()
            )
        held = known[name]
        expected: set[str] = set()
        if names:
            day = held.starts.date().isoformat()
            expected = {
                person.name
                for person in list_people(tx, project.id)
                if person.name
                and not person.protected
                and held.organisation in ("", person.organisation)
                and person.started <= day
                and (person.ended is None or person.ended >= day)
            }
    title = module_title(root, held.module, language)
    page = attendance_sheet(
        held, strings_of(root, language), module_title=title, rows=rows, names=sorted(expected)
    )
    if out is None:
        click.echo(page, nl=False)
        return
    write_private(out, page.encode(), replace=force)
    click.echo(str(out))


def _tell(changes: SessionChanges, dry_run: bool) -> None:
    followed = f"; {changes.recounted} people's minutes recounted" if changes.recounted else ""
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.changed} changed, "
        f"{changes.unchanged} as before{followed}.",
        err=True,
    )
