"""Copies of the register that are known to open: always one SQLite file, wherever the register lives."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from courseware.registry.checks import check_register
from courseware.registry.engine import connect_to, friendly_errors, write_transaction
from courseware.registry.places import private_folder
from courseware.registry.store import Store, StoreError, open_store
from courseware.registry.transfer import Tables, copy_rows, differing_tables, migrate, table_sums

__all__ = ["back_up", "backup_name", "restore"]

_DRAFT = re.compile(
    r"\.{1,2}(?P<name>[^.].*?)\.(?P<pid>[0-9]{1,10})(?:-restored(?:\.[0-9]{1,10})?)?(?:-wal|-shm|-journal)?"
)
_OURS = re.compile(r"registry-[0-9]{8}T[0-9]{6}Z\.sqlite")


def backup_name(now: datetime) -> str:
    """Gives the file name of a backup made at a moment."""
    return f"registry-{now:%Y%m%dT%H%M%SZ}.sqlite"


def back_up(store: Store, target: Path) -> dict[str, int]:
    """Copies one moment of the register to a file, restores the copy, compares, and gives the rows by table.

    The copy holds no key: restored without the key file it tells nothing about anybody.

    Raises:
        StoreError: The target exists, cannot be written, or the copy did not pass its checks.
    """
    if target.exists():
        raise StoreError(f"{target} exists already, and a backup is never overwritten. Choose another name.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    trial = target.with_name(f"{draft.name}-restored")
    try:
        private_folder(target.parent)
        _sweep(target)
        _make_empty(draft)
        with store.read(even_old=True) as tx:
            if store.file is not None:
                # The sums first: with them begins the moment that is copied, whoever writes meanwhile.
                sums = table_sums(tx.connection)
                _copy_file(tx.connection, draft, store)
            else:
                sums = _copy_server(tx.connection, draft)
        try:
            restore(draft, open_store(f"sqlite:///{trial}", store.key_file), expected=sums)
        except StoreError as error:
            raise StoreError(f"The backup did not pass its checks and was thrown away: {error}") from None
        _to_disk(draft)
        target.hardlink_to(draft)
        return {name: found.rows for name, found in sums.items()}
    except OSError as error:
        raise StoreError(f"The backup {target} cannot be written: {error.strerror}.") from None
    finally:
        _remove(draft, trial)


def restore(file: Path, store: Store, *, expected: Tables | None = None) -> Tables:
    """Brings a backup to a place where there is no register, compares both, and gives its sums.

    Args:
        file: The backup, which stays as it is.
        store: Where it goes: a file that does not exist, or an empty PostgreSQL database.
        expected: What it must hold; default what the backup says it holds.

    Raises:
        StoreError: There is a register already, the backup is damaged, or the copy is not the same.
    """
    if not file.is_file():
        raise StoreError(f"There is no backup at {file}. They are made by: courseware db backup")
    backup = open_store(f"sqlite:///{file}", store.key_file)
    if store.file is None:
        _refuse_faults(backup)
        return migrate(backup, store)
    if store.file.exists():
        raise StoreError(
            f"There is a file at {store.file} already, and nothing is ever restored over one. "
            "Move it away first, or restore to another place: --to PATH"
        )
    draft = store.file.with_name(f".{store.file.name}.{os.getpid()}")
    try:
        private_folder(store.file.parent)
        _make_empty(draft)
        with backup.read(even_old=True) as tx:
            wanted = table_sums(tx.connection) if expected is None else expected
            if not wanted:
                raise StoreError(f"{file} is no backup of a register.")
            _copy_file(tx.connection, draft, backup)
        copied = open_store(f"sqlite:///{draft}", store.key_file)
        _refuse_faults(copied)
        with copied.read(even_old=True) as tx:
            differing = differing_tables(wanted, table_sums(tx.connection))
        if differing:
            raise StoreError(f"What was restored differs in {', '.join(differing)}.")
        _to_disk(draft)
        store.file.hardlink_to(draft)
        return wanted
    except FileExistsError:
        raise StoreError(f"There is a file at {store.file} already; nothing is restored over it.") from None
    except OSError as error:
        raise StoreError(f"The register {store.file} cannot be written: {error.strerror}.") from None
    finally:
        _remove(draft)


def _refuse_faults(store: Store) -> None:
    faults = check_register(store, with_key=False).faults
    if faults:
        raise StoreError("; ".join(faults))


def _make_empty(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _remove(*paths: Path) -> None:
    for path in paths:
        for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
            leftover.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Removes drafts that killed backups left beside the target: nobody would ever look for copies there."""
    for path in target.parent.iterdir():
        found = _DRAFT.fullmatch(path.name)
        if found and (found["name"] == target.name or _OURS.fullmatch(found["name"])):
            try:
                os.kill(int(found["pid"]), 0)
            except ProcessLookupError:
                path.unlink(missing_ok=True)
            except (PermissionError, OverflowError):  # Somebody else's process, so not a draft of ours.
                continue


def _copy_file(source: Connection, draft: Path, store: Store) -> None:
    """Copies the moment that a transaction on a SQLite register sees into an empty file."""
    driver: Any = source.connection.driver_connection
    with friendly_errors(store.engine.url), closing(sqlite3.connect(draft)) as copy:
        driver.backup(copy)
        # One file, complete in itself: a backup in WAL mode would need its side files with it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_server(source: Connection, draft: Path) -> Tables:
    with write_transaction(connect_to(f"sqlite:///{draft}")) as connection:
        sums = copy_rows(source, connection)
    with closing(sqlite3.connect(draft)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    return sums


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
