"""The months of a project and where each one stands: open, exported, sent, accepted, or stale.

Nothing here is a mark that somebody has to keep up: a month is stale because its content is no longer what
was sent, or because an earlier month was sent after it. Both are found out from the register each time, so
no correction can be forgotten (esf-reporting 1.1 S4 and S7, 1.7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from courseware.errors import CoursewareError
from courseware.registry.exports import (
    Export,
    ExportEntry,
    PeriodEvent,
    add_event,
    add_export,
    events_of,
    export_entries,
    exports_of,
    number_tag,
)
from courseware.registry.people import anybody_between
from courseware.registry.project import Project
from courseware.registry.store import Transaction, WriteTransaction
from courseware.reports.ledger import Ledger
from courseware.reports.month import month_ledger
from courseware.reports.period import ReportPeriod

__all__ = [
    "EntryChange",
    "PeriodState",
    "State",
    "accept_month",
    "changes_since_sent",
    "export_month",
    "period_states",
    "refuse_out_of_order",
    "send_month",
    "stale_months",
    "withdraw_month",
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
    accepted_on: str = ""
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


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One person whose row is another than the one that was sent."""

    person_id: int
    before: ExportEntry | None
    """None for somebody who was not in the month that was sent."""
    after: ExportEntry | None
    """None for somebody who is no longer in it."""
    number_changed: bool = False


def period_states(tx: Transaction, project: Project, today: date) -> list[PeriodState]:
    """Gives every month of the project that has begun, in order.

    Args:
        tx: A transaction.
        project: The project with its rules.
        today: The day that decides which months are over.

    Raises:
        CoursewareError: The project lacks a rule that a month needs; says whom to ask.
    """
    months = _Months(tx, project)
    return [months.state(period, today) for period in _periods(project, today)]


def stale_months(states: Iterable[PeriodState]) -> list[ReportPeriod]:
    """Gives the months that must be sent again, in the order in which to do it (S7)."""
    return [one.period for one in states if one.state == "stale"]


