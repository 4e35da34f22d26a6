"""Labels inside drawings: how wide a text is, and where it breaks so that it stays inside its shape.

No font is at hand when the drawing is made, so widths are those of the site's face, rounded upwards: a label
that is estimated too wide breaks early, one that is estimated too narrow would run out of its shape.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

__all__ = ["Lettering", "fit", "measure", "write_lines"]

SMALLEST = 13
"""Pixels in the drawing, which the narrowest phone shows at nearly its own size."""
_NARROW = frozenset("iljtfrI1.,:;!'|()[]- ")
_WIDE = frozenset("mwMWQOÖÕGĢ%")
_BREAKS = re.compile(r"(?<=[-/–])|\s+")


class Lettering(NamedTuple):
    """A text broken into lines of one size."""

    lines: tuple[str, ...]
    size: float

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * 1.22

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.leading * len(self.lines)


def measure(text: str, size: float) -> float:
    """Gives about how wide a text is in semi-bold letters of a size."""
    width = sum(
        0.34 if sign in _NARROW else 0.86 if sign in _WIDE else 0.66 if sign.isupper() else 0.56
        for sign in text
    )
    return width * size


def fit(text: str, width: float, *, most: int = 3, size: float = 15) -> Lettering:
    """Gives a text in the largest letters that keep its words whole in so many lines, or else broken words.

    Args:
        text: One line of plain text.
        width: How wide a line may be.
        most: How many lines there may be; a text that needs more in the smallest letters gets them.
        size: The largest letters.
    """
    while size > SMALLEST:
        lines = _wrap(text, width, size)
        if len(lines) <= most and all(measure(line, size) <= width for line in lines):
            return Lettering(tuple(lines), size)
        size = max(size - 0.5, SMALLEST)
    parts = [piece for line in _wrap(text, width, size) for piece in _split(line, width, size)]
    return Lettering(tuple(parts), size)


def _wrap(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in _BREAKS.split(text.strip()):
        joint = "" if lines and lines[-1].endswith(("-", "/", "–")) and " " + word not in text else " "
        if lines and measure(lines[-1] + joint + word, size) <= width:
            lines[-1] += joint + word
        elif word:
            lines.append(word)
    return lines


def _split(line: str, width: float, size: float) -> list[str]:
    """Gives a line in pieces that fit, with a hyphen where a word is broken."""
    pieces = []
    while measure(line, size) > width and len(line) > 4:
        cut = max(2, next((n for n in range(2, len(line)) if measure(line[:n] + "-", size) > width), 3) - 1)
        cut = min(cut, len(line) - 2)
        pieces.append(line[:cut] + "-")
        line = line[cut:]
    return [*pieces, line]


def write_lines(lettering: Lettering, x: float, middle: float, *, name: str = "drawn-label") -> str:
    """Gives the lines as SVG, centred on a point."""
    size, leading = lettering.size, lettering.leading
    first = middle - leading * (len(lettering.lines) - 1) / 2 + size * 0.35
    lines = "".join(
        f'<tspan x="{x:g}" y="{first + place * leading:.1f}">{escape(line)}</tspan>'
        for place, line in enumerate(lettering.lines)
    )
    return f'<text class="{name}" font-size="{size:g}" text-anchor="middle">{lines}</text>'
