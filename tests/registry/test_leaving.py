"""Leaving and coming back by hand: one participant, one more stay, the first start kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courseware.errors import CoursewareError
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.leaving import leave_project, parts_of_person, return_to_project
from courseware.registry.log import entries
from courseware.registry.people import list_people
from courseware.registry.store import Store

ANNA = Registration(1, "198501012382", "Anna Påhittad", "Ekdalen", "2020-09-15")


@pytest.fixture
def told(store: Store) -> Store:
    """Anna through two organisations, Bo through one."""
    with store.write(who="test", why="test") as tx:
        rows = [ANNA, replace(ANNA, row=2, organisation="Björkvik", started="2020-10-01")]
        enrol(tx, "demo", [*rows, Registration(3, "198501012390", "Bo Påhittad", "Ekdalen", "2020-09-15")])
    return store


def dates(store: Store, person_id: int) -> list[tuple[str, str | None]]:
    with store.read() as tx:
        return [(one.started, one.ended) for one in list_people(tx, "demo") if one.person_id == person_id]


def test_who_leaves_and_comes_back_has_two_stays(told: Store) -> None:
    """T3, T4."""
    with told.write(who="anna", why="mail of 20 November") as tx:
        leave_project(tx, "demo", 2, "2020-11-20")
    assert dates(told, 2) == [("2020-09-15", "2020-11-20")]
    with told.write(who="anna", why="back again") as tx:
        part = return_to_project(tx, "demo", 2, "2021-02-01")
    assert dates(told, 2) == [("2020-09-15", None)]
    assert part.stays == (("2020-09-15", "2020-11-20"), ("2021-02-01", None))
    with told.write(who="anna", why="the end") as tx:
        leave_project(tx, "demo", 2, "2021-05-31")
        [part] = parts_of_person(tx, "demo", 2)
    assert part.stays == (("2020-09-15", "2020-11-20"), ("2021-02-01", "2021-05-31"))
    with told.read() as tx:
        logged = list(entries(tx.connection, f"participation:{part.id}"))
    assert [entry["why"] for entry in logged] == ["test", "mail of 20 November", "back again", "the end"]
    assert logged[2]["before"] == {"started": "2020-09-15", "ended": "2020-11-20"}
    assert logged[2]["after"]["stays"] == [["2020-09-15", "2020-11-20"], ["2021-02-01", None]]


def test_leaving_ends_every_part_or_the_one_that_is_named(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        leave_project(tx, "demo", 1, "2020-11-20", " björkvik ")
    assert dates(told, 1) == [("2020-09-15", None), ("2020-10-01", "2020-11-20")]
    with told.write(who="test", why="test") as tx:
        assert len(leave_project(tx, "demo", 1, "2020-12-18")) == 1
    assert dates(told, 1) == [("2020-09-15", "2020-12-18"), ("2020-10-01", "2020-11-20")]
    with told.write(who="test", why="test") as tx:
        return_to_project(tx, "demo", 1, "2021-02-01", "Björkvik")
    assert dates(told, 1) == [("2020-09-15", "2020-12-18"), ("2020-10-01", None)]


@pytest.mark.parametrize(
    ("left", "back", "organisation", "message"),
    [
        ("2020-09-14", "", "", r"cannot leave on 2020-09-14: the stay began on 2020-09-15"),
        ("2020-11-20", "2020-11-20", "", r"cannot come back on 2020-11-20: the stay before lasted until"),
        ("", "2021-02-01", "", r"has not left: the stay since 2020-09-15 lasts"),
        ("2020-11-20", "2021-02-01", "Lindby", r"no part in demo through 'Lindby'"),
    ],
)
def test_what_cannot_be_is_refused(
    told: Store, left: str, back: str, organisation: str, message: str
) -> None:
    def come_and_go() -> None:
        with told.write(who="test", why="test") as tx:
            if left:
                leave_project(tx, "demo", 2, left)
            return_to_project(tx, "demo", 2, back, organisation)

    with pytest.raises(CoursewareError, match=message):
        come_and_go()
    assert dates(told, 2) == [("2020-09-15", None)]


def test_nobody_leaves_twice_and_an_organisation_is_named_where_there_are_several(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        leave_project(tx, "demo", 1, "2020-11-20")
        with pytest.raises(CoursewareError, match=r"has left already, on 2020-11-20"):
            leave_project(tx, "demo", 1, "2020-12-18")
        with pytest.raises(CoursewareError, match=r"through 2 organisations.*--organisation NAME"):
            return_to_project(tx, "demo", 1, "2021-02-01")
