"""Rows show measures below each other on one scale, in words that may break, as bars or as points."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from courseware.charts.rows import Level, Row, draw_rows

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


COUNTRIES = [
    Row("Polen", 4.0, "4,0 %", code="PL"),
    Row("Lettland", 8.8, "8,8 %", hollow=True, code="LV"),
    Row("Norge", None, "uppgift saknas", code="NO"),
]
LEVELS = [Level(9.1, "EU: 9,1 %", "reference"), Level(9, "Mål: < 9 %", "target")]


def test_levels_stand_behind_all_rows_with_their_names() -> None:
    box = draw(*COUNTRIES, kind="dot", levels=LEVELS, number="{:g}".format)
    behind = box.find("svg")
    assert behind is not None
    places = {line.get("class"): line.get("x1") for line in behind.iter("line")}
    assert places["row-reference"] == "91%"
    assert places["row-target"] == "90%"
    texts = [text for text in behind.iter("text") if text.get("class") == "row-level"]
    assert {text.text for text in texts} == {"EU: 9,1 %", "Mål: < 9 %"}
    assert len({text.get("y") for text in texts}) == 2  # side by side they would overlap
    assert (box.get("aria-label") or "").startswith("Behöriga. EU: 9,1 %. Mål: < 9 %. Polen: 4,0 %; ")


def test_the_scale_holds_the_levels_too() -> None:
    box = draw(Row("a", 4, "4"), levels=[Level(9, "9", "target")], number="{:g}".format)
    numbers = [text.text for text in box.iter("text") if text.get("class") is None]
    assert numbers == ["0", "5", "10"]


def test_a_row_without_a_value_has_no_mark() -> None:
    box = draw(*COUNTRIES, kind="dot", levels=LEVELS)
    row = box.findall("span")[2]
    assert row.get("data-country") == "NO"
    assert row.find("svg") is None
    assert [part.text for part in row] == ["Norge", "uppgift saknas", "–"]
    assert "Norge: uppgift saknas." in (box.get("aria-label") or "")
