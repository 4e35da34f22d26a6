"""Numbers and dates as a language writes them; our English is British."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from courseware.languages import LANGUAGES

__all__ = ["day", "decimal", "percent"]


@lru_cache(maxsize=4096)
def decimal(value: float | Decimal, language: str, decimals: int | None = None) -> str:
    """Gives a number, with so many decimals or as many as it needs."""
    from babel.numbers import format_decimal

    pattern = None if decimals is None else "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return str(format_decimal(value, format=pattern, locale=LANGUAGES[language].locale))


def percent(value: float | Decimal, language: str, decimals: int = 0) -> str:
    """Gives a percentage: 25 is "25 %" in Swedish and "25%" in English."""
    return _percent_form(language).replace("0", decimal(value, language, decimals))


@lru_cache(maxsize=16)
def _percent_form(language: str) -> str:
    from babel.numbers import format_percent

    return str(format_percent(0, locale=LANGUAGES[language].locale))


@lru_cache(maxsize=1024)
def day(date: str | dt.date, language: str) -> str:
    """Gives a date in words; ISO text will do."""
    from babel.dates import format_date

    date = dt.date.fromisoformat(date) if isinstance(date, str) else date
    return str(format_date(date, format="long", locale=LANGUAGES[language].locale))
