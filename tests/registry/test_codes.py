"""Codes: issued to people or in advance, tied once, and never another project's."""

from __future__ import annotations

import os

from courseware.receipts.codes import find_key_version, normalise_code
from courseware.registry.codes import code_keys, codes_of, issue_codes, tie_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.store import Store
from courseware.registry.tables import code_key

PEOPLE = [
    Registration(2, "198501012382", "Anna Öberg", "Ekdalen", "2026-02-01"),
    Registration(3, "198501012390", "Bo Ek", "Ekdalen", "2026-02-01"),
]


def two_people(store: Store) -> None:
    with store.write(who="a", why="b") as tx:
        enrol(tx, "demo", PEOPLE)


def test_a_code_is_genuine_and_its_persons(store: Store) -> None:
    two_people(store)
    with store.write(who="a", why="b") as tx:
        issued = issue_codes(tx, "demo", [1, 2])
    with store.read() as tx:
        assert {(code.code, code.person_id) for code in codes_of(tx, "demo")} == {
            (code.code, code.person_id) for code in issued
        }
        for code in issued:
            assert normalise_code(code.code) == code.code
            assert find_key_version(code.code, code_keys(tx)) == 1
        assert codes_of(tx, "another") == []


def test_codes_of_an_older_key_stay_genuine(store: Store) -> None:
    two_people(store)
    with store.write(who="a", why="b") as tx:
        [old] = issue_codes(tx, "demo", [1])
        wrapped = tx.keys.wrap("code-key:2", os.urandom(32))
        tx.insert(code_key, ("version", "wrapped", "made_at"), [(2, wrapped, "2026-11-21T22:00:00Z")])
        [new] = issue_codes(tx, "demo", [2])
    with store.read() as tx:
        keys = code_keys(tx)
        assert [find_key_version(code.code, keys) for code in (old, new)] == [1, 2]
        assert {code.code for code in codes_of(tx, "demo")} == {old.code, new.code}


def test_a_blank_code_is_tied_once(store: Store) -> None:
    two_people(store)
    with store.write(who="a", why="b") as tx:
        first, second = issue_codes(tx, "demo", [None, None])
        [foreign] = issue_codes(tx, "another", [None])
        assert tie_codes(tx, "demo", [(2, first.code, 1)]) == []
        assert tie_codes(tx, "demo", [(2, first.code, 1)]) == [], "the same again is fine"
        refused = dict(
            tie_codes(tx, "demo", [(3, first.code, 2), (4, foreign.code, 2), (5, "00000-00000-0000", 2)])
        )
    assert "another participant's" in refused[3]
    assert "project another" in refused[4]
    assert "not issued by this register" in refused[5]
    with store.read() as tx:
        assert {code.code: code.person_id for code in codes_of(tx, "demo")} == {
            first.code: 1,
            second.code: None,
        }
