"""One line over the years, small enough for the head of a page: ends written, breaks and gaps kept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from courseware.charts.lines import Plot, Point, draw_joints, draw_point
from courseware.charts.panels import place_year
from courseware.charts.scale import ABOVE

__all__ = ["draw_spark"]

_HEIGHT, _BELOW = 38, 8
_DOT = '<circle class="{kind}" r="2.6"/>'


def draw_spark(points: Sequence[Point], years: tuple[int, int], *, name: str, title: str, broken: str) -> str:
    """Gives the drawing, between its first value and its last.

    Args:
        points: In the order of their years; there is at least one.
        years: The first and the last, also where they have no value.
        name: Unique on the page; ids begin with it.
        title: Short text alternative.
        broken: What a mark at a break says.
    """
    plot = Plot(
        lambda year: place_year(year, years), 1.12 * max(point.value for point in points) or 1, _HEIGHT
    )
    marks = [
        *draw_joints(points, "series-0", plot, broken),
        *(draw_point(point, "series-0", _DOT, plot) for point in points),
    ]
    said = escape("; ".join(point.name for point in points))
    high = ABOVE + _HEIGHT + _BELOW
    foot = ABOVE + _HEIGHT
    return (
        f'<span class="spark">{_end(points[0]) if len(points) > 1 else ""}'
        f'<svg class="lines-plot" width="100%" height="{high}" role="img" '
        f'aria-labelledby="{name}-title {name}-text"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{said}</desc>'
        f'<line class="lines-foot" x2="100%" y1="{foot}" y2="{foot}"/>{"".join(marks)}</svg>'
        f"{_end(points[-1])}</span>"
    )


def _end(point: Point) -> str:
    """Gives a value with its year, for the eye: the drawing says it to who listens."""
    year = f"{point.at:g}{' ○' if point.hollow else ''}"
    value = f"<b>{escape(point.label)}</b>"
    return f'<span class="spark-end" aria-hidden="true">{value} <small>{year}</small></span>'
