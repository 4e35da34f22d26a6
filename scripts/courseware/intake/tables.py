"""Lists that people keep in spreadsheets, as rows of named fields: found, never assumed.

    table = read_table(path, COLUMNS)
    for row in table.rows:
        row.number, row["started"]

The header may stand below titles and blank lines, its words may be spelled in many ways, the file may be
CSV of any kind, .xlsx or .ods whatever it is called. What cannot be told apart is refused, with the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.intake.delimited import SEPARATORS, decode_table, split_rows
from courseware.intake.workbook import Grid, column_letters, is_workbook, read_workbook

__all__ = ["Column", "Row", "SheetTable", "header_key", "read_table"]

MAX_BYTES = 200_000_000
HEADER_WITHIN = 50
"""Rows from the top among which the header is looked for."""

_NOT_TABLES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "an RTF document"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a list may have, and what people call it."""

    field: str
    spellings: tuple[str, ...]
    """Header words, compared without case, accents on other letters than åäö, spaces and signs."""
    is_required: bool = False
    """Whether the list is no list without it."""


class Row(dict[str, str]):
    """The cells of one row by field, stripped; a field whose column is absent is empty."""

    __slots__ = ("number",)

    def __init__(self, number: int, cells: Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.number = number
        """The row as the spreadsheet counts it, from 1."""

    def __missing__(self, key: str) -> str:
        return ""


class _GridRows(Collection[Row]):
    """The rows of a grid that hold something, each made when it is its turn: a list may have a million."""

    def __init__(self, grid: list[list[str]], places: dict[str, int]) -> None:
        self._grid, self._places = grid, places
        self.filled: list[int] = []
        """Index of each row, in order."""

    def __len__(self) -> int:
        return len(self.filled)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def column(self, field_name: str) -> list[str]:
        """Gives a field's cells in the order of the rows; empty ones where there is no such column."""
        if field_name not in self._places:
            return [""] * len(self.filled)
        grid, place = self._grid, self._places[field_name]
        return [grid[index][place].strip() for index in self.filled]

    def __iter__(self) -> Iterator[Row]:
        grid, fields, places = self._grid, tuple(self._places), tuple(self._places.values())
        for index in self.filled:
            cells = grid[index]
            yield Row(index + 1, zip(fields, [cells[place].strip() for place in places], strict=True))


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A list that was found in a file."""

    name: str
    """The file's name, for messages."""
    sheet: str | None
    header_row: int
    headers: dict[str, str]
    """How the file spells each field it has."""
    letters: dict[str, str]
    """The column letters of each field."""
    unknown: tuple[str, ...]
    """Headers that no field is known for."""
    rows: Collection[Row] = ()
    """Rows with anything in them, in order."""

    def column(self, field_name: str) -> list[str]:
        """Gives a field's cells in the order of the rows; empty ones where there is no such column."""
        if isinstance(self.rows, _GridRows):
            return self.rows.column(field_name)
        return [row[field_name] for row in self.rows]

    def numbers(self) -> list[int]:
        """Gives the rows' numbers in order."""
        if isinstance(self.rows, _GridRows):
            return [index + 1 for index in self.rows.filled]
        return [row.number for row in self.rows]

    def problem(self, row: int, field_name: str, code: str, message: str, hint: str = "") -> Problem:
        """Gives a problem with its row and column named; the message must hold no personal data."""
        if field_name in self.letters:
            message = f"column {self.letters[field_name]} ({self.headers[field_name]}): {message}"
        elif field_name in self.headers:
            message = f"{self.headers[field_name]}: {message}"
        return Problem(self.name, row, code, message, hint)

    def refuse(self, problems: Collection[Problem]) -> None:
        """Ends the reading of a list that has problems: none of its rows is taken in.

        Raises:
            ProblemsFound: There is a problem.
        """
        if problems:
            bad = len({problem.line for problem in problems})
            raise ProblemsFound(
                problems, f"{bad} of {len(self.rows)} rows need mending in {self.name}. Nothing was changed."
            )


def header_key(text: str) -> str:
    """Gives what a header is compared by: letters and digits without case, signs and brackets."""
    text = re.sub(r"\(.*?\)|\[.*?\]", "", text.casefold())
    text = "".join(
        c if c in "åäö" else unicodedata.normalize("NFKD", c)[:1] for c in unicodedata.normalize("NFC", text)
    )
    return re.sub(r"[^0-9a-zåäö]", "", text)


def read_table(
    path: Path,
    columns: Sequence[Column],
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SheetTable:
    """Gives the one list in a file.

    Args:
        path: CSV, .xlsx or .ods; what it is is found out from its content.
        columns: The fields that the list may have.
        sheet: Which sheet of a workbook to read; needed only where several hold such a list.
        encoding: A text table's encoding; needed only where it cannot be found out.
        progress: Told now and then how many rows of how many are read.

    Raises:
        CoursewareError: The file cannot be read, or holds no such list, or several.
        ProblemsFound: Single rows cannot be read.
    """
    data = _bytes_of(path)
    if is_workbook(data):
        grids = read_workbook(data, path.name, sheet)
    elif sheet is not None:
        raise CoursewareError(f"{path.name} is a text table and has no sheets. Leave --sheet out.")
    else:
        grids = [_text_grid(data, path.name, columns, encoding)]
    del data
    found = [(grid, header) for grid in grids if (header := _find_header(grid.rows, columns)) is not None]
    whole = [pair for pair in found if not _missing(pair[1][1], columns)]
    if len(whole) > 1:
        names = ", ".join(f"'{grid.name}'" for grid, _ in whole)
        raise CoursewareError(
            f"{path.name} has several sheets with such a list: {names}. Choose one: --sheet NAME"
        )
    if not whole:
        raise _no_list(path.name, grids, found, columns)
    grid, (at, places) = whole[0]
    return _table(path.name, grid, at, places, columns, progress)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise CoursewareError(f"{path.name} is a folder. Give a file.")
        if path.stat().st_size > MAX_BYTES:
            raise CoursewareError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise CoursewareError(f"{path} cannot be read: {error.strerror}.") from None
    if not data.strip():
        raise CoursewareError(f"{path.name} is empty.")
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<table" in start:
        raise CoursewareError(
            f"{path.name} is a web page or XML, whatever it is called. Open it in Excel and save it as .xlsx."
        )
    for mark, what in _NOT_TABLES:
        if data.startswith(mark):
            raise CoursewareError(f"{path.name} is {what}, not a table. Give the list as .xlsx, .ods or CSV.")
    return data


def _text_grid(data: bytes, name: str, columns: Sequence[Column], encoding: str | None) -> Grid:
    """Reads a text table with the separator under which most headers are known."""
    text = decode_table(data, name, encoding)
    separators: tuple[str, ...] = SEPARATORS
    if (stated := re.match(r'\ufeff?"?sep=(.)"?\r?\n', text, re.I)) is not None:
        separators = (stated[1],)
    top = text[:100_000]

    def known(separator: str) -> int:
        try:
            header = _find_header(list(islice(split_rows(top, separator, name), HEADER_WITHIN)), columns)
        except CoursewareError:
            return 0
        return len(header[1]) if header else 0

    best = max(separators, key=known)
    return Grid(name, list(split_rows(text, best, name)))


def _find_header(
    rows: Sequence[Sequence[str]], columns: Sequence[Column]
) -> tuple[int, dict[str, list[int]]] | None:
    """Gives the index of the row with most known headers, and each field's places in it."""
    fields = {header_key(word): column.field for column in columns for word in column.spellings}
    best: tuple[int, dict[str, list[int]]] | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            if len(cell) <= 80 and (name := fields.get(header_key(cell))) is not None:
                places.setdefault(name, []).append(place)
        if places and (best is None or len(places) > len(best[1])):
            best = index, places
    return best


def _missing(places: dict[str, list[int]], columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.is_required and column.field not in places]


def _no_list(
    name: str,
    grids: Sequence[Grid],
    found: Sequence[tuple[Grid, tuple[int, dict[str, list[int]]]]],
    columns: Sequence[Column],
) -> CoursewareError:
    wanted = ", ".join(column.spellings[0] for column in columns if column.is_required)
    if not any(grid.rows for grid in grids):
        return CoursewareError(f"{name} has no visible sheet with anything in it.")
    nearest = max(found, key=lambda pair: len(pair[1][1]), default=None)
    # One known word may be anybody's cell; two make a header that can be quoted.
    if nearest is None or len(nearest[1][1]) < 2:
        return CoursewareError(
            f"{name} has no row of headers among its first {HEADER_WITHIN} rows. "
            f"Put headers above the list; these at least: {wanted}."
        )
    grid, (at, places) = nearest
    lacking = ", ".join(f"'{column.spellings[0]}'" for column in _missing(places, columns))
    where = f"{name}, sheet '{grid.name}'" if len(grids) > 1 else name
    return CoursewareError(f"{where}: the header in row {at + 1} has no column for {lacking}. Add it.")


def _table(
    name: str,
    grid: Grid,
    at: int,
    places: dict[str, list[int]],
    columns: Sequence[Column],
    progress: Callable[[int, int], None] | None,
) -> SheetTable:
    header = [" ".join(cell.split()) for cell in grid.rows[at]]
    used = {place for several in places.values() for place in several}
    problems = [
        Problem(
            name,
            at + 1,
            "double-column",
            f"columns {' and '.join(column_letters(place) for place in several)} are both the same field.",
            "Take one away.",
        )
        for several in places.values()
        if len(several) > 1
    ]
    table = SheetTable(
        name,
        None if grid.name == name else grid.name,
        at + 1,
        {known: header[several[0]] for known, several in places.items()},
        {known: column_letters(several[0]) for known, several in places.items()},
        tuple(cell for place, cell in enumerate(header) if cell and place not in used),
        rows := _GridRows(grid.rows, {known: several[0] for known, several in places.items()}),
    )
    first_places = [several[0] for several in places.values()]
    width, total, wide = len(header), len(grid.rows), max(first_places) + 1
    pick = itemgetter(*first_places)
    is_text = table.sheet is None
    for index in range(at + 1, total):
        cells = grid.rows[index]
        if progress is not None and index % 5_000 == 0:
            progress(index, total)
        if len(cells) < wide:
            cells += [""] * (wide - len(cells))
        if "".join(pick(cells)).strip():
            rows.filled.append(index)
        if is_text and len(cells) > width and any(cell.strip() for cell in cells[width:]):
            problems.append(
                Problem(
                    name,
                    index + 1,
                    "too-many-cells",
                    f"the row has {len(cells)} cells, the header {width}.",
                    'A separator stands inside a cell: put the cell in quotation marks (").',
                )
            )
    known_by_letters = {letters: known for known, letters in table.letters.items()}
    problems += [
        table.problem(
            row,
            known_by_letters[letters],
            "formula-error",
            "this is a formula error, such as #REF!.",
            "Write the value itself.",
        )
        for row, letters in grid.errors
        if row > at + 1 and letters in known_by_letters
    ]
    if problems:
        raise ProblemsFound(problems, f"{name} was not read.")
    if progress is not None:
        progress(total, total)
    return table
