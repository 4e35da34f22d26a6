"""Sections as templates show them: the way up, the pages beside, the next one, and how long they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from courseware.content.model import Page
from courseware.content.section_rules import trail
from courseware.languages import SOURCE

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas, Place

__all__ = ["Sections"]


class Sections:
    """Tells the pages of one language where they stand in their sections."""

    def __init__(self, atlas: Atlas, language: str, entry: Callable[[Place], Mapping[str, str]]) -> None:
        """Prepares a language.

        Args:
            atlas: Every page there is.
            language: The reader's.
            entry: Gives title, address, language and status of a page.
        """
        self._atlas = atlas
        self._language = language
        self._entry = entry
        self._placed = atlas.shelves

    def trail(self, place: Place) -> list[dict[str, str]]:
        """Gives the sections above a page, the outermost first."""
        return [self._link(path) for path in trail(place.file, self._placed) if path in self._atlas.places]

    def around(self, place: Place) -> dict[str, Any] | None:
        """Gives the section that a page stands in: its place, the pages before and after, all of them.

        After the last page comes the next section, as the hub lists it.
        """
        shelf = self._placed.get(place.file)
        if shelf is None or shelf.index not in self._atlas.places:
            return None
        pages = self._there(shelf.pages)
        position = pages.index(place.file)
        after = pages[position + 1] if position + 1 < len(pages) else ""
        return {
            **self._link(shelf.index),
            "number": position + 1,
            "count": len(pages),
            "minutes": self._minutes_of(place.file),
            "previous": self._link(pages[position - 1]) if position else None,
            "next": self._link(after) if after else None,
            "onward": None if after else self._onward(shelf.index),
            "pages": [self._link(path) for path in pages],
        }

    def contents(self, place: Place) -> dict[str, Any] | None:
        """Gives what an index lists, with what each page says and takes; sections count as a whole."""
        source = self._atlas.own_source(SOURCE, place)
        if place.kind != "section" or not isinstance(source, Page):
            return None
        # A page that stands in another section's list too is a problem that `check` reports.
        own = [path for path in dict.fromkeys(source.pages) if self._stands_in(path, place.file)]
        pages = [self._described(path) for path in self._there(tuple(own))]
        return {
            "pages": pages,
            "minutes": self._minutes_of(place.file) + sum(page["minutes"] for page in pages),
            "sections": any(page["count"] for page in pages),
        }

    def _onward(self, index: str) -> dict[str, str] | None:
        """Gives the section that comes after one, as the hub lists them."""
        shelf = self._placed.get(index)
        pages = self._there(shelf.pages) if shelf is not None else []
        following = pages[pages.index(index) + 1 :] if index in pages else []
        return self._link(following[0]) if following else None

    def _stands_in(self, path: str, index: str) -> bool:
        shelf = self._placed.get(path)
        return shelf is not None and shelf.index == index

    def _there(self, paths: tuple[str, ...]) -> list[str]:
        return [
            path
            for path in paths
            if path in self._atlas.places
            and self._atlas.status(self._language, self._atlas.places[path]) != "missing"
        ]

    def _link(self, path: str) -> dict[str, str]:
        entry = self._entry(self._atlas.places[path])
        return {name: entry[name] for name in ("title", "url", "lang")}

    def _described(self, path: str) -> dict[str, Any]:
        place = self._atlas.places[path]
        source, _ = self._atlas.source(self._language, place)
        below = self._below(path)
        return {
            **self._entry(place),
            "summary": str(getattr(source, "summary", "")),
            "minutes": self._minutes_of(path) + sum(self._minutes_of(page) for page in below),
            "count": len(below),
        }

    def _below(self, path: str) -> list[str]:
        """Gives the pages of a section that stands in the list of another."""
        page = self._atlas.library.pages.get(SOURCE, {}).get(path)
        own = page.pages if page is not None and page.kind == "section" else ()
        return self._there(tuple(page for page in own if self._stands_in(page, path)))

    def _minutes_of(self, path: str) -> int:
        return self._atlas.minutes(self._atlas.places[path])
