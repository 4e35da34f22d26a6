"""Made-up people for tests that need many: numbers of the years 1840-1889, which nobody alive can have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from courseware.registry.finding import people_of
from courseware.registry.identity import check_digit
from courseware.registry.store import Transaction

__all__ = ["count_people", "invented_numbers"]


def invented_numbers(count: int, seed: int = 1) -> Iterator[str]:
    """Gives that many different twelve-digit numbers, always the same ones for a seed."""
    draw = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    seen: set[str] = set()
    while len(seen) < count:
        born = date(1840, 1, 1) + timedelta(days=draw.randrange(50 * 365))
        nine = f"{born:%y%m%d}{draw.randrange(1, 1000):03d}"
        number = f"{born:%Y}{nine[2:]}{check_digit(nine)}"
        if number not in seen:
            seen.add(number)
            yield number


def count_people(tx: Transaction, project: str) -> int:
    """Gives how many different people take part in a project."""
    return len(people_of(tx, project).spans)
