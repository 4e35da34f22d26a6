"""What to do next: at most ten steps, the most urgent first, each with the command that does it.

Derived from the figures alone, so a step never tells more than the page does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from courseware.reports.dashboard_data import Count, Dashboard, MonthFigures
from courseware.reports.period import ReportPeriod

__all__ = ["MOST", "PRESSING", "Step", "Urgency", "next_steps"]

MOST = 10
"""Steps that are shown; more at a time nobody takes."""
PRESSING = 7
"""Days before a month's last day from which it is pressing."""
NEAR_END = 180
"""Days before the project's end from which plans that are not in place are worth a step of their own."""

Urgency = Literal["now", "next", "later"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; its text is the string `admin.dashboard.step.<kind>`."""

    kind: str
    urgency: Urgency
    command: str
    """What to type."""
    periods: tuple[ReportPeriod, ...] = ()
    count: Count = 0
    """How many it is about; None where the number is kept back."""
    names: tuple[str, ...] = ()
    """Settings or modules."""
    due: date | None = None
    """The last day for it, where there is one."""


def next_steps(figures: Dashboard) -> list[Step]:
    """Gives the steps, the most urgent first; those equally urgent in the order in which to take them."""
    return sorted(_steps(figures), key=lambda step: URGENCIES.index(step.urgency))[:MOST]


def _steps(figures: Dashboard) -> Iterator[Step]:
    project = figures.project
    end = f" --project {project.id}"
    if figures.participants == 0:
        yield Step("people", "now", f"courseware participants import deltagare.xlsx{end} --dry-run")
    for setting in figures.blocked:
        yield Step("setting", "now", "courseware project list", names=(setting,))
    waiting = figures.waiting
    if waiting:
        first, *rest = waiting
        yield from _month(first, figures, end)
        latest = rest[-1] if rest else None
        if latest is not None:
            yield from _gaps(latest, figures, end)
        if rest:
            kinds = {one.state == "stale" for one in rest}
            kind = "then" if len(kinds) == 2 else "then-again" if kinds == {True} else "then-export"
            urgency: Urgency = "now" if any(one.days_left(figures.day) < 0 for one in rest) else "later"
            periods = tuple(one.period for one in rest)
            yield Step(kind, urgency, f"courseware periods list{end}", periods)
    later = tuple(name for name in project.unanswered if name not in figures.blocked)
    lacking = sum(item.plan is None or item.plan.state != "in-place" for item in figures.organisations)
    plans = Step("plans", "later", f"courseware plans list{end}", count=lacking)
    near = (project.ends - figures.day).days <= NEAR_END
    if lacking and near:
        yield Step("plans", "next", plans.command, count=lacking, due=project.ends)
    if later:
        yield Step("settings", "later", "courseware project list", count=len(later), names=later)
    if lacking and not near:
        yield plans


def _month(one: MonthFigures, figures: Dashboard, end: str) -> Iterator[Step]:
    """Gives what has to be done with the first month that waits."""
    period, day = one.period, figures.day
    urgency: Urgency = "now" if one.state == "stale" or one.days_left(day) <= PRESSING else "next"
    if one.state == "stale":
        kind = "export-again" if one.changed else "send-again"
        command = f"courseware report month {period}" if one.changed else f"courseware periods sent {period}"
        yield Step(kind, "now", command + end, (period,))
    elif one.state == "exported" and not one.changed:
        yield Step("send", urgency, f"courseware periods sent {period}{end}", (period,), due=period.due)
    else:
        yield from _gaps(one, figures, end)
        kind = "export-changed" if one.state == "exported" else "export"
        yield Step(kind, urgency, f"courseware report month {period}{end}", (period,), due=period.due)


def _gaps(one: MonthFigures, figures: Dashboard, end: str) -> Iterator[Step]:
    """Gives what a month lacks before it is complete."""
    settled, period = one.settled, one.period
    if settled is None or one.state == "stale":
        return
    urgency: Urgency = "now" if one.days_left(figures.day) <= PRESSING else "next"
    todo = f"courseware report todo {period}{end} --out att-gora-{period}.html"
    remind = f"courseware attestations remind {period}{end} --out påminnelser-{period}.xlsx"
    where, due = (period,), period.due
    if settled.unattended:
        command = f"courseware sessions list{end} --month {period}"
        yield Step("unattended", urgency, command, where, settled.unattended, due=due)
    if settled.unexplained:
        command = f"courseware sessions reconcile{end} --month {period}"
        yield Step("unexplained", urgency, command, where, settled.unexplained, due=due)
    if settled.unlinked != 0:
        command = f"courseware completions list{end} --month {period}"
        yield Step("unlinked", urgency, command, where, settled.unlinked, due=due)
    if settled.unapproved:
        command = "courseware project list"
        yield Step("unapproved", urgency, command, where, len(settled.unapproved), settled.unapproved, due)
    for place in ("excluded", "differing", "pending"):
        count = settled.places[place]
        if count != 0:
            yield Step(place, urgency, remind if place == "pending" else todo, where, count, due=due)
