"""Text tables (CSV and its kin) as rows of cells, whatever encoding and separator they were saved with."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from courseware.errors import CoursewareError

__all__ = ["SEPARATORS", "decode_table", "split_rows"]

SEPARATORS = (";", "\t", ",", "|")
MAX_CELL = 100_000
MAX_LINES_IN_CELL = 20
"""More line breaks than this in one cell means that a quotation mark was never closed."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# UTF-8 read as Windows-1252 and saved again: å, ä and ö have become two characters each.
_TWICE = re.compile("Ã[¥¤¶…„–©]")
# å, ä, ö, Å, Ä, Ö of DOS (cp850) and of the old Macintosh, seen as Windows-1252 beside a letter.
_FOREIGN = re.compile("[A-Za-z][†„”™Ž\u008f\u0090\u0099Œš€]|[†„”Œš][a-z]")


def decode_table(data: bytes, name: str, encoding: str | None = None) -> str:
    """Gives a text table's text.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        encoding: What the user says it is; None finds out.

    Raises:
        CoursewareError: The bytes are not text in that encoding, or the text was damaged before it came here.
    """
    text = _decode(data, name, encoding)
    if "\x00" in text:
        raise CoursewareError(
            f"{name} is not a table: it holds bytes that no text has. Save it as .xlsx or CSV."
        )
    if _TWICE.search(text):
        raise CoursewareError(
            f"{name}: the letters å, ä and ö were damaged when the file was saved ('Ã¥' for 'å'). "
            "Export it again from the system it comes from, as CSV UTF-8 or .xlsx."
        )
    return text


def _decode(data: bytes, name: str, encoding: str | None) -> str:
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except LookupError:
            raise CoursewareError(
                f"'{encoding}' is not an encoding. Usual ones: utf-8, windows-1252, utf-16, cp850, mac_roman."
            ) from None
        except UnicodeError:
            raise CoursewareError(
                f"{name} is not in the encoding {encoding}. Leave --encoding out and it is found out."
            ) from None
    for mark, known in _BOMS:
        if data.startswith(mark):
            return _decode(data, name, known)
    head = data[:4096]
    if head and head.count(0) > len(head) // 4:
        # UTF-16 without its mark: the zero bytes stand on one side of every letter.
        return _decode(data, name, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1252", "replace")
    if "\ufffd" in text or (_FOREIGN.search(text) and not re.search("[åäöÅÄÖ]", text)):
        raise CoursewareError(
            f"{name} is neither UTF-8 nor Windows-1252. If it comes from DOS or an old Macintosh, say so: "
            "--encoding cp850 or --encoding mac_roman. Otherwise save it as CSV UTF-8."
        )
    return text


def split_rows(text: str, separator: str, name: str) -> Iterator[list[str]]:
    """Gives the rows of a text table in order, an empty list for a blank line.

    Raises:
        CoursewareError: A quotation mark is never closed; the message names the row.
    """
    previous = csv.field_size_limit(MAX_CELL)
    row_number = 0
    quotes = '"' in text
    """Whether a cell can hold line breaks."""
    try:
        for row_number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if quotes and any(len(cell) > 200 and cell.count("\n") > MAX_LINES_IN_CELL for cell in row):
                raise _unclosed(name, row_number)
            yield row
    except csv.Error:
        raise _unclosed(name, row_number + 1) from None
    finally:
        csv.field_size_limit(previous)


def _unclosed(name: str, row: int) -> CoursewareError:
    return CoursewareError(
        f'{name}: row {row} opens a quotation mark (") that is not closed. Take it out or close it.'
    )
