"""People who may be one: found by what they share, only where numbers differ, fast among many."""

from __future__ import annotations

import time
from typing import Any

import pytest
from people import invented_numbers

from courseware.registry.identity import check_digit
from courseware.registry.likeness import suggest_merges
from courseware.registry.people import Person

NUMBER = "185003142386"  # Born in 1850: nobody's.


def person(person_id: int, number12: str, name: str = "Åsa Öberg", **values: Any) -> Person:
    email, protected = values.get("email", ""), values.get("protected", False)
    return Person(person_id, person_id, name, number12, email, protected, "E", "", "", "2020-09-15", None)


def valid(eleven: str) -> str:
    return f"{eleven}{check_digit(eleven[2:])}"


@pytest.mark.parametrize(
    ("number", "name", "reasons"),
    [
        (valid("18500374299"), "Asa OBERG", ("birth-date",)),  # A samordningsnummer: the day is 60 higher.
        (valid("18500314299"), "Öberg, Åsa", ("birth-date",)),
        (valid("18500313238"), "Åsa Öberg", ("digit",)),
        (valid("18500314283"), "Åsa Öberg", ("birth-date", "swapped")),
        (valid("18500341238"), "Åsa Öberg", ("swapped",)),
        (valid("19500314238"), "Åsa Öberg", ("digit", "century")),
        (valid("18500514238"), "Åsa Berg", ()),
        (valid("18520514238"), "Åsa Öberg", ()),
    ],
)
def test_why_two_may_be_one(number: str, name: str, reasons: tuple[str, ...]) -> None:
    found = suggest_merges([person(7, number, name), person(3, NUMBER)])
    assert [(one.person_id, one.other_id, one.reasons) for one in found] == (
        [(3, 7, reasons)] if reasons else []
    )


def test_an_address_in_common_is_enough_and_a_protected_person_has_none() -> None:
    shared = {"email": "asa@ekdalen.example"}
    others = [person(n, valid(f"1852051423{n}"), f"Namn {n}", **shared) for n in (3, 4)]
    hidden = person(9, "19790101Tf29", "", protected=True)
    found = suggest_merges([person(1, NUMBER, email="Asa@Ekdalen.example "), *others, hidden])
    assert [tuple(one) for one in found] == [(1, 3, ("email",)), (1, 4, ("email",))]


def test_somebody_in_two_organisations_is_not_like_themselves() -> None:
    assert suggest_merges([person(1, NUMBER), person(1, NUMBER)._replace(participation_id=2)]) == []


def test_many_namesakes_at_one_address_take_seconds() -> None:
    """Twenty thousand people of one name and one address: with everybody against everybody, minutes."""
    numbers = list(invented_numbers(20_000))
    people = [person(n, number, "Anna Påhittad", email="e@x.example") for n, number in enumerate(numbers)]
    began = time.perf_counter()
    found = suggest_merges(people)
    assert time.perf_counter() - began < 10
    assert len(found) >= 19_999
