"""What has changed on the site, for readers: docs/data/changes.csv, the newest first.

A row says when, on which page and what kind of change it was. The words for it are the reader's language's
own, so that a change is written once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.load import Library
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import SOURCE

__all__ = ["CHANGES", "Change", "changes", "check_changes"]

CHANGES = "changes"
"""The name of the table."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change."""

    date: str
    """ISO 8601."""
    page: str
    """Path below the language folder, `baltic/latvia.md`."""
    kind: str
    """What happened, one of the table's own list."""


def changes(library: Library, under: str = "", count: int = 0) -> list[Change]:
    """Gives what changed below a folder, the newest first.

    Args:
        library: Everything that is written.
        under: A folder of pages, `baltic`; empty for all.
        count: How many at most; 0 for all.
    """
    table = library.data.tables.get(CHANGES)
    rows = table.rows if table is not None else ()
    found = [
        Change(row["date"], row["page"], row["kind"])
        for row in rows
        if not under or row["page"].startswith(f"{under}/")
    ]
    found.sort(key=lambda change: change.date, reverse=True)
    return found[:count] if count else found


def check_changes(library: Library) -> Iterator[Problem]:
    """Yields changes of pages there are not."""
    table = library.data.tables.get(CHANGES)
    if table is None:
        return
    pages = library.pages[SOURCE]
    for row, line in zip(table.rows, table.lines, strict=True):
        if row["page"] not in pages:
            hint = did_you_mean(row["page"], pages) or "Write the path of a page below docs/sv/."
            yield Problem(table.path, line, "unknown-page", f"there is no page '{row['page']}'.", hint)
