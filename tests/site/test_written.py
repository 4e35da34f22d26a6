"""Numbers and dates of the site: one form a language, wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from courseware.site.theme import Assets, prepare_environment
from courseware.site.written import day, decimal, percent
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("language", "date", "share"),
    [("sv", "25 november 2026", "12,5\xa0%"), ("en", "25 November 2026", "12.5%"), ("da", None, "12,5\xa0%")],
)
def test_each_language_writes_its_own_way(language: str, date: str | None, share: str) -> None:
    if date:
        assert day("2026-11-25", language) == date
    assert percent(Decimal("12.5"), language, 1) == share


def test_templates_and_blocks_write_a_date_alike() -> None:
    """English is British in a page's foot too, not only on an evidence card."""
    from jinja2 import Environment

    texts = load_strings(ROOT, "en")
    env = prepare_environment(Environment(autoescape=True), "en", texts, Assets({}))
    assert env.from_string('{{ "2026-11-25"|fmt_date }}').render() == "25 November 2026"
    assert env.from_string("{{ 25|fmt_percent }}, {{ 1.5|fmt_number }}").render() == "25%, 1.5"


def test_a_number_keeps_the_decimals_it_is_asked_for() -> None:
    assert [decimal(1234.5, "sv", places) for places in (None, 0, 2)] == [
        "1\xa0234,5",
        "1\xa0234",
        "1\xa0234,50",
    ]
    assert percent(0, "sv") == "0\xa0%"
