"""A hundred pupils in four kinds, each with a shape of its own."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from courseware.charts.hundred import draw_hundred, draw_pupil


def test_kinds_stand_in_order_and_are_named() -> None:
    svg = ET.fromstring(draw_hundred((15, 11, 10, 64), name="s", title="Hundra <elever>"))  # noqa: S314
    assert [group.get("class") for group in svg.findall("g")] == (
        ["tp"] * 15 + ["fp"] * 11 + ["fn"] * 10 + ["tn"] * 64
    )
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "s-title")
    assert svg.findtext("title") == "Hundra <elever>"
    assert "style" not in svg.attrib


@pytest.mark.parametrize("counts", [(1, 2, 3, 4), (101, 0, 0, -1)])
def test_anything_but_a_hundred_is_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="not a hundred"):
        draw_hundred(counts, name="s", title="x")


def test_a_pupil_beside_a_word_is_decoration() -> None:
    assert 'aria-hidden="true"' in draw_pupil("fn")
