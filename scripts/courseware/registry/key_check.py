"""Whether a key file is a register's key, tried on everybody: so that the copy in the safe can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from courseware.registry.keys import KeyFileError, Keyring, read_key_file
from courseware.registry.store import FINGERPRINT, Store
from courseware.registry.tables import person

__all__ = ["FittingKey", "check_key"]


class FittingKey(NamedTuple):
    """A key that opens a register."""

    fingerprint: str
    people: int
    """How many people it was tried on."""


def check_key(store: Store, path: Path, *, private: bool = True) -> FittingKey:
    """Gives what a key opens.

    Args:
        store: The register.
        path: The key file, or a copy of it.
        private: Whether the file must be closed to other accounts; a memory stick cannot be.

    Raises:
        KeyFileError: It is no key, or not this register's; says which one it is.
    """
    keys = Keyring(read_key_file(path, private=private))
    with store.read(even_old=True) as tx:
        wanted = tx.setting(FINGERPRINT)
        if keys.fingerprint != wanted:
            raise KeyFileError(
                f"{path} is not the key of {store.address}: its fingerprint is {keys.fingerprint}, "
                f"the register's key has {wanted}. If the key was changed, copy the new key file."
            )
        query = select(person.c.id, person.c.wrapped_key).where(person.c.wrapped_key.is_not(None))
        people = 0
        for person_id, wrapped in tx.connection.execute(query):
            keys.person_key(person_id, wrapped)
            people += 1
    return FittingKey(keys.fingerprint, people)
