"""The blocks of a text that show open data, made for one page: charts and tables."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from courseware.content.bibliography import MARKS
from courseware.content.data_package import BY_COUNTRY
from courseware.content.data_tables import Row, select, sources_of
from courseware.site.addresses import language_prefix
from courseware.site.country_figure import CountryFigure
from courseware.site.data_tables import data_table
from courseware.site.figures import Figure
from courseware.site.sources import label
from courseware.site.voice import Voice

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.content.data_tables import OpenData
    from courseware.strings import Strings

__all__ = ["DataBlocks"]


class DataBlocks:
    """Turns the data blocks of one page into HTML, and keeps the files that belong beside it."""

    def __init__(
        self,
        data: OpenData,
        bibliography: Mapping[str, Mapping[str, Any]],
        texts: Strings,
        *,
        language: str,
        address: str,
    ) -> None:
        """Prepares a page.

        Args:
            data: The open data.
            bibliography: Sources by key.
            texts: The strings of the page's language.
            language: Of the text.
            address: Of the page, below its language root.
        """
        self._data, self._bibliography, self._texts, self._language = data, bibliography, texts, language
        here = f"/{language_prefix(texts.language)}{address}"
        self._data_url = f"{posixpath.relpath('/data', here)}/"
        self._count = 0
        self.shown = False
        """Whether there was any such block."""
        self.explored = False
        """Whether there was a chart whose countries and years readers choose."""
        self.files: dict[str, bytes] = {}
        """To be published beside the page, by name."""

    def made(
        self, plain: Callable[[str], str], to_html: Callable[[str], str]
    ) -> dict[str, Callable[[Block], str]]:
        """Gives what turns each kind of block into HTML.

        Args:
            plain: Makes citations and blocks of a text plain.
            to_html: Turns Markdown into HTML.
        """

        def body(block: Block) -> str:
            self.shown = True
            return to_html(plain(block.body)).strip()

        voice = Voice(self._language, self._texts, plain)
        return {
            "chart": lambda block: self._chart(block, body(block), voice),
            "table": lambda block: self._table(block, body(block), voice),
        }

    def _chart(self, block: Block, caption: str, voice: Voice) -> str:
        table = self._data.tables.get(str(block.options.get("data", "")))
        if table is None:  # `check` reports it
            return caption
        self._count += 1
        try:
            charts, country = table.resource.charts, str(block.options.get("country", ""))
            view = str(block.options.get("view", "")) or next(iter(charts))
            by_country = charts[view].kind in BY_COUNTRY
            figure = CountryFigure(table, view, voice, country) if by_country else Figure(table, view, voice)
            self.explored = self.explored or charts[view].kind == "panels"
        except (KeyError, ValueError, StopIteration):  # `check` reports it
            return caption
        drawn = figure.draw(
            caption,
            number_on_page=self._count,
            data_url=self._data_url,
            sources=self._labels,
        )
        self.files[drawn.name] = drawn.poster
        return drawn.html

    def _table(self, block: Block, lead: str, voice: Voice) -> str:
        table = self._data.tables.get(str(block.options.get("data", "")))
        where = str(block.options.get("where", ""))
        columns = [name for name in str(block.options.get("columns", "")).split(",") if name.strip()]
        try:
            rows = select(table, where) if table is not None else []
            if table is None or any(table.resource.field(name.strip()) is None for name in columns):
                return lead
        except ValueError:  # `check` reports it
            return lead
        shown = data_table(table, rows, voice, columns=columns)
        link = ""
        if not where:  # a page of parts of one table would repeat it
            url, text = escape(self._data_url + table.resource.path), escape(self._texts("site.data.csv"))
            link = f'\n<p class="chart-files"><a href="{url}" download{voice.own}>{text}</a></p>'
        return f'<div class="data-table">\n{lead}\n{shown}{link}\n</div>'

    def _labels(self, rows: Sequence[Row]) -> str:
        keys = dict.fromkeys(key for row in rows for key in sources_of(row))
        return "; ".join(
            self._texts(f"site.mark.{key}") if key in MARKS else label(self._bibliography.get(key, {}))
            for key in keys
        )
