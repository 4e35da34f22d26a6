"""Many rows in one go, as fast as the database's own driver takes them: one function a dialect."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

from courseware.errors import CoursewareError

__all__ = ["bulk_insert", "nothing_collected"]

CHUNK = 20_000
"""Rows handed to SQLite at a time, so that a generator of a million rows never stands whole in memory."""


def bulk_insert(
    connection: Connection, table: Table | str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Inserts tuples in the caller's transaction and gives how many there were.

    Args:
        connection: An open transaction's connection.
        table: The table or its name; never a name that came from outside.
        columns: The names of the columns, in the order of the tuples.
        rows: Tuples of plain values, read once.
    """
    name = table if isinstance(table, str) else table.name
    return _BY_DIALECT[connection.dialect.name](connection, name, columns, rows)


@contextmanager
def nothing_collected() -> Generator[None]:
    """Pauses Python's search for cycles: rows hold none, and it looks through all of them again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _into_sqlite(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 (our own names)
    remaining, total = iter(rows), 0
    while chunk := list(islice(remaining, CHUNK)):
        connection.exec_driver_sql(statement, chunk)
        total += len(chunk)
    return total


def _into_postgresql(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    from psycopg import Error  # Only where PostgreSQL is used: the driver is an extra.

    driver: Any = connection.connection.driver_connection
    total = 0
    try:
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
                total += 1
    except Error as error:
        # The driver's own text may quote a whole row; only its first line is free of values.
        raise CoursewareError(
            f"PostgreSQL refused rows for the table {table}: {error.diag.message_primary}. "
            "Nothing was changed."
        ) from None
    return total


_BY_DIALECT: dict[str, Callable[[Connection, str, Sequence[str], Iterable[Sequence[Any]]], int]] = {
    "sqlite": _into_sqlite,
    "postgresql": _into_postgresql,
}
