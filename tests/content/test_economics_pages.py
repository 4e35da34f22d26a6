"""The figures of the economics pages follow from the formulas that the pages give."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RATE = 0.035
MONTHLY, SURCHARGE = 45_750, 1.4453  # lon2024; skr_po 2023
EXTRA_COST, LIFETIME_ELIGIBLE, LIFETIME_DIPLOMA = 38_000, 1_100_000, 1_600_000
STUDENTS, RISK, ODDS_RATIO = 35, 0.57, 1.72  # invented, invented, wilson2011
SCHOOL = {1: 60_000}
SOCIAL = {2: 45_000, 3: 45_000, 4: 30_000, 5: 30_000}


def present(amounts: dict[int, float], rate: float = RATE) -> float:
    return sum(amount / (1 + rate) ** year for year, amount in amounts.items())


def with_odds_ratio(risk: float, ratio: float) -> float:
    odds = risk / (1 - risk) / ratio
    return odds / (1 + odds)


def cost(rate: float = RATE, salary: float = 1.0) -> float:
    half = MONTHLY * salary * 12 * SURCHARGE / 2
    return present({0: half, 1: half}, rate)


def break_even(rate: float = RATE, salary: float = 1.0, benefit: float = 1.0) -> float:
    return cost(rate, salary) / (benefit * present({**SCHOOL, **SOCIAL}, rate))


def page(language: str, name: str) -> str:
    return (ROOT / "docs" / language / "economics" / f"{name}.md").read_text(encoding="utf-8")


def whole(number: float, language: str) -> str:
    """Writes a whole number as the language does, with the sign that the tables use."""
    mark = "\u00a0" if language == "sv" else ","
    text = f"{abs(round(number)):,}".replace(",", mark)
    return f"−{text}" if number < 0 else text


def decimals(number: float, places: int, language: str) -> str:
    return f"{number:.{places}f}".replace(".", "," if language == "sv" else ".")


def said(language: str, name: str, *texts: str) -> None:
    """Asserts that a page says each text; plain spaces in it count as the ones that do not break."""
    body = page(language, name).replace(" ", "\u00a0")
    missing = [text for text in texts if text.replace(" ", "\u00a0") not in body]
    assert not missing, f"{language}/{name} lacks {missing}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_three_lines_of_the_special_educator(language: str) -> None:
    year = MONTHLY * 12 * SURCHARGE
    rounded = whole(round(year, -3), language)
    said(language, "worked-example", f"≈ {rounded}", f"{whole(1_100_000, language)}")
    said(language, "index", rounded)
    said(language, "formulas", rounded)
    assert round(year / EXTRA_COST) == 21
    assert decimals(year / LIFETIME_ELIGIBLE, 1, language) in page(language, "worked-example")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_effect_of_the_invented_example(language: str) -> None:
    after = with_odds_ratio(RISK, ODDS_RATIO)
    odds = RISK / (1 - RISK)
    said(
        language,
        "worked-example",
        *(decimals(number, 3, language) for number in (odds, odds / ODDS_RATIO, after)),
        f"= {decimals(STUDENTS * (RISK - after) * 0.7, 1, language)}",
        f"= {decimals(STUDENTS * (RISK - after), 1, language)}",
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_break_even_and_range_of_the_invented_example(language: str) -> None:
    prevented = {share: STUDENTS * (RISK - with_odds_ratio(RISK, ODDS_RATIO)) * share for share in (0.7, 1)}
    school, social = present(SCHOOL), present(SOCIAL)
    amounts = [MONTHLY * 12 * SURCHARGE / 2, cost(), school, social, school + social]
    said(language, "worked-example", *(whole(amount, language) for amount in amounts))
    said(language, "worked-example", whole(round(-cost(), -3), language))
    for number in prevented.values():
        for value in (number * school - cost(), number * social, number * (school + social) - cost()):
            said(language, "worked-example", whole(round(value, -3), language))
    said(
        language,
        "worked-example",
        f"= {decimals(break_even(), 1, language)}",
        f"= {decimals(cost() / school, 1, language)}",
        f"= {decimals(1 - school / (school + social), 2, language)}",
        decimals(prevented[0.7] * LIFETIME_DIPLOMA / 1e6, 1, language),
    )
    assert round(100 * break_even() / STUDENTS) == 12


@pytest.mark.parametrize("language", ["sv", "en"])
def test_sensitivity_rows(language: str) -> None:
    rows = [line for line in page(language, "worked-example").splitlines() if line.startswith("|")][-7:]
    expected = [
        break_even(),
        break_even(rate=0),
        break_even(rate=0.05),
        break_even(salary=0.7),
        break_even(salary=1.3),
        break_even(benefit=0.7),
        break_even(benefit=1.3),
    ]
    for row, number in zip(rows, expected, strict=True):
        assert f"| {decimals(number, 1, language)}" in row


@pytest.mark.parametrize("language", ["sv", "en"])
def test_formula_page_examples_and_factors(language: str) -> None:
    said(language, "formulas", decimals(with_odds_ratio(0.211, 1.72), 3, language))
    said(language, "formulas", f"p1 = {decimals(with_odds_ratio(0.25, 1.72), 2, language)}")
    for years in (10, 20, 40):
        row = " | ".join(decimals((1 + rate) ** -years, 3, language) for rate in (0.03, 0.035, 0.04))
        said(language, "formulas", row)
    annuities = ((1 - (1 + rate) ** -40) / rate for rate in (0.03, 0.035, 0.04))
    said(language, "formulas", " | ".join(decimals(factor, 2, language) for factor in annuities))


def test_the_flagged_students_are_those_of_the_invented_municipality() -> None:
    import yaml

    data = yaml.safe_load((ROOT / "docs/data/example-municipality.yml").read_text(encoding="utf-8"))
    found = data["early_detection"]["look_back"]
    at_15 = found["by_absence_threshold"][15]
    flagged = at_15["tp"] + at_15["fp"]
    assert (flagged, at_15["tp"], found["starters"]) == (105, 60, 400)
    assert round(at_15["tp"] / flagged, 2) == RISK
    assert round(flagged / len(found["starters_by_year"])) == STUDENTS


def test_the_calculation_is_that_of_the_invented_municipality() -> None:
    import yaml

    data = yaml.safe_load((ROOT / "docs/data/example-municipality.yml").read_text(encoding="utf-8"))
    found = data["calculation"]
    benefit = found["benefit_per_dropout_prevented"]
    assert (found["students"], found["baseline_risk"], found["post"]) == (STUDENTS, RISK, 0.5)
    assert found["implementation"] == {"base": 0.7, "optimistic": 1.0}
    assert benefit == {"school": SCHOOL, "social_services_and_labour_market": SOCIAL}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_incentives_case_is_the_worked_example(language: str) -> None:
    school, social = present(SCHOOL), present(SOCIAL)
    for share in (school, social):
        assert f"{round(100 * share / (school + social))} p" in page(language, "incentives")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_effect_spans_what_the_page_says(language: str) -> None:
    full = STUDENTS * (RISK - with_odds_ratio(RISK, ODDS_RATIO)) * present({**SCHOOL, **SOCIAL})
    said(language, "worked-example", whole(round(full, -3), language))
