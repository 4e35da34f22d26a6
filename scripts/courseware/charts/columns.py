"""Columns over time as SVG that stretches over the width it is given; letters and heights stay as they are.

Colours come from the page by class; a column of another kind is told by its outline too.
The figures stand in a table beside the drawing: the drawing alone is never all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Literal, NamedTuple

from courseware.charts.scale import ABOVE, HEIGHT, draw_frame, scale_of, short

__all__ = ["Column", "draw_columns"]

Kind = Literal["full", "open", "hidden"]
"""What a column shows: a settled number, one that may still change, or one that is kept back."""

_STUB = 12
"""Height of a column whose number is kept back: the same for all, so that it tells nothing."""
_FILLED = 0.72
"""How much of its place a column fills."""
_NARROW = 10
"""Percent of the width below which a column is narrower than its number may be."""
_SLOTS = 12
"""Places of a year of months."""


class Column(NamedTuple):
    """One column."""

    value: float
    """Ignored where the kind is "hidden"."""
    kind: Kind
    name: str
    """What it stands for and its number in words, shown when the pointer rests on it."""
    label: str = ""
    """Written above it."""
    tick: str = ""
    """Written below it."""
    group: str = ""
    """Written under the tick where a group begins, such as a year."""


def draw_columns(
    columns: Sequence[Column],
    *,
    name: str,
    title: str,
    description: str,
    number: Callable[[float], str] = "{:g}".format,
    slots: int = _SLOTS,
    whole: float = 0,
) -> str:
    """Gives the drawing with its scale at the left.

    Args:
        columns: From left to right.
        name: Unique on the page; the drawing's ids begin with it.
        title: Short text alternative.
        description: Long text alternative: what the drawing shows.
        number: Writes the scale's numbers.
        slots: Places that are drawn at least, so that a single column does not fill the width.
        whole: What every column is a part of: the scale ends there, and what is left is outlined.
    """
    most = max((one.value for one in columns if one.kind != "hidden"), default=0)
    top, step = (whole, whole / 4) if whole else scale_of(most)
    slot = 100 / max(len(columns), slots)
    foot = ABOVE + HEIGHT
    parts = [
        part
        for place, one in enumerate(columns)
        for part in _column(one, place * slot, slot, foot, top, whole=whole)
    ]
    return draw_frame(
        parts,
        kind="columns",
        scale=(top, step),
        name=name,
        title=title,
        description=description,
        number=number,
    )


def _column(one: Column, left: float, slot: float, foot: int, top: float, *, whole: float) -> list[str]:
    high = _STUB if one.kind == "hidden" else HEIGHT * max(one.value, 0) / top
    x, wide = left + slot * (1 - _FILLED) / 2, slot * _FILLED
    middle = f"{short(left + slot / 2)}%"
    parts = []
    if one.group:
        edge = f"{short(left)}%"
        parts.append(
            f'<line class="columns-group" x1="{edge}" x2="{edge}" y1="{foot}" y2="{foot + 34}"/>'
            f'<text class="columns-year" x="{edge}" dx="5" y="{foot + 33}">{escape(one.group)}</text>'
        )
    if one.tick:
        parts.append(f'<text x="{middle}" y="{foot + 16}" text-anchor="middle">{escape(one.tick)}</text>')
    if whole and one.kind != "hidden":
        parts.append(
            f'<rect class="columns-rest" x="{short(x)}%" width="{short(wide)}%" y="{ABOVE}" '
            f'height="{short(HEIGHT - high)}"/>'
        )
    if high:
        parts.append(
            f'<rect class="columns-{one.kind}" x="{short(x)}%" width="{short(wide)}%" '
            f'y="{short(foot - high)}" height="{short(high)}"><title>{escape(one.name)}</title></rect>'
        )
    if one.label:
        # At the edges of narrow columns the text would be cut off: it then begins or ends with its column.
        narrow = slot < _NARROW
        anchor, at = (
            ("start", x)
            if narrow and left < 4
            else ("end", x + wide)
            if narrow and left + slot > 96
            else ("middle", 0)
        )
        at_text = middle if anchor == "middle" else f"{short(at)}%"
        parts.append(
            f'<text class="columns-label" x="{at_text}" y="{short(foot - high - 6)}" text-anchor="{anchor}">'
            f"{escape(one.label)}</text>"
        )
    return parts
