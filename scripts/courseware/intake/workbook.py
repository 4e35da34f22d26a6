"""Workbooks (.xlsx, .ods) as sheets of text cells, after a look inside that keeps hostile files out.

The reader unpacks a sheet into one block from its first to its last value. So the parts are looked through
first, as a stream: how large they become, how far apart their values lie, and what they hold besides.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from courseware.errors import CoursewareError

__all__ = ["Grid", "column_letters", "is_workbook", "read_workbook"]

MAX_UNPACKED = 400_000_000
"""Bytes of all parts together; a list of 100 000 people with twenty columns takes about 100 million."""
MAX_CELLS = 10_000_000
MAX_TEXT = 400_000_000
"""Characters in the cells of all sheets together, counting a shared text once a cell."""
MAX_PARTS = 5_000
MAX_REPEAT = 1_000
BLOCK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Any prefix, any order of attributes, either quotation mark: a hostile file is not written by Excel.
_CELL = rb"<(?:\w{1,20}:)?c\s(?:[^>]{0,2000}?\s)?"
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s(?:[^>]{0,2000}?\s)?r=[\"']([0-9]{1,9})")
_FAR_ROW = re.compile(rb"r=[\"'][A-Z]{1,7}([0-9]{6,9})[\"']")
_FAR_COLUMN = re.compile(rb"r=[\"']([A-Z]{2,7})[0-9]")
_VALUED = re.compile(_CELL + rb"r=[\"']([A-Z]{1,7})([0-9]{1,9})[\"'][^>]{0,2000}(?<!/)>(?!\s{0,9}</)")
"""A cell that holds something; some writers close an empty one by a tag of its own (`<c r="A9"></c>`)."""
_ERROR = re.compile(
    rb"<(?:\w{1,20}:)?c\s(?=[^>]{0,2000}\bt=[\"']e[\"'])(?:[^>]{0,2000}?\s)?r=[\"']([A-Z]{1,7})([0-9]{1,9})"
)
_SHARED = re.compile(rb"t=[\"']s[\"'][^>]{0,200}>\s*<(?:\w{1,20}:)?v>([0-9]{1,9})<")
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
# A cell or row of an OpenDocument sheet that repeats a value many times over.
_REPEATED_CELL = re.compile(
    rb'<table:table-cell(?=[^>]*office:value-type)[^>]*table:number-columns-repeated="([0-9]+)"'
)
_REPEATED_ROW = re.compile(
    rb'<table:table-row[^>]*table:number-rows-repeated="([0-9]+)"[^>]*>(.*?)</table:table-row>', re.S
)
_REPEATED_SPACE = re.compile(rb'text:c="([0-9]{5,})"')


@dataclass(frozen=True, slots=True)
class Grid:
    """One visible sheet with its cells as text."""

    name: str
    rows: list[list[str]]
    """Every row from the first of the sheet, so that row n of the sheet is rows[n - 1]."""
    errors: tuple[tuple[int, str], ...] = ()
    """Row and column letters of formula errors such as #REF!, which come as empty cells."""


def is_workbook(data: bytes) -> bool:
    """Says whether the bytes are a packed workbook or an old Excel file, whatever the file is called."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE))


def column_letters(index: int) -> str:
    """Gives a column's letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(data: bytes, name: str, sheet: str | None = None) -> list[Grid]:
    """Gives the visible sheets that hold anything, or the one that was asked for.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        sheet: The sheet to read, also if it is hidden.

    Raises:
        CoursewareError: The file is no workbook that can be read safely; the message says what to do.
    """
    errors = _look_inside(data, name)
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            chosen = _choose(book, name, sheet)
            return [
                grid
                for index, title in chosen
                if (grid := _grid(book, index, title, errors.get(title, ()))).rows
            ]
    except calamine.PasswordError:
        raise _protected(name) from None
    except CoursewareError:
        raise
    except Exception as error:  # The reader's own failures have no common class beside CalamineError.
        raise CoursewareError(
            f"{name} cannot be read as a workbook ({type(error).__name__}). "
            "Open it in Excel or LibreOffice and save it anew as .xlsx."
        ) from None


