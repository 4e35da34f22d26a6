"""The month's ledger: who is reported with how many hours, who waits, who differs, who is left out.

A pure function of what the register holds and the project's settings. Attended is not attested: an hour
is reported only when the participant's own signature agrees with what was recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from courseware.errors import CoursewareError
from courseware.registry.attendance import MonthMinutes
from courseware.registry.attestations import Attested
from courseware.registry.people import MonthPerson
from courseware.registry.projects import Project, Unanswered
from courseware.reports.checks import Checks, Fault, Limits
from courseware.reports.period import ReportPeriod
from courseware.reports.rounding import reported_hours

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
    hours_by_activity: Mapping[int, int] = field(default_factory=dict)


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


@dataclass(slots=True)
class _Someone:
    """One person, whatever number of organisations they take part through (T7)."""

    person_id: int
    name: str
    number: str
    started: str
    ended: str | None
    organisation: str
    protected: bool


MONTHLY_RULES = ("rounding_policy", "zero_hour_months", "max_hours_per_day")
"""Settings that decide every month's figures; others are asked for when somebody needs them."""

_NOTHING = MonthMinutes(0, 0, 0, 0, "", "")


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
    ledger = Ledger()
    minutes = {row.person_id: row for row in facts.minutes}
    attested = {row.person_id: row for row in facts.attested}
    completions: dict[int, list[Completion]] = {}
    for completion in facts.completions:
        completions.setdefault(completion.person_id, []).append(completion)
    checks = Checks(Limits.of(project, period))
    first, last = period.first.isoformat(), period.last.isoformat()
    for someone in _people(facts.people):
        ledger.people += 1
        pid, started, ended = someone.person_id, someone.started, someone.ended
        took_part = started <= last and (ended is None or ended >= first)
        ledger.active += took_part
        recorded, signed, done = minutes.get(pid), attested.get(pid), completions.get(pid)
        if not took_part and recorded is None and signed is None and done is None:
            continue
        whole = facts.hours_by_activity.get(pid, 0)
        _settle_person(ledger, project, checks, someone, recorded, signed, done, whole)
    _separate_doubles(ledger)
    return ledger


def _people(rows: Iterable[MonthPerson]) -> Iterable[_Someone]:
    """Gives each person once, in order of id: first start, final end, every organisation."""
    found: dict[int, _Someone] = {}
    for _, person_id, name, number, started, ended, organisation, protected in rows:
        known = found.get(person_id)
        if known is None:
            found[person_id] = _Someone(person_id, name, number, started, ended, organisation, protected)
            continue
        known.started = min(known.started, started)
        known.ended = None if known.ended is None or ended is None else max(known.ended, ended)
        known.organisation = f"{known.organisation}, {organisation}"
        known.protected = known.protected or protected
    return [found[person_id] for person_id in sorted(found)]


def _settle_person(
    ledger: Ledger,
    project: Project,
    checks: Checks,
    someone: _Someone,
    recorded: MonthMinutes | None,
    signed: Attested | None,
    done: list[Completion] | None,
    activity_hours: int,
) -> None:
    held_here = recorded or _NOTHING
    study = study_hours = 0
    unapproved: list[str] = []
    days = [held_here.first_day, held_here.last_day]
    for completion in done or ():
        approved = project.approved_minutes.get(completion.module)
        if approved is None:
            unapproved.append(completion.module)
        else:
            study += approved.minutes
            study_hours += approved.minutes // 60
        days = [min(filter(None, (days[0], completion.day))), max(days[1], completion.day)]
    total, attested = held_here.minutes + study, None if signed is None else signed.minutes

    def hold(reason: Reason, fault: Fault | None = None) -> Held:
        shielded = someone.protected
        return Held(
            someone.person_id,
            "" if shielded else someone.name,
            "" if shielded else someone.organisation,
            reason,
            held_here.minutes,
            study,
            attested,
            fault,
            tuple(sorted(unapproved)),
            shielded,
        )

    faults = checks.person(someone.number, someone.started, someone.ended, protected=someone.protected)
    if total or attested or done:
        faults += checks.hours(
            someone.started,
            someone.ended,
            minutes=total,
            most_on_a_day=held_here.most_on_a_day,
            first_day=days[0],
            last_day=days[1],
            attested=attested,
        )
    if faults:
        ledger.excluded.extend(hold("fault", fault) for fault in faults)
        return
    if unapproved:
        ledger.pending.append(hold("no-approved-minutes"))
    if signed is None and total:
        ledger.pending.append(hold("not-attested"))
        return
    if signed is None and unapproved:
        return
    policy = project.need("rounding_policy")
    whole = study_hours + (activity_hours if policy == "floor_activity" else held_here.hours_by_day)
    hours, left_out = reported_hours(policy, total, whole)
    # Whole hours may have been signed for, as in the Council's mail text: they agree with what is reported.
    agrees_in_hours = signed is not None and signed.whole_hours and signed.minutes == hours * 60
    if signed is not None and signed.minutes != total and not agrees_in_hours:
        ledger.differing.append(hold("differs"))
        return
    month = checks.limits.period
    if not total and project.need("zero_hour_months") == "no-row" and not _comes_or_goes(month, someone):
        ledger.omitted += 1
        return
    number = someone.number
    if number.isdigit():
        fault = _coordination_fault(project, someone)
        if fault:
            ledger.excluded.append(hold("fault", fault))
            return
        if someone.protected:
            number = _placeholder(project, someone)
    # The end belongs to the month in which the person left, not to an earlier one (T3).
    ended = someone.ended if someone.ended and someone.ended <= month.last.isoformat() else ""
    ledger.entries.append(
        Entry(
            someone.person_id,
            number,
            someone.started,
            ended,
            hours,
            left_out,
            held_here.minutes,
            study,
            attested or 0,
        )
    )


def _comes_or_goes(period: ReportPeriod, someone: _Someone) -> bool:
    """Says whether the month must name the person whatever the hours (esf-reporting 1.1 S5, S6)."""
    month = str(period)
    return someone.started.startswith(month) or (someone.ended or "").startswith(month)


def _coordination_fault(project: Project, someone: _Someone) -> Fault | None:
    """Gives the fault of a samordningsnummer that cannot be reported, nothing for other numbers."""
    if int(someone.number[6:8]) <= 60:
        return None
    if someone.protected:
        # Which date to write in the placeholder, when the number's day is 60 higher, is not known.
        return Fault("E1", "protected-coordination")
    return Fault("E1", "coordination") if project.need("coordination_numbers") == "refuse" else None


def _placeholder(project: Project, someone: _Someone) -> str:
    is_man = int(someone.number[10]) % 2 == 1
    template = project.need("protected_identity_male" if is_man else "protected_identity_female")
    return str(template).replace("{yyyymmdd}", someone.number[:8])


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
