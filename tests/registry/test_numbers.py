"""Another number for the same person: the old one is kept, finds them, and holds until its day."""

from __future__ import annotations

import pytest

from courseware.errors import CoursewareError
from courseware.registry.checks import check_register
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.finding import people_of
from courseware.registry.log import entries
from courseware.registry.numbers import FormerNumber, numbers_before, renumber
from courseware.registry.people import month_people
from courseware.registry.store import Store

COORDINATION, WOMAN, MAN, OTHER = "199301612397", "198501012382", "198501012390", "199508032381"


@pytest.fixture
def told(store: Store) -> Store:
    """One person with a samordningsnummer, another with a personnummer."""
    with store.write(who="test", why="test") as tx:
        rows = [(COORDINATION, "Anna Påhittad"), (MAN, "Bo Påhittad")]
        people = [
            Registration(n, number, name, "Ekdalen", "2020-09-15") for n, (number, name) in enumerate(rows)
        ]
        enrol(tx, "demo", people)
    return store


def change(store: Store, number: str, from_day: str | None) -> None:
    with store.write(who="anna", why="a test") as tx:
        renumber(tx, 1, number, from_day=from_day)


def number_on(store: Store, day: str) -> str:
    with store.read() as tx:
        return next(one.number12 for one in month_people(tx, "demo", last_day=day) if one.person_id == 1)


def test_each_month_has_the_number_of_its_last_day(told: Store) -> None:
    change(told, WOMAN, "2021-01-15")
    assert number_on(told, "2020-12-31") == COORDINATION
    assert number_on(told, "2021-01-31") == WOMAN
    with told.read() as tx:
        assert numbers_before(tx, 1) == [FormerNumber(COORDINATION, "2021-01-15")]


def test_a_number_that_was_never_right_is_used_in_no_month(told: Store) -> None:
    change(told, WOMAN, None)
    assert number_on(told, "2020-09-30") == WOMAN
    with told.read() as tx:
        assert numbers_before(tx, 1) == [FormerNumber(COORDINATION, None)]


def test_both_numbers_find_the_person(told: Store) -> None:
    change(told, WOMAN, "2021-01-15")
    with told.write(who="test", why="test") as tx:
        people = people_of(tx, "demo")
        assert [people.by_number(number) for number in (COORDINATION, WOMAN, OTHER)] == [1, 1, None]
        rows = [
            Registration(n, number, "Anna Påhittad", "Ekdalen", "2020-09-15")
            for n, number in enumerate((COORDINATION, WOMAN))
        ]
        assert (enrol(tx, "demo", rows).added_people, enrol(tx, "demo", rows).unchanged) == (0, 2)


def test_the_change_is_logged_without_a_number_to_read(told: Store) -> None:
    change(told, WOMAN, "2021-01-15")
    with told.read() as tx:
        entry = list(entries(tx.connection, "person:1"))[-1]
    assert (entry["action"], entry["after"]["from"]) == ("person.renumber", "2021-01-15")
    assert WOMAN not in str(entry)
    assert COORDINATION not in str(entry)
    assert check_register(told).faults == []


def test_the_number_of_somebody_else_is_refused_with_the_way_out(told: Store) -> None:
    with pytest.raises(CoursewareError, match=r"Another participant, 2, .*participants merge 2 1") as refused:
        change(told, MAN, "2021-01-15")
    assert MAN not in str(refused.value)
    with told.write(who="test", why="test") as tx:
        renumber(tx, 2, OTHER, from_day=None)
    with pytest.raises(CoursewareError, match="Another participant, 2"):
        change(told, MAN, "2021-01-15")
    with pytest.raises(CoursewareError, match="participant 1's number already"):
        change(told, COORDINATION, None)


def test_numbers_follow_each_other(told: Store) -> None:
    change(told, WOMAN, "2021-01-15")
    with pytest.raises(CoursewareError, match=r"changed on 2021-01-15 already.*--wrong"):
        change(told, OTHER, "2021-01-15")
    change(told, OTHER, "2021-06-01")
    days = ("2020-12-31", "2021-05-31", "2021-06-30")
    assert [number_on(told, day) for day in days] == [COORDINATION, WOMAN, OTHER]
    with pytest.raises(CoursewareError, match="had that number until 2021-01-15"):
        change(told, COORDINATION, "2022-01-01")


def test_a_change_made_by_mistake_is_taken_back(told: Store) -> None:
    change(told, WOMAN, "2021-01-15")
    change(told, COORDINATION, None)
    assert [number_on(told, day) for day in ("2020-12-31", "2021-12-31")] == [COORDINATION] * 2
    with told.read() as tx:
        assert numbers_before(tx, 1) == [FormerNumber(WOMAN, None)]
    change(told, WOMAN, "2021-03-01")
    with told.read() as tx:
        assert numbers_before(tx, 1) == [FormerNumber(COORDINATION, "2021-03-01")]
