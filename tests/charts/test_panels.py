"""Small drawings of countries compare fairly: one scale, one span, no line across what may not be joined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.charts.lines import Point
from courseware.charts.panels import (
    Panel,
    close_scale,
    draw_key,
    draw_panels,
    label_height,
    place_year,
    tick_years,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "panels.json").read_text("utf-8"))
YEARS = (2010, 2025)
EU = [
    Point(year, 10, f"{year}: 10", label="10", joined=year > 2010, broken=year == 2021)
    for year in range(2010, 2026)
]
LV = [
    Point(2010, 12.9, "2010: 12,9", label="12,9"),
    Point(2011, 11.6, "2011: 11,6 (ej kontrollerad)", label="11,6", hollow=True, loose=True),
    Point(2014, 8.5, "2014: 8,5 <b>", label="8,5", joined=False, broken=True),
    Point(2015, 9.9, "2015: 9,9", label="9,9"),
    Point(2025, 8.8, "2025: 8,8", label="8,8", joined=False),
]  # fmt: skip


def draw(*panels: Panel, target: float = 9, years: tuple[int, int] = YEARS) -> dict[str, ET.Element]:
    html = draw_panels(
        panels,
        years,
        reference="EU",
        name="chart-1",
        number="{:g}".format,
        broken="serien bryts",
        none="uppgift saknas",
        target=target,
        target_text="Mål: < 9 %",
    )
    found = ET.fromstring(html)  # noqa: S314 (our own drawing)
    assert found.get("data-first") == str(years[0])
    return {pane.get("data-country", ""): pane for pane in found}


def named(pane: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in pane.iter() if name in (part.get("class") or "").split()]


def number(part: ET.Element, name: str) -> float:
    return float((part.get(name) or "").rstrip("%"))


def own_lines(pane: ET.Element) -> Iterator[ET.Element]:
    behind = {id(part) for group in pane.iter("g") for part in group}
    return (part for part in named(pane, "lines-line") if id(part) not in behind)


@pytest.fixture
def panes() -> dict[str, ET.Element]:
    return draw(Panel("EU", "EU-27", EU), Panel("LV", "Lettland", LV), Panel("NO", "Norge", []))


def test_every_panel_has_the_same_scale_and_years(panes: dict[str, ET.Element]) -> None:
    scales = {tuple(text.text for text in named(pane, "lines-scale")[0]) for pane in panes.values()}
    assert scales == {("0", "5", "10", "15")}
    ticks = {tuple(text.text for text in named(pane, "lines-tick")) for pane in panes.values()}
    assert ticks == {("2010", "2015", "2020", "2025")}


def test_no_line_crosses_a_break_and_none_fills_a_gap(panes: dict[str, ET.Element]) -> None:
    for pane in panes.values():
        breaks = [number(one, "x1") for one in named(pane, "lines-break")]
        for line in named(pane, "lines-line"):
            assert number(line, "data-to") - number(line, "data-from") == 1
        for line in own_lines(pane):
            assert not any(number(line, "x1") < at < number(line, "x2") for at in breaks)
    (mark,) = named(panes["LV"], "lines-break")
    assert mark.get("data-break") == "2013.5"
    assert mark.findtext("title") == "serien bryts"
    assert [one.get("data-from") for one in own_lines(panes["LV"])] == ["2010", "2014"]


def test_what_all_have_together_stands_behind_with_its_own_breaks(panes: dict[str, ET.Element]) -> None:
    for code in ("LV", "NO"):
        pale = named(panes[code], "is-pale")
        assert len(pale) == 14
        assert "2020" not in [one.get("data-from") for one in pale]
    assert named(panes["EU"], "is-pale") == []


def test_what_is_not_verified_is_hollow_and_its_line_loose(panes: dict[str, ET.Element]) -> None:
    pane = panes["LV"]
    assert len(named(pane, "lines-hollow")) == 1
    assert len(named(pane, "lines-point")) == 4
    assert [one.get("data-from") for one in named(pane, "is-loose")] == ["2010"]


def test_the_target_is_named_once_and_drawn_everywhere(panes: dict[str, ET.Element]) -> None:
    assert all(len(named(pane, "lines-target")) == 1 for pane in panes.values())
    assert {code: [one.text for one in named(pane, "lines-said")] for code, pane in panes.items()} == {
        "EU": ["Mål: < 9 %"], "LV": [], "NO": [],
    }  # fmt: skip
    without = draw(Panel("LV", "Lettland", LV), target=0)["LV"]
    assert named(without, "lines-target") == named(without, "lines-said") == []


def test_first_and_last_are_written(panes: dict[str, ET.Element]) -> None:
    assert [one.text for one in named(panes["LV"], "lines-label")] == ["12,9", "8,8"]
    lonely = draw(Panel("LV", "Lettland", LV[:1]))["LV"]
    assert [one.text for one in named(lonely, "lines-label")] == ["12,9"]


def test_each_panel_is_a_picture_with_its_values_in_words(panes: dict[str, ET.Element]) -> None:
    plots = {code: named(pane, "lines-plot")[0] for code, pane in panes.items()}
    assert [plot.get("role") for plot in plots.values()] == ["img"] * 3
    assert [plot.findtext("title") for plot in plots.values()] == ["EU-27", "Lettland", "Norge"]
    assert "2014: 8,5 <b>; 2015: 9,9" in (plots["LV"].findtext("desc") or "")
    assert plots["NO"].findtext("desc") == "uppgift saknas"
    assert [one.text for one in named(panes["NO"], "pane-none")] == ["uppgift saknas"]
    ids = [part.get("id") for pane in panes.values() for part in pane.iter() if part.get("id")]
    assert len(ids) == len(set(ids)) == 6


def test_a_script_finds_the_year_of_every_mark(panes: dict[str, ET.Element]) -> None:
    points = {
        one.get("data-at"): one.get("data-said") for one in panes["LV"].iter("svg") if one.get("data-at")
    }
    assert points == {"2010": "12,9", "2011": "11,6", "2014": "8,5", "2015": "9,9", "2025": "8,8"}


@pytest.mark.parametrize("kind", ["reference", "pale", "target", "hollow", "break", "loose", "gap"])
def test_the_key_shows_each_mark(kind: str) -> None:
    sign = ET.fromstring(draw_key(kind))  # noqa: S314 (our own drawing)
    assert sign.get("aria-hidden") == "true"
    assert len(sign)


@pytest.mark.parametrize(
    ("most", "scale"), [(13.8, (15, 5)), (20.7, (25, 5)), (9, (10, 5)), (0, (1, 1)), (41, (50, 10))]
)
def test_the_scale_ends_close_to_the_highest_value(most: float, scale: tuple[float, float]) -> None:
    assert close_scale(most) == scale


def test_shared_vectors() -> None:
    for each in VECTORS["ticks"]:
        assert tick_years(tuple(each["years"])) == each["written"]
    for each in VECTORS["places"]:
        assert place_year(each["year"], tuple(each["years"])) == pytest.approx(each["percent"], abs=1e-5)
    for each in VECTORS["labels"]:
        assert label_height(each["y"], each["beside"], each["foot"]) == each["at"]


@given(st.integers(1950, 2030), st.integers(0, 90))
def test_years_below_are_few_and_end_with_the_last(first: int, span: int) -> None:
    written = tick_years((first, first + span))
    assert written[-1] == first + span
    assert len(written) <= 4 or span > 39
    assert all(year >= first for year in written)


@given(
    st.dictionaries(st.integers(2000, 2030), st.floats(0, 100), max_size=12),
    st.booleans(),
)
def test_any_values_stay_inside_their_frame(values: dict[int, float], hollow: bool) -> None:
    points = [Point(year, value, "x", label="1", hollow=hollow) for year, value in sorted(values.items())]
    pane = draw(Panel("LV", "Lettland", points), years=(2000, 2030))["LV"]
    for point in pane.iter("svg"):
        if point.get("data-at"):
            assert 0 <= number(point, "x") <= 100
            assert 20 <= number(point, "y") <= 124
