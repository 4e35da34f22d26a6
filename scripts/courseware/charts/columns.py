"""Columns over time as SVG that stretches over the width it is given; letters and heights stay as they are.

Places along the width are percentages and everything else pixels, so the same drawing serves a wide screen,
a phone and A4. Colours come from the page by class; a column of another kind is told by its outline too.
The figures stand in a table beside the drawing: the drawing alone is never all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Literal, NamedTuple

__all__ = ["Column", "draw_columns", "scale_of"]

Kind = Literal["full", "open", "hidden"]
"""What a column shows: a settled number, one that may still change, or one that is kept back."""

HEIGHT = 168
"""Pixels from the top of the scale to the line at its foot."""
_ABOVE, _BELOW, _AXIS = 20, 40, 52
_STUB = 12
"""Height of a column whose number is kept back: the same for all, so that it tells nothing."""
_FILLED = 0.72
"""How much of its place a column fills."""
_SLOTS = 12
"""Places that are drawn at least, so that a single column does not fill the width."""


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


def scale_of(most: float) -> tuple[float, float]:
    """Gives (top, step) of a scale that holds a number in two to four even steps."""
    if most <= 0:
        return 1, 1
    size = 1.0
    while size * 10 <= most:
        size *= 10
    while size > most:
        size /= 10
    for step in (size / 2, size, size * 2, size * 5):
        count = -(-most // step)
        if count <= 4:
            break
    return max(count, 1) * step, step


def draw_columns(
    columns: Sequence[Column],
    *,
    name: str,
    title: str,
    description: str,
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    """Gives the drawing with its scale at the left.

    Args:
        columns: From left to right.
        name: Unique on the page; the drawing's ids begin with it.
        title: Short text alternative.
        description: Long text alternative: what the drawing shows.
        number: Writes the scale's numbers.
    """
    top, step = scale_of(max((one.value for one in columns if one.kind != "hidden"), default=0))
    slot = 100 / max(len(columns), _SLOTS)
    high = _ABOVE + HEIGHT + _BELOW
    foot = _ABOVE + HEIGHT
    lines, scale = [], []
    for place in range(round(top / step) + 1):
        y = _short(foot - HEIGHT * place * step / top)
        kind = "grid" if place else "foot"
        lines.append(f'<line class="columns-{kind}" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
        text = escape(number(place * step))
        scale.append(f'<text x="{_AXIS - 8}" y="{y}" dy=".32em" text-anchor="end">{text}</text>')
    parts = [
        part for place, one in enumerate(columns) for part in _column(one, place * slot, slot, foot, top)
    ]
    return (
        f'<div class="columns"><svg class="columns-scale" width="{_AXIS}" height="{high}" aria-hidden="true">'
        f'{"".join(scale)}</svg><svg class="columns-plot" width="100%" height="{high}" role="img" '
        f'aria-labelledby="{name}-title {name}-text"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(description)}</desc>{"".join(lines)}{"".join(parts)}</svg></div>'
    )


def _column(one: Column, left: float, slot: float, foot: int, top: float) -> list[str]:
    high = _STUB if one.kind == "hidden" else HEIGHT * max(one.value, 0) / top
    x, wide = left + slot * (1 - _FILLED) / 2, slot * _FILLED
    middle = f"{_short(left + slot / 2)}%"
    parts = []
    if one.group:
        edge = f"{_short(left)}%"
        parts.append(
            f'<line class="columns-group" x1="{edge}" x2="{edge}" y1="{foot}" y2="{foot + 34}"/>'
            f'<text class="columns-year" x="{edge}" dx="5" y="{foot + 33}">{escape(one.group)}</text>'
        )
    if one.tick:
        parts.append(f'<text x="{middle}" y="{foot + 16}" text-anchor="middle">{escape(one.tick)}</text>')
    if high:
        parts.append(
            f'<rect class="columns-{one.kind}" x="{_short(x)}%" width="{_short(wide)}%" '
            f'y="{_short(foot - high)}" height="{_short(high)}"><title>{escape(one.name)}</title></rect>'
        )
    if one.label:
        # At the edges the text would be cut off: it then begins or ends with its column.
        anchor, at = ("start", x) if left < 4 else ("end", x + wide) if left + slot > 96 else ("middle", 0)
        at_text = middle if anchor == "middle" else f"{_short(at)}%"
        parts.append(
            f'<text class="columns-label" x="{at_text}" y="{_short(foot - high - 6)}" text-anchor="{anchor}">'
            f"{escape(one.label)}</text>"
        )
    return parts


def _short(number: float) -> str:
    """Gives a coordinate with two decimals at most, for small pages."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
