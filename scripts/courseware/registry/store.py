"""The register's one door: transactions that log what they change, on SQLite and PostgreSQL alike.

store = open_store()
with store.write(who="anna", why="list of 21 November") as tx:
    tx.connection.execute(...)
    tx.log("person.add", "person:12", None, {...})
with store.read() as tx:
    ...
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select

from courseware.registry import migrations, places
from courseware.registry.bulk import bulk_insert
from courseware.registry.engine import StoreError, connect_to, file_of, read_transaction, write_transaction
from courseware.registry.identity import without_numbers
from courseware.registry.keys import Keyring, create_key_file, find_master, read_key_file
from courseware.registry.log import COLUMNS, Chain
from courseware.registry.tables import change_log, setting

__all__ = ["Store", "StoreError", "Transaction", "WriteTransaction", "bulk_insert", "open_store"]

FINGERPRINT = "key-fingerprint"
HASH_LAYERS = "number-hash-layers"
"""The wrapped secrets of the numbers' hashes, as a JSON list; missing until the first change of keys."""
LOG_HEAD = "log-head"


class _TrialOver(Exception):
    """Rolls a trial's transaction back."""


class Transaction:
    """One moment of the register."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self.connection = connection
        self._store = store
        self._keys: Keyring | None = None

    @property
    def keys(self) -> Keyring:
        """The keys of this register as of this moment; read from the key file at the first use.

        Raises:
            KeyFileError: The key file is missing, unsafe, or belongs to another register.
        """
        if self._keys is None:
            self._keys = self._store.keyring(self.connection)
        return self._keys

    def setting(self, name: str) -> str | None:
        """Gives a stored fact about the register itself."""
        return self.connection.execute(
            select(setting.c.value).where(setting.c.name == name)
        ).scalar_one_or_none()


class WriteTransaction(Transaction):
    """A transaction that may change the register, in the name of somebody and for a reason."""

    def __init__(self, connection: Connection, store: Store, *, who: str, why: str, now: datetime) -> None:
        super().__init__(connection, store)
        self.who, self.why, self.now = who, why, now
        self._chain = Chain(connection, who=who, why=why, at=now)
        self.is_trial = False
        """Whether nothing of this will be kept."""
        self._next: dict[str, int] = {}
        self._has_logged = False
        """Whether entries were written before the end."""

    def log(
        self, action: str, subject: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        """Notes one change; written with the transaction, or not at all.

        Args:
            action: What was done, as noun and verb: "attendance.change".
            subject: What it was done to: "participation:12".
            before: The values before, or nothing for something new. Personal values only as ciphertext.
            after: The values after, or nothing for something removed.
        """
        self._chain.add(action, subject, before, after)

    def note_access(self, what: str, subject: str) -> None:
        """Notes that this command gives out personal data of a subject: "list", "project:demo"."""
        self.log(f"access.{what}", subject, None, None)

    def log_many(self, changes: Iterable[tuple[str, str, str | None, str | None]]) -> None:
        """Notes many changes: action, subject, and before and after as `log_value` makes them.

        They are written at once and not held until the end: a long list may have a million.
        """
        if bulk_insert(self.connection, change_log, COLUMNS, self._chain.sealed(changes)):
            self._has_logged = True

    def insert(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Inserts many tuples at once and gives how many there were."""
        return bulk_insert(self.connection, table, columns, rows)

    def next_id(self, table: Table) -> int:
        """Gives the next free id of a table; safe, because there is one writer at a time."""
        if table.name not in self._next:
            highest = self.connection.execute(select(func.max(table.c.id))).scalar_one_or_none()
            self._next[table.name] = highest or 0
        self._next[table.name] += 1
        return self._next[table.name]

    def put_setting(self, name: str, value: str) -> None:
        """Stores a fact about the register itself."""
        changed = self.connection.execute(setting.update().where(setting.c.name == name).values(value=value))
        if not changed.rowcount:
            self.connection.execute(setting.insert().values(name=name, value=value))

    def finish(self) -> None:
        """Writes the log; called by the store just before the commit."""
        waiting = self._chain.take()
        if waiting:
            bulk_insert(self.connection, change_log, COLUMNS, waiting)
        if waiting or self._has_logged:
            self.put_setting(LOG_HEAD, self._chain.head)


