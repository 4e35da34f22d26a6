"""A pyramid of levels as SVG, its top cut off so that a word fits there; see frame.py for its classes."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.charts.frame import WIDE, frame
from courseware.charts.lettering import fit, write_lines

__all__ = ["draw_pyramid"]

_TOP = 118
"""How wide the top is."""
_BAND, _GAP, _EDGE = 58, 5, 2
_PALEST, _DEEPEST = 0.06, 0.24


def draw_pyramid(labels: Sequence[str], *, name: str, title: str, description: str) -> str:
    """Gives a pyramid.

    Args:
        labels: The top first.
        name: Unique on the page.
        title: Short text alternative.
        description: Long text alternative.
    """
    count = len(labels)
    bands = [
        fit(label, _width((place + 0.35) / count) - 18, most=2, size=16) for place, label in enumerate(labels)
    ]
    highs = [max(_BAND, band.height + 20) for band in bands]
    whole = sum(highs) + _GAP * (count - 1)
    parts, y = [], float(_EDGE)
    for place, (band, high) in enumerate(zip(bands, highs, strict=True)):
        upper, lower = _width((y - _EDGE) / whole), _width((y - _EDGE + high) / whole)
        middle = WIDE / 2
        deep = _DEEPEST - (_DEEPEST - _PALEST) * place / max(count - 1, 1)
        corners = (
            f"M{middle - upper / 2:.1f} {y:.1f}H{middle + upper / 2:.1f}"
            f"L{middle + lower / 2:.1f} {y + high:.1f}H{middle - lower / 2:.1f}z"
        )
        parts.append(f'<path class="drawn-area" fill-opacity="{deep:.2f}" d="{corners}"/>')
        parts.append(write_lines(band, middle, y + high / 2))
        y += high + _GAP
    return frame("".join(parts), whole + 2 * _EDGE, name=name, title=title, description=description)


def _width(depth: float) -> float:
    """Gives how wide the pyramid is at a depth from 0 (top) to 1."""
    return _TOP + (WIDE - 2 * _EDGE - _TOP) * depth
