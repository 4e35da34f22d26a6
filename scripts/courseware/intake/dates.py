"""Dates as people and spreadsheets write them, read without guessing between day and month."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["read_date"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "feb"),
            ("mars", "march", "mar"),
            ("april", "apr"),
            ("maj", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("augusti", "august", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_YEAR_FIRST = re.compile(r"([0-9]{4})([-./ ])([0-9]{1,2})\2([0-9]{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_COMPACT = re.compile(r"((?:20)?[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})(\.|/| +)([0-9]{4})")
_NAMED = re.compile(r"(?:den )?([0-9]{1,2})(?::e|\.|:a)? ?([a-zåäö]{3,9})\.? ?([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.0+)?")
# Day 0 of Excel's calendar, moved two days because it counts from 1 and believes in 29 February 1900.
_EXCEL_ZERO = date(1899, 12, 30)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")


@lru_cache(maxsize=4096)  # A list holds few different days.
def read_date(text: str) -> date:
    """Gives the day that a cell's text means.

    `2026-02-01`, `2026.02.01`, `20260201`, `260201`, `1/2 2026`, `1.2.2026`, `1 februari 2026` and Excel's
    day number `46054` are read; `1/2/2026`, which is February in Sweden and January in America, is not.

    Raises:
        ValueError: The text is no day, or could be two; the message says what to write.
    """
    text = " ".join(text.translate(_DASHES).casefold().split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    elif match := _COMPACT.fullmatch(text):
        return _day(f"20{match[1][-2:]}", match[2], match[3])
    elif match := _DAY_FIRST.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "/" and match[4] == "/":
            if first <= 12 and second <= 12 and first != second:
                raise ValueError("can be read as day/month or month/day. Write the date as 2026-02-01.")
            if second > 12:
                raise ValueError("has its month before its day. Write the date as 2026-02-01.")
        return _day(match[5], match[3], match[1])
    elif (match := _NAMED.fullmatch(text)) and match[2] in MONTHS:
        return _day(match[3], str(MONTHS[match[2]]), match[1])
    elif (match := _SERIAL.fullmatch(text)) and 36_526 <= int(match[1]) <= 73_050:  # 2000-01-01 to 2099-12-31
        return _EXCEL_ZERO + timedelta(days=int(match[1]))
    raise ValueError("is not a date. Write it as 2026-02-01.")


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("is a day that does not exist. Write the date as 2026-02-01.") from None
