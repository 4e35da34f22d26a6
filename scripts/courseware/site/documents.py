"""What a template gets to know of a page, as the plain data in `doc`.

Everything here is JSON: one file a language, build/pages/<lang>.json. Addresses are relative to the language
root; templates pass them through the `url` filter.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from courseware.content.contributions import Ask, choice_label
from courseware.content.markdown import headings, plain
from courseware.content.model import Host, Module
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.site.addresses import address_of
from courseware.site.atlas import WORKSHOP_KINDS, Place, front_of, path_of
from courseware.site.courses import Courses, lesson_of
from courseware.site.elements import ELEMENT_STRINGS, KIND_ELEMENTS
from courseware.site.evidence_page import evidence_filters
from courseware.site.page_citation import page_citation
from courseware.site.section_pages import Sections
from courseware.site.sources import entry_html, places
from courseware.site.sources_page import source_filters
from courseware.site.standing import standing, standing_of
from courseware.words.alphabet import sort_key

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas
    from courseware.site.body import Body
    from courseware.strings import Strings
    from courseware.translations.status import Translation

__all__ = ["UNLISTED", "Documents"]

PLACES = (
    "knowledge/", "modules/", "facilitator/", "baltic/", "progress/", "search/", "terms/", "translations/",
    "about/", "sources/", "accessibility/", "privacy/",
)  # fmt: skip
"""Pages that every page's menus lead to."""

_PAIRED = (
    "page",
    "profile",
    "leaders",
    "section",
    "lesson",
    "module",
    "format",
    "role",
    "workshop",
    "facilitator",
    "worksheet",
    "quiz",
)
"""Kinds that can be read in two languages side by side: those with a text of their own to compare."""

_TITLES = {
    "check-in": "check-in.title",
    "evidence": "shell.nav.evidence",
    "leaders": "shell.nav.facilitator",
    "modules": "shell.nav.modules",
    "progress": "shell.nav.progress",
    "search": "shell.nav.search",
    "sources": "shell.sources",
    "terms": "shell.nav.terms",
    "translations": "shell.nav.translations",
}

UNLISTED = ("search", *LEADERS_PAGES)
"""Kinds that a list of all pages leaves out."""


