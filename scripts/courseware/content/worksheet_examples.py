"""A worksheet filled in, as the tables of the `case` on its page: for the reader and for the files.

One table a part of the sheet, in its order: label and answer of the fields that stand under one another,
and the columns of each table. What the page shows is what the files hold, so the labels must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from courseware.content.blocks import Block, Node, blocks_named
from courseware.content.markdown import plain
from courseware.content.worksheets import Field, Worksheet, is_form, read_worksheet
from courseware.errors import Problem

__all__ = ["Example", "check_examples", "read_example"]

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")

Example = tuple[tuple[tuple[str, ...], ...], ...]
"""Plain text by part of the sheet, row and field: a run of fields is one row."""


@dataclass(frozen=True, slots=True)
class _Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def read_example(nodes: Iterable[Node], sheet: Worksheet) -> Example:
    """Gives the filled-in sheet of a page, empty where it has none that fits."""
    tables = _tables(nodes)
    parts = sheet.parts
    if len(tables) != len(parts) or any(_wrong(one, part) for one, part in zip(tables, parts, strict=True)):
        return ()
    return tuple(
        table.rows if part[0].columns else (tuple(row[1] for row in table.rows),)
        for table, part in zip(tables, parts, strict=True)
    )


def check_examples(nodes: tuple[Node, ...], path: str) -> Iterator[Problem]:
    """Yields where the filled-in example of a page does not fit its worksheet."""
    for block in (found for found in blocks_named(nodes, "worksheet") if is_form(found)):
        sheet = read_worksheet(block)
        tables, parts = _tables(nodes), sheet.parts
        if len(tables) != len(parts):
            message = f"the case holds {len(tables)} tables, and the sheet has {len(parts)} parts."
            hint = "Fill the sheet in, in a case: label and answer of its fields, and each table as it is."
            yield Problem(path, block.line, "worksheet-example", message, hint)
            continue
        for table, part in zip(tables, parts, strict=True):
            if wrong := _wrong(table, part):
                yield Problem(path, table.line, "worksheet-example", *wrong)


def _wrong(table: _Table, part: tuple[Field, ...]) -> tuple[str, str] | None:
    """Gives what does not fit, and what to do about it."""
    columns = part[0].columns
    if any(len(row) != len(table.head) for row in table.rows) or (not columns and len(table.head) != 2):
        return "the rows of the table are not as wide as its head.", "Give every row the same cells."
    wanted = [plain(field.label) for field in columns or part]
    given = list(table.head if columns else (row[0] for row in table.rows))
    for place, label in enumerate(wanted):
        other = given[place] if place < len(given) else ""
        if other != label:
            return f"'{other}' stands where the sheet has '{label}'.", f"Write {label}."
    if len(given) > len(wanted):
        return f"'{given[len(wanted)]}' is no field of the sheet.", "Take it out."
    return _unchosen(table, part)


def _unchosen(table: _Table, part: tuple[Field, ...]) -> tuple[str, str] | None:
    columns = part[0].columns
    rows = table.rows if columns else (tuple(row[1] for row in table.rows),)
    for row in rows:
        for field, answer in zip(columns or part, row, strict=True):
            choices = [plain(choice) for choice in field.choices]
            if choices and answer and answer not in choices:
                return f"'{answer}' is no choice of '{plain(field.label)}'.", f"Write {', '.join(choices)}."
    return None


def _tables(nodes: Iterable[Node]) -> list[_Table]:
    """Gives the Markdown tables of the first case that holds any."""
    for block in blocks_named(nodes, "case"):
        if found := list(_read_tables(block)):
            return found
    return []


def _read_tables(block: Block) -> Iterator[_Table]:
    run: list[tuple[int, tuple[str, ...]]] = []
    for number, line in enumerate([*block.body.split("\n"), ""], block.line + 1):
        if line.lstrip().startswith("|"):
            cells = _CELL.split(line.strip().strip("|").replace("\\|", "\x00"))
            run.append((number, tuple(plain(cell.replace("\x00", "|")) for cell in cells)))
            continue
        if len(run) > 2 and all(_RULE.fullmatch(cell) for cell in run[1][1]):
            yield _Table(run[0][1], tuple(cells for _, cells in run[2:]), run[0][0])
        run = []
