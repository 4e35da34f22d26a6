"""What one build remembers for the next: which files it read, and which it wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["WATCHED", "State", "load_state", "save_state", "snapshot"]

WATCHED = ("docs", "modules", "quizzes", "overrides")
"""Folders that people write in."""

FORMAT = 2


class State(msgspec.Struct):
    """The memory of a build into one folder."""

    format: int = FORMAT
    request: str = ""
    """What was asked for: settings outside the files."""
    snapshot: dict[str, list[int]] = {}
    """Size and times of every file that was read."""
    site_dir: str = ""
    """Where the site was built."""
    complete: set[str] = set()
    """Languages whose pages are those of the snapshot."""
    stage: dict[str, list[Any]] = {}
    """Ledger of build/pages/."""
    site: dict[str, list[Any]] = {}
    """Ledger of the published folder."""
    anchors: dict[str, dict[str, list[str]]] = {}
    """Anchors of each page, by language and file."""
    links: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    """Links to anchors of each page, by language and file."""
    search: dict[str, str] = {}
    """What decided the search index of each language."""


def load_state(path: Path) -> State | None:
    """Gives what the last build remembered, or None where there is nothing to rely on."""
    try:
        state = msgspec.msgpack.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None
    return state if state.format == FORMAT else None


def save_state(path: Path, state: State) -> None:
    """Writes the memory of a build, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = path.with_name(f".{path.name}.new")
    spare.write_bytes(msgspec.msgpack.encode(state))
    spare.replace(path)


def snapshot(root: Path) -> dict[str, list[int]]:
    """Gives size and times of every file that decides the site: what people write, settings, our own code.

    The time of the last status change is there too: unlike the time of modification it cannot be set back.
    """
    found: dict[str, list[int]] = {}
    for folder in WATCHED:
        found.update(_files(root / folder, folder))
    # Versions are written by the build itself and never published.
    found = {path: stat for path, stat in found.items() if not path.startswith("quizzes/versions/")}
    for name in ("mkdocs.yml",):
        if (root / name).is_file():
            found[name] = _stat(os.stat(root / name))  # noqa: PTH116 (scandir's own type)
    package = Path(__file__).parents[1]
    found.update((path, stat) for path, stat in _files(package, "code") if path.endswith((".py", ".txt")))
    return found


def _files(folder: Path, name: str) -> Iterator[tuple[str, list[int]]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        # Links are not followed: the content's own reader does not follow them, and one may lead in a circle.
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path), path)
        else:
            yield path, _stat(entry.stat(follow_symlinks=False))


def _stat(found: os.stat_result) -> list[int]:
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns]
