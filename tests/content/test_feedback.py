"""Sums of workshops: shown when there are enough, and never trusted when they were edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courseware.content.feedback import (
    FEEDBACK_FILE,
    Feedback,
    mean_of,
    read_feedback,
    usual_minutes,
    write_feedback,
)
from courseware.content.model import Activity

SORT = Activity("Sortera", 20, True, "", "", 1, id="sort")


def _feedback(actual: dict[int, int], judged: int = 0) -> Feedback:
    return Feedback(
        minutes={"sort": {20: actual, 12: {12: 9}}},
        judged={f"{number:016x}" for number in range(judged)},
        scales={"usefulness": {5: 3, 4: 1}},
    )


def test_the_median_is_shown_from_five_workshops_that_planned_as_long() -> None:
    assert usual_minutes(None, SORT) is None
    assert usual_minutes(_feedback({35: 4}), SORT) is None
    assert usual_minutes(_feedback({35: 3, 20: 2}), SORT) == (35, 5)


def test_a_mean_is_shown_from_five_workshops() -> None:
    assert mean_of(_feedback({}, judged=4), "usefulness") is None
    assert mean_of(_feedback({}, judged=5), "usefulness") == (4.75, 4)
    assert mean_of(_feedback({}, judged=5), "confidence") is None


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    one = _feedback({35: 3}, judged=2)
    write_feedback(tmp_path, {"m07-early-detection": one})
    first = (tmp_path / FEEDBACK_FILE).read_bytes()
    known, problems = read_feedback(tmp_path)
    assert (known, problems) == ({"m07-early-detection": one}, [])
    write_feedback(tmp_path, known)
    assert (tmp_path / FEEDBACK_FILE).read_bytes() == first


_GOOD = {"timed": [], "minutes": {}, "judged": [], "scales": {}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "other", "modules": {}}',
        '{"format": "courseware-feedback/1", "modules": []}',
        "[" * 100_000,
        *(
            json.dumps({"format": "courseware-feedback/1", "modules": {"m": {**_GOOD, **wrong}}})
            for wrong in (
                {"timed": ["Anna"]},
                {"minutes": {"a": {"20": {"-1": 2}}}},
                {"minutes": {"a": {"20": {"20": 0}}}},
                {"scales": {"usefulness": {"6": 1}}},
                {"scales": {"names": {"1": 1}}},
                {"minutes": {"a": {"20": {"20": 10**12}}}},
                {"minutes": {"Anna Andersson": {"20": {"20": 1}}}},
            )
        ),
        json.dumps({"format": "courseware-feedback/1", "modules": {"Anna Andersson": _GOOD}}),
        " " * 10_000_001,
    ],
)
def test_an_edited_file_is_named_and_nothing_of_it_shown(tmp_path: Path, text: str) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / FEEDBACK_FILE).write_text(text, encoding="utf-8")
    known, problems = read_feedback(tmp_path)
    assert known == {}
    assert [problem.code for problem in problems] == ["bad-feedback"]


@pytest.mark.parametrize("kind", ["folder", "link", "loose link"])
def test_what_is_no_file_of_its_own_is_not_followed(tmp_path: Path, kind: str) -> None:
    (tmp_path / "modules").mkdir()
    if kind == "folder":
        (tmp_path / FEEDBACK_FILE).mkdir()
    else:
        target = tmp_path / "elsewhere.json"
        if kind == "link":
            target.write_text('{"format": "courseware-feedback/1", "modules": {}}', encoding="utf-8")
        (tmp_path / FEEDBACK_FILE).symlink_to(target)
    assert [problem.code for problem in read_feedback(tmp_path)[1]] == ["bad-feedback"]


def test_the_median_of_many_workshops_needs_no_list_of_them() -> None:
    assert usual_minutes(_feedback({35: 1_000_000, 20: 999_999}), SORT) == (35, 1_999_999)
    assert usual_minutes(_feedback({10: 3, 21: 3}), SORT) == (16, 6)
