"""A bar cut into shares, as SVG that stretches over the width it is given.

Colours and patterns come from the page by class; a share is told by its outline and pattern too, so that
nothing depends on colour. The figures stand beside the bar, in text: the drawing alone is never all there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["draw_bar"]

HEIGHT = 16
"""Pixels."""


def draw_bar(shares: Iterable[tuple[float, str]], *, label: str = "") -> str:
    """Gives a bar of shares from left to right.

    Args:
        shares: Percent and class name of each share; what is left of 100 stays empty.
        label: Text alternative; without one the bar is decoration and hidden from assistive technology.

    Raises:
        ValueError: A share is negative, or together they are more than 100.
    """
    parts = []
    start = 0.0
    for percent, name in shares:
        if percent < 0 or start + percent > 100.0001:
            raise ValueError("Shares of a bar are 0 to 100 percent together.")
        if percent:
            parts.append(
                f'<rect class="bar-{escape(name)}" x="{start:g}%" width="{percent:g}%" height="{HEIGHT}"/>'
            )
        start += percent
    named = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
    return (
        f'<svg class="bar" width="100%" height="{HEIGHT}"{named}>'
        f'<rect class="bar-rest" width="100%" height="{HEIGHT}"/>{"".join(parts)}</svg>'
    )
