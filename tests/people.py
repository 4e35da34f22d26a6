"""Made-up people for tests that need many: numbers of the years 1840-1889, which nobody alive can have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from courseware.registry.finding import people_of
from courseware.registry.identity import check_digit
from courseware.registry.store import Transaction

__all__ = ["PERSONS", "START", "count_people", "invented_numbers"]

START = date(2020, 8, 3)

PERSONS = [
    # number, sex, age on START (esf-reporting 7.2): the Swedish Tax Agency's open test data (CC0)
    ("199508032381", "woman", 25),
    ("199508042380", "woman", 24),
    ("199508032399", "man", 25),
    ("200208032383", "woman", 18),
    ("200208042382", "woman", 17),
    ("199008042393", "man", 29),
    ("199008032394", "man", 30),
    ("196301052392", "man", 57),
    ("196411182394", "man", 55),
    ("196612312386", "woman", 53),
    ("195506302388", "woman", 65),
    ("200002292399", "man", 20),
    ("200002292381", "woman", 20),
    ("198402292380", "woman", 36),
    ("198501012382", "woman", 35),
    ("198501012390", "man", 35),
]


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
