"""Numbered steps that bring a register up to date, one transaction each.

A step is a module `m<four digits>_<what>.py` with `upgrade(connection)`. A released step is never edited:
it describes its tables itself, so that later changes in the code cannot reach back into it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect

from courseware.errors import CoursewareError

__all__ = ["Migration", "applied", "apply", "migrations", "pending"]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    number: int
    name: str
    upgrade: Callable[[Connection], None]


def migrations() -> tuple[Migration, ...]:
    """Gives every step that this version of the code knows, in order."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("m") and module.name[1:5].isdigit():
            upgrade = importlib.import_module(f"{__name__}.{module.name}").upgrade
            found.append(Migration(int(module.name[1:5]), module.name[6:], upgrade))
    return tuple(sorted(found, key=lambda step: step.number))


def applied(connection: Connection) -> frozenset[int]:
    """Gives the numbers of the steps a register has had; none for an empty database.

    Raises:
        CoursewareError: The register had steps that this version does not know, or is not a register.
    """
    tables = set(inspect(connection).get_table_names())
    if "schema_version" not in tables:
        if tables:
            raise CoursewareError(
                f"This database holds other tables ({', '.join(sorted(tables)[:3])}) "
                "and no courseware register. "
                "Point COURSEWARE_DATABASE_URL at an empty database or at your register."
            )
        return frozenset()
    done = frozenset(row[0] for row in connection.exec_driver_sql("SELECT number FROM schema_version"))
    unknown = done - {step.number for step in migrations()}
    if unknown:
        raise CoursewareError(
            f"The register was upgraded by a newer version of courseware (schema {max(unknown)}). "
            "Update courseware; nothing was changed."
        )
    return done


def pending(connection: Connection) -> tuple[Migration, ...]:
    """Gives the steps that a register still needs, in order."""
    done = applied(connection)
    return tuple(step for step in migrations() if step.number not in done)


def apply(connection: Connection, step: Migration) -> None:
    """Runs one step in the caller's transaction and notes that it was run."""
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS schema_version "
        "(number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, applied_at VARCHAR(20) NOT NULL)"
    )
    step.upgrade(connection)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    connection.exec_driver_sql(
        f"INSERT INTO schema_version (number, name, applied_at) VALUES ({mark}, {mark}, {mark})",  # noqa: S608 (marks)
        (step.number, step.name, now),
    )
