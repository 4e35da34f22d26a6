"""The days that reporting hangs on: months, results, the country's own cadence, and how long to keep.

People are counted and never named. Nothing here looks at a clock; how a day stands today is asked for with
the day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from courseware.registry.milestones import exits_by_day, uninformed_since
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import DONE, PeriodState
from courseware.reports.profile import Profile
from courseware.reports.time_words import day_text, month_text
from courseware.strings import Strings

__all__ = ["Deadline", "Standing", "deadline_text", "deadlines", "in_order", "standing", "within"]

Kind = Literal[
    "month",
    "quarter",
    "year",
    "final",
    "payment-requests",
    "start-and-end",
    "continuous",
    "immediate",
    "longer",
    "retention",
    "retention-unset",
    "information",
    "information-unset",
]
Standing = Literal["overdue", "open", "coming", "undated", "done", "passed"]
_ORDER: dict[Standing, int] = {"overdue": 0, "open": 1, "coming": 1, "undated": 2, "done": 3, "passed": 3}


class Deadline(NamedTuple):
    """One thing to be done, on a day or without one."""

    day: date | None
    """None where the day is not known, or comes with somebody's start or end."""
    kind: Kind
    subject: str
    """What it is about: a month, a quarter (2026-Q1), a year, a day of leaving, an edition."""
    project: str
    stamp: date
    """The day from which it is known: of the matter, never the clock's."""
    opens: date | None = None
    people: int = 0
    state: str = ""
    """State of a month, as `courseware periods list` gives it."""
    version: int = 0
    code: str = ""
    """The profile that it comes from."""


def deadlines(
    tx: Transaction, project: Project, profile: Profile | None, states: Iterable[PeriodState] = ()
) -> list[Deadline]:
    """Gives everything that has a day in a project, in order of the days, what has none last.

    Args:
        tx: A reading transaction.
        project: The project with its rules.
        profile: Whose cadence is listed beside the project's own.
        states: How the project's months stand; months that are not among them are listed without.
    """
    found: list[Deadline] = []
    if project.country == "SE" or (profile is not None and profile.value("cadence") == "monthly"):
        found += _months(project, {one.period: one for one in states})
    if profile is not None:
        found += _cadence(project, profile)
    found += _results(tx, project)
    found += _standing_duties(tx, project)
    return sorted(found, key=lambda one: (one.day or date.max, one.kind, one.subject))


def standing(one: Deadline, today: date) -> Standing:
    """Gives how a deadline stands on a day.

    Only of months, and of those who lack the information sheet, does the register know whether the thing
    was done; other days are past without being late.
    """
    if one.day is None:
        return "undated"
    if one.state in DONE:
        return "done"
    if one.day < today:
        return "overdue" if one.state or one.kind == "information" else "passed"
    return "open" if one.opens is not None and one.opens <= today else "coming"


def in_order(found: Iterable[Deadline], today: date) -> list[tuple[Standing, Deadline]]:
    """Gives deadlines with how they stand: what is late first, then what comes, and last what is past."""
    pairs = [(standing(one, today), one) for one in found]
    return sorted(pairs, key=lambda pair: (_ORDER[pair[0]], pair[1].day or date.max, pair[0] != "open"))


def within(
    found: Iterable[Deadline], first: ReportPeriod | None, last: ReportPeriod | None
) -> list[Deadline]:
    """Gives the deadlines whose day lies in the months from first to last, and those without a day."""
    return [
        one
        for one in found
        if one.day is None
        or ((first is None or first.first <= one.day) and (last is None or one.day <= last.last))
    ]


