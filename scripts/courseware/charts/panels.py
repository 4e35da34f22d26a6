"""The same years on the same scale, a small drawing a country, and behind each the line of them all.

A reader compares shapes, so nothing differs between the drawings but their lines. What a line may join, and
how the broken and the unverified look, is as in `lines.py`. Every mark says its years: a script moves them
when the reader chooses others, by the same rules (assets/js/lib/panels.js, tests/vectors/panels.json).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from courseware.charts.lines import Plot, Point, draw_joints, draw_point
from courseware.charts.scale import ABOVE, draw_frame, scale_of, short

__all__ = ["Panel", "close_scale", "draw_key", "draw_panels", "label_height", "place_year", "tick_years"]

_EDGE = 8
"""Percent of the width that stays free at each end."""
_DOT = '<circle class="{kind}" r="2.9"/>'
"""Years stand close to each other here."""
_HEIGHT, _BELOW, _AXIS = 104, 26, 28
_MOST = 3
"""Steps between the years that are written below."""
_STEPS = 5
"""Steps of the scale at most."""
_ABOVE_POINT, _BELOW_POINT = 9, 18
"""Pixels from a point to the foot of its number."""


_KEYS = {
    "reference": '<line class="row-reference" x1="14" x2="14" y1="1" y2="15"/>',
    "pale": '<line class="lines-line is-pale" x1="1" x2="27" y1="8" y2="8"/>',
    "target": '<line class="lines-target" x1="0" x2="28" y1="8" y2="8"/>',
    "hollow": '<circle class="lines-hollow series-0" cx="14" cy="8" r="3.4"/>',
    "break": '<line class="lines-break" x1="14" x2="14" y1="0" y2="16"/>',
    "loose": '<line class="is-loose lines-line series-0" x1="1" x2="27" y1="8" y2="8"/>',
    "gap": '<circle class="lines-point series-0" cx="4" cy="8" r="3"/>'
    '<circle class="lines-point series-0" cx="24" cy="8" r="3"/>',
}
"""What the key of such drawings shows."""


class Panel(NamedTuple):
    """One country."""

    code: str
    name: str
    points: Sequence[Point]


def draw_panels(
    panels: Sequence[Panel],
    years: tuple[int, int],
    *,
    reference: str,
    name: str,
    number: Callable[[float], str],
    broken: str,
    none: str,
    target: float = 0,
    target_text: str = "",
    top: float = 0,
) -> str:
    """Gives the drawings as one piece of HTML, each with its country's name above it.

    Args:
        panels: In the order of reading.
        years: The first and the last.
        reference: Code of the country whose line stands behind all others.
        name: Unique on the page; ids begin with it.
        number: Writes the numbers of the scale.
        broken: What a mark at a break says.
        none: What stands where a country has no value at all.
        target: What has been agreed to stay below; 0 for nothing.
        target_text: Written at it, once.
        top: Where the scale ends; 0 lets the largest value decide.
    """
    values = [point.value for panel in panels for point in panel.points]
    scale = (top, top / 4) if top else close_scale(max((*values, target), default=0))
    plot = Plot(lambda year: place_year(year, years), scale[0], _HEIGHT)
    behind = next((panel for panel in panels if panel.code == reference), None)
    joints = draw_joints(behind.points, "is-pale", plot, timed=True) if behind else ()
    pale = f'<g data-behind="">{"".join(joints)}</g>'
    parts = [f'<div class="panels" data-first="{years[0]}" data-last="{years[1]}">']
    for panel in panels:
        own = panel.code == reference
        marks = [
            *_ticks(years, plot),
            _target(plot, target) if target else "",
            "" if own else pale,
            *draw_joints(panel.points, "series-0", plot, broken, timed=True),
            *(draw_point(point, "series-0", _DOT, plot, timed=True) for point in panel.points),
            _target_name(plot, target, target_text) if target and own else "",
            *_labels(panel.points, plot),
        ]
        said = "; ".join(point.name for point in panel.points) or none
        frame = draw_frame(
            marks,
            kind="lines",
            scale=scale,
            name=f"{name}-{panel.code.lower()}",
            title=panel.name,
            description=said,
            number=number,
            height=_HEIGHT,
            below=_BELOW,
            axis=_AXIS,
            more="is-small",
            tag="span",
            named=True,
        )
        empty = "" if panel.points else f'<span class="pane-none">{escape(none)}</span>'
        parts.append(
            f'<span class="pane" data-country="{escape(panel.code)}"><span class="pane-name" '
            f'aria-hidden="true">{escape(panel.name)}</span>{frame}{empty}</span>'
        )
    return "\n".join((*parts, "</div>"))


def close_scale(most: float) -> tuple[float, float]:
    """Gives (top, step) of a scale of five steps at most, where that ends closer to the highest value."""
    top, step = scale_of(most)
    steps = -(-most // (step / 2))
    closer = 0 < steps <= _STEPS and steps * step / 2 < top
    return (steps * step / 2, step / 2) if closer else (top, step)


def draw_key(kind: str) -> str:
    """Gives a mark as a picture for the key; decoration beside its words."""
    return f'<svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">{_KEYS[kind]}</svg>'


def place_year(year: float, years: tuple[int, int]) -> float:
    """Gives how many percent from the left a year stands."""
    first, last = years
    return _EDGE + (100 - 2 * _EDGE) * ((year - first) / (last - first) if last > first else 0.5)


def tick_years(years: tuple[int, int]) -> list[int]:
    """Gives the years to write: the last, and others as far apart as there is room for."""
    first, last = years
    step = next(step for step in (1, 2, 5, 10, last - first) if (last - first) // step <= _MOST)
    return list(range(last, first - 1, -step))[::-1]


def label_height(y: float, beside: float | None, foot: float) -> float:
    """Gives where the number of a point stands: on the side that its line does not come from.

    Args:
        y: Of the point.
        beside: Of the point that a line joins it to; None for none.
        foot: Of the plot.
    """
    under = beside is not None and beside < y and y + _BELOW_POINT < foot - 2
    return y + _BELOW_POINT if under else y - _ABOVE_POINT


def _ticks(years: tuple[int, int], plot: Plot) -> Iterator[str]:
    foot = short(ABOVE + plot.height)
    for year in tick_years(years):
        x = short(plot.across(year))
        yield (
            f'<text class="lines-tick" data-tick="" x="{x}%" y="{foot}" dy="18" '
            f'text-anchor="middle">{year}</text>'
        )


def _target(plot: Plot, target: float) -> str:
    y = short(plot.down(target))
    return f'<line class="lines-target" x2="100%" y1="{y}" y2="{y}"/>'


def _target_name(plot: Plot, target: float, text: str) -> str:
    y = short(plot.down(target) + 17)
    return f'<text class="lines-said" x="{_EDGE}%" y="{y}" dx="-6">{escape(text)}</text>'


def _labels(points: Sequence[Point], plot: Plot) -> Iterator[str]:
    """Yields the first number and the last."""
    ends: list[tuple[Point, Point | None, Point]] = [(point, None, point) for point in points]
    if len(points) > 1:
        ends = [(points[0], points[1], points[1]), (points[-1], points[-2], points[-1])]
    for point, other, later in ends:
        joined = other is not None and later.joined and not later.broken
        y = label_height(
            plot.down(point.value),
            plot.down(other.value) if other is not None and joined else None,
            ABOVE + plot.height,
        )
        yield (
            f'<text class="lines-label" data-end="" x="{short(plot.across(point.at))}%" y="{short(y)}" '
            f'text-anchor="middle">{escape(point.label)}</text>'
        )
