"""Whether a register is whole: its file, its links, its change log, and that its key opens everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from courseware.errors import CoursewareError
from courseware.registry import log
from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.exports import period_export
from courseware.registry.keys import Keyring, next_key_file, read_key_file
from courseware.registry.store import FINGERPRINT, LOG_HEAD, Store, Transaction
from courseware.registry.tables import change_log, code, former_number, participation, person

__all__ = ["Health", "check_register", "log_faults"]


@dataclass(slots=True)
class Health:
    """What a check found."""

    faults: list[str] = field(default_factory=list)
    """A sentence for everything that is wrong, with what to do."""
    counts: dict[str, int] = field(default_factory=dict)
    log_head: str = ""
    """How many entries the change log has and the last one's hash; noted elsewhere, it proves the log."""
    fingerprint: str = ""
    """Of the key that the register is sealed with; a key file's own is shown by `courseware db key-check`."""
    waiting_key: bool = False
    """Whether that key still waits beside the key file, because a change of keys was broken off."""
    without_key: list[str] = field(default_factory=list)
    """Where the key does not open the register: what is lost, what is not, and what to do."""


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
        broken, health.log_head = log_faults(tx)
        health.faults += broken[:20]
        if len(broken) > 20:
            health.faults.append(f"… and {len(broken) - 20} more breaks in the change log.")
        for table in (person, participation, code, change_log):
            health.counts[table.name] = tx.connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
        health.fingerprint = tx.setting(FINGERPRINT) or ""
        if with_key:
            try:
                keys = tx.keys
            except CoursewareError as error:
                health.faults.append(str(error))
                health.without_key += _without_key(tx, store, health)
            else:
                health.faults += _key_faults(tx, keys)
                health.waiting_key = _opens(next_key_file(store.key_file), keys.fingerprint)
    return health


def log_faults(tx: Transaction) -> tuple[list[str], str]:
    """Gives a sentence for every break in the change log, and how many entries it has with the last hash."""
    head = tx.setting(LOG_HEAD)
    query = select(*(change_log.c[name] for name in log.COLUMNS)).order_by(change_log.c.id)
    rows = tx.connection.execute(query.execution_options(yield_per=10_000))
    return list(log.faults((tuple(row) for row in rows), head)), head or "0"


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


def _opens(path: Path, fingerprint: str) -> bool:
    try:
        return path.exists() and Keyring(read_key_file(path)).fingerprint == fingerprint
    except CoursewareError:
        return False


def _without_key(tx: Transaction, store: Store, health: Health) -> Iterator[str]:
    """Gives what a register is still good for when nobody has its key (docs/decisions/0012)."""

    def one(query: Any) -> int:
        return int(tx.connection.execute(query).scalar_one() or 0)

    sealed = one(select(func.count(person.c.wrapped_key)))
    recorded = one(select(func.sum(attendance.c.minutes)))
    attested = one(select(func.sum(attestation.c.minutes)).where(~attestation.c.replaced))
    exports = one(select(func.count()).select_from(period_export))
    yield (
        f"Without the key nobody can read: the names, numbers and e-mail addresses of {sealed} people. "
        "Nor can the program find people by number, print or check codes, take in completions, or make a "
        "month's workbook."
    )
    yield (
        f"Still there, by person id: {recorded} minutes recorded, {attested} minutes attested, "
        f"{exports} exported versions of months, every date, and the change log with its proof."
    )
    yield (
        f"What to do: look for the copy of the key (safe, password manager). Its fingerprint must be "
        f"{health.fingerprint}: courseware db key-check --copy FILE. Then put it at {store.key_file}, closed "
        "to others. Do not make a new key."
    )
    yield (
        "If there is no copy: keep this register as evidence, begin a new one with the people's lists, and "
        "tie old ids to people by the month workbooks that you have sent."
    )


def _key_faults(tx: Transaction, keys: Keyring) -> Iterator[str]:
    former: dict[int, list[bytes]] = {}
    kept = select(former_number.c.person_id, former_number.c.number_enc)
    for person_id, sealed_number in tx.connection.execute(kept):
        former.setdefault(person_id, []).append(sealed_number)
    query = select(
        person.c.id, person.c.wrapped_key, person.c.name_enc, person.c.number_enc, person.c.email_enc
    )
    for person_id, wrapped, *sealed in tx.connection.execute(query):
        if wrapped is None:
            continue
        try:
            key = keys.person_key(person_id, wrapped)
            numbers = (("former_number", value) for value in former.get(person_id, ()))
            for name, value in (*zip(("name", "number", "email"), sealed, strict=True), *numbers):
                if value is not None:
                    key.decrypt(name, value)
        except CoursewareError:
            yield f"Person {person_id} does not open: the row was altered. Restore it from a backup."
