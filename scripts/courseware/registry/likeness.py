"""People who may be one: suggested where numbers differ, never merged by the program (esf-reporting 1.5, T7).

Everything is found by shared keys, so that a hundred thousand people take seconds: nobody is compared with
everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from courseware.registry.people import Person
from courseware.words.fold import fold

__all__ = ["Likeness", "Suggestion", "suggest_merges"]

Likeness = Literal["birth-date", "digit", "swapped", "century", "email"]
"""Why two people may be one."""


class Suggestion(NamedTuple):
    """Two people who may be one."""

    person_id: int
    """The one who was taken in first."""
    other_id: int
    reasons: tuple[Likeness, ...]


def suggest_merges(people: Iterable[Person]) -> list[Suggestion]:
    """Gives pairs of people who may be one, in order of id; of several alike each with the first.

    Args:
        people: Everybody of a project; somebody may come several times, through several organisations.
    """
    once = {one.person_id: one for one in people}
    by_name: dict[str, list[Person]] = {}
    by_email: dict[str, list[Person]] = {}
    for one in sorted(once.values(), key=lambda person: person.person_id):
        # Of people with protected identity nothing is kept that could be compared.
        if one.name and not one.protected:
            by_name.setdefault(_name_key(one.name), []).append(one)
        if one.email and not one.protected:
            by_email.setdefault(one.email.strip().casefold(), []).append(one)
    found: dict[tuple[int, int], set[Likeness]] = {}

    def note(reason: Likeness, alike: Iterable[Person]) -> None:
        first, *others = alike
        for other in others:
            found.setdefault((first.person_id, other.person_id), set()).add(reason)

    for namesakes in by_name.values():
        if len(namesakes) > 1:
            groups: dict[tuple[Likeness, str], list[Person]] = {}
            for one in namesakes:
                for key in _number_keys(one.number12):
                    groups.setdefault(key, []).append(one)
            for (reason, _), alike in groups.items():
                note(reason, alike)
    for sharing in by_email.values():
        note("email", sharing)
    order: tuple[Likeness, ...] = ("birth-date", "digit", "swapped", "century", "email")
    return [
        Suggestion(*pair, tuple(reason for reason in order if reason in reasons))
        for pair, reasons in sorted(found.items())
    ]


def _name_key(name: str) -> str:
    """Gives what names are compared by: "Öberg, Åsa" and "Asa Oberg" are alike."""
    return " ".join(sorted(re.findall(r"\w+", fold(name))))


def _number_keys(number: str) -> Iterator[tuple[Likeness, str]]:
    """Gives keys that numbers share only if they are alike in one way.

    The check digit is left out: whoever mistypes a digit so that the number still passes has another one.
    """
    if not number.isdigit() or len(number) != 12:
        return
    day = int(number[6:8])
    # A samordningsnummer's day is 60 higher (esf-reporting section 5).
    yield "birth-date", f"{number[:6]}{day - 60 if day > 60 else day:02d}"
    yield "century", number[2:]
    digits = number[:11]
    for place, digit in enumerate(digits):
        yield "digit", f"{digits[:place]}*{digits[place + 1 :]}"
        following = digits[place + 1 : place + 2]
        if following and following != digit:
            first, second = sorted((digit, following))
            yield "swapped", f"{digits[:place]}<{first}{second}>{digits[place + 2 :]}"
