"""The register from one database to another: counts and checksums the same, and never over anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from databases import fresh_postgres, postgres_server
from people import invented_numbers
from sqlalchemy import text

from courseware.registry.attestations import Attestation, put_attestations
from courseware.registry.checks import check_register
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.people import list_people
from courseware.registry.store import Store, StoreError, open_store
from courseware.registry.tables import person
from courseware.registry.transfer import differing_tables, migrate, table_sums


@pytest.fixture
def filled(store: Store) -> Store:
    """A register with a row of every kind of value: texts with odd characters, bytes, booleans, nothing."""
    with store.write(who="a", why="b") as tx:
        people = [
            Registration(row, number, f"Åsa\\N\t{row}'\"", "Ekdalen", "2026-02-01", protected=row % 3 == 0)
            for row, number in enumerate(invented_numbers(30), 1)
        ]
        enrol(tx, "demo", people)
        issue_codes(tx, "demo", [1, None])
        signed = Attestation(1, "2026-02", 90, "ink", "2026-03-01", "Pärm\t3\nrad 2 \\.", whole_hours=True)
        put_attestations(tx, "demo", [(signed, None)])
        row = CompletionRow(
            *(bytes(range(16)), "demo", 7, 1, "c", "m07-early-detection", "0" * 16),
            *("2026-02", "2026-02-03", "2026-02-03T10:00:00Z", new_import(tx, "demo", "inbox")),
        )
        store_claims(tx, [], [], [row])
        # Somebody who was found to be a person with a higher number, which is copied later.
        tx.connection.execute(person.update().where(person.c.id == 2).values(merged_into=30))
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, store: Store) -> Iterator[Store]:
    """An empty database of each kind, with the key of the register."""
    if request.param == "sqlite":
        yield open_store(f"sqlite:///{tmp_path / 'other' / 'registry.sqlite'}", store.key_file)
        return
    address, schema = fresh_postgres()
    yield open_store(address, store.key_file)
    with psycopg.connect(postgres_server(), autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


def sums_of(store: Store) -> dict[str, tuple[int, str]]:
    with store.read() as tx:
        return {name: tuple(found) for name, found in table_sums(tx.connection).items()}


def test_a_register_moves_in_every_direction_unchanged(filled: Store, empty: Store) -> None:
    before = sums_of(filled)
    steps: list[tuple[int, int]] = []
    told = migrate(filled, empty, lambda done, total: steps.append((done, total)))
    assert told == before == sums_of(empty) == sums_of(filled)
    assert (told["person"].rows, told["attestation"].rows) == (30, 1)
    assert steps[-1] == (len(before), len(before))
    with filled.read() as one, empty.read() as other:
        assert list(list_people(one, "demo")) == list(list_people(other, "demo"))
        assert codes_of(one, "demo") == codes_of(other, "demo")
    assert check_register(empty).faults == []


def test_work_goes_on_at_the_new_place_and_the_log_stays_append_only(filled: Store, empty: Store) -> None:
    migrate(filled, empty)
    with empty.write(who="a", why="b") as tx:
        outcome = enrol(
            tx, "demo", [Registration(1, "198501012382", "Anna Påhittad", "Ekdalen", "2026-02-01")]
        )
    assert outcome.person_ids == {1: 31}
    assert check_register(empty).faults == []
    with (
        pytest.raises(StoreError, match="may not be changed or deleted"),
        empty.write(who="a", why="b") as tx,
    ):
        tx.connection.execute(text("DELETE FROM change_log"))


def test_nothing_is_ever_written_over(filled: Store, empty: Store) -> None:
    empty.upgrade()
    before = sums_of(empty)
    with pytest.raises(StoreError, match="is not empty"):
        migrate(filled, empty)
    assert sums_of(empty) == before
    with pytest.raises(StoreError, match="is not empty"):
        migrate(filled, filled)


def test_a_copy_that_differs_is_thrown_away(
    filled: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = table_sums
    monkeypatch.setattr(
        "courseware.registry.transfer.table_sums", lambda connection: real(connection) | {"person": (0, "")}
    )
    with pytest.raises(StoreError, match="differs from the register in person, so it was thrown away"):
        migrate(filled, empty)
    with empty.engine.connect() as connection:
        assert not connection.dialect.has_table(connection, "person")


def test_a_sum_sees_every_kind_of_change(store: Store) -> None:
    with store.write(who="a", why="b") as tx:
        enrol(tx, "demo", [Registration(1, "198501012382", "Anna Påhittad", "Ekdalen", "2026-02-01")])
        signed = [Attestation(1, "2026-02", 90, "ink", "2026-03-01", "Pärm")]
        put_attestations(tx, "demo", [(one, None) for one in signed])
    seen = [sums_of(store)]
    for statement in (
        "UPDATE person SET protected = true",
        "UPDATE person SET email_enc = name_enc",
        "UPDATE attestation SET minutes = 91",
        "UPDATE attestation SET reference = 'Pärm '",
        "UPDATE participation SET ended = '2026-03-01'",
        "DELETE FROM spell",
    ):
        with store.write(who="a", why="b") as tx:
            tx.connection.execute(text(statement))
        seen.append(sums_of(store))
        assert len(differing_tables(seen[-2], seen[-1])) == 1, statement


def test_the_order_of_the_rows_is_nobodys_business(tmp_path: Path) -> None:
    sums = []
    for order in ((1, 2, 3), (3, 1, 2)):
        store = open_store(f"sqlite:///{tmp_path / f'{order[0]}.sqlite'}", tmp_path / "k" / "master.key")
        store.upgrade()
        assert store.file is not None
        with sqlite3.connect(store.file) as raw:
            for number in order:
                raw.execute("INSERT INTO mailbox_position VALUES (?, 'demo', ?)", (f"m{number}", number))
        sums.append(sums_of(store)["mailbox_position"])
    assert sums[0] == sums[1]
