"""Levels that lie within each other as SVG, the young person in the middle; see frame.py for the classes."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.charts.frame import WIDE, frame
from courseware.charts.lettering import fit, write_lines

__all__ = ["draw_levels"]

_SIDE, _FOOT, _EDGE = 13, 11, 2
_PERSON = 9
"""Radius of the link in the middle."""


def draw_levels(labels: Sequence[str], *, name: str, title: str, description: str) -> str:
    """Gives shells around a filled link.

    Args:
        labels: The innermost first.
        name: Unique on the page.
        title: Short text alternative.
        description: Long text alternative.
    """
    parts = []
    top = float(_EDGE)
    outside_in = list(reversed(labels))
    letterings = [
        fit(label, WIDE - 2 * _EDGE - 2 * _SIDE * place - 28, most=2)
        for place, label in enumerate(outside_in)
    ]
    heads = [lettering.height + 18 for lettering in letterings]
    heads[-1] += 2 * _PERSON + 14
    whole = sum(heads) + _FOOT * (len(labels) - 1)
    for place, (lettering, head) in enumerate(zip(letterings, heads, strict=True)):
        inset = _EDGE + _SIDE * place
        high = whole + _EDGE - top - _FOOT * place
        last = place == len(labels) - 1
        parts.append(
            f'<rect class="drawn-area" fill-opacity="{0.05 + 0.035 * place:.3f}" x="{inset}" y="{top:.1f}" '
            f'width="{WIDE - 2 * inset}" height="{high:.1f}" rx="{max(34 - 3 * place, 18)}"/>'
        )
        middle = top + 9 + lettering.height / 2
        if last:
            parts.append(
                f'<circle class="drawn-link is-full" cx="{WIDE / 2:g}" cy="{top + 22:.1f}" r="{_PERSON}"/>'
            )
            middle += 2 * _PERSON + 11
        parts.append(write_lines(lettering, WIDE / 2, middle))
        top += head
    return frame("".join(parts), whole + 2 * _EDGE, name=name, title=title, description=description)
