"""Organisations are listed with their units; another name keeps everybody and everything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from courseware.errors import CoursewareError
from courseware.registry.checks import check_register
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.organisations import OrganisationChange, list_organisations, set_organisation
from courseware.registry.plans import Plan, plans_of, put_plans
from courseware.registry.sessions import Session, add_session, list_sessions
from courseware.registry.store import Store

WOMAN, MAN = "198501012382", "198501012390"


def row(number: int, identity: str, organisation: str = "Ekdalen", **values: Any) -> Registration:
    name = values.pop("name", "" if values.get("protected") else "Någon Påhittad")
    return Registration(number, identity, name, organisation, "2026-02-01", **values)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write(who="test", why="test") as tx:
        enrol(
            tx,
            "demo",
            [row(1, WOMAN, unit="Norr"), row(2, MAN, unit="Norr"), row(3, MAN, "Björkvik")],
        )
    return store


def change(store: Store, name: str, **values: str) -> OrganisationChange:
    with store.write(who="test", why="test") as tx:
        return set_organisation(tx, "demo", name, **values)


def test_list_has_units_with_counts(filled: Store) -> None:
    with filled.read() as tx:
        found = [
            (item.name, item.shown_number, item.participants, dict(item.units))
            for item in list_organisations(tx, "demo")
        ]
    assert found == [("Björkvik", "", 1, {"": 1}), ("Ekdalen", "", 2, {"Norr": 2})]


def test_number_is_checked_and_kept_as_ten_digits(filled: Store) -> None:
    assert change(filled, " ekdalen ", number="202100-5224").number == "2021005224"
    with filled.read() as tx:
        assert [item.shown_number for item in list_organisations(tx, "demo")] == ["", "202100-5224"]
    with pytest.raises(CoursewareError, match="--number: it has a check digit that does not fit"):
        change(filled, "Ekdalen", number="202100-5225")
    with pytest.raises(CoursewareError, match="third digit must be 2 or higher"):
        change(filled, "Ekdalen", number=WOMAN[2:])
    assert change(filled, "Björkvik", number="202100-5224").same_number == ["Ekdalen"]


def test_another_name_keeps_people_plan_and_sessions(filled: Store) -> None:
    held = Session("W1", datetime(2026, 3, 1, 9), datetime(2026, 3, 1, 12), 165, organisation="Ekdalen")  # noqa: DTZ001
    with filled.write(who="test", why="test") as tx:
        put_plans(tx, "demo", [(1, Plan("draft", "2026-03-01", ""))], plans_of(tx, "demo"))
        add_session(tx, "demo", held)
    assert change(filled, "Ekdalen", new_name="  Ekdalens   kommun ").name == "Ekdalens kommun"
    with filled.read() as tx:
        found = {item.name: (item.id, item.participants) for item in list_organisations(tx, "demo")}
        assert found == {"Björkvik": (2, 1), "Ekdalens kommun": (1, 2)}
        assert [item.organisation for item in plans_of(tx, "demo") if item.plan] == ["Ekdalens kommun"]
        assert [item.organisation for item in list_sessions(tx, "demo")] == ["Ekdalens kommun"]
        last = list(entries(tx.connection, "organisation:1"))[-1]
    assert last["action"] == "organisation.change"
    assert last["before"]["name"] == "Ekdalen"
    assert last["after"]["name"] == "Ekdalens kommun"
    assert check_register(filled).faults == []
    # The next list says the new name, and nobody is doubled.
    with filled.write(who="test", why="test") as tx:
        again = enrol(tx, "demo", [row(1, WOMAN, "Ekdalens kommun", unit="Norr")])
    assert (again.added_people, again.added_participations, again.unchanged) == (0, 0, 1)


def test_person_known_by_a_placeholder_follows_the_name(filled: Store) -> None:
    hidden = row(4, "19790101Tf29", protected=True, unit="Söder")
    named = row(5, "19790102Tf29", protected=True, name="Någon Påhittad")
    with filled.write(who="test", why="test") as tx:
        known = enrol(tx, "demo", [hidden, named]).person_ids
    # A name in the list is part of who the second is, and it is not kept: that one cannot be followed.
    assert change(filled, "Ekdalen", new_name="Ekdalens kommun").unsure == [known[5]]
    with filled.write(who="test", why="test") as tx:
        again = enrol(tx, "demo", [row(4, "19790101Tf29", "Ekdalens kommun", protected=True, unit="Söder")])
    assert (again.added_people, again.person_ids[4]) == (0, known[4])


def test_unknown_name_is_answered_with_the_nearest(filled: Store) -> None:
    with pytest.raises(CoursewareError, match=r"no organisation 'Ekdal' in demo\. Did you mean 'Ekdalen'"):
        change(filled, "Ekdal", number="202100-5224")
    with pytest.raises(CoursewareError, match="'Björkvik' is an organisation of demo already"):
        change(filled, "Ekdalen", new_name="björkvik")


def test_what_is_so_already_is_no_change(filled: Store) -> None:
    change(filled, "Ekdalen", number="202100-5224")
    before = _entries(filled)
    assert not change(filled, "Ekdalen", number="2021005224", new_name="Ekdalen").is_change
    assert _entries(filled) == before
    assert change(filled, "Ekdalen", new_name="EKDALEN").is_change


def _entries(store: Store) -> int:
    with store.read() as tx:
        return len(list(entries(tx.connection)))
