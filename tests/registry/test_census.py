"""Everybody is counted once, as they first came in; sex and birth come from the number and go no further."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from people import invented_numbers

from courseware.registry.attestations import Attestation, put_attestations
from courseware.registry.census import Counted, attested_minutes, census, organisations_taking_part
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.store import Store
from courseware.registry.tables import participation, person

WOMAN, MAN, OTHER_MAN = "198501012382", "198501012390", "199508032399"


def row(number: int, identity: str, started: str = "2020-09-15", **values: Any) -> Registration:
    name = "" if values.get("protected") else "Någon Påhittad"
    return Registration(number, identity, name, values.pop("organisation", "Ekdalen"), started, **values)


def taken_in(store: Store, *rows: Registration, project: str = "demo", **values: Any) -> None:
    with store.write(who="test", why="test") as tx:
        enrol(tx, project, rows, **values)


def counted(store: Store, project: str = "demo") -> list[Counted]:
    with store.read() as tx:
        return list(census(tx, project))


def test_sex_and_birth_are_what_the_number_says(store: Store) -> None:
    taken_in(store, row(1, WOMAN, role="Rektor", unit="Norr"), row(2, "197010632391"))
    first, second = counted(store)
    assert (first.sex, first.born, first.started) == ("woman", date(1985, 1, 1), date(2020, 9, 15))
    assert (first.organisation, first.unit, first.role) == ("Ekdalen", "Norr", "Rektor")
    # A samordningsnummer has sixty added to its day.
    assert (second.sex, second.born) == ("man", date(1970, 10, 3))


def test_two_organisations_and_two_stays_are_one_person_by_the_first_entry(store: Store) -> None:
    taken_in(store, row(1, WOMAN, "2021-01-10", organisation="Björkvik", ended="2021-02-01", role="Lärare"))
    taken_in(store, row(1, WOMAN, "2020-10-01", organisation="Ekdalen", role="Rektor"))
    taken_in(store, row(1, WOMAN, "2022-01-01", organisation="Björkvik"), update=True)
    [someone] = counted(store)
    assert (someone.started, someone.organisation, someone.role) == (date(2020, 10, 1), "Ekdalen", "Rektor")


def test_t18_somebody_in_two_projects_counts_once_in_each(store: Store) -> None:
    taken_in(store, row(1, WOMAN))
    taken_in(store, row(1, WOMAN, "2023-09-01"), project="up2")
    assert [len(counted(store, project)) for project in ("demo", "up2")] == [1, 1]
    assert counted(store, "up2")[0].started == date(2023, 9, 1)


def test_erased_people_and_placeholders_tell_neither_sex_nor_age(store: Store) -> None:
    taken_in(store, row(1, WOMAN), row(2, MAN), row(3, "19790101Tf29", protected=True))
    with store.write(who="test", why="test") as tx:
        values = {"wrapped_key": None, "name_enc": None, "number_enc": None, "erased_on": "2022-01-01"}
        tx.connection.execute(person.update().where(person.c.id == 1).values(**values))
    assert [(one.sex, one.born is None) for one in counted(store)] == [
        (None, True),
        ("man", False),
        (None, True),
    ]


def test_protected_person_with_a_number_counts_as_everybody(store: Store) -> None:
    taken_in(store, row(1, WOMAN, protected=True))
    assert counted(store)[0].sex == "woman"


def test_missing_start_is_no_start_and_any_other_goes_before_it(store: Store) -> None:
    taken_in(store, row(1, WOMAN, "2020-09-15"), row(2, WOMAN, "2021-01-01", organisation="Björkvik"))
    with store.write(who="test", why="test") as tx:
        tx.connection.execute(participation.update().where(participation.c.id == 1).values(started=""))
    assert counted(store)[0].started == date(2021, 1, 1)
    with store.write(who="test", why="test") as tx:
        tx.connection.execute(participation.update().values(started=""))
    assert counted(store)[0].started is None


def test_sums_of_organisations_and_attested_minutes_stop_at_the_day(store: Store) -> None:
    taken_in(store, row(1, WOMAN), row(2, MAN, "2021-06-01", organisation="Björkvik"))
    with store.write(who="test", why="test") as tx:
        first, second, later = (
            Attestation(1, month, minutes, "ink", "2021-01-01", "Pärm 1")
            for month, minutes in (("2020-10", 60), ("2020-10", 90), ("2020-12", 45))
        )
        put_attestations(tx, "demo", [(first, None)])
        put_attestations(tx, "demo", [(second, replace(first, id=1)), (later, None)])
    with store.read() as tx:
        assert organisations_taking_part(tx, "demo", date(2021, 5, 31)) == 1
        assert organisations_taking_part(tx, "demo", date(2021, 6, 1)) == 2
        assert attested_minutes(tx, "demo", "2020-11") == 90
        assert attested_minutes(tx, "demo", "2020-12") == 135
        assert attested_minutes(tx, "up2", "2020-12") == 0


def test_many_are_counted_in_order_of_person(store: Store) -> None:
    taken_in(store, *(row(n, number) for n, number in enumerate(invented_numbers(550), 1)))
    people = counted(store)
    assert [one.person_id for one in people] == list(range(1, 551))
    assert all(one.sex and one.born for one in people)
