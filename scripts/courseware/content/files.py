"""Replacing a published file in one step, so that an interrupted run leaves the old one or the new."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["replace_file", "write_beside"]


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
