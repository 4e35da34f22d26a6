"""A worksheet as files to take away: a Word document, blank and filled in, and a workbook of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from courseware.content.markdown import plain
from courseware.content.worksheets import RESULTS, SCALE, YEAR_COLUMNS, Field, Worksheet
from courseware.packaging.document import Answer, Card, Grid, Heading, Paragraph, write_document
from courseware.packaging.workbook import Cell, Column, Formula, Kind, Rule, Sheet, write_workbook
from courseware.site.worksheet_formulas import Places, add_up, result_formula

if TYPE_CHECKING:
    from courseware.content.worksheet_examples import Example
    from courseware.strings import Strings

__all__ = ["file_kinds", "worksheet_files"]

Rows = tuple[tuple[str, ...], ...]

_CELLS: Mapping[str, Kind] = {"scale": "integer", "number": "number"}
"""Kinds of fields whose cells hold numbers; the others hold text."""
_REGISTER = 20
"""Empty rows of a workbook that collects what many have filled in, before the room below."""
_ROW = 30.0
"""Points: two lines of print, or one of handwriting."""
_WIDE = 5
"""Columns of a table from which a page lies on its side."""
_ROOM = 12
"""Empty rows of a workbook beyond those that a table begins with: nobody has to copy the choices down."""


def file_kinds(sheet: Worksheet, example: Example) -> dict[str, str]:
    """Gives the names of a worksheet's files, and what each is: the end of the key of a reader text."""
    kinds = {f"{sheet.id}.docx": "blank"}
    if example:
        kinds[f"{sheet.id}-example.docx"] = "example"
    if sheet.has_workbook:
        kinds[f"{sheet.id}.xlsx"] = "workbook"
    return kinds


def worksheet_files(
    sheet: Worksheet,
    example: Example,
    title: str,
    summary: str,
    made: datetime,
    texts: Strings,
    *,
    municipal: bool = True,
) -> Mapping[str, bytes]:
    """Gives the files of a worksheet by name.

    Args:
        sheet: The worksheet.
        example: The same filled in; empty where there is none.
        title: Of its page.
        summary: Of its page.
        made: The date that the files carry: when the page was last checked.
        texts: The strings of the language that the sheet is written in.
        municipal: Whether the example is set in the invented municipality.
    """
    maker = _Maker(sheet, title, summary, made, texts, municipal)
    makers = {
        "blank": lambda: maker.document(()),
        "example": lambda: maker.document(example),
        "workbook": lambda: maker.workbook(example),
    }
    return {name: makers[kind]() for name, kind in file_kinds(sheet, example).items()}


