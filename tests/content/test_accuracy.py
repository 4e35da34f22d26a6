"""A hundred pupils always add up, and the shares are those of the formulas before any rounding."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.content.accuracy import assess

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "accuracy.json").read_text("utf-8"))
RATE = st.integers(0, 100)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["rates"]))
def test_vectors_shared_with_the_browser(vector: dict[str, object]) -> None:
    found = assess(*vector.pop("rates"))  # type: ignore[misc]
    assert found._asdict() == vector


def test_worked_example_of_the_fact_base() -> None:
    found = assess(25, 60, 85)
    assert found[:4] == (15, 11, 10, 64)
    assert (found.ppv, found.share) == (57, 26)
    assert found.differs  # 15 of 26 would be 58 per cent


@given(base=RATE, sensitivity=RATE, specificity=RATE)
def test_margins_are_right(base: int, sensitivity: int, specificity: int) -> None:
    found = assess(base, sensitivity, specificity)
    tp, fp, fn, tn = found[:4]
    assert min(tp, fp, fn, tn) >= 0
    assert tp + fn == base
    assert fp + tn == 100 - base
    for counted, of, rate in ((tp, base, sensitivity), (tn, 100 - base, specificity)):
        assert abs(counted - Fraction(of * rate, 100)) <= Fraction(1, 2)


@given(base=RATE, sensitivity=RATE, specificity=RATE)
def test_shares_are_exact_to_the_nearest_percent(base: int, sensitivity: int, specificity: int) -> None:
    found = assess(base, sensitivity, specificity)
    right = Fraction(base * sensitivity, 10_000)
    flagged = right + Fraction((100 - base) * (100 - specificity), 10_000)
    missed = Fraction(base, 100) - right
    assert abs(found.share - 100 * flagged) <= Fraction(1, 2)
    assert (found.ppv is None) == (flagged == 0)
    assert (found.left is None) == (flagged == 1)
    if found.ppv is not None:
        assert abs(found.ppv - 100 * right / flagged) <= Fraction(1, 2)
    if found.left is not None:
        assert abs(found.left - 100 * missed / (1 - flagged)) <= Fraction(1, 2)
