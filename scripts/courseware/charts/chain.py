"""The chain from board to pupil as SVG: logo, role navigation and progress line.

Without a step, horizontal places are percentages and everything else pixels, so a drawing stretches over
the width it is given while its links stay round. Colours come from the page: `currentColor` and the classes
`chain-line`, `chain-link`, `is-done`, `is-here` and `is-person`; no style attribute: the CSP forbids it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import pairwise
from math import cosh
from typing import Literal

from courseware.charts.scale import short

__all__ = ["LinkState", "draw_chain", "draw_icon", "draw_logo", "draw_progress"]

LinkState = Literal["open", "done", "here", "person"]
"""What a link shows: not reached, finished, where the reader is, or the young person the chain is for."""

_CLASSES: dict[str, str] = {
    "open": "chain-link",
    "done": "chain-link is-done",
    "here": "chain-link is-here",
    "person": "chain-link is-person",
}
_TENSION = 1.35
"""How much the hanging chain curves: the half-width of the catenary, in units of its parameter."""


def draw_chain(
    states: Iterable[LinkState], *, sag: int = 0, radius: int = 9, step: int = 0, label: str = ""
) -> str:
    """Gives a chain of round links joined by a fine line, hanging as a catenary.

    Args:
        states: One state a link, from left to right.
        sag: How many pixels the middle hangs below the ends; 0 draws a level chain.
        radius: Radius of a link, in pixels.
        step: Pixels from one link to the next; 0 spreads the links over the width at hand.
        label: Text alternative; without one the drawing is decoration and hidden from assistive technology.

    Raises:
        ValueError: There is no link, or a state is unknown.
    """
    return _draw_chain(tuple(states), sag, radius, step, label)


def draw_progress(done: int, total: int, *, here: int | None = None, label: str = "") -> str:
    """Gives the progress line of a path or a module: `total` small links, the first `done` filled.

    Args:
        done: How many links are filled.
        total: How many links there are.
        here: Position (from 0) of the link the reader is at.
        label: Text alternative; without one the line is decoration.

    Raises:
        ValueError: The figures do not fit together.
    """
    if total < 1 or not 0 <= done <= total or (here is not None and not 0 <= here < total):
        raise ValueError(
            f"A progress line of {total} links cannot have {done} done and the reader at {here}."
        )
    states: list[LinkState] = ["done" if place < done else "open" for place in range(total)]
    if here is not None:
        states[here] = "here"
    return _draw_chain(tuple(states), 0, 6, 28, label)


@lru_cache(maxsize=1)
def draw_logo() -> str:
    """Gives the mark for the header, beside the name: three joined links, the last one filled."""
    return (
        '<svg class="chain-mark" width="44" height="24" viewBox="0 0 44 24" aria-hidden="true" '
        f'focusable="false" fill="none" stroke="currentColor" stroke-width="2">{_mark()}</svg>'
    )


@lru_cache(maxsize=1)
def draw_icon() -> str:
    """Gives the favicon: the mark on a spruce ground, complete as a file of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        '<rect width="64" height="64" rx="14" fill="#17453b"/>'
        '<g transform="translate(5 17.5) scale(1.23)" fill="none" stroke="#fbfaf6" stroke-width="2.6">'
        f"{_mark('#fbfaf6')}</g></svg>\n"
    )


def _mark(ink: str = "currentColor") -> str:
    """Gives three links on a line that hangs a little: board, classroom, pupil."""
    return (
        '<path d="M11.2 9.6 16.6 12.6M27.4 12.6 32.8 9.6"/>'
        '<circle cx="6.5" cy="7.5" r="5"/><circle cx="22" cy="15.5" r="5.8"/>'
        f'<circle cx="37.5" cy="7.5" r="5" fill="{ink}"/>'
    )


def _hang(place: float) -> float:
    """Gives how far (0 to 1) a catenary hangs at a place (0 to 1) along its width."""
    lowest = cosh(_TENSION) - 1
    return 1 - (cosh(_TENSION * (2 * place - 1)) - 1) / lowest


@lru_cache(maxsize=256)
def _draw_chain(states: tuple[LinkState, ...], sag: int, radius: int, step: int, label: str) -> str:
    unknown = [state for state in states if state not in _CLASSES]
    if not states or unknown:
        raise ValueError(f"A chain needs links with known states, not {unknown or 'none'}.")
    margin = radius + 3
    count = len(states)
    points = [
        (
            str(margin + step * place) if step else f"{short(100 * (place + 0.5) / count)}%",
            short(margin + sag * _hang(place / max(count - 1, 1))),
        )
        for place in range(count)
    ]
    lines = "".join(
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>' for (x1, y1), (x2, y2) in pairwise(points)
    )
    links = "".join(
        f'<circle class="{_CLASSES[state]}" cx="{x}" cy="{y}" r="{radius}"/>'
        for (x, y), state in zip(points, states, strict=True)
    )
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    high = 2 * margin + sag
    wide = 2 * margin + step * (count - 1)
    size = (
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
        if step
        else f'width="100%" height="{high}"'
    )
    return (
        f'<svg class="chain-drawing" {size} {role} fill="none" stroke="currentColor" stroke-width="2">'
        f'<g class="chain-line">{lines}</g>{links}</svg>'
    )
