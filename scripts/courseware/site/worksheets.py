"""The worksheets of a page: forms to fill in, and the files to take away."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from courseware.content.blocks import parse_blocks
from courseware.content.worksheet_examples import read_example
from courseware.content.worksheets import read_worksheet
from courseware.site.addresses import language_prefix
from courseware.site.atlas import front_of
from courseware.site.worksheet_files import file_kinds, worksheet_files
from courseware.site.worksheet_form import worksheet_html

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.site.atlas import Source
    from courseware.site.made_files import MadeFiles
    from courseware.site.widgets import Widgets
    from courseware.strings import Strings

__all__ = ["Worksheets"]

MUNICIPALITY = "Alnhärad"
"""Where most examples are set; it is invented, and files of those say so."""

_UNDATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 (a zip archive has no time zones)
"""Of files whose page does not say when it was checked."""


class Worksheets:
    """Makes the worksheets of one page, and their files."""

    def __init__(
        self, source: Source | None, address: str, texts: Strings, widgets: Widgets, made: MadeFiles
    ) -> None:
        """Prepares a page.

        Args:
            source: What is written of it.
            address: Of the page, below its language root.
            texts: The strings of the reader's language.
            widgets: What else the page holds to try; knows its elements and names.
            made: Remembers the files.
        """
        self._source, self._address, self._texts = source, address, texts
        self._widgets, self._made = widgets, made
        self.files: dict[str, bytes] = {}
        """To be published beside the page, by name."""

    def html(self, block: Block) -> str:
        """Gives a worksheet as Markdown and HTML."""
        self._widgets.elements["work-sheet"] = None
        sheet, voice = read_worksheet(block), self._widgets.voice
        body = str(getattr(self._source, "body", ""))
        nodes, _ = parse_blocks(body, "")
        example = read_example(nodes, sheet)
        if voice.language == self._texts.language:
            title, summary = (str(getattr(self._source, name, "")) for name in ("title", "summary"))
            checked = _checked(front_of(self._source))
            words = self._texts.subset("site.sheet."), self._texts("shell.site"), self._texts.language
            municipal = MUNICIPALITY in body
            self.files |= self._made.files(
                (sheet, example, title, summary, checked, words, municipal),
                lambda: worksheet_files(
                    sheet, example, title, summary, checked, self._texts, municipal=municipal
                ),
            )
        links = self._links(file_kinds(sheet, example))
        made = worksheet_html(sheet, self._widgets.name("sheet"), links, voice)
        return "\n\n".join(part for part in (sheet.lead, made, sheet.note) if part)

    def _links(self, kinds: Mapping[str, str]) -> str:
        """Gives the links to the files; a text that is Swedish here has its files on the Swedish page."""
        voice, there, foreign = self._widgets.voice, "", ""
        if voice.language != self._texts.language:
            here = f"/{language_prefix(self._texts.language)}{self._address}"
            there = f"{posixpath.relpath('/' + self._address, here)}/"
            foreign = f' hreflang="{voice.language}"'
        items = "".join(
            f'<li><a href="{escape(there + name)}" download{foreign}>'
            f"{escape(self._texts(f'site.sheet.{kind}'))}{self._size(name)}</a></li>"
            for name, kind in kinds.items()
        )
        return f'<ul class="sheet-files no-search" role="list"{voice.own}>{items}</ul>'

    def _size(self, name: str) -> str:
        data = self.files.get(name)
        return f" ({max(1, round(len(data) / 1000))} kB)" if data else ""


def _checked(front: Mapping[str, object]) -> dt.datetime:
    review = front.get("review")
    date = review.get("date") if isinstance(review, Mapping) else None
    if not isinstance(date, dt.date):
        return _UNDATED
    return dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001 (the same)
