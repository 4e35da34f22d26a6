"""A new master key for a register that exists: everything sealed with the old one is sealed with the new.

Killed at any moment, the register opens. The new key is written beside the old one before anything else,
the register takes it in one transaction, and only then the files change places; until they have, a register
that took the new key finds it where it waits (`keys.find_master`).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Update, bindparam, select

from courseware.packaging.files import write_private
from courseware.registry.exports import export_entry
from courseware.registry.keys import (
    KeyFileError,
    Keyring,
    create_key_file,
    kept_key_files,
    next_key_file,
    read_key_file,
)
from courseware.registry.scrub import erase_thoroughly, scrub
from courseware.registry.store import FINGERPRINT, HASH_LAYERS, Store, WriteTransaction
from courseware.registry.tables import code_key, former_number, person

__all__ = ["Rotation", "finish_rotation", "rotate_key"]

AT_A_TIME = 2_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of a change of keys."""

    fingerprint: str
    """Of the key that the register has now, or would have had."""
    former: str
    people: int
    kept: Path | None
    """Where the old key is kept; backups made before open with it alone."""
    scrubbed: bool
    """Whether the remains of the old seals could be overwritten."""


def rotate_key(
    store: Store,
    *,
    who: str,
    why: str,
    progress: Progress | None = None,
    trial: bool = False,
    now: datetime | None = None,
) -> Rotation:
    """Gives a register a new master key.

    Args:
        store: The register.
        who: In whose name.
        why: For what reason.
        progress: Told how many people are done, of how many.
        trial: Whether to try everything and then change nothing.
        now: The moment; default the clock's.

    Raises:
        KeyFileError: The old key does not open the register, or the new one cannot be written.
    """
    waiting = next_key_file(store.key_file)
    with store.write(who=who, why=why, trial=trial, now=now) as tx:
        erase_thoroughly(tx)
        old = tx.keys
        if trial:
            master = os.urandom(32)
        else:
            if waiting.exists():
                _throw_away(waiting, old)
            master = create_key_file(waiting)
        new = Keyring(master, (*old.hash_layers, os.urandom(32)))
        people = _seal_people(tx, old, new, progress or (lambda done, total: None))
        _seal_code_keys(tx, old, new)
        _hash_others(tx, new)
        tx.put_setting(FINGERPRINT, new.fingerprint)
        tx.put_setting(HASH_LAYERS, json.dumps(list(_wrapped_layers(new))))
        tx.log("key.rotate", "register", {"fingerprint": old.fingerprint}, {"fingerprint": new.fingerprint})
        moment = tx.now
    if trial:
        return Rotation(new.fingerprint, old.fingerprint, people, None, scrubbed=False)
    kept = _change_places(store.key_file, moment)
    return Rotation(new.fingerprint, old.fingerprint, people, kept, scrub(store))


def finish_rotation(store: Store) -> Path | None:
    """Ends a change of keys that was broken off after the register had taken the new key.

    Gives where the old key is kept; nothing where there was nothing to end.
    """
    waiting = next_key_file(store.key_file)
    if not waiting.exists():
        return None
    with store.read() as tx:
        stored = tx.setting(FINGERPRINT)
    if Keyring(read_key_file(waiting)).fingerprint != stored:
        return None
    return _change_places(store.key_file, datetime.now(UTC))


def _throw_away(waiting: Path, old: Keyring) -> None:
    """Removes the new key of a change that was broken off before the register took it."""
    try:
        taken = Keyring(read_key_file(waiting)).fingerprint == old.fingerprint
    except KeyFileError:
        taken = False
    if taken:
        raise KeyFileError(
            f"A change of keys was broken off at its last step: the register's key is {waiting}. "
            "Run the same command again to put it in its place."
        )
    waiting.unlink()


def _seal_people(tx: WriteTransaction, old: Keyring, new: Keyring, progress: Progress) -> int:
    rows = tx.connection.execute(
        select(person.c.id, person.c.wrapped_key, person.c.number_hash).order_by(person.c.id)
    ).all()
    change = (
        person.update()
        .where(person.c.id == bindparam("who"))
        .values(wrapped_key=bindparam("wrapped"), number_hash=bindparam("hashed"))
    )
    for first in range(0, len(rows), AT_A_TIME):
        some = rows[first : first + AT_A_TIME]
        values: list[dict[str, Any]] = []
        for row_id, wrapped, hashed in some:
            label = f"person:{row_id}"
            sealed = None if wrapped is None else new.wrap(label, old.unwrap(label, wrapped))
            # An erased person has no hash any more, and a text of another length in its place.
            again = new.hash_again(hashed) if len(hashed) == 64 else hashed
            values.append({"who": row_id, "wrapped": sealed, "hashed": again})
        tx.connection.execute(change, values)
        progress(first + len(some), len(rows))
    return len(rows)


def _seal_code_keys(tx: WriteTransaction, old: Keyring, new: Keyring) -> None:
    for version, wrapped in tx.connection.execute(select(code_key.c.version, code_key.c.wrapped)).all():
        label = f"code-key:{version}"
        sealed = new.wrap(label, old.unwrap(label, wrapped))
        tx.connection.execute(code_key.update().where(code_key.c.version == version).values(wrapped=sealed))


def _hash_others(tx: WriteTransaction, new: Keyring) -> None:
    """Lays the new hash over former numbers and over the tags of what was exported."""
    former, tag = former_number.c.number_hash, export_entry.c.number_tag
    hashes = tx.connection.execute(select(former)).scalars().all()
    _change(
        tx,
        former_number.update().where(former == bindparam("old")).values(number_hash=bindparam("new")),
        [{"old": text, "new": new.hash_again(text)} for text in hashes if len(text) == 64],
    )
    rows = tx.connection.execute(
        select(export_entry.c.export_id, export_entry.c.person_id, tag).where(tag.is_not(None))
    ).all()
    _change(
        tx,
        export_entry.update()
        .where(export_entry.c.export_id == bindparam("export"), export_entry.c.person_id == bindparam("who"))
        .values(number_tag=bindparam("new")),
        [{"export": row[0], "who": row[1], "new": new.hash_again(row[2])} for row in rows],
    )


def _change(tx: WriteTransaction, change: Update, values: list[dict[str, Any]]) -> None:
    for first in range(0, len(values), AT_A_TIME):
        tx.connection.execute(change, values[first : first + AT_A_TIME])


def _wrapped_layers(keys: Keyring) -> Iterator[str]:
    for place, secret in enumerate(keys.hash_layers):
        yield base64.b64encode(keys.wrap(f"number-hash:{place}", secret)).decode()


def _change_places(key_file: Path, moment: datetime) -> Path:
    """Keeps the old key under a name of its own and gives the new one its place."""
    real, waiting = key_file.resolve(), next_key_file(key_file)
    while (kept := real.with_name(f"{real.name}.{moment:%Y%m%dT%H%M%SZ}")).exists():
        moment += timedelta(seconds=1)
    if real.exists():
        content = real.read_bytes()
        same = [other for other in kept_key_files(key_file) if other.read_bytes() == content]
        if same:
            [kept, *_] = same
        else:
            write_private(kept, content)
    waiting.replace(real)
    folder = os.open(real.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return kept
