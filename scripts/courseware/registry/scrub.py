"""Overwriting what was erased: a database forgets a row long before its bytes are gone from the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from courseware.registry.engine import LOCK_WAIT_SECONDS, friendly_errors
from courseware.registry.store import Store, StoreError, WriteTransaction

__all__ = ["erase_thoroughly", "scrub"]

HOLDERS = (
    "person",
    "former_number",
    "situation",
    "information",
    "attestation",
    "export_entry",
    "code_key",
    "setting",
)
"""The tables from which something is erased or replaced that must not be found again."""


def erase_thoroughly(tx: WriteTransaction) -> None:
    """Makes SQLite overwrite with zeros what this transaction deletes or replaces."""
    if tx.connection.dialect.name == "sqlite":
        tx.connection.exec_driver_sql("PRAGMA secure_delete = ON")


def scrub(store: Store) -> bool:
    """Writes the register anew without the remains of old rows; says whether it could be done now.

    Copies elsewhere are not reached: backups, PostgreSQL's own log and replicas, the blocks of a disk that
    moves its data by itself.

    Raises:
        StoreError: There is no register, or it cannot be opened.
    """
    if not store.exists():
        raise StoreError(f"There is no register at {store.address} yet. Make one: courseware db init")
    with friendly_errors(store.engine.url):
        return _scrub_file(store.file) if store.file is not None else _scrub_server(store)


def _scrub_file(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_WAIT_SECONDS, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            # The journal keeps old pages too, until it is written back and cut.
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # Another command reads or writes, or the disk has no room for a copy.
        return False
    return not busy


def _scrub_server(store: Store) -> bool:
    with store.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.exec_driver_sql(f"SET lock_timeout = {int(LOCK_WAIT_SECONDS * 1000)}")
            for table in HOLDERS:
                connection.exec_driver_sql(f"VACUUM FULL {table}")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") in {"55P03", "42501"}:  # Somebody reads; or no right to.
                return False
            raise
    return True