def _choose(book: calamine.CalamineWorkbook, name: str, sheet: str | None) -> list[tuple[int, str]]:
    found = [
        (index, about.name, about.visible == calamine.SheetVisibleEnum.Visible)
        for index, about in enumerate(book.sheets_metadata)
        if about.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if sheet is None:
        return [(index, title) for index, title, visible in found if visible]
    for index, title, _ in found:
        if title.strip().casefold() == sheet.strip().casefold():
            return [(index, title)]
    titles = ", ".join(f"'{title}'" for _, title, visible in found if visible) or "none"
    raise CoursewareError(f"{name} has no sheet '{sheet}'. Visible sheets: {titles}.")


def _grid(
    book: calamine.CalamineWorkbook, index: int, title: str, errors: tuple[tuple[int, str], ...]
) -> Grid:
    sheet = book.get_sheet_by_index(index)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        # A value that was merged over several rows holds for each of them.
        if top < len(rows) and left < len(rows[top]) and (value := rows[top][left]):
            for row in rows[top : min(bottom, len(rows) - 1) + 1]:
                for column in range(left, min(right, len(row) - 1) + 1):
                    row[column] = value
    if not any(any(row) for row in rows):
        rows = []
    return Grid(title, rows, errors)


def _text(cell: Any) -> str:
    """Gives a cell's value as the text a person would type."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(cell)


def _look_inside(data: bytes, name: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """Refuses what should not be read; gives the places of formula errors by sheet."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _protected(name)
        raise CoursewareError(f"{name} is in Excel's old format (.xls). Open it and save it as .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _refuse_by_list(parts, len(archive.infolist()), name)
            if "xl/workbook.xml" in parts:
                return _look_at_xlsx(archive, parts, name)
            _look_at_ods(archive, name)
            return {}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise CoursewareError(
            f"{name} is damaged: its parts cannot be unpacked. "
            "Open it in Excel or LibreOffice and save it anew."
        ) from None


def _refuse_by_list(parts: dict[str, zipfile.ZipInfo], count: int, name: str) -> None:
    if count > MAX_PARTS or sum(part.file_size for part in parts.values()) > MAX_UNPACKED:
        raise _too_large(name, "it becomes too large when it is unpacked")
    if any(part.flag_bits & 1 for part in parts.values()):
        raise _protected(name)
    if any(part.rsplit("/", 1)[-1].casefold() == "vbaproject.bin" for part in parts):
        raise CoursewareError(f"{name} holds macros, which are never read. Save it as .xlsx without macros.")
    if "xl/workbook.bin" in parts:
        raise CoursewareError(f"{name} is a binary workbook (.xlsb). Open it and save it as .xlsx.")
    if "xl/workbook.xml" not in parts and "content.xml" not in parts:
        what = "a Word document" if "word/document.xml" in parts else "a packed folder"
        raise CoursewareError(f"{name} is {what}, not a workbook. Give the list as .xlsx, .ods or CSV.")


def _blocks(archive: zipfile.ZipFile, part: str, overlap: int = 4096) -> Iterator[bytes]:
    """Gives a part's bytes in overlapping blocks, so that nothing is missed at a seam."""
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(BLOCK):
            yield tail + block
            tail = (tail + block)[-overlap:]


def _look_at_xlsx(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str
) -> dict[str, tuple[tuple[int, str], ...]]:
    titles = _sheet_titles(archive, parts)
    errors: dict[str, tuple[tuple[int, str], ...]] = {}
    # A sheet may be any part: the table of contents, not the name, makes it one.
    texts = next((part for part in parts if part.casefold() == "xl/sharedstrings.xml"), None)
    sheets = [part for part in parts if part != texts]
    longest = max(
        (len(text) for block in _blocks(archive, texts, 65536) for text in block.split(b"<si"))
        if texts
        else (0,),
        default=0,
    )
    shared = 0
    for part in sheets:
        # Rows below 100 000 are not looked for one by one: with up to a hundred columns they are harmless.
        rows, columns = 99_999, 26
        found: set[tuple[int, str]] = set()
        for block in _blocks(archive, part):
            for pattern in (_ROW, _FAR_ROW):
                rows = max(rows, max(map(int, pattern.findall(block)), default=0))
            columns = max(columns, max(map(_column_number, set(_FAR_COLUMN.findall(block))), default=0))
            shared += block.count(b't="s"') + block.count(b"t='s'")
            if b't="e"' in block or b"t='e'" in block:
                found.update((int(row), letters.decode()) for letters, row in _ERROR.findall(block))
        if rows * columns > MAX_CELLS and not _is_compact(archive, part):
            raise _too_large(
                name,
                f"the sheet '{titles.get(part, part)}' has values far outside its table; "
                "delete what stands below and to the right of the list",
            )
        if found:
            errors[titles.get(part, part)] = tuple(sorted(found))
    if texts and shared * longest > MAX_TEXT and _shared_text(archive, texts, sheets) > MAX_TEXT:
        raise _too_large(name, "its texts become too large when they are unpacked")
    return errors


def _sheet_titles(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Gives the sheets' names by part; what cannot be told is left out."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in parts or max(parts[relations].file_size, parts["xl/workbook.xml"].file_size) > BLOCK:
        return {}
    targets = {}
    for found in _RELATION.findall(archive.read(relations)):
        attributes = dict(_ATTRIBUTE.findall(found))
        target = attributes.get(b"Target", b"").decode("utf-8", "replace")
        targets[attributes.get(b"Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    titles = {}
    for found in _SHEET.findall(archive.read("xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(found))
        title = attributes.get(b"name", b"").decode("utf-8", "replace")
        for entity, character in (
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", '"'),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ):
            title = title.replace(entity, character)
        titles[targets.get(attributes.get(b"r:id"), "")] = title
    return titles


def _is_compact(archive: zipfile.ZipFile, part: str) -> bool:
    """Says whether the values alone, without empty formatted cells, lie close enough together."""
    rows = columns = 0
    for block in _blocks(archive, part):
        for letters, row in _VALUED.findall(block):
            rows, columns = max(rows, int(row)), max(columns, _column_number(letters))
    return rows * columns <= MAX_CELLS


def _shared_text(archive: zipfile.ZipFile, texts: str, sheets: list[str]) -> int:
    """Gives how many bytes the shared texts take when every cell has its own copy."""
    lengths = [len(text) for text in archive.read(texts).split(b"<si")[1:]]
    total = 0
    for part in sheets:
        for block in _blocks(archive, part, overlap=0):
            total += sum(lengths[int(n)] for n in _SHARED.findall(block) if int(n) < len(lengths))
            if total > MAX_TEXT:
                return total
    return total


def _look_at_ods(archive: zipfile.ZipFile, name: str) -> None:
    content = archive.read("content.xml")
    repeated = [int(n) for n in _REPEATED_CELL.findall(content)]
    repeated += [int(n) for n, cells in _REPEATED_ROW.findall(content) if b"office:value-type" in cells]
    if any(n > MAX_REPEAT for n in repeated) or _REPEATED_SPACE.search(content):
        raise _too_large(
            name, "a value is repeated over thousands of cells; delete what stands outside the list"
        )
    if b'calcext:value-type="error"' in content:
        raise CoursewareError(
            f"{name} holds formula errors (such as #REF!). Mend them or write the values instead."
        )
    if b"manifest:encryption-data" in (
        archive.read("META-INF/manifest.xml") if _has_manifest(archive) else b""
    ):
        raise _protected(name)


def _has_manifest(archive: zipfile.ZipFile) -> bool:
    return "META-INF/manifest.xml" in archive.namelist()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _protected(name: str) -> CoursewareError:
    return CoursewareError(
        f"{name} is protected with a password. Open it, take the password away and save it."
    )


def _too_large(name: str, why: str) -> CoursewareError:
    return CoursewareError(
        f"{name} is refused: {why}. Copy the list alone into a new workbook, or save it as CSV."
    )
