"""The course as templates show it: modules with their lessons, roles with their modules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from courseware.content.feedback import SCALES, mean_of
from courseware.content.model import Host, Lesson, Module
from courseware.content.versions import content_version
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import SOURCE
from courseware.site.atlas import Place

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas
    from courseware.strings import Strings

__all__ = ["Courses", "lesson_of"]


class Courses:
    """Describes the modules, exchange formats and roles of one language."""

    def __init__(self, atlas: Atlas, language: str, texts: Strings) -> None:
        self._atlas = atlas
        self._language = language
        self._texts = texts
        self._hosts: dict[str, dict[str, Any]] = {}

    def host(self, host: Host) -> dict[str, Any]:
        """Gives what a workshop belongs to; a module with its lessons and addresses."""
        if host.folder not in self._hosts:
            more = self._describe(host) if isinstance(host, Module) else {}
            self._hosts[host.folder] = {**self._shared(host), **more}
        return self._hosts[host.folder]

    def module(self, module: Module) -> dict[str, Any]:
        """Gives a module with its lessons and addresses."""
        return self.host(module)

    def _shared(self, host: Host) -> dict[str, Any]:
        """Gives what the pages of a workshop show of what it belongs to."""
        root = f"{host.folder}/"
        there = f"{host.folder}/workshop.md" in self._atlas.places
        return {
            "kind": host.kind,
            "id": host.id,
            "url": root,
            "title": host.title,
            "summary": host.summary,
            "lang": host.language,
            "product": host.product,
            "study_minutes": host.study_minutes,
            "workshop_minutes": host.workshop_minutes,
            "worksheets": self._sheets(host),
            "workshop_url": f"{root}workshop/" if there else None,
            "meetings": len({one.session for one in host.workshop.activities}) if host.workshop else 0,
            "leading": [{"kind": name, "url": f"{root}{name}/"} for name in (LEADERS_PAGES if there else ())],
            "counts": host.counts,
            "voice": host.voice,
        }

    def _sheets(self, host: Host) -> list[str]:
        sheets = self._atlas.sheets
        return [sheets[name].address for name in host.worksheets if name in sheets]

    def _describe(self, module: Module) -> dict[str, Any]:
        source = self._atlas.module(SOURCE, module.id)
        root = f"{module.folder}/"
        roles = {role["id"]: role for role in self.roles}
        return {
            "outcomes": list(module.outcomes),
            "order": module.order,
            "phase": module.phase,
            "strands": list(module.strands),
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
            "quiz_url": f"{root}quiz/" if source.quiz else None,
            "product_url": next(iter(self._sheets(module)), None),
            "version": content_version(source),
            "builds_on": [self._title(other) for other in module.requires if other in self._known],
            "leads_to": [
                self._title(other.id) for other in self._known.values() if module.id in other.requires
            ],
            "aligned": self._aligned(module),
            "feedback": self._feedback(module.id),
        }

    def _feedback(self, module_id: str) -> dict[str, Any] | None:
        """Gives what enough workshops have said of a module: means from 1 to 5, and how many answered."""
        sums = self._atlas.library.feedback.get(module_id)
        means = {scale: mean_of(sums, scale) for scale in SCALES}
        if sums is None or not any(means.values()):
            return None
        return {
            "workshops": len(sums.judged),
            **{scale: {"mean": mean[0], "answers": mean[1]} for scale, mean in means.items() if mean},
        }

    @cached_property
    def _known(self) -> dict[str, Module]:
        return {module.id: module for module in self._atlas.modules(self._language)}

    def _title(self, module_id: str) -> dict[str, str]:
        module = self._known[module_id]
        return {"url": f"{module.folder}/", "title": module.title, "lang": module.language}

    def _aligned(self, module: Module) -> list[dict[str, Any]]:
        """Gives each outcome with the activities that practise it and the questions that ask it."""
        activities = {one.id: one.title for one in module.workshop.activities} if module.workshop else {}
        numbers = (
            {one.id: place + 1 for place, one in enumerate(module.quiz.questions)} if module.quiz else {}
        )
        return [
            {
                "outcome": outcome,
                "practised": [
                    {"id": name, "title": activities[name]} for name in entry.practised if name in activities
                ],
                "asked": [
                    {"id": f"quiz-{module.id}-{name}", "number": numbers[name]}
                    for name in entry.asked
                    if name in numbers
                ],
            }
            for outcome, entry in zip(module.outcomes, module.alignment, strict=False)
        ]

    def _short(self, module: Module, role: str) -> dict[str, Any] | None:
        """Gives the part of a module that is enough for a role, or nothing where all of it is the role's."""
        part = module.shortcuts.get(role)
        if part is None:
            return None
        whole = self.module(module)
        workshop = f"{whole['url']}workshop/"
        titles = {one.id: one.title for one in module.workshop.activities} if module.workshop else {}
        lessons = [lesson for lesson in whole["lessons"] if lesson["id"] in part.lessons]
        return {
            "lessons": lessons,
            "study_minutes": sum(lesson["minutes"] for lesson in lessons),
            "workshop_minutes": part.minutes,
            "activities": [
                {"title": titles[name], "url": f"{workshop}#{name}"}
                for name in part.activities
                if name in titles
            ],
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
            {**self.module(module), "short": self._short(module, role)}
            for module in self._atlas.modules(self._language)
            if role in module.roles
        ]
        return {"id": role, "title": title, "modules": modules}


def lesson_of(module: Module, lesson_id: str) -> dict[str, Any]:
    """Gives a lesson's place in its module, and the lessons beside it."""
    position = next(number for number, lesson in enumerate(module.lessons) if lesson.id == lesson_id)

    def url(lesson: Lesson) -> str:
        return f"{module.folder}/{lesson.id}/"

    return {
        "id": lesson_id,
        "number": position + 1,
        "count": len(module.lessons),
        "minutes": module.lessons[position].minutes,
        "previous": url(module.lessons[position - 1]) if position else None,
        "next": url(module.lessons[position + 1]) if position + 1 < len(module.lessons) else None,
    }
