"""The month's ledger: who is reported with how many hours, who waits, who differs, who is left out.

A pure function of what the register holds and the project's settings. Attended is not attested: an hour
is reported only when the participant's own signature agrees with what was recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, partial
from operator import itemgetter

from courseware.errors import CoursewareError
from courseware.registry.people import MonthPerson
from courseware.registry.project import Project, Unanswered
from courseware.registry.spells import Spell
from courseware.reports.checks import Checks, Fault, Limits
from courseware.reports.ledger_data import Completion, Entry, Facts, Held, Ledger, Reason
from courseware.reports.period import ReportPeriod
from courseware.reports.rounding import Policy, reported_hours

__all__ = ["MONTHLY_RULES", "require_rules", "settle"]

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
                erased=known.erased or row.erased,
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
        self.stays, self.days = facts.stays, facts.days
        self.reported = cache(facts.reported)
        self.done: dict[int, list[Completion]] = {}
        # Self-study that does not count claims no time, so it can be neither outside a stay nor in a gap.
        counted = facts.completions and project.need("self_study") != "not-counted"
        for completion in facts.completions if counted else ():
            self.done.setdefault(completion.person_id, []).append(completion)

    def settle(self, someone: MonthPerson) -> None:
        """Puts one person where they belong."""
        _, pid, _, number, started, ended, _, protected, erased = someone
        stays = self.stays.get(pid)
        if stays is None:
            took_part = started <= self.last and (ended is None or ended >= self.first)
        else:
            took_part, started, ended = self._stay(stays)
        self.ledger.active += took_part
        recorded, signed, done = self.minutes.get(pid), self.attested.get(pid), self.done.get(pid)
        # A signature for no time at all claims nothing: by itself it puts nobody into a month before the
        # start or after the end.
        if not took_part and recorded is None and done is None and (signed is None or not signed[1]):
            return
        # Whoever was erased after the month was exported stays in it; anybody else has no number to stand
        # with in a file, and nothing to report without a signature.
        nameless = erased and pid not in self.reported()
        if nameless and recorded is None and (signed is None or not signed[1]) and done is None:
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

        # Whoever was erased since passed these checks while there was a number to check.
        faults: list[Fault] = []
        if not erased or (nameless and signed is not None):
            faults = self.checks.person(number, started, ended, protected=protected)
        if first_day or attested:
            # Who came back within the month has time from before: between the stays is looked at below.
            begun = started if stays is None else stays[0].started
            faults += self.checks.hours(
                begun, ended, total, attested, self.long_days.get(pid, 0), first_day, last_day
            )
        if signed is not None and attested and "" < signed[3] < last_day:
            # Nobody can attest a time that has not been yet.
            faults.append(Fault("E5", "signed-early", {"signed": signed[3], "day": last_day}))
        if stays is not None:
            faults += self._gap_faults(pid, stays, done or ())
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
        if not erased and (protected or number[6] > "5"):
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

    def _stay(self, stays: Sequence[Spell]) -> tuple[bool, str, str | None]:
        """Gives whether somebody who came back took part in the month, with the start and end it names.

        The end is that of the last stay that had begun by then, so that a later return changes no month
        before it. Which start stands in the file nobody knows: the project says so (esf-reporting 1.5).
        """
        begun = [one for one in stays if one.started <= self.last]
        took_part = any(one.ended is None or one.ended >= self.first for one in begun)
        latest = begun[-1] if begun else stays[0]
        started = stays[0].started
        if (
            took_part
            and latest is not stays[0]
            and (self.project.need("returning_participants") == "new-start")
        ):
            started = latest.started
        return took_part, started, latest.ended

    def _gap_faults(self, pid: int, stays: Sequence[Spell], done: Sequence[Completion]) -> list[Fault]:
        """Gives the fault of minutes on a day between two stays."""
        days = [*self.days.get(pid, ()), *(completion.day for completion in done)]
        inside = [day for day in days if stays[0].started <= day and (day <= (stays[-1].ended or day))]
        lost = sorted(day for day in inside if not any(one.holds(day) for one in stays))
        return [Fault("E5", "hours-between-stays", {"day": lost[0]})] if lost else []

    def _study(self, done: list[Completion]) -> tuple[int, int, tuple[str, ...]]:
        """Gives approved minutes, whole hours a module, and the modules that nobody has approved."""
        minutes = hours = 0
        unapproved: list[str] = []
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
    numbers = [entry.number for entry in ledger.entries if entry.number]
    if len(set(numbers)) == len(numbers):
        return
    count = Counter(numbers)
    kept = []
    for entry in ledger.entries:
        if count[entry.number] <= 1:
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
