"""Who was given which edition of the information sheet, and when."""

from __future__ import annotations

import pytest

from courseware.errors import CoursewareError
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.information import (
    Information,
    InformationChanges,
    list_information,
    put_information,
    uninformed,
)
from courseware.registry.log import entries
from courseware.registry.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    """Three people in one project, one of them through two organisations."""
    numbers = ("198501012382", "198501012390", "199508032381")
    with store.write(who="test", why="test") as tx:
        rows = [
            Registration(n, number, "Påhittad", "Ekdalen", "2020-09-15") for n, number in enumerate(numbers)
        ]
        enrol(tx, "demo", [*rows, Registration(9, numbers[0], "Påhittad", "Björkvik", "2020-09-15")])
        enrol(tx, "up2", rows[:1])
    return store


def inform(
    store: Store, given: dict[int, str], version: str = "2020-06", update: bool = False
) -> InformationChanges:
    with store.write(who="anna", why="the first workshop") as tx:
        return put_information(tx, "demo", version, given, update=update)


def test_what_was_given_is_kept_by_edition_and_project(told: Store) -> None:
    inform(told, {1: "2020-09-15", 3: "2020-09-16"})
    inform(told, {1: "2021-01-10"}, "2021-01")
    with told.read() as tx:
        assert list_information(tx, "demo", person_id=1) == [
            Information(1, "2020-06", "2020-09-15"),
            Information(1, "2021-01", "2021-01-10"),
        ]
        assert uninformed(tx, "demo", "2020-06") == [2]
        assert uninformed(tx, "demo", "2021-01") == [2, 3]
        assert uninformed(tx, "up2", "2020-06") == [1]
        logged = [entry for entry in entries(tx.connection, "person:3") if "information" in entry["action"]]
    assert [(entry["action"], entry["after"]["given_on"]) for entry in logged] == [
        ("information.add", "2020-09-16")
    ]


def test_the_same_again_changes_nothing_and_another_day_waits_for_a_yes(told: Store) -> None:
    inform(told, {1: "2020-09-15"})
    again = inform(told, {1: "2020-09-15"})
    assert (again.added, again.unchanged, again.differing) == (0, 1, [])
    other = inform(told, {1: "2020-09-20", 2: "2020-09-20"})
    assert (other.added, other.differing, other.updated) == (1, [1], False)
    with told.read() as tx:
        assert list_information(tx, "demo", person_id=1) == [Information(1, "2020-06", "2020-09-15")]
    inform(told, {1: "2020-09-20"}, update=True)
    with told.read() as tx:
        assert list_information(tx, "demo", person_id=1) == [Information(1, "2020-06", "2020-09-20")]
        last = list(entries(tx.connection))[-1]
    assert (last["before"]["given_on"], last["after"]["given_on"]) == ("2020-09-15", "2020-09-20")


def test_an_edition_has_a_short_name(told: Store) -> None:
    with pytest.raises(CoursewareError, match="longer than 40 characters"):
        inform(told, {1: "2020-09-15"}, "x" * 41)
