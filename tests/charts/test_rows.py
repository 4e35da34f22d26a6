"""Rows show measures below each other on one scale, in words that may break, as bars or as points."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from courseware.charts.rows import Row, draw_rows

GIRLS = Row("Flickor & co", 85.8, "85,8 %", detail="2023", group="Kön")
BOYS = Row("Pojkar", 84.6, "84,6 %", group="Kön")
HIGH = Row("Lång utbildning", 91, "drygt 91 %", group="Föräldrar", hollow=True)


def draw(*rows: Row, **more: object) -> ET.Element:
    return ET.fromstring(draw_rows(rows, title="Behöriga", **more))  # type: ignore[arg-type]  # noqa: S314


def test_text_alternative_says_every_row() -> None:
    box = draw(GIRLS, BOYS)
    assert box.get("role") == "img"
    assert box.get("aria-label") == "Behöriga. Flickor & co (2023): 85,8 %; Pojkar: 84,6 %."


def test_a_group_is_named_where_it_begins() -> None:
    names = [part.text for part in draw(GIRLS, BOYS, HIGH) if part.get("class") == "row-group"]
    assert names == ["Kön", "Föräldrar"]


def test_bars_end_on_one_scale() -> None:
    box = draw(Row("a", 25, "25"), Row("b", 50, "50"), top=100)
    widths = [one.get("width") for one in box.iter("rect") if one.get("class") == "row-full"]
    assert widths == ["25%", "50%"]


def test_points_have_no_bar() -> None:
    box = draw(Row("a", 25, "25"), Row("b", 50, "50", hollow=True), kind="dot", top=100)
    assert [one.get("cx") for one in box.iter("circle")] == ["25%", "50%"]
    assert [one.get("class") for one in box.iter("circle")] == ["row-full", "row-hollow"]
    assert list(box.iter("rect")) == []


@pytest.mark.parametrize(("whole", "grounds", "ends"), [(True, 1, "100%"), (False, 0, "40%")])
def test_only_a_whole_is_drawn_behind_a_part(whole: bool, grounds: int, ends: str) -> None:
    """A bar of 8 per cent on a ground that ends at 20 looks like nearly half."""
    row = Row("Utanför", 8, "8 %")
    drawn = [one.get("class") for one in draw(row, top=20, whole=whole).iter("rect")]
    assert drawn.count("row-ground") == grounds
    line = next(draw(row, kind="dot", top=20, whole=whole).iter("line"))
    assert line.get("x2") == ends


@pytest.mark.parametrize("rows", [(), (Row("a", 0, "0"),)])
def test_nothing_and_nought_can_be_drawn(rows: tuple[Row, ...]) -> None:
    assert len([part for part in draw(*rows) if part.get("class") == "row"]) == len(rows)


def test_rows_hold_no_divisions_that_markdown_would_lose() -> None:
    assert [one.tag for one in draw(GIRLS, HIGH).iter("div")] == ["div"]
