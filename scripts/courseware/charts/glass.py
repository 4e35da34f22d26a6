"""The looking glass beside the word "Search"."""

from __future__ import annotations

__all__ = ["draw_glass"]


def draw_glass() -> str:
    """Gives a small looking glass in the colour of the text; decoration, the word stands beside it."""
    return (
        '<svg class="glass" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round">'
        '<circle cx="7.5" cy="7.5" r="5"/><path d="m11.5 11.5 4.5 4.5"/></svg>'
    )
