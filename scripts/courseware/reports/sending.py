"""What is done with a month: exported as a version, noted as sent and accepted, taken back by mistake."""

from __future__ import annotations

from datetime import date

from courseware.errors import CoursewareError
from courseware.registry.exports import Export, add_event, add_export, exports_of
from courseware.registry.project import Project
from courseware.registry.store import Transaction, WriteTransaction
from courseware.reports.ledger_data import Ledger
from courseware.reports.month import month_ledger
from courseware.reports.month_content import EntryChange, content_hash, content_rows, is_version, row_changes
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import Months, PeriodState, refuse_out_of_order, standing_events

__all__ = ["accept_month", "changes_since_sent", "export_month", "send_month", "withdraw_month"]

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


def export_month(tx: WriteTransaction, project: Project, period: ReportPeriod, ledger: Ledger) -> Export:
    """Stores a month as it is now and gives its version; one that is unchanged keeps the version it has."""
    rows = content_rows(tx, ledger)
    known = exports_of(tx, project.id, str(period))
    if known and is_version(tx, known[-1], rows):
        return known[-1]
    settings = {name: getattr(project, name) for name in SETTINGS}
    return add_export(tx, project.id, str(period), content_hash(rows), settings, rows)


def send_month(
    tx: WriteTransaction,
    project: Project,
    period: ReportPeriod,
    today: date,
    *,
    day: date,
    reference: str,
    months: Months | None = None,
) -> PeriodState:
    """Notes that a month's latest version was sent, and gives where the month then stands.

    Args:
        tx: The writing transaction.
        project: The project with its rules.
        period: The month.
        today: The day that decides which months are over.
        day: The day on which it was sent.
        reference: Where the receipt is kept.
        months: The months as this transaction knows them, where somebody asks again after this.

    Raises:
        CoursewareError: It was not exported, has changed since, an earlier month is not sent, or the day
            cannot be right.
    """
    months = months or Months(tx, project)
    states = {one.period: one for one in months.states(today)}
    refuse_out_of_order(project, states.values(), period, "sent")
    found = _exported(project, states, period)
    if day < period.opens or day > today:
        raise CoursewareError(
            f"{day} cannot be the day on which {period} was sent: "
            f"the month's window opens on {period.opens}, and today is {today}."
        )
    versions = exports_of(tx, project.id, str(period))
    if not months.is_current(period, versions[-1]):
        raise CoursewareError(
            f"{period} has changed since version {found.version} was exported. "
            f"Export it again and send the new file: courseware report month {period} --project {project.id}"
        )
    if found.state in {"sent", "accepted"}:
        raise CoursewareError(
            f"{period} was sent on {found.sent_on} already, and nothing has changed since. "
            f"Was the mark a mistake? courseware periods withdraw {period} --project {project.id}"
        )
    _refuse_before(tx, project, period, day)
    add_event(tx, project.id, str(period), found.version, "sent", day.isoformat(), reference)
    return next(one for one in months.states(today) if one.period == period)


def accept_month(
    tx: WriteTransaction,
    project: Project,
    period: ReportPeriod,
    today: date,
    *,
    day: date,
    reference: str,
    months: Months | None = None,
) -> None:
    """Notes that the receiver has accepted a month as it was sent; what is given is as for `send_month`.

    Raises:
        CoursewareError: It was not sent, was accepted already, or has to be sent again.
    """
    states = {one.period: one for one in (months or Months(tx, project)).states(today)}
    found = _exported(project, states, period)
    if found.state != "sent":
        way = {
            "exported": f"Note it as sent first: courseware periods sent {period} --project {project.id}",
            "stale": f"It has to be sent again first: courseware periods list --project {project.id}",
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
    month, standing = str(period), standing_events(tx, project.id)
    if month not in standing:
        raise CoursewareError(f"{period} has no mark to take back: it was never noted as sent.")
    last = standing[month][-1]
    later = sorted(one for one, marks in standing.items() if one > month and marks[-1].id > last.id)
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
        raise CoursewareError(
            f"{period} was never exported: courseware report month {period} --project {project.id}"
        )
    marks = standing_events(tx, project.id).get(str(period), [])
    sent = [event for event in marks if event.event == "sent"]
    version = versions[sent[-1].version if sent else max(versions)]
    return row_changes(tx, version, content_rows(tx, month_ledger(tx, project, period)))


def _refuse_before(tx: Transaction, project: Project, period: ReportPeriod, day: date) -> None:
    """Makes sure that no month counts as sent before an earlier one, or before its own last time (S4).

    Raises:
        CoursewareError: The day is before one of those.
    """
    marks = [
        (sent[-1].day, month)
        for month, events in standing_events(tx, project.id).items()
        if month <= str(period) and (sent := [event for event in events if event.event == "sent"])
    ]
    if marks and max(marks)[0] > day.isoformat():
        latest, month = max(marks)
        raise CoursewareError(
            f"{day} cannot be the day on which {period} was sent: {month} was noted as sent on {latest}, and "
            "months are sent in order. Which of the two days is wrong? To correct the other one: "
            f"courseware periods withdraw {month}"
        )


def _exported(project: Project, states: dict[ReportPeriod, PeriodState], period: ReportPeriod) -> PeriodState:
    found = states.get(period)
    if found is None or not found.version:
        raise CoursewareError(
            f"{period} was not exported yet: courseware report month {period} --project {project.id}"
        )
    return found
