"""The whole register from one database to another, table by table, with proof that nothing changed.

The proof is a checksum a table: SHA-256 over its rows, each in one canonical form that is the same in
SQLite and PostgreSQL, in an order that depends on no database's collation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, MetaData, Table, inspect, select

from courseware.registry import migrations
from courseware.registry.bulk import bulk_insert, nothing_collected
from courseware.registry.engine import write_transaction
from courseware.registry.store import Store, StoreError

__all__ = ["TableSum", "Tables", "copy_rows", "differing_tables", "migrate", "table_sums"]

AT_A_TIME = 10_000

Tables = dict[str, "TableSum"]
Progress = Callable[[int, int], None]

_encode = msgspec.json.Encoder().encode


class TableSum(NamedTuple):
    """What a table holds, in two figures that are the same wherever it lies."""

    rows: int
    checksum: str


def table_sums(connection: Connection, progress: Progress | None = None) -> Tables:
    """Gives the sum of every table that a register has, by name.

    Args:
        connection: An open transaction's connection: one moment.
        progress: Told how many tables are done, of how many.
    """
    tables = _tables(connection)
    found: Tables = {}
    with nothing_collected():
        for done, table in enumerate(tables, 1):
            digests = [hashlib.sha256(_canonical(row)).digest() for row in _rows(connection, table)]
            found[table.name] = _sum(digests)
            if progress is not None:
                progress(done, len(tables))
    return found


def differing_tables(one: Tables, other: Tables) -> list[str]:
    """Gives the names of the tables that are not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def copy_rows(source: Connection, target: Connection, progress: Progress | None = None) -> Tables:
    """Fills an empty database with all that another one holds and gives the sums of what was read.

    Args:
        source: A reading transaction's connection.
        target: A writing transaction's connection, to an empty database of either kind.
        progress: Told how many tables are done, of how many.
    """
    done = migrations.applied(source)
    for step in migrations.migrations():
        if step.number in done:
            migrations.apply(target, step)
    target.exec_driver_sql("DELETE FROM schema_version")
    if target.dialect.name == "sqlite":
        # A merged person may point at one with a higher number, which comes later.
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tables = _tables(source)
    found: Tables = {}
    with nothing_collected():
        for place, table in enumerate(tables, 1):
            digests: list[bytes] = []
            bulk_insert(target, table, table.columns.keys(), _counted(_rows(source, table), digests))
            found[table.name] = _sum(digests)
            if progress is not None:
                progress(place, len(tables))
    return found


def migrate(store: Store, target: Store, progress: Progress | None = None) -> Tables:
    """Copies a register into an empty database in one transaction, compares both, and gives the sums.

    The source stays as it is. The key stays the same too: what is sealed is copied sealed.

    Raises:
        StoreError: There is a register or something else at the target, or the copy is not the same.
    """
    with store.read() as tx, write_transaction(target.engine) as connection:
        refuse_filled(connection, target)
        read = copy_rows(tx.connection, connection, progress)
        differing = differing_tables(read, table_sums(connection))
        if differing:
            raise StoreError(
                f"The copy differs from the register in {', '.join(differing)}, so it was thrown away. "
                "The register is as it was. Run: courseware db check"
            )
    return read


def refuse_filled(connection: Connection, target: Store) -> None:
    """Makes sure that a database is empty.

    Raises:
        StoreError: It holds a register, or other tables.
    """
    if inspect(connection).get_table_names():
        raise StoreError(
            f"{target.address} is not empty, and a register is never written over anything. "
            "Give the address of an empty database."
        )


def _tables(connection: Connection) -> list[Table]:
    """Gives a register's tables as they are in the database, those that others point at first."""
    seen = MetaData()
    seen.reflect(connection)
    return seen.sorted_tables


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    result = connection.execute(select(table).execution_options(yield_per=AT_A_TIME))
    for some in result.partitions():
        yield from map(tuple, some)


def _counted(rows: Iterator[tuple[Any, ...]], digests: list[bytes]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        digests.append(hashlib.sha256(_canonical(row)).digest())
        yield row


def _canonical(row: tuple[Any, ...]) -> bytes:
    # Booleans, bytes and None have one form each in JSON; both databases give them as Python's own.
    return _encode(row)


def _sum(digests: list[bytes]) -> TableSum:
    digests.sort()
    return TableSum(len(digests), hashlib.sha256(b"".join(digests)).hexdigest())
