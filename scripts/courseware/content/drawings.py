"""The body of a `figure` block: a list, or for a ledger a table, that is drawn and stands as text as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from courseware.content.blocks import Block
from courseware.content.outline import Item, Outline, read_outline
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = [
    "Ledger",
    "Row",
    "Sign",
    "Years",
    "check_drawing",
    "drawing_form",
    "read_drawing",
    "read_ledger",
    "step_of",
]


class _Shape(NamedTuple):
    """What the list of a drawing looks like."""

    least: int
    most: int
    ordered: bool
    example: str


SHAPES = {
    "pyramid": _Shape(2, 5, False, "- **Label:** text, the top first"),
    "cycle": _Shape(3, 8, True, "1. **Label:** text"),
    "spiral": _Shape(3, 6, True, "1. **Label:** text"),
    "levels": _Shape(2, 6, False, "- **Label:** text, the innermost first"),
    "process": _Shape(1, 5, False, "- **Phase 1**, and its steps indented below it"),
}
"""By what is drawn."""
LEDGER = "ledger"
_STEPS = 24
"""Most steps of a phase."""

Sign = Literal["", "pays", "shares-cost", "gains", "gains-in-part"]
_SIGNS: dict[str, Sign] = {"−": "pays", "(−)": "shares-cost", "+": "gains", "(+)": "gains-in-part", "": ""}
_SIGN = re.compile(r"(\([−–+-]\)|[−–+-])?[ \t]*(.*)$", re.DOTALL)
_YEARS = re.compile(r"(\d{1,3})(?:[ \t]*[–−-][ \t]*(\d{1,3}))?(\+?)(?![\w+–-])[ \t]*(.*)$", re.DOTALL)
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?<!\\)\|")
_TABLE_EXAMPLE = "| Item | Actor | … | Years |, a line of dashes, then rows like | Support | − | + | 0–3 |"


class Years(NamedTuple):
    """A stretch of time."""

    start: int
    end: int
    open: bool
    """Whether it goes on."""


class Row(NamedTuple):
    """One line of a ledger; each text is Markdown."""

    item: str
    cells: tuple[tuple[Sign, str], ...]
    years: Years | None
    years_text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who pays and who gains, and when."""

    lead: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str


def read_drawing(block: Block) -> Outline:
    """Gives the list of a drawing."""
    return read_outline(block.body, block.line + 1)


def step_of(item: Item) -> tuple[bool, Item]:
    """Gives whether a step of a process is a decision, and the step without the sign for it."""
    if not item.text.startswith("? "):
        return False, item
    return True, Item(item.text[2:].strip(), item.line, item.ordered, item.children)


