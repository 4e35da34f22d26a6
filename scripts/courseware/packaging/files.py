"""Writing a finished file so that nobody ever finds half of it, and nothing is lost by mistake."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from courseware.errors import CoursewareError

__all__ = ["write_private"]


def write_private(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Writes a file for its owner's eyes in one step: afterwards it is there whole, or not at all.

    Args:
        path: Where it goes; the folder must exist.
        content: The whole file.
        replace: Whether a file of that name may be replaced.

    Raises:
        CoursewareError: The file exists and may not be replaced, or cannot be written.
    """
    if path.is_dir():
        raise CoursewareError(f"{path} is a folder. Give the name of the file too.")
    # A hidden name of its own in the same folder: a rename is only one step within a file system.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            part.replace(path)
        else:
            _claim(part, path)
    except FileExistsError:
        raise CoursewareError(
            f"{path} exists already. Choose another name, or replace it with --force."
        ) from None
    except OSError as error:
        raise CoursewareError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _claim(part: Path, path: Path) -> None:
    """Gives the finished file its name unless somebody else has it; a link never replaces anything."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # Some shared folders have no links. The check and the rename are then two steps.
        if path.exists():
            raise FileExistsError from None
        part.replace(path)
