"""The neutral participant register of a country's profile, in the unit that its records have.

    with store.read() as tx:
        found = country_register(tx, load_project("demo"), load_profile("ee"), first, last)

It is no official format: no column list of another country is known to us (esf-reporting 6.1, question Q11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from courseware.errors import CoursewareError
from courseware.registry.attestations import list_attestations
from courseware.registry.finding import people_of
from courseware.registry.people import month_people, names_of
from courseware.registry.project import Project
from courseware.registry.situations import Moment, list_situations
from courseware.registry.spells import Spell, broken_stays
from courseware.registry.store import Transaction
from courseware.reports.activities import activity_parts
from courseware.reports.period import ReportPeriod
from courseware.reports.profile import Profile, Question

__all__ = ["CountryRegister", "Record", "country_register", "questions_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the register: a person in the project, or in one of its activities."""

    person_id: int
    started: str
    """ISO date: the first start, or the first day in the activity."""
    ended: str
    """The final exit, empty while the person takes part; or the last day in the activity."""
    answers: Mapping[tuple[str, Moment], str]
    """By field and moment."""
    missing: tuple[Question, ...]
    """Questions that have no answer, of those that can be asked by now."""
    attested: int = 0
    activity: str = ""
    """Module or session; empty where the record is of the project, without recorded and length."""
    recorded: int = 0
    """Minutes, those of self-study that the owner approved included."""
    length: int = 0
    """Minutes of the activity's sessions that the person was at."""
    name: str = ""
    number: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class CountryRegister:
    """What one profile's register holds about some months."""

    project: Project
    profile: Profile
    first: ReportPeriod
    last: ReportPeriod
    questions: tuple[Question, ...]
    records: tuple[Record, ...]
    numbers: bool
    """Whether names and identity numbers are included."""
    below: int
    """Records left out because their activity is not long enough."""

    @property
    def by_activity(self) -> bool:
        """Says whether a record is of an activity rather than of the project."""
        return self.profile.value("record_unit") == "person-in-activity"

    @property
    def incomplete(self) -> tuple[Record, ...]:
        """The people who lack an answer, each once."""
        found = {record.person_id: record for record in self.records if record.missing}
        return tuple(found[person_id] for person_id in sorted(found))


def questions_of(project: Project, profile: Profile) -> tuple[Question, ...]:
    """Gives the questions that a project may put to its participants, under a profile.

    None in a Swedish project, whatever the profile (esf-reporting 3.3), and none in a programme period for
    which nobody knows them.
    """
    return () if project.country == "SE" else profile.questions_for(project.programme_period)


def country_register(
    tx: Transaction,
    project: Project,
    profile: Profile,
    first: ReportPeriod,
    last: ReportPeriod,
    *,
    numbers: bool = False,
) -> CountryRegister:
    """Gives the register of a profile over some months.

    Args:
        tx: A reading transaction.
        project: The project with its rules.
        profile: The country's profile.
        first: The first month.
        last: The last month.
        numbers: Whether to open names and identity numbers; never those of protected people.

    Raises:
        CoursewareError: The months are in the wrong order, or a rule is not stated; says whom to ask.
    """
    if last < first:
        raise CoursewareError(f"{first} to {last} is no span of time: the first month is after the last.")
    questions = questions_of(project, profile)
    source = _Source(tx, project, first, last, questions)
    below = 0
    if profile.value("record_unit") == "person-in-activity":
        shortest = _shortest(project, profile)
        every = list(source.activities())
        records = [record for record in every if record.length > shortest]
        below = len(every) - len(records)
    else:
        records = list(source.persons())
    if numbers:
        records = _named(tx, project, records)
    return CountryRegister(project, profile, first, last, questions, tuple(records), numbers, below)


def _shortest(project: Project, profile: Profile) -> int:
    """Gives the minutes that an activity must exceed; -1 where every activity counts."""
    if profile.academic_hours is None:
        return -1
    if project.academic_hour_minutes is None:
        raise CoursewareError(
            f"{project.path or project.id}: academic_hour_minutes is not set. It decides which activities "
            f"are longer than {profile.academic_hours} academic contact hours: the profile {profile.code} "
            "counts no others. No public source says how long an academic hour is: ask your partner in the "
            "profile's country. Then write academic_hour_minutes = a whole number of minutes."
        )
    return profile.academic_hours * project.academic_hour_minutes


