"""How far the translations have come, as the page of translations tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courseware.languages import LANGUAGES
from courseware.translations.status import Translation, progress_of

__all__ = ["standing", "standing_of"]


def standing(code: str, progress: Mapping[str, Sequence[Translation]]) -> dict[str, Any]:
    """Gives how far a language has come, in words and in percent of all words."""
    found = progress_of(progress.get(code, ()))
    return {
        "code": code,
        "name": LANGUAGES[code].name,
        "current": found.percent(found.current),
        "outdated": found.percent(found.outdated),
        "words": found.words,
        "missing_words": found.missing,
        "outdated_words": found.outdated,
        **{kind: found.percent(found.kinds.get(kind, 0)) for kind in _KINDS},
    }


_KINDS = ("reviewed", "machine", "original", "adapted")


def standing_of(page: Translation) -> dict[str, Any]:
    """Gives what one page of a language is, and its length in words."""
    return {"status": "fallback" if page.kind == "missing" else page.kind, "words": page.words}
