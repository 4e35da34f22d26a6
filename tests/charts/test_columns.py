"""Columns over time stretch over any width, keep their letters, and never tell a number that is kept back."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from courseware.charts.columns import Column, draw_columns
from courseware.charts.scale import scale_of

SEP = Column(12, "full", "september 2026: 12", tick="sep", group="2026")
OCT = Column(30, "open", "oktober 2026: 30", label="30", tick="okt")


def draw(*columns: Column) -> ET.Element:
    text = draw_columns(columns, name="chart", title="Deltagare <varje> månad", description="Mest: 30.")
    return ET.fromstring(text)  # noqa: S314 (our own drawing)


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (0, (1, 1)),
        (1, (1, 0.5)),
        (4, (4, 1)),
        (5, (6, 2)),
        (30, (30, 10)),
        (550, (600, 200)),
        (1367, (1500, 500)),
        (0.3, (0.3, 0.1)),
    ],
)
def test_scale_holds_the_number_in_a_few_even_steps(most: float, scale: tuple[float, float]) -> None:
    top, step = scale_of(most)
    assert (top, step) == pytest.approx(scale)
    assert top >= most
    assert 1 <= round(top / step) <= 4


def test_drawing_is_named_and_each_column_says_what_it_is() -> None:
    box = draw(SEP, OCT)
    plot = box.findall("svg")[1]
    assert (plot.get("role"), plot.get("aria-labelledby")) == ("img", "chart-title chart-text")
    assert plot.findtext("title") == "Deltagare <varje> månad"
    assert plot.findtext("desc") == "Mest: 30."
    bars = plot.findall("rect")
    assert [bar.get("class") for bar in bars] == ["columns-full", "columns-open"]
    assert [bar.findtext("title") for bar in bars] == ["september 2026: 12", "oktober 2026: 30"]
    assert [text.text for text in plot.findall("text")] == ["2026", "sep", "okt", "30"]


def test_heights_are_in_proportion_and_widths_in_percent() -> None:
    first, second = draw(SEP, OCT).findall("svg")[1].findall("rect")
    assert float(first.get("height", 0)) / float(second.get("height", 0)) == pytest.approx(0.4, abs=0.01)
    assert re.fullmatch(r"[\d.]+%", first.get("x", ""))
    assert first.get("width") == second.get("width") == "6%"


def test_columns_kept_back_are_all_alike_and_set_no_scale() -> None:
    plot = draw(*(Column(value, "hidden", "dolt") for value in (1, 4, 900)), SEP).findall("svg")[1]
    hidden = [bar for bar in plot.findall("rect") if bar.get("class") == "columns-hidden"]
    assert len({bar.get("height") for bar in hidden}) == 1
    assert len(hidden) == 3
    assert "900" not in ET.tostring(plot, encoding="unicode")


def test_labels_at_the_edges_stay_inside() -> None:
    columns = [Column(5, "full", "x", label="5")] + [SEP] * 20 + [OCT]
    labels = [text for text in draw(*columns).findall("svg")[1].findall("text") if text.get("class")]
    anchors = [text.get("text-anchor") for text in labels if text.get("class") == "columns-label"]
    assert anchors == ["start", "end"]


def test_no_column_at_all_gives_an_empty_scale() -> None:
    plot = draw().findall("svg")[1]
    assert plot.findall("rect") == []
    assert len(plot.findall("line")) == 2


def test_parts_of_a_whole_end_at_the_whole_and_outline_what_is_left() -> None:
    text = draw_columns(
        [Column(85, "full", "85 %", label="85")], name="c", title="t", description="d", slots=4, whole=100
    )
    scale, plot = ET.fromstring(text).findall("svg")  # noqa: S314 (our own drawing)
    assert [one.text for one in scale.findall("text")] == ["0", "25", "50", "75", "100"]
    rest, full = plot.findall("rect")
    assert (rest.get("class"), full.get("class")) == ("columns-rest", "columns-full")
    assert float(rest.get("height", 0)) + float(full.get("height", 0)) == 168
    assert [one.get("text-anchor") for one in plot.findall("text")] == ["middle"]
