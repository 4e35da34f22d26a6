"""In which languages a page speaks: the text's own, and the reader's for our words around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from courseware.strings import Strings

__all__ = ["Voice"]


@dataclass(frozen=True, slots=True)
class Voice:
    """How a page says things."""

    language: str
    """Of the text."""
    texts: Strings
    """The strings of the reader's language."""
    said: Callable[[str], str]
    """Turns a piece of the text, with its citations, into what the page holds."""

    @property
    def own(self) -> str:
        """Attribute of our own words within the text, empty where both are in one language."""
        return f' lang="{self.texts.language}"' if self.texts.language != self.language else ""

    @property
    def theirs(self) -> str:
        """Attribute of the text's words among our own, empty where both are in one language."""
        return f' lang="{self.language}"' if self.texts.language != self.language else ""
