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


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def test_the_figures_of_the_story_follow_from_one_another(municipality: dict[str, Any]) -> None:
    data = municipality
    year = data["age_group"]
    for one in data["grade_9_by_year"].values():
        assert one["percent"] == _percent(one["eligible"], year)
    schools = data["grade_9_by_school"].values()
    assert sum(one["pupils"] for one in schools) == year
    assert sum(one["eligible"] for one in schools) == data["grade_9"]["eligible"]
    assert all(one["percent"] == _percent(one["eligible"], one["pupils"]) for one in schools)
    assert sum(data["grade_9_not_eligible_lack"].values()) == data["grade_9"]["not_eligible"]
    assert (
        sum(data["without_diploma_when"].values()) == data["early_detection"]["look_back"]["without_diploma"]
    )
    survey = data["survey_year_8"]
    for field in ("pupils", "answered", "agree"):
        assert survey["both"][field] == survey["norra"][field] + survey["sodra"][field]
    assert all(one["percent"] == _percent(one["agree"], one["answered"]) for one in survey.values())
    money = data["mandate"]["kr_per_school_year"]
    assert money["total"] == sum(kr for name, kr in money.items() if name != "total")


def test_the_steps_of_the_story_add_up(municipality: dict[str, Any]) -> None:
    data = municipality
    review = data["first_contact_review"]
    assert review["cases"] == sum(count for name, count in review.items() if name != "cases")
    asked = data["interviews"]
    assert asked["all"] == sum(
        asked[name] for name in ("year_8", "upper_secondary_year_1", "introductory", "had_left")
    )
    handover = data["handover_6_to_7"]
    assert handover["with_support"] == handover["known_to_mentor_before_week_34"] + handover["later"]
    talks = data["conversations_autumn_2025"]
    assert talks["flagged"] == data["early_detection"]["second_list"]["flagged"] == talks["within_four_weeks"]
    assert talks["not_within_one_week"] == talks["flagged"] - talks["within_one_week"]
    for one in data["priorities"].values():
        assert one["sum"] == sum(one["scores"])
    for when in data["interventions"].values():
        assert when["all"] == when["level_1"] + when["level_2"] + when["level_3"]
    meeting = data["data_meeting"]
    assert all(sum(meeting[when]) == 60 for when in ("plan", "before", "after"))


def test_those_who_move_on_add_up(municipality: dict[str, Any]) -> None:
    data = municipality
    moved = data["transitions_2025"]
    assert moved["leavers"] == data["age_group"]
    assert moved["leavers"] == sum(
        moved[name] for name in ("started_at_home", "started_elsewhere", "not_started_15_september")
    )
    assert moved["not_started_15_september"] == moved["of_whom_started_later"] + moved["of_whom_to_kaa"]
    missed, kaa = data["kaa_not_reached"], data["kaa"]
    assert missed["all"] == kaa["registered"] - kaa["reached"]
    assert missed["all"] == sum(count for name, count in missed.items() if name != "all")
    joint = data["partnership"]
    known = joint["known_to_social_services"] + joint["in_contact_with_health_care"] - joint["both"]
    assert joint["pupils"] == data["absence_spring_2026"]["years_7_9"]["at_least_25_percent"]
    assert joint["neither"] == joint["pupils"] - known


