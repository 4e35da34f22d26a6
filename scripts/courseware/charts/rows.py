"""Measures one below the other, each with its name, a bar or a point, and its number.

Bars for parts of the same whole, points for measures with wholes of their own, which a bar would make one of.
The names are text that breaks over lines, so any language fits any width. Levels that every measure is held
against stand as lines behind all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Literal, NamedTuple

from courseware.charts.scale import scale_of, short

__all__ = ["Level", "Row", "draw_rows"]

HEIGHT = 14
"""Pixels of a bar."""


class Row(NamedTuple):
    """One measure."""

    label: str
    value: float | None
    """None where there is none: the text then stands in the place of the mark."""
    text: str
    """The number in words: "drygt 91 %"."""
    detail: str = ""
    """Year and population, below the name."""
    group: str = ""
    """What this and the following rows have in common; written where it changes."""
    hollow: bool = False
    """Not verified."""
    code: str = ""
    """Of a country: tells a script which row is whose."""


class Level(NamedTuple):
    """A value that all measures are held against."""

    value: float
    text: str
    kind: Literal["reference", "target"]


def draw_rows(
    rows: Sequence[Row],
    *,
    title: str,
    kind: Literal["bar", "dot"] = "bar",
    top: float = 0,
    whole: bool = False,
    levels: Sequence[Level] = (),
    number: Callable[[float], str] | None = None,
) -> str:
    """Gives the drawing.

    Args:
        rows: From top to bottom.
        title: What the text alternative begins with; the rows' own words follow.
        kind: Bars or points.
        top: The right end of the scale, the same for all rows; 0 lets the largest value decide.
        whole: Whether the right end is all there is. Only then is the way there drawn: a bar of 8 per cent on
            a ground of 20 looks like nearly half.
        levels: Lines behind the rows, the upper label first.
        number: Writes a scale below the rows; without it there is none.
    """
    values = [row.value for row in rows if row.value is not None]
    top, step = (top, top / 4) if top else scale_of(max((*values, *(one.value for one in levels)), default=0))
    said = "; ".join(f"{row.label}{f' ({row.detail})' if row.detail else ''}: {row.text}" for row in rows)
    told = escape(". ".join((title, *(level.text for level in levels))))
    # Spans, one a line: within another block Markdown takes HTML apart, and loses divisions beside drawings.
    kinds = "rows is-levelled" if levels or number else "rows"
    base = f' data-said="{told}"' if any(row.code for row in rows) else ""
    parts = [f'<div class="{kinds}" role="img" aria-label="{told}. {escape(said)}."{base}>']
    if levels or number:
        parts.append(_levels(levels, top, step, number))
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            parts.append(f'<span class="row-group">{escape(group)}</span>')
        detail = f'<span class="row-detail">{escape(row.detail)}</span>' if row.detail else ""
        code = f' data-country="{escape(row.code)}"' if row.code else ""
        if row.value is None:
            parts.append(
                f'<span class="row"{code}><span class="row-label">{escape(row.label)}</span>'
                f'<span class="row-none">{escape(row.text)}</span><span class="row-value">–</span></span>'
            )
            continue
        parts.append(
            f'<span class="row"{code}><span class="row-label">{escape(row.label)}{detail}</span>'
            f'{_mark(row, kind, top, whole)}<span class="row-value">{escape(row.text)}</span></span>'
        )
    return "\n".join((*parts, "</div>"))


def _levels(levels: Sequence[Level], top: float, step: float, number: Callable[[float], str] | None) -> str:
    """Gives what stands behind the rows, as high as they are."""
    parts = []
    for place in range(round(top / step) + 1 if number else 0):
        x = short(100 * place * step / top)
        parts.append(
            f'<line class="row-grid" x1="{x}%" x2="{x}%" y2="100%"/>'
            f'<text x="{x}%" y="100%" dy="17" text-anchor="middle">{escape(number(place * step))}</text>'
            if number
            else ""
        )
    for place, level in enumerate(reversed(levels)):
        share = 100 * level.value / top
        x, y = short(share), -8 - 19 * place
        side = 'dx="-6" text-anchor="end"' if share > 50 else 'dx="6" text-anchor="start"'
        parts.append(
            f'<line class="row-{level.kind}" x1="{x}%" x2="{x}%" y1="{y - 9}" y2="100%"/>'
            f'<text class="row-level" x="{x}%" y="{y}" {side}>{escape(level.text)}</text>'
        )
    inner = "".join(parts)
    return f'<svg class="rows-levels" width="100%" height="100%" overflow="visible">{inner}</svg>'


def _mark(row: Row, kind: str, top: float, whole: bool) -> str:
    share = short(100 * max(row.value or 0, 0) / top)
    state = "hollow" if row.hollow else "full"
    if kind == "bar":
        ground = f'<rect class="row-ground" width="100%" height="{HEIGHT}"/>' if whole else ""
        inner = f'{ground}<rect class="row-{state}" width="{share}%" height="{HEIGHT}"/>'
    else:
        middle = HEIGHT / 2
        inner = (
            f'<line class="row-line" x2="{100 if whole else share}%" y1="{middle:g}" y2="{middle:g}"/>'
            f'<circle class="row-{state}" cx="{share}%" cy="{middle:g}" r="6"/>'
        )
    return f'<svg width="100%" height="{HEIGHT}" overflow="visible" aria-hidden="true">{inner}</svg>'
