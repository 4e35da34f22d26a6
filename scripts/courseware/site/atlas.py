"""Every page there is, in every language: which text it shows, how real the translation is.

The Swedish tree decides which pages exist; a page that only a partner language has exists there alone.
Nothing here knows how a page looks.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from courseware.content.model import Format, Host, Lesson, Module, Page, Quiz, Workshop
from courseware.content.reading import reading_minutes
from courseware.content.section_rules import Shelf, shelves
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import CODES, SOURCE
from courseware.site.addresses import address_of

if TYPE_CHECKING:
    from courseware.content.load import Library

__all__ = ["Atlas", "Kind", "Place"]

Kind = Literal[
    "start", "role", "module", "modules", "lesson", "quiz", "format", "workshop", "worksheet",
    "facilitator", "run-sheet", "slides", "handouts", "checklist", "sign-in", "run", "check-in",
    "progress", "leaders", "search", "sources", "evidence", "terms", "translations", "page", "section",
    "profile", "notfound",
]  # fmt: skip
"""What a published page is; the template of the same name shows it."""

SPECIAL: Mapping[str, Kind] = {
    "progress.md": "progress",
    "check-in.md": "check-in",
    "search.md": "search",
    "sources.md": "sources",
    "evidence.md": "evidence",
    "terms.md": "terms",
    "translations.md": "translations",
    "modules/index.md": "modules",
    "facilitator.md": "leaders",
}
"""Pages that the site has whether anybody wrote a text for them or not."""


WORKSHOP_KINDS = ("workshop", *LEADERS_PAGES)
"""Pages that the source of a workshop gives."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page, the same in all languages."""

    file: str
    """Below the language folder of the stage, "modules/m07/quiz.md": the identity."""
    kind: Kind
    host: str = ""
    """The folder of the module or exchange format that it is a part of, "modules/m07"."""
    lesson: str = ""

    @property
    def address(self) -> str:
        """The address below the language root."""
        return address_of(self.file)


Source = Page | Host | Lesson | Workshop | Quiz


