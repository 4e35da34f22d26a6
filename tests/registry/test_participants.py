"""Participants as pages may show them: once each, every employer kept, and the protected without a trace."""

from __future__ import annotations

from courseware.registry.enrolment import Registration, enrol
from courseware.registry.participants import participants_of, protected_in, secrets_of
from courseware.registry.protection import protect_person
from courseware.registry.store import Store
from courseware.registry.tables import former_number

WOMAN, MAN, PROTECTED = "198501012382", "198501012390", "199508032381"


def fill(store: Store) -> None:
    people = [
        Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2020-09-15", "2020-12-01", email="a@example.org",
                     unit="Ekskolan", organisation_number="2021005224"),
        Registration(2, WOMAN, "Anna Påhittad", "Almby", "2020-08-15"),
        Registration(3, PROTECTED, "", "Björkvik", "2020-09-15", unit="Lundskolan", protected=True),
        Registration(4, MAN, "Bo Påhittad", "Ekdalen", "2020-09-15"),
    ]  # fmt: skip
    with store.write(who="test", why="test") as tx:
        enrol(tx, "demo", people)


def test_t7_a_person_of_two_organisations_comes_once_with_both(store: Store) -> None:
    fill(store)
    with store.read() as tx:
        found = participants_of(tx, "demo")
    assert list(found) == [1, 2, 3]
    anna = found[1]
    assert (anna.name, anna.email, anna.masked) == ("Anna Påhittad", "a@example.org", "19XXXXXX-****")
    assert [part.employer for part in anna.parts] == ["Ekdalen (202100-5224)", "Almby"]
    assert (anna.organisations, anna.started, anna.ended) == ("Ekdalen, Almby", "2020-08-15", None)


def test_only_those_asked_for_are_opened(store: Store) -> None:
    fill(store)
    with store.read() as tx:
        assert list(participants_of(tx, "demo", [3, 1, 3])) == [1, 3]
        assert participants_of(tx, "demo", []) == {}
        assert participants_of(tx, "up2") == {}


def test_nothing_about_a_protected_person_comes_out(store: Store) -> None:
    fill(store)
    with store.read() as tx:
        found = participants_of(tx, "demo")[2]
        secrets = secrets_of(tx, "demo", 2)
    assert (found.name, found.number12, found.email, found.parts, found.masked) == ("", "", "", (), "")
    assert found.protected
    assert secrets == ("19950803-2381", PROTECTED, "950803-2381", "9508032381",
                       "Lundskolan", "Björkvik")  # fmt: skip


def test_names_and_addresses_forgotten_at_protection_are_still_secrets(store: Store) -> None:
    """A reference written before may hold them: "Pärm 3, Påhittad"."""
    fill(store)
    with store.write(who="test", why="test") as tx:
        protect_person(tx, 1)
    with store.read() as tx:
        assert protected_in(tx, "demo") == [1, 2]
        assert {"Anna Påhittad", "Anna", "Påhittad", "a@example.org"} <= set(secrets_of(tx, "demo", 1))


def test_t8_a_day_asks_for_the_number_of_that_day(store: Store) -> None:
    fill(store)
    with store.write(who="test", why="test") as tx:
        wrapped = tx.connection.exec_driver_sql("SELECT wrapped_key FROM person WHERE id = 3").scalar_one()
        sealed = tx.keys.person_key(3, bytes(wrapped)).encrypt("former_number", "197010632391")
        row = ("hash", 3, sealed, "2020-11-15")
        tx.insert(former_number, ("number_hash", "person_id", "number_enc", "until"), [row])
    with store.read() as tx:
        assert participants_of(tx, "demo", [3], day="2020-10-31")[3].number12 == "197010632391"
        assert participants_of(tx, "demo", [3], day="2020-11-30")[3].number12 == MAN
