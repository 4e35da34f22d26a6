"""The framework's worked figures follow from the invented municipality and from the formulas beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LANGUAGES = ("sv", "en")
_EXAMPLE = yaml.safe_load((ROOT / "docs/data/example-municipality.yml").read_text("utf-8"))
LOOK_BACK = _EXAMPLE["early_detection"]["look_back"]
YEARS_7_9 = _EXAMPLE["absence_spring_2026"]["years_7_9"]
PAGES = ("early-warning", "evidence", "indicators", "accuracy", "swedish-experience", "building-blocks")


def _page(language: str, name: str) -> str:
    return (ROOT / "docs" / language / "framework" / f"{name}.md").read_text("utf-8")


def _numbers(row: str) -> list[float]:
    return [float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", row)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simulators_settings_are_those_of_the_year_groups(language: str) -> None:
    settings = re.findall(
        r"\((\d+) ?%\):\*\* base=(\d+) sensitivity=(\d+) specificity=(\d+)", _page(language, "accuracy")
    )
    expected = []
    for threshold, box in LOOK_BACK["by_absence_threshold"].items():
        without, with_diploma = box["tp"] + box["fn"], box["fp"] + box["tn"]
        rates = (
            without / (without + with_diploma),
            box["tp"] / without,
            box["tn"] / with_diploma,
        )
        expected.append((str(threshold), *(str(round(100 * rate)) for rate in rates)))
    assert settings == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_thresholds_counts_the_same_students_and_the_hours_of_their_talks(language: str) -> None:
    rows = re.findall(r"^\| (\d+) ?% \|(.*)\|$", _page(language, "indicators"), re.MULTILINE)
    assert {int(threshold): _numbers(row) for threshold, row in rows if int(threshold) in (10, 15, 25)} == {
        threshold: [
            box["tp"] + box["fp"],
            box["tp"],
            box["fp"],
            box["fn"],
            (box["tp"] + box["fp"]) / 2,
        ]
        for threshold, box in LOOK_BACK["by_absence_threshold"].items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_of_years_7_to_9_uses_the_municipalitys_counts(language: str) -> None:
    case = re.search(r":::\{case\}\n(.*?)\n:::", _page(language, "indicators"), re.DOTALL)
    assert case is not None
    for limit in (10, 15, 25):
        assert str(YEARS_7_9[f"at_least_{limit}_percent"]) in case[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_odds_follows_from_the_odds_ratio(language: str) -> None:
    section = _page(language, "evidence").split("{#odds-ratio}")[1].split("{#check-and-connect}")[0]
    rows = [_numbers(line) for line in section.split("\n") if line.startswith("|")][2:]
    assert len(rows) == 3
    for before, odds, lowered, after, fewer in rows:
        exact = before / (100 - before)
        share = 100 * (exact / 1.72) / (1 + exact / 1.72)
        # The page says "about 13": the review's own words for 13.46.
        assert (odds, lowered, after) == (round(exact, 3), round(exact / 1.72, 3), round(share))
        assert fewer == round(before - share)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_ends_with_one_next_step(language: str, name: str) -> None:
    last = re.findall(r"^## .*\{#([a-z0-9-]+)\}$", _page(language, name), re.MULTILINE)[-1]
    assert last == "takeaway"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_building_block_has_four_levels_and_a_section(language: str) -> None:
    page = _page(language, "building-blocks")
    block = re.search(r":::\{self-assessment id=building-blocks\}\n(.*?)\n:::", page, re.DOTALL)
    assert block is not None
    items = re.split(r"^\d+\. ", block[1], flags=re.MULTILINE)[1:]
    assert [item.count("\n   - ") for item in items] == [4] * 8
    assert len(re.findall(r"^## \d\. ", page, re.MULTILINE)) == 8
