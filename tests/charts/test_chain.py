"""The chain is drawn once, in Python, and every surface uses that drawing."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from courseware.charts.chain import draw_chain, draw_icon, draw_logo, draw_progress

ROOT = Path(__file__).parents[2]


def _circles(svg: str) -> list[dict[str, str]]:
    return [dict(circle.attrib) for circle in ElementTree.fromstring(svg).iter("circle")]  # noqa: S314 (our own)


def test_a_link_for_every_state_in_order_and_evenly_spread() -> None:
    circles = _circles(draw_chain(["open", "done", "here", "person"]))
    assert [circle["class"].split()[-1] for circle in circles] == [
        "chain-link",
        "is-done",
        "is-here",
        "is-person",
    ]
    assert [circle["cx"] for circle in circles] == ["12.5%", "37.5%", "62.5%", "87.5%"]


def test_the_chain_hangs_symmetrically_lowest_in_the_middle() -> None:
    heights = [float(circle["cy"]) for circle in _circles(draw_chain(["open"] * 9, sag=40))]
    assert heights == heights[::-1]
    assert heights.index(max(heights)) == 4
    assert max(heights) - min(heights) == pytest.approx(40)


def test_no_link_leaves_the_drawing() -> None:
    svg = draw_chain(["open"] * 10, sag=40, radius=9)
    height = float(ElementTree.fromstring(svg).attrib["height"])  # noqa: S314 (our own)
    for circle in _circles(svg):
        assert float(circle["cy"]) - 9 >= 1
        assert float(circle["cy"]) + 9 <= height - 1


def test_with_a_step_the_drawing_is_as_wide_as_its_links() -> None:
    svg = draw_chain(["open"] * 4, radius=6, step=28)
    assert [circle["cx"] for circle in _circles(svg)] == ["9", "37", "65", "93"]
    assert 'width="102" height="18" viewBox="0 0 102 18"' in svg


def test_without_a_label_it_is_decoration_and_with_one_an_image() -> None:
    assert 'aria-hidden="true"' in draw_chain(["open"])
    labelled = ElementTree.fromstring(draw_chain(["open"], label='Länk 1 & "2"'))  # noqa: S314 (our own)
    assert labelled.attrib["role"] == "img"
    assert labelled.attrib["aria-label"] == 'Länk 1 & "2"'


def test_progress_fills_the_first_links_and_marks_the_reader() -> None:
    circles = _circles(draw_progress(2, 4, here=2))
    assert [circle["class"] for circle in circles] == [
        "chain-link is-done",
        "chain-link is-done",
        "chain-link is-here",
        "chain-link",
    ]


@pytest.mark.parametrize(("done", "total", "here"), [(3, 2, None), (-1, 2, None), (0, 0, None), (0, 2, 2)])
def test_impossible_progress_is_refused(done: int, total: int, here: int | None) -> None:
    with pytest.raises(ValueError, match="progress line"):
        draw_progress(done, total, here=here)


def test_unknown_states_and_empty_chains_are_refused() -> None:
    with pytest.raises(ValueError, match="known states"):
        draw_chain([])
    with pytest.raises(ValueError, match="broken"):
        draw_chain(["broken"])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "svg", [draw_chain(["open", "done"], sag=8), draw_progress(1, 3), draw_logo(), draw_icon()]
)
def test_drawings_obey_the_content_security_policy(svg: str) -> None:
    assert not re.search(r"\bstyle\s*=|<style|<script|\bon[a-z]+\s*=", svg)


def test_the_published_icon_is_the_drawn_one() -> None:
    assert (ROOT / "overrides/assets/img/favicon.svg").read_text(encoding="utf-8") == draw_icon()
