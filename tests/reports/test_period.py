"""A month knows the dates that hang on it."""

from __future__ import annotations

from datetime import date

import pytest

from courseware.errors import CoursewareError
from courseware.reports.period import ReportPeriod


def test_window_opens_with_the_next_month_and_closes_after_four_weeks() -> None:
    period = ReportPeriod.parse("2024-02")
    assert (period.first, period.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (period.opens, period.due) == (date(2024, 3, 1), date(2024, 3, 28))
    assert str(period) == "2024-02"


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "november", "26-11", "2026-11-01", ""])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CoursewareError, match="as in 2026-11"):
        ReportPeriod.parse(text)
