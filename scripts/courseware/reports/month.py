"""The month's report: what the register holds about a month, settled, and what it rests on.

    with store.read() as tx:
        report = month_report(tx, load_project("demo"), ReportPeriod(2026, 11))

The same register and settings give the same report on any day; nothing here looks at a clock.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

import msgspec

from courseware.errors import CoursewareError
from courseware.registry.attendance import (
    attendance_rows,
    days_of,
    hours_by_activity,
    hours_by_day,
    long_days,
    month_minutes,
    unattended_sessions,
)
from courseware.registry.attestations import month_attestations
from courseware.registry.completed import completed_modules
from courseware.registry.exports import reported_in
from courseware.registry.people import PeopleByMonth, month_people, names_of
from courseware.registry.project import Project
from courseware.registry.reconciliation import open_differences
from courseware.registry.spells import broken_stays
from courseware.registry.store import Transaction
from courseware.reports.ledger import require_rules, settle
from courseware.reports.ledger_data import Completion, Facts, Ledger
from courseware.reports.period import ReportPeriod

__all__ = ["MonthReport", "month_ledger", "month_report", "refuse_early", "refuse_outside"]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """One month of one project."""

    project: Project
    period: ReportPeriod
    ledger: Ledger
    preliminary: bool
    attendance_rows: int
    attestations: int
    versions: Counter[tuple[str, str]]
    """Completions read, by module and content version."""
    unlinked: int
    """Completions whose code nobody has yet."""
    unattended: tuple[str, ...]
    """Sessions of the month without anybody's attendance."""
    differences: int = 0
    """Differences between head-count, sign-in list and check-ins that nobody has explained."""
    version: int = 0
    """Which exported version it is; 0 for one that was only looked at."""

    @property
    def is_open(self) -> bool:
        """Says whether something is still to be done before the month can be handed in."""
        ledger = self.ledger
        waits = ledger.pending or ledger.differing or ledger.excluded or self.unlinked or self.unattended
        return self.preliminary or bool(waits or self.differences)

    def fingerprint(self) -> str:
        """Gives SHA-256 over all that the report states about people, in one canonical form."""
        ledger = self.ledger
        content = (str(self.period), ledger.entries, ledger.pending, ledger.differing, ledger.excluded)
        return hashlib.sha256(msgspec.json.encode(content)).hexdigest()


def refuse_early(period: ReportPeriod, today: date) -> None:
    """Makes sure that a month is over.

    Raises:
        CoursewareError: It has not ended, or not begun.
    """
    if today >= period.opens:
        return
    state = "has not begun" if today < period.first else "is not over"
    raise CoursewareError(
        f"{period} {state}: it can be reported from {period.opens}. To look at it before, add --preliminary; "
        "the workbook then says that it is not to be sent in."
    )


def refuse_outside(project: Project, period: ReportPeriod) -> None:
    """Makes sure that a project has days in a month: elsewhere an empty workbook would look like an answer.

    Raises:
        CoursewareError: The project had not started, or was over.
    """
    if period.last < project.starts or period.first > project.ends:
        raise CoursewareError(
            f"{period} is outside the project {project.id}, {project.starts} to {project.ends}. "
            "Check the year, and that it is the right project."
        )


def month_report(
    tx: Transaction,
    project: Project,
    period: ReportPeriod,
    *,
    preliminary: bool = False,
    people: PeopleByMonth | None = None,
) -> MonthReport:
    """Gives a month's report from one moment of the register.

    Args:
        tx: A reading transaction.
        project: The project with its rules.
        period: The month.
        preliminary: Whether to mark it as not fit to be handed in.
        people: The project's people, where they were opened already.

    Raises:
        CoursewareError: The project lacks a rule that the month needs; says whom to ask.
    """
    settled = _settle(tx, project, period, people)
    _name(tx, settled.ledger)
    month = str(period)
    return MonthReport(
        project=project,
        period=period,
        ledger=settled.ledger,
        preliminary=preliminary,
        attendance_rows=attendance_rows(tx, project.id, month),
        attestations=settled.attestations,
        versions=Counter((item.module, item.version) for item in settled.completions),
        unlinked=settled.unlinked,
        unattended=tuple(unattended_sessions(tx, project.id, month)),
        differences=len(open_differences(tx, project.id, month)),
    )


def month_ledger(
    tx: Transaction, project: Project, period: ReportPeriod, people: PeopleByMonth | None = None
) -> Ledger:
    """Gives a month settled, without names and all that only a workbook shows.

    Args:
        tx: A transaction.
        project: The project with its rules.
        period: The month.
        people: The project's people, where several months are settled one after the other.

    Raises:
        CoursewareError: The project lacks a rule that the month needs; says whom to ask.
    """
    return _settle(tx, project, period, people).ledger


class _Settled(NamedTuple):
    """A month's ledger and what was read for it."""

    ledger: Ledger
    attestations: int
    completions: list[Completion]
    unlinked: int


def _settle(
    tx: Transaction, project: Project, period: ReportPeriod, people: PeopleByMonth | None = None
) -> _Settled:
    require_rules(project)
    month, last_day = str(period), period.last.isoformat()
    whole_hours = _WHOLE_HOURS.get(project.need("rounding_policy"))
    minutes = month_minutes(tx, project.id, month)
    attested = month_attestations(tx, project.id, month)
    done, unlinked = [], 0
    for item in completed_modules(tx, project.id, month):
        if item.person_id is None:
            unlinked += 1
        else:
            done.append(Completion(item.person_id, item.module_id, item.version, item.day))
    stays = broken_stays(tx, project.id)
    facts = Facts(
        people=people.at(last_day)
        if people
        else month_people(tx, project.id, names=False, last_day=last_day),
        minutes=minutes,
        attested=attested,
        completions=done,
        long_days=long_days(tx, project.id, month, 60 * project.need("max_hours_per_day")),
        whole_hours=whole_hours(tx, project.id, month) if whole_hours else {},
        stays=stays,
        days=days_of(tx, project.id, month, stays),
        reported=partial(reported_in, tx, project.id, month),
    )
    return _Settled(settle(facts, project, period), len(attested), done, unlinked)


_WHOLE_HOURS = {"floor_activity": hours_by_activity, "floor_day": hours_by_day}
"""What counts the hours of the policies that round a part of the month by itself."""


def _name(tx: Transaction, ledger: Ledger) -> None:
    """Opens the names of those who are not reported, and of nobody else: the entry sheet needs none."""
    held = (ledger.pending, ledger.differing, ledger.excluded)
    names = names_of(tx, (item.person_id for items in held for item in items if not item.protected))
    for items in held:
        items[:] = [item._replace(name=names.get(item.person_id, "")) for item in items]
