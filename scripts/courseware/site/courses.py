"""The course as templates show it: modules with their lessons, roles with their modules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from courseware.content.model import Lesson, Module
from courseware.content.versions import content_version
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import SOURCE
from courseware.site.atlas import Place

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas
    from courseware.strings import Strings

__all__ = ["Courses", "lesson_of"]


class Courses:
    """Describes the modules and roles of one language."""

    def __init__(self, atlas: Atlas, language: str, texts: Strings) -> None:
        self._atlas = atlas
        self._language = language
        self._texts = texts
        self._modules: dict[str, dict[str, Any]] = {}

    def module(self, module: Module) -> dict[str, Any]:
        """Gives a module with its lessons and addresses."""
        if module.id not in self._modules:
            self._modules[module.id] = self._describe(module)
        return self._modules[module.id]

    def _describe(self, module: Module) -> dict[str, Any]:
        source = self._atlas.module(SOURCE, module.id)
        root = f"modules/{module.id}/"
        sheets = [f"worksheets/{sheet}" for sheet in module.worksheets]
        product = next((f"{sheet}/" for sheet in sheets if f"{sheet}.md" in self._atlas.places), None)
        roles = {role["id"]: role for role in self.roles}
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
            "leading": [
                {"kind": name, "url": f"{root}{name}/"} for name in (LEADERS_PAGES if source.workshop else ())
            ],
            "product_url": product,
            "version": content_version(source),
        }

    @cached_property
    def roles(self) -> list[dict[str, Any]]:
        """Every role that has a page."""
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

    def role(self, place: Place) -> dict[str, Any]:
        """Gives the role of a page with its modules in order."""
        role = place.file.removeprefix("roles/").removesuffix(".md")
        title = next((known["title"] for known in self.roles if known["id"] == role), "")
        modules = [
            self.module(module) for module in self._atlas.modules(self._language) if role in module.roles
        ]
        return {"id": role, "title": title, "modules": modules}


def lesson_of(module: Module, lesson_id: str) -> dict[str, Any]:
    """Gives a lesson's place in its module, and the lessons beside it."""
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
