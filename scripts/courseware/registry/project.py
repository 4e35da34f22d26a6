"""A project: its dates and rules, with what nobody may guess left unanswered.

A rule that esf-reporting.md marks as not found is a setting without a default. It may be missing in the
file; whoever needs it asks by `Project.need(...)` and gets the value or an error that says whom to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from courseware.errors import CoursewareError

__all__ = ["PERIODS", "UNKNOWN", "ApprovedMinutes", "Project", "Unanswered"]

PERIODS = ("2007-2013", "2014-2020", "2021-2027")


@dataclass(frozen=True, slots=True)
class ApprovedMinutes:
    """Minutes that one module's self-study counts for, signed off by the project's owner."""

    minutes: int
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class Project:
    """A project's dates and rules; None where nobody has answered yet."""

    id: str
    title: str
    owner: str
    starts: date
    ends: date
    programme_period: str
    """One of PERIODS: which generation of rules the reports follow."""
    programme_area: str
    case_number: str = ""
    invented: bool = False
    """Whether the project exists only to try the program; printed on everything made for it."""
    timezone: str = "Europe/Stockholm"
    """Which days and months a moment belongs to."""
    age_at_start: tuple[int, int] = (15, 80)
    """Youngest and oldest age at the start that is believed (E4)."""
    max_hours_per_day: int | None = None
    rounding_policy: str | None = None
    zero_hour_months: str | None = None
    empty_months: str | None = None
    """"file" or "nothing": what is sent for a month in which nobody takes part."""
    returning_participants: str | None = None
    """"first-start" or "new-start": which start stands in the file for somebody who came back."""
    self_study: str | None = None
    """"approved-minutes" or "not-counted": what a finished module's self-study part is worth."""
    participant_time: str | None = None
    """"co-financing", "direct-cost" or "not-financed": what the participants' hours pay for."""
    coordination_numbers: str | None = None
    """"accept" or "refuse": what SCB's upload does with a samordningsnummer."""
    protected_identity_female: str | None = None
    protected_identity_male: str | None = None
    attestation_methods: tuple[str, ...] | None = None
    approved_minutes: Mapping[str, ApprovedMinutes] = field(default_factory=dict)
    """Minutes by module id; a module that is not here gives no hours."""
    retain_until: date | None = None
    last_payment: date | None = None
    """The day of the managing authority's last payment, from which a retention date can be proposed."""
    information_version: str | None = None
    """Which edition of the information sheet on the participant register is handed out."""
    first_period: str = ""
    """First month that this register reports (2026-02); months before were reported elsewhere."""
    planned_participants: int | None = None
    """How many people the decision on support plans for."""
    planned_organisations: int | None = None
    planned_by_organisation: Mapping[str, int] = field(default_factory=dict)
    """Planned participants by the organisation's name."""
    country: str = "SE"
    """Which country's profile the participant records follow."""
    academic_hour_minutes: int | None = None
    """Minutes of an academic hour, where the country's profile counts in them; its source does not say."""
    path: str = ""
    """The file the project was read from."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that days and months are counted in."""
        return ZoneInfo(self.timezone)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The settings that somebody has to find out before they are needed."""
        return tuple(name for name in UNKNOWN if getattr(self, name) is None)

    @property
    def first_month(self) -> str:
        """The first month that is reported from this register, as 2026-02."""
        return max(self.first_period, f"{self.starts:%Y-%m}")

    def today(self) -> date:
        """Gives the day that it is now where the project is."""
        return datetime.now(self.zone).date()

    def need(self, setting: str) -> Any:
        """Gives a setting that has no default.

        Raises:
            Unanswered: Nobody has answered it; the message says what it decides, whom to ask, what to write.
        """
        value = getattr(self, setting)
        if value is None:
            raise Unanswered(self, setting)
        return value


UNKNOWN: Mapping[str, tuple[str, str, str]] = {
    # setting: (what it decides, who can answer; esf-reporting section 9), (what to write)
    "rounding_policy": (
        "whether hours are reported whole or with decimals, and at which level they are rounded",
        "SCB or the ESF Council's coordinator",
        'rounding_policy = "floor_month", which rounds the month down to whole hours and is our proposal; '
        'or "floor_activity", "floor_day", "exact_quarter"',
    ),
    "zero_hour_months": (
        "whether an active participant without hours in a month gets a row with 0 or no row",
        "SCB",
        'zero_hour_months = "row" or "no-row"',
    ),
    "empty_months": (
        "whether a month in which nobody takes part is sent as an empty file or not at all",
        "SCB",
        'empty_months = "file" or "nothing"',
    ),
    "returning_participants": (
        "whether somebody who comes back keeps the first start in the file or gets the new one",
        "SCB",
        'returning_participants = "first-start", which is the EU rule for the record; or "new-start"',
    ),
    "self_study": (
        "whether a finished module's self-study part counts with the minutes that the owner approved",
        "the ESF Council's coordinator",
        'self_study = "approved-minutes" or "not-counted"',
    ),
    "participant_time": (
        "what the participants' hours pay for, and so what an auditor tests them against",
        "whoever holds the project's decision and budget",
        'participant_time = "co-financing", "direct-cost" or "not-financed"',
    ),
    "information_version": (
        "which edition of the information sheet on the participant register is handed to everybody",
        "the ESF Council",
        "information_version = the edition's name or date, as printed on it",
    ),
    "max_hours_per_day": (
        "how many hours on one day are taken for a mistake",
        "SCB or the project's owner",
        "max_hours_per_day = a whole number from 1 to 24",
    ),
    "coordination_numbers": (
        "whether a samordningsnummer is accepted in the monthly file",
        "SCB",
        'coordination_numbers = "accept" or "refuse"',
    ),
    "protected_identity_female": (
        "what is written for a woman with protected identity",
        "SCB; its page says ÅÅÅÅMMDDTf29",
        'protected_identity_female = "{yyyymmdd}Tf29"',
    ),
    "protected_identity_male": (
        "what is written for a man with protected identity, and for two with the same date",
        "SCB; it must not be invented",
        "protected_identity_male = the text SCB gives, with {yyyymmdd} for the date",
    ),
    "attestation_methods": (
        "which ways of attesting time are accepted",
        "the ESF Council's coordinator",
        'attestation_methods = a list of "portal", "ink", "mail"',
    ),
    "retain_until": (
        "until when the evidence has to be kept; nothing is erased before",
        "whoever holds the project's decision on support and its conditions",
        "retain_until = a date such as 2031-12-31",
    ),
}
"""What nobody may guess: what it decides, who can answer, what to write."""


class Unanswered(CoursewareError):
    """A rule is needed that the project's file does not state and that no source could tell us."""

    def __init__(self, project: Project, setting: str) -> None:
        decides, who, write = UNKNOWN[setting]
        super().__init__(
            f"{project.path or project.id}: {setting} is not set. It decides {decides}. "
            f"No public source says it: ask {who}. Then write {write}."
        )
        self.setting = setting
