"""The links of the chain of months as SVG: how a month stands is told by its shape, not by colour alone.

Colours come from the page by class: `link-ring`, `link-fill`, `link-sign`, and `is-stale` for what needs
somebody now. The state stands beside the link in words.
"""

from __future__ import annotations

__all__ = ["LINKS", "draw_link"]

_RING = '<circle class="link-ring" cx="13" cy="13" r="9"/>'
_FULL = '<circle class="link-fill" cx="13" cy="13" r="10"/>'

LINKS = {
    "running": '<circle class="link-ring" cx="13" cy="13" r="9" stroke-dasharray="3.5 3.57"/>',
    "open": _RING,
    "exported": f'{_RING}<path class="link-fill" d="M13 3a10 10 0 0 0 0 20z"/>',
    "sent": _FULL,
    "accepted": f'{_FULL}<path class="link-sign" d="m8.4 13.4 3.2 3.2 6-6.6"/>',
    "stale": (
        f'{_RING}<path class="link-mark" d="M13 8v6"/><circle class="link-dot" cx="13" cy="17.4" r="1.5"/>'
    ),
    "empty": '<path class="link-ring" d="M7 13h12"/>',
}
"""The drawing of each state."""


def draw_link(state: str) -> str:
    """Gives the link of a month's state; decoration, the state stands beside it in words.

    Raises:
        ValueError: There is no such state.
    """
    if state not in LINKS:
        raise ValueError(f"A month has no state '{state}'.")
    return (
        f'<svg class="link is-{state}" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" '
        f'fill="none" stroke="currentColor" stroke-width="2">{LINKS[state]}</svg>'
    )
