"""The month's ledger: who is reported with how many hours, who waits, who differs, who is left out.

A pure function of what the register holds and the project's settings. Attended is not attested: an hour
is reported only when the participant's own signature agrees with what was recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Literal, NamedTuple

from courseware.errors import CoursewareError
from courseware.registry.attendance import MonthMinutes
from courseware.registry.attestations import Attested
from courseware.registry.people import MonthPerson
from courseware.registry.projects import Project, Unanswered
from courseware.reports.checks import Checks, Fault, Limits
from courseware.reports.period import ReportPeriod
from courseware.reports.rounding import Policy, reported_hours

__all__ = ["Completion", "Entry", "Facts", "Held", "Ledger", "Reason", "require_rules", "settle"]


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


class Entry(NamedTuple):
    """One reported person."""

    person_id: int
    number: str
    """Twelve digits, or a placeholder."""
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


MONTHLY_RULES = ("rounding_policy", "zero_hour_months", "max_hours_per_day")
"""Settings that decide every month's figures; others are asked for when somebody needs them."""


def require_rules(project: Project) -> None:
    """Makes sure that the project states every rule that each month needs.

    Raises:
        CoursewareError: Some are missing; names all of them, with whom to ask and what to write.
    """
    missing = [name for name in MONTHLY_RULES if getattr(project, name) is None]
    if missing:
        raise CoursewareError("\n".join(str(Unanswered(project, name)) for name in missing))


def settle(facts: Facts, project: Project, period: ReportPeriod) -> Ledger:
    """Gives the ledger of a month.

    Raises:
        CoursewareError: The project lacks a rule that this month needs, such as what to write for a
            protected man; says whom to ask.
    """
    require_rules(project)
    month = _Month(project, period, facts)
    ledger = month.ledger
    for someone in _people(facts.people):
        ledger.people += 1
        month.settle(someone)
    _separate_doubles(ledger)
    return ledger


def _people(rows: Iterable[MonthPerson]) -> list[MonthPerson]:
    """Gives each person once, in order of id: first start, final end, every organisation (T7)."""
    found: dict[int, MonthPerson] = {}
    for row in rows:
        known = found.get(row[1])
        if known is not None:
            is_open = known.ended is None or row.ended is None
            row = row._replace(
                started=min(known.started, row.started),
                ended=None if is_open else max(known.ended or "", row.ended or ""),
                organisation=f"{known.organisation}, {row.organisation}",
                protected=known.protected or row.protected,
            )
        found[row[1]] = row
    return sorted(found.values(), key=itemgetter(1))


