"""The register's door: transactions, rights, upgrades, and failures that say what to do."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from courseware.errors import CoursewareError
from courseware.registry import migrations
from courseware.registry.log import COLUMNS, entries, faults
from courseware.registry.store import Store, StoreError, open_store
from courseware.registry.tables import change_log, metadata, organisation


def add_organisation(store: Store, number: int, name: str) -> None:
    with store.write(who="anna", why="a test") as tx:
        tx.insert(organisation, ("id", "project", "name"), [(number, "demo", name)])
        tx.log("organisation.add", f"organisation:{number}", None, {"name": name})


def names(store: Store) -> list[str]:
    with store.read() as tx:
        return list(tx.connection.execute(select(organisation.c.name).order_by(organisation.c.id)).scalars())


def test_what_is_written_is_read_and_logged(store: Store) -> None:
    add_organisation(store, 1, "Ekdalens kommun")
    assert names(store) == ["Ekdalens kommun"]
    with store.read() as tx:
        [entry] = entries(tx.connection)
    assert (entry["who"], entry["why"], entry["action"]) == ("anna", "a test", "organisation.add")
    assert entry["after"] == {"name": "Ekdalens kommun"}


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write(who="anna", why="a test") as tx:
            tx.insert(organisation, ("id", "project", "name"), [(1, "demo", "Ekdalen")])
            tx.log("organisation.add", "organisation:1", None, {"name": "Ekdalen"})
            raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        fail()
    assert names(store) == []
    with store.read() as tx:
        assert list(entries(tx.connection)) == []


def test_a_trial_changes_nothing(store: Store) -> None:
    with store.write(who="anna", why="a test", trial=True) as tx:
        tx.insert(organisation, ("id", "project", "name"), [(1, "demo", "Ekdalen")])
        tx.log("organisation.add", "organisation:1", None, {"name": "Ekdalen"})
    assert names(store) == []
    with store.read() as tx:
        assert list(entries(tx.connection)) == []


def test_a_trial_makes_no_register(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(StoreError, match="courseware db init"), store.write(who="anna", why="x", trial=True):
        pass
    assert not (tmp_path / "new.sqlite").exists()


def test_a_change_needs_a_who_and_a_why(store: Store) -> None:
    with pytest.raises(StoreError, match="who and a why"), store.write(who=" ", why="x"):
        pass


def test_no_reason_brings_an_identity_number_into_the_log(store: Store) -> None:
    with store.write(who="anna", why="import of 198501012382.csv") as tx:
        tx.log("organisation.add", "organisation:1", None, None)
    store.note_access("anna", "list", "project:demo", why="asked for by 850101-2390")
    with store.read() as tx:
        reasons = [entry["why"] for entry in entries(tx.connection)]
    assert reasons == ["import of 19XXXXXX-****.csv", "asked for by XXXXXX-****"]


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="may not be written"), store.read() as tx:
        tx.connection.execute(organisation.insert().values(id=1, project="demo", name="x"))
    assert names(store) == []


def test_the_log_is_append_only(store: Store) -> None:
    add_organisation(store, 1, "Ekdalen")
    for statement in (change_log.delete(), change_log.update().values(who="somebody else")):
        with (
            pytest.raises(StoreError, match="may not be changed or deleted"),
            store.write(who="a", why="b") as tx,
        ):
            tx.connection.execute(statement)


def test_the_chain_shows_an_altered_and_a_missing_entry(store: Store) -> None:
    for number in range(1, 5):
        add_organisation(store, number, f"Ekdalen {number}")
    with store.read() as tx:
        rows = [
            tuple(row) for row in tx.connection.execute(select(*(change_log.c[name] for name in COLUMNS)))
        ]
        head = tx.setting("log-head")
    assert list(faults(rows, head)) == []
    altered = [*rows[:1], (*rows[1][:2], "somebody else", *rows[1][3:]), *rows[2:]]
    assert list(faults(altered, head)) == ["Entry 2 of the change log was altered after it was written."]
    assert any(
        "Entry 3 of the change log is missing" in fault for fault in faults([*rows[:2], rows[3]], head)
    )
    assert any("remembers another end" in fault for fault in faults(rows[:3], head))


def test_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.read() as tx:
        seen = inspect(tx.connection)
        for table in metadata.sorted_tables:
            made = {column["name"]: column for column in seen.get_columns(table.name)}
            assert set(made) == set(table.columns.keys()), table.name
            for column in table.columns:
                assert made[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
            key = set(seen.get_pk_constraint(table.name)["constrained_columns"])
            assert key == {column.name for column in table.primary_key}, table.name


def test_upgrade_is_safe_to_repeat(store: Store) -> None:
    assert store.upgrade() == ()


def test_a_failed_step_leaves_the_register_as_it_was(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half_way (id INTEGER)")  # type: ignore[attr-defined]
        raise CoursewareError("the step failed")

    store = open_store(database_url, tmp_path / "master.key")
    store.upgrade()
    steps = (*migrations.migrations(), migrations.Migration(9999, "broken", break_off))
    monkeypatch.setattr(migrations, "migrations", lambda: steps)
    with pytest.raises(CoursewareError, match="the step failed"):
        store.upgrade()
    with store.engine.connect() as connection:
        assert not inspect(connection).has_table("half_way")
        assert 9999 not in migrations.applied(connection)


def test_an_older_register_is_refused_until_upgraded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*migrations.migrations(), migrations.Migration(9999, "later", lambda connection: None))
    monkeypatch.setattr(migrations, "migrations", lambda: steps)
    later = Store(store.engine.url.render_as_string(hide_password=False), store.key_file)
    with (
        pytest.raises(StoreError, match=r"lacks 1 step: later.*courseware db upgrade"),
        later.write(who="a", why="b"),
    ):
        pass
    assert later.upgrade() == ("9999 later",)
    add_organisation(later, 1, "Ekdalen")


def test_a_newer_register_is_refused(store: Store) -> None:
    with store.write(who="a", why="b") as tx:
        tx.connection.exec_driver_sql(
            "INSERT INTO schema_version VALUES (8888, 'from the future', '2030-01-01')"
        )
    again = Store(store.engine.url.render_as_string(hide_password=False), store.key_file)
    with pytest.raises(CoursewareError, match="newer version of courseware"), again.read():
        pass


def test_somebody_elses_database_is_refused(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url, tmp_path / "master.key")
    if store.file:
        store.file.parent.mkdir(parents=True)
    with store.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(CoursewareError, match="holds other tables"), store.write(who="a", why="b"):
        pass
    assert not (tmp_path / "master.key").exists()


def test_no_register_yet_says_how_to_make_one(database_url: str, tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="courseware db init"),
        open_store(database_url, tmp_path / "master.key").read(),
    ):
        pass


def test_a_waiting_writer_is_told_who_is_in_the_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courseware.registry.engine.LOCK_WAIT_SECONDS", 0.2)
    other = open_store(store.engine.url.render_as_string(hide_password=False), store.key_file)
    with (
        store.write(who="a", why="b"),
        pytest.raises(StoreError, match="Another command is writing"),
        other.write(who="c", why="d"),
    ):
        pass


@pytest.mark.skipif(os.name != "posix", reason="rights are a matter of POSIX")
def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/data/registry.sqlite", tmp_path / "config" / "master.key")
    with store.write(who="a", why="b"):
        for path in [*tmp_path.rglob("*")]:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    path.write_bytes(b"Namn;Personnummer\n" * 100)
    with (
        pytest.raises(StoreError, match="is not a register"),
        open_store(f"sqlite:///{path}", tmp_path / "k").write(who="a", why="b"),
    ):
        pass
    assert path.read_bytes().startswith(b"Namn;")


@pytest.mark.parametrize("url", ["registry", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_hold_a_register_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(url, tmp_path / "k")


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    store = open_store("postgresql://anna:hemligt@127.0.0.1:1/none", tmp_path / "k")
    with pytest.raises(StoreError) as caught, store.read():
        pass
    assert "does not answer" in str(caught.value)
    assert "hemligt" not in str(caught.value)


def test_sqlite_keeps_every_promise_of_durability(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/registry.sqlite", tmp_path / "k")
    with store.write(who="a", why="b") as tx:
        pragmas = [
            tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous")
        ]
    assert pragmas == [1, 2]
    with sqlite3.connect(tmp_path / "registry.sqlite") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
