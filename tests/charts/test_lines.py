"""A line joins only what belongs together: gaps stay gaps, breaks are marked, the unverified is hollow."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from courseware.charts.lines import SHAPES, Line, Point, draw_lines, draw_sign


def plot(*lines: Line) -> ET.Element:
    text = draw_lines(lines, name="c", title="Andel <unga>", description="Allt.", broken="serien bryts")
    return ET.fromstring(text).findall("svg")[1]  # noqa: S314 (our own drawing)


def named(element: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in element.iter() if name in (one.get("class") or "").split()]


def test_a_missing_year_is_a_gap() -> None:
    points = [
        Point(2019, 77, "2019: 77"),
        Point(2021, 79.6, "2021: 79,6", joined=False),
        Point(2022, 79.7, "2022: 79,7"),
    ]
    drawn = plot(Line("A", points))
    assert len(named(drawn, "lines-line")) == 1
    assert len(named(drawn, "lines-point")) == 3


def test_a_break_is_marked_and_joins_nothing() -> None:
    drawn = plot(Line("A", [Point(2020, 5, "a"), Point(2021, 6, "b", broken=True)]))
    assert named(drawn, "lines-line") == []
    assert [mark.findtext("title") for mark in named(drawn, "lines-break")] == ["serien bryts"]


def test_what_is_not_verified_is_hollow() -> None:
    drawn = plot(Line("A", [Point(2020, 5, "a", hollow=True), Point(2021, 6, "b")]))
    assert len(named(drawn, "lines-hollow")) == 1
    assert len(named(drawn, "lines-point")) == 1


def test_series_differ_by_shape_and_not_by_colour_alone() -> None:
    lines = [Line(str(place), [Point(2020, 5, "a"), Point(2021, 6, "b")]) for place in range(len(SHAPES))]
    shapes = {child.tag + child.get("d", "") for point in plot(*lines).findall("svg") for child in point[1:]}
    assert len(shapes) == len(SHAPES)
    assert len({draw_sign(place) for place in range(len(SHAPES))}) == len(SHAPES)


def test_drawing_is_named_and_says_what_each_point_is() -> None:
    drawn = plot(Line("A", [Point(2020, 5, "2020: 5 <%>")]))
    assert (drawn.get("role"), drawn.get("aria-labelledby")) == ("img", "c-title c-text")
    assert drawn.findtext("title") == "Andel <unga>"
    assert drawn.find("svg").findtext("title") == "2020: 5 <%>"  # type: ignore[union-attr]


def test_what_a_phone_has_no_room_for_is_marked() -> None:
    years = [2010, 2020, 2021, 2022]
    drawn = plot(Line("A", [Point(year, 9, str(year), label="9,0") for year in years]))
    ticks = {text.text: text.get("class") for text in drawn.findall("text") if len(text.text or "") == 4}
    assert ticks == {"2022": None, "2020": "is-tight", "2010": None}


@given(
    st.lists(st.tuples(st.integers(1990, 2030), st.floats(0, 100)), max_size=20, unique_by=lambda one: one[0])
)
def test_any_series_can_be_drawn_inside_its_frame(values: list[tuple[int, float]]) -> None:
    points = [Point(year, value, "x", label="1") for year, value in sorted(values)]
    for point in plot(Line("A", points)).findall("svg"):
        assert 0 <= float(point.get("x", "").rstrip("%")) <= 100
        assert 0 <= float(point.get("y", "")) <= 228
