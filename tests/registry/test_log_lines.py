"""The change log as it is read: who changed or read what, found by subject, day and action."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from courseware.registry.checks import log_faults
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log_lines import SEALED, find_entries, is_sealed, with_unsealed
from courseware.registry.people import month_people
from courseware.registry.store import Store, StoreError, open_store


@pytest.fixture
def filled(store: Store) -> Store:
    """Three days' work."""
    for day, person_id in ((20, 1), (21, 2), (22, 3)):
        with store.write(who="anna", why="list", now=datetime(2026, 11, day, tzinfo=UTC)) as tx:
            number = {1: "198501012382", 2: "198501012390", 3: "199508032381"}[person_id]
            enrol(tx, "demo", [Registration(1, number, "Anna Påhittad", "Ekdalen", "2026-02-01")])
    return store


def actions(store: Store, **wanted: object) -> list[str]:
    with store.read() as tx:
        return [f"{one.action} {one.subject}" for one in find_entries(tx.connection, **wanted)]  # type: ignore[arg-type]


def test_entries_are_found_by_subject_day_action_and_number(filled: Store) -> None:
    assert len(actions(filled)) == 7
    assert actions(filled, subject="person:2") == ["person.add person:2"]
    assert actions(filled, subject=["person:2", "participation:3"]) == [
        "person.add person:2",
        "participation.add participation:3",
    ]
    assert actions(filled, since=date(2026, 11, 22)) == [
        "person.add person:3",
        "participation.add participation:3",
    ]
    assert actions(filled, action="organisation.") == ["organisation.add organisation:1"]
    assert actions(filled, action="p_rson.") == []
    assert actions(filled, limit=2) == ["person.add person:3", "participation.add participation:3"]
    assert actions(filled, action="person.", limit=1) == ["person.add person:3"]


def test_reading_the_log_takes_no_row_from_what_is_read_after_it(filled: Store) -> None:
    """Months are summed from the driver's own tuples, in the transaction in which the log was read."""
    with filled.read() as tx:
        assert list(find_entries(tx.connection))
        assert list(log_faults(tx)[0]) == []
        assert [row[1] for row in month_people(tx, "demo")] == [1, 2, 3]


def test_what_is_sealed_is_marked_and_opened_only_by_its_key(filled: Store) -> None:
    with filled.read() as tx:
        [entry] = find_entries(tx.connection, subject="person:1")
        assert with_unsealed(entry.after) == {
            "name": SEALED,
            "number": SEALED,
            "email": None,
            "protected": False,
        }
    opened = with_unsealed(entry.after, lambda field, sealed: field if field == "name" else None)
    assert opened is not None
    assert (opened["name"], opened["number"]) == ("name", SEALED)
    assert entry.after is not None
    nested = {"moved": [{"name_enc": entry.after["name"]}, 7], "note": ["plain"]}
    assert with_unsealed(nested) == {"moved": [{"name_enc": SEALED}, 7], "note": ["plain"]}


@pytest.mark.parametrize(
    "value",
    [
        *(None, 7, True, "", "Ekdalen", "2026-02-01", "Ekdalens kommuns grundskolor och gymnasieskolor"),
        *("ab" * 32, "0123456789abcdef" * 2),
    ],
)
def test_texts_dates_and_hashes_are_not_taken_for_ciphertext(value: object) -> None:
    assert not is_sealed(value)


def test_readings_are_entries_of_their_own(filled: Store) -> None:
    filled.note_access("bo", "list", "project:demo")
    filled.note_access("bo", "export", "person:2", "the person asked for it")
    with filled.read() as tx:
        found = [
            (one.who, one.action, one.subject, one.why)
            for one in find_entries(tx.connection, action="access.")
        ]
    assert found == [
        ("bo", "access.list", "project:demo", "asked for the list"),
        ("bo", "access.export", "person:2", "the person asked for it"),
    ]


def test_a_reading_that_cannot_be_noted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'registry.sqlite'}", tmp_path / "key" / "master.key")
    with pytest.raises(StoreError, match="There is no register"):
        store.note_access("bo", "list", "project:demo")
    store.upgrade()
    monkeypatch.setattr("courseware.registry.engine.LOCK_WAIT_SECONDS", 0.1)
    other = open_store(f"sqlite:///{tmp_path / 'data' / 'registry.sqlite'}", store.key_file)
    with (
        store.write(who="anna", why="long work"),
        pytest.raises(StoreError, match=r"Another command is writing.*so they stay closed"),
    ):
        other.note_access("bo", "list", "project:demo")
