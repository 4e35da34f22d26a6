"""The rates of the Baltic countries are what their description says, and the values fit each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from courseware.content.data_tables import load_data, sources_of

ROOT = Path(__file__).parents[2]
RATES = load_data(ROOT)[0].tables["rates"].rows
UNION = ("EU", "SE", "DK", "EE", "FI", "DE", "LV", "LT", "PL")


def test_every_value_stands_once() -> None:
    keys = Counter(
        tuple(row[name] for name in ("country", "year", "indicator", "sex", "age")) for row in RATES
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("country", UNION)
@pytest.mark.parametrize(("indicator", "age"), [("elet", "18–24"), ("neet", "15–29")])
def test_the_years_of_a_series_have_no_gap(country: str, indicator: str, age: str) -> None:
    years = [
        row["year"]
        for row in RATES
        if (row["country"], row["indicator"], row["sex"], row["age"]) == (country, indicator, "total", age)
    ]
    assert years == [str(year) for year in range(2010, 2026)]


def test_norway_has_the_year_that_was_found_and_no_other() -> None:
    assert {row["year"] for row in RATES if row["country"] == "NO"} == {"2019"}


def test_all_lie_between_men_and_women() -> None:
    together: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for row in RATES:
        key = tuple(row[name] for name in ("country", "year", "indicator", "age"))
        together[key][row["sex"]] = Decimal(row["share"])
    compared = [of for of in together.values() if len(of) == 3]
    assert len(compared) > 100
    assert all(of["women"] <= of["total"] <= of["men"] for of in compared)


def test_breaks_are_those_of_eurostat_and_of_the_reading_rules() -> None:
    for row in RATES:
        ruled = row["year"] == "2021" or (row["indicator"] == "elet" and row["year"] == "2014")
        assert (row["break"] == "true") == ("b" in row["flag"] or ruled), row


def test_a_source_says_the_table_and_where_the_value_was_read() -> None:
    for row in RATES:
        table, *read = sources_of(row)
        assert table.startswith("eurostat_")
        assert len(read) == (0 if row["mark"] == "K" else 1), row
        assert (row["unverified"] == "true") == (row["mark"] == "K")


@pytest.mark.parametrize(
    ("country", "year", "share"),
    [
        ("DE", "2025", "13.1"),
        ("PL", "2025", "4.0"),
        ("LV", "2024", "7.9"),
        ("EE", "2019", "11.2"),
        ("EU", "2024", "9.6"),
    ],
)
def test_some_values_stand_as_they_were_read(country: str, year: str, share: str) -> None:
    found = [
        row["share"]
        for row in RATES
        if (row["country"], row["year"], row["indicator"], row["sex"]) == (country, year, "elet", "total")
    ]
    assert found == [share]
