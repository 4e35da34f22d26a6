"""Files and texts that take long to make, kept between builds until what they are made from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from courseware.content.files import replace_file

__all__ = ["MadeFiles"]

Files = dict[str, bytes]


class MadeFiles:
    """Remembers files and texts by what they were made from; what a run does not use is forgotten."""

    def __init__(self, path: Path | None = None, salt: str = "") -> None:
        """Opens what an earlier run kept; a file that is damaged counts as empty.

        Args:
            path: Where to keep it; None keeps nothing beyond this run.
            salt: A hash of the code and libraries that make the files.
        """
        self._path, self._salt = path, salt
        self._old: dict[str, Files] = {}
        self._used: dict[str, Files] = {}
        if path is not None and path.is_file():
            try:
                self._old = msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Files])
            except (msgspec.MsgspecError, OSError):
                self._old = {}

    def files(self, source: object, make: Callable[[], Mapping[str, bytes]]) -> Files:
        """Gives the files made from something, whose `repr` says all that decides them."""
        key = hashlib.sha256(f"{self._salt}\0{source!r}".encode()).hexdigest()
        found = self._used.get(key) or self._old.get(key)
        if found is None:
            found = dict(make())
        self._used[key] = found
        return found

    def text(self, source: object, make: Callable[[], str]) -> str:
        """Gives the text made from something, whose `repr` says all that decides it."""
        return self.files(source, lambda: {"": make().encode()})[""].decode()

    def save(self) -> None:
        """Keeps what this run used; writes only where something changed."""
        changed = self._used.keys() != self._old.keys()
        self._old, self._used = self._used, {}
        if self._path is not None and changed:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, msgspec.msgpack.encode(self._old))
