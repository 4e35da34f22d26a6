"""The five classes of faults that stop a row, checked before anything is exported.

They mirror the "hard controls" that Statistics Sweden is known to run on uploaded files: check digit,
missing information, wrong formats, extreme values, internal consistency (esf-reporting 1.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from courseware.registry.project import Project
from courseware.reports.period import ReportPeriod

__all__ = ["Checks", "ErrorClass", "Fault", "Limits"]

ErrorClass = Literal["E1", "E2", "E3", "E4", "E5"]

_PLACEHOLDER = re.compile(r"[0-9]{8}T[a-z][0-9]{2}")


class Fault(NamedTuple):
    """One reason why a row cannot be reported; the text is the string `admin.report.fault.<code>`."""

    error_class: ErrorClass
    code: str
    values: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a project's settings and the month allow."""

    period: ReportPeriod
    project_starts: date
    project_ends: date
    max_hours_per_day: int
    ages: tuple[int, int]
    """Plausible ages at the start."""

    @classmethod
    def of(cls, project: Project, period: ReportPeriod) -> Limits:
        """Gives the limits of one of the project's months."""
        most = project.need("max_hours_per_day")
        return cls(period, project.starts, project.ends, most, project.age_at_start)

    @property
    def most_minutes(self) -> int:
        """The most that anybody can have in the month: a full day's maximum on every weekday."""
        period = self.period
        weekdays = sum((period.first + timedelta(days=n)).weekday() < 5 for n in range(period.days))
        return weekdays * self.max_hours_per_day * 60


class _Known(dict[str, Any]):
    """A table that works out what it lacks, once."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> Any:
        self[key] = found = self._find(key)
        return found


def _head(text: str) -> tuple[int, int] | str:
    """Gives a number's first eight digits as (weighted sum, birth as 19850101), or their fault's code."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()) or text[:2] not in {"18", "19", "20"}:
        return "number-form"
    day = int(text[6:])
    try:
        born = date(int(text[:4]), int(text[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return "number-date"
    return _weighted(text[2:], 2), _as_number(born)


def _as_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _tail(text: str) -> int | str:
    """Gives a number's last four digits as their weighted sum, or the code of their fault."""
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        return "number-form"
    return "number-serial" if text.startswith("000") else _weighted(text, 2)


def _weighted(digits: str, first: int) -> int:
    """Sums the digits of the products with the weights 2, 1, 2 … (SKV 704)."""
    products = (int(digit) * (first if place % 2 == 0 else 3 - first) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products)


def _day(text: str) -> int | None:
    """Gives an ISO date as the number 20200915, nothing for other texts."""
    try:
        return _as_number(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_heads, _tails, _days = _Known(_head), _Known(_tail), _Known(_day)


@dataclass(slots=True)
class Checks:
    """Checks one row after another against the limits of a month."""

    limits: Limits
    _first: str = field(init=False)
    _last: str = field(init=False)
    _starts: str = field(init=False)
    _ends: str = field(init=False)
    _most: int = field(init=False)
    _most_a_day: int = field(init=False)

    def __post_init__(self) -> None:
        limits = self.limits
        # ISO dates as texts: they compare as dates do, and a hundred thousand need no parsing.
        self._first, self._last = limits.period.first.isoformat(), limits.period.last.isoformat()
        self._starts, self._ends = limits.project_starts.isoformat(), limits.project_ends.isoformat()
        self._most, self._most_a_day = limits.most_minutes, limits.max_hours_per_day * 60

    def person(self, number: str, started: str, ended: str | None, *, protected: bool) -> list[Fault]:
        """Gives the faults of who and when: E1 to E3, E4 for the age, E5 for the dates."""
        faults: list[Fault] = []
        born = 0
        if not number:
            faults.append(Fault("E2", "number-missing"))
        elif not (protected and _PLACEHOLDER.fullmatch(number)):
            head, tail = _heads[number[:8]], _tails[number[8:]]
            if isinstance(head, str):
                faults.append(Fault("E1", head))
            elif isinstance(tail, str):
                faults.append(Fault("E1", tail))
            elif (head[0] + tail) % 10:
                faults.append(Fault("E1", "number-check-digit"))
            else:
                born = head[1]
        if not started:
            faults.append(Fault("E2", "start-missing"))
            return faults
        start, end = _days[started], _days[ended] if ended else None
        if start is None:
            faults.append(Fault("E3", "start-form"))
        if ended and end is None:
            faults.append(Fault("E3", "end-form"))
        if start is None or (ended and end is None):
            return faults
        if end is not None and end < start:
            faults.append(Fault("E5", "end-before-start", {"started": started, "ended": ended}))
        if born:
            # 20200915 - 19850916 = 349999: the difference of dates so written begins with the full years.
            age = (start - born) // 10_000
            youngest, oldest = self.limits.ages
            if not youngest <= age <= oldest:
                faults.append(Fault("E4", "age", {"age": age, "youngest": youngest, "oldest": oldest}))
        return faults

    def hours(
        self,
        started: str,
        ended: str | None,
        minutes: int,
        attested: int | None,
        longest_day: int,
        first_day: str,
        last_day: str,
    ) -> list[Fault]:
        """Gives the faults of how much and on which days: E4 and E5. Days are empty without any minutes."""
        faults: list[Fault] = []
        for amount in (minutes, attested):
            if amount is not None and amount < 0:
                faults.append(Fault("E4", "negative", {"minutes": amount}))
            elif amount is not None and amount > self._most:
                values = {"hours": _hours(amount), "most": _hours(self._most)}
                faults.append(Fault("E4", "month-too-long", values))
                break
        if longest_day > self._most_a_day:
            day_values = {"hours": _hours(longest_day), "most": self.limits.max_hours_per_day}
            faults.append(Fault("E4", "day-too-long", day_values))
        if not first_day:
            if attested and started > self._last:
                faults.append(Fault("E5", "starts-later", {"started": started}))
            if attested and ended and ended < self._first:
                faults.append(Fault("E5", "ended-earlier", {"ended": ended}))
            return faults
        if started and first_day < started:
            faults.append(Fault("E5", "hours-before-start", {"day": first_day, "started": started}))
        if ended and last_day > ended:
            faults.append(Fault("E5", "hours-after-end", {"day": last_day, "ended": ended}))
        if first_day < self._starts or last_day > self._ends:
            day = first_day if first_day < self._starts else last_day
            values = {"day": day, "starts": self._starts, "ends": self._ends}
            faults.append(Fault("E5", "outside-project", values))
        return faults


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
