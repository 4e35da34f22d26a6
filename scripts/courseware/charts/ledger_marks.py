"""The marks of a ledger as SVG: who pays and who gains by shape, when as a stretch on a line.

Decoration: the word, and the years, stand beside each mark. Colours come from the page by class.
"""

from __future__ import annotations

__all__ = ["SIGNS", "draw_sign", "draw_years"]

_MINUS = '<path d="M6.5 11h9"/>'
_PLUS = '<path d="M6.5 11h9M11 6.5v9"/>'
_BROKEN = '<circle cx="11" cy="11" r="9" stroke-linecap="butt" stroke-dasharray="4 3.07"/>'
"""Eight dashes round, with flat ends: round ends would fill the gaps."""
SIGNS = {
    "pays": f'<circle cx="11" cy="11" r="9"/>{_MINUS}',
    "shares-cost": f"{_BROKEN}{_MINUS}",
    "gains": f'<circle class="sign-full" cx="11" cy="11" r="9"/><g class="sign-on-full">{_PLUS}</g>',
    "gains-in-part": f"{_BROKEN}{_PLUS}",
}
"""The drawing of each sign."""
_HIGH = 12


def draw_sign(sign: str) -> str:
    """Gives the mark of a sign: a link, filled for a gain, broken where it is shared.

    Raises:
        ValueError: There is no such sign.
    """
    if sign not in SIGNS:
        raise ValueError(f"A ledger has no sign '{sign}'.")
    return (
        f'<svg class="sign is-{sign}" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" '
        f'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">{SIGNS[sign]}</svg>'
    )


def draw_years(start: int, end: int, top: int, *, goes_on: bool = False) -> str:
    """Gives a stretch on a line from 0 to `top` that is as wide as its cell.

    Args:
        start: The first year.
        end: The last year.
        top: The year at the right edge, the same for all rows.
        goes_on: Whether an arrow says that it does not end there.

    Raises:
        ValueError: The years do not lie on the line in this order.
    """
    if not 0 <= start <= end <= top or not top:
        raise ValueError(f"The years {start} to {end} do not lie between 0 and {top}.")
    x1, x2 = 100 * start / top, 100 if goes_on else 100 * end / top
    middle = _HIGH // 2
    # A single year is a point, and a point is drawn as a short stretch.
    far = (
        f'<svg x="{x2:g}%" overflow="visible"><path class="years-tip" d="m-7 1 6 5-6 5"/></svg>'
        if goes_on
        else ""
    )
    return (
        f'<svg class="years" width="100%" height="{_HIGH}" aria-hidden="true">'
        f'<line class="years-axis" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>'
        f'<line class="years-span" x1="{x1:g}%" x2="{x2:g}%" y1="{middle}" y2="{middle}"/>{far}</svg>'
    )
