"""The three formats, edited in translators' own tools, damaged, and made to do harm."""

from __future__ import annotations

import contextlib
import copy
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from packets import FORMATS, PROJECT, export, plan, write
from translate.storage import pypo, xliff2

from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.translations.packet_file import PacketFormat, read_packet
from courseware.translations.status import translations

SOURCE_LESSON = "modules/sv/m01-mandate/lesson-1-message.md"
LESSON = "modules/en/m01-mandate/lesson-1-message.md"
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _table(document: Any, address: str) -> Any:
    return next(table for table in document.tables if table.rows[0].cells[0].text.startswith(f"[[{address} "))


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _outdated(root: Path) -> list[str]:
    return [one.path for one in translations(load_library(root), "en") if one.status == "outdated"]


@pytest.fixture
def outdated(edit: Callable[[str, str, str], Path]) -> Path:
    """A project whose English lesson has an outdated section."""
    root = edit(SOURCE_LESSON, "En tanke i varje stycke.", "En enda tanke.")
    assert _outdated(root) == [LESSON]
    return root


# Word.


def test_a_word_document_says_what_to_do_and_shows_headings_and_terms(two_languages: Path) -> None:
    document = docx.Document(io.BytesIO(export(two_languages, "en", "docx")))
    headings = [one.text for one in document.paragraphs if (one.style and "Heading" in str(one.style.name))]
    assert "Säg budskapet i rubriken" in headings
    rules = [one.text for one in document.paragraphs if one.style and one.style.name == "List Number"]
    assert rules[0].startswith("The Swedish text stands on the left.")
    table = _table(document, "index.md#message")
    assert [cell.text for cell in table.rows[1].cells] == [
        "No.",
        "Swedish (leave as it is)",
        "English (write here)",
    ]
    assert table.rows[2].cells[0].text == "1"
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_a_word_document_is_edited_and_marked_as_done(outdated: Path) -> None:
    document = docx.Document(io.BytesIO(export(outdated, "en", "docx", only_outdated=True)))
    table = _table(document, "modules/m01-mandate/lesson-1-message.md#message")
    assert table.rows[-1].cells[0].text == "✓"
    table.rows[3].cells[2].text = "One single thought."
    planned = plan(outdated, _saved(document))
    assert [note.code for note in planned.notes] == ["packet-outdated"]
    table.rows[-1].cells[2].text = "x"
    write(outdated, plan(outdated, _saved(document)))
    assert "\nOne single thought.\n" in (outdated / LESSON).read_text(encoding="utf-8")
    assert _outdated(outdated) == []


def test_tracked_changes_count_as_accepted(two_languages: Path) -> None:
    document = docx.Document(io.BytesIO(export(two_languages, "en", "docx")))
    paragraph = _table(document, "index.md#takeaway").rows[2].cells[2].paragraphs[0]._p
    run = paragraph.find(f"{W}r")
    added = copy.deepcopy(run)
    added.find(f"{W}t").text = "Take this"
    inserted, deleted = etree.SubElement(paragraph, f"{W}ins"), etree.SubElement(paragraph, f"{W}del")
    inserted.append(added)
    run.find(f"{W}t").tag = f"{W}delText"
    deleted.append(run)
    planned = plan(two_languages, _saved(document))
    assert [section.texts for page in planned.pages for section in page.sections] == [
        (("Takeaway", "Take this"),)
    ]


def test_comments_are_told_without_their_author(two_languages: Path) -> None:
    document = docx.Document(io.BytesIO(export(two_languages, "en", "docx")))
    cell = _table(document, "index.md#takeaway").rows[2].cells[2]
    document.add_comment(cell.paragraphs[0].runs, "A word that is wrong.", author="Anna Exempel")
    packet = read_packet(_saved(document))
    assert packet.comments == ("A word that is wrong.",)
    assert "Anna" not in repr(packet)


def test_a_paragraph_more_and_an_empty_row_are_forgiven(two_languages: Path) -> None:
    document = docx.Document(io.BytesIO(export(two_languages, "en", "docx")))
    table = _table(document, "index.md#takeaway")
    table.rows[2].cells[2].text = "Take"
    table.rows[2].cells[2].add_paragraph("this ")
    table.add_row()
    planned = plan(two_languages, _saved(document))
    assert [section.texts for page in planned.pages for section in page.sections] == [
        (("Takeaway", "Take this"),)
    ]


