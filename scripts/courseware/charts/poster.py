"""A drawing as a file of its own: the page's drawing with its colours, its title, its key and its sources.

Made from the drawing that stands in the page, so that both show the same. Colours are presentation
attributes: a page's policy may refuse styles, and word processors do not read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from courseware.charts.lines import draw_sign

__all__ = ["PAINT", "draw_poster"]

WIDTH = 720
_MARGIN = 24
_INK, _MUTED, _PAPER, _LINE, _EDGE, _SAND = "#1f2b28", "#56635e", "#fff", "#d9d2c2", "#7b7767", "#f2ede2"
_SERIES = ("#17453b", "#0a5a7d", "#9d1b38", "#7a5c00")

PAINT: dict[str, dict[str, str]] = {
    **{f"{kind}-grid": {"stroke": _LINE} for kind in ("columns", "lines")},
    **{f"{kind}-foot": {"stroke": _EDGE} for kind in ("columns", "lines")},
    **{f"{kind}-label": {"fill": _INK, "font-weight": "600"} for kind in ("columns", "lines")},
    "columns-group": {"stroke": _EDGE},
    "columns-year": {"fill": _INK},
    "columns-full": {"fill": _SERIES[0]},
    "columns-open": {"fill": _PAPER, "stroke": _SERIES[0], "stroke-width": "2"},
    "columns-hidden": {"fill": _PAPER, "stroke": _EDGE, "stroke-dasharray": "3 2"},
    "columns-rest": {"fill": "none", "stroke": _EDGE, "stroke-dasharray": "3 3"},
    "lines-line": {"stroke-width": "2.5"},
    "lines-point": {"stroke-width": "2"},
    "lines-hollow": {"fill": _PAPER, "stroke-width": "2"},
    "lines-break": {"stroke": _INK, "stroke-dasharray": "2 4"},
    "series-0": {"stroke": _SERIES[0]},
    "series-1": {"stroke": _SERIES[1], "stroke-dasharray": "7 4"},
    "series-2": {"stroke": _SERIES[2], "stroke-dasharray": "2 4"},
    "series-3": {"stroke": _SERIES[3], "stroke-dasharray": "9 3 2 3"},
    "row-ground": {"fill": _SAND},
    "row-full": {"fill": _SERIES[0]},
    "row-hollow": {"fill": _PAPER, "stroke": _SERIES[0], "stroke-width": "2"},
    "row-line": {"stroke": _EDGE},
    "row-grid": {"stroke": _LINE},
    "row-reference": {"stroke": _SERIES[1], "stroke-width": "2"},
    "row-target": {"stroke": _INK, "stroke-width": "1.5", "stroke-dasharray": "5 4"},
    "row-level": {"fill": _INK, "font-weight": "600"},
    "is-pale": {"stroke": "#6c98ad"},
    "is-loose": {"stroke-width": "1.5", "stroke-dasharray": "2 3"},
    "lines-target": {"stroke": _INK, "stroke-width": "1.25", "stroke-dasharray": "5 4"},
    "lines-said": {"fill": _INK},
    "lines-tick": {},
}
"""What each class of the drawings looks like on white."""

_SVG = "http://www.w3.org/2000/svg"


def draw_poster(
    drawing: str,
    *,
    title: str,
    language: str,
    key: Sequence[str] = (),
    signs: Sequence[str] = (),
    notes: Iterable[str] = (),
) -> bytes:
    """Gives an SVG file.

    Args:
        drawing: As it stands in the page: columns, lines, rows, panels or a spark.
        title: Written above it.
        language: Of its texts.
        key: Names of the series, where there are several, or what else is to be explained.
        signs: A picture for each of them, where it is not that of a series.
        notes: Written below it: what it is, where the figures come from.
    """
    page = ET.fromstring(drawing)  # noqa: S314 (our own drawing)
    svg = ET.Element("svg", {"xmlns": _SVG, "width": str(WIDTH), "role": "img", "lang": language})
    svg.set("font-family", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif")
    svg.set("font-size", "13")
    svg.set("fill", _MUTED)
    ET.SubElement(svg, "title").text = title
    ground = ET.SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": _PAPER})
    named = {"fill": _INK, "font-weight": "600"}
    y = _write(svg, title, _MARGIN, 40.0, 19, {**named, "data-title": ""}, WIDTH - 2 * _MARGIN)
    place_in = {"rows": _rows, "panels": _panels, "spark": _spark}
    y = place_in.get((page.get("class") or "").split()[0], _frame)(svg, page, y)
    # In one piece: a script that leaves countries out moves it up.
    foot = ET.SubElement(svg, "g", {"data-foot": ""})
    for place, name in enumerate(key):
        y = _key(foot, signs[place] if signs else draw_sign(place), name, y)
    y += 14
    for note in notes:
        y = _write(foot, note, _MARGIN, y, 12, {}, WIDTH - 2 * _MARGIN) + 2
    high = round(y + 6)
    svg.set("height", str(high))
    svg.set("viewBox", f"0 0 {WIDTH} {high}")
    ground.set("height", str(high))
    return bytes(ET.tostring(svg, encoding="utf-8", xml_declaration=True)) + b"\n"


def _frame(svg: ET.Element, page: ET.Element, y: float, left: float = _MARGIN, wide: float = 0) -> float:
    """Puts the scale and the plot beside each other."""
    scale, plot = page.findall("svg")
    axis, high = float(scale.get("width", 0)), float(scale.get("height", 0))
    wide = (wide or WIDTH - 2 * _MARGIN) - axis
    for part, x, across in ((scale, left, axis), (plot, left + axis, wide)):
        _put(svg, part, x, y, across, high)
    return y + high + 8


def _put(svg: ET.Element, part: ET.Element, x: float, y: float, wide: float, high: float) -> None:
    """Puts a picture of the page in its place."""
    for told in [*part.findall("title"), *part.findall("desc")]:
        part.remove(told)
    part.attrib.clear()
    part.attrib.update(
        {"x": f"{x:g}", "y": f"{y:g}", "width": f"{wide:g}", "height": f"{high:g}", "overflow": "visible"}
    )
    _paint(part)
    svg.append(part)


def _panels(svg: ET.Element, page: ET.Element, y: float) -> float:
    """Puts the panels in rows, each a picture with its name that a script can move."""
    gap, head, many = 20.0, 22.0, 3
    wide = (WIDTH - 2 * _MARGIN - (many - 1) * gap) / many
    high = 0.0
    for place, panel in enumerate(page):
        name, frame, *empty = panel
        high = float(frame.findall("svg")[0].get("height", 0)) + head
        x, top = _MARGIN + place % many * (wide + gap), y + place // many * (high + 10)
        box = _box(svg, panel, x, top, wide, high)
        _write(box, name.text or "", 0, 14, 13, {"fill": _INK, "font-weight": "600"}, wide)
        _frame(box, frame, head - 8, 0, wide)
        for none in empty:
            _write(box, none.text or "", 40, head + 60, 13, {}, wide)
    return y + -(-len(page) // many) * (high + 10) + 8


def _box(svg: ET.Element, part: ET.Element, x: float, y: float, wide: float, high: float) -> ET.Element:
    """Gives a picture within the picture, with the country it is about."""
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{wide:g}", "height": f"{high:g}", "overflow": "visible"}
    return ET.SubElement(svg, "svg", {"data-country": part.get("data-country", ""), **place})


def _spark(svg: ET.Element, page: ET.Element, y: float) -> float:
    *before, plot, last = page
    high = float(plot.get("height", 0))
    for end, x in (*((one, _MARGIN) for one in before), (last, WIDTH - _MARGIN - 70)):
        value, year = end
        _write(svg, f"{value.text} ({year.text})", x, y + high / 2 + 5, 13, {"fill": _INK}, 200)
    start = _MARGIN + 90 * len(before)
    _put(svg, plot, start, y, WIDTH - _MARGIN - 90 - start, high)
    return y + high + 8


def _rows(svg: ET.Element, page: ET.Element, y: float) -> float:
    names, value = 280.0, 90.0
    levels = page.find("svg")
    if levels is not None:  # countries: short names, and lines behind them all
        names = 130.0
        page.remove(levels)
        y += 40
    y += 4
    start = _MARGIN + names + 16
    wide = WIDTH - _MARGIN - value - 16 - start
    if levels is not None:
        high = sum(28 for _ in page)
        _put(svg, levels, start, y, wide, high)
        levels.set("data-levels", "")
    for part in page:
        if part.get("class") == "row-group":
            y = _write(svg, part.text or "", _MARGIN, y + 14, 13, {"fill": _INK, "font-weight": "600"}, 600)
            continue
        if part.get("data-country"):
            _row(_box(svg, part, 0, y, WIDTH, 28), part, 6, start, wide, names)
            y += 28
        else:
            y = _row(svg, part, y + 6, start, wide, names) + 2
    return y + (30 if levels is not None else 6)


def _row(svg: ET.Element, part: ET.Element, top: float, start: float, wide: float, names: float) -> float:
    """Writes one row, and gives where the next one may stand."""
    label, picture, number = part
    y = _write(svg, label.text or "", _MARGIN, top + 12, 13, {"fill": _INK}, names)
    detail = label.find("span")
    if detail is not None:
        y = _write(svg, detail.text or "", _MARGIN, y, 12, {}, names)
    if picture.tag == "span":
        _write(svg, picture.text or "", start, top + 12, 13, {}, wide)
    else:
        picture.attrib.update({"x": f"{start:g}", "y": f"{top + 1:g}", "width": f"{wide:g}"})
        _paint(picture)
        svg.append(picture)
    text = {"fill": _INK, "font-weight": "600", "text-anchor": "end"}
    _write(svg, number.text or "", WIDTH - _MARGIN, top + 12, 13, text, 400)
    return y


def _key(svg: ET.Element, picture: str, name: str, y: float) -> float:
    sign = ET.fromstring(picture)  # noqa: S314 (our own drawing)
    wide = float(sign.get("width", 16))
    sign.attrib.update({"x": str(_MARGIN), "y": f"{y:g}"})
    _paint(sign)
    svg.append(sign)
    start = _MARGIN + wide + 8
    return _write(svg, name, start, y + 12, 13, {"fill": _INK}, WIDTH - _MARGIN - start) - 6


def _write(
    svg: ET.Element, text: str, x: float, y: float, size: int, attributes: dict[str, str], width: float
) -> float:
    """Writes a text over as many lines as it needs, and gives where the next one may stand."""
    wide = 0.6 if "font-weight" in attributes else 0.52
    for line in _lines(text, int(width / (size * wide))):
        written = ET.SubElement(
            svg, "text", {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), **attributes}
        )
        written.text = line
        y += round(size * 1.35)
    return y


def _lines(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _paint(part: ET.Element) -> None:
    """Puts the looks of its classes on everything in a drawing."""
    for element in part.iter():
        names = (element.attrib.pop("class", None) or "").split()
        for name in names:
            element.attrib.update({**PAINT.get(name, {}), **element.attrib})
        series = next((name for name in names if name.startswith("series-")), "")
        if "lines-point" in names and series:
            element.set("fill", PAINT[series]["stroke"])
        if series and "lines-line" not in names:
            element.attrib.pop("stroke-dasharray", None)
        for gone in [key for key in element.attrib if key == "role" or re.match("aria-", key)]:
            del element.attrib[gone]
