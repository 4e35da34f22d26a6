"""A drawing as a file of its own: the page's drawing with its colours, its title, its key and its sources.

Made from the drawing that stands in the page, so that both show the same. Colours are presentation
attributes: a page's policy may refuse styles, and word processors do not read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

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
}
"""What each class of the drawings looks like on white."""

_SVG = "http://www.w3.org/2000/svg"


def draw_poster(
    drawing: str, *, title: str, language: str, key: Sequence[str] = (), notes: Iterable[str] = ()
) -> bytes:
    """Gives an SVG file.

    Args:
        drawing: As it stands in the page: columns, lines or rows.
        title: Written above it.
        language: Of its texts.
        key: Names of the series, where there are several.
        notes: Written below it: what it is, where the figures come from.
    """
    page = ET.fromstring(drawing)  # noqa: S314 (our own drawing)
    svg = ET.Element("svg", {"xmlns": _SVG, "width": str(WIDTH), "role": "img", "lang": language})
    svg.set("font-family", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif")
    svg.set("font-size", "13")
    svg.set("fill", _MUTED)
    ET.SubElement(svg, "title").text = title
    ground = ET.SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": _PAPER})
    y = _write(svg, title, _MARGIN, 40.0, 19, {"fill": _INK, "font-weight": "600"}, WIDTH - 2 * _MARGIN)
    y = _rows(svg, page, y + 4) if page.get("class") == "rows" else _frame(svg, page, y)
    for place, name in enumerate(key):
        y = _key(svg, place, name, y)
    y += 10
    for note in notes:
        y = _write(svg, note, _MARGIN, y, 12, {}, WIDTH - 2 * _MARGIN) + 2
    high = round(y + 6)
    svg.set("height", str(high))
    svg.set("viewBox", f"0 0 {WIDTH} {high}")
    ground.set("height", str(high))
    return bytes(ET.tostring(svg, encoding="utf-8", xml_declaration=True)) + b"\n"


def _frame(svg: ET.Element, page: ET.Element, y: float) -> float:
    """Puts the scale and the plot beside each other."""
    scale, plot = page.findall("svg")
    axis, high = float(scale.get("width", 0)), float(scale.get("height", 0))
    for part, x, wide in ((scale, _MARGIN, axis), (plot, _MARGIN + axis, WIDTH - 2 * _MARGIN - axis)):
        for told in [*part.findall("title"), *part.findall("desc")]:
            part.remove(told)
        part.attrib.clear()
        part.attrib.update(
            {"x": f"{x:g}", "y": f"{y:g}", "width": f"{wide:g}", "height": f"{high:g}", "overflow": "visible"}
        )
        _paint(part)
        svg.append(part)
    return y + high + 8


def _rows(svg: ET.Element, page: ET.Element, y: float) -> float:
    names, value = 280.0, 90.0
    start = _MARGIN + names + 16
    wide = WIDTH - _MARGIN - value - 16 - start
    for part in page:
        if part.get("class") == "row-group":
            y = _write(svg, part.text or "", _MARGIN, y + 14, 13, {"fill": _INK, "font-weight": "600"}, 600)
            continue
        label, picture, number = part
        top = y + 6
        y = _write(svg, label.text or "", _MARGIN, top + 12, 13, {"fill": _INK}, names)
        detail = label.find("span")
        if detail is not None:
            y = _write(svg, detail.text or "", _MARGIN, y, 12, {}, names)
        picture.attrib.update({"x": f"{start:g}", "y": f"{top + 1:g}", "width": f"{wide:g}"})
        _paint(picture)
        svg.append(picture)
        text = {"fill": _INK, "font-weight": "600", "text-anchor": "end"}
        _write(svg, number.text or "", WIDTH - _MARGIN, top + 12, 13, text, 400)
        y += 2
    return y + 6


def _key(svg: ET.Element, place: int, name: str, y: float) -> float:
    from courseware.charts.lines import draw_sign

    sign = ET.fromstring(draw_sign(place))  # noqa: S314 (our own drawing)
    sign.attrib.update({"x": str(_MARGIN), "y": f"{y:g}"})
    _paint(sign)
    svg.append(sign)
    return _write(svg, name, _MARGIN + 24, y + 12, 13, {"fill": _INK}, WIDTH - 2 * _MARGIN - 24) + 2


def _write(
    svg: ET.Element, text: str, x: float, y: float, size: int, attributes: dict[str, str], width: float
) -> float:
    """Writes a text over as many lines as it needs, and gives where the next one may stand."""
    for line in _lines(text, int(width / (size * 0.52))):
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
