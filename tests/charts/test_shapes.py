"""Pyramid, levels, cycle and spiral: named, described, within their frame, and without a style attribute."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from courseware.charts.cycle import draw_cycle
from courseware.charts.frame import WIDE
from courseware.charts.levels import draw_levels
from courseware.charts.pyramid import draw_pyramid
from courseware.charts.spiral import draw_spiral

LABELS = ["Intensiv", "Riktad <mer>", "Allmän", "Priešlaikinis pasitraukimas iš švietimo sistemos", "Tid"]
ABOUT = {"name": "f", "title": "Titel & mer", "description": "Vad den visar."}
SHAPES: dict[str, Callable[[int], str]] = {
    "pyramid": lambda count: draw_pyramid(LABELS[:count], **ABOUT),
    "levels": lambda count: draw_levels(LABELS[:count], **ABOUT),
    "cycle": lambda count: draw_cycle(count, **ABOUT),
    "spiral": lambda count: draw_spiral(count, way_up=True, **ABOUT),
}


@pytest.mark.parametrize("count", [3, 5])
@pytest.mark.parametrize("shape", SHAPES)
def test_shape_is_named_described_and_within_its_frame(shape: str, count: int) -> None:
    text = SHAPES[shape](count)
    svg = ET.fromstring(text)  # noqa: S314 (our own drawing)
    assert svg.get("role") == "img"
    assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == ("f-title", "f-text")
    assert (svg.findtext("title"), svg.findtext("desc")) == ("Titel & mer", "Vad den visar.")
    assert "style=" not in text
    _, _, wide, high = (float(number) for number in svg.get("viewBox", "").split())
    assert wide == WIDE
    for node in svg.iter():
        for name in ("cx", "cy", "x", "y"):
            if node.get(name):
                limit = wide if name.endswith("x") else high
                assert 0 <= float(node.get(name, "")) <= limit


def test_every_label_is_written_and_every_step_numbered() -> None:
    for shape in ("pyramid", "levels"):
        svg = ET.fromstring(SHAPES[shape](3))  # noqa: S314
        assert ["".join(text.itertext()) for text in svg.iter("text")] == (
            LABELS[:3] if shape == "pyramid" else LABELS[2::-1]
        )
    for shape in ("cycle", "spiral"):
        svg = ET.fromstring(SHAPES[shape](5))  # noqa: S314
        assert [text.text for text in svg.iter("text")] == list("12345")


def test_way_up_is_drawn_only_where_there_is_one() -> None:
    assert "drawn-way" in SHAPES["spiral"](4)
    assert "drawn-way" not in draw_spiral(4, way_up=False, **ABOUT)


def test_drawings_are_small() -> None:
    assert max(len(draw(5)) for draw in SHAPES.values()) < 5000
    assert not re.search(r"\d\.\d{3}", SHAPES["spiral"](6))