class Store:
    """A register at an address, with its key file."""

    def __init__(self, database_url: str, key_file: Path) -> None:
        self.engine = connect_to(database_url)
        self.key_file = key_file
        self.watchers: list[Callable[[WriteTransaction], None]] = []
        """Called at the end of every writing transaction, of a trial too: to see what a change would do."""
        self._keyring: Keyring | None = None
        self._is_current = False

    @property
    def file(self) -> Path | None:
        """The SQLite file, or nothing where the register lives in PostgreSQL."""
        return file_of(self.engine.url)

    @property
    def address(self) -> str:
        """Where the register is, in a form that may be shown."""
        return str(self.file or self.engine.url.render_as_string(hide_password=True))

    def exists(self) -> bool:
        """Says whether there is a register at the address."""
        if self.file is not None and not self.file.exists():
            return False
        with read_transaction(self.engine) as connection:
            return bool(migrations.applied(connection))

    def lacking(self) -> tuple[str, ...]:
        """Gives the names of the steps that the register still needs."""
        with read_transaction(self.engine) as connection:
            return tuple(step.name for step in migrations.pending(connection))

    def upgrade(self) -> tuple[str, ...]:
        """Brings the register up to date, making it and its key where there is none; gives the steps run."""
        done = []
        while True:
            with write_transaction(self.engine) as connection:
                steps = migrations.pending(connection)
                if not steps:
                    self._bind_key(connection)
                    break
                migrations.apply(connection, steps[0])
                done.append(f"{steps[0].number:04d} {steps[0].name}")
        self._is_current = True
        return tuple(done)

    @contextmanager
    def write(
        self, *, who: str, why: str, now: datetime | None = None, trial: bool = False
    ) -> Iterator[WriteTransaction]:
        """Gives the one writing transaction: everything in the block happens, or nothing does.

        A register that does not exist yet is made. An older one is refused until `courseware db upgrade`.

        Args:
            who: In whose name.
            why: For what reason.
            now: The moment to log; default the clock's.
            trial: Whether to try everything and then change nothing; makes no register.
        """
        if not who.strip() or not why.strip():
            raise StoreError("A change to the register needs a who and a why.")
        if not self._is_current and not self.exists():
            if trial:
                raise StoreError(f"There is no register at {self.address} yet. Make one: courseware db init")
            self.upgrade()
        with suppress(_TrialOver), write_transaction(self.engine) as connection:
            self._refuse_old(connection)
            # The default reason names a file, and files have been named after the people in them.
            reason = without_numbers(why)
            tx = WriteTransaction(connection, self, who=who, why=reason, now=now or datetime.now(UTC))
            tx.is_trial = trial
            yield tx
            for watch in self.watchers:
                watch(tx)
            if trial:
                raise _TrialOver
            tx.finish()

    @contextmanager
    def read(self, *, even_old: bool = False) -> Iterator[Transaction]:
        """Gives one moment of the register, which stays the same however long the block runs.

        Args:
            even_old: Whether a register that lacks steps may be read too, as a backup before an upgrade must.
        """
        with read_transaction(self.engine) as connection:
            if not even_old:
                self._refuse_old(connection)
            yield Transaction(connection, self)

    def note_access(self, who: str, what: str, subject: str, why: str = "") -> None:
        """Notes that personal data are opened for reading; called before they are, in a step of its own.

        Where the note cannot be written the data are not given: nobody reads unseen. A command that writes
        anyway notes it in its own transaction (`WriteTransaction.note_access`).

        Args:
            who: In whose name.
            what: As what they are read: "list", "codes", "month"; the log says "access.list".
            subject: Whose they are: "project:demo" or "person:12".
            why: For what reason; default that it was asked for.

        Raises:
            StoreError: The register cannot be written, is too old, or does not exist.
        """
        if not self.exists():
            raise StoreError(f"There is no register at {self.address} yet. Make one: courseware db init")
        try:
            with self.write(who=who, why=why or f"asked for the {what}") as tx:
                tx.note_access(what, subject)
        except StoreError as error:
            raise StoreError(
                f"{error} Whoever opens personal data is noted in the register first, so they stay closed."
            ) from None

    def keyring(self, connection: Connection) -> Keyring:
        """Gives the keys, once they are known to be this register's at this moment.

        Asked in every transaction: another command may have changed the key since the last one.
        """
        query = select(setting.c.name, setting.c.value).where(setting.c.name.in_((FINGERPRINT, HASH_LAYERS)))
        facts = {row.name: row.value for row in connection.execute(query)}
        if self._keyring is None or self._keyring.fingerprint != facts.get(FINGERPRINT):
            master = find_master(self.key_file, facts.get(FINGERPRINT), self.address)
            plain = Keyring(master)
            layers = [
                plain.unwrap(f"number-hash:{place}", base64.b64decode(wrapped))
                for place, wrapped in enumerate(json.loads(facts.get(HASH_LAYERS, "[]")))
            ]
            self._keyring = Keyring(master, layers)
        return self._keyring

    def _bind_key(self, connection: Connection) -> None:
        """Ties a new register to its key; a register that has a key keeps it."""
        if (
            connection.execute(select(setting.c.value).where(setting.c.name == FINGERPRINT)).scalar()
            is not None
        ):
            return
        # An existing key file may serve another register too: it is used, never replaced.
        master = read_key_file(self.key_file) if self.key_file.exists() else create_key_file(self.key_file)
        connection.execute(setting.insert().values(name=FINGERPRINT, value=Keyring(master).fingerprint))

    def _refuse_old(self, connection: Connection) -> None:
        if self._is_current:
            return
        if not inspect(connection).has_table("schema_version"):
            migrations.applied(connection)  # Says so where the database is somebody else's.
            raise StoreError(f"There is no register at {self.address} yet. Make one: courseware db init")
        steps = migrations.pending(connection)
        if steps:
            raise StoreError(
                f"The register {self.address} is from an older version (it lacks {len(steps)} step"
                f"{'s' if len(steps) > 1 else ''}: {', '.join(step.name for step in steps)}). "
                "Back it up and upgrade it: courseware db backup, then courseware db upgrade"
            )
        self._is_current = True


def open_store(database_url: str | None = None, key_file: Path | None = None) -> Store:
    """Gives the register named by the arguments, else by the environment; nothing is made or changed by this.

    Args:
        database_url: The database; default COURSEWARE_DATABASE_URL, else a file in the data folder.
        key_file: The master key; default COURSEWARE_KEY_FILE, else in the platform's config folder.
    """
    return Store(database_url or places.database_url(), key_file or places.key_file())
