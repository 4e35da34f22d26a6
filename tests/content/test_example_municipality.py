"""The invented municipality: its figures follow from one another, and M07 uses them as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MODULE = "m07-early-detection"


@pytest.fixture(scope="module")
def municipality() -> dict[str, Any]:
    text = (ROOT / "docs/data/example-municipality.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _text(language: str, name: str) -> str:
    return (ROOT / "modules" / language / MODULE / f"{name}.md").read_text(encoding="utf-8")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _errors(flagged: set[str], left: set[str], size: int) -> tuple[int, int, int, int]:
    right, wrong, missed = len(flagged & left), len(flagged - left), len(left - flagged)
    return right, wrong, missed, size - right - wrong - missed


def test_pupils_add_up(municipality: dict[str, Any]) -> None:
    schools = {school["id"]: school for school in municipality["schools"]}
    years = {"F-6": 7, "7-9": 3}
    for school in schools.values():
        if "pupils_per_year" in school:
            assert school["pupils"] == sum(years[k] * n for k, n in school["pupils_per_year"].items())
    compulsory = [school for school in schools.values() if "pupils_per_year" in school]
    assert sum(school["pupils"] for school in compulsory) == municipality["pupils_f9"]
    for stage in years:
        total = sum(school["pupils_per_year"].get(stage, 0) for school in compulsory)
        assert total == municipality["age_group"]
    assert sum(schools["gymnasiet"]["pupils_by_year"].values()) == schools["gymnasiet"]["pupils"]
    grade = municipality["grade_9"]
    assert grade["eligible"] + grade["not_eligible"] == grade["pupils"] == municipality["age_group"]
    assert grade["eligible_percent"] == round(100 * grade["eligible"] / grade["pupils"], 1)


def test_look_back_adds_up(municipality: dict[str, Any]) -> None:
    look = municipality["early_detection"]["look_back"]
    assert sum(look["starters_by_year"].values()) == look["starters"]
    for errors in look["by_absence_threshold"].values():
        assert sum(errors.values()) == look["starters"]
        assert errors["tp"] + errors["fn"] == look["without_diploma"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_lesson_3_shows_the_look_back(municipality: dict[str, Any], language: str) -> None:
    text = _text(language, "lesson-3-accuracy")
    rows = [_cells(row) for row in text.splitlines() if row.startswith("|")]
    sensitivity, ppv = [], []
    for threshold, found in municipality["early_detection"]["look_back"]["by_absence_threshold"].items():
        numbers = [str(found[key]) for key in ("tp", "fp", "fn")]
        row = next(row for row in rows if row[1:4] == numbers)
        assert int(re.sub(r"\D", "", row[0])) == threshold
        sensitivity.append(str(round(100 * found["tp"] / (found["tp"] + found["fn"]))))
        ppv.append(str(round(100 * found["tp"] / (found["tp"] + found["fp"]))))
    word = "och" if language == "sv" else "and"
    for rates in (sensitivity, ppv):
        assert f" {rates[0]}, {rates[1]} {word} {rates[2]} " in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_lesson_2_shows_the_absence(municipality: dict[str, Any], language: str) -> None:
    text = _text(language, "lesson-2-indicators")
    absence = municipality["absence_spring_2026"]["upper_secondary"]
    pupils = next(school["pupils"] for school in municipality["schools"] if school["id"] == "gymnasiet")
    for percent in (10, 15, 25):
        flagged = absence[f"at_least_{percent}_percent"]
        hours = f"{flagged / 2:g}".replace(".", "," if language == "sv" else ".")
        of = "av" if language == "sv" else "of"
        assert re.search(rf"\| {percent} ?% \| {flagged} {of} {pupils} \| {hours} ", text)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_workshop_has_the_class_and_its_answers(municipality: dict[str, Any], language: str) -> None:
    lines = _text(language, "workshop").splitlines()
    rows = [_cells(line) for line in lines if line.startswith("|")]
    events = next(line for line in lines if line.startswith(("**Händelser:**", "**Events:**")))
    pupils = municipality["simulation_class"]["pupils"]
    left = set(municipality["simulation_class"]["left_without_diploma"])
    shown = {row[0]: row for row in rows if re.fullmatch(r"[A-Z]", row[0])}
    assert list(shown) == [pupil[0] for pupil in pupils]
    for letter, percent, repeats, subjects, event in pupils:
        row = shown[letter]
        assert [int(re.sub(r"\D", "", cell)) for cell in row[1:4]] == [percent, repeats, subjects]
        assert (f"{letter} " in events) == (event is not None)
    rules = [
        lambda p: p[1] >= 10,
        lambda p: p[1] >= 15,
        lambda p: p[1] >= 25,
        lambda p: p[3] >= 2,
        lambda p: p[2] >= 3,
        lambda p: p[1] >= 15 or p[3] >= 2,
    ]
    answers = [row for row in rows if len(row) == 8 and row[1].isdigit()]
    assert len(answers) == len(rules)
    for row, rule in zip(answers, rules, strict=True):
        flagged = {pupil[0] for pupil in pupils if rule(pupil)}
        right, wrong, missed, unflagged = _errors(flagged, left, len(pupils))
        assert [int(cell) for cell in row[1:5]] == [len(flagged), right, wrong, missed]
        rates = [right / (right + missed), unflagged / (unflagged + wrong), right / len(flagged)]
        for cell, rate in zip(row[5:], rates, strict=True):
            assert abs(int(re.sub(r"\D", "", cell)) - 100 * rate) <= 0.51


def test_one_cohort_gives_three_shares(municipality: dict[str, Any]) -> None:
    """The page on measures counts the same starters three ways."""
    measures = municipality["completion_measures"]
    national, introductory = measures["national_starters"], measures["introductory_starters"]
    three, four = (
        measures["national_diploma_within_three_years"],
        measures["national_diploma_within_four_years"],
    )
    all_four = four + measures["introductory_diploma_within_four_years"]
    look_back = municipality["early_detection"]["look_back"]
    assert national == look_back["starters"]
    assert national - four == look_back["without_diploma"]
    shares = measures["percent"]
    assert shares["national_three_years"] == round(100 * three / national, 1)
    assert shares["national_four_years"] == round(100 * four / national, 1)
    assert shares["all_four_years"] == round(100 * all_four / (national + introductory), 1)
    page = (ROOT / "docs/sv/framework/problem.md").read_text(encoding="utf-8")
    for part, whole in ((three, national), (four, national), (all_four, national + introductory)):
        assert f"{part} / {whole}" in page