def refuse_out_of_order(states: Iterable[PeriodState], period: ReportPeriod, what: str) -> None:
    """Makes sure that every earlier month is done (S4).

    Args:
        states: Every month of the project.
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
        f"{'is' if len(waiting) == 1 else 'are'} not sent. Begin with: courseware {command} {first.period}. "
        "Were those months reported from somewhere else? Then write first_period in the project's file. "
        "To look at a month without exporting it, add --preliminary to report month."
    )


def export_month(tx: WriteTransaction, project: Project, period: ReportPeriod, ledger: Ledger) -> Export:
    """Stores a month as it is now and gives its version; one that is unchanged keeps the version it has."""
    rows = _rows(tx, ledger)
    content = _content(rows)
    known = exports_of(tx, project.id, str(period))
    if known and (known[-1].content == content or _same(tx, known[-1], rows)):
        return known[-1]
    settings = {name: getattr(project, name) for name in SETTINGS}
    return add_export(tx, project.id, str(period), content, settings, rows)


def send_month(
    tx: WriteTransaction, project: Project, period: ReportPeriod, today: date, *, day: date, reference: str
) -> PeriodState:
    """Notes that a month's latest version was sent, and gives where the month then stands.

    Raises:
        CoursewareError: It was not exported, has changed since, an earlier month is not sent, or the day
            cannot be right.
    """
    states = {one.period: one for one in period_states(tx, project, today)}
    refuse_out_of_order(states.values(), period, "sent")
    found = _exported(states, period)
    if day < period.opens or day > today:
        raise CoursewareError(
            f"{day} cannot be the day on which {period} was sent: "
            f"the month's window opens on {period.opens}, and today is {today}."
        )
    versions = exports_of(tx, project.id, str(period))
    if not _is_current(tx, project, period, versions[-1]):
        raise CoursewareError(
            f"{period} has changed since version {found.version} was exported. "
            f"Export it again and send the new file: courseware report month {period}"
        )
    if found.state in {"sent", "accepted"}:
        raise CoursewareError(
            f"{period} was sent on {found.sent_on} already, and nothing has changed since. "
            "Was the mark a mistake? courseware periods withdraw"
        )
    add_event(tx, project.id, str(period), found.version, "sent", day.isoformat(), reference)
    return _Months(tx, project).state_among(period, today)


def accept_month(
    tx: WriteTransaction, project: Project, period: ReportPeriod, today: date, *, day: date, reference: str
) -> None:
    """Notes that the receiver has accepted a month as it was sent.

    Raises:
        CoursewareError: It was not sent, was accepted already, or has to be sent again.
    """
    states = {one.period: one for one in period_states(tx, project, today)}
    found = _exported(states, period)
    if found.state != "sent":
        way = {
            "exported": f"Note that it was sent first: courseware periods sent {period}",
            "stale": "It has to be sent again first; see courseware periods list",
            "accepted": "Nothing was changed.",
        }
        raise CoursewareError(
            f"{period} is {found.state}, so it cannot be marked as accepted. {way[found.state]}"
        )
    if not found.sent_on <= day.isoformat() <= today.isoformat():
        raise CoursewareError(
            f"{day} cannot be the day on which {period} was accepted: it was sent on {found.sent_on}, "
            f"and today is {today}."
        )
    add_event(tx, project.id, str(period), found.sent_version, "accepted", day.isoformat(), reference)


def withdraw_month(
    tx: WriteTransaction, project: Project, period: ReportPeriod, today: date, *, reference: str
) -> str:
    """Takes back a month's latest mark (sent or accepted), set by mistake, and gives which one it was.

    Raises:
        CoursewareError: There is none, or a later month was sent after it.
    """
    month = str(period)
    events = events_of(tx, project.id)
    standing = _standing(event for event in events if event.month == month)
    if not standing:
        raise CoursewareError(f"{period} has no mark to take back: it was never noted as sent.")
    last = standing[-1]
    months = sorted({event.month for event in events if event.month > month})
    later = [
        one
        for one in months
        if any(event.id > last.id for event in _standing(e for e in events if e.month == one))
    ]
    if last.event == "sent" and later:
        raise CoursewareError(
            f"{', '.join(later)} was marked after {period}. Take those marks back first, the latest first."
        )
    add_event(tx, project.id, month, last.version, "withdrawn", today.isoformat(), reference)
    return last.event


def changes_since_sent(tx: Transaction, project: Project, period: ReportPeriod) -> list[EntryChange]:
    """Gives the people whose rows are others than in the version that was sent, or else exported.

    Raises:
        CoursewareError: The month was never exported.
    """
    versions = {one.version: one for one in exports_of(tx, project.id, str(period))}
    if not versions:
        raise CoursewareError(f"{period} was never exported: courseware report month {period}")
    sent = [e for e in _standing(events_of(tx, project.id, str(period))) if e.event == "sent"]
    version = versions[sent[-1].version if sent else max(versions)]
    return _changes(tx, version, _rows(tx, month_ledger(tx, project, period)))


SETTINGS = (
    "rounding_policy",
    "zero_hour_months",
    "returning_participants",
    "self_study",
    "coordination_numbers",
    "protected_identity_female",
    "protected_identity_male",
    "max_hours_per_day",
)
"""Rules that decide a month's content, kept with every version."""


