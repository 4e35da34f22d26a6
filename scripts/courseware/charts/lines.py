"""Lines over the years as SVG that stretches over the width it is given.

A line joins only what belongs together: where a year is missing there is a gap, and where a series breaks
(another definition, another group) a mark stands between the points. What is not verified is hollow.
Series are told apart by the shape of their points and the dashes of their line, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from courseware.charts.scale import ABOVE, HEIGHT, draw_frame, scale_of, short

__all__ = ["SHAPES", "Line", "Plot", "Point", "draw_joints", "draw_lines", "draw_point", "draw_sign"]

SHAPES = (
    '<circle class="{kind}" r="5"/>',
    '<rect class="{kind}" x="-4.5" y="-4.5" width="9" height="9"/>',
    '<path class="{kind}" d="M0-6.5L6 5H-6Z"/>',
    '<path class="{kind}" d="M0-6.5L6.5 0 0 6.5-6.5 0Z"/>',
)
"""Points of the first, second … series, around the place where they stand."""

_EDGE = 7
"""Percent of the width that stays free at each end, for what is written there."""
_NEAR, _TIGHT = 9, 16
"""Percent of the width between two points that may both be written at: on a desk, and on a phone."""


class Point(NamedTuple):
    """One value."""

    at: float
    """Its year."""
    value: float
    name: str
    """What it is, in words: shown when the pointer rests on it."""
    label: str = ""
    """Written above it where there is room."""
    joined: bool = True
    """Whether the line comes here from the point before."""
    broken: bool = False
    """Whether the series breaks before this point."""
    hollow: bool = False
    """Not verified."""
    loose: bool = False
    """Whether the line from the point before joins what was published apart, so that it proves less."""


class Plot(NamedTuple):
    """Where years and values stand."""

    across: Callable[[float], float]
    """Percent of the width of a year."""
    top: float
    """The value at the end of the scale."""
    height: float = HEIGHT

    def down(self, value: float) -> float:
        """Gives how many pixels from above a value stands."""
        return ABOVE + self.height * (1 - value / self.top)


class Line(NamedTuple):
    """One series."""

    name: str
    points: Sequence[Point]


def draw_sign(place: int) -> str:
    """Gives the point of a series as a picture for the key; decoration beside its name."""
    shape = SHAPES[place % len(SHAPES)].format(kind=f"lines-point series-{place % len(SHAPES)}")
    return f'<svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{shape}</svg>'


def draw_lines(
    lines: Sequence[Line],
    *,
    name: str,
    title: str,
    description: str,
    number: Callable[[float], str] = "{:g}".format,
    top: float = 0,
    broken: str = "",
) -> str:
    """Gives the drawing with its scale at the left.

    Args:
        lines: The series.
        name: Unique on the page; the drawing's ids begin with it.
        title: Short text alternative.
        description: Long text alternative: what the drawing shows.
        number: Writes the scale's numbers.
        top: Where the scale ends; 0 lets the largest value decide. It always begins at 0.
        broken: What a mark at a break says.
    """
    points = [point for line in lines for point in line.points]
    scale = (top, top / 4) if top else scale_of(max((point.value for point in points), default=0))
    years = sorted({point.at for point in points})
    first, last = (years[0], years[-1]) if years else (0, 0)

    def across(year: float) -> float:
        return _EDGE + (100 - 2 * _EDGE) * ((year - first) / (last - first) if last > first else 0.5)

    parts = [*_ticks(years, across)]
    for place, line in enumerate(lines):
        parts.extend(_line(line, place % len(SHAPES), Plot(across, scale[0]), broken))
    return draw_frame(
        parts, kind="lines", scale=scale, name=name, title=title, description=description, number=number
    )


def _ticks(years: Sequence[float], across: Callable[[float], float]) -> Iterator[str]:
    """Yields the years at the foot: the last, and of the others those that do not touch."""
    foot = ABOVE + HEIGHT
    for year, tight in _apart([(across(year), year) for year in reversed(years)]):
        x = short(across(year))
        yield f'<line class="lines-foot" x1="{x}%" x2="{x}%" y1="{foot}" y2="{foot + 5}"/>'
        yield f'<text{tight} x="{x}%" y="{foot + 20}" text-anchor="middle">{year:g}</text>'


def _apart(places: Sequence[tuple[float, float]]) -> Iterator[tuple[float, str]]:
    """Yields from right to left what there is room to write, with the class of what a phone has none for."""
    desk = phone = 1000.0
    for x, what in places:
        if desk - x < _NEAR:
            continue
        desk, tight = x, phone - x < _TIGHT
        if not tight:
            phone = x
        yield what, ' class="is-tight"' if tight else ""


def draw_joints(
    points: Sequence[Point], series: str, plot: Plot, broken: str = "", *, timed: bool = False
) -> Iterator[str]:
    """Yields the lines between points, and the marks where they may not be joined.

    Args:
        points: In the order of their years.
        series: Class of the lines.
        plot: Where they stand.
        broken: What a mark at a break says; without it none is drawn.
        timed: Whether each says its years, for the script that shows fewer of them.
    """
    before: Point | None = None
    for point in points:
        if before is not None and point.joined and not point.broken:
            years = f' data-from="{before.at:g}" data-to="{point.at:g}"' if timed else ""
            loose = "is-loose " if point.loose else ""
            yield (
                f'<line class="{loose}lines-line {series}" x1="{short(plot.across(before.at))}%" '
                f'y1="{short(plot.down(before.value))}" x2="{short(plot.across(point.at))}%" '
                f'y2="{short(plot.down(point.value))}"{years}/>'
            )
        if before is not None and point.broken and broken:
            # Half a year before the point, also where the years before it are missing.
            at = max((before.at + point.at) / 2, point.at - 0.5)
            middle, foot = short(plot.across(at)), short(ABOVE + plot.height)
            years = f' data-from="{before.at:g}" data-break="{at:g}" data-to="{point.at:g}"' if timed else ""
            yield (
                f'<line class="lines-break" x1="{middle}%" x2="{middle}%" y1="{ABOVE}" y2="{foot}"{years}>'
                f"<title>{escape(broken)}</title></line>"
            )
        before = point


def draw_point(point: Point, kind: str, shape: str, plot: Plot, *, timed: bool = False) -> str:
    """Gives a point with its name; as `draw_joints` has it.

    Args:
        point: The value.
        kind: Class of the series.
        shape: One of `SHAPES`, or another around the place where it stands.
        plot: Where it stands.
        timed: Whether it says its year and what is written at it.
    """
    said = f' data-at="{point.at:g}" data-said="{escape(point.label)}"' if timed else ""
    filled = "hollow" if point.hollow else "point"
    return (
        f'<svg x="{short(plot.across(point.at))}%" y="{short(plot.down(point.value))}" overflow="visible" '
        f'aria-hidden="true"{said}><title>{escape(point.name)}</title>'
        f"{shape.format(kind=f'lines-{filled} {kind}')}</svg>"
    )


def _line(line: Line, place: int, plot: Plot, broken: str) -> Iterator[str]:
    series = f"series-{place}"
    yield from draw_joints(line.points, series, plot, broken)
    named = [point for point in line.points if point.label]
    room = dict(_apart([(plot.across(point.at), point.at) for point in reversed(named)]))
    for point in line.points:
        yield draw_point(point, series, SHAPES[place], plot)
        if point.label and point.at in room:
            tight = " is-tight" if room[point.at] else ""
            yield (
                f'<text class="lines-label{tight}" x="{short(plot.across(point.at))}%" '
                f'y="{short(plot.down(point.value) - 11)}" text-anchor="middle">{escape(point.label)}</text>'
            )
