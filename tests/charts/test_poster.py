"""The file to take home shows what the page shows, with its own colours and nothing from outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from courseware.charts import columns, lines, panels, rows, spark
from courseware.charts.poster import PAINT, draw_poster

SVG = "{http://www.w3.org/2000/svg}"
POINTS = [
    lines.Point(2020, 9.9, "a", label="9,9", hollow=True),
    lines.Point(2021, 9.1, "b", label="9,1", joined=True, loose=True),
    lines.Point(2022, 8.1, "c", label="8,1", broken=True),
]
LONG = "Ausbildungsvorbereitungsmaßnahmen für Jugendliche ohne Ausbildungsplatz in der Bundesrepublik"
DRAWINGS = {
    "columns": columns.draw_columns(
        [columns.Column(85.6, "full", "x", label="85,6", tick="19/20"), columns.Column(9, "open", "y")],
        name="c",
        title="t",
        description="d",
        whole=100,
    ),
    "lines": lines.draw_lines(
        [
            lines.Line(name, [lines.Point(2020, 5, "a", label="5"), lines.Point(2021, 6, "b", hollow=True)])
            for name in "ABCD"
        ],
        name="c",
        title="t",
        description="d",
    ),
    "bars": rows.draw_rows([rows.Row(LONG, 26, "26 %", detail=LONG, group="G")], title="t", top=100),
    "standing": rows.draw_rows(
        [
            rows.Row("Polen", 4, "4,0 %", detail="osäkert", code="PL"),
            rows.Row("Norge", None, "uppgift saknas", code="NO"),
        ],
        title="t",
        kind="dot",
        levels=[rows.Level(9.1, "EU: 9,1 %", "reference"), rows.Level(9, "< 9 %", "target")],
        number="{:g}".format,
    ),
    "panels": panels.draw_panels(
        [panels.Panel(code, code, POINTS if code != "NO" else ()) for code in ("EU", "SE", "LV", "NO")],
        (2020, 2022),
        reference="EU",
        name="c",
        number="{:g}".format,
        broken="b",
        none="n",
        target=9,
        target_text="< 9 %",
    ),
    "spark": spark.draw_spark(POINTS, (2020, 2022), name="c", title="t", broken="b"),
    "dots": rows.draw_rows([rows.Row("a", 26, "26 %", hollow=True)], title="t", kind="dot", top=100),
}


def poster(kind: str) -> ET.Element:
    key = ["A", "B", "C", "D"] if kind == "lines" else []
    made = draw_poster(DRAWINGS[kind], title=LONG * 2, language="de", key=key, notes=["Quelle: <x> & y"])
    assert made == draw_poster(
        DRAWINGS[kind], title=LONG * 2, language="de", key=key, notes=["Quelle: <x> & y"]
    )
    return ET.fromstring(made)  # noqa: S314 (our own drawing)


@pytest.mark.parametrize("kind", DRAWINGS)
def test_it_stands_alone(kind: str) -> None:
    picture = poster(kind)
    assert picture.get("lang") == "de"
    assert picture.findtext(f"{SVG}title") == LONG * 2
    text = ET.tostring(picture, encoding="unicode")
    assert 'class="' not in text
    assert "var(" not in text
    assert "style" not in text
    assert "aria-" not in text
    assert "Quelle: &lt;x&gt; &amp; y" in text


@pytest.mark.parametrize("kind", DRAWINGS)
def test_everything_lies_within_the_picture(kind: str) -> None:
    picture = poster(kind)
    high = float(picture.get("height", 0))
    assert picture.get("viewBox") == f"0 0 720 {high:g}"
    for text in picture.findall(f"{SVG}text"):
        assert 0 < float(text.get("y", 0)) < high
        assert len(text.text or "") * float(text.get("font-size", 13)) * 0.5 < 720
    for part in picture.findall(f"{SVG}svg"):
        assert float(part.get("y", 0)) + float(part.get("height", 0)) <= high


def test_every_class_of_the_drawings_has_its_colours() -> None:
    used: set[str] = set()
    for drawing in DRAWINGS.values():
        for names in re.findall(r'class="([^"]+)"', drawing):
            used.update(names.split())
    frames = {"columns", "columns-scale", "columns-plot", "lines", "lines-scale", "lines-plot", "is-tight"}
    words = {"rows", "row", "row-label", "row-detail", "row-value", "row-group", "row-none", "rows-levels"}
    words |= {"panels", "pane", "pane-name", "pane-none", "is-levelled", "is-small", "spark", "spark-end"}
    assert used - frames - words <= set(PAINT)


def test_a_script_can_leave_countries_out() -> None:
    """What belongs to one is in one piece, and so is what follows them all."""
    for kind in ("standing", "panels"):
        picture = poster(kind)
        boxes = [part for part in picture if part.get("data-country")]
        assert len(boxes) == (2 if kind == "standing" else 4)
        foot = picture.findall(f"{SVG}g[@data-foot]")
        assert len(foot) == 1
        bottom = max(float(box.get("y", 0)) + float(box.get("height", 0)) for box in boxes)
        assert all(float(text.get("y", 0)) > bottom for text in foot[0].iter(f"{SVG}text"))


def test_a_broken_line_stays_broken_in_the_file() -> None:
    drawn = [one for one in poster("panels").iter(f"{SVG}line") if one.get("data-from")]
    assert {(one.get("data-from"), one.get("data-to")) for one in drawn if not one.get("data-break")} == {
        ("2020", "2021")
    }
    hollow = [one for one in poster("panels").iter(f"{SVG}circle") if one.get("fill") == "#fff"]
    assert len(hollow) == 3
