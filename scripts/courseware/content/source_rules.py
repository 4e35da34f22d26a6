"""Rules for naming a source: in a text, a row of data or an evidence card alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from courseware.content.bibliography import BIBLIOGRAPHY_FILE, MARKS, is_published
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = ["check_source", "check_unused_sources"]


def check_source(
    key: str,
    sources: Mapping[str, Mapping[str, Any]],
    used: set[str],
    path: str,
    line: int,
    *,
    of: str = "",
    known: Collection[str] = MARKS,
) -> Iterator[Problem]:
    """Yields what is wrong with naming a source, and adds a known one to `used`.

    Args:
        key: The source's.
        sources: The bibliography.
        used: Keys that something names.
        path: Of the file that names it.
        line: There.
        of: What names it, for the message; empty where the place says it.
        known: What else may stand there, for the hint.
    """
    said = f"'{key}'" + (f", a source of '{of}'," if of else "")
    if key not in sources:
        hint = did_you_mean(key, [*sources, *known]) or f"Add it to {BIBLIOGRAPHY_FILE}."
        yield Problem(path, line, "unknown-source", f"{said} is not in the bibliography.", hint)
        return
    used.add(key)
    if not is_published(sources[key]):
        hint = "Take it out, or verify the source and change its mark."
        message = f"{said} is marked K? and may not be published."
        yield Problem(path, line, "unpublishable-source", message, hint)


def check_unused_sources(sources: Mapping[str, Mapping[str, Any]], used: set[str]) -> Iterator[Problem]:
    """Yields sources that no page cites."""
    for key in sources:
        if key not in used and key not in MARKS:
            hint = "Cite it, or take it out."
            yield Problem(BIBLIOGRAPHY_FILE, 0, "unused-source", f"'{key}' is cited nowhere.", hint)