class _Source:
    """What the register of people, sessions and answers says about some months."""

    def __init__(
        self,
        tx: Transaction,
        project: Project,
        first: ReportPeriod,
        last: ReportPeriod,
        questions: tuple[Question, ...],
    ) -> None:
        self.tx, self.project, self.questions, self.last = tx, project, questions, last
        self.months = (str(first), str(last))
        self.days = (first.first.isoformat(), last.last.isoformat())
        self.people = people_of(tx, project.id).spans
        self.stays = broken_stays(tx, project.id)
        self.signed = {
            (item.person_id, item.month): item
            for item in list_attestations(tx, project.id, standing=True)
            if self._holds(item.month)
        }
        self.answers: dict[int, dict[tuple[str, Moment], str]] = {}
        for answer in list_situations(tx, project.id) if questions else ():
            self.answers.setdefault(answer.person_id, {})[answer.field, answer.moment] = answer.value

    def _holds(self, month: str) -> bool:
        return self.months[0] <= month <= self.months[1]

    def persons(self) -> Iterator[Record]:
        """Gives one record a person who takes part in the span."""
        signed: Counter[int] = Counter()
        for (person_id, _), item in self.signed.items():
            signed[person_id] += item.minutes
        for person_id in sorted(self.people):
            begun = self._begun(person_id)
            if any(stay.ended is None or stay.ended >= self.days[0] for stay in begun):
                record = self._record(person_id, begun[0].started, self._exit(person_id))
                yield replace(record, attested=signed[person_id])

    def activities(self) -> Iterator[Record]:
        """Gives one record a person and activity with minutes in the span."""
        parts = activity_parts(self.tx, self.project, self.last)
        totals: Counter[tuple[int, str]] = Counter()
        for part in parts:
            for month, minutes in part.by_month.items():
                totals[part.person_id, month] += minutes
        for part in parts:
            months = {month: minutes for month, minutes in part.by_month.items() if self._holds(month)}
            if not months or part.person_id not in self.people:
                continue
            record = self._record(part.person_id, part.first_day, part.last_day)
            yield replace(
                record,
                activity=part.activity,
                recorded=sum(months.values()),
                attested=sum(
                    self._attested(part.person_id, month, minutes, totals[part.person_id, month])
                    for month, minutes in months.items()
                ),
                length=part.length,
            )

    def _begun(self, person_id: int) -> list[Spell]:
        span = self.people[person_id]
        stays = self.stays.get(person_id, (Spell(span.started, span.ended),))
        return [stay for stay in stays if stay.started <= self.days[1]]

    def _exit(self, person_id: int) -> str:
        """Gives the end that stands at the end of the span: who came back by then has none (R3)."""
        begun = self._begun(person_id)
        ended = begun[-1].ended if begun else None
        return ended if ended is not None and ended <= self.days[1] else ""

    def _record(self, person_id: int, started: str, ended: str) -> Record:
        """Gives a person's record without minutes, with the answers and those that are missing by now."""
        answers = self.answers.get(person_id, {})
        left = bool(self._exit(person_id))
        missing = tuple(
            question
            for question in self.questions
            if question.kind != "register"
            and (left or question.moment == "entry")
            and (question.field, question.moment) not in answers
        )
        return Record(person_id, started, ended, answers, missing)

    def _attested(self, person_id: int, month: str, minutes: int, recorded: int) -> int:
        """Gives how many of an activity's minutes are signed for: all, where the month agrees as a whole.

        Whole hours that were signed for say nothing about the minutes of each activity, so only the whole
        hours of each count then.
        """
        item = self.signed.get((person_id, month))
        if item is not None and item.minutes == recorded:
            return minutes
        if item is not None and item.whole_hours and item.minutes == recorded // 60 * 60:
            return minutes // 60 * 60
        return 0


def _named(tx: Transaction, project: Project, records: list[Record]) -> list[Record]:
    """Gives the records with names and numbers; a protected person keeps only the id."""
    numbers: dict[int, str] = {}
    protected = set()
    for person in month_people(tx, project.id, names=False):
        if person.protected:
            protected.add(person.person_id)
        else:
            numbers[person.person_id] = person.number12
    names = names_of(tx, {record.person_id for record in records} - protected)
    return [
        replace(record, protected=True)
        if (who := record.person_id) in protected
        else replace(record, name=names.get(who, ""), number=numbers.get(who, ""))
        for record in records
    ]