def _without_address(document: Any) -> None:
    row = _table(document, "index.md#takeaway").rows[0]._tr
    row.getparent().append(row)


def _without_mark(document: Any) -> None:
    next(one for one in document.paragraphs if "courseware-packet" in one.text).text = ""


def _merged(document: Any) -> None:
    row = _table(document, "index.md#takeaway").rows[2]
    row.cells[1].merge(row.cells[2])


def _other_language(document: Any) -> None:
    mark = next(one for one in document.paragraphs if "courseware-packet" in one.text)
    mark.text = mark.text.replace(" en ", " xx ")


def _row_lost(document: Any) -> None:
    row = _table(document, "index.md#takeaway").rows[2]._tr
    row.getparent().remove(row)


def _row_twice(document: Any) -> None:
    row = _table(document, "index.md#takeaway").rows[2]._tr
    row.addnext(copy.deepcopy(row))


def _sources_swapped(document: Any) -> None:
    rows = _table(document, "index.md#takeaway").rows
    rows[2].cells[0].text, rows[3].cells[0].text = "2", "1"


BROKEN_WORD = {
    "address moved": (_without_address, "no longer stands first in its table"),
    "mark lost": (_without_mark, "was not made by `courseware translations export`"),
    "cells merged": (_merged, "A row of index.md#takeaway has 2 cells instead of 3."),
    "language": (_other_language, "The packet is in the language 'xx'. Known languages: en, da"),
    "row lost": (_row_lost, "packet-unit: takeaway 1 is missing."),
    "row twice": (_row_twice, "packet-unit: takeaway 1 stands twice."),
    "numbers swapped": (_sources_swapped, "the Swedish text of 1 was changed or moved"),
}


@pytest.mark.parametrize(("harm", "message"), BROKEN_WORD.values(), ids=BROKEN_WORD)
def test_a_broken_word_document_is_refused(
    two_languages: Path, harm: Callable[[Any], None], message: str
) -> None:
    document = docx.Document(io.BytesIO(export(two_languages, "en", "docx")))
    harm(document)
    with pytest.raises(CoursewareError, match=re.escape(message)):
        plan(two_languages, _saved(document))


# XLIFF.


def test_xliff_is_edited_in_a_tool(outdated: Path) -> None:
    store = xliff2.Xliff2File.parsestring(export(outdated, "en", "xliff", only_outdated=True))
    assert (store.sourcelanguage, store.targetlanguage) == ("sv", "en")
    assert [unit.xmlelement.get("state") for unit in store.units] == ["initial", "initial"]
    store.units[1].target = "One single thought & more."
    store.units[0].addnote("A question to you.")
    for unit in store.units:
        unit.marktranslated()
    assert read_packet(bytes(store)).comments == ("p1-s1-u1: A question to you.",)
    write(outdated, plan(outdated, bytes(store)))
    assert "\nOne single thought & more.\n" in (outdated / LESSON).read_text(encoding="utf-8")
    assert _outdated(outdated) == []


def test_xliff_has_its_parts_where_the_standard_wants_them(two_languages: Path) -> None:
    root = etree.fromstring(export(two_languages, "en", "xliff"))
    for unit in root.iter(f"{XLIFF}unit"):
        children = [child.tag.removeprefix(XLIFF) for child in unit]
        assert children in (["segment"], ["notes", "segment"])
        assert [child.tag.removeprefix(XLIFF) for child in unit[-1]] in (["source"], ["source", "target"])
    ids = [unit.get("id") for unit in root.iter(f"{XLIFF}unit")]
    assert len(ids) == len(set(ids))


