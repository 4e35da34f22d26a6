"""A packet as a Word document, for those without a translation tool: source left, target right.

Made with python-docx. Read by walking `word/document.xml` ourselves: python-docx leaves out what
stands in tracked changes, and a reviewer's changes are what we came for. Each table carries its
address in a grey line, because hidden parts of a document do not survive every program.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from courseware.errors import CoursewareError
from courseware.languages import LANGUAGES, SOURCE
from courseware.packaging.archive import stamp_zip
from courseware.strings import Strings
from courseware.translations.packet import (
    Address,
    Packet,
    PacketPage,
    PacketSection,
    Unit,
    section_heading,
)
from courseware.translations.reader_texts import STRINGS
from courseware.translations.safe_xml import parse_xml

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["read_docx", "write_docx"]

MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes. A packet of a thousand pages is a tenth of it; more is a bomb."""
MAX_ENTRIES = 2000

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 (a zip archive has no time zones)
"""The same packet is the same file on any day."""
_DONE = "✓"
"""Stands in the number column of the row that asks whether a section is done."""
_PACKET = re.compile(r"\[\[courseware-packet 1 ([a-z]{2}) (\S+)\]\]")
_ADDRESS = re.compile(r"\[\[([^\s#]+)#([^\s#]+) ([0-9a-f]{12}) ([0-9a-f]{12}|-)\]\]")
_WIDTHS = (1000, 6500, 6500)
"""Twentieths of a point: the columns of a landscape A4 page."""


def write_docx(packet: Packet, strings: Strings) -> bytes:
    """Gives the document of a packet.

    Args:
        packet: What it holds.
        strings: Texts in the language of its instructions.
    """
    import docx

    language = LANGUAGES[packet.language].name
    document = docx.Document()
    _set_up(document, strings("admin.packet.title", language=language))
    document.add_heading(strings("admin.packet.title", language=language), 0)
    for rule in ("columns", "marks", "links", "terms", "law", "done", "save"):
        text = strings(f"admin.packet.rule.{rule}", language=language)
        document.add_paragraph(text, style="List Number")
    document.add_paragraph(f"[[courseware-packet 1 {packet.language} {packet.project}]]")
    if packet.terms:
        _add_heading(document, strings("admin.packet.terms"), 1)
        head = (LANGUAGES[SOURCE].name, language, strings("admin.packet.definition"))
        rows = [_row((term.source, term.target, term.definition), packet.language) for term in packet.terms]
        _add_table(document, [_head(head), *rows], (3500, 4500, 6000))
    for page in packet.pages:
        title = strings("admin.packet.strings") if page.key == STRINGS else page.title
        _add_heading(document, title, 1)
        for section in page.sections:
            _add_heading(document, section_heading(section, strings), 2)
            _add_table(document, list(_section_rows(section, packet.language, strings)), _WIDTHS)
            document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return stamp_zip(buffer.getvalue(), _DAY)


def _set_up(document: Document, title: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = _DAY
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(25)


def _section_rows(section: PacketSection, language: str, strings: Strings) -> Iterator[str]:
    yield _row((f"[[{section.address}]]",), language, grey=True)
    yield _head(
        (
            strings("admin.packet.number"),
            strings("admin.packet.source"),
            strings("admin.packet.target", language=LANGUAGES[language].name),
        )
    )
    for unit in section.units:
        yield _row((unit.id, unit.source, unit.target), language)
    if any(unit.target and not unit.done for unit in section.units):
        yield _row((_DONE, strings("admin.packet.done"), ""), "en", grey=True)


def _head(cells: tuple[str, ...]) -> str:
    inner = "".join(_cell(text, "en", bold=True) for text in cells)
    return f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{inner}</w:tr>"


def _row(cells: tuple[str, ...], language: str, *, grey: bool = False) -> str:
    languages = (SOURCE,) * (len(cells) - 1) + (language,)
    span = len(_WIDTHS) if len(cells) == 1 else 1
    inner = "".join(
        _cell(text, code, grey=grey, span=span) for text, code in zip(cells, languages, strict=True)
    )
    return f"<w:tr>{inner}</w:tr>"


def _cell(text: str, language: str, *, bold: bool = False, grey: bool = False, span: int = 1) -> str:
    style = "<w:b/>" if bold else ""
    style += '<w:color w:val="595959"/><w:sz w:val="16"/>' if grey else ""
    # The language of the run, so that the translator's own spelling checker reads the right column.
    style += f'<w:lang w:val="{language}"/>'
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    runs = f"<w:r><w:rPr>{style}</w:rPr>{_run_text(text)}</w:r>" if text else ""
    mark = f"<w:pPr><w:rPr>{style}</w:rPr></w:pPr>"
    return f"<w:tc><w:tcPr>{merged}</w:tcPr><w:p>{mark}{runs}</w:p></w:tc>"


def _run_text(text: str) -> str:
    parts = re.split(r"([\n\t])", text)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>'
        for part in parts
        if part
    )