class _Months:
    """A project's months against what was exported and sent of them."""

    def __init__(self, tx: Transaction, project: Project) -> None:
        self.tx, self.project = tx, project
        self.exports: dict[str, list[Export]] = {}
        for export in exports_of(tx, project.id):
            self.exports.setdefault(export.month, []).append(export)
        self.events: dict[str, list[PeriodEvent]] = {}
        for event in events_of(tx, project.id):
            self.events.setdefault(event.month, []).append(event)
        self._latest_sent = 0
        """Number of the latest sending among the months seen so far."""
        self._stale = False

    def state_among(self, period: ReportPeriod, today: date) -> PeriodState:
        """Gives one month's state, which hangs on the months before it."""
        return next(
            state
            for one in _periods(self.project, today)
            if (state := self.state(one, today)).period == period
        )

    def state(self, period: ReportPeriod, today: date) -> PeriodState:
        """Gives a month's state; to be asked for one month after the other."""
        month = str(period)
        versions = self.exports.get(month)
        if not versions:
            return PeriodState(period, self._unexported(period, today))
        latest = versions[-1]
        standing = _standing(self.events.get(month, ()))
        sent = next((event for event in reversed(standing) if event.event == "sent"), None)
        counts = latest if sent is None else next(v for v in versions if v.version == sent.version)
        changed = not _is_current(self.tx, self.project, period, counts)
        state: State = "exported"
        accepted = ""
        if sent is not None:
            # Later than an earlier month's sending, and that month is in order: otherwise sent again (S7).
            follows = self._stale or sent.id < self._latest_sent
            self._latest_sent = max(self._latest_sent, sent.id)
            state = "stale" if changed or follows else "sent"
            self._stale |= state == "stale"
            if state == "sent" and standing[-1].event == "accepted":
                state, accepted = "accepted", standing[-1].day
        return PeriodState(
            period,
            state,
            version=latest.version,
            sent_version=0 if sent is None else sent.version,
            sent_on="" if sent is None else sent.day,
            accepted_on=accepted,
            entries=latest.entries,
            reported=latest.reported,
            changed=changed,
        )

    def _unexported(self, period: ReportPeriod, today: date) -> State:
        if today < period.opens:
            return "running"
        first, last = period.first.isoformat(), period.last.isoformat()
        if anybody_between(self.tx, self.project.id, first, last):
            return "open"
        return "empty" if self.project.need("empty_months") == "nothing" else "open"


def _periods(project: Project, today: date) -> Iterator[ReportPeriod]:
    period = ReportPeriod.parse(project.first_month)
    last = ReportPeriod(project.ends.year, project.ends.month)
    while period <= last and period.first <= today:
        yield period
        period = ReportPeriod(period.opens.year, period.opens.month)


def _exported(states: dict[ReportPeriod, PeriodState], period: ReportPeriod) -> PeriodState:
    found = states.get(period)
    if found is None or not found.version:
        raise CoursewareError(f"{period} was not exported yet: courseware report month {period}")
    return found


def _standing(events: Iterable[PeriodEvent]) -> list[PeriodEvent]:
    """Gives the marks that were not taken back, in order."""
    standing: list[PeriodEvent] = []
    for event in events:
        if event.event == "withdrawn":
            standing.pop()
        else:
            standing.append(event)
    return standing


def _rows(tx: Transaction, ledger: Ledger) -> list[ExportEntry]:
    """Gives the reported people as they are stored, in order of person."""
    rows = [
        ExportEntry(
            entry.person_id,
            number_tag(tx, entry.number) if entry.number else None,
            entry.started,
            entry.ended,
            round(entry.hours * 60),
            entry.left_out,
            entry.workshop,
            entry.study,
            entry.attested,
        )
        for entry in ledger.entries
    ]
    return sorted(rows)


def _sent_part(row: ExportEntry) -> tuple[str, str, int]:
    """Gives what of a row the receiver gets, beside the number."""
    return row.started, row.ended, row.reported


def _content(rows: Iterable[ExportEntry]) -> str:
    sent = [(row.person_id, row.number_tag, *_sent_part(row)) for row in rows]
    return hashlib.sha256(msgspec.json.encode(sent)).hexdigest()


def _is_current(tx: Transaction, project: Project, period: ReportPeriod, version: Export) -> bool:
    rows = _rows(tx, month_ledger(tx, project, period))
    return _content(rows) == version.content or _same(tx, version, rows)


def _same(tx: Transaction, version: Export, rows: list[ExportEntry]) -> bool:
    """Says whether rows are those of a version once the erased people's numbers are left out."""
    return version.entries == len(rows) and not _changes(tx, version, rows)


def _changes(tx: Transaction, version: Export, rows: list[ExportEntry]) -> list[EntryChange]:
    before = {row.person_id: row for row in export_entries(tx, version.id)}
    after = {row.person_id: row for row in rows}
    changes = []
    for person_id in sorted(before.keys() | after.keys()):
        old, new = before.get(person_id), after.get(person_id)
        if old is None or new is None:
            changes.append(EntryChange(person_id, old, new))
            continue
        # An erased person has no number any more, and nothing was sent wrong by that.
        number_changed = new.number_tag is not None and old.number_tag != new.number_tag
        if number_changed or _sent_part(old) != _sent_part(new):
            changes.append(EntryChange(person_id, old, new, number_changed))
    return changes
