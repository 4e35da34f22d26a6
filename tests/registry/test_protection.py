"""Protected identity: from the mark on, nothing in the register names the person."""

from __future__ import annotations

import pytest

from courseware.errors import CoursewareError
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.finding import require_participant
from courseware.registry.log import entries
from courseware.registry.people import find_person, list_people
from courseware.registry.protection import protect_person, unprotect_person
from courseware.registry.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    """Anna, and somebody known by a placeholder."""
    with store.write(who="test", why="test") as tx:
        rows = [
            Registration(
                1, "198501012382", "Anna Påhittad", "Ekdalen", "2020-09-15", email="a@ekdalen.example"
            ),
            Registration(2, "19790101Tf29", "", "Ekdalen", "2020-09-15", protected=True),
        ]
        enrol(tx, "demo", rows)
    return store


def test_the_mark_makes_the_register_forget(told: Store) -> None:
    with told.write(who="anna", why="told by the school") as tx:
        protect_person(tx, 1)
    with told.read() as tx:
        [anna, _] = list_people(tx, "demo")
        assert (anna.name, anna.email, anna.masked) == ("", "", "protected")
        assert find_person(tx, 1) == ("", "protected", "", True)
        entry = list(entries(tx.connection, "person:1"))[-1]
    assert (entry["action"], entry["why"], entry["before"]) == (
        "person.protect",
        "told by the school",
        {"protected": False},
    )


def test_the_mark_is_taken_away_without_bringing_the_name_back(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        protect_person(tx, 1)
        with pytest.raises(CoursewareError, match="has protected identity already"):
            protect_person(tx, 1)
        unprotect_person(tx, 1)
        assert find_person(tx, 1) == ("", "19XXXXXX-****", "", False)
        with pytest.raises(CoursewareError, match="has no protected identity"):
            unprotect_person(tx, 1)


def test_who_is_known_by_a_placeholder_needs_a_number_first(told: Store) -> None:
    with (
        told.write(who="test", why="test") as tx,
        pytest.raises(CoursewareError, match=r"renumber 2 --wrong"),
    ):
        unprotect_person(tx, 2)


def test_an_id_of_nobody_is_refused(told: Store) -> None:
    with told.read() as tx:
        with pytest.raises(CoursewareError, match="There is no participant 9"):
            require_participant(tx, 9)
        with pytest.raises(CoursewareError, match="takes no part in up2"):
            require_participant(tx, 1, "up2")
