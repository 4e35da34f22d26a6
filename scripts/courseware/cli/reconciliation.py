"""`courseware sessions reconcile|explain`: head-count, sign-in list and check-ins against each other."""

from __future__ import annotations

import sys

import click

from courseware.cli.options import PROJECT, MonthType
from courseware.cli.stale import telling_stale
from courseware.cli.words import count
from courseware.registry.check_ins import Settlement, plan_settlement, settle
from courseware.registry.codes import written_codes
from courseware.registry.log import current_user
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.reconciliation import (
    REASONS,
    Difference,
    Explanation,
    Reconciled,
    Seen,
    explain,
    reconcile,
)
from courseware.registry.store import Store, open_store
from courseware.reports.period import ReportPeriod

__all__ = ["explain_command", "reconcile_command", "tell_settlement"]

_LISTED = "\b\nReasons:\n" + "\n".join(f"  {reason:20} {text}" for reason, text in REASONS.items())


@click.command("reconcile")
@click.argument("session", required=False, metavar="[SESSION]")
@PROJECT
@click.option("--month", metavar="YYYY-MM", type=MonthType(), help="Only sessions that begin in this month.")
@click.option("--explained", is_flag=True, help="Show what is explained too, and explanations that are past.")
@click.option("--dry-run", is_flag=True, help="Compare only; make no check-in into attendance.")
def reconcile_command(
    session: str | None, project_id: str, month: ReportPeriod | None, explained: bool, dry_run: bool
) -> None:
    """Compare head-count, sign-in list and check-ins; list each difference until it is explained.

    Only what was used at a session is compared. The list is what `attendance import` and `attendance add`
    took in; check-ins come from the facilitator's session file or a check-in list. Codes that were tied to
    their participant since then become attendance first. People are named by id. Ends with exit code 1
    while something is unexplained.

    \b
    Examples:
      courseware sessions reconcile --project demo --month 2026-11
      courseware sessions reconcile M07-1112 --project demo --explained
    """
    store, project = open_store(), load_project(project_id)
    with store.read() as tx:
        found = reconcile(tx, project.id, month=str(month) if month else None, session=session)
    _settle(store, project, found, dry_run)
    with store.read() as tx:
        codes = written_codes(tx, (code for one in found for code in one.seen.untied))
    click.echo("session\tdifference\tdetails\texplained\treference")
    for one in found:
        for difference, why in one.differences:
            if why is None or explained:
                details = _details(difference, one.seen, codes)
                click.echo("\t".join((one.session.name, difference.key, details, *_explained(why))))
        for why in one.past if explained else ():
            cells = (one.session.name, why.difference, "", f"past: {why.reason}", why.reference)
            click.echo("\t".join(cells))
    differences = sum(len(one.differences) for one in found)
    unexplained = sum(len(one.open) for one in found)
    click.echo(
        f"{count(len(found), 'session')}, {count(differences, 'difference')}, {unexplained} unexplained.",
        err=True,
    )
    if unexplained:
        click.echo(
            f"Say why: courseware sessions explain SESSION --project {project.id} --difference KEY "
            "--reason REASON. The reasons: courseware sessions explain --help",
            err=True,
        )
        sys.exit(1)


@click.command("explain", epilog=_LISTED)
@click.argument("session")
@PROJECT
@click.option("--difference", "key", required=True, metavar="KEY", help="As `sessions reconcile` lists it.")
@click.option(
    "--reason", required=True, type=click.Choice(list(REASONS)), metavar="REASON", help="Why; see below."
)
@click.option(
    "--reference", default="", metavar="TEXT", help="Where a note is kept; at most 100 characters, no names."
)
@click.option("--dry-run", is_flag=True, help="Try it, change nothing.")
def explain_command(
    session: str, project_id: str, key: str, reason: str, reference: str, dry_run: bool
) -> None:
    """Say why two sources of a session differ.

    The explanation holds for these figures or this person. Should they change, the difference is another
    one and needs an explanation of its own; the old one is kept as past.

    \b
    Examples:
      courseware sessions explain M07-1112 --project demo --difference head-count:12/list:11 \\
        --reason left-before-count
      courseware sessions explain M07-1112 --project demo --difference listed-not-checked-in:7 \\
        --reason other-see-reference --reference "Binder 3, sheet 12"
    """
    store, project = open_store(), load_project(project_id)
    with store.write(who=current_user(), why=f"difference explained: {reason}", trial=dry_run) as tx:
        is_new = explain(tx, project.id, session, key, reason, reference)
    if is_new:
        click.echo(f"{'Would be explained' if dry_run else 'Explained'}: {REASONS[reason]}.", err=True)
    else:
        click.echo("As before: that is the explanation already.", err=True)


def tell_settlement(plan: Settlement, dry_run: bool) -> None:
    """Says what check-ins gave, and what they could not give."""
    if plan.new:
        people = count(len({person for _, person in plan.new}), "participant")
        would = "would get" if dry_run else "got"
        click.echo(f"Check-ins: {people} {would} {plan.minutes} minutes of attendance.", err=True)
    for item in plan.unsettled:
        who = f"Session {item.session}: participant {item.person_id}"
        click.echo(f"{who} checked in and got no attendance: {item.cause}", err=True)
    if plan.waiting:
        waits = "waits for its participant" if plan.waiting == 1 else "wait for their participants"
        click.echo(f"{count(plan.waiting, 'code')} {waits}.", err=True)


def _settle(store: Store, project: Project, found: list[Reconciled], dry_run: bool) -> None:
    """Makes attendance of check-ins whose codes have got their participant since they were taken in."""
    sessions = [one.session for one in found]
    with store.read() as tx:
        plan = plan_settlement(tx, project, sessions)
    if plan.new:
        with (
            telling_stale(store, project),
            store.write(who=current_user(), why="codes tied after the session", trial=dry_run) as tx,
        ):
            plan = plan_settlement(tx, project, sessions)
            settle(tx, plan)
    tell_settlement(plan, dry_run)


def _details(difference: Difference, seen: Seen, codes: dict[tuple[int, int], str]) -> str:
    if difference.kind == "head-count-list":
        listed = count(len(seen.listed), "person", "people")
        return f"{seen.head_count} counted in the room, {listed} on the list"
    if difference.kind == "head-count-check-ins":
        shown = len(seen.checked_in) + len(seen.untied)
        return f"{seen.head_count} counted in the room, {shown} checked in"
    if difference.code is not None:
        return f"the code {codes[difference.code]} was shown and is nobody's yet"
    if difference.kind == "listed-not-checked-in":
        return f"participant {difference.person_id} is on the list and did not check in"
    return f"participant {difference.person_id} checked in and is not on the list"


def _explained(why: Explanation | None) -> tuple[str, str]:
    return (why.reason, why.reference) if why else ("", "")
