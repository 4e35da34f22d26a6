"""Free texts about people with protected identity, without what tells who or where they are.

Reasons, references and the names of files are written by people, and any of them may name an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

__all__ = ["Redaction"]

T = TypeVar("T")


class Redaction:
    """Puts "…" in the place of some words, wherever they stand in a value."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # A short one only where it stands alone: a unit called "A" is no reason to empty every word.
        found = [re.escape(text) if len(text) > 3 else rf"(?<!\w){re.escape(text)}(?!\w)" for text in secrets]
        self._pattern = re.compile("|".join(found) or r"(?!)", re.IGNORECASE)

    def __call__(self, value: T) -> T:
        """Gives a text, or a tuple or mapping of texts and other values, without the words."""
        result: object = value
        if isinstance(value, str):
            result = self._pattern.sub("…", value)
        elif isinstance(value, dict):
            result = {key: self(item) for key, item in value.items()}
        elif isinstance(value, tuple):
            items = [self(item) for item in value]
            result = type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        return result  # type: ignore[return-value]
