"""The page for addresses that do not exist, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from courseware.languages import CODES, LANGUAGES, SOURCE

if TYPE_CHECKING:
    from courseware.strings import Strings

__all__ = ["notfound"]


def notfound(language: str, texts: Mapping[str, Strings]) -> dict[str, Any]:
    """Gives `doc` of the page for addresses that do not exist.

    Many hosts know one such page only, the one at the root: it says so in every language.
    """
    others = [code for code in CODES if code != language] if language == SOURCE else []
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
        "pair": [],
        "swedish": [],
        "title": texts[language]("shell.notfound.title"),
        "tongues": [
            {
                "code": code,
                "title": texts[code]("shell.notfound.title"),
                "home": texts[code]("shell.notfound.home"),
                "url": f"/{LANGUAGES[code].prefix}",
            }
            for code in others
        ],
        "summary": "",
        "host": None,
        "lesson": None,
        "role": None,
        "trail": [],
        "section": None,
        "contents": None,
        "roles": [],
        "review": None,
        "citation": None,
        "sources": {},
        "cited": {},
        "filters": [],
        "improve_url": "",
        "correct": None,
        "draft": None,
        "edit_url": "",
        "shown": {},
        "elements": [],
        "strings": {},
    }
