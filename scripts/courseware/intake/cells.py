"""Cells of lists about time: minutes, hours, times, months, yes and no; refused rather than guessed."""

from __future__ import annotations

import re
from datetime import date, time

from courseware.intake.dates import MONTHS

__all__ = ["read_count", "read_hours", "read_minutes", "read_month", "read_text", "read_time", "read_yes"]

MAX_TEXT = 200
_FORMULA = ("=", "+", "@")
_NUMBER = re.compile(r"([0-9]{1,5})(?:[.,]0+)?")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?")
_HOURS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,4}))?(?: ?(?:h|tim|timmar|hours))?", re.I)


def read_count(text: str) -> int:
    """Gives a number of people: `12`.

    Raises:
        ValueError: The text is no whole number, or more than anybody counts in a room.
    """
    if not re.fullmatch(r"[0-9]{1,4}(?:[.,]0+)?", text.strip()):
        raise ValueError("is not a number of people. Write for example 12.")
    return int(re.split("[.,]", text.strip())[0])


def read_minutes(text: str) -> int:
    """Gives whole minutes: `90`, `90 min`.

    Raises:
        ValueError: The text is no number of whole minutes.
    """
    match = _NUMBER.fullmatch(re.sub(r"\s*(min|minuter|minutes)\.?$", "", text.strip(), flags=re.I))
    if match is None:
        raise ValueError("is not a number of whole minutes. Write for example 90.")
    return int(match[1])


def read_hours(text: str) -> tuple[int, bool]:
    """Gives hours as (minutes, whether they are whole hours): `4`, `1,5`, `1:30`.

    Raises:
        ValueError: The text is no time, or not whole minutes.
    """
    text = text.strip()
    if match := _TIME.fullmatch(text.replace(".", ":") if text.count(":") else ""):
        minutes = int(match[1]) * 60 + int(match[2])
        if int(match[2]) > 59:
            raise ValueError("has more than 59 minutes after the hours.")
        return minutes, minutes % 60 == 0
    if match := _HOURS.fullmatch(text):
        decimals = match[2] or "0"
        parts = int(decimals) * 60
        if parts % 10 ** len(decimals):
            raise ValueError("is not whole minutes. Write hours and minutes as 1:20, or give minutes.")
        minutes = int(match[1]) * 60 + parts // 10 ** len(decimals)
        return minutes, minutes % 60 == 0
    raise ValueError("is not a number of hours. Write for example 4, 1,5 or 1:30.")


def read_text(text: str) -> str:
    """Gives a line of plain text with single spaces: what is printed and stored must not surprise anybody.

    Raises:
        ValueError: It is too long, holds what cannot be printed, or begins as only formulas do.
    """
    text = " ".join(text.split())
    if text.startswith(_FORMULA):
        raise ValueError("begins like a formula. Write the text itself.")
    if len(text) > MAX_TEXT or not text.isprintable():
        raise ValueError(
            f"is too long or holds characters that cannot be printed. At most {MAX_TEXT} ordinary characters."
        )
    return text


def read_time(text: str) -> time:
    """Gives a time of day: `09:00`, `9.00`, `kl. 9:00`.

    Raises:
        ValueError: The text is no time of day.
    """
    match = _TIME.fullmatch(re.sub(r"^kl\.?\s*", "", text.strip(), flags=re.I))
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("is not a time of day. Write for example 09:00.")
    return time(int(match[1]), int(match[2]))


def read_month(text: str) -> str:
    """Gives a month as 2026-11: from `2026-11`, `202611`, `november 2026`, or its first day.

    Raises:
        ValueError: The text is no month.
    """
    text = " ".join(text.casefold().split())
    match = re.fullmatch(r"(20[0-9]{2})[-/ ]?([0-9]{2})(?:-01(?:[ t]00:00(?::00)?)?)?", text)
    if match and 1 <= int(match[2]) <= 12:
        return f"{match[1]}-{match[2]}"
    named = re.fullmatch(r"([a-zåäö]{3,9})\.? (20[0-9]{2})", text)
    if named and named[1] in MONTHS:
        return f"{date(int(named[2]), MONTHS[named[1]], 1):%Y-%m}"
    raise ValueError("is not a month. Write for example 2026-11.")


def read_yes(text: str) -> bool:
    """Gives yes or no; an empty cell is no.

    Raises:
        ValueError: The text is neither.
    """
    word = text.strip().casefold()
    if word in {"ja", "j", "x", "yes", "y", "1", "true", "sant"}:
        return True
    if word in {"", "nej", "n", "no", "0", "false", "falskt"}:
        return False
    raise ValueError("is neither yes nor no. Write ja or nej.")