class Atlas:
    """The pages of a library, found by place and language."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._minutes: dict[str, int] = {}
        self._statuses: dict[tuple[str, Place], str] = {}
        self._hosts = {code: {host.folder: host for host in library.hosts(code)} for code in CODES}

    def host(self, language: str, place: Place) -> Host | None:
        """Gives what a page is a part of in a language, in Swedish where the language lacks it."""
        return self._hosts[language].get(place.host) or self._hosts[SOURCE].get(place.host)

    def formats(self, language: str) -> list[Format]:
        """Gives every exchange format, in the order of the list that holds it, else by its folder."""
        source = self.library.formats.get(SOURCE, {})
        own = self.library.formats.get(language, {})
        return [
            own.get(name, source[name])
            for name in sorted(source, key=lambda name: self._listed(source[name]))
        ]

    def _listed(self, exchange: Format) -> tuple[str, int, str]:
        shelf = self.shelves.get(f"{exchange.folder}/index.md")
        return (shelf.index, shelf.position, "") if shelf else ("", 0, exchange.folder)

    def module(self, language: str, module_id: str) -> Module:
        """Gives a module in a language, in Swedish where the language lacks it."""
        own = self.library.modules.get(language, {}).get(module_id)
        return own or self.library.modules[SOURCE][module_id]

    def modules(self, language: str) -> list[Module]:
        """Gives every module in the order of the course."""
        ids = sorted(
            self.library.modules.get(SOURCE, {}).values(), key=lambda module: (module.order, module.id)
        )
        return [self.module(language, module.id) for module in ids]

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place by its file, in a fixed order."""
        found: dict[str, Place] = {
            file: Place(file, kind)
            for file, kind in SPECIAL.items()
            if kind not in ("evidence", "terms")
            or getattr(self.library, kind)  # A project need not have them.
        }
        for language in CODES:
            for page in self.library.pages.get(language, {}).values():
                if page.kind in ("notfound", "counterpart"):
                    continue  # The build makes the one from strings and shows the other in a page's text.
                found.setdefault(page.path, Place(page.path, _kind_of(page)))
        for module in self.library.modules.get(SOURCE, {}).values():
            found.update((place.file, place) for place in _module_places(module))
        for host in self.library.hosts(SOURCE):
            found.update((place.file, place) for place in _host_places(host))
        return dict(sorted(found.items()))

    @cached_property
    def sheets(self) -> dict[str, Place]:
        """The worksheets by id, wherever they lie."""
        found = (place for place in self.places.values() if place.kind == "worksheet")
        return {posixpath.basename(place.file).removesuffix(".md"): place for place in found}

    @cached_property
    def shelves(self) -> dict[str, Shelf]:
        """Where each page stands in its section, by its file."""
        return shelves(self.library)

    def minutes(self, place: Place) -> int:
        """Gives how long a hand-written page takes to read, 0 for any other.

        The Swedish text's minutes hold in every language, as with lessons; a page that one language has alone
        has its own.
        """
        if place.file not in self._minutes:
            texts = (self.own_source(code, place) for code in CODES)
            source = next((text for text in texts if text is not None), None)
            body = source.body.strip() if isinstance(source, Page) else ""
            self._minutes[place.file] = reading_minutes(body) if body else 0
        return self._minutes[place.file]

    def places_in(self, language: str) -> Iterator[Place]:
        """Yields the places that a language shows, fallbacks included."""
        for place in self.places.values():
            if self.status(language, place) != "missing":
                yield place

    def own_source(self, language: str, place: Place) -> Source | None:
        """Gives the text that a language has of its own for a place."""
        host = self._hosts[language].get(place.host)
        match place.kind:
            case "quiz":
                return self.library.quizzes.get(language, {}).get(posixpath.basename(place.host))
            case "module":
                return host
            # A translated host holds Swedish parts where its own are missing: those are not its own.
            case "lesson":
                lessons = host.lessons if isinstance(host, Module) else ()
                lesson = next((lesson for lesson in lessons if lesson.id == place.lesson), None)
                return lesson if lesson and lesson.language == language else None
            case kind if kind in WORKSHOP_KINDS:
                workshop = host.workshop if host is not None else None
                return workshop if workshop and workshop.language == language else None
        return self.library.pages.get(language, {}).get(place.file)

    def source(self, language: str, place: Place) -> tuple[Source | None, str]:
        """Gives the text that a language shows for a place, and the language it is written in."""
        own = self.own_source(language, place)
        if own is not None:
            return own, language
        return self.own_source(SOURCE, place), SOURCE

    def status(self, language: str, place: Place) -> str:
        """Gives how real a page is in a language.

        One of source, original, machine, reviewed, adapted, fallback, missing.
        """
        found = self._statuses.get((language, place))
        if found is None:
            found = self._statuses[language, place] = self._status(language, place)
        return found

    def _status(self, language: str, place: Place) -> str:
        own = self.own_source(language, place)
        if own is None:
            if place.file in SPECIAL and self.own_source(SOURCE, place) is None:
                # Made from the strings of the language, which are complete; so nothing is in Swedish.
                return {SOURCE: "source", "en": "original"}.get(language, "machine")
            return (
                "fallback" if language != SOURCE and self.own_source(SOURCE, place) is not None else "missing"
            )
        if language == SOURCE:
            return "source"
        return str(own.front.get("translation") or "original")


def front_of(source: Source | None) -> Mapping[str, Any]:
    """Gives the front matter of a text, empty where there is none."""
    return source.front if source is not None else {}


def path_of(source: Source | None) -> str:
    """Gives the file a text stands in, relative to the project folder, or an empty text."""
    if source is None:
        return ""
    return source.source_path if isinstance(source, Page) else source.path


def _kind_of(page: Page) -> Kind:
    special = SPECIAL.get(page.path)
    if special is not None:
        return special
    # The page of a format is shown as one where there is the format: a translation alone makes none.
    return "page" if page.kind == "counterpart" or page.kind == "format" else page.kind


def _module_places(module: Module) -> Iterator[Place]:
    for lesson in module.lessons:
        yield Place(f"{module.folder}/{lesson.id}.md", "lesson", module.folder, lesson.id)
    if module.quiz is not None:
        yield Place(f"{module.folder}/quiz.md", "quiz", module.folder)


def _host_places(host: Host) -> Iterator[Place]:
    yield Place(f"{host.folder}/index.md", cast("Kind", host.kind), host.folder)
    if host.workshop is not None:
        for name in WORKSHOP_KINDS:
            yield Place(f"{host.folder}/{name}.md", cast("Kind", name), host.folder)
