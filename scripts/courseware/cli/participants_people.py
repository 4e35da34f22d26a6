"""`courseware participants renumber|leave|return|protect|unprotect`: one participant at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from courseware.cli.options import DRY_RUN, PERSON, PROJECT, WHO, WHY, DateType
from courseware.cli.prompts import ask_for_number
from courseware.cli.stale import telling_stale
from courseware.cli.words import TRIAL
from courseware.errors import CoursewareError
from courseware.registry.exports import person_exports
from courseware.registry.finding import projects_of, require_participant
from courseware.registry.identity import IdentityError, parse_identity_number
from courseware.registry.leaving import leave_project, parts_of_person, return_to_project
from courseware.registry.log import current_user
from courseware.registry.numbers import renumber as change_number
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.protection import protect_person, unprotect_person
from courseware.registry.store import WriteTransaction, open_store

__all__ = ["leave", "protect", "renumber", "return_", "unprotect"]


@click.command("renumber")
@PERSON
@PROJECT
@click.option("--from", "from_day", type=DateType(), help="The day from which the new number holds.")
@click.option("--wrong", is_flag=True, help="The old number was never right: all months get the new one.")
@click.option("--why", default="participants renumber", help="Reason, kept in the change log.")
@DRY_RUN
@WHO
def renumber(
    person_id: int,
    project_id: str,
    from_day: date | None,
    wrong: bool,
    why: str,
    dry_run: bool,
    who: str | None,
) -> None:
    """Give a participant another number: asked for, or read from standard input, never an argument.

    With --from, months before that day's keep the old number and the others get the new one, as when a
    personnummer replaces a samordningsnummer. The old number still finds the participant.

    \b
    Examples:
      courseware participants renumber 12 --project demo --from 2026-01-15
      courseware participants renumber 12 --project demo --wrong --why "two digits had changed places"
    """
    if wrong is (from_day is not None):
        raise click.UsageError("Say from when the number holds (--from 2026-01-15), or --wrong.")
    project, store = load_project(project_id), open_store()
    if from_day is not None:
        _refuse_outside(project, from_day)
    with store.read() as tx:
        require_participant(tx, person_id, project.id)
        parts = parts_of_person(tx, project.id, person_id)
        exported = [export.month for export, _ in person_exports(tx, project.id, person_id)]
    started = min(part.stays[0].started for part in parts)
    try:
        number = parse_identity_number(
            ask_for_number(), started=date.fromisoformat(started), ages=project.age_at_start
        )
    except IdentityError as error:
        raise CoursewareError(f"The number {error}") from None
    first = f"{from_day:%Y-%m}" if from_day else started[:7]
    with telling_stale(store, project), store.write(who=who or current_user(), why=why, trial=dry_run) as tx:
        change_number(tx, person_id, number.digits, from_day=from_day.isoformat() if from_day else None)
    would = "would get" if dry_run else "gets"
    click.echo(
        f"Participant {person_id} {would} the number {number.masked} in {first} and all later months.",
        err=True,
    )
    months = sorted({month for month in exported if month >= first})
    if months:
        click.echo(f"Exported with the old number: {', '.join(months)}.", err=True)
    if dry_run:
        click.echo(TRIAL, err=True)


@click.command("leave")
@PERSON
@PROJECT
@click.option("--date", "--day", "day", required=True, type=DateType(), help="The last day.")
@click.option("--organisation", default="", help="Only through this organisation. Default: all of them.")
@click.option("--why", default="participants leave", help="Reason, kept in the change log.")
@DRY_RUN
@WHO
def leave(
    person_id: int, project_id: str, day: date, organisation: str, why: str, dry_run: bool, who: str | None
) -> None:
    """Note that a participant has left the project.

    \b
    Example:
      courseware participants leave 12 --project demo --date 2026-11-20
    """

    def change(tx: WriteTransaction, project: Project) -> str:
        require_participant(tx, person_id, project.id)
        left = leave_project(tx, project.id, person_id, day.isoformat(), organisation)
        through = f", through {len(left)} organisations" if len(left) > 1 else ""
        return f"Participant {person_id} took part until {day}{through}."

    _change(project_id, change, day, why=why, who=who, dry_run=dry_run)


@click.command("return")
@PERSON
@PROJECT
@click.option("--date", "--day", "day", required=True, type=DateType(), help="The first day of the new stay.")
@click.option("--organisation", default="", help="Through which one, where there are several.")
@click.option("--why", default="participants return", help="Reason, kept in the change log.")
@DRY_RUN
@WHO
def return_(
    person_id: int, project_id: str, day: date, organisation: str, why: str, dry_run: bool, who: str | None
) -> None:
    """Note that a participant who had left has come back: still one participant, with the first start kept.

    \b
    Example:
      courseware participants return 12 --project demo --date 2027-02-01
    """

    def change(tx: WriteTransaction, project: Project) -> str:
        require_participant(tx, person_id, project.id)
        return_to_project(tx, project.id, person_id, day.isoformat(), organisation)
        return f"Participant {person_id} takes part again from {day}."

    _change(project_id, change, day, why=why, who=who, dry_run=dry_run)


def _change(
    project_id: str,
    change: Callable[[WriteTransaction, Project], str],
    day: date,
    *,
    why: str,
    who: str | None,
    dry_run: bool,
) -> None:
    project, store = load_project(project_id), open_store()
    _refuse_outside(project, day)
    with telling_stale(store, project), store.write(who=who or current_user(), why=why, trial=dry_run) as tx:
        told = change(tx, project)
    click.echo(told, err=True)
    if dry_run:
        click.echo(TRIAL, err=True)


def _refuse_outside(project: Project, day: date) -> None:
    if not project.starts <= day <= project.ends:
        raise CoursewareError(
            f"{day} is outside the project {project.id}, {project.starts} to {project.ends}. Check the year."
        )


@click.command("protect")
@PERSON
@WHY
@WHO
def protect(person_id: int, why: str, who: str | None) -> None:
    """Mark a participant as having protected identity; name and e-mail address are forgotten.

    From then on no list, sheet or report names the participant or the workplace. Files made before
    are not changed: look for them yourself.

    \b
    Example:
      courseware participants protect 12 --why "told by the school on 3 March"
    """
    with open_store().write(who=who or current_user(), why=why) as tx:
        require_participant(tx, person_id)
        protect_person(tx, person_id)
        projects = projects_of(tx, person_id)
    click.echo(
        f"Participant {person_id} has protected identity; name and e-mail address are forgotten.", err=True
    )
    click.echo("Files, sheets and mails made before may still name the participant.", err=True)
    _point_at_periods(projects)


@click.command("unprotect")
@PERSON
@WHY
@WHO
def unprotect(person_id: int, why: str, who: str | None) -> None:
    """Take the mark of protected identity away. The name is not kept: import a list that has it.

    \b
    Example:
      courseware participants unprotect 12 --why "the protection ended on 1 June"
    """
    with open_store().write(who=who or current_user(), why=why) as tx:
        require_participant(tx, person_id)
        unprotect_person(tx, person_id)
        projects = projects_of(tx, person_id)
    click.echo(
        f"Participant {person_id} has no protected identity any more. Give the name: "
        "courseware participants import LIST --project ID --update",
        err=True,
    )
    _point_at_periods(projects)


def _point_at_periods(projects: list[str]) -> None:
    for project_id in projects:
        click.echo(
            f"The number is reported in another way now: courseware periods list --project {project_id}",
            err=True,
        )