def test_the_follow_up_counts_from_where_the_work_began(municipality: dict[str, Any]) -> None:
    data = municipality
    follow = data["follow_up"]
    for name, measure in follow.items():
        if isinstance(measure, dict) and "percent" in measure:
            for when, percent in zip(("before", "after"), measure["percent"], strict=True):
                part, whole = (int(number) for number in measure[when].split(" of "))
                assert percent == _percent(part, whole), name
    talks = data["conversations_autumn_2025"]
    before = follow["conversation_within_one_week"]["before"]
    assert before == f"{talks['within_one_week']} of {talks['flagged']}"
    rounds = data["pdsa"]
    tried = [sum(one[name] for one in rounds) for name in ("result", "pupils")]
    parts = [follow[name].split(" of ") for name in ("of_whom_in_the_cycles", "of_whom_with_other_mentors")]
    assert [int(number) for number in parts[0]] == tried
    after = follow["conversation_within_one_week"]["after"].split(" of ")
    assert [int(one) + int(other) for one, other in zip(*parts, strict=True)] == [int(n) for n in after]
    plan = data["plan"]["kr_from_year_3"]
    assert plan["total"] == sum(kr for name, kr in plan.items() if name != "total")
    mentors = next(school for school in data["schools"] if school["id"] == "gymnasiet")["mentors"]
    assert data["plan"]["mentor_hours"] == round(mentors * 15 * 38 / 60)
    assert data["theory_of_change"]["slots"]["mentors"] == mentors


def test_what_is_left_of_the_difference(municipality: dict[str, Any]) -> None:
    """Twelve, eleven, eight to nine: lesson 2 of M15 takes away what happened anyway."""
    follow = municipality["follow_up"]
    shares, counts = {}, {}
    for name in ("upper_secondary_at_least_15_percent", "years_7_9_at_least_15_percent"):
        rows = [[int(number) for number in follow[name][when].split(" of ")] for when in ("before", "after")]
        counts[name], shares[name] = rows, [part / whole for part, whole in rows]
    (before, _), (after, now) = counts["upper_secondary_at_least_15_percent"]
    here, there = shares.values()
    fewer = follow["fewer_at_least_15_percent"]
    assert fewer["counted"] == before - after
    assert fewer["at_the_same_share"] == round(here[0] * now) - after
    rounded = [round(100 * share, 1) for share in (*here, *there)]
    left = [
        rounded[0] - rounded[1] - (rounded[2] - rounded[3]),
        100 * (here[0] - here[1] - there[0] + there[1]),
    ]
    assert fewer["against_years_7_9"] == [round(points / 100 * now) for points in left]


@pytest.mark.parametrize(
    ("language", "days"), [("sv", "måndag tisdag torsdag"), ("en", "Monday Tuesday Thursday")]
)
def test_m14_shows_the_cycles(municipality: dict[str, Any], language: str, days: str) -> None:
    """The two data sheets of M14: days follow from weekdays, and the sums from the rows."""
    text = (ROOT / "modules" / language / "m14-pdsa" / "workshop.md").read_text(encoding="utf-8")
    tables = [_cells(row) for row in text.splitlines() if row.startswith("|")]
    offset = dict(zip(days.split(), (0, 1, 3), strict=True))

    def day(cell: str) -> int:
        weekday, _, week = cell.split(",")[0].split()
        return 7 * int(week) + offset[weekday]

    first, _, third = municipality["pdsa"]
    pupils = [row for row in tables if len(row) == 6 and row[0].isdigit()]
    waits = [day(row[4]) - day(row[1]) for row in pupils]
    assert waits == [int(row[5]) for row in pupils]
    assert (len(waits), sum(wait <= 7 for wait in waits)) == (first["pupils"], first["result"])
    mentors = municipality["pdsa_cycle_3"]
    shown = [row for row in tables if len(row) == 5 and row[0].isdigit()]
    assert [[int(cell) for cell in row[1:]] for row in shown] == mentors
    sums = [sum(column) for column in zip(*mentors, strict=True)]
    assert [f"**{total}**" for total in sums] in [row[1:] for row in tables]
    assert (len(mentors), *sums[:2]) == (third["mentors"], third["pupils"], third["result"])
    follow = municipality["follow_up"]["mentor_minutes_per_week"]
    assert sums[2] / len(mentors) == follow["before"]
    assert f"from {follow['before']} to {sums[3] // len(mentors)}" in third["learnt"]
    over = [row for row in mentors if row[3] > municipality["pdsa_stop_minutes_a_week"]]
    assert len(over) == 1