def deadline_text(one: Deadline, t: Strings) -> str:
    """Gives a deadline as a sentence, without its day."""
    key = f"admin.deadlines.kind.{one.kind}"
    if one.kind == "month" and one.opens is not None:
        month = month_text(ReportPeriod.parse(one.subject), t)
        opens = day_text(one.opens, t)
        return t(f"{key}.stale" if one.state == "stale" else key, month=month, opens=opens)
    if one.kind in ("immediate", "longer"):
        day = day_text(date.fromisoformat(one.subject), t)
        return t.count(key, one.people, day=day)
    if one.kind == "information":
        return t.count(key, one.people, version=one.subject)
    if one.kind == "quarter":
        year, number = one.subject.split("-Q")
        return t(key, year=year, number=number, code=one.code)
    return t(key, year=one.subject, code=one.code)


def _months(project: Project, states: dict[ReportPeriod, PeriodState]) -> Iterator[Deadline]:
    """The window of each month: the next month's first day, and four weeks (esf-reporting 1.1 S3, 1.7)."""
    for period in _periods(project):
        known = states.get(period)
        yield Deadline(
            day=period.due,
            kind="month",
            subject=str(period),
            project=project.id,
            stamp=period.opens,
            opens=period.opens,
            state=known.state if known else "",
            version=known.version if known else 0,
        )


def _periods(project: Project) -> Iterator[ReportPeriod]:
    period = ReportPeriod.parse(project.first_month)
    last = ReportPeriod(project.ends.year, project.ends.month)
    while period <= last:
        yield period
        period = ReportPeriod(period.opens.year, period.opens.month)


def _cadence(project: Project, profile: Profile) -> Iterator[Deadline]:
    """What the country's profile asks for beside the months (esf-reporting 6 and 6.1)."""
    cadence = profile.value("cadence")
    if cadence == "quarterly":
        for period in _quarter_ends(project):
            weeks = profile.weeks_in_june if period.month == 6 else profile.weeks
            subject = f"{period.year}-Q{period.month // 3}"
            due = period.last + timedelta(weeks=weeks)
            yield Deadline(due, "quarter", subject, project.id, period.opens, period.opens, code=profile.code)
    elif cadence == "yearly":
        month, day = map(int, profile.month_day.split("-"))
        for year in range(project.starts.year, project.ends.year + 1):
            opens = date(year + 1, 1, 1)
            due = date(year + 1, month, day)
            yield Deadline(due, "year", str(year), project.id, opens, opens, code=profile.code)
        yield Deadline(None, "final", "", project.id, project.ends, code=profile.code)
    elif cadence in ("payment-requests", "start-and-end", "continuous"):
        kind: Kind = cadence  # type: ignore[assignment]
        yield Deadline(None, kind, "", project.id, project.starts, code=profile.code)


def _quarter_ends(project: Project) -> Iterator[ReportPeriod]:
    first, last = project.starts, project.ends
    for year in range(first.year, last.year + 1):
        for month in (3, 6, 9, 12):
            period = ReportPeriod(year, month)
            if period.last >= first and date(year, month - 2, 1) <= last:
                yield period


def _results(tx: Transaction, project: Project) -> Iterator[Deadline]:
    """Immediate results within four weeks after the exit, the situation after six months (R6)."""
    for text, people in exits_by_day(tx, project.id, project.ends.isoformat()).items():
        day = date.fromisoformat(text)
        yield Deadline(day + timedelta(weeks=4), "immediate", text, project.id, day, people=people)
        yield Deadline(_months_later(day, 6), "longer", text, project.id, day, people=people)


def _months_later(day: date, months: int) -> date:
    """Gives the same day some months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _standing_duties(tx: Transaction, project: Project) -> Iterator[Deadline]:
    """How long to keep the evidence (esf-reporting 4.1), and who lacks the information sheet (G7)."""
    if project.retain_until is None:
        yield Deadline(None, "retention-unset", "", project.id, project.ends)
    else:
        yield Deadline(project.retain_until, "retention", "", project.id, project.ends)
    version = project.information_version
    if version is None:
        yield Deadline(None, "information-unset", "", project.id, project.starts)
        return
    lacking: Sequence[str] = uninformed_since(tx, project.id, version)
    if lacking:
        first = date.fromisoformat(lacking[0])
        yield Deadline(first, "information", version, project.id, first, people=len(lacking))