class Documents:
    """Describes the pages of one language."""

    def __init__(
        self,
        atlas: Atlas,
        language: str,
        texts: Strings,
        progress: Mapping[str, Sequence[Translation]],
        edit_base: str = "",
    ) -> None:
        self._atlas = atlas
        self._language = language
        self._texts = texts
        self._progress = progress
        self._outdated = {page.key: page.outdated for page in progress.get(language, ()) if page.outdated}
        self._edit_base = edit_base
        self._sections = Sections(atlas, language, self._entry)
        self._courses = Courses(atlas, language, texts)
        self._subsets: dict[tuple[str, str], dict[str, str]] = {}
        self._entries: dict[str, str] = {}

    def document(self, place: Place, body: Body) -> dict[str, Any]:
        """Gives `doc` of one page."""
        source, content_language = self._atlas.source(self._language, place)
        front = front_of(source)
        status = self._atlas.status(self._language, place)
        title, summary = self._title(place, source)
        elements = [*KIND_ELEMENTS.get(place.kind, ()), *body.elements]
        review = _review(front.get("review"))
        citation = page_citation(place.kind, source, place.address, content_language, review)
        if citation:
            elements.append("cite-page")
        pair = self._pair(place, status)
        if pair:
            elements.append("two-languages")
        host = self._atlas.host(self._language, place)
        document: dict[str, Any] = {
            "kind": place.kind,
            "path": place.address,
            "file": place.file,
            "lang": self._language,
            "content_lang": content_language if source is not None else self._language,
            "fallback": status == "fallback",
            "translation": status,
            "outdated": self._changed(place, source),
            "languages": self._languages(place),
            "pair": pair,
            "swedish": self._swedish,
            "title": title,
            "summary": summary,
            "host": self._courses.host(host) if host else None,
            "lesson": None,
            "role": None,
            "trail": self._trail(place, host),
            "section": self._sections.around(place),
            "contents": self._sections.contents(place),
            "roles": self._courses.roles if place.kind in ("start", "role", "modules") else [],
            "review": review,
            "citation": citation,
            "sources": {key: self._source(key) for key in body.cited},
            "cited": places(body.markdown),
            "filters": self._filters(place),
            "improve_url": "guides/translate/" if "guides/translate.md" in self._atlas.places else "",
            "correct": self._correct(place) if "draft" not in front else None,
            "draft": self._draft(front.get("draft")),
            "edit_url": self._edit_base + path_of(source) if self._edit_base and source is not None else "",
            "shown": body.shown,
            "elements": elements,
            "strings": self._strings(elements, host.voice if host else ""),
        }
        if isinstance(host, Module) and place.kind == "lesson":
            document["lesson"] = lesson_of(host, place.lesson)
        if place.kind in ("progress", "leaders", "modules"):
            document["modules"] = [
                self._courses.module(known) for known in self._atlas.modules(self._language)
            ]
        if place.kind == "leaders":
            document["formats"] = [
                self._courses.host(exchange) for exchange in self._atlas.formats(self._language)
            ]
        if place.kind == "format" and host:
            sheets = (self._atlas.sheets.get(name) for name in host.worksheets)
            document["sheets"] = [self._entry(sheet) for sheet in sheets if sheet]
        if place.kind == "modules" and "phases.md" in self._atlas.places:
            document["phases"] = self._entry(self._atlas.places["phases.md"])
        if place.kind == "search":
            document["groups"] = self._groups()
        if place.kind == "translations":
            document["progress"] = [standing(code, self._progress) for code in CODES if code != SOURCE]
            document["standing"] = list(self._standing_pages())
        if place.kind == "role":
            document["role"] = self._courses.role(place)
        return document

    def _correct(self, place: Place) -> dict[str, str] | None:
        """Gives where a correction of a page of the partners' room is written, and which text it is about."""
        there = "baltic/contribute.md"
        if not place.file.startswith("baltic/") or place.file == there or there not in self._atlas.places:
            return None
        # The pages for who leads a workshop are made of its text.
        about = f"{place.host}/workshop.md" if place.kind in LEADERS_PAGES else place.file
        return {"url": address_of(there), "page": address_of(about)}

    def _draft(self, draft: object) -> dict[str, str] | None:
        """Gives what the notice above a contributor's draft says, in the reader's language."""
        if not isinstance(draft, Mapping):
            return None
        texts, country = self._texts, str(draft["country"])
        return {
            "role": str(draft["role"]),
            "country": choice_label(Ask("country", "country"), country, texts),
            "language": LANGUAGES[str(draft["language"])].name,
            "lang": str(draft["language"]),
            "date": draft["date"].isoformat(),
        }

    def _title(self, place: Place, source: Any) -> tuple[str, str]:
        if source is None:
            return self._texts(_TITLES[place.kind]), ""
        title = source.title or (self._texts(_TITLES[place.kind]) if place.kind in _TITLES else "")
        return title, str(getattr(source, "summary", "") or front_of(source).get("summary", ""))

    def _trail(self, place: Place, host: Host | None) -> list[dict[str, str]]:
        """Gives what stands above a page, the outermost first: sections, the list of modules, its host."""
        if host is None:
            return self._sections.trail(place)
        own = self._atlas.places[f"{host.folder}/index.md"]
        above = self._sections.trail(own)
        if isinstance(host, Module):
            title = self._texts("shell.nav.modules")
            above = [{"title": title, "url": "modules/", "lang": self._language}]
        if place != own:
            above.append({"title": host.title, "url": own.address, "lang": host.language})
        return above

    def _filters(self, place: Place) -> list[dict[str, Any]]:
        """Gives what a list can be narrowed down by."""
        if place.kind == "sources":
            return source_filters(self._atlas.library.bibliography.values(), self._texts)
        return evidence_filters(self._atlas.library.evidence, self._texts) if place.kind == "evidence" else []

    def _changed(self, place: Place, source: Any) -> list[dict[str, str]]:
        """Gives the sections whose Swedish has changed since this page was translated."""
        file, address = place.file, place.address
        if place.kind in WORKSHOP_KINDS:
            file = f"{place.host}/workshop.md"
        if place.kind in LEADERS_PAGES and place.kind != "facilitator":  # Only the notes have the sections.
            address = address_of(file)
        changed = self._outdated.get(file, ())
        if not changed:
            return []
        swedish = _section_titles(self._atlas.own_source(SOURCE, place))
        own = _section_titles(source)
        language = self._atlas.source(self._language, place)[1]
        found = []
        for section in changed:
            top = section in ("_title", "_top")
            if top:
                title, spoken = self._texts(f"shell.section.{section.strip('_')}"), self._language
            elif section in own:
                title, spoken = own[section], language
            else:
                title, spoken = swedish.get(section, section), SOURCE
            anchor = f"quiz-{posixpath.basename(place.host)}-{section}" if place.kind == "quiz" else section
            # A section that Swedish no longer has leads to the page.
            url = f"/{address}" + (f"#{anchor}" if section in swedish else "")
            found.append({"id": section, "title": title, "lang": spoken, "url": url})
        return found

    @cached_property
    def _swedish(self) -> list[str]:
        """The pages of the menus that this language shows in Swedish."""
        places = {place.address: place for place in self._atlas.places.values()}
        return [
            address
            for address in PLACES
            if address in places and self._atlas.status(self._language, places[address]) == "fallback"
        ]

    def _entry(self, place: Place) -> dict[str, str]:
        source, language = self._atlas.source(self._language, place)
        title, _ = self._title(place, source)
        status = self._atlas.status(self._language, place)
        return {
            "title": title,
            "url": place.address,
            "lang": language if source is not None else self._language,
            "status": status,
        }

    def _groups(self) -> list[dict[str, Any]]:
        """Gives every page of the language, modules and exchange formats with their parts."""
        alone: list[dict[str, str]] = []
        parts: dict[str, list[Place]] = {}
        for place in self._atlas.places_in(self._language):
            if place.kind in UNLISTED:
                continue
            if place.host:
                parts.setdefault(place.host, []).append(place)
            else:
                alone.append(self._entry(place))
        groups = [{"title": "", "lang": self._language, "pages": _in_order(alone, self._language)}]
        for host in (*self._atlas.modules(self._language), *self._atlas.formats(self._language)):
            pages = [self._entry(place) for place in parts.get(host.folder, ())]
            groups.append({"title": host.title, "lang": host.language, "pages": pages})
        return groups

    def _standing_pages(self) -> Iterator[dict[str, Any]]:
        """Yields every page of the reader's language with what it is and what of it has changed."""
        for page in self._progress.get(self._language, ()):
            place = self._atlas.places.get(page.key)
            if place is not None:
                changed = self._changed(place, self._atlas.source(self._language, place)[0])
                yield {**self._entry(place), **standing_of(page), "outdated": changed}

    def _languages(self, place: Place) -> dict[str, dict[str, str | None]]:
        table: dict[str, dict[str, str | None]] = {}
        for code in CODES:
            status = self._atlas.status(code, place)
            there = place.address if status != "missing" else ""
            table[code] = {
                "name": LANGUAGES[code].name,
                "status": status,
                "url": f"/{LANGUAGES[code].prefix}{there}",
            }
        return table

    def _pair(self, place: Place, status: str) -> list[dict[str, str]]:
        """Gives the other languages whose own text can stand beside this one."""
        unreal = ("fallback", "missing")
        if place.kind not in _PAIRED or status in unreal:
            return []
        others = {code: self._atlas.status(code, place) for code in CODES if code != self._language}
        return [
            {"code": code, "url": f"/{LANGUAGES[code].prefix}{place.address}", "status": other}
            for code, other in others.items()
            if other not in unreal
        ]

    def _strings(self, elements: Sequence[str], voice: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for prefix in sorted({prefix for element in elements for prefix in ELEMENT_STRINGS[element]}):
            found.update(self._texts_of(prefix, voice))
        return found

    def _texts_of(self, prefix: str, voice: str) -> dict[str, str]:
        if (prefix, voice) not in self._subsets:
            self._subsets[prefix, voice] = self._texts.voiced(voice).subset(prefix)
        return self._subsets[prefix, voice]

    def _source(self, key: str) -> str:
        if key not in self._entries:
            self._entries[key] = entry_html(self._atlas.library.bibliography[key], self._texts)
        return self._entries[key]


def _section_titles(source: Any) -> dict[str, str]:
    body = getattr(source, "body", "")
    return {heading.id: plain(heading.text) for heading in headings(body) if heading.id}


def _in_order(entries: list[dict[str, str]], language: str) -> list[dict[str, str]]:
    return sorted(entries, key=lambda entry: (entry["url"] != "", sort_key(language, entry["title"])))


def _review(review: object) -> dict[str, str] | None:
    if not isinstance(review, Mapping):
        return None
    return {
        key: value.isoformat() if isinstance(value, dt.date) else str(value) for key, value in review.items()
    }
