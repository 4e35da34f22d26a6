"""A small line says its ends in figures and keeps what a large one keeps."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from courseware.charts.lines import Point
from courseware.charts.spark import draw_spark

POINTS = [
    Point(2010, 12.9, "2010: 12,9 %", label="12,9"),
    Point(2011, 11.6, "2011: 11,6 % <K>", label="11,6", hollow=True),
    Point(2014, 8.5, "2014: 8,5 %", label="8,5", joined=False, broken=True),
    Point(2015, 9.9, "2015: 9,9 %", label="9,9"),
]


def draw(*points: Point) -> ET.Element:
    html = draw_spark(points, (2010, 2025), name="s", title="Lettland <1>", broken="serien bryts")
    return ET.fromstring(html)  # noqa: S314 (our own drawing)


def named(element: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in element.iter() if name in (one.get("class") or "").split()]


def test_its_ends_are_written_with_their_years() -> None:
    ends = ["".join(one.itertext()) for one in named(draw(*POINTS), "spark-end")]
    assert ends == ["12,9 2010", "9,9 2015"]
    unverified = ["".join(one.itertext()) for one in named(draw(*POINTS[:2]), "spark-end")]
    assert unverified == ["12,9 2010", "11,6 2011 ○"]


def test_a_single_value_is_written_once_in_its_own_year() -> None:
    spark = draw(POINTS[-1])
    assert ["".join(one.itertext()) for one in named(spark, "spark-end")] == ["9,9 2015"]
    (point,) = spark.findall("svg/svg")
    assert 8 < float((point.get("x") or "").rstrip("%")) < 92  # not at an end of the span


def test_breaks_gaps_and_the_unverified_are_kept() -> None:
    spark = draw(*POINTS)
    assert len(named(spark, "lines-line")) == 2
    assert len(named(spark, "lines-break")) == 1
    assert len(named(spark, "lines-hollow")) == 1


def test_it_is_a_picture_that_says_every_value() -> None:
    plot = draw(*POINTS).find("svg")
    assert plot is not None
    assert plot.get("role") == "img"
    assert plot.findtext("title") == "Lettland <1>"
    assert plot.findtext("desc") == "; ".join(point.name for point in POINTS)


def test_nought_can_be_drawn() -> None:
    assert len(named(draw(Point(2010, 0, "0", label="0")), "lines-point")) == 1
