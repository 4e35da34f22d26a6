"""The frame of a drawing in a text: an SVG with its name and what it shows, as wide as a narrow phone.

Colours come from the page by class: `drawn-line`, `drawn-area`, `drawn-link`, `drawn-number`, `drawn-label`
and `drawn-way`; no style attribute, which the CSP forbids.
"""

from __future__ import annotations

from html import escape

__all__ = ["WIDE", "frame"]

WIDE = 280
"""Pixels: what a phone 320 pixels wide has for a drawing."""


def frame(parts: str, high: float, *, name: str, title: str, description: str) -> str:
    """Gives a drawing.

    Args:
        parts: What is drawn.
        high: Its height where it is `WIDE` wide.
        name: Unique on the page; ids begin with it.
        title: Short text alternative.
        description: Long text alternative.
    """
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDE} {high:g}" width="{WIDE}" height="{high:g}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-text">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-text">{escape(description)}</desc>'
        f"{parts}</svg>"
    )
