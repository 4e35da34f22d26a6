"""How often a flag is right: three percentages in, a hundred pupils out.

The same as assets/js/lib/accuracy.js in the browser; both read tests/vectors/accuracy.json.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Accuracy", "assess"]


class Accuracy(NamedTuple):
    """A hundred pupils sorted by a flag, and the exact shares in whole percent."""

    tp: int
    """Rightly flagged."""
    fp: int
    """Wrongly flagged."""
    fn: int
    """Missed."""
    tn: int
    """Rightly not flagged."""
    ppv: int | None
    """How often the flag is right; None where nobody at all is flagged."""
    share: int
    """How many are flagged."""
    left: int | None
    """How many of those who are not flagged are missed; None where everybody is flagged."""
    differs: bool
    """Whether a share is another one than the hundred whole pupils would give."""


def assess(base: int, sensitivity: int, specificity: int) -> Accuracy:
    """Gives what a flag does to a hundred pupils.

    The base rate decides first how many of the hundred need support; of these, and of the others, so many are
    flagged as the percentages say, rounded to whole pupils. Shares are worked out before any rounding.

    Args:
        base: Percent who need support.
        sensitivity: Percent of these who are flagged.
        specificity: Percent of the others who are not flagged.
    """
    right, wrong = base * sensitivity, (100 - base) * (100 - specificity)
    missed, unflagged = base * (100 - sensitivity), 10_000 - right - wrong
    tp, fp = _round(right, 100), _round(wrong, 100)
    fn, tn = base - tp, 100 - base - fp
    ppv = _percent(right, right + wrong)
    share = _round(right + wrong, 100)
    left = _percent(missed, unflagged)
    shown = (_percent(tp, tp + fp), tp + fp, _percent(fn, fn + tn))
    return Accuracy(tp, fp, fn, tn, ppv, share, left, shown != (ppv, share, left))


def _round(number: int, of: int) -> int:
    """Gives the nearest whole number, a half upwards."""
    return (2 * number + of) // (2 * of)


def _percent(part: int, whole: int) -> int | None:
    return _round(100 * part, whole) if whole else None
