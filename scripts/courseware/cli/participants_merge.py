"""`courseware participants merge` and `suggest-merges`: two people found to be one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from courseware.cli.options import DRY_RUN, PROJECT, WHO, WHY, DateType
from courseware.cli.stale import telling_stale
from courseware.cli.words import TRIAL, count
from courseware.errors import CoursewareError
from courseware.registry.finding import require_participant
from courseware.registry.likeness import Likeness, suggest_merges
from courseware.registry.log import current_user
from courseware.registry.merge_plan import Merge, plan_merge
from courseware.registry.merging import merge_people
from courseware.registry.people import list_people
from courseware.registry.projects import load_project
from courseware.registry.spells import Spell
from courseware.registry.store import open_store

__all__ = ["merge", "suggest"]

_REASONS: dict[Likeness, str] = {
    "birth-date": "same name and birth date",
    "digit": "same name, one digit differs",
    "swapped": "same name, two digits have changed places",
    "century": "same name, only the century differs",
    "email": "same e-mail address",
}


@click.command("merge")
@click.argument("keep", metavar="KEEP", type=click.IntRange(min=1))
@click.argument("drop", metavar="DROP", type=click.IntRange(min=1))
@PROJECT
@click.option(
    "--number-until",
    type=DateType(),
    help="DROP's number was right until this day, as a samordningsnummer is: months before keep it.",
)
@WHY
@DRY_RUN
@click.option("--yes", is_flag=True, help="Do not ask.")
@WHO
def merge(
    keep: int,
    drop: int,
    project_id: str,
    number_until: date | None,
    why: str,
    dry_run: bool,
    yes: bool,
    who: str | None,
) -> None:
    """Make two participants one: everything of DROP becomes KEEP's. This cannot be undone.

    It concerns every project. KEEP's number holds; DROP's is kept as one that was wrong, and finds KEEP
    from now on. What differs (minutes at the same session, signatures for the same month) must be
    corrected first; everything that stands in the way is listed. Exported months stay as they were sent.

    \b
    Examples:
      courseware participants merge 3 8 --project demo --why "8 was mistyped" --dry-run
      courseware participants merge 3 8 --project demo --why "now registered" --number-until 2026-01-15
    """
    if keep == drop:
        raise click.UsageError("KEEP and DROP are the same participant.")
    project, store = load_project(project_id), open_store()
    with store.read() as tx:
        require_participant(tx, keep)
        require_participant(tx, drop, project.id)
        plan = plan_merge(tx, keep, drop)
    for line in _plan_lines(plan, number_until):
        click.echo(line)
    plan.refuse()
    if not dry_run and not yes and not click.confirm("This cannot be undone. Merge?", err=True):
        click.echo("Nothing was changed.", err=True)
        raise SystemExit(1)
    with telling_stale(store, project), store.write(who=who or current_user(), why=why, trial=dry_run) as tx:
        for person_id in (keep, drop):
            require_participant(tx, person_id)
        now = plan_merge(tx, keep, drop)
        if now != plan:
            raise CoursewareError("Somebody changed one of the two meanwhile. Look at it again and repeat.")
        merge_people(tx, now, number_until=number_until.isoformat() if number_until else None)
    others = sorted({part.project for part in plan.parts} - {project.id})
    for other in others:
        click.echo(f"Look at {other}'s months too: courseware periods list --project {other}", err=True)
    click.echo(TRIAL if dry_run else f"Participant {drop} is {keep} from now on.", err=True)


def _plan_lines(plan: Merge, number_until: date | None) -> Iterator[str]:
    yield f"Participant {plan.drop} would become {plan.keep}:"
    for part in plan.parts:
        employer = "(protected)" if plan.is_protected else part.organisation
        fate = "moves" if part.into is None else f"is joined with {plan.keep}'s"
        yield f"  part in {part.project} through {employer} {fate}: {'; '.join(map(_stay, part.stays))}"
    for what, number in plan.rows:
        yield f"  {what} that move: {number}"
    for what, number in plan.doubles:
        yield f"  {what}, the same for both and kept once: {number}"
    use = f"used for months until {number_until}" if number_until else "used in no month"
    yield f"  the number of {plan.drop}: a former number of {plan.keep}, {use}"
    if plan.takes_email:
        yield f"  the e-mail address: {plan.keep} has none and gets it"
    if plan.becomes_protected:
        yield f"  protected identity: {plan.keep} gets it; name and e-mail are forgotten"


def _stay(stay: Spell) -> str:
    return f"{stay.started} to {stay.ended or 'now'}"


@click.command("suggest-merges")
@PROJECT
def suggest(project_id: str) -> None:
    """List participants who may be one person, tab between: id, id, why. Nothing is merged.

    Only people whose numbers differ: with the same name and birth date (a samordningsnummer and a
    personnummer), with the same name and numbers that differ by a typing mistake, or with the same e-mail
    address. Look at both: courseware participants show. That names were compared is logged.

    \b
    Example:
      courseware participants suggest-merges --project demo
    """
    project, store = load_project(project_id), open_store()
    store.note_access(current_user(), "suggest-merges", f"project:{project.id}")
    with store.read() as tx:
        found = suggest_merges(list_people(tx, project.id))
    for one in found:
        reasons = "; ".join(_REASONS[reason] for reason in one.reasons)
        click.echo(f"{one.person_id}\t{one.other_id}\t{reasons}")
    click.echo(f"{count(len(found), 'pair')} to look at.", err=True)
