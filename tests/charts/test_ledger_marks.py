"""Marks of a ledger: decoration that is told by shape, and a stretch that lies on its line."""

from __future__ import annotations

import re

import pytest

from courseware.charts.ledger_marks import SIGNS, draw_sign, draw_years


def test_signs_differ_in_shape_and_are_decoration() -> None:
    drawn = {sign: draw_sign(sign) for sign in SIGNS}
    assert len({text.split(">", 1)[1] for text in drawn.values()}) == 4
    assert all('aria-hidden="true"' in text for text in drawn.values())
    with pytest.raises(ValueError, match="no sign"):
        draw_sign("wins")


@pytest.mark.parametrize("sign", ["shares-cost", "gains-in-part"])
def test_a_broken_link_has_gaps_that_are_seen(sign: str) -> None:
    circle = re.search(r"<circle[^>]*>", draw_sign(sign))
    assert circle is not None
    drawn = re.search(r'stroke-linecap="butt" stroke-dasharray="[\d.]+ ([\d.]+)"', circle[0])
    assert drawn is not None, "round ends reach into the gaps"
    assert float(drawn[1]) >= 2.5


def test_years_are_in_proportion() -> None:
    assert 'x1="10%" x2="50%"' in draw_years(5, 25, 50)
    assert "years-tip" not in draw_years(5, 25, 50)
    assert 'x1="4%" x2="100%"' in draw_years(2, 10, 50, goes_on=True)
    assert "years-tip" in draw_years(2, 10, 50, goes_on=True)


@pytest.mark.parametrize("years", [(3, 2, 5), (0, 6, 5), (0, 0, 0), (-1, 2, 5)])
def test_years_off_the_line_are_refused(years: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="do not lie"):
        draw_years(*years)
