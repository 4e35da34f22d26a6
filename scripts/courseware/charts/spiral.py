"""A downward spiral as SVG, narrower with every numbered link; the words stand in the list beside it."""

from __future__ import annotations

from math import cos, pi, sin

from courseware.charts.frame import WIDE, frame

__all__ = ["draw_spiral"]

_WIDEST, _NARROWEST = 112.0, 40.0
_PITCH, _LINK = 60, 17
_MIDDLE = 122.0
_WAY = WIDE - 16
"""Where the way up stands."""
_POINTS = 16
"""Points of half a turn."""
_TILT = 0.3
"""How round a turn looks: 0 is seen from the side, 1 from above."""
_ABOVE = 14


def draw_spiral(count: int, *, way_up: bool, name: str, title: str, description: str) -> str:
    """Gives a spiral with one turn a step.

    Args:
        count: How many steps there are.
        way_up: Whether an arrow beside it leads upwards.
        name: Unique on the page.
        title: Short text alternative.
        description: Long text alternative.
    """
    high = _ABOVE + count * _PITCH + 34
    parts = []
    for turn in range(count):
        # Behind first, then in front: the link hides the line that it sits on.
        parts.append(_half(turn, count, back=True))
    for turn in range(count):
        parts.append(_half(turn, count, back=False))
    x, y = _point(count, count)
    parts.append(f'<path class="drawn-line is-faint" d="M{x:.1f} {y:.1f}q-12 24 16 28"/>')
    parts.append(
        '<path class="drawn-head is-faint" d="M-6-5 0 0-6 5" '
        f'transform="translate({x + 16:.1f} {y + 28:.1f}) rotate(8)"/>'
    )
    for turn in range(count):
        x, y = _point(turn + 0.25, count)
        parts.append(
            f'<circle class="drawn-link" cx="{x:.1f}" cy="{y:.1f}" r="{_LINK}"/>'
            f'<text class="drawn-number" x="{x:.1f}" y="{y + 5.2:.1f}" font-size="15" '
            f'text-anchor="middle">{turn + 1}</text>'
        )
    if way_up:
        parts.append(
            f'<path class="drawn-way" d="M{_WAY} {high - 16}V22"/>'
            f'<path class="drawn-way is-head" d="M{_WAY - 7} 29 {_WAY} 21 {_WAY + 7} 29"/>'
        )
    return frame("".join(parts), high, name=name, title=title, description=description)


def _half(turn: int, count: int, *, back: bool) -> str:
    """Gives half a turn: in front it leads from the left to the right, behind it leads back and down."""
    start = turn + (0.5 if back else 0.0)
    points = [_point(start + place / (2 * _POINTS), count) for place in range(_POINTS + 1)]
    (x, y), *rest = points
    line = f"M{x:.1f} {y:.1f}L" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)
    return f'<path class="drawn-line{" is-faint" if back else ""}" d="{line}"/>'


def _point(turn: float, count: int) -> tuple[float, float]:
    """Gives a place on the spiral after so many turns; a quarter into a turn it is nearest to the reader."""
    radius = _WIDEST + (_NARROWEST - _WIDEST) * turn / count
    angle = 2 * pi * turn
    return _MIDDLE - radius * cos(angle), _ABOVE + _PITCH * turn + _TILT * radius * sin(angle)
