"""`courseware feedback`: what workshops have taught us about the modules, as sums."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.options import DRY_RUN, FILES, PROJECT, SHEET
from courseware.cli.words import TRIAL, count
from courseware.content.feedback import (
    ENOUGH,
    FEEDBACK_FILE,
    SCALES,
    mean_of,
    read_feedback,
    usual_minutes,
    write_feedback,
)
from courseware.content.files import alone_in
from courseware.content.load import load_library
from courseware.errors import ProblemsFound
from courseware.ids import load_ids
from courseware.intake.feedback import add_feedback, read_reports
from courseware.languages import SOURCE
from courseware.registry.projects import load_project

__all__ = ["command"]


@click.group("feedback")
def command() -> None:
    """Feedback: how long activities really take, and how modules are judged, as sums.

    \b
    Examples:
      courseware feedback import M07-1112.json utvärderingar.xlsx --project demo --dry-run
      courseware feedback list
    """


@command.command("import")
@FILES
@PROJECT
@click.option("--session", default="", metavar="ID", help="The session of evaluations that name none.")
@click.option("--module", default="", metavar="ID", help="The module of evaluations that name none.")
@SHEET
@DRY_RUN
@click.pass_obj
def import_(
    root: Path,
    files: tuple[Path, ...],
    project_id: str,
    session: str,
    module: str,
    sheet: str | None,
    dry_run: bool,
) -> None:
    """Add up session files and evaluations; all of the files, or nothing.

    A session file is what run mode saves: its planned and actual minutes are counted. A list of evaluations
    (worksheet T12's workbook; CSV, .xlsx or .ods) has the columns Användbarhet and Säkerhet, one row an
    evaluation, 1 to 5, and Tillfälle and Modul, or --session and --module say them for all rows. Other
    columns, texts and names among them, are passed over and kept nowhere. A workshop is counted once: the
    same file again changes nothing.

    Sums go into modules/feedback.json, which is published with the site; commit it. Pages show them once
    five workshops have reported.

    \b
    Examples:
      courseware feedback import M07-1112.json --project demo --dry-run
      courseware feedback import t12.xlsx --project demo --session M07-1112 --module m07-early-detection
    """
    project, modules = load_project(project_id), load_ids(root).modules
    sessions, judged = read_reports(files, project, modules, sheet=sheet, session=session, module=module)
    activities = {
        name: [activity.id for activity in module.workshop.activities]
        for name, module in load_library(root).modules[SOURCE].items()
        if module.workshop is not None
    }
    with alone_in(root / "modules", f"{FEEDBACK_FILE} cannot be written"):
        known, wrong = read_feedback(root)
        if wrong:
            raise ProblemsFound(wrong)
        changes = add_feedback(known, sessions, judged, project, activities)
        if not dry_run and (changes.timed or changes.judged):
            write_feedback(root, changes.feedback)
    click.echo(
        f"{FEEDBACK_FILE}: minutes of {count(changes.timed, 'workshop')} more, "
        f"{count(changes.answers, 'answer')} from {count(changes.judged, 'evaluated workshop')} more.",
        err=True,
    )
    if changes.unknown:
        said = count(changes.unknown, "activity", "activities")
        click.echo(
            f"{said} that no module has: not counted. Was the workshop held by another version?", err=True
        )
    if dry_run:
        click.echo(TRIAL, err=True)
    for name in changes.before:
        click.echo(f"{name} was counted before and is left as it was.", err=True)


@command.command("list")
@click.pass_obj
def list_(root: Path) -> None:
    """Show which modules have feedback, and what usually takes another time than planned.

    \b
    Example:
      courseware feedback list
    """
    library = load_library(root)
    if not library.feedback:
        click.echo("No feedback yet: courseware feedback import FILE… --project PROJECT", err=True)
        return
    for name, one in library.feedback.items():
        click.echo(f"{name}: {count(len(one.timed), 'workshop')} timed, {len(one.judged)} judged")
        module = library.modules[SOURCE].get(name)
        for activity in (
            module.workshop.activities if module is not None and module.workshop is not None else ()
        ):
            usual = usual_minutes(one, activity)
            if usual is not None and usual[0] != activity.minutes:
                click.echo(f"  {activity.id}: usually {usual[0]} minutes, planned {activity.minutes}")
        for scale in SCALES:
            mean = mean_of(one, scale)
            if mean is not None:
                click.echo(f"  {scale}: {mean[0]:.1f} of 5 ({mean[1]} answers)")
        left = ENOUGH - max(len(one.timed), len(one.judged))
        if left > 0:
            click.echo(f"  {count(left, 'workshop')} more before pages show anything")
