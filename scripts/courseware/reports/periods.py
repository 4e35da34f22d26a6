"""The months of a project and where each one stands: open, exported, sent, accepted, or stale.

Nothing here is a mark that somebody has to keep up: a month is stale because its content is no longer what
was sent, or because an earlier month was sent after it. Both are found out from the register each time, so
no correction can be forgotten (esf-reporting 1.1 S4 and S7, 1.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from courseware.errors import CoursewareError
from courseware.registry.attendance import attendance_rows
from courseware.registry.attestations import month_attestations
from courseware.registry.exports import Export, PeriodEvent, events_of, exports_of
from courseware.registry.people import PeopleByMonth, anybody_between
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.month import month_ledger
from courseware.reports.month_content import content_rows, is_version
from courseware.reports.period import ReportPeriod

__all__ = [
    "DONE",
    "Months",
    "PeriodState",
    "State",
    "period_states",
    "project_periods",
    "refuse_out_of_order",
    "sent_months",
    "stale_months",
    "standing_events",
]

State = Literal["running", "open", "exported", "sent", "accepted", "stale", "empty"]
DONE: frozenset[State] = frozenset({"sent", "accepted", "empty"})
"""States after which the next month may be exported (S4)."""


@dataclass(frozen=True, slots=True)
class PeriodState:
    """Where one month stands."""

    period: ReportPeriod
    state: State
    version: int = 0
    """The latest exported version; 0 where there is none."""
    sent_version: int = 0
    sent_on: str = ""
    entries: int = 0
    """People in the latest version."""
    reported: int = 0
    """Minutes in the latest version."""
    changed: bool = False
    """Whether the content is another than that of the version that counts: sent, or else exported."""

    @property
    def due(self) -> date:
        """The last day for sending it."""
        return self.period.due


def period_states(tx: Transaction, project: Project, today: date) -> list[PeriodState]:
    """Gives every month of the project that has begun, in order, and those sent before its first period.

    Args:
        tx: A transaction.
        project: The project with its rules.
        today: The day that decides which months are over.

    Raises:
        CoursewareError: The project lacks a rule that a month needs; says whom to ask.
    """
    return Months(tx, project).states(today)


def _sent_before(tx: Transaction, project: Project) -> Iterator[ReportPeriod]:
    """Gives months that were sent from here, and are left out since by a later first period, in order.

    Who has the file of a month must get the corrected one, whatever is written in the project's file now.
    """
    if project.first_month > (begins := f"{project.starts:%Y-%m}"):
        for month in sorted(sent_months(tx, project.id)):
            if begins <= month < project.first_month:
                yield ReportPeriod.parse(month)


def sent_months(tx: Transaction, project: str) -> frozenset[str]:
    """Gives the months (2026-11) that were sent, whatever has changed since."""
    return frozenset(standing_events(tx, project))


def stale_months(tx: Transaction, project: Project) -> list[ReportPeriod]:
    """Gives the months that must be sent again, in the order in which to do it (S7)."""
    return Months(tx, project).stale()


def refuse_out_of_order(
    project: Project, states: Iterable[PeriodState], period: ReportPeriod, what: str
) -> None:
    """Makes sure that every earlier month is done (S4).

    Args:
        project: The project, which the message names in the command to begin with.
        states: Every month of it.
        period: The month that something is to be done with.
        what: The something, for the message: "exported".

    Raises:
        CoursewareError: Earlier months are not sent; names each, with the first thing to do.
    """
    waiting = [one for one in states if one.period < period and one.state not in DONE]
    if not waiting:
        return
    first = waiting[0]
    listed = ", ".join(f"{one.period} ({one.state})" for one in waiting[:12])
    more = f" and {len(waiting) - 12} more" if len(waiting) > 12 else ""
    command = "periods sent" if first.state == "exported" and not first.changed else "report month"
    raise CoursewareError(
        f"{period} cannot be {what} yet: months are reported in order, and {listed}{more} "
        f"{'is' if len(waiting) == 1 else 'are'} not sent. "
        f"Begin with: courseware {command} {first.period} --project {project.id}. "
        "Were those months reported from somewhere else? Then write first_period in the project's file. "
        "To look at a month without exporting it, add --preliminary to report month."
    )


class Months:
    """A project's months against what was exported and sent of them.

    Settling a month reads everybody's hours, so what was found is kept: whoever asks twice in one
    transaction asks the same object, and changes no hour in between.
    """

    def __init__(self, tx: Transaction, project: Project, people: PeopleByMonth | None = None) -> None:
        self.tx, self.project = tx, project
        self.people = people or PeopleByMonth(tx, project.id)
        self._tags: dict[str, str] = {}
        self._current: dict[tuple[ReportPeriod, int], bool] = {}
        """By month and version, whether the month still is what the version holds."""

    def states(self, today: date) -> list[PeriodState]:
        """Gives what `period_states` gives; what was exported and marked until now counts."""
        marks = _Marks(self.tx, self.project)
        periods = (*_sent_before(self.tx, self.project), *project_periods(self.project, today))
        return [self._state(marks, period, today) for period in periods]

    def stale(self) -> list[ReportPeriod]:
        """Gives the months that must be sent again, in the order in which to do it (S7)."""
        marks = _Marks(self.tx, self.project)
        periods = map(ReportPeriod.parse, sorted(marks.standing))
        return [one for one in periods if self._state(marks, one, date.max).state == "stale"]

    def is_current(self, period: ReportPeriod, version: Export) -> bool:
        """Says whether a month still is what a version of it holds."""
        key = (period, version.version)
        if key not in self._current:
            ledger = month_ledger(self.tx, self.project, period, self.people)
            self._current[key] = is_version(self.tx, version, content_rows(self.tx, ledger, self._tags))
        return self._current[key]

    def _state(self, marks: _Marks, period: ReportPeriod, today: date) -> PeriodState:
        month = str(period)
        versions = marks.exports.get(month)
        if not versions:
            return PeriodState(period, self._unexported(period, today))
        latest = versions[-1]
        standing = marks.standing.get(month, [])
        sent = next((event for event in reversed(standing) if event.event == "sent"), None)
        counts = latest if sent is None else next(v for v in versions if v.version == sent.version)
        changed = not self.is_current(period, counts)
        state: State = "exported"
        if sent is not None:
            # Later than an earlier month's sending, and that month is in order: otherwise sent again (S7).
            follows = marks.is_stale or sent.id < marks.latest_sent
            marks.latest_sent = max(marks.latest_sent, sent.id)
            state = "stale" if changed or follows else "sent"
            marks.is_stale |= state == "stale"
            if state == "sent" and standing[-1].event == "accepted":
                state = "accepted"
        return PeriodState(
            period,
            state,
            version=latest.version,
            sent_version=0 if sent is None else sent.version,
            sent_on="" if sent is None else sent.day,
            entries=latest.entries,
            reported=latest.reported,
            changed=changed,
        )

    def _unexported(self, period: ReportPeriod, today: date) -> State:
        if today < period.opens:
            return "running"
        first, last = period.first.isoformat(), period.last.isoformat()
        if anybody_between(self.tx, self.project.id, first, last) or self._holds_time(str(period)):
            return "open"
        return "empty" if self.project.need("empty_months") == "nothing" else "open"

    def _holds_time(self, month: str) -> bool:
        """Says whether a month without anybody has time all the same, as after a wrong date was written.

        Such a month is not passed over in silence: what was recorded or signed in it is a fault to mend.
        """
        project = self.project.id
        return attendance_rows(self.tx, project, month) > 0 or any(
            item.minutes for item in month_attestations(self.tx, project, month)
        )


class _Marks:
    """What was exported and marked by now, and what the months looked at so far mean for the next one."""

    def __init__(self, tx: Transaction, project: Project) -> None:
        self.exports: dict[str, list[Export]] = {}
        for export in exports_of(tx, project.id):
            self.exports.setdefault(export.month, []).append(export)
        self.standing = standing_events(tx, project.id)
        self.latest_sent = 0
        """Number of the latest sending."""
        self.is_stale = False


def project_periods(project: Project, today: date) -> Iterator[ReportPeriod]:
    """Gives the months of a project that have begun, in order, whatever became of them."""
    period = ReportPeriod.parse(project.first_month)
    last = ReportPeriod(project.ends.year, project.ends.month)
    while period <= last and period.first <= today:
        yield period
        period = ReportPeriod(period.opens.year, period.opens.month)


def standing_events(tx: Transaction, project: str) -> dict[str, list[PeriodEvent]]:
    """Gives the marks that were not taken back, in order, by month (2026-11); only months that have any."""
    found: dict[str, list[PeriodEvent]] = {}
    for event in events_of(tx, project):
        if event.event == "withdrawn":
            found[event.month].pop()
        else:
            found.setdefault(event.month, []).append(event)
    return {month: marks for month, marks in found.items() if marks}
