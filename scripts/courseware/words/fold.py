"""Letters without their marks, as people type them on a foreign keyboard."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["fold"]

_PLAIN = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "đ": "d", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a letter and a mark."""


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Gives a text in lower case and without marks: "Frånvaro" → "franvaro", "kavējumiem" → "kavejumiem"."""
    text = text.lower()
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
