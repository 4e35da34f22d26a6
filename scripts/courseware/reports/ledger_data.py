"""What a month's ledger is made of and made from; how it is settled stands in `courseware.reports.ledger`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from courseware.registry.attendance import MonthMinutes
from courseware.registry.attestations import Attested
from courseware.registry.people import MonthPerson
from courseware.registry.spells import Spell
from courseware.reports.checks import Fault

__all__ = ["Completion", "Entry", "Facts", "Held", "Ledger", "Reason"]


class Completion(NamedTuple):
    """One verified completion of a module's self-study part."""

    person_id: int
    module: str
    version: str
    """The content version that it was graded by."""
    day: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register holds about the month."""

    people: Iterable[MonthPerson]
    minutes: Iterable[MonthMinutes]
    attested: Iterable[Attested]
    completions: Iterable[Completion] = ()
    long_days: Mapping[int, int] = field(default_factory=dict)
    """The longest day in minutes of those who have a day above the project's limit."""
    whole_hours: Mapping[int, int] = field(default_factory=dict)
    """Whole hours by person, for the policies that round each session or each day."""
    stays: Mapping[int, Sequence[Spell]] = field(default_factory=dict)
    """The stays of those people who left and came back, in order."""
    days: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """The days with minutes of the same people."""
    reported: Callable[[], Collection[int]] = frozenset
    """Gives who stands in a version of the month already; asked only where somebody was erased."""


class Entry(NamedTuple):
    """One reported person."""

    person_id: int
    number: str
    """Twelve digits, or a placeholder; empty for somebody who was erased since."""
    started: str
    ended: str
    """Empty while the person takes part."""
    hours: float
    left_out: int
    """Minutes that rounding leaves out."""
    workshop: int
    study: int
    attested: int


Reason = Literal["not-attested", "no-approved-minutes", "differs", "fault"]


class Held(NamedTuple):
    """One person who is not reported, or not fully, and why."""

    person_id: int
    name: str
    """Empty for somebody with protected identity."""
    organisation: str
    reason: Reason
    workshop: int
    study: int
    attested: int | None
    fault: Fault | None = None
    modules: tuple[str, ...] = ()
    """Modules without approved minutes."""
    protected: bool = False


@dataclass(slots=True)
class Ledger:
    """The month, settled."""

    entries: list[Entry] = field(default_factory=list)
    pending: list[Held] = field(default_factory=list)
    differing: list[Held] = field(default_factory=list)
    excluded: list[Held] = field(default_factory=list)
    people: int = 0
    """People in the project."""
    active: int = 0
    """People who took part at some time of the month."""
    omitted: int = 0
    """Active people without an hour whom the project's setting leaves out."""
