"""Copies of the register that are known to open: always one SQLite file, wherever the register lives."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, func, select

from courseware.registry import migrations
from courseware.registry.bulk import bulk_insert
from courseware.registry.checks import check_register
from courseware.registry.engine import connect_to, friendly_errors, write_transaction
from courseware.registry.places import private_folder
from courseware.registry.store import Store, StoreError, open_store

__all__ = ["back_up", "backup_name"]

_DRAFT = re.compile(r"\.(?P<name>.+)\.(?P<pid>[0-9]{1,10})(?:-wal|-shm|-journal)?")
_OURS = re.compile(r"registry-[0-9]{8}T[0-9]{6}Z\.sqlite")


def backup_name(now: datetime) -> str:
    """Gives the file name of a backup made at a moment."""
    return f"registry-{now:%Y%m%dT%H%M%SZ}.sqlite"


def back_up(store: Store, target: Path) -> dict[str, int]:
    """Copies the register to a file, opens and checks the copy, and gives its rows by table.

    The copy holds no key: restored without the key file it tells nothing about anybody.

    Raises:
        StoreError: The target exists, cannot be written, or the copy did not pass its checks.
    """
    if target.exists():
        raise StoreError(f"{target} exists already, and a backup is never overwritten. Choose another name.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        private_folder(target.parent)
        _sweep(target)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with store.read(even_old=True) as tx:
            counts = _counts(tx.connection)
            if store.file is not None:
                _copy_file(store, draft)
            else:
                _copy_rows(tx.connection, draft)
        copy = open_store(f"sqlite:///{draft}", store.key_file)
        try:
            with copy.read(even_old=True) as tx:
                copied = _counts(tx.connection)
            faults = check_register(copy, with_key=False).faults
        except StoreError:
            copied, faults = (
                counts,
                ["the copy cannot be read, so the register is damaged: courseware db check"],
            )
        # A writer may have been busy while a file was copied; rows may be more, never fewer.
        lost = [name for name, count in counts.items() if copied.get(name, 0) < count]
        if faults or lost:
            raise StoreError(
                f"The backup did not pass its checks and was thrown away: {'; '.join([*faults, *lost])}"
            )
        _to_disk(draft)
        target.hardlink_to(draft)
        return copied
    except OSError as error:
        raise StoreError(f"The backup {target} cannot be written: {error.strerror}.") from None
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
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


def _copy_file(store: Store, draft: Path) -> None:
    if store.file is None:
        raise TypeError("only a register in a file is copied as one")
    with (
        friendly_errors(store.engine.url),
        closing(sqlite3.connect(f"{store.file.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(draft)) as copy,
    ):
        source.backup(copy)
        # One file, complete in itself: a backup in WAL mode would need its side files with it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_rows(source: Connection, draft: Path) -> None:
    engine = connect_to(f"sqlite:///{draft}")
    done = migrations.applied(source)
    with write_transaction(engine) as connection:
        for step in migrations.migrations():
            if step.number in done:
                migrations.apply(connection, step)
        tables = MetaData()
        tables.reflect(source)
        connection.exec_driver_sql("DELETE FROM schema_version")
        for table in tables.sorted_tables:
            columns = [column.name for column in table.columns]
            rows = source.execution_options(yield_per=10_000).execute(select(table))
            bulk_insert(connection, table, columns, (tuple(row) for row in rows))
    with closing(sqlite3.connect(draft)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")


def _counts(connection: Connection) -> dict[str, int]:
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.sorted_tables
    }


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
