"""A cycle as SVG: numbered links on a ring, clockwise from the top; the words stand in the list beside it."""

from __future__ import annotations

from math import cos, pi, sin

from courseware.charts.frame import WIDE, frame

__all__ = ["draw_cycle"]

_RADIUS, _LINK = 106, 21
_MIDDLE = WIDE / 2


def draw_cycle(count: int, *, name: str, title: str, description: str) -> str:
    """Gives a ring.

    Args:
        count: How many steps there are.
        name: Unique on the page.
        title: Short text alternative.
        description: Long text alternative.
    """
    step = 2 * pi / count
    # Half the angle that a link takes of the ring, and a little air.
    away = (_LINK + 7) / _RADIUS
    parts = []
    for place in range(count):
        at = place * step
        (x1, y1), (x2, y2) = _point(at + away), _point(at + step - away)
        parts.append(
            f'<path class="drawn-line" d="M{x1:.1f} {y1:.1f}A{_RADIUS} {_RADIUS} 0 0 1 {x2:.1f} {y2:.1f}"/>'
            f'<path class="drawn-head" d="M-6-5 0 0-6 5" '
            f'transform="translate({x2:.1f} {y2:.1f}) rotate({(at + step - away) * 180 / pi:.1f})"/>'
        )
    for place in range(count):
        x, y = _point(place * step)
        full = " is-full" if not place else ""
        parts.append(
            f'<circle class="drawn-link{full}" cx="{x:.1f}" cy="{y:.1f}" r="{_LINK}"/>'
            f'<text class="drawn-number{full}" x="{x:.1f}" y="{y + 5.5:.1f}" font-size="16" '
            f'text-anchor="middle">{place + 1}</text>'
        )
    return frame("".join(parts), WIDE, name=name, title=title, description=description)


def _point(angle: float) -> tuple[float, float]:
    """Gives a place on the ring, clockwise from the top."""
    return _MIDDLE + _RADIUS * sin(angle), _MIDDLE - _RADIUS * cos(angle)
