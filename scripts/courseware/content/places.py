"""The invented municipality, checked against the names of real places.

A case that happens to carry a real municipality's name would say something about real people.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from courseware.content.front_matter import Front, split_front
from courseware.errors import Problem

__all__ = ["EXAMPLE_FILE", "PLACES_FILE", "check_places", "real_places"]

EXAMPLE_FILE = "docs/data/example-municipality.yml"
PLACES_FILE = "docs/data/real-places.txt"
"""The 290 Swedish municipalities, one a line."""
PLACES_FOLDER = "docs/data/places"
"""Localities, CSV files whose first column is the name."""


def real_places(root: Path) -> set[str]:
    """Gives the names of real places, casefolded."""
    names: set[str] = set()
    path = root / PLACES_FILE
    if path.is_file():
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        names.update(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    folder = root / PLACES_FOLDER
    for table in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        rows = table.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
        names.update(row.partition(",")[0].strip('" ') for row in rows)
    return {name.casefold() for name in names if name}


def check_places(root: Path) -> Iterator[Problem]:
    """Yields invented names that real places have."""
    path = root / EXAMPLE_FILE
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    front, _, problems = split_front(f"---\n{text.rstrip()}\n---\n", EXAMPLE_FILE)
    for problem in problems:
        yield Problem(EXAMPLE_FILE, max(problem.line - 1, 0), problem.code, problem.message, problem.hint)
    if problems:
        return
    real = real_places(root)
    if not real:
        hint = "Restore it from git."
        yield Problem(PLACES_FILE, 0, "missing-places", "the list of real places is missing.", hint)
        return
    for key, name in _names(front):
        first = name.split()[0] if name.split() else ""
        for candidate in dict.fromkeys((name, first, first.removesuffix("s"))):
            if candidate.casefold() in real:
                line = max(front.line(key) - 1, 1)
                hint = "Invent another name."
                yield Problem(EXAMPLE_FILE, line, "real-place", f"'{candidate}' is a real place.", hint)
                break


def _names(front: Front) -> Iterator[tuple[str, str]]:
    """Yields (dotted key, name) of the municipality and its schools."""
    name = front.get("name")
    if isinstance(name, str):
        yield "name", name
    schools = front.get("schools")
    for position, school in enumerate(schools if isinstance(schools, list) else ()):
        words: Any = school.get("name") if isinstance(school, dict) else None
        for value in words.values() if isinstance(words, dict) else (words,):
            if isinstance(value, str):
                yield f"schools.{position}", value
