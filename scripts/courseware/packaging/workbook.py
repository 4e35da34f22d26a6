"""Excel workbooks: typed columns in, the same bytes out for the same cells.

The writer is rust_xlsxwriter behind rustpy-xlsxwriter, five times as fast as XlsxWriter here
(tests/benchmarks/bench_month.py measures both). It takes the time of day into docProps/core.xml and skips
values it does not know without a word; both are put right here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import chain, repeat
from textwrap import wrap
from typing import Any, Literal

from rustpy_xlsxwriter import Format, write_worksheets

from courseware.packaging.archive import stamp_zip

__all__ = ["Cell", "Column", "Formula", "Kind", "Rule", "Sheet", "write_workbook"]

Cell = str | int | float | date | None
Kind = Literal["text", "integer", "decimal", "number", "date"]

NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "integer": "0",
    "decimal": "0.00",
    "number": "General",
    "date": "yyyy-mm-dd",
}
"""Text is `@`, so that a cell that looks like a number or a formula stays what was written."""

LINE = 15.0
"""Height of one line of text in points: the default row of a workbook."""

_TYPES = {str, int, float, date, type(None)}
"""What Cell says; anything else, the writer would leave out without a word."""

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be written into a column; an empty cell always may."""

    between: tuple[int, int] | None = None
    """Whole numbers from the first to the second."""
    choices: tuple[str, ...] = ()
    """Texts to choose from, 250 characters together."""
    message: str = ""
    """What is said about anything else."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    header: str
    kind: Kind = "text"
    width: float = 16
    wrap: bool = False
    """Whether long text continues on a new line within the cell."""
    rule: Rule | None = None
    prompt: str = ""
    """What is shown beside a cell while it is filled in, 255 characters."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A column that is calculated."""

    header: str
    formula: str
    """Of every row, as Excel has it in English; `{row}` is the number of the row."""
    kind: Kind = "number"
    width: float = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a bold header row that stays in view, and rows under it."""

    title: str
    """At most 31 characters, none of [ ] : * ? / \\."""
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    landscape: bool = True
    formulas: tuple[Formula, ...] = ()
    """Columns after the others."""
    row_height: float = 0.0
    """Points that every row takes, where it is to be filled in by hand; 0 fits each to its text."""

    @property
    def shown(self) -> tuple[tuple[str, float], ...]:
        """Header and width of every column in order."""
        columns = tuple((column.header, column.width) for column in self.columns)
        return columns + tuple((one.header, one.width) for one in self.formulas)


def write_workbook(
    sheets: Sequence[Sheet], *, made: datetime, title: str, creator: str, language: str, status: str = ""
) -> bytes:
    """Gives a workbook whose bytes depend on nothing but the arguments.

    Text cells are text whatever they begin with: `=`, `+`, `-` and `@` start no formula.

    Args:
        sheets: The sheets in order; at least one.
        made: The date that the workbook carries, a property of its contents and never the clock.
        title: Title in the file's properties.
        creator: Who stands behind it, in the file's properties.
        language: Language of the texts, in the file's properties.
        status: Content status in the file's properties, such as "preliminary".

    Raises:
        ValueError: Two columns of a sheet have one header, or two sheets one title.
        TypeError: A cell holds something a workbook cannot show.
    """
    titles = [sheet.title for sheet in sheets]
    if len({name.casefold() for name in titles}) != len(titles):
        raise ValueError(f"sheets need titles of their own: {titles}")
    for sheet in sheets:
        headers = [header for header, _ in sheet.shown]
        if len(set(headers)) != len(headers):
            raise ValueError(f"columns of '{sheet.title}' need headers of their own: {headers}")
    sheets = [replace(sheet, rows=list(sheet.rows)) for sheet in sheets]
    buffer = BytesIO()
    write_worksheets(
        [(sheet.title, _records(sheet)) for sheet in sheets],
        buffer,
        freeze_panes={"general": {"row": 1, "col": 0}},
        header_format={"general": _header()},
        autofilter={sheet.title: True for sheet in sheets},
        column_widths={sheet.title: [width for _, width in sheet.shown] for sheet in sheets},
        column_formats={
            sheet.title: {
                **{column.header: _format(column) for column in sheet.columns},
                **{one.header: _format(Column(one.header, one.kind)) for one in sheet.formulas},
            }
            for sheet in sheets
        },
        row_heights={sheet.title: _heights(sheet) for sheet in sheets},
        # Otherwise Excel marks every identity number and offers to make a number of it.
        ignore_errors={
            sheet.title: [column.header for column in sheet.columns if column.kind == "text"]
            for sheet in sheets
        },
        formula_columns={
            sheet.title: {one.header: one.formula for one in sheet.formulas}
            for sheet in sheets
            if sheet.formulas
        },
        data_validations={
            sheet.title: {
                column.header: _validation(column) for column in sheet.columns if column.rule or column.prompt
            }
            for sheet in sheets
        },
        page_setup={
            sheet.title: {
                "landscape": sheet.landscape,
                "paper_size": 9,  # A4 (ECMA-376 part 1, 18.3.1.63)
                "fit_to_pages": (1, 0),
                "repeat_rows": 0,
                "footer": "&L&A&R&P / &N",
                # Lines to write on; a report is quieter without them.
                "print_gridlines": bool(sheet.row_height),
                **_print_area(sheet),
            }
            for sheet in sheets
        },
    )
    core = _core_properties(made=made, title=title, creator=creator, language=language, status=status)
    return stamp_zip(buffer.getvalue(), made, {"docProps/core.xml": core})


def _records(sheet: Sheet) -> Iterable[dict[str, Cell]]:
    headers, rows = [column.header for column in sheet.columns], list(sheet.rows)
    if not rows:
        # The writer takes the headers from the first row, so a sheet without rows would lose them.
        return [dict.fromkeys(headers)]
    if wrong := set(map(len, rows)) - {len(headers)}:
        raise ValueError(
            f"sheet '{sheet.title}' has {len(headers)} columns and rows of {sorted(wrong)} cells"
        )
    if unknown := set(map(type, chain.from_iterable(rows))) - _TYPES:
        names = ", ".join(sorted(kind.__name__ for kind in unknown))
        raise TypeError(f"sheet '{sheet.title}' holds values a workbook cannot show: {names}")
    # Made while the writer asks for them, by the interpreter's own loops: there may be a hundred thousand.
    return map(dict, map(zip, repeat(headers), rows))


def _heights(sheet: Sheet) -> dict[int, float]:
    """Gives the height of every row that needs more than one line: not every program finds it by itself."""
    heights = {0: LINE * max(_lines(header, width) for header, width in sheet.shown)}
    wrapped = [(place, column.width) for place, column in enumerate(sheet.columns) if column.wrap]
    if wrapped:
        for number, row in enumerate(sheet.rows, 1):
            lines = max(_lines(str(row[place] or ""), width) for place, width in wrapped)
            if lines > 1:
                heights[number] = LINE * lines
    if sheet.row_height:
        for number in range(1, len(list(sheet.rows)) + 1):
            heights[number] = max(heights.get(number, 0.0), sheet.row_height)
    return heights


@lru_cache(maxsize=8192)
def _lines(text: str, width: float) -> int:
    """Gives how many lines a text takes in a column; a little too many rather than one too few."""
    room = max(int(width * 0.9), 1)
    return 1 if len(text) <= room else len(wrap(text, room))


def _header() -> Format:
    return (
        Format()
        .set_bold()
        .set_text_wrap()
        .set_align("top")
        .set_background_color("#E8EEF0")
        .set_border_bottom("thin")
    )


def _format(column: Column) -> Format:
    form = Format().set_num_format(NUMBER_FORMATS[column.kind]).set_align("top")
    return form.set_text_wrap() if column.wrap else form


def _print_area(sheet: Sheet) -> dict[str, Any]:
    """Gives the area of a sheet to fill in by hand: empty rows would not be printed otherwise."""
    if not sheet.row_height:
        return {}
    return {"print_area": (0, 0, len(list(sheet.rows)), len(sheet.columns) + len(sheet.formulas) - 1)}


def _validation(column: Column) -> dict[str, Any]:
    rule = column.rule or Rule()
    said = {"error_message": rule.message} if rule.message else {}
    if column.prompt:
        # 32 and 255 are the most that the format takes (ECMA-376 part 1, 18.3.1.32).
        said |= {"input_title": column.header[:32], "input_message": column.prompt[:255]}
    if rule.between:
        low, high = rule.between
        return {"type": "whole_number", "criteria": "between", "min": low, "max": high, **said}
    if rule.choices:
        return {"type": "list", "values": list(rule.choices), **said}
    return {"type": "any", **said}


def _core_properties(**values: Any) -> bytes:
    """The package's core properties (ECMA-376 part 2, section 11), which otherwise hold the clock."""
    stamp = values["made"].strftime("%Y-%m-%dT%H:%M:%SZ")
    text = {name: escape(str(value)) for name, value in values.items()}
    status = f"<cp:contentStatus>{text['status']}</cp:contentStatus>" if values["status"] else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text['title']}</dc:title><dc:creator>{text['creator']}</dc:creator>"
        f"<cp:lastModifiedBy>{text['creator']}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{text['language']}</dc:language>{status}</cp:coreProperties>"
    ).encode()
