"""Days, months and time as the reader's language writes them, the same on every page."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from courseware.reports.period import ReportPeriod
from courseware.strings import Strings

__all__ = ["day_text", "hours_text", "month_text", "time_text"]


def day_text(day: date, t: Strings) -> str:
    """Gives a day in words: 30 november 2026."""
    return str(format_date(day, format="long", locale=t.locale))


def month_text(period: ReportPeriod, t: Strings) -> str:
    """Gives a month in words: november 2026."""
    return str(format_skeleton("yMMMM", period.first, locale=t.locale))


def hours_text(hours: float, t: Strings) -> str:
    """Gives hours as the language writes them: 1 234,25."""
    return str(format_decimal(hours, format="#,##0.##", locale=t.locale))


def time_text(minutes: int, t: Strings) -> str:
    """Gives minutes exactly, as somebody would sign for them: 2 timmar och 40 minuter."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return t("admin.time.both", hours=time_text(60 * hours, t), minutes=time_text(rest, t))
    return t.count("admin.time.hours", hours) if hours else t.count("admin.time.minutes", rest)
