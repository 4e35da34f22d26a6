"""`courseware periods`: where each month stands, and what has to be sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from courseware.cli.options import MONTH, PROJECT, WHY, DateType
from courseware.cli.stale import tell_stale
from courseware.registry.log import current_user
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import WriteTransaction, open_store
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import Months, PeriodState
from courseware.reports.sending import accept_month, changes_since_sent, send_month, withdraw_month

__all__ = ["command"]


@click.group("periods")
def command() -> None:
    """Months: open, exported, sent, accepted; and stale, when something sent has changed since.

    \b
    Examples:
      courseware periods list --project demo
      courseware periods sent 2026-11 --project demo --day 2026-12-10 --reference "diary 2026/17"
    """


DAY = click.option(
    "--day", "--date", "day", type=DateType(), help="The day on which it happened. Default: today."
)
REFERENCE = click.option("--reference", default="", help="Where the receipt is kept, such as a diary number.")


@command.command("list")
@PROJECT
def list_(project_id: str) -> None:
    """List every month with its state, tab between: month, state, version, people, hours, sent, due, to do.

    A month is stale when its content is no longer what was sent, or when an earlier month was sent after
    it: then it has to be sent again, in order.

    \b
    Example:
      courseware periods list --project demo
    """
    project = load_project(project_id)
    today = project.today()
    with open_store().read() as tx:
        months = Months(tx, project)
        states, stale = months.states(today), months.stale()
    click.echo("month\tstate\tversion\tpeople\thours\tsent\tdue\tto do")
    first = True
    for one in states:
        todo = _to_do(one, today, first)
        first &= not todo
        cells = (str(one.period), one.state, str(one.version or ""), str(one.entries or ""))
        hours = f"{one.reported / 60:g}" if one.version else ""
        click.echo("\t".join((*cells, hours, one.sent_on, one.due.isoformat(), todo)))
    if not states:
        click.echo(f"The project {project.id} begins on {project.starts}.", err=True)
    tell_stale(project, stale)


def _to_do(one: PeriodState, today: date, is_next: bool) -> str:
    """Gives what has to be done with a month; only the first one that waits can be done now."""
    if one.state in {"sent", "accepted", "empty", "running"}:
        return ""
    late = f" ({(today - one.due).days} days late)" if today > one.due else ""
    if one.state == "stale":
        what = "export and send again" if one.changed else "send again"
    elif one.state == "exported":
        what = "export again: changed since" if one.changed else "send, then: periods sent"
    else:
        what = "export: report month"
    return f"{what}{late}" if is_next else f"later: {what}{late}"


@command.command("sent")
@MONTH
@PROJECT
@DAY
@REFERENCE
def sent(period: ReportPeriod, project_id: str, day: date | None, reference: str) -> None:
    """Note that a month's file was sent: the latest exported version, after every earlier month.

    \b
    Example:
      courseware periods sent 2026-11 --project demo --day 2026-12-10 --reference "diary 2026/17"
    """

    def change(tx: WriteTransaction, months: Months, project: Project, today: date) -> str:
        state = send_month(tx, project, period, today, day=day or today, reference=reference, months=months)
        return f"{period} version {state.version} is noted as sent on {state.sent_on}."

    _mark(project_id, f"{period} sent", change)


@command.command("accepted")
@MONTH
@PROJECT
@DAY
@REFERENCE
def accepted(period: ReportPeriod, project_id: str, day: date | None, reference: str) -> None:
    """Note that the receiver has accepted a month.

    \b
    Example:
      courseware periods accepted 2026-11 --project demo --reference "mail of 12 December"
    """

    def change(tx: WriteTransaction, months: Months, project: Project, today: date) -> str:
        accept_month(tx, project, period, today, day=day or today, reference=reference, months=months)
        return f"{period} is noted as accepted."

    _mark(project_id, f"{period} accepted", change)


@command.command("withdraw")
@MONTH
@PROJECT
@WHY
def withdraw(period: ReportPeriod, project_id: str, why: str) -> None:
    """Take back a month's latest mark (sent or accepted) that was set by mistake; the log keeps both.

    \b
    Example:
      courseware periods withdraw 2026-11 --project demo --why "marked the wrong month"
    """

    def change(tx: WriteTransaction, months: Months, project: Project, today: date) -> str:
        mark = withdraw_month(tx, project, period, today, reference=why)
        return f"{period} is no longer marked as {mark}."

    _mark(project_id, why, change)


@command.command("changes")
@MONTH
@PROJECT
def changes(period: ReportPeriod, project_id: str) -> None:
    """Show what a month has become since it was sent (or else exported), tab between, people by id.

    \b
    Example:
      courseware periods changes 2026-10 --project demo
    """
    project = load_project(project_id)
    with open_store().read() as tx:
        found = changes_since_sent(tx, project, period)
    click.echo("participant\twhat\tbefore\tnow")
    for change in found:
        who = str(change.person_id)
        if change.before is None or change.after is None:
            gone = change.after is None
            row = change.before or change.after
            hours = f"{row.reported / 60:g} h" if row else ""
            click.echo("\t".join((who, "row", hours if gone else "", "" if gone else hours)))
            continue
        if change.number_changed:
            click.echo("\t".join((who, "number", "(another)", "(new)")))
        for what, old, new in (
            ("start", change.before.started, change.after.started),
            ("end", change.before.ended, change.after.ended),
            ("hours", f"{change.before.reported / 60:g}", f"{change.after.reported / 60:g}"),
        ):
            if old != new:
                click.echo("\t".join((who, what, old, new)))
    count = len(found)
    click.echo(f"{count} {'person' if count == 1 else 'people'} changed in {period}.", err=True)


def _mark(
    project_id: str, why: str, change: Callable[[WriteTransaction, Months, Project, date], str]
) -> None:
    project = load_project(project_id)
    today = project.today()
    with open_store().write(who=current_user(), why=why) as tx:
        months = Months(tx, project)
        told = change(tx, months, project, today)
        stale = months.stale()
    click.echo(told, err=True)
    tell_stale(project, stale)
