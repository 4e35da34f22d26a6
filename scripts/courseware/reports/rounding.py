"""From minutes to the hours that are reported: named policies, and what each one throws away.

Whether whole hours are wanted, and on which level to round, is not known in general (esf-reporting 1.4),
so the project chooses a policy and every report names it.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["Policy", "reported_hours"]

Policy = Literal["floor_month", "floor_activity", "floor_day", "exact_quarter"]


def reported_hours(policy: Policy, minutes: int, whole_hours: int) -> tuple[float, int]:
    """Gives the hours to report and the minutes that they leave out.

    Args:
        policy: How the project rounds; always down.
        minutes: Everything that counts in the month.
        whole_hours: The sum of whole hours a session or a date, for the policies that round those.
    """
    if policy == "floor_month":
        return minutes // 60, minutes % 60
    if policy == "exact_quarter":
        return minutes // 15 / 4, minutes % 15
    return whole_hours, minutes - 60 * whole_hours