def _add_heading(document: Document, text: str, level: int) -> None:
    run = f"<w:r>{_run_text(text)}</w:r>"
    _add(document, f'<w:p xmlns:w="{_W}"><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{run}</w:p>')


def _add_table(document: Document, rows: list[str], widths: tuple[int, ...]) -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    _add(
        document,
        f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>",
    )


def _add(document: Document, xml: str) -> None:
    """Adds a part made as XML at once: python-docx takes seconds for what a packet has hundreds of."""
    from docx.oxml import parse_xml as parse_oxml

    body = document.element.body
    body.insert(len(body) - 1, parse_oxml(xml))  # the last element holds the page's measures


def read_docx(data: bytes) -> Packet:
    """Gives the packet that a document holds.

    Raises:
        CoursewareError: It is no Word document, holds what a packet never does, or is none of ours.
    """
    content, remarks = _parts(data)
    root = parse_xml(content, "The Word document")
    body = root.find(f"{{{_W}}}body")
    if body is None:
        raise CoursewareError("The file is a Word document without a text.")
    heads = _PACKET.findall("".join(_paragraph_text(p) for p in body.iterchildren(f"{{{_W}}}p")))
    if len(set(heads)) != 1:
        raise CoursewareError(
            "The Word document was not made by `courseware translations export`, or lost its line "
            "[[courseware-packet …]]."
        )
    language, project = heads[0]
    pages: dict[str, list[PacketSection]] = {}
    for table in body.iter(f"{{{_W}}}tbl"):
        section = _section(table)
        if section is not None:
            pages.setdefault(section.address.key, []).append(section)
    made = tuple(PacketPage(key, key, tuple(found)) for key, found in pages.items())
    return Packet(language, project, made, comments=tuple(_comments(remarks)))


def _comments(content: bytes) -> Iterator[str]:
    if content:
        for comment in parse_xml(content, "The part of comments").iter(f"{{{_W}}}comment"):
            yield " ".join(_cell_text(comment).split())


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """Gives the text and the comments of a Word document after a look at everything else in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise CoursewareError("The file is an archive, but no Word document (.docx).")
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise CoursewareError(
                    "The Word document unpacks to more than a packet can hold. It is not read."
                )
            types = archive.read("[Content_Types].xml")
            if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
                raise CoursewareError("The Word document holds macros. Save it as .docx without them.")
            with archive.open("word/document.xml") as part:
                # What an archive says about its sizes may be a lie, so the reading stops by itself too.
                content = part.read(MAX_UNPACKED + 1)
            remarks = b""
            if "word/comments.xml" in names:
                with archive.open("word/comments.xml") as part:
                    remarks = part.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise CoursewareError("The Word document is damaged, cut short or locked with a password.") from None
    except Exception as error:
        if isinstance(error, CoursewareError):
            raise
        raise CoursewareError("The Word document is damaged or cut short.") from None  # zlib.error and kin
    if len(content) + len(remarks) > MAX_UNPACKED:
        raise CoursewareError("The Word document unpacks to more than a packet can hold. It is not read.")
    return content, remarks


def _section(table: Any) -> PacketSection | None:
    """Gives the section of a table, or None for a table of something else."""
    rows = [
        [_cell_text(cell) for cell in row.iter(f"{{{_W}}}tc")] for row in table.iterchildren(f"{{{_W}}}tr")
    ]
    found = _ADDRESS.fullmatch(" ".join(" ".join(rows[0]).split())) if rows else None
    if found is None:
        loose = next((row for row in rows if any(_ADDRESS.search(cell) for cell in row)), None)
        if loose is not None:
            raise CoursewareError(f"The line {' '.join(loose).strip()} no longer stands first in its table.")
        return None
    address = Address(found[1], found[2], found[3], found[4])
    units: list[Unit] = []
    done = True
    for row in rows[2:]:
        if not any(cell.strip() for cell in row):
            continue  # an empty row somebody made by pressing Tab
        if len(row) != len(_WIDTHS):
            raise CoursewareError(
                f"A row of {address.key}#{address.section} has {len(row)} cells instead of 3."
            )
        name, source, target = row[0].strip(), row[1], row[2]
        if name == _DONE:
            done = bool(target.strip())
            continue
        units.append(Unit(name, source, target))
    made = tuple(Unit(unit.id, unit.source, unit.target, done) for unit in units)
    return PacketSection(address, address.section, made)


def _cell_text(cell: Any) -> str:
    return "\n".join(_paragraph_text(paragraph) for paragraph in cell.iter(f"{{{_W}}}p"))


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_GONE = ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")
"""What is struck out, or is no text."""


def _paragraph_text(element: Any) -> str:
    """Gives the text of a paragraph as it reads when every tracked change is accepted."""
    parts: list[str] = []
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "t":
            parts.append(child.text or "")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name and name not in _GONE:
            parts.append(_paragraph_text(child))
    return "".join(parts)
