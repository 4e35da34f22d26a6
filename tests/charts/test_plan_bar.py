"""A bar shows what was reached and where the plan is; what may not be shown is not drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from courseware.charts.plan_bar import draw_plan_bar


def _drawn(svg: str) -> dict[str, str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own)
    return {part.attrib["class"]: part.get("width") or part.get("x1") or "" for part in root}


def test_value_and_plan_are_shares_of_the_top() -> None:
    assert _drawn(draw_plan_bar(30, 40, 60)) == {
        "bar-ground": "100%",
        "bar-reached": "50%",
        "bar-plan": "66.6667%",
    }


def test_hidden_value_leaves_the_plan_alone() -> None:
    assert _drawn(draw_plan_bar(None, 40, 40)) == {"bar-ground": "100%", "bar-plan": "100%"}


def test_nothing_reached_and_nothing_planned_is_an_empty_bar() -> None:
    assert _drawn(draw_plan_bar(0, None, 0)) == {"bar-ground": "100%"}


@pytest.mark.parametrize(("value", "plan"), [(-1, None), (11, None), (1, 11)])
def test_what_does_not_fit_is_refused(value: int, plan: int | None) -> None:
    with pytest.raises(ValueError, match="between 0 and its top"):
        draw_plan_bar(value, plan, 10)


def test_bar_is_decoration_and_obeys_the_content_security_policy() -> None:
    svg = draw_plan_bar(1, 2, 3)
    assert 'aria-hidden="true"' in svg
    assert not re.search(r"\bstyle\s*=|<style|<script|\bon[a-z]+\s*=", svg)
