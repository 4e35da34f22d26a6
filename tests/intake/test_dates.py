"""Dates: read as people write them, refused where day and month could change places."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.intake.dates import read_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-01",
        "2026.02.01",
        "2026/02/01",
        "2026/2/1",
        "20260201",
        "260201",
        "2026 02 01",
        "2026-02-01 00:00",
        "2026-02-01T00:00:00",
        "1/2 2026",
        "01/02 2026",
        "1.2.2026",
        "01.02.2026",
        "1 februari 2026",
        "den 1 februari 2026",
        "1 Feb. 2026",
        "1 feb 2026",
        "46054",
        "46054.0",
        "2026\u201302\u201301",
        " 2026-02-01 ",
    ],
)
def test_the_first_of_february(text: str) -> None:
    assert read_date(text) == date(2026, 2, 1)


@pytest.mark.parametrize("text", ["13/2/2026", "2/2/2026", "29.2.2024"])
def test_days_that_can_mean_only_one(text: str) -> None:
    assert read_date(text).day in {13, 2, 29}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1/2/2026", "day/month or month/day"),
        ("2/13/2026", "month before its day"),
        ("2026-02-30", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("", "not a date"),
        ("2026-02", "not a date"),
        ("1/2-26", "not a date"),
        ("vt 2026", "not a date"),
        ("0", "not a date"),
        ("1.98501E+11", "not a date"),
        ("2026-02-01 13:30", "not a date"),
        ("20261", "not a date"),
    ],
)
def test_what_is_no_day_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        read_date(text)
    assert len(text) < 3 or text not in str(caught.value).removesuffix("2026-02-01.")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        str(serial),
    )
    assert {read_date(form) for form in forms} == {day}


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_date(text), date)
