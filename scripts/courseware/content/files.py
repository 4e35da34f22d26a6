"""Writing among files that others read and write: one at a time, and each file in one step.

So an interrupted run leaves the old file or the new, and two runs do not lose what one of them added.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courseware.errors import CoursewareError

__all__ = ["alone_in", "replace_file", "write_beside"]


@contextmanager
def alone_in(folder: Path, failing: str) -> Iterator[None]:
    """Lets one at a time do what belongs together in a folder; others wait.

    Args:
        folder: It is there.
        failing: What cannot be done if it is not, for the message: "docs/ cannot be opened".

    Raises:
        CoursewareError: The folder cannot be opened.
    """
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise CoursewareError(f"{failing}: {error.strerror}.") from None
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file whole, readable for everybody, or keeps the rights it had."""
    part = write_beside(path, content)
    try:
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_beside(path: Path, content: bytes) -> Path:
    """Gives a finished file in the same folder, with the same rights, to be moved onto `path` in one step."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part
