"""The two databases a register can live in, behaving alike: transactions, rights and errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError
from sqlalchemy.pool import NullPool

from courseware.errors import CoursewareError
from courseware.registry.places import private_folder

__all__ = ["StoreError", "connect_to", "file_of", "friendly_errors", "read_transaction", "write_transaction"]

LOCK_WAIT_SECONDS = 10.0
"""How long one command waits for another that is writing."""

WRITER_LOCK = 0x436F7572
"""The advisory lock that makes PostgreSQL writers queue as SQLite's do: the change log is one chain."""


class StoreError(CoursewareError):
    """The register cannot be opened, read or written."""


def connect_to(database_url: str) -> Engine:
    """Gives an engine for a SQLite or PostgreSQL address; nothing is opened yet.

    Raises:
        StoreError: The address is malformed, of another kind, or its driver is not installed.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise StoreError(
            "COURSEWARE_DATABASE_URL is not a database address. "
            "Write sqlite:////folder/registry.sqlite or postgresql://user:password@host/database."
        ) from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("A register cannot live in memory. Give the SQLite file's path.")
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if kind in {"postgresql", "postgres"}:
        try:
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                poolclass=NullPool,
                hide_parameters=True,
                isolation_level="REPEATABLE READ",
                connect_args={"connect_timeout": int(LOCK_WAIT_SECONDS)},
            )
        except ModuleNotFoundError:
            raise StoreError(
                "PostgreSQL needs its driver. Install it: pip install 'fullfoljd-courseware[postgres]'"
            ) from None
    raise StoreError(f"A register cannot live in '{kind}'. Use sqlite or postgresql.")


def file_of(url: URL) -> Path | None:
    """Gives the file of a SQLite address, nothing for PostgreSQL."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions of its own accord: _begin_sqlite says when and how.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(LOCK_WAIT_SECONDS * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # 64 MB of pages at most: a long list's indexes then stay in memory until the commit.
    connection.execute("PRAGMA cache_size = -65536")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("courseware_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Gives a connection in the one writing transaction; committed at the end, or nothing at all."""
    with friendly_errors(engine.url):
        path = file_of(engine.url)
        if path is not None:
            _make_private(path)
        with engine.connect() as connection:
            if path is not None:
                journal = connection.connection.cursor()
                journal.execute("PRAGMA journal_mode = WAL")
                journal.close()
            # READ COMMITTED, so that a writer who had to queue sees what the last one wrote.
            level = {} if path else {"isolation_level": "READ COMMITTED"}
            connection = connection.execution_options(courseware_write=True, **level)
            with connection.begin():
                if path is None:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(LOCK_WAIT_SECONDS * 1000)}")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
                yield connection


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Gives a connection that sees one moment of the register and cannot change it."""
    with friendly_errors(engine.url):
        path = file_of(engine.url)
        if path is not None and not path.exists():
            raise StoreError(f"There is no register at {path} yet. Make one: courseware db init")
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA query_only = ON" if path else "SET TRANSACTION READ ONLY")
            yield connection


def _make_private(path: Path) -> None:
    """Makes the file with rights for its owner alone, before SQLite would make it with the usual ones."""
    private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077 and os.access(path, os.W_OK):
            path.chmod(0o600)


@contextmanager
def friendly_errors(url: URL) -> Iterator[None]:
    """Turns the drivers' failures into sentences with a way out; other exceptions pass untouched."""
    shown = str(file_of(url) or url.render_as_string(hide_password=True))
    try:
        yield
    except (DBAPIError, InterfaceError, sqlite3.Error) as error:
        original: Any = error.orig if isinstance(error, DBAPIError) else error
        message = _explain(str(original).lower(), getattr(original, "sqlstate", None) or "", shown)
        if message is None:
            raise
        raise StoreError(message) from None
    except OSError as error:
        # Only the register's own file or a folder above it; what else the caller opens is not ours.
        if error.filename is None or not shown.startswith(str(error.filename)):
            raise
        raise StoreError(
            f"The register {shown} cannot be used: {error.strerror}. Nothing was changed."
        ) from None


def _explain(text: str, state: str, shown: str) -> str | None:
    for words, states, message in _EXPLANATIONS:
        if any(word in text for word in words) or (state and state in states):
            return f"{message.format(shown)} Nothing was changed."
    return None


_EXPLANATIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        ("database is locked", "database table is locked"),
        ("55P03", "40001"),
        "Another command is writing to the register {}. Wait until it is done and try again.",
    ),
    (
        ("file is not a database", "file is encrypted"),
        (),
        "{} is not a register: the file is of another kind or damaged. Restore your latest backup, or set "
        "COURSEWARE_DATABASE_URL to the right file.",
    ),
    (
        ("disk image is malformed",),
        (),
        "The register {} is damaged. Restore your latest backup (made by courseware db backup).",
    ),
    (
        ("readonly database", "read-only", "attempt to write a readonly"),
        ("25006", "42501"),
        "The register {} may not be written: the disk or the file is read-only, "
        "or your account lacks the right.",
    ),
    (
        ("disk is full", "no space left"),
        ("53100",),
        "The disk of the register {} is full. Make room and try again.",
    ),
    (
        ("unable to open database file",),
        (),
        "The register {} cannot be opened. Check that the folder exists and that you may write in it.",
    ),
    (
        ("password authentication failed", "no password supplied"),
        ("28P01", "28000"),
        "The database {} refused the user or password. Check COURSEWARE_DATABASE_URL.",
    ),
    (
        (
            "connection refused",
            "could not translate host",
            "timeout expired",
            "connection failed",
            "server closed",
        ),
        ("08001", "08006", "57P03"),
        "The database {} does not answer. Check that the server runs "
        "and that COURSEWARE_DATABASE_URL is right.",
    ),
    (
        ("does not exist",),
        ("3D000",),
        "The database {} does not exist. Create it, or correct COURSEWARE_DATABASE_URL.",
    ),
    (
        ("the change log is append-only",),
        (),
        "The change log of {} may not be changed or deleted; corrections are new entries.",
    ),
)
