"""A folder of written files with a ledger, so that nothing is written twice.

The ledger remembers what decided each file (its key), a digest of its bytes, and the size and time it
had when it was written. A file that somebody else changed, or that a killed build left behind, no longer
matches its ledger line and is written anew.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

__all__ = ["Tree", "digest_of"]

Line = list[Any]
"""key, digest, size, mtime in nanoseconds: a list, because that is how it comes back from the state file."""


def digest_of(data: bytes) -> str:
    """Gives the short content hash that ledgers compare."""
    return hashlib.blake2b(data, digest_size=12).hexdigest()


class Tree:
    """A folder that only we write, and what we know of each of its files."""

    def __init__(self, folder: Path, ledger: dict[str, Line]) -> None:
        self.folder = folder
        self.ledger = ledger
        self._intact: set[str] = set()
        base = f"{folder}/"
        for path, (_, _, size, mtime) in ledger.items():
            try:
                found = os.stat(base + path)  # noqa: PTH116 (a thousand of these on every build)
            except OSError:
                continue
            if found.st_size == size and found.st_mtime_ns == mtime:
                self._intact.add(path)

    def holds(self, path: str, key: str) -> bool:
        """Whether the file stands as we wrote it and is decided by the same key."""
        return path in self._intact and self.ledger[path][0] == key

    def digest(self, path: str) -> str:
        """Gives the digest of a file that stands as we wrote it, else an empty text."""
        return str(self.ledger[path][1]) if path in self._intact else ""

    def is_whole(self) -> bool:
        """Whether every file in the ledger stands as we wrote it."""
        return len(self._intact) == len(self.ledger)

    def write(self, path: str, data: bytes, key: str = "") -> bool:
        """Writes a file unless its bytes are there already; says whether it wrote."""
        digest = digest_of(data)
        key = key or digest
        if self.digest(path) == digest:
            self.ledger[path][0] = key
            return False
        target = self.folder / path
        if path not in self._intact and _holds(target, data):
            self._note(path, key, digest)
            return False
        spare = target.with_name(f".{target.name}.new")
        try:
            spare.write_bytes(data)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            spare.write_bytes(data)
        spare.replace(target)
        self._note(path, key, digest)
        return True

    def adopt(self, path: str, spare: Path, key: str, digest: str) -> None:
        """Moves a finished file into place."""
        target = self.folder / path
        if path not in self._intact and _holds(target, spare.read_bytes()):
            spare.unlink()
            self._note(path, key, digest)
            return
        try:
            _move(spare, target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(spare, target)
        self._note(path, key, digest)

    def confirm(self, path: str, key: str) -> None:
        """Notes that a new key gives the bytes that stand there already."""
        self.ledger[path][0] = key

    def _note(self, path: str, key: str, digest: str) -> None:
        found = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 (as above)
        self.ledger[path] = [key, digest, found.st_size, found.st_mtime_ns]
        self._intact.add(path)

    def sweep(self, keep: Collection[str], *, thoroughly: bool = False) -> int:
        """Removes what is not to be kept, and says how many files that was.

        Args:
            keep: Every path that belongs in the folder.
            thoroughly: Look through the whole folder instead of the ledger, for files we never wrote down.
        """
        if thoroughly and self.folder.is_dir():
            found = {
                f"{where}/{name}"[len(str(self.folder)) + 1 :]
                for where, _, names in os.walk(self.folder)
                for name in names
            }
        else:
            found = set(self.ledger)
        gone = found.difference(keep)
        for path in gone:
            target = self.folder / path
            target.unlink(missing_ok=True)
            self._remove_empty(target.parent)
            self.ledger.pop(path, None)
            self._intact.discard(path)
        return len(gone)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def _move(spare: Path, target: Path) -> None:
    try:
        spare.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The site lies on another file system: copy beside the target, then swap.
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(spare, beside)
        beside.replace(target)
        spare.unlink()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
