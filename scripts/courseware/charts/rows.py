"""Measures one below the other, each with its name, a bar or a point, and its number.

Bars for parts of the same whole, points for measures with wholes of their own, which a bar would make one of.
The names are text that breaks over lines, so any language fits any width.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal, NamedTuple

from courseware.charts.scale import scale_of, short

__all__ = ["Row", "draw_rows"]

HEIGHT = 14
"""Pixels of a bar."""


class Row(NamedTuple):
    """One measure."""

    label: str
    value: float
    text: str
    """The number in words: "drygt 91 %"."""
    detail: str = ""
    """Year and population, below the name."""
    group: str = ""
    """What this and the following rows have in common; written where it changes."""
    hollow: bool = False
    """Not verified."""


def draw_rows(
    rows: Sequence[Row],
    *,
    title: str,
    kind: Literal["bar", "dot"] = "bar",
    top: float = 0,
    whole: bool = False,
) -> str:
    """Gives the drawing.

    Args:
        rows: From top to bottom.
        title: What the text alternative begins with; the rows' own words follow.
        kind: Bars or points.
        top: The right end of the scale, the same for all rows; 0 lets the largest value decide.
        whole: Whether the right end is all there is. Only then is the way there drawn: a bar of 8 per cent on
            a ground of 20 looks like nearly half.
    """
    top = top or scale_of(max((row.value for row in rows), default=0))[0]
    said = "; ".join(f"{row.label}{f' ({row.detail})' if row.detail else ''}: {row.text}" for row in rows)
    # Spans, one a line: within another block Markdown takes HTML apart, and loses divisions beside drawings.
    parts = [f'<div class="rows" role="img" aria-label="{escape(f"{title}. {said}.")}">']
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            parts.append(f'<span class="row-group">{escape(group)}</span>')
        detail = f'<span class="row-detail">{escape(row.detail)}</span>' if row.detail else ""
        parts.append(
            f'<span class="row"><span class="row-label">{escape(row.label)}{detail}</span>'
            f'{_mark(row, kind, top, whole)}<span class="row-value">{escape(row.text)}</span></span>'
        )
    return "\n".join((*parts, "</div>"))


def _mark(row: Row, kind: str, top: float, whole: bool) -> str:
    share = short(100 * max(row.value, 0) / top)
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
