"""Keep what browsers send in a SQLite file of its own, until `completions import` has read it.

Whoever runs the public server needs no register and no key, and whoever breaks into it finds neither.
The file is only ever appended to: importing reads it and remembers, in the register, how far it came.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from courseware.errors import CoursewareError

__all__ = ["Conflict", "Letter", "Mailbox", "MailboxError", "Posted"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS letter (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    stored INTEGER NOT NULL,
    body BLOB NOT NULL
);
"""
_BATCH = 500
_WAIT_SECONDS = 10


class MailboxError(CoursewareError):
    """The inbox file cannot be used now; the sender should try again later."""


class Conflict(CoursewareError):
    """Another statement with the same id is here already."""

    def __init__(self, index: int) -> None:
        super().__init__(
            "another statement with the same id was received before; nothing of this request was kept"
        )
        self.index = index
        """Which of the posted statements, counted from 0."""


class Posted(NamedTuple):
    """A statement on its way in."""

    id: bytes
    """Sixteen bytes of the UUID."""
    digest: bytes
    """SHA-256 of what it says, whatever the order of its fields."""
    body: bytes
    """The JSON as it was sent."""


Letter = tuple[int, int, bytes]
"""A statement that has arrived: position, milliseconds since 1970 by the server's clock, JSON as it was sent.

Without names, because a million of them pass through an import.
"""


class Mailbox:
    """The inbox file: append, read in order, nothing else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection = self._open()

    @property
    def name(self) -> str:
        """Return the random name of this very file, so that a new file is never taken for the old one."""
        with self._lock:
            return str(self._connection.execute("SELECT value FROM about WHERE name = 'name'").fetchone()[0])

    def append(self, posted: Sequence[Posted], stored: int) -> int:
        """Keep all statements or none and return how many were new; they are on disk when this returns.

        Raises:
            Conflict: when an id is known with other content.
            MailboxError: when the file cannot be written.
        """
        try:
            with self._lock, self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                new = self._new(connection, posted)
                connection.executemany(
                    "INSERT INTO letter (id, digest, stored, body) VALUES (?, ?, ?, ?)",
                    [(letter.id, letter.digest, stored, letter.body) for letter in new],
                )
        except sqlite3.Error as error:
            raise MailboxError(f"the inbox {self.path} cannot be written: {error}") from None
        return len(new)

    def read(self, after: int = 0) -> Iterator[Letter]:
        """Yield what arrived after a position, in the order of arrival."""
        while True:
            with self._lock:
                rows = self._connection.execute(
                    "SELECT position, stored, body FROM letter WHERE position > ? ORDER BY position LIMIT ?",
                    (after, _BATCH),
                ).fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def count(self, after: int = 0) -> int:
        """Return how many statements arrived after a position."""
        with self._lock:
            found = self._connection.execute(
                "SELECT count(*) FROM letter WHERE position > ?", (after,)
            ).fetchone()
        return int(found[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _new(self, connection: sqlite3.Connection, posted: Sequence[Posted]) -> list[Posted]:
        known: dict[bytes, bytes] = {}
        for start in range(0, len(posted), _BATCH):
            ids = [letter.id for letter in posted[start : start + _BATCH]]
            marks = ",".join("?" * len(ids))
            known.update(connection.execute(f"SELECT id, digest FROM letter WHERE id IN ({marks})", ids))  # noqa: S608
        new = []
        for index, letter in enumerate(posted):
            if letter.id not in known:
                known[letter.id] = letter.digest
                new.append(letter)
            elif known[letter.id] != letter.digest:
                raise Conflict(index)
        return new

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made by us first, so that nobody else on the machine can read it.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(
                self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode=WAL")
            # FULL: when the sender is told 200, the statements survive a power cut.
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            connection.execute("INSERT OR IGNORE INTO about VALUES ('name', ?)", (str(uuid.uuid4()),))
        except (OSError, sqlite3.Error) as error:
            raise MailboxError(
                f"the inbox {self.path} cannot be opened: {error}. "
                "Check that the folder exists and may be written to."
            ) from None
        return connection
