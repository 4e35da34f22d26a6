"""The project as it would be: some files changed in a copy, and what `courseware check` would say of it.

The copy is made of hard links, so it costs nothing, and no rule has to be written twice.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from courseware.content.check import check_library
from courseware.content.load import ContentCache, load_library
from courseware.errors import Problem
from courseware.strings import STRINGS_FOLDER
from courseware.translations.check import check_translations
from courseware.translations.stamp import Stamp, write_stamp

__all__ = ["try_out"]

_TREES = ("docs", "modules", "quizzes", STRINGS_FOLDER)


def try_out(
    root: Path, files: Mapping[str, bytes], stamps: Iterable[Stamp]
) -> tuple[dict[str, bytes], list[Problem]]:
    """Gives the files as they would be, stamped, and every problem that the project does not have today.

    Args:
        root: The project folder; nothing in it is written.
        files: New contents by path below the project folder.
        stamps: What the files are to note then.
    """
    cache = ContentCache()
    before = _problems(root, cache)
    with tempfile.TemporaryDirectory(prefix="courseware-") as name:
        copy = Path(name) / "project"
        for tree in _TREES:
            if (root / tree).is_dir():
                shutil.copytree(root / tree, copy / tree, copy_function=_link, dirs_exist_ok=True)
        for path, content in files.items():
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)  # never through the link into the project
            target.write_bytes(content)
        for stamp in stamps:
            write_stamp(copy, stamp)
        stamped = {path: (copy / path).read_bytes() for path in files}
        after = _problems(copy, cache)
    known = {_same(problem) for problem in before}
    return stamped, [problem for problem in after if _same(problem) not in known]


def _problems(root: Path, cache: ContentCache) -> list[Problem]:
    library = load_library(root, cache=cache)
    return sorted({*check_library(library), *check_translations(library)})


def _same(problem: Problem) -> tuple[str, str, str]:
    """A problem is the same one when its line has moved."""
    return problem.path, problem.code, problem.message


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target, follow_symlinks=False)
