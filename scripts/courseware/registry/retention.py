"""Until when evidence has to be kept: a proposal with its rule, once the last payment's day is known.

The date itself is the project's setting and has no default (esf-reporting 4.1).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from courseware.registry.project import Project

__all__ = ["Proposal", "propose_retention"]


class Proposal(NamedTuple):
    """A date and the rule that gives it."""

    day: date
    rule: str


def propose_retention(project: Project) -> Proposal | None:
    """Gives the day that the programme period's rule gives; None before the last payment and without a rule.

    For 2021-2027 that is five years from 31 December of the year of the managing authority's last payment
    (Regulation (EU) 2021/1060, Article 82); ten years where State aid is involved, which only the decision
    tells. For 2014-2020 no rule was verified (esf-reporting 4.1), so nothing is proposed.
    """
    if project.last_payment is None or project.programme_period != "2021-2027":
        return None
    rule = (
        "Regulation (EU) 2021/1060, Article 82: five years from 31 December of the year of the last payment; "
        "with State aid ten years. The decision on support goes before"
    )
    return Proposal(date(project.last_payment.year + 5, 12, 31), rule)
