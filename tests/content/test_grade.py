"""Grading, by the vectors that the browser's grading runs too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courseware.content.grade import Graded, grade, grade_quiz

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "grading.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["grade"], ids=lambda vector: f"{vector['kind']}: {vector['name']}")
def test_a_response_is_graded(vector: dict[str, Any]) -> None:
    assert grade(vector["kind"], vector["correct"], vector["response"]) is vector["right"]


@pytest.mark.parametrize("vector", VECTORS["quiz"], ids=lambda vector: vector["name"])
def test_a_quiz_is_graded(vector: dict[str, Any]) -> None:
    questions = {one["id"]: (one["kind"], one["correct"]) for one in vector["questions"]}
    expected = Graded(vector["right"], vector["total"], vector["score"], vector["passed"])
    assert grade_quiz(questions, vector["responses"], vector["passMark"]) == expected
