"""What each country asks of a project about its participants: one file a country, every fact with a mark.

Found in a source, inferred, known but not verified, or looked for and not found: the mark says which
(esf-reporting 6 and 6.1), and what was not found says whom to ask instead of inventing an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from courseware.registry.situations import Moment

__all__ = ["VALUES", "Fact", "Kind", "Mark", "Profile", "Question"]

Mark = Literal["F", "I", "K", "N"]
Kind = Literal["choice", "years", "register"]

VALUES: Mapping[str, tuple[str, ...]] = {
    "cadence": ("monthly", "quarterly", "yearly", "payment-requests", "start-and-end", "continuous"),
    "record_unit": ("person-in-project", "person-in-activity"),
    "national_id": ("personnummer", "isikukood", "personas-kods", "asmens-kodas", "pesel", "strong-login"),
    "hours": ("reported", "threshold", "attendance-summary", "not-reported", "not-known"),
    "situation": ("asked", "registers", "not-asked"),
    "results": ("asked", "four-weeks", "four-weeks-six-months", "results-form", "at-end"),
    "file_format": ("excel-template", "excel-tables", "system-form", "system-form-csv", "none"),
    "column_list": ("not-known", "no-file"),
}
"""The facts that every profile states, in the order in which they are shown, and what each may say."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known about a country's reporting, or not known."""

    value: str
    """One of VALUES."""
    mark: Mark
    sources: tuple[str, ...] = ()
    ask: str = ""
    """Whom to ask where it was not found: a word of admin.profile.ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a participant is asked about themselves."""

    field: str
    moment: Moment
    kind: Kind
    """A choice of words, a number of years, or a date that the register has anyway."""
    answers: tuple[str, ...]
    """The words of a choice."""
    mark: Mark
    may_refuse: bool
    """Whether "I do not want to answer" is an answer: only to sensitive questions (esf-reporting R9)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One country's way of reporting participants."""

    code: str
    """The file's name: "ee"."""
    country: str
    name: str
    """Key of the country's name in the texts."""
    periods: tuple[str, ...]
    """Programme periods that the sources describe."""
    output: Literal["register", "checklist"]
    facts: Mapping[str, Fact]
    questions: tuple[Question, ...]
    question_periods: tuple[str, ...]
    """Programme periods for which the questions are known."""
    questions_complete: bool
    """Whether the source says that these are the questions, rather than names some of them."""
    rule: str
    """What unanswered questions lead to: "not-a-participant", "all-or-nothing", or nothing stated."""
    weeks: int
    """Weeks after the end of a quarter until it is due."""
    weeks_in_june: int
    month_day: str
    """The day of the next year (01-30) on which a year is due."""
    academic_hours: int | None
    """An activity counts where it is longer than this."""
    checked: bool
    """Whether the program can check the country's identity numbers."""
    notes: tuple[str, ...]
    """Words of admin.profile.note."""

    def value(self, fact: str) -> str:
        """Gives what a fact says: `value("record_unit")`."""
        return self.facts[fact].value

    def questions_for(self, programme_period: str) -> tuple[Question, ...]:
        """Gives the questions of a programme period; none where nobody knows them for it."""
        return self.questions if programme_period in self.question_periods else ()
