"""Cells about time are read as people write them, and refused where they could mean two things."""

from __future__ import annotations

from datetime import time

import pytest

from courseware.intake.cells import read_hours, read_minutes, read_month, read_time, read_yes


@pytest.mark.parametrize(("text", "minutes"), [("90", 90), ("90.0", 90), ("90 min", 90), ("0", 0)])
def test_minutes(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "1,5", "-5", "90 h", "1:30", "nittio", "1e3"])
def test_what_is_no_minutes(text: str) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        read_minutes(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4", (240, True)),
        ("1,5", (90, False)),
        ("1.25 h", (75, False)),
        ("4.0", (240, True)),
        ("1:30", (90, False)),
        ("2:00", (120, True)),
        ("0,05", (3, False)),
    ],
)
def test_hours(text: str, found: tuple[int, bool]) -> None:
    assert read_hours(text) == found


@pytest.mark.parametrize("text", ["", "1,33", "4 dagar", "-1", "1:75"])
def test_what_is_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|minutes"):
        read_hours(text)


@pytest.mark.parametrize(
    ("text", "found"), [("09:00", time(9)), ("9.05", time(9, 5)), ("kl. 13:30", time(13, 30))]
)
def test_times(text: str, found: time) -> None:
    assert read_time(text) == found


@pytest.mark.parametrize("text", ["", "9", "24:00", "12:60", "förmiddag"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        read_time(text)


@pytest.mark.parametrize(
    "text", ["2026-11", "202611", "november 2026", "Nov 2026", "2026-11-01", "2026-11-01 00:00"]
)
def test_months(text: str) -> None:
    assert read_month(text) == "2026-11"


@pytest.mark.parametrize("text", ["", "2026-13", "2026-11-12", "11/2026", "november"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        read_month(text)


def test_yes_and_no() -> None:
    assert [read_yes(text) for text in ("Ja", "x", "", "nej")] == [True, True, False, False]
    with pytest.raises(ValueError, match="neither"):
        read_yes("kanske")
