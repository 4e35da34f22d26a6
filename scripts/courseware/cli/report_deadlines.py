"""`courseware report deadlines`: what is due when, as a table or as a file for any calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, PROJECT, DateType, MonthType, OutFile
from courseware.errors import CoursewareError
from courseware.packaging.files import write_private
from courseware.registry.project import Project, Unanswered
from courseware.registry.projects import load_project
from courseware.registry.store import Transaction, open_store
from courseware.reports.deadlines import deadline_text, deadlines, in_order, within
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import PeriodState, period_states
from courseware.reports.profile import Profile
from courseware.reports.profile_file import list_profiles, load_profile
from courseware.strings import strings_of

__all__ = ["report_deadlines"]


@click.command("deadlines")
@PROJECT
@click.option("--profile", "code", metavar="CODE", help="Whose cadence. Default: the project's country's.")
@click.option("--from", "first", type=MonthType(), help="Only what is due from this month on.")
@click.option("--to", "last", type=MonthType(), help="Only what is due until this month, that included.")
@click.option("--today", type=DateType(), help="The day to judge by. Default: today.")
@click.option("--out", type=OutFile(".ics"), help="Write a calendar file (.ics) instead.")
@LANGUAGE
@FORCE
@click.pass_obj
def report_deadlines(
    root: Path,
    project_id: str,
    code: str | None,
    first: ReportPeriod | None,
    last: ReportPeriod | None,
    today: date | None,
    out: Path | None,
    language: str,
    force: bool,
) -> None:
    """List what is due when: late things first, then what comes, then what has no date, then what is past.

    Each month's window, results four weeks and six months after people leave, how long to keep the
    evidence, who lacks the information sheet, and the country's own cadence. People are counted, never
    named. A calendar file that is imported again replaces its events.

    \b
    Examples:
      courseware report deadlines --project demo
      courseware report deadlines --project demo --from 2026-11 --to 2027-03
      courseware report deadlines --project demo --out datum.ics
    """
    project, t = load_project(project_id), strings_of(root, language)
    today = today or project.today()
    with open_store().read() as tx:
        states = _states(tx, project, today)
        found = within(deadlines(tx, project, _profile(project, code), states), first, last)
    if out is not None:
        from courseware.reports.deadline_calendar import deadline_calendar  # Loads slowly, for few.

        write_private(out, deadline_calendar(project, found, t), replace=force)
        click.echo(str(out))
        return
    rows = [
        (
            one.day.isoformat() if one.day else "",
            t(f"admin.deadlines.state.{state}"),
            deadline_text(one, t),
        )
        for state, one in in_order(found, today)
    ]
    head = (t("admin.deadlines.day"), t("admin.deadlines.state"), t("admin.deadlines.what"))
    width = max(len(row[1]) for row in (head, *rows))
    click.echo(t("admin.deadlines.title", project=project.title))
    for day, state, what in (head, *rows):
        click.echo(f"{day:10}  {state:{width}}  {what}")


def _states(tx: Transaction, project: Project, today: date) -> list[PeriodState]:
    """Gives how the months stand; none where a rule is missing, which is said and is no failure."""
    if project.country != "SE":
        return []
    try:
        return period_states(tx, project, today)
    except Unanswered as error:
        click.echo(f"Without the months' states: {error}", err=True)
    except CoursewareError as error:
        click.echo(f"Without the months' states, because they cannot be settled yet:\n{error}", err=True)
    return []


def _profile(project: Project, code: str | None) -> Profile | None:
    """Gives the profile that is asked for, else the country's; none for a country that has none."""
    if code is not None:
        return load_profile(code)
    if project.country.lower() not in list_profiles():
        click.echo(f"There is no profile of {project.country}, so its own cadence is not listed.", err=True)
        return None
    return load_profile(project.country)
