"""Backups that open, hold everything and no key; and checks that find what was tampered with."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from databases import fresh_postgres, postgres_server
from sqlalchemy import Connection

from courseware.registry import backup, migrations
from courseware.registry.backup import back_up, backup_name, restore
from courseware.registry.checks import check_register
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.people import month_people
from courseware.registry.store import Store, StoreError, open_store
from courseware.registry.transfer import Tables, table_sums


@pytest.fixture
def filled(store: Store) -> Store:
    """A register with two people and a code."""
    with store.write(who="a", why="b") as tx:
        enrol(
            tx,
            "demo",
            [
                Registration(2, "198501012382", "Anna Öberg", "Ekdalen", "2026-02-01"),
                Registration(3, "198501012390", "Bo Ek", "Ekdalen", "2026-02-01", email="bo@ekdalen.example"),
            ],
        )
        issue_codes(tx, "demo", [1])
    return store


def test_a_backup_opens_as_a_register(filled: Store, tmp_path: Path) -> None:
    """Also one of PostgreSQL is a SQLite file, so that it can be opened anywhere."""
    target = tmp_path / "backups" / backup_name(datetime(2026, 11, 21, 22, 40, tzinfo=UTC))
    counts = back_up(filled, target)
    assert target.name == "registry-20261121T224000Z.sqlite"
    assert counts["person"] == 2
    copy = open_store(f"sqlite:///{target}", filled.key_file)
    with copy.read() as one, filled.read() as other:
        assert list(month_people(one, "demo")) == list(month_people(other, "demo"))
        assert codes_of(one, "demo") == codes_of(other, "demo")
    health = check_register(copy)
    assert health.faults == []
    assert health.log_head == check_register(filled).log_head


def test_a_backup_is_private_complete_and_without_the_key(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "a.sqlite"
    back_up(filled, target)
    assert [path.name for path in target.parent.iterdir()] == ["a.sqlite"]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    content = target.read_bytes()
    key_line = filled.key_file.read_text().splitlines()[-1].split(":")[1]
    for secret in (key_line.encode(), b"198501012382", "Öberg".encode(), b"bo@ekdalen"):
        assert secret not in content


def test_a_backup_is_never_overwritten(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.sqlite"
    target.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        back_up(filled, target)
    assert target.read_text() == "precious"


def test_a_backup_that_fails_leaves_nothing(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courseware.registry.backup._to_disk", _fail)
    with pytest.raises(StoreError, match="cannot be written: No space left"):
        back_up(filled, tmp_path / "backups" / "a.sqlite")
    assert list((tmp_path / "backups").iterdir()) == []


def test_drafts_of_killed_backups_are_swept(filled: Store, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder = tmp_path / "backups"
    folder.mkdir()
    stale = [f".{name}.{ended.pid}" for name in ("a.sqlite", "registry-20261121T010203Z.sqlite")]
    stale += [f"{stale[0]}-restored", f".{stale[0]}-restored.{ended.pid}"]
    kept = [f".other.sqlite.{ended.pid}", f".registry-20261121T010203Z.sqlite.{os.getpid()}", "b.sqlite"]
    for name in (*stale, f"{stale[0]}-wal", *kept):
        (folder / name).write_text("x")
    back_up(filled, folder / "a.sqlite")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*kept, "a.sqlite"])


def test_a_backup_of_a_damaged_file_speaks_of_the_register(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    store = open_store(f"sqlite:///{path}", tmp_path / "key" / "master.key")
    store.upgrade()
    with store.write(who="a", why="b") as tx:
        for number in range(200):
            tx.log("test.add", f"test:{number}", None, {"text": "x" * 200})
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    data[-3 * 4096 :] = b"\xaa" * (3 * 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"register.* is damaged|thrown away"):
        back_up(store, tmp_path / "backups" / "a.sqlite")
    assert list((tmp_path / "backups").iterdir()) == []


def sums_of(store: Store) -> Tables:
    with store.read() as tx:
        return table_sums(tx.connection)


def test_a_backup_is_compared_with_what_is_restored_from_it(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy in which one row is another is thrown away, whole as the file may be."""
    name = "_copy_file" if filled.file else "_copy_server"
    copy = getattr(backup, name)

    def spoil(source: Connection, draft: Path, *given: object) -> Tables:
        found = copy(source, draft, *given)
        with sqlite3.connect(draft) as raw:
            raw.execute("UPDATE participation SET started = '2026-02-02' WHERE id = 1")
        return found

    monkeypatch.setattr(backup, name, spoil)
    with pytest.raises(StoreError, match="thrown away: What was restored differs in participation"):
        back_up(filled, tmp_path / "backups" / "a.sqlite")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_holds_one_moment_whoever_writes_meanwhile(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sums_of(filled)
    name = "_copy_file" if filled.file else "_copy_server"
    copy = getattr(backup, name)

    def meanwhile(source: Connection, *given: object) -> Tables:
        source.exec_driver_sql("SELECT value FROM setting").all()
        other = open_store(filled.engine.url.render_as_string(hide_password=False), filled.key_file)
        with other.write(who="bo", why="meanwhile") as tx:
            enrol(tx, "demo", [Registration(2, "199508032381", "Cia Ek", "Ekdalen", "2026-02-01")])
        return copy(source, *given)

    monkeypatch.setattr(backup, name, meanwhile)
    assert back_up(filled, tmp_path / "a.sqlite")["person"] == 2
    assert sums_of(open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", filled.key_file)) == before
    assert sums_of(filled)["person"].rows == 3


def test_a_backup_is_restored_where_there_is_no_register(
    filled: Store, database_url: str, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "a.sqlite")
    content = (tmp_path / "a.sqlite").read_bytes()
    target = open_store(f"sqlite:///{tmp_path / 'new' / 'registry.sqlite'}", filled.key_file)
    assert restore(tmp_path / "a.sqlite", target) == sums_of(target) == sums_of(filled)
    assert check_register(target).faults == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["registry.sqlite"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "new" / "registry.sqlite").stat().st_mode) == 0o600
    with target.write(who="a", why="b") as tx:
        issue_codes(tx, "demo", [2])
    assert check_register(target).faults == []
    assert (tmp_path / "a.sqlite").read_bytes() == content


def test_a_server_takes_a_backup_only_while_it_is_empty(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "a.sqlite")
    address, schema = fresh_postgres()
    target = open_store(address, filled.key_file)
    assert restore(tmp_path / "a.sqlite", target) == sums_of(target) == sums_of(filled)
    with pytest.raises(StoreError, match="is not empty"):
        restore(tmp_path / "a.sqlite", target)
    with psycopg.connect(postgres_server(), autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


def test_nothing_is_restored_over_a_register(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "a.sqlite")
    (tmp_path / "taken.sqlite").write_text("precious")
    with pytest.raises(StoreError, match="nothing is ever restored over one"):
        restore(tmp_path / "a.sqlite", open_store(f"sqlite:///{tmp_path / 'taken.sqlite'}", filled.key_file))
    assert (tmp_path / "taken.sqlite").read_text() == "precious"


def test_a_damaged_backup_is_not_restored(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "a.sqlite")
    with sqlite3.connect(tmp_path / "a.sqlite") as raw:
        raw.execute("DROP TRIGGER change_log_no_update")
        raw.execute("UPDATE change_log SET who = 'somebody else' WHERE id = 2")
    raw.close()
    target = open_store(f"sqlite:///{tmp_path / 'new' / 'registry.sqlite'}", filled.key_file)
    with pytest.raises(StoreError, match="Entry 2 of the change log was altered"):
        restore(tmp_path / "a.sqlite", target)
    (tmp_path / "b.sqlite").write_bytes((tmp_path / "a.sqlite").read_bytes()[:5000])
    with pytest.raises(StoreError, match=r"damaged|is not a register"):
        restore(tmp_path / "b.sqlite", target)
    (tmp_path / "c.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match="is no backup of a register"):
        restore(tmp_path / "c.sqlite", target)
    assert list((tmp_path / "new").iterdir()) == []
    with pytest.raises(StoreError, match="There is no backup at"):
        restore(tmp_path / "d.sqlite", target)


def _fail(path: Path) -> None:
    raise OSError(28, "No space left on device", str(path))


def test_an_older_register_can_be_backed_up_before_its_upgrade(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (*migrations.migrations(), migrations.Migration(9999, "later", lambda connection: None))
    monkeypatch.setattr(migrations, "migrations", lambda: steps)
    older = open_store(filled.engine.url.render_as_string(hide_password=False), filled.key_file)
    assert older.lacking() == ("later",)
    assert back_up(older, tmp_path / "a.sqlite")["person"] == 2


def test_a_whole_register_has_no_faults(filled: Store) -> None:
    health = check_register(filled)
    assert health.faults == []
    assert (health.counts["person"], health.counts["code"]) == (2, 1)


def tampered(filled: Store, statement: str) -> list[str]:
    """Changes the file behind the register's back and gives what the check finds."""
    if filled.file is None:
        with filled.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("ALTER TABLE change_log DISABLE TRIGGER ALL")
            connection.exec_driver_sql(statement)
    else:
        with sqlite3.connect(filled.file) as raw:
            for trigger in ("update", "delete"):
                raw.execute(f"DROP TRIGGER change_log_no_{trigger}")
            raw.execute(statement)
    again = open_store(filled.engine.url.render_as_string(hide_password=False), filled.key_file)
    return check_register(again).faults


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE change_log SET who = 'somebody else' WHERE id = 2", "Entry 2 of the change log was altered"),
        ("UPDATE change_log SET after = '{}' WHERE id = 3", "Entry 3 of the change log was altered"),
        ("DELETE FROM change_log WHERE id = 3", "Entry 3 of the change log is missing"),
        (
            "DELETE FROM change_log WHERE id = (SELECT max(id) FROM change_log)",
            "the register remembers another end",
        ),
        (
            "UPDATE person SET name_enc = (SELECT p.name_enc FROM person p WHERE p.id = 2) WHERE id = 1",
            "Person 1 does not open",
        ),
        (
            "UPDATE person SET wrapped_key = (SELECT wrapped_key FROM person p WHERE p.id = 2) WHERE id = 1",
            "Person 1 does not open",
        ),
    ],
)
def test_tampering_is_found(filled: Store, statement: str, fault: str) -> None:
    faults = tampered(filled, statement)
    assert any(fault in text for text in faults), faults
    assert not any("Öberg" in text for text in faults)


def test_a_missing_key_is_a_fault_of_its_own(filled: Store) -> None:
    filled.key_file.unlink()
    again = open_store(filled.engine.url.render_as_string(hide_password=False), filled.key_file)
    [fault] = check_register(again).faults
    assert "key file" in fault
