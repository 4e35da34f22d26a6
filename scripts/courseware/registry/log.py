"""The change log: who changed what, when and why, each entry sealed by the hash of the one before."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, select

from courseware.registry.tables import change_log

__all__ = ["COLUMNS", "Chain", "current_user", "entries", "faults", "last_change", "log_value", "read_entry"]

START = "0" * 64
"""What the first entry names as its predecessor."""

COLUMNS = ("id", "at", "who", "why", "action", "subject", "before", "after", "previous", "hash")

_encode = msgspec.json.Encoder(order="deterministic").encode


def current_user() -> str:
    """Gives the name that stands behind a change: COURSEWARE_WHO, else the account's."""
    try:
        return os.environ.get("COURSEWARE_WHO") or getpass.getuser()
    except (KeyError, OSError):  # An account without a name, as in some containers.
        return f"uid {os.getuid()}"


def log_value(values: Mapping[str, Any] | None) -> str | None:
    """Gives a mapping of plain values as canonical JSON; bytes (ciphertext) become base64."""
    return None if values is None else _encode(values).decode()


def seal(previous: str, fields: tuple[object, ...]) -> str:
    """Gives an entry's hash: SHA-256 over the hash before it and its own fields as a JSON list."""
    return hashlib.sha256(previous.encode() + b"\n" + _encode(fields)).hexdigest()


class Chain:
    """The end of the log during one transaction; entries are kept and written together."""

    def __init__(self, connection: Connection, *, who: str, why: str, at: datetime) -> None:
        last = connection.execute(
            select(change_log.c.id, change_log.c.hash).order_by(change_log.c.id.desc()).limit(1)
        )
        row = last.one_or_none()
        self._id: int = row[0] if row else 0
        self._hash: str = row[1] if row else START
        self._who, self._why = who, why
        self._at = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self._waiting: list[tuple[Any, ...]] = []

    def add(
        self, action: str, subject: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        """Notes one change."""
        self._waiting += self.sealed([(action, subject, log_value(before), log_value(after))])

    def sealed(self, changes: Iterable[tuple[str, str, str | None, str | None]]) -> Iterator[tuple[Any, ...]]:
        """Gives the entries of changes, to be written at once: action, subject, before and after as texts."""
        at, who, why, last, number = self._at, self._who, self._why, self._hash, self._id
        for number, (action, subject, before, after) in enumerate(changes, self._id + 1):
            fields = (number, at, who, why, action, subject, before, after)
            previous, last = last, seal(last, fields)
            yield (*fields, previous, last)
        self._id, self._hash = number, last

    def take(self) -> list[tuple[Any, ...]]:
        """Gives the entries that are not yet written, once."""
        waiting, self._waiting = self._waiting, []
        return waiting

    @property
    def head(self) -> str:
        """How many entries there are and the last one's hash: "12 ab34…"."""
        return f"{self._id} {self._hash}"


def last_change(connection: Connection) -> str:
    """Gives number and hash of the latest entry that changed something: "12 ab34…", empty before the first.

    Entries about who has read something are passed over: looking at evidence must not make it another.
    """
    query = (
        select(change_log.c.id, change_log.c.hash)
        .where(~change_log.c.action.startswith("access."))
        .order_by(change_log.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return f"{row[0]} {row[1]}" if row else ""


def entries(connection: Connection, subject: str | None = None) -> Iterator[dict[str, Any]]:
    """Gives the log in order, or the entries about one subject, with before and after as mappings."""
    query = select(change_log).order_by(change_log.c.id)
    if subject is not None:
        query = query.where(change_log.c.subject == subject)
    for row in connection.execute(query).mappings():
        yield read_entry(row)


def read_entry(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """Gives one row of the log with before and after as mappings."""
    return {
        **row,
        "before": json.loads(row["before"]) if row["before"] else None,
        "after": json.loads(row["after"]) if row["after"] else None,
    }


def faults(rows: Iterable[tuple[Any, ...]], head: str | None) -> Iterator[str]:
    """Gives a sentence for every break in the chain; rows are tuples of COLUMNS in order of id."""
    expected, previous = 1, START
    for row in rows:
        number, stated, sealed = row[0], row[8], row[9]
        if number != expected:
            yield f"Entry {expected} of the change log is missing (the next one is {number})."
        elif stated != previous:
            yield f"Entry {number} of the change log does not follow from the one before it."
        if seal(stated, tuple(row[:8])) != sealed:
            yield f"Entry {number} of the change log was altered after it was written."
        expected, previous = number + 1, sealed
    if head is not None and head != f"{expected - 1} {previous}":
        yield f"The change log ends at entry {expected - 1}, but the register remembers another end."
