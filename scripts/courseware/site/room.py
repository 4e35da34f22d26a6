"""The blocks that hold a room of pages together: a country at a glance, the themes of all, what is new."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from courseware.content.changes import changes
from courseware.content.profiles import THEMES, glance_of, profiles, read_glance
from courseware.site.addresses import to_page
from courseware.site.voice import Voice
from courseware.site.written import day

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.content.model import Page
    from courseware.site.atlas import Atlas, Place

__all__ = ["RoomBlocks"]


class RoomBlocks:
    """Makes these blocks of one page."""

    def __init__(self, atlas: Atlas, place: Place, voice: Voice) -> None:
        """Prepares a page.

        Args:
            atlas: Every page there is.
            place: The page.
            voice: How it says things, without a paragraph around them.
        """
        self._atlas, self._place, self._voice = atlas, place, voice
        self._texts, self._language = voice.texts, voice.texts.language

    @property
    def makers(self) -> dict[str, Callable[[Block], str]]:
        """What makes a block, by its name."""
        return {"glance": self._glance, "themes": self._themes, "changes": self._changes}

    def _glance(self, block: Block) -> str:
        said = {theme.name: theme.text for theme in read_glance(block)}
        rows = "".join(
            f"<div><dt{self._voice.own}>{self._name(theme)}</dt>\n"
            f"<dd>{self._said(said.get(theme, ''))}</dd></div>\n"
            for theme in THEMES
        )
        return f'<dl class="glance">\n{rows}</dl>'

    def _themes(self, block: Block) -> str:
        pages = profiles(self._atlas.library, self._voice.language)
        said = {country: glance_of(page) for country, page in pages.items()}
        tables = []
        for theme in THEMES:
            rows = "\n".join(
                self._row(country, page, said[country].get(theme, "")) for country, page in pages.items()
            )
            tables.append(self._table(theme, rows))
        return "\n\n".join(part for part in (block.body.strip(), *tables) if part)

    def _table(self, theme: str, rows: str) -> str:
        head = "".join(
            f'<th scope="col">{escape(self._texts(f"themes.{column}"))}</th>'
            for column in ("country", "what")
        )
        return (
            f'<h3 id="theme-{theme}"{self._voice.own}>{self._name(theme)}</h3>\n'
            f'<table class="themes"><thead><tr{self._voice.own}>{head}</tr></thead>\n'
            f"<tbody>\n{rows}\n</tbody></table>"
        )

    def _row(self, country: str, page: Page, text: str) -> str:
        spoken = self._spoken(page.language)
        url = escape(to_page(page.path, self._place.file))
        link = f'<a href="{url}"{spoken}>{escape(page.title)}</a>'
        return (
            f'<tr data-country="{country}"><th scope="row">{link}</th>\n'
            f"<td{spoken if text else ''}>{self._said(text)}</td></tr>"
        )

    def _changes(self, block: Block) -> str:
        under, count = str(block.options.get("under", "")), int(block.options.get("count", 0))
        rows = []
        for change in changes(self._atlas.library, under, count):
            place = self._atlas.places.get(change.page)
            if place is None:  # `check` reports it
                continue
            source, language = self._atlas.source(self._language, place)
            title = str(getattr(source, "title", ""))
            spoken = self._spoken(language)
            what = escape(self._texts(f"changes.{change.kind}"))
            when = escape(day(change.date, self._language))
            rows.append(
                f'<li><time datetime="{change.date}"{self._voice.own}>{when}</time> '
                f'<span class="change"{self._voice.own}>{what}</span> '
                f'<a href="{escape(to_page(change.page, self._place.file))}"{spoken}>{escape(title)}</a></li>'
            )
        if not rows:
            return f"<p{self._voice.own}>{escape(self._texts('changes.none'))}</p>"
        return f'<ul class="changes">\n{chr(10).join(rows)}\n</ul>'

    def _spoken(self, language: str) -> str:
        """Gives the attribute of a text of another page, empty where it is in this page's language."""
        return f' lang="{language}"' if language != self._voice.language else ""

    def _name(self, theme: str) -> str:
        return escape(self._texts(f"theme.{theme}"))

    def _said(self, text: str) -> str:
        if text:
            return self._voice.said(text)
        return f'<span class="gap"{self._voice.own}>{escape(self._texts("theme.gap"))}</span>'
