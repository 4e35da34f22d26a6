"""Whether a register is whole: its file, its links, its change log, and that its key opens everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from courseware.errors import CoursewareError
from courseware.registry import log
from courseware.registry.store import LOG_HEAD, Store, Transaction
from courseware.registry.tables import change_log, code, participation, person

__all__ = ["Health", "check_register"]


@dataclass(slots=True)
class Health:
    """What a check found."""

    faults: list[str] = field(default_factory=list)
    """A sentence for everything that is wrong, with what to do."""
    counts: dict[str, int] = field(default_factory=dict)
    log_head: str = ""
    """How many entries the change log has and the last one's hash; noted elsewhere, it proves the log."""


def check_register(store: Store, *, with_key: bool = True) -> Health:
    """Gives the health of a register without changing anything.

    Args:
        store: The register.
        with_key: Whether the key file is tried on every person, which a backup's check leaves out.
    """
    health = Health()
    # A backup made before an upgrade is of the older kind.
    with store.read(even_old=not with_key) as tx:
        health.faults += _database_faults(tx.connection)
        head = tx.setting(LOG_HEAD)
        rows = tx.connection.execution_options(yield_per=10_000).execute(
            select(*(change_log.c[name] for name in log.COLUMNS)).order_by(change_log.c.id)
        )
        broken = list(log.faults((tuple(row) for row in rows), head))
        health.faults += broken[:20]
        if len(broken) > 20:
            health.faults.append(f"… and {len(broken) - 20} more breaks in the change log.")
        health.log_head = head or "0"
        for table in (person, participation, code, change_log):
            health.counts[table.name] = tx.connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
        if with_key:
            health.faults += _key_faults(tx)
    return health


def _database_faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL checks its pages and links itself, at every write.
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if found != ["ok"]:
        yield f"The file is damaged ({len(found)} faults). Restore your latest backup."
    for table, count in _loose(connection).items():
        yield f"{count} rows of the table {table} point at nothing. Restore your latest backup."


def _loose(connection: Connection) -> dict[str, int]:
    loose: dict[str, int] = {}
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        loose[row[0]] = loose.get(row[0], 0) + 1
    return loose


def _key_faults(tx: Transaction) -> Iterator[str]:
    try:
        keys = tx.keys
    except CoursewareError as error:
        yield str(error)
        return
    query = select(
        person.c.id, person.c.wrapped_key, person.c.name_enc, person.c.number_enc, person.c.email_enc
    )
    for person_id, wrapped, *sealed in tx.connection.execute(query):
        if wrapped is None:
            continue
        try:
            key = keys.person_key(person_id, wrapped)
            for name, value in zip(("name", "number", "email"), sealed, strict=True):
                if value is not None:
                    key.decrypt(name, value)
        except CoursewareError:
            yield f"Person {person_id} does not open: the row was altered. Restore it from a backup."
