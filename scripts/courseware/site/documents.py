"""What a template gets to know of a page, as the plain data in `doc`.

Everything here is JSON: one file a language, build/pages/<lang>.json. Addresses are relative to the language
root; templates pass them through the `url` filter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from courseware.content.model import Lesson, Module
from courseware.content.versions import content_version
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.site.atlas import Place, front_of, path_of
from courseware.site.sources import entry_html

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas
    from courseware.site.bodies import Body
    from courseware.strings import Strings

__all__ = ["ELEMENT_STRINGS", "Documents", "Outdated", "notfound"]

Outdated = Mapping[tuple[str, str], tuple[str, ...]]
"""Sections of a translation whose Swedish has changed, by language and staged file."""

ELEMENT_STRINGS: Mapping[str, tuple[str, ...]] = {
    "continue-link": ("continue-link.",),
    "path-progress": ("path-progress.",),
    "module-progress": ("module-progress.",),
    "lesson-done": ("lesson-done.", "device."),
    "quiz-form": ("quiz-form.", "device."),
    "progress-page": ("progress-page.", "device."),
}
"""Custom elements, and the beginnings of the keys of the texts that each one shows."""

_KIND_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "start": ("continue-link",),
    "role": ("path-progress",),
    "module": ("module-progress",),
    "lesson": ("lesson-done",),
    "progress": ("progress-page",),
}

_SHOWN_AS = {"modules": "page", "sources": "page"}
"""Kinds that have no template of their own."""

_TITLES = {"modules": "shell.nav.modules", "sources": "shell.sources", "progress": "shell.nav.progress"}


class Documents:
    """Describes the pages of one language."""

    def __init__(
        self, atlas: Atlas, language: str, texts: Strings, outdated: Outdated, edit_base: str = ""
    ) -> None:
        self._atlas = atlas
        self._language = language
        self._texts = texts
        self._outdated = outdated
        self._edit_base = edit_base

    def document(self, place: Place, body: Body) -> dict[str, Any]:
        """Gives `doc` of one page."""
        source, content_language = self._atlas.source(self._language, place)
        front = front_of(source)
        status = self._atlas.status(self._language, place)
        title, summary = self._title(place, source)
        elements = [*_KIND_ELEMENTS.get(place.kind, ()), *body.elements]
        module = self._atlas.module(self._language, place.module) if place.module else None
        document: dict[str, Any] = {
            "kind": _SHOWN_AS.get(place.kind, place.kind),
            "path": place.address,
            "file": place.file,
            "lang": self._language,
            "content_lang": content_language if source is not None else self._language,
            "fallback": status == "fallback",
            "translation": status,
            "outdated": list(self._outdated.get((self._language, place.file), ())),
            "languages": self._languages(place),
            "title": title,
            "summary": summary,
            "module": self._module(module) if module else None,
            "lesson": None,
            "role": None,
            "roles": self._roles if place.kind in ("start", "role", "facilitator") else [],
            "review": _review(front.get("review")),
            "sources": {
                key: entry_html(self._atlas.library.bibliography[key], self._texts) for key in body.cited
            },
            "edit_url": self._edit_base + path_of(source) if self._edit_base and source is not None else "",
            "elements": elements,
            "strings": self._strings(tuple(elements)),
        }
        if module and place.kind == "lesson":
            document["lesson"] = _lesson(module, place.lesson)
        if place.kind == "progress":
            document["modules"] = [self._module(known) for known in self._atlas.modules(self._language)]
        if place.kind == "role":
            document["role"] = self._role(place)
        return document

    def _title(self, place: Place, source: Any) -> tuple[str, str]:
        if source is None:
            return self._texts(_TITLES[place.kind]), ""
        title = source.title or (self._texts(_TITLES[place.kind]) if place.kind in _TITLES else "")
        return title, str(getattr(source, "summary", "") or front_of(source).get("summary", ""))

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

    def _module(self, module: Module) -> dict[str, Any]:
        if module.id not in self._modules:
            self._modules[module.id] = self._describe(module)
        return self._modules[module.id]

    @cached_property
    def _modules(self) -> dict[str, dict[str, Any]]:
        return {}

    def _describe(self, module: Module) -> dict[str, Any]:
        source = self._atlas.module(SOURCE, module.id)
        root = f"modules/{module.id}/"
        sheets = [f"worksheets/{sheet}" for sheet in module.worksheets]
        product = next((f"{sheet}/" for sheet in sheets if f"{sheet}.md" in self._atlas.places), None)
        roles = {role["id"]: role for role in self._roles}
        return {
            "id": module.id,
            "url": root,
            "title": module.title,
            "summary": module.summary,
            "lang": module.language,
            "product": module.product,
            "outcomes": list(module.outcomes),
            "order": module.order,
            "phase": module.phase,
            "strands": list(module.strands),
            "study_minutes": module.study_minutes,
            "workshop_minutes": module.workshop_minutes,
            "roles": [roles[role] for role in module.roles if role in roles],
            "lessons": [
                {
                    "id": lesson.id,
                    "title": lesson.title,
                    "minutes": lesson.minutes,
                    "url": f"{root}{lesson.id}/",
                    "lang": lesson.language or module.language,
                }
                for lesson in module.lessons
            ],
            "worksheets": [f"{sheet}/" for sheet in sheets if f"{sheet}.md" in self._atlas.places],
            "quiz_url": f"{root}quiz/" if source.quiz else None,
            "workshop_url": f"{root}workshop/" if source.workshop else None,
            "facilitator_url": f"{root}facilitator/" if source.workshop else None,
            "product_url": product,
            "version": content_version(source),
        }

    @cached_property
    def _roles(self) -> list[dict[str, Any]]:
        found = []
        for role in self._atlas.library.ids.roles:
            place = self._atlas.places.get(f"roles/{role}.md")
            if place is None:
                continue
            page, language = self._atlas.source(self._language, place)
            title = page.title if page is not None else role
            key = f"role.{role}"
            if key in self._texts:  # A role has a name in every language, also before its page is translated.
                title, language = self._texts(key), self._language
            found.append({"id": role, "title": title, "url": place.address, "lang": language})
        return found

    def _role(self, place: Place) -> dict[str, Any]:
        role = place.file.removeprefix("roles/").removesuffix(".md")
        title = next((known["title"] for known in self._roles if known["id"] == role), "")
        modules = [
            self._module(module) for module in self._atlas.modules(self._language) if role in module.roles
        ]
        return {"id": role, "title": title, "modules": modules}

    def _strings(self, elements: tuple[str, ...]) -> dict[str, str]:
        if elements not in self._subsets:
            found: dict[str, str] = {}
            for prefix in sorted({prefix for element in elements for prefix in ELEMENT_STRINGS[element]}):
                found.update(self._texts.subset(prefix))
            self._subsets[elements] = found
        return self._subsets[elements]

    @cached_property
    def _subsets(self) -> dict[tuple[str, ...], dict[str, str]]:
        return {}


def notfound(language: str, texts: Strings) -> dict[str, Any]:
    """Gives `doc` of the page for addresses that do not exist."""
    return {
        "kind": "notfound",
        "path": "404.html",
        "file": "404.md",
        "lang": language,
        "content_lang": language,
        "fallback": False,
        "translation": "source",
        "outdated": [],
        "languages": {
            code: {"name": LANGUAGES[code].name, "status": "source", "url": f"/{LANGUAGES[code].prefix}"}
            for code in CODES
        },
        "title": texts("shell.notfound.title"),
        "summary": "",
        "module": None,
        "lesson": None,
        "role": None,
        "roles": [],
        "review": None,
        "sources": {},
        "edit_url": "",
        "elements": [],
        "strings": {},
    }


def _lesson(module: Module, lesson_id: str) -> dict[str, Any]:
    position = next(number for number, lesson in enumerate(module.lessons) if lesson.id == lesson_id)

    def url(lesson: Lesson) -> str:
        return f"modules/{module.id}/{lesson.id}/"

    return {
        "id": lesson_id,
        "number": position + 1,
        "count": len(module.lessons),
        "minutes": module.lessons[position].minutes,
        "previous": url(module.lessons[position - 1]) if position else None,
        "next": url(module.lessons[position + 1]) if position + 1 < len(module.lessons) else None,
    }


def _review(review: object) -> dict[str, str] | None:
    if not isinstance(review, Mapping):
        return None
    return {
        key: value.isoformat() if isinstance(value, dt.date) else str(value) for key, value in review.items()
    }
