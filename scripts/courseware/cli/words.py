"""Sentences and counts that several commands tell."""

from __future__ import annotations

__all__ = ["TRIAL", "count"]

TRIAL = "This was a trial: nothing was changed."


def count(number: int, one: str, many: str = "") -> str:
    """Gives a number with its noun: "1 row", "2 rows"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
