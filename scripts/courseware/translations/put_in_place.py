"""Several files written together: all of them, or none.

Every file is first written whole beside its place, so that a full disk is found before anything is
exchanged; then they are exchanged one by one, and put back if that fails. A process killed in
between leaves every single file whole, and importing the same packet again finishes the work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from courseware.content.files import replace_file, write_beside
from courseware.errors import CoursewareError

__all__ = ["put_in_place"]


def put_in_place(root: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes | None]) -> None:
    """Writes files below a project folder.

    Args:
        root: The project folder.
        files: New contents by path.
        expected: What stands there now; None for a file that is not there.

    Raises:
        CoursewareError: A file has changed meanwhile, or one cannot be written. Nothing is changed then.
    """
    for path in files:
        if _content(root / path) != expected[path]:
            raise CoursewareError(f"{path} was changed while this ran. Nothing was written; run it again.")
    parts: dict[str, Path] = {}
    made: list[Path] = []
    done: list[str] = []
    try:
        for path, content in files.items():
            made.extend(_make_folder((root / path).parent))
            parts[path] = write_beside(root / path, content)
        for path, part in parts.items():
            part.replace(root / path)
            done.append(path)
    except BaseException as error:
        for path in reversed(done):
            old = expected[path]
            if old is None:
                (root / path).unlink(missing_ok=True)
            else:
                replace_file(root / path, old)
        for part in parts.values():
            part.unlink(missing_ok=True)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise CoursewareError(f"The files cannot be written: {reason}. Nothing was changed.") from error
        raise


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _make_folder(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
    return list(reversed(missing))
