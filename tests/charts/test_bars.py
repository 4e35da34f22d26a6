"""A bar is cut into shares that never reach beyond it; the looking glass is decoration."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from courseware.charts.bars import draw_bar
from courseware.charts.glass import draw_glass


def _parts(svg: str) -> list[tuple[str, str | None, str]]:
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own)
    return [(part.attrib["class"], part.get("x"), part.attrib["width"]) for part in root.iter("rect")]


def test_shares_follow_each_other_on_what_is_left() -> None:
    assert _parts(draw_bar([(60, "current"), (12.5, "outdated"), (20, "draft")])) == [
        ("bar-rest", None, "100%"),
        ("bar-current", "0%", "60%"),
        ("bar-outdated", "60%", "12.5%"),
        ("bar-draft", "72.5%", "20%"),
    ]


def test_a_share_of_nothing_is_not_drawn() -> None:
    assert _parts(draw_bar([(0, "current"), (30, "outdated")])) == [
        ("bar-rest", None, "100%"),
        ("bar-outdated", "0%", "30%"),
    ]


def test_without_shares_the_bar_is_empty() -> None:
    assert _parts(draw_bar([])) == [("bar-rest", None, "100%")]


def test_thirds_that_are_rounded_still_fill_the_bar() -> None:
    assert len(_parts(draw_bar([(100 / 3, "a")] * 3))) == 4


@pytest.mark.parametrize("shares", [[(-1, "a")], [(60, "a"), (41, "b")], [(101, "a")]])
def test_impossible_shares_are_refused(shares: list[tuple[float, str]]) -> None:
    with pytest.raises(ValueError, match="0 to 100 percent together"):
        draw_bar(shares)


def test_a_bar_without_a_label_is_decoration_and_with_one_an_image() -> None:
    assert ElementTree.fromstring(draw_bar([])).attrib["aria-hidden"] == "true"  # noqa: S314 (our own)
    labelled = ElementTree.fromstring(draw_bar([], label='60 % & "mer"')).attrib  # noqa: S314 (our own)
    assert (labelled["role"], labelled["aria-label"]) == ("img", '60 % & "mer"')
    assert "aria-hidden" not in labelled


def test_a_class_name_stays_in_its_attribute() -> None:
    assert _parts(draw_bar([(1, '"><script>')]))[1][0] == 'bar-"><script>'


def test_a_bar_stretches_over_the_width_it_is_given() -> None:
    root = ElementTree.fromstring(draw_bar([(1, "a")]))  # noqa: S314 (our own)
    assert (root.attrib["width"], "viewBox" in root.attrib) == ("100%", False)
    assert {part.attrib["height"] for part in root.iter("rect")} == {root.attrib["height"]}


def test_the_glass_is_decoration_in_the_colour_of_the_text() -> None:
    attributes = ElementTree.fromstring(draw_glass()).attrib  # noqa: S314 (our own)
    assert attributes["aria-hidden"] == "true"
    assert (attributes["stroke"], attributes["fill"]) == ("currentColor", "none")


@pytest.mark.parametrize("svg", [draw_bar([(10, "a")], label="x"), draw_glass()])
def test_drawings_obey_the_content_security_policy(svg: str) -> None:
    assert not re.search(r"\bstyle\s*=|<style|<script|\bon[a-z]+\s*=", svg)
