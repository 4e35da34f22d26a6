"""Word documents are read back part by part, and are equal to the byte in another process on another day."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from courseware.packaging.document import Answer, Card, Grid, Heading, Paragraph, write_document

MADE = datetime(2026, 12, 1)  # noqa: DTZ001 (a zip archive has no time zones)


def document(*, is_wide: bool = False) -> bytes:
    return write_document(
        [
            Paragraph("Vad bladet är till för."),
            Card(
                ("Fält", "Svar"),
                (Answer("Namn", "så kort det går", "", 2), Answer("Gräns", "", "10 % & <20>")),
            ),
            Heading("Alternativ"),
            Grid((Answer("Alternativ"), Answer("Summa", lines=0)), (("Ring hem", "17"), ("", "")), lines=2),
        ],
        title="Kort <T6>",
        language="sv",
        creator="courseware",
        made=MADE,
        footer="Fot",
        is_wide=is_wide,
    )


def test_it_says_what_it_was_given_in_real_styles() -> None:
    read = docx.Document(io.BytesIO(document()))
    assert [(one.style.name, one.text) for one in read.paragraphs if one.text] == [
        ("Title", "Kort <T6>"),
        ("Normal", "Vad bladet är till för."),
        ("Heading 1", "Alternativ"),
    ]
    card, grid = read.tables
    assert [[cell.text for cell in row.cells] for row in card.rows] == [
        ["Fält", "Svar"],
        ["Namn\nså kort det går", ""],
        ["Gräns", "10 % & <20>"],
    ]
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Alternativ", "Summa"],
        ["Ring hem", "17"],
        ["", ""],
    ]


def test_header_rows_are_marked_and_empty_rows_have_room_for_a_hand() -> None:
    for table in docx.Document(io.BytesIO(document())).tables:
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True, *[False] * (len(table.rows) - 1)]
    card, grid = docx.Document(io.BytesIO(document())).tables
    heights = [[row.height and round(row.height.mm) for row in table.rows] for table in (card, grid)]
    assert heights == [[None, 22, None], [None, None, 22]]


def test_language_title_and_paper() -> None:
    data = document(is_wide=True)
    read = docx.Document(io.BytesIO(data))
    assert (read.core_properties.title, read.core_properties.language) == ("Kort <T6>", "sv")
    defaults = read.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv"
    section = read.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert "Fot" in section.footer.paragraphs[0].text
    upright = docx.Document(io.BytesIO(document())).sections[0]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)


def test_every_part_is_readable_xml_of_one_date() -> None:
    with zipfile.ZipFile(io.BytesIO(document())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 12, 1, 0, 0, 0)}
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))  # noqa: S314 (our own file)


def test_another_process_makes_the_same_bytes() -> None:
    time.sleep(1.1)  # python-docx would take the clock
    code = (
        f"import hashlib, sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_document; "
        "print(hashlib.sha256(test_document.document()).hexdigest())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == hashlib.sha256(document()).hexdigest(), run.stderr
