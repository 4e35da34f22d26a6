"""Sections: pages that an index.md lists in reading order, and what such a list may hold.

    pages: [problem, theories, ../roles/principal]

A page stands in one section at most, so that it has one way up and one page before and after it.
Sections stand in sections: the hub of the knowledge base lists the indexes of the others.
"""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from courseware.content.links import GENERATED
from courseware.content.load import Library
from courseware.content.model import Page
from courseware.content.reader import page_path
from courseware.errors import Problem
from courseware.languages import SOURCE

__all__ = ["Shelf", "check_sections", "shelves", "trail"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a page stands in its section."""

    index: str
    """Path of the section's index page."""
    position: int
    """Counted from 0."""
    pages: tuple[str, ...]
    """All pages of the section, by path."""


def shelves(library: Library) -> dict[str, Shelf]:
    """Gives the place of every page that a section lists, by path; the first list wins."""
    known = _known(library)
    found: dict[str, Shelf] = {}
    for index in _sections(library):
        pages = tuple(path for path in dict.fromkeys(index.pages) if path in known and path != index.path)
        for position, path in enumerate(pages):
            found.setdefault(path, Shelf(index.path, position, pages))
    return found


def trail(path: str, placed: Mapping[str, Shelf]) -> list[str]:
    """Gives the indexes above a page, the outermost first; a circle is followed once."""
    above: list[str] = []
    shelf = placed.get(path)
    while shelf is not None and shelf.index not in above and shelf.index != path:
        above.append(shelf.index)
        shelf = placed.get(shelf.index)
    return above[::-1]


def check_sections(library: Library) -> Iterator[Problem]:
    """Yields lists of pages that a reader could not follow."""
    known = _known(library)
    placed = shelves(library)
    for page in library.pages[SOURCE].values():
        if page.pages and (page.kind != "section" or page.path in GENERATED):
            hint = "Only the index.md of a folder of its own does; move the page there, or take the list out."
            yield Problem(page.source_path, _line(page), "stray-list", "this page can list no pages.", hint)
    for index in _sections(library):
        line = _line(index)
        yield from _check_entries(index, known, placed)
        if _circles(index.path, placed):
            hint = "Take it out of the list that closes the circle."
            yield Problem(
                index.source_path, line, "section-circle", "the section stands inside itself.", hint
            )
    yield from _check_folders(library, placed)


def _check_entries(
    index: Page, known: Mapping[str, object], placed: Mapping[str, Shelf]
) -> Iterator[Problem]:
    seen: set[str] = set()
    folder = posixpath.dirname(index.path)
    written = index.front.get("pages")
    for number, entry in enumerate(written if isinstance(written, list) else ()):
        path = page_path(index.path, str(entry))
        line = index.front.line(f"pages.{number}")
        where = (index.source_path, line)
        if path == index.path:
            yield Problem(*where, "section-circle", "the section lists itself.", "Take it out.")
        elif path in seen:
            yield Problem(*where, "repeated-page", f"'{entry}' stands twice.", "Keep one of them.")
        elif path not in known:
            names = [posixpath.relpath(name.removesuffix(".md"), folder or ".") for name in known]
            # Closer than elsewhere: most names end in /index and are alike for that alone.
            near = difflib.get_close_matches(str(entry), names, n=1, cutoff=0.85)
            hint = f"Did you mean '{near[0]}'?" if near else f"Write docs/{SOURCE}/{path}, or take it out."
            yield Problem(*where, "unknown-page", f"'{entry}' is no page.", hint)
        elif placed[path].index != index.path:
            other = placed[path].index
            hint = "A page has one way up: keep it in one of them, and link to it from the other's text."
            yield Problem(*where, "repeated-page", f"'{entry}' stands in {other} too.", hint)
        seen.add(path)


def _check_folders(library: Library, placed: Mapping[str, Shelf]) -> Iterator[Problem]:
    """Yields pages that lie in a section's folder and that nobody comes to by its list."""
    folders = {posixpath.dirname(index.path) for index in _sections(library)} - {""}
    for page in library.pages[SOURCE].values():
        folder, _, name = page.path.rpartition("/")
        if folder in folders and name != "index.md" and page.path not in placed:
            hint = f"Add '{name.removesuffix('.md')}' to pages in docs/{SOURCE}/{folder}/index.md."
            message = "the page lies in a section's folder and is not in its list."
            yield Problem(page.source_path, 1, "unlisted-page", message, hint)


def _sections(library: Library) -> list[Page]:
    return [
        page
        for page in library.pages.get(SOURCE, {}).values()
        if page.kind == "section" and page.path not in GENERATED
    ]


def _known(library: Library) -> dict[str, None]:
    """Gives every page that can be listed, also those that staging makes."""
    written = (
        page.path
        for page in library.pages.get(SOURCE, {}).values()
        if page.kind not in ("start", "notfound", "counterpart")
    )
    return dict.fromkeys((*written, *GENERATED))


def _circles(path: str, placed: Mapping[str, Shelf]) -> bool:
    above: set[str] = set()
    shelf = placed.get(path)
    while shelf is not None and shelf.index not in above:
        if shelf.index == path:
            return True
        above.add(shelf.index)
        shelf = placed.get(shelf.index)
    return False


def _line(page: Page) -> int:
    return page.front.line("pages")
