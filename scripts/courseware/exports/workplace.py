"""A temporary folder that goes when its owner does: at the end, or when the next one comes after a kill."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["own_folder"]

PREFIX = "courseware-print-"

LOCK = "lock"
"""The file in it that its owner holds as long as it lives; the system lets go of it for whoever is killed."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """Gives a folder that nobody else uses, and takes it away; also those whose owners were killed."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):  # Somebody is at work there, or was faster.
            if not _is_ours(folder, stat.S_ISDIR) or not _is_ours(folder / LOCK, stat.S_ISREG):
                continue
            with (folder / LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind and ours: temporary folders are shared with strangers."""
    about = path.lstat()
    return is_kind(about.st_mode) and about.st_uid == os.geteuid()
