"""What a page holds to look at closely or to try: drawings, simulators, self-assessments.

Each is whole without scripts and on paper; an element of the same page makes it answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from courseware.site.assessment_form import assessment_html
from courseware.site.drawing import drawing_html
from courseware.site.simulator import simulator_html
from courseware.site.voice import Voice

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.strings import Strings

__all__ = ["Widgets"]

_LISTED = re.compile(r"^([0-9]+|)([.)#+*>-])(?=\s)")
"""What begins a list or the like at the start of a line: in "1. Purpose" the number is part of a name."""


class Widgets:
    """Makes these blocks of one page, and remembers which elements they need."""

    def __init__(self, texts: Strings, language: str, to_html: Callable[[str], str]) -> None:
        """Prepares a page.

        Args:
            texts: The strings of the reader's language.
            language: The language of the text itself.
            to_html: Turns Markdown into HTML, its links fit for the page.
        """
        self.elements: dict[str, None] = {}
        """Names of custom elements."""
        self.plain: Callable[[str], str] = str
        """Takes blocks and citations out of Markdown; the page's prose sets it."""
        self.voice = Voice(language, texts, self._inline)
        """How the page says things, without a paragraph around them."""
        self._to_html = to_html
        self._count = 0

    @cached_property
    def makers(self) -> dict[str, Callable[[Block], str]]:
        """What makes a block, by its name."""
        return {"figure": self._figure, "self-assessment": self._assessment, "simulator": self._simulator}

    def _inline(self, text: str) -> str:
        """Gives the HTML of a piece of Markdown without a paragraph around it."""
        html = self._to_html(_LISTED.sub(r"\1\\\2", self.plain(text))).strip()
        return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html

    def name(self, kind: str) -> str:
        """Gives a name that nothing else on the page has."""
        self._count += 1
        return f"{kind}-{self._count}"

    def _assessment(self, block: Block) -> str:
        self.elements["self-assessment"] = None
        return assessment_html(block, self.name("assessed"), self.voice)

    def _figure(self, block: Block) -> str:
        return drawing_html(block, self.name("figure"), self.voice)

    def _simulator(self, block: Block) -> str:
        self.elements["precision-simulator"] = None
        return simulator_html(block, self.name("simulator"), self.voice)
