"""`courseware plans`: which organisation has an implementation plan, and how far it has come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from courseware.cli.options import DRY_RUN, PROJECT, SHEET, WHY_FILE, WHY_OPTIONAL, DateType
from courseware.cli.unread import tell_unread
from courseware.intake.plans import PlanChanges, one_plan, put_plan_list, read_plans
from courseware.registry.log import current_user
from courseware.registry.plans import STATES, plans_of
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["command"]

correct_option = click.option(
    "--correct", is_flag=True, help="Let a state replace one of a later day; needs --why."
)


@click.group("plans")
def command() -> None:
    """Implementation plans: every organisation's system for early detection and intervention.

    \b
    Examples:
      courseware plans import planer.xlsx --project demo --dry-run
      courseware plans list --project demo
    """


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@SHEET
@correct_option
@WHY_FILE
@DRY_RUN
def import_(file: Path, project_id: str, sheet: str | None, correct: bool, why: str, dry_run: bool) -> None:
    """Take in a list of plans: CSV, .xlsx or .ods; all of it, or nothing.

    Columns: Huvudman (as in the register), Läge (utkast, beslutad, på plats), Datum (since when), Referens
    (where the decision is kept; a draft may have none). A state of a later day replaces an earlier one;
    importing the list again changes nothing.

    \b
    Examples:
      courseware plans import planer.xlsx --project demo --dry-run
      courseware plans import rättad.csv --project demo --correct --why "wrong date was typed"
    """
    _refuse_silent(correct, why)
    project = load_project(project_id)
    changes = put_plan_list(
        open_store(),
        project,
        read_plans(file, sheet=sheet),
        today=project.today(),
        who=current_user(),
        why=why or file.name,
        correct=correct,
        dry_run=dry_run,
    )
    tell_unread(changes.unread)
    _tell(changes, dry_run)


@command.command("set")
@PROJECT
@click.option("--organisation", required=True, help="The organisation, as in the register.")
@click.option("--state", required=True, type=click.Choice(STATES), help="How far the plan has come.")
@click.option("--day", "--date", "day", required=True, type=DateType(), help="Since when, as in 2026-11-30.")
@click.option("--reference", default="", help="Where the decision is kept; a draft may have none.")
@correct_option
@WHY_OPTIONAL
@DRY_RUN
def set_(
    project_id: str,
    organisation: str,
    state: str,
    day: date,
    reference: str,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Note how far one organisation's plan has come.

    \b
    Example:
      courseware plans set --project demo --organisation "Alnhärads kommun" --state in-place \\
        --day 2026-11-30 --reference "KS 2026/123"
    """
    _refuse_silent(correct, why)
    project = load_project(project_id)
    cells = {"organisation": organisation, "state": state, "day": day.isoformat(), "reference": reference}
    changes = put_plan_list(
        open_store(),
        project,
        one_plan(cells),
        today=project.today(),
        who=current_user(),
        why=why or "plan entered",
        correct=correct,
        dry_run=dry_run,
    )
    _tell(changes, dry_run)


@command.command("list")
@PROJECT
def list_(project_id: str) -> None:
    """Show every organisation's plan as tab-separated text, those without one too.

    \b
    Example:
      courseware plans list --project demo
    """
    project = load_project(project_id)
    with open_store().read() as tx:
        found = plans_of(tx, project.id)
    click.echo("organisation\tstate\tsince\treference")
    for item in found:
        click.echo("\t".join((item.organisation, *(item.plan or ("none", "", "")))))
    in_place = sum(item.plan is not None and item.plan.state == "in-place" for item in found)
    click.echo(f"{in_place} of {len(found)} organisations have a plan in place.", err=True)


def _refuse_silent(correct: bool, why: str) -> None:
    if correct and not why:
        raise click.UsageError("--correct changes what the register says: give the reason with --why.")


def _tell(changes: PlanChanges, dry_run: bool) -> None:
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.changed} changed, "
        f"{changes.unchanged} as before; {changes.in_place} of {changes.organisations} organisations "
        "have a plan in place.",
        err=True,
    )
