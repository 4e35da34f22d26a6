"""The frame of a drawing over time: a scale at the left, a plot that stretches over the width it is given.

Places along the width are percentages and everything else pixels, so the same drawing serves a wide screen,
a phone and A4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

__all__ = ["ABOVE", "HEIGHT", "draw_frame", "scale_of", "short"]

HEIGHT = 168
"""Pixels from the top of the scale to the line at its foot."""
ABOVE, BELOW, _AXIS = 20, 40, 52


def scale_of(most: float) -> tuple[float, float]:
    """Gives (top, step) of a scale that holds a number in two to four even steps."""
    if most < 1e-9:  # nothing that anybody measures
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


def draw_frame(
    parts: Iterable[str],
    *,
    kind: str,
    scale: tuple[float, float],
    name: str,
    title: str,
    description: str,
    number: Callable[[float], str],
    height: float = HEIGHT,
    below: float = BELOW,
    axis: float = _AXIS,
    more: str = "",
    tag: str = "div",
    named: bool = False,
) -> str:
    """Gives the drawing with its scale at the left.

    Args:
        parts: What stands in the plot.
        kind: What its classes begin with: "columns", "lines".
        scale: Top and step.
        name: Unique on the page; the drawing's ids begin with it.
        title: Short text alternative.
        description: Long text alternative: what the drawing shows.
        number: Writes the scale's numbers.
        height: Pixels from the top of the scale to the line at its foot.
        below: Pixels below that line.
        axis: Pixels that the numbers of the scale have.
        more: Another class of the whole.
        tag: What holds it: a span where several stand in one division, which Markdown would take apart.
        named: Whether the title alone is its name, where many drawings would else be a long reading aloud.
    """
    top, step = scale
    foot = ABOVE + height
    lines, texts = [], []
    for place in range(round(top / step) + 1):
        y = short(foot - height * place * step / top)
        what = "grid" if place else "foot"
        lines.append(f'<line class="{kind}-{what}" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
        text = escape(number(place * step))
        texts.append(f'<text x="{axis - 8:g}" y="{y}" dy=".32em" text-anchor="end">{text}</text>')
    high = short(foot + below)
    names = f"{kind} {more}".strip()
    told = f'aria-labelledby="{name}-title {name}-text"'
    if named:
        told = f'aria-labelledby="{name}-title" aria-describedby="{name}-text"'
    return (
        f'<{tag} class="{names}"><svg class="{kind}-scale" width="{axis:g}" height="{high}" '
        f'aria-hidden="true">{"".join(texts)}</svg>'
        f'<svg class="{kind}-plot" width="100%" height="{high}" role="img" '
        f'{told}><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(description)}</desc>{"".join(lines)}{"".join(parts)}</svg></{tag}>'
    )


def short(number: float) -> str:
    """Gives a coordinate with two decimals at most, for small pages."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
