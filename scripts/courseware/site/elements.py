"""The custom elements of pages: which kinds hold them, and the texts that their scripts show.

A new one is a script in overrides/assets/js/, a line in its main.js, and one here.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ELEMENT_STRINGS", "KIND_ELEMENTS"]

ELEMENT_STRINGS: Mapping[str, tuple[str, ...]] = {
    "continue-link": ("continue-link.",),
    "path-progress": ("path-progress.",),
    "module-progress": ("module-progress.",),
    "lesson-done": ("lesson-done.", "device."),
    "quiz-form": ("quiz-form.", "device."),
    "precision-simulator": ("simulator.",),
    "self-assessment": ("self-assessment.", "device."),
    "work-sheet": ("work-sheet.", "device."),
    "contribution-form": ("contribution-form.", "device."),
    "progress-page": ("progress-page.", "device."),
    "search-page": ("search-page.",),
    "list-filter": ("list-filter.shown",),
    "cite-page": ("cite-page.",),
    "two-languages": ("two-languages.",),
    "chart": (),
    "rate-explorer": ("rates.",),
    "plan-form": ("plan-form.", "device."),
    "run-sheet": ("run-sheet.",),
    "invitation-text": ("invitation.",),
    "check-list": ("plan-form.fault",),
    "sign-in-sheet": ("sign-in-sheet.", "plan-form.fault"),
    "run-mode": ("run.", "progress-page.code-label", "progress-page.fault-", "device."),
    "check-in": (
        "check-in.",
        "progress-page.code-label",
        "progress-page.code-help",
        "progress-page.fault-",
        "device.",
    ),
    "slide-show": ("slide-show.", "shell.minutes"),
}
"""Elements of pages, and the beginnings of the keys of the texts that each one's script shows."""

KIND_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "start": ("continue-link",),
    "role": ("path-progress",),
    "module": ("module-progress",),
    "modules": ("continue-link", "path-progress"),
    "lesson": ("lesson-done",),
    "progress": ("progress-page",),
    "search": ("search-page",),
    "terms": ("list-filter",),
    "sources": ("list-filter",),
    "evidence": ("list-filter",),
    "run-sheet": ("plan-form", "run-sheet", "invitation-text"),
    "checklist": ("check-list",),
    "sign-in": ("sign-in-sheet",),
    "run": ("run-mode",),
    "check-in": ("check-in",),
    "slides": ("slide-show",),
}
"""By the kind of a page: the elements that its template holds; those of its text come with its body."""
