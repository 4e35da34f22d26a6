"""The month that is reported, with the dates that hang on it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from courseware.errors import CoursewareError

__all__ = ["ReportPeriod"]


@dataclass(frozen=True, slots=True, order=True)
class ReportPeriod:
    """One calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> ReportPeriod:
        """Gives the month written as 2026-11.

        Raises:
            CoursewareError: The text is no month.
        """
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if match is None or not 1 <= int(match[2]) <= 12 or not 1980 <= int(match[1]) <= 2100:
            raise CoursewareError(
                f"'{text}' is not a month. Write year and month with two digits, as in 2026-11."
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def days(self) -> int:
        """How many days the month has."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, self.days)

    @property
    def opens(self) -> date:
        """The first day on which the month can be reported (esf-reporting 1.1 S3): the next month's first."""
        return self.last + timedelta(days=1)

    @property
    def due(self) -> date:
        """The last day for reporting: four weeks after the month's end (esf-reporting 1.1 S3)."""
        return self.last + timedelta(days=28)