class _Month:
    """One month's facts at hand by person, and the ledger they are settled into."""

    def __init__(self, project: Project, period: ReportPeriod, facts: Facts) -> None:
        self.ledger = Ledger()
        self.project = project
        self.checks = Checks(Limits.of(project, period))
        self.month, self.first, self.last = str(period), period.first.isoformat(), period.last.isoformat()
        self.policy: Policy = project.need("rounding_policy")
        self.omits_zero = project.need("zero_hour_months") == "no-row"
        self.minutes = {row[0]: row for row in facts.minutes}
        self.attested = {row[0]: row for row in facts.attested}
        self.long_days, self.whole_hours = facts.long_days, facts.whole_hours
        self.done: dict[int, list[Completion]] = {}
        for completion in facts.completions:
            self.done.setdefault(completion.person_id, []).append(completion)

    def settle(self, someone: MonthPerson) -> None:
        """Puts one person where they belong."""
        _, pid, _, number, started, ended, _, protected = someone
        took_part = started <= self.last and (ended is None or ended >= self.first)
        self.ledger.active += took_part
        recorded, signed, done = self.minutes.get(pid), self.attested.get(pid), self.done.get(pid)
        if not took_part and recorded is None and signed is None and done is None:
            return
        workshop, first_day, last_day = (0, "", "") if recorded is None else recorded[1:]
        attested = None if signed is None else signed[1]
        study, study_hours = 0, 0
        unapproved: tuple[str, ...] = ()
        if done is not None:
            study, study_hours, unapproved = self._study(done)
            days = [first_day, last_day, *(completion.day for completion in done)]
            first_day, last_day = min(filter(None, days)), max(days)
        total = workshop + study
        held = partial(_hold, someone, workshop, study, attested, unapproved)

        faults = self.checks.person(number, started, ended, protected=protected)
        if first_day or attested:
            faults += self.checks.hours(
                started, ended, total, attested, self.long_days.get(pid, 0), first_day, last_day
            )
        if faults:
            self.ledger.excluded.extend(held("fault", fault) for fault in faults)
            return
        if unapproved:
            self.ledger.pending.append(held("no-approved-minutes"))
        if signed is None and (total or unapproved):
            if total:
                self.ledger.pending.append(held("not-attested"))
            return
        whole = study_hours + self.whole_hours.get(pid, 0)
        hours, left_out = reported_hours(self.policy, total, whole)
        # Whole hours may have been signed for, as in the Council's mail text.
        if signed is not None and attested != total and not (signed[2] and attested == hours * 60):
            self.ledger.differing.append(held("differs"))
            return
        if not total and self.omits_zero and not self._comes_or_goes(started, ended):
            self.ledger.omitted += 1
            return
        if protected or number[6] > "5":
            fault = self._coordination_fault(number, protected)
            if fault:
                self.ledger.excluded.append(held("fault", fault))
                return
            number = self._placeholder(number) if protected else number
        # The end belongs to the month in which the person left, not to an earlier one (T3).
        shown_end = ended if ended is not None and ended <= self.last else ""
        self.ledger.entries.append(
            Entry(pid, number, started, shown_end, hours, left_out, workshop, study, attested or 0)
        )

    def _study(self, done: list[Completion]) -> tuple[int, int, tuple[str, ...]]:
        """Gives approved minutes, whole hours a module, and the modules that nobody has approved."""
        minutes = hours = 0
        unapproved = []
        for completion in done:
            approved = self.project.approved_minutes.get(completion.module)
            if approved is None:
                unapproved.append(completion.module)
            else:
                minutes += approved.minutes
                hours += approved.minutes // 60
        return minutes, hours, tuple(sorted(unapproved))

    def _comes_or_goes(self, started: str, ended: str | None) -> bool:
        """Says whether the month must name the person whatever the hours (esf-reporting 1.1 S5, S6)."""
        return started.startswith(self.month) or (ended or "").startswith(self.month)

    def _coordination_fault(self, number: str, protected: bool) -> Fault | None:
        """Gives the fault of a samordningsnummer that cannot be reported, nothing for other numbers."""
        if not number.isdigit() or number[6] < "6":
            return None
        if protected:
            # Which date to write in the placeholder, when the number's day is 60 higher, is not known.
            return Fault("E1", "protected-coordination")
        return Fault("E1", "coordination") if self.project.need("coordination_numbers") == "refuse" else None

    def _placeholder(self, number: str) -> str:
        if not number.isdigit():
            return number
        is_man = int(number[10]) % 2 == 1
        template = self.project.need("protected_identity_male" if is_man else "protected_identity_female")
        return str(template).replace("{yyyymmdd}", number[:8])


def _hold(
    someone: MonthPerson,
    workshop: int,
    study: int,
    attested: int | None,
    unapproved: tuple[str, ...],
    reason: Reason,
    fault: Fault | None = None,
) -> Held:
    # An organisation would help to find a protected person, so it goes the way of the name.
    name, organisation = ("", "") if someone.protected else (someone.name, someone.organisation)
    who = someone.person_id
    return Held(
        who, name, organisation, reason, workshop, study, attested, fault, unapproved, someone.protected
    )


def _separate_doubles(ledger: Ledger) -> None:
    """Moves rows that would carry the same number out of the export: which one is which is not known."""
    if len({entry.number for entry in ledger.entries}) == len(ledger.entries):
        return
    count = Counter(entry.number for entry in ledger.entries)
    kept = []
    for entry in ledger.entries:
        if count[entry.number] == 1:
            kept.append(entry)
            continue
        code = "same-number" if entry.number.isdigit() else "same-placeholder"
        fault = Fault("E5", code, {"count": count[entry.number]})
        ledger.excluded.append(
            Held(
                entry.person_id,
                "",
                "",
                "fault",
                entry.workshop,
                entry.study,
                entry.attested,
                fault,
                (),
                not entry.number.isdigit(),
            )
        )
    ledger.entries = kept
    ledger.excluded.sort(key=lambda held: held.person_id)
