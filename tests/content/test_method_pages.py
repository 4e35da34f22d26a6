"""Every method page keeps one template, and its minutes add up to the time that it promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "sv" / "methods"
METHODS = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "index")
HEADINGS = ["when", "need", "steps", "template", "good", "pitfalls", "takeaway"]
_ANCHOR = re.compile(r"^## .*\{#([a-z-]+)\}$", re.MULTILINE)
_TOTAL = re.compile(r"^- \*\*(?:Tid|Time):\*\* (\d+) minut", re.MULTILINE)
_STEP = re.compile(r"^\d+\. \*\*[^*]*, (\d+) min\.\*\*", re.MULTILINE)


def text(language: str, method: str) -> str:
    return (ROOT / "docs" / language / "methods" / f"{method}.md").read_text(encoding="utf-8")


def section(body: str, anchor: str) -> str:
    return body.split(f"{{#{anchor}}}", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("method", METHODS)
def test_template_and_minutes(language: str, method: str) -> None:
    body = text(language, method)
    assert _ANCHOR.findall(body) == HEADINGS
    total = _TOTAL.search(section(body, "need"))
    assert total, "the page does not say how long it takes"
    steps = [int(minutes) for minutes in _STEP.findall(section(body, "steps"))]
    assert len(steps) >= 3
    assert sum(steps) == int(total[1])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_index_gives_every_method_with_its_time(language: str) -> None:
    rows = dict(re.findall(r"\]\(([a-z-]+)\.md\) \| (\d+) min", text(language, "index")))
    assert set(rows) == set(METHODS)
    for method, minutes in rows.items():
        total = _TOTAL.search(text(language, method))
        assert total, method
        assert total[1] == minutes, method


def test_both_languages_take_the_same_time() -> None:
    for method in METHODS:
        assert _STEP.findall(text("sv", method)) == _STEP.findall(text("en", method)), method


def test_clock_times_of_the_workshop_follow_from_its_minutes() -> None:
    for language, word in (("sv", "Klockan"), ("en", "At")):
        steps = section(text(language, "half-day-workshop"), "steps")
        found = re.findall(rf"^\d+\. \*\*[^*]*, (\d+) min\.\*\* {word} (\d)\.(\d\d)", steps, re.MULTILINE)
        clock = 0
        for minutes, hour, minute in found:
            assert 60 * int(hour) + int(minute) == clock
            clock += int(minutes)
        assert clock == 180