def test_segments_that_a_tool_made_are_joined(two_languages: Path) -> None:
    root = etree.fromstring(export(two_languages, "en", "xliff"))
    unit = next(
        unit
        for unit in root.iter(f"{XLIFF}unit")
        if "".join(unit.itertext()).strip().startswith("En tanke i varje stycke.")
    )
    segment = unit.find(f"{XLIFF}segment")
    unit.remove(segment)
    parts = (
        ("segment", "En tanke i varje stycke.", "One thought a paragraph."),
        ("ignorable", " ", None),
        ("segment", "Visa först, förklara sedan.", "Show <mrk>first</mrk>."),
    )
    for name, source, target in parts:
        made = etree.SubElement(unit, XLIFF + name)
        if name == "segment":
            made.set("state", "final")
        etree.SubElement(made, f"{XLIFF}source").text = source
        if target:
            text = target.replace("<mrk>", f'<mrk xmlns="{XLIFF[1:-1]}" id="m">')
            made.append(etree.fromstring(f'<target xmlns="{XLIFF[1:-1]}">{text}</target>'))
    planned = plan(two_languages, etree.tostring(root))
    (change,) = (section.texts for page in planned.pages for section in page.sections)
    assert change[0][1] == "One thought a paragraph. Show first."


BROKEN_XLIFF = {
    "codes": ("</target>", '<ph id="1"/></target>', "holds a code <ph> that the packet did not have"),
    "hash lost": (
        '<note category="courseware">',
        "<note>",
        "was not made by `courseware translations export`",
    ),
    "XLIFF 1.2": ("urn:oasis:names:tc:xliff:document:2.0", "urn:x:1.2", "not XLIFF 2. Save it as XLIFF 2.0."),
    "from English": ('srcLang="sv"', 'srcLang="en"', "translates from 'en', not from Swedish"),
    "into Swedish": ('trgLang="en"', 'trgLang="sv"', "is in the language 'sv'"),
    "cut": ("</xliff>", "", "is damaged or cut short"),
    "no pages": (re.compile(r"<file.*</file>", re.DOTALL), "", "holds no page"),
    "entities": (
        "<xliff ",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><xliff ',
        "declares a document type",
    ),
    "external entity": (
        "<xliff ",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff ',
        "declares a document type",
    ),
    "section note lost": (
        re.compile(r'<note category="courseware">[0-9a-f]{12} [0-9a-f-]+</note>'),
        "<note>x</note>",
        "has lost its note for the section",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN_XLIFF.values(), ids=BROKEN_XLIFF)
def test_a_broken_xliff_file_is_refused(
    two_languages: Path, old: str | re.Pattern[str], new: str, message: str
) -> None:
    text = export(two_languages, "en", "xliff").decode()
    broken = old.sub(new, text) if isinstance(old, re.Pattern) else text.replace(old, new)
    assert broken != text
    with pytest.raises(CoursewareError, match=re.escape(message)):
        plan(two_languages, broken.encode())


def test_entities_are_seen_in_other_encodings_too(two_languages: Path) -> None:
    text = export(two_languages, "en", "xliff").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    with pytest.raises(CoursewareError, match="declares a document type"):
        plan(two_languages, text.replace("<xliff ", "<!DOCTYPE x><xliff ").encode("utf-16"))
    assert plan(two_languages, text.encode("utf-16")).files == {}


# PO.


def test_po_is_edited_in_a_tool(outdated: Path) -> None:
    store = pypo.pofile.parsestring(export(outdated, "en", "po", only_outdated=True))
    units = [unit for unit in store.units if not unit.isheader()]
    assert all(unit.isfuzzy() for unit in units)
    units[1].target = 'One "single" thought.'
    for unit in units:
        unit.markfuzzy(False)
    units[0].addnote("A question to you.", origin="translator")
    comment = "modules/m01-mandate/lesson-1-message.md#message 1: A question to you."
    assert read_packet(bytes(store)).comments == (comment,)
    write(outdated, plan(outdated, bytes(store)))
    assert '\nOne "single" thought.\n' in (outdated / LESSON).read_text(encoding="utf-8")
    assert _outdated(outdated) == []


BROKEN_PO = {
    "not ours": ("courseware-packet 1", "Something 2", "was not made by `courseware translations export`"),
    "context": ('msgctxt "index.md#', 'msgctxt "index.md', "holds a text that is not of the packet: «"),
    "charset": ("charset=UTF-8", "charset=ISO-8859-1", "is not in UTF-8"),
    "project": (PROJECT, "https://other.example/", "is of the project https://other.example/"),
    "language": ("Language: en", "Language: tlh", "is in the language 'tlh'"),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN_PO.values(), ids=BROKEN_PO)
def test_a_broken_po_file_is_refused(two_languages: Path, old: str, new: str, message: str) -> None:
    text = export(two_languages, "en", "po").decode()
    assert old in text
    with pytest.raises(CoursewareError, match=re.escape(message)):
        plan(two_languages, text.replace(old, new).encode())


def test_po_in_another_encoding_is_refused(two_languages: Path) -> None:
    data = export(two_languages, "en", "po").decode().encode("iso-8859-4", "replace")
    with pytest.raises(CoursewareError, match="is not in UTF-8"):
        plan(two_languages, data)


# Any file.


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_is_cut_short_never_comes_in_by_half(two_languages: Path, format_: PacketFormat) -> None:
    data = export(two_languages, "en", format_)
    for part in (1, 10, len(data) // 3, len(data) // 2, len(data) - 200, len(data) - 1):
        with contextlib.suppress(CoursewareError):
            assert plan(two_languages, data[:part]).files == {}


def test_bytes_that_are_flipped_give_an_error_of_ours_or_nothing(two_languages: Path) -> None:
    for format_ in FORMATS:
        data = bytearray(export(two_languages, "en", format_, pages=["index.md"]))
        for place in range(0, len(data), max(1, len(data) // 60)):
            harmed = bytearray(data)
            harmed[place] ^= 0x15
            with contextlib.suppress(CoursewareError):
                plan(two_languages, bytes(harmed))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xd0\xcf\x11\xe0 an old .doc",
        b"%PDF-1.7",
        b"<html><body>x</body></html>",
        b"PK",
        b"\x00" * 99,
    ],
    ids=["empty", "text", "doc", "pdf", "html", "zip head", "zeros"],
)
def test_what_is_no_packet_is_one_line(data: bytes) -> None:
    with pytest.raises(CoursewareError) as caught:
        read_packet(data)
    assert "\n" not in str(caught.value)


def _archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _document(body: bytes, head: bytes = b"") -> bytes:
    return head + f'<w:document xmlns:w="{W[1:-1]}"><w:body>'.encode() + body + b"</w:body></w:document>"


TYPES = b"<Types/>"
HOSTILE = {
    "another zip": ({"a.txt": b"a"}, "no Word document"),
    "macros": (
        {"[Content_Types].xml": TYPES, "word/document.xml": b"", "word/vbaProject.bin": b""},
        "holds macros",
    ),
    "macro type": (
        {
            "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.12",
            "word/document.xml": b"",
        },
        "holds macros",
    ),
    "bomb": (
        {"[Content_Types].xml": TYPES, "word/document.xml": b"<a>" + b" " * (101 * 1024 * 1024)},
        "unpacks to more than a packet can hold",
    ),
    "a bomb beside it": (
        {"[Content_Types].xml": TYPES, "word/document.xml": b"", "x": b" " * (101 * 1024 * 1024)},
        "unpacks to more than a packet can hold",
    ),
    "a huge cell": (
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": _document(b"<w:p>" + b"a" * 20_000_000 + b"</w:p>"),
        },
        "is damaged or cut short",
    ),
    "many files": (
        {"[Content_Types].xml": TYPES, "word/document.xml": b"", **{f"x{n}": b"" for n in range(2100)}},
        "unpacks to more than a packet can hold",
    ),
    "entities": (
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": _document(b"<w:p>&a;</w:p>", b'<!DOCTYPE a [<!ENTITY a "b">]>'),
        },
        "declares a document type",
    ),
    "no text": (
        {"[Content_Types].xml": TYPES, "word/document.xml": b"<a/>"},
        "a Word document without a text",
    ),
    "deep": (
        {"[Content_Types].xml": TYPES, "word/document.xml": _document(b"<w:p>" * 5000 + b"</w:p>" * 5000)},
        "is damaged or cut short",
    ),
}


@pytest.mark.parametrize(("files", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_document_that_means_harm_is_refused(files: dict[str, bytes], message: str) -> None:
    with pytest.raises(CoursewareError, match=re.escape(message)) as caught:
        read_packet(_archive(files))
    assert "\n" not in str(caught.value)


def test_a_file_beyond_measure_is_not_looked_at() -> None:
    with pytest.raises(CoursewareError, match="larger than 50 MiB"):
        read_packet(b"PK" + bytes(51 * 1024 * 1024))
