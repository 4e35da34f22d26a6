"""Reads the dashboard's figures from the register, part by part.

What a setting that nobody has answered decides is left out, and the setting is named: a dashboard that
stops would hide the one thing to do. Nothing here looks at a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from courseware.errors import CoursewareError
from courseware.registry.attendance import unattended_sessions
from courseware.registry.completed import completed_modules
from courseware.registry.exports import Export, exports_of
from courseware.registry.finding import people_of
from courseware.registry.people import PeopleByMonth
from courseware.registry.project import Project, Unanswered
from courseware.registry.reconciliation import open_differences
from courseware.registry.spells import Spell, broken_stays
from courseware.registry.store import Transaction
from courseware.reports.dashboard_data import PLACES, Count, Dashboard, MonthFigures, Settled
from courseware.reports.dashboard_outcome import outcome_shares
from courseware.reports.ledger import MONTHLY_RULES
from courseware.reports.ledger_data import Ledger
from courseware.reports.month import month_ledger
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import Months, PeriodState, project_periods
from courseware.reports.standing import standings_of, with_placeholders
from courseware.reports.suppression import SMALLEST, share_counts

__all__ = ["dashboard"]

T = TypeVar("T")


def dashboard(tx: Transaction, project: Project, today: date, modules: Iterable[str] = ()) -> Dashboard:
    """Gives a project's figures from one moment of the register.

    Args:
        tx: A reading transaction.
        project: The project with its rules.
        today: The day that the figures are of.
        modules: Ids of the modules that there are, in order; those that only the register knows follow.
    """
    return _Figures(tx, project, today).all(modules)


class _Figures:
    """Reads the register part by part and notes which settings stop a part."""

    def __init__(self, tx: Transaction, project: Project, today: date) -> None:
        self.tx, self.project, self.today = tx, project, today
        self.blocked: set[str] = set()
        self.settling, self.people = with_placeholders(project), PeopleByMonth(tx, project.id)
        spans = people_of(tx, project.id).spans
        self.stays = {who: (Spell(*span),) for who, span in spans.items()} | broken_stays(tx, project.id)
        self.unlinked = Counter(
            done.day[:7] for done in completed_modules(tx, project.id) if done.person_id is None
        )

    def all(self, modules: Iterable[str]) -> Dashboard:
        """Gives everything."""
        states = self._unless_blocked(lambda: Months(self.tx, self.project, self.people).states(self.today))
        known = {one.period: one for one in states or ()}
        exports = {export.month: export for export in exports_of(self.tx, self.project.id)}
        periods = list(project_periods(self.project, self.today))
        over = [
            period
            for period in periods
            if period.opens <= self.today and not (period in known and known[period].state == "empty")
        ]
        months = [
            self._month(
                period, known.get(period), exports.get(str(period)), bool(over) and period == over[-1]
            )
            for period in periods
        ]
        shares = outcome_shares(self.tx, self.project, self.today, modules)
        return Dashboard(
            self.project,
            self.today,
            shares.participants,
            tuple(months),
            tuple(name for name in self.project.unanswered if name in self.blocked),
            shares.roles,
            shares.modules,
            shares.organisations,
        )

    def _month(
        self, period: ReportPeriod, state: PeriodState | None, export: Export | None, is_latest: bool
    ) -> MonthFigures:
        figures = MonthFigures(period, None)
        if state is not None:
            figures = replace(figures, state=state.state, changed=state.changed, sent_on=state.sent_on)
        active, settled = self._active(period), None
        if figures.waits or is_latest:
            ledger = self._unless_blocked(lambda: month_ledger(self.tx, self.settling, period, self.people))
            if ledger is not None:
                settled = self._settled(ledger, period, active, 0 if export is None else export.entries)
        if export is None:
            people = _kept_back(len(active)) if settled is None else settled.people
            minutes = 0 if settled is None else settled.minutes
            return replace(figures, people=people, minutes=minutes, settled=settled)
        few = 0 < export.entries < SMALLEST
        # What was exported and what is ready now stand side by side for the latest month.
        ready = settled.places["ready"] if settled else None
        tells = ready is not None and 0 < abs(ready - export.entries) < SMALLEST
        return replace(
            figures,
            version=export.version,
            people=None if few or tells else export.entries,
            minutes=None if few else export.reported,
            settled=settled,
        )

    def _unless_blocked(self, part: Callable[[], T]) -> T | None:
        """Gives a part of the figures, or nothing where a setting that nobody has answered stops it."""
        try:
            return part()
        except Unanswered as error:
            self.blocked.add(error.setting)
        except CoursewareError:
            missing = [name for name in MONTHLY_RULES if getattr(self.project, name) is None]
            if not missing:
                raise
            self.blocked.update(missing)
        return None

    def _active(self, period: ReportPeriod) -> set[int]:
        first, last = period.first.isoformat(), period.last.isoformat()
        return {
            who
            for who, stays in self.stays.items()
            if any(stay.started <= last and (stay.ended is None or stay.ended >= first) for stay in stays)
        }

    def _settled(self, ledger: Ledger, period: ReportPeriod, active: Iterable[int], exported: int) -> Settled:
        month, places = str(period), dict.fromkeys(active, "idle")
        for who, standing in standings_of(ledger).items():
            # Who only has modules that nobody has approved minutes for has no time to attest yet.
            waits = standing.place == "pending" and not standing.recorded
            places[who] = "idle" if waits else standing.place
        counts, people = Counter(places.values()), len(places)
        if exported and 0 < abs(people - exported) < SMALLEST:
            # The number in the file is shown: beside that of all, it would tell how few are not in it.
            ready, shown_people = counts["ready"], None
            shown = {place: None if counts[place] else 0 for place in PLACES}
            if ready == exported >= SMALLEST:
                shown["ready"] = ready
        else:
            # Without time there is nothing to wait for.
            ready, shown_people = counts["ready"] + counts["idle"], _kept_back(people)
            told = share_counts({place: ready if place == "ready" else counts[place] for place in PLACES})
            shown = {place: told[place] for place in PLACES}
        few = 0 < len(ledger.entries) < SMALLEST
        unapproved = {module for held in ledger.pending for module in held.modules}
        return Settled(
            people=shown_people,
            places=shown,
            is_nearly_done=0 < people - ready < SMALLEST <= ready,
            minutes=None if few else round(sum(entry.hours for entry in ledger.entries) * 60),
            unlinked=_kept_back(self.unlinked[month]),
            unattended=len(unattended_sessions(self.tx, self.project.id, month)),
            unexplained=len({item.session for item in open_differences(self.tx, self.project.id, month)}),
            unapproved=tuple(sorted(unapproved)),
        )


def _kept_back(number: int) -> Count:
    return None if 0 < number < SMALLEST else number
