"""A table with a country a row and a year a column, below every drawing that compares countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from courseware.site.countries import country_name
from courseware.site.data_tables import nothing
from courseware.site.voice import Voice

__all__ = ["Cell", "pivot_table"]


_FEW = 3
"""Years that a phone has room for beside a country's name."""


class Cell(NamedTuple):
    """One value."""

    text: str
    flags: Sequence[tuple[str, str]] = ()
    """Each as its letter and in words."""
    unverified: bool = False


def pivot_table(
    cells: Mapping[str, Mapping[int, Cell]],
    years: Sequence[int],
    voice: Voice,
    *,
    caption: str,
    country: str,
) -> str:
    """Gives the table as HTML.

    Args:
        cells: By country, in the order of reading, and year.
        years: From left to right.
        voice: How the page says things.
        caption: What is shown: indicator, age, unit and extraction.
        country: Title of the first column.
    """
    t, own = voice.texts, voice.own
    head = "".join(f'<th scope="col" data-year="{year}">{year}</th>' for year in years)
    kind = "is-wide is-pivot" if len(years) > _FEW else "is-pivot is-few"
    body = []
    for code, values in cells.items():
        row = "".join(_cell(values.get(year), year, voice) for year in years)
        name = escape(country_name(code, t))
        body.append(f'<tr data-country="{escape(code)}"><th scope="row"{own}>{name}</th>{row}</tr>')
    return (
        f'<table class="{kind}"><caption{own}>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(country)}</th>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(body)
        + "\n</tbody></table>"
    )


def _cell(cell: Cell | None, year: int, voice: Voice) -> str:
    own, t = voice.own, voice.texts
    place = f'data-year="{year}"'
    if cell is None:
        return f'<td class="is-none" {place}>{nothing(voice)}</td>'
    flags = "".join(
        f' <abbr title="{escape(told)}"{own}>{escape(letter)}</abbr>' for letter, told in cell.flags
    )
    if cell.unverified:
        told = escape(t("site.mark.unverified"))
        flags += (
            f' <span class="open-sign" aria-hidden="true">○</span><span class="unseen"{own}>{told}</span>'
        )
    return f"<td {place}>{escape(cell.text)}{flags}</td>"