class _Maker:
    def __init__(
        self, sheet: Worksheet, title: str, summary: str, made: datetime, texts: Strings, municipal: bool
    ) -> None:
        self._sheet, self._title, self._summary = sheet, title, summary
        self._made, self._texts = made, texts
        self._invented = "site.sheet.invented" if municipal else "site.sheet.invented-example"
        self._head = (texts("site.sheet.field"), texts("site.sheet.answer"))

    def document(self, example: Example) -> bytes:
        """Gives the Word document, filled in where there is an example."""
        texts = self._texts
        title = texts("site.sheet.example-title", title=self._title) if example else self._title
        note = texts(self._invented) if example else texts("site.sheet.no-names")
        parts: list[Heading | Paragraph | Card | Grid] = [Paragraph(self._summary), Paragraph(note, True)]
        for place, part in enumerate(self._sheet.parts):
            rows = example[place] if example else ()
            if part[0].columns:
                parts += self._grid(part[0], rows)
            else:
                answers = rows[0] if rows else ("",) * len(part)
                parts.append(Card(self._head, tuple(self._answers(part, answers))))
        return write_document(
            parts,
            title=title,
            language=texts.language,
            creator=texts("shell.site"),
            made=self._made,
            footer=f"{texts('shell.site')} · {title}",
            is_wide=any(len(field.columns) >= _WIDE for field in self._sheet.fields),
        )

    def _answers(self, part: Iterable[Field], texts: tuple[str, ...]) -> Iterator[Answer]:
        for field, text in zip(part, texts, strict=True):
            lines = 2 if field.kind == "text" else 1
            yield Answer(plain(field.label), plain(field.help), text or _boxes(field), lines)

    def _grid(self, field: Field, rows: tuple[tuple[str, ...], ...]) -> Iterator[Heading | Paragraph | Grid]:
        yield Heading(plain(field.label))
        if field.help:
            yield Paragraph(plain(field.help))
        columns = tuple(
            Answer(plain(column.label), self._help(column), lines=0 if column.kind in ("scale", "sum") else 1)
            for column in field.columns
        )
        yield Grid(columns, rows or (("",) * len(columns),) * field.rows, lines=2)

    def _help(self, field: Field) -> str:
        """Gives a column's help, with what there is to choose from."""
        answers = f"1–{SCALE}" if field.kind == "scale" else " / ".join(plain(one) for one in field.choices)
        return "; ".join(part for part in (plain(field.help), answers) if part)

    def workbook(self, example: Example) -> bytes:
        """Gives the workbook: each part of the sheet, and the same again filled in."""
        sheets = list(self._sheets((), ""))
        if example:
            sheets += self._sheets(example, self._texts("site.sheet.short"))
        return write_workbook(
            sheets,
            made=self._made,
            title=self._title,
            creator=self._texts("shell.site"),
            language=self._texts.language,
        )

    def _sheets(self, example: Example, prefix: str) -> Iterator[Sheet]:
        parts = self._sheet.parts
        filled = example or (None,) * len(parts)
        titles = self._titles(prefix)
        places = _places(parts, titles, filled)
        for part, title, rows in zip(parts, titles, filled, strict=True):
            if part[0].columns:
                yield self._table(title, part[0].columns, rows, part[0].rows + _ROOM)
            elif self._sheet.is_register:
                yield self._table(title, part, rows, _REGISTER)
            elif any(field.kind == "result" for field in part):
                yield self._results(title, part, rows, places)
            else:
                yield self._card(title, part, rows)

    def _titles(self, prefix: str) -> list[str]:
        """Gives each part a title that a sheet can have, and no other has."""
        found: list[str] = []
        cards = sum(not part[0].columns for part in self._sheet.parts)
        for part in self._sheet.parts:
            name = plain(part[0].label)
            if not part[0].columns and cards < len(self._sheet.parts) and len(part) > 1:
                name = self._texts("site.sheet.fields")
            title = "".join(sign for sign in prefix + name if sign not in "[]:*?/\\").strip()
            wanted, number = title[:31], 1
            while wanted.casefold() in map(str.casefold, found):
                number += 1
                wanted = f"{title[:28]} {number}"
            found.append(wanted)
        return found

    def _table(self, title: str, fields: tuple[Field, ...], filled: Rows | None, rows: int) -> Sheet:
        """Gives a sheet with a column to each field; what is added up comes last."""
        places = [place for place, field in enumerate(fields) if not field.is_calculated]
        empty = (("",) * len(fields),) * rows
        cells = [
            tuple(_cell(fields[place], row[place], self._texts.language) for place in places)
            for row in filled or empty
        ]
        scales = [number for number, place in enumerate(places) if fields[place].kind == "scale"]
        sums = (plain(field.label) for field in fields if field.kind == "sum" and scales)
        return Sheet(
            title,
            tuple(self._column(fields[place]) for place in places),
            cells,
            formulas=tuple(Formula(label, add_up(scales)) for label in sums),
            row_height=_ROW,
        )

    def _results(
        self, title: str, part: tuple[Field, ...], filled: Rows | None, places: Places | None
    ) -> Sheet:
        """Gives a sheet of one row with what is calculated from the others."""
        sheet = self._table(title, part, filled, 1)
        if places is None:
            return sheet
        kinds = [
            plain(choice)
            for field in self._sheet.fields
            if field.id == "effect-kind"
            for choice in field.choices
        ]
        formulas = tuple(
            Formula(plain(field.label), result_formula(field.id, places, kinds), "decimal", 20)
            for field in part
            if field.kind == "result" and field.id in RESULTS
        )
        return replace(sheet, formulas=formulas)

    def _column(self, field: Field) -> Column:
        # Answers of many are read by a program: by the id, which is the same in every language.
        header = plain(field.label) + (f" ({field.id})" if self._sheet.is_register else "")
        return Column(
            header,
            kind=_CELLS.get(field.kind, "text"),
            width=16 if field.kind in _CELLS else 26,
            wrap=field.kind not in _CELLS,
            rule=self._rule(field),
            prompt=self._help(field),
        )

    def _card(self, title: str, part: tuple[Field, ...], filled: Rows | None) -> Sheet:
        """Gives a sheet with a row to each field."""
        columns = (
            Column(self._head[0], width=36, wrap=True),
            Column(self._texts("site.sheet.help"), width=44, wrap=True),
            # Not text: a figure that is typed in shall be one.
            Column(self._head[1], "number", width=60, wrap=True),
        )
        answers = filled[0] if filled else ("",) * len(part)
        rows = [
            (plain(field.label), self._help(field), _cell(field, text, self._texts.language))
            for field, text in zip(part, answers, strict=True)
        ]
        return Sheet(title, columns, rows, row_height=_ROW)

    def _rule(self, field: Field) -> Rule | None:
        if field.kind == "scale":
            return Rule(between=(1, SCALE), message=self._texts("site.sheet.scale", most=SCALE))
        if field.kind == "choice":
            return Rule(choices=tuple(plain(choice) for choice in field.choices))
        return None


def _places(
    parts: tuple[tuple[Field, ...], ...], titles: list[str], filled: Sequence[Rows | None]
) -> Places | None:
    """Gives where a sheet that calculates holds its figures, None for the others."""
    known = {field.id for part in parts for field in part}
    columns = {column.id for part in parts for column in part[0].columns}
    needed = {name for names in RESULTS.values() for name in names}
    if not (known >= needed and columns.issuperset(YEAR_COLUMNS)):
        return None
    places = Places()
    for part, title, rows in zip(parts, titles, filled, strict=True):
        if part[0].columns:
            count = len(rows) if rows else part[0].rows + _ROOM
            for place, column in enumerate(part[0].columns):
                places.add_range(column.id, title, place, count)
        else:
            for row, field in enumerate(part, 2):
                places.add_cell(field.id, title, row)
    return places


def _boxes(field: Field) -> str:
    """Gives what there is to tick on paper."""
    if field.kind == "scale":
        return "   ".join(f"☐ {value}" for value in range(1, SCALE + 1))
    return "   ".join(f"☐ {plain(choice)}" for choice in field.choices)


def _cell(field: Field, text: str, language: str) -> Cell:
    if field.kind not in _CELLS or not text:
        return text or None
    digits = re.sub(r"\s", "", text)
    digits = digits.replace(",", "") if language == "en" else digits.replace(",", ".")
    try:
        return int(digits) if field.kind == "scale" else float(digits)
    except ValueError:
        return text