def check_drawing(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with what a figure draws."""
    draw = str(block.options.get("draw", ""))
    if draw == LEDGER:
        yield from _check_ledger(block, path)
    elif draw in SHAPES:
        yield from _check_list(block, draw, path)
    elif draw:
        known = (*SHAPES, LEDGER)
        hint = did_you_mean(draw, known) or f"It can draw {', '.join(known)}."
        yield Problem(path, block.line, "bad-option", f"draw={draw} is no drawing.", hint)


def drawing_form(block: Block) -> tuple[object, ...]:
    """Gives what of a figure's body is alike in every language."""
    if block.options.get("draw") == LEDGER:
        ledger = read_ledger(block)
        rows = ((tuple(sign for sign, _ in row.cells), row.years) for row in ledger.rows)
        return (len(ledger.head), *rows)
    return tuple((item.ordered, step_of(item)[0], len(item.children)) for item in read_drawing(block).walk())


def _check_list(block: Block, draw: str, path: str) -> Iterator[Problem]:
    shape = SHAPES[draw]
    items = list(read_drawing(block).items)
    if draw == "spiral" and items and not items[-1].ordered:
        yield from _check_item(items.pop(), path, "- **The way up:** text")
    if not shape.least <= len(items) <= shape.most:
        hint = f"A {draw} has {shape.least} to {shape.most} items: {shape.example}"
        message = f"the {draw} has {len(items)} items."
        yield Problem(path, block.line, "block-list", message, hint)
    for item in items:
        if item.ordered is not shape.ordered:
            hint = f"Write {shape.example}"
            message = f"the items of a {draw} are {'numbered' if shape.ordered else 'not numbered'}."
            yield Problem(path, item.line, "block-list", message, hint)
        yield from _check_item(item, path, shape.example, steps=draw == "process")


def _check_item(item: Item, path: str, example: str, *, steps: bool = False) -> Iterator[Problem]:
    if not item.label:
        message = f"'{item.text[:40]}' does not begin with a label in bold."
        yield Problem(path, item.line, "block-label", message, f"Write {example}")
    if not steps:
        if item.children:
            hint = "Move it a step to the left, or say it in the text of the item."
            yield Problem(path, item.children[0].line, "block-list", "an item within an item.", hint)
        return
    if not 1 <= len(item.children) <= _STEPS:
        hint = f"Indent one to {_STEPS} steps below it: '  - **Step:** what comes out of it'."
        message = f"the phase '{item.label}' has {len(item.children)} steps."
        yield Problem(path, item.line, "block-list", message, hint)
    for child in item.children:
        decides, step = step_of(child)
        if not (decides and step.text):  # A question may stand without a label.
            yield from _check_item(step, path, "- **Step:** text, or - ? Question?")
        elif step.children:
            yield from _check_item(Item("**?**", step.line, False, step.children), path, "")


def read_ledger(block: Block) -> Ledger:
    """Gives the table of a ledger; a row that cannot be read is left out."""
    lead, lines, note = _parts(block)
    head = tuple(_cells(lines[0][1])) if lines else ()
    rows = [row for _, line in lines[2:] if isinstance(row := _row(line, len(head)), Row)]
    return Ledger(lead, head, tuple(rows), note)


def _parts(block: Block) -> tuple[str, list[tuple[int, str]], str]:
    """Gives what stands before the table, its lines with their numbers, and what stands after."""
    before: list[str] = []
    table: list[tuple[int, str]] = []
    after: list[str] = []
    for number, line in enumerate(block.body.split("\n"), start=block.line + 1):
        if not after and line.lstrip().startswith("|"):
            table.append((number, line.strip()))
        elif table:
            if line.strip() or after:
                after.append(line)
        else:
            before.append(line)
    return "\n".join(before).strip(), table, "\n".join(after).strip()


def _cells(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)]
    return cells[1 : -1 if not cells[-1] else None]


def _row(line: str, columns: int) -> Row | str:
    """Gives a row, or what is wrong with it."""
    cells = _cells(line)
    if len(cells) != columns:
        return f"the row has {len(cells)} cells, the head has {columns}."
    if not cells[0]:
        return "the row does not say what it is about."
    signs = []
    for cell in cells[1:-1]:
        match = _SIGN.match(cell)
        sign, text = (match[1] or "", match[2]) if match else ("", cell)
        if text and not sign and not text.startswith("[@"):
            return f"'{cell[:40]}' is no sign."
        signs.append((_SIGNS[sign.replace("–", "−").replace("-", "−")], text))
    last = cells[-1]
    if not last:
        return Row(cells[0], tuple(signs), None, "")
    years = _YEARS.match(last)
    if years is None:
        return f"'{last[:40]}' is no span of years."
    start, end = int(years[1]), int(years[2] or years[1])
    if end < start:
        return f"the years {start}–{end} run backwards."
    return Row(cells[0], tuple(signs), Years(start, end, bool(years[3])), last)


def _check_ledger(block: Block, path: str) -> Iterator[Problem]:
    _, lines, _ = _parts(block)
    if len(lines) < 3 or not _RULE.match(lines[1][1]):
        message = "the ledger has no table."
        yield Problem(path, block.line, "block-table", message, f"Write {_TABLE_EXAMPLE}")
        return
    columns = len(_cells(lines[0][1]))
    if columns < 3:
        message = f"the ledger's table has {columns} columns."
        hint = f"It needs an item, at least one actor, and years: {_TABLE_EXAMPLE}"
        yield Problem(path, lines[0][0], "block-table", message, hint)
        return
    for number, line in lines[2:]:
        wrong = _row(line, columns)
        if isinstance(wrong, str):
            hint = "Cells are −, (−), +, (+) or empty; the last is years such as 0–3 or 2–10+."
            yield Problem(path, number, "block-table", wrong, hint)
