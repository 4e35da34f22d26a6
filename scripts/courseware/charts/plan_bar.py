"""A bar of what has been reached, with a line where the plan is, as SVG over the width it is given.

Colours come from the page by class. The figures stand beside the bar, in text, so it is decoration and
hidden from assistive technology; the line tells the plan by its place and not by its colour.
"""

from __future__ import annotations

__all__ = ["draw_plan_bar"]

HEIGHT = 14
"""Pixels; the line of the plan takes all of it, the bar leaves a little above and below."""


def draw_plan_bar(value: int | None, plan: int | None, top: int) -> str:
    """Gives a bar.

    Args:
        value: What has been reached; None where it may not be shown, and then there is only the plan.
        plan: What was planned, or None.
        top: The value at the right edge, the same for all bars that are compared.

    Raises:
        ValueError: Something is negative or beyond the edge.
    """
    if any(amount is not None and not 0 <= amount <= top for amount in (value, plan)):
        raise ValueError("A bar's value and plan lie between 0 and its top.")
    parts = [f'<rect class="bar-ground" y="3" width="100%" height="{HEIGHT - 6}"/>']
    if value and top:
        parts.append(
            f'<rect class="bar-reached" y="3" width="{100 * value / top:g}%" height="{HEIGHT - 6}"/>'
        )
    if plan and top:
        # Drawn inside the edge, so that a plan at the top is not cut off.
        at = 100 * plan / top
        parts.append(f'<line class="bar-plan" x1="{at:g}%" x2="{at:g}%" y1="0" y2="{HEIGHT}"/>')
    return f'<svg class="plan-bar" width="100%" height="{HEIGHT}" aria-hidden="true">{"".join(parts)}</svg>'
