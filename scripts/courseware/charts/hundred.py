"""A hundred pupils as SVG, sorted by a flag: who needed support is filled, who was flagged has a flag.

So each of the four kinds differs from the others in shape, not in colour alone. Colours come from the page by
class: `tp`, `fp`, `fn` and `tn`. The script on the page changes the classes and the title, and nothing else.
"""

from __future__ import annotations

from html import escape

__all__ = ["KINDS", "draw_hundred", "draw_pupil"]

KINDS = ("tp", "fp", "fn", "tn")
"""Rightly flagged, wrongly flagged, missed, rightly not flagged."""

_CELL = 30
_PUPIL = '<circle cx="11" cy="18" r="7.5"/><path d="M21.5 25.5V5l7 3.7-7 3.7"/>'


def draw_hundred(counts: tuple[int, int, int, int], *, name: str, title: str) -> str:
    """Gives ten rows of ten, kind by kind in the order of `KINDS`.

    Args:
        counts: How many there are of each kind.
        name: Unique on the page; the title's id begins with it.
        title: Text alternative.

    Raises:
        ValueError: They are not a hundred.
    """
    kinds = [kind for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)]
    if len(kinds) != 100 or min(counts) < 0:
        raise ValueError(f"{counts} are not a hundred pupils.")
    pupils = "".join(
        f'<g class="{kind}" transform="translate({place % 10 * _CELL} {place // 10 * _CELL})">{_PUPIL}</g>'
        for place, kind in enumerate(kinds)
    )
    side = 10 * _CELL
    return (
        f'<svg class="hundred" viewBox="0 0 {side} {side}" width="{side}" height="{side}" role="img" '
        f'aria-labelledby="{name}-title"><title id="{name}-title">{escape(title)}</title>{pupils}</svg>'
    )


def draw_pupil(kind: str) -> str:
    """Gives one pupil of a kind, for the key beside the drawing; decoration, the word stands beside it."""
    return (
        f'<svg class="hundred pupil" viewBox="0 0 {_CELL} {_CELL}" width="{_CELL}" height="{_CELL}" '
        f'aria-hidden="true"><g class="{kind}">{_PUPIL}</g></svg>'
    )
