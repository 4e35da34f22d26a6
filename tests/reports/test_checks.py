"""The fast check of identity numbers agrees with the register's own rules, on any number."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from courseware.registry.identity import IdentityError, check_digit, parse_identity_number
from courseware.reports.checks import Checks, Limits
from courseware.reports.period import ReportPeriod

CHECKS = Checks(Limits(ReportPeriod(2020, 11), date(2020, 8, 3), date(2023, 4, 30), 13, (0, 300)))
STARTED = "2020-09-15"


def is_accepted_by_register(number: str) -> bool:
    try:
        parse_identity_number(number, started=date.fromisoformat(STARTED), ages=None)
    except IdentityError:
        return False
    return True


@given(st.dates(date(1800, 1, 1), date(2020, 9, 1)), st.integers(0, 999), st.booleans(), st.integers(0, 9))
def test_numbers_are_judged_as_at_intake(born: date, serial: int, moved: bool, slip: int) -> None:
    nine = f"{born:%y%m}{born.day + 60 * moved:02d}{serial:03d}"
    last = (check_digit(nine) + slip) % 10 if slip > 4 else check_digit(nine)
    number = f"{born.year:04d}{nine[2:]}{last}"
    faults = CHECKS.person(number, STARTED, None, protected=False)
    assert (not faults) == is_accepted_by_register(number)


@given(st.text("0123456789Tf-+ ٣", max_size=14))
def test_other_texts_are_never_taken_for_a_number(text: str) -> None:
    faults = CHECKS.person(text, STARTED, None, protected=False)
    if not faults:
        assert is_accepted_by_register(text)
