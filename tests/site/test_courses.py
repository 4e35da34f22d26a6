"""What templates are told of a course: short cuts, what it builds on, where its outcomes are practised."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.site.atlas import Atlas
from courseware.site.courses import Courses
from courseware.strings import load_strings


@pytest.fixture(scope="module")
def courses(project_root: Path) -> Courses:
    return Courses(Atlas(load_library(project_root)), "en", load_strings(project_root, "en"))


def test_a_teacher_takes_a_part_of_early_detection(courses: Courses) -> None:
    place = courses._atlas.places["roles/teacher.md"]
    modules = {module["id"]: module for module in courses.role(place)["modules"]}
    short = modules["m07-early-detection"]["short"]
    assert [lesson["id"] for lesson in short["lessons"]] == ["lesson-1-flag", "lesson-4-absence-routine"]
    assert short["study_minutes"] == sum(lesson["minutes"] for lesson in short["lessons"])
    assert short["workshop_minutes"] == 60
    assert short["activities"][0] == {
        "title": "The same figure, different talks",
        "url": "modules/m07-early-detection/workshop/#cases",
    }
    principal = courses.role(courses._atlas.places["roles/principal.md"])["modules"]
    assert {module["id"]: module["short"] for module in principal}["m07-early-detection"] is None


def test_every_outcome_leads_to_its_activities_and_questions(courses: Courses) -> None:
    module = courses._atlas.module("en", "m07-early-detection")
    rows = courses.module(module)["aligned"]
    assert [row["outcome"] for row in rows] == list(module.outcomes)
    assert rows[2]["asked"] == [
        {"id": "quiz-m07-early-detection-q2", "number": 2},
        {"id": "quiz-m07-early-detection-q4", "number": 4},
    ]
    assert [one["id"] for one in rows[1]["practised"]] == ["threshold-test"]
