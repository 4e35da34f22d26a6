"""The dashboard's figures: aggregates only, small numbers already kept back, so that no page can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from courseware.registry.project import Project
from courseware.reports.dashboard_outcome import ModuleShare, OrganisationShare, RoleShare
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import DONE, State
from courseware.reports.standing import Place

__all__ = ["PLACES", "Count", "Dashboard", "Missing", "MonthFigures", "Settled"]

Count = int | None
"""How many people; None where the number is kept back, because it is small or would tell a small one."""

PLACES: tuple[Place, ...] = get_args(Place)
"""Where a person of a month stands: nothing to wait for, no signature, another time signed, a fault."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A month as it stands now, whatever was exported of it."""

    people: Count
    places: Mapping[Place, Count]
    """People by place; they add up to `people`."""
    is_nearly_done: bool
    """Whether everybody is ready but one to four people; which they are is then kept back."""
    minutes: Count
    """Attested time that would be reported now."""
    unlinked: Count
    """Completions whose code nobody has yet."""
    unattended: int
    """Sessions without anybody's attendance."""
    unexplained: int
    """Sessions whose head-count, list and check-ins differ, and nobody has said why."""
    unapproved: tuple[str, ...]
    """Completed modules that nobody has approved minutes for."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month of the project."""

    period: ReportPeriod
    state: State | None
    """None where a rule that decides it is not answered."""
    changed: bool = False
    version: int = 0
    people: Count = 0
    """People in the latest exported version; where there is none, those who take part in the month.

    Never both: who takes part and is not in the file is a small number in most months.
    """
    minutes: Count = 0
    """Minutes in the latest exported version; where there is none, what is attested now."""
    sent_on: str = ""
    settled: Settled | None = None
    """Only for months that wait, and for the latest one that is over."""

    @property
    def waits(self) -> bool:
        """Says whether something is still to be done with it."""
        return self.state in {"open", "exported", "stale"}

    def days_left(self, today: date) -> int:
        """Gives the days until its last day for sending; negative when that is past."""
        return (self.period.due - today).days


@dataclass(frozen=True, slots=True)
class Missing:
    """A sum over the months that wait."""

    known: int = 0
    """What may be shown of it."""
    more: bool = False
    """Whether some months' numbers are kept back."""

    def __bool__(self) -> bool:
        return bool(self.known or self.more)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the page shows."""

    project: Project
    day: date
    participants: Count
    months: tuple[MonthFigures, ...]
    blocked: tuple[str, ...]
    """Settings without which figures are left out."""
    roles: tuple[RoleShare, ...]
    modules: tuple[ModuleShare, ...]
    organisations: tuple[OrganisationShare, ...]

    @property
    def over(self) -> list[MonthFigures]:
        """The months that are over and of which something is sent."""
        return [one for one in self.months if one.period.opens <= self.day and one.state != "empty"]

    @property
    def latest(self) -> MonthFigures | None:
        """The latest month that is over."""
        return self.over[-1] if self.over else None

    @property
    def waiting(self) -> list[MonthFigures]:
        """The months that something is still to be done with, in order."""
        return [one for one in self.months if one.waits]

    @property
    def sent(self) -> int:
        """How many months are sent and stand."""
        return sum(one.state in DONE - {"empty"} for one in self.months)

    def missing(self, place: Place) -> Missing:
        """Gives how many people stand in a place in the months that wait, a person once a month."""
        return _sum(one.settled.places[place] for one in self.waiting if one.settled)

    @property
    def unlinked(self) -> Missing:
        """Completions of the months that wait whose code nobody has yet."""
        return _sum(one.settled.unlinked for one in self.waiting if one.settled)

    @property
    def unattended(self) -> int:
        """Sessions of the months that wait without anybody's attendance."""
        return sum(one.settled.unattended for one in self.waiting if one.settled)

    @property
    def unexplained(self) -> int:
        """Sessions of the months that wait whose sources differ without an explanation."""
        return sum(one.settled.unexplained for one in self.waiting if one.settled)


def _sum(counts: Iterable[Count]) -> Missing:
    known = list(counts)
    return Missing(sum(filter(None, known)), None in known)
