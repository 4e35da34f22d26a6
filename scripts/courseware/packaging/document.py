"""Word documents to fill in: headings, cards and tables in, the same bytes out for the same content.

Made with python-docx, whose template brings the real heading styles that screen readers and tables of
contents go by. What it cannot say (the document's language, header rows) is put into its XML here.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from courseware.packaging.archive import stamp_zip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

__all__ = ["Answer", "Card", "Grid", "Heading", "Paragraph", "write_document"]

_GREY = "595959"
"""Of help texts: seven to one on white."""
_SHADE = "E8EEF0"
_LINE_MM = 11
"""Height of an empty cell for each line that is written by hand."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the document's own."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str
    is_note: bool = False
    """Whether it is small and grey."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to fill in."""

    label: str
    help: str = ""
    text: str = ""
    lines: int = 1
    """Lines to leave for a hand, where the text is empty."""


@dataclass(frozen=True, slots=True)
class Card:
    """Answers under one another: a table of two columns, the left one naming the right."""

    head: tuple[str, str]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row to each thing."""

    columns: tuple[Answer, ...]
    """Label and help of each column; their text is not shown."""
    rows: tuple[tuple[str, ...], ...]
    lines: int = 1
    """Lines to leave in a row for a hand."""


def write_document(
    parts: Sequence[Heading | Paragraph | Card | Grid],
    *,
    title: str,
    language: str,
    creator: str,
    made: datetime,
    footer: str = "",
    is_wide: bool = False,
) -> bytes:
    """Gives an A4 document whose bytes depend on nothing but the arguments.

    Args:
        parts: What stands in it, below the title.
        title: Its first heading, and the title in its properties.
        language: Language of the texts, such as "sv".
        creator: Who stands behind it, in the properties.
        made: The date that it carries, a property of its contents and never the clock.
        footer: What stands at the foot of every page, before the page's number.
        is_wide: Whether the page lies on its side.
    """
    import docx

    document = docx.Document()
    _describe(document, title=title, language=language, creator=creator, made=made)
    width = _set_page(document, is_wide=is_wide)
    _set_styles(document, language)
    _set_footer(document, footer)
    document.add_heading(title, 0)
    for part in parts:
        match part:
            case Heading():
                document.add_heading(part.text, part.level)
            case Paragraph():
                _small(document.add_paragraph().add_run(part.text), is_small=part.is_note)
            case Card():
                _add_card(document, part, width)
            case Grid():
                _add_grid(document, part, width)
    buffer = io.BytesIO()
    document.save(buffer)
    return stamp_zip(buffer.getvalue(), made)


def _describe(document: Document, *, title: str, language: str, creator: str, made: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, creator, language
    properties.last_modified_by, properties.revision, properties.comments = creator, 1, ""
    properties.created = properties.modified = made


def _set_page(document: Document, *, is_wide: bool) -> int:
    """Gives the width between the margins, in millimetres."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    width, height = (297, 210) if is_wide else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    return width - 40


def _set_styles(document: Document, language: str) -> None:
    from docx.shared import Pt, RGBColor

    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = (
            "Calibri",
            Pt(size),
            RGBColor(0x1D, 0x4A, 0x40),
        )
        # The template names a theme's font besides, which would win.
        _element(style.element.get_or_add_rPr(), "w:rFonts", {"w:ascii": "Calibri", "w:hAnsi": "Calibri"})
    # Speech and the spelling checker read it in this language wherever nothing else is said.
    defaults = document.styles.element.find(f".//{_name('w:rPrDefault')}/{_name('w:rPr')}")
    _element(defaults, "w:lang", {"w:val": language, "w:eastAsia": language, "w:bidi": "ar-SA"})


def _set_footer(document: Document, text: str) -> None:
    from docx.oxml import OxmlElement

    line = document.sections[0].footer.paragraphs[0]
    if text:
        _small(line.add_run(f"{text} · "))
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        node: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(_name("w:fldCharType"), kind)
        node.text = instruction or None
        run = line.add_run()
        _small(run)
        run._r.append(node)


def _add_card(document: Document, card: Card, width: int) -> None:
    table = _new_table(document, len(card.answers) + 1, (width * 0.36, width * 0.64))
    _write_head(table, [Answer(text) for text in card.head])
    for answer, row in zip(card.answers, table.rows[1:], strict=True):
        cells = row.cells
        _name_cell(cells[0], answer)
        cells[1].paragraphs[0].add_run(answer.text)
        _leave_room(row, 0 if answer.text else answer.lines)
    document.add_paragraph()


def _add_grid(document: Document, grid: Grid, width: int) -> None:
    narrow = [column.lines == 0 for column in grid.columns]
    # A column of single figures takes half of what a column of words does.
    unit = width / sum(0.5 if short else 1 for short in narrow)
    table = _new_table(document, len(grid.rows) + 1, [unit / 2 if short else unit for short in narrow])
    _write_head(table, grid.columns)
    for texts, row in zip(grid.rows, table.rows[1:], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text)
        _leave_room(row, 0 if any(texts) else grid.lines)
    document.add_paragraph()


def _new_table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    from docx.shared import Mm

    table: Table = document.add_table(rows, len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)
    return table


def _write_head(table: Table, columns: Sequence[Answer]) -> None:
    row: Any = table.rows[0]
    properties = row._tr.get_or_add_trPr()
    _element(properties, "w:cantSplit", {})
    _element(properties, "w:tblHeader", {})
    for cell, column in zip(row.cells, columns, strict=True):
        _name_cell(cell, column)
        _element(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": _SHADE})


def _name_cell(cell: _Cell, answer: Answer) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(answer.label).bold = True
    if answer.help:
        _small(cell.add_paragraph().add_run(answer.help))


def _leave_room(row: Any, lines: int) -> None:
    from docx.shared import Mm

    _element(row._tr.get_or_add_trPr(), "w:cantSplit", {})
    if lines:
        row.height = Mm(_LINE_MM * lines)


def _small(run: Any, *, is_small: bool = True) -> None:
    from docx.shared import Pt, RGBColor

    if is_small:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(_GREY)


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _element(parent: Any, name: str, attributes: dict[str, str]) -> None:
    """Puts an element with these attributes into its parent, in place of one of that name."""
    from docx.oxml import OxmlElement

    for old in parent.findall(_name(name)):
        parent.remove(old)
    node: Any = OxmlElement(name)
    for key, value in attributes.items():
        node.set(_name(key), value)
    if name == "w:rFonts":  # The first child of its parent by the schema (ECMA-376 part 1, 17.3.2.28).
        parent.insert(0, node)
    else:
        parent.append(node)
