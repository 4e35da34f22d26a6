"""The body of a `worksheet` block with an id: a list of fields that page, paper and files are made from.

One field an item: `- **Label:** help {#id kind}`. Indented items below it are its choices, or the columns of
a table where it says `rows=N`. What people fill in is kept by the ids, so it survives a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.blocks import Block
from courseware.content.outline import Item, read_outline
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean

__all__ = [
    "RESULTS",
    "SCALE",
    "YEAR_COLUMNS",
    "Field",
    "Worksheet",
    "check_worksheet",
    "is_form",
    "read_worksheet",
    "worksheet_form",
]

SCALE = 5
"""Scales run from 1 to this."""
KINDS = ("text", "line", "number", "date", "scale", "choice", "sum", "result")
"""What a field can be: a text where nothing is said. `sum` adds up the scales of its row."""
RESULTS: dict[str, tuple[str, ...]] = {
    "prevented": ("students", "base-risk", "effect-kind", "effect", "implementation"),
    "cost-value": ("rate", "years"),
    "benefit-value": ("rate", "years"),
    "break-even": ("rate", "years"),
    "break-even-own": ("rate", "years"),
    "break-even-share": ("rate", "students", "years"),
    "wrong-pocket": ("rate", "years"),
}
"""Ids of what an economic sheet calculates, and of the fields that it needs (lib/economics.js).

`effect-kind` is a choice of odds ratio, relative risk and percentage points, in this order.
"""
YEAR_COLUMNS = ("year", "cost-own", "cost-others", "benefit-own", "benefit-others")
"""Columns that the table `years` of an economic sheet has."""

_MOST_FIELDS = 40
_MOST_ROWS = 20
_MARK = re.compile(r"[ \t]*\{#([^\s{}]*)((?:[ \t]+[^\s{}]+)*)[ \t]*\}$")
_ROWS = re.compile(r"rows=([1-9][0-9]?)")
_EXAMPLE = "- **Label:** what to write {#id}"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in; label and help are Markdown."""

    id: str
    label: str
    help: str
    kind: str
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    """Of a table."""
    rows: int = 0
    """Empty rows that a table begins with."""

    @property
    def is_calculated(self) -> bool:
        """Whether the page fills it in."""
        return self.kind in ("sum", "result")


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet as a page has it."""

    id: str
    lead: str
    fields: tuple[Field, ...]
    note: str
    is_register: bool = False
    """Whether a workbook collects what many have filled in, a row each."""

    @property
    def has_workbook(self) -> bool:
        """Whether it is a table, or becomes one when many have answered."""
        return self.is_register or any(field.columns for field in self.fields)

    @property
    def parts(self) -> tuple[tuple[Field, ...], ...]:
        """The fields in runs: those that stand under one another, and each table alone."""
        found: list[list[Field]] = []
        for field in self.fields:
            if field.columns or not found or found[-1][-1].columns:
                found.append([])
            found[-1].append(field)
        return tuple(tuple(run) for run in found)


def is_form(block: Block) -> bool:
    """Whether a block is a worksheet with fields; one without an id is only a box around what it holds."""
    return block.name == "worksheet" and bool(block.options.get("id"))


def read_worksheet(block: Block) -> Worksheet:
    """Gives what a block says; an item without a label or an id is left out."""
    outline = read_outline(block.body, block.line + 1)
    fields = tuple(field for item in outline.items if (field := _field(item)))
    register = block.options.get("register") is True
    return Worksheet(str(block.options.get("id", "")), outline.lead, fields, outline.note, register)


def worksheet_form(block: Block) -> tuple[object, ...]:
    """Gives what of a body is alike in every language: the ids, kinds, choices and rows of its fields."""
    return tuple(_shape(field) for field in read_worksheet(block).fields) if is_form(block) else ()


def _shape(field: Field) -> tuple[object, ...]:
    columns = tuple(_shape(column) for column in field.columns)
    return (field.id, field.kind, bool(field.help), len(field.choices), field.rows, columns)


def _field(item: Item) -> Field | None:
    text, identity, words = _parts(item)
    label = _unmarked(item, text)
    if not label.label or not ID_PATTERN.fullmatch(identity):
        return None
    rows = next((int(match[1]) for word in words if (match := _ROWS.fullmatch(word))), 0)
    kind = "table" if rows else next((word for word in words if word in KINDS), "text")
    return Field(
        id=identity,
        label=label.label,
        help=label.rest,
        kind=kind,
        choices=tuple(child.text for child in item.children) if kind == "choice" else (),
        columns=tuple(found for child in item.children if (found := _field(child))) if rows else (),
        rows=rows,
    )


def _parts(item: Item) -> tuple[str, str, tuple[str, ...]]:
    """Gives the text, the id and the words after it."""
    match = _MARK.search(item.text)
    if match is None:
        return item.text, "", ()
    return item.text[: match.start()], match[1], tuple(match[2].split())


def _unmarked(item: Item, text: str) -> Item:
    return Item(text, item.line, item.ordered)


def check_worksheet(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with the fields of a block."""
    if not is_form(block):
        return
    name = str(block.options["id"])
    if not ID_PATTERN.fullmatch(name):
        hint = "Use small letters, digits and hyphens: id=t5-prioritisation."
        yield Problem(path, block.line, "bad-option", f"id={name} is no id.", hint)
    items = read_outline(block.body, block.line + 1).items
    if not 1 <= len(items) <= _MOST_FIELDS:
        message = f"the worksheet has {len(items)} fields."
        yield Problem(path, block.line, "block-list", message, f"Write 1 to {_MOST_FIELDS}: {_EXAMPLE}")
    yield from _check_items(items, path, in_table=False)
    known = {field.id: field for field in read_worksheet(block).fields}
    for item in items:
        _, identity, words = _parts(item)
        if "result" in words:
            yield from _check_result(item, identity, known, path)


def _check_items(items: list[Item] | tuple[Item, ...], path: str, *, in_table: bool) -> Iterator[Problem]:
    seen: set[str] = set()
    labels: set[str] = set()
    scales = sum("scale" in _parts(item)[2] for item in items)
    for item in items:
        text, identity, words = _parts(item)
        field = _unmarked(item, text)
        if item.ordered or not field.label:
            message = f"'{item.text[:40]}' is no field with a label in bold."
            yield Problem(path, item.line, "block-label", message, f"Write {_EXAMPLE}")
        if not ID_PATTERN.fullmatch(identity):
            message = f"the field '{field.label or item.text[:40]}' has no id that answers can be kept by."
            yield Problem(path, item.line, "worksheet-field", message, f"End it with {{#id}}: {_EXAMPLE}")
        elif identity in seen:
            message = f"the id '{identity}' stands twice."
            yield Problem(path, item.line, "worksheet-field", message, "Give each field an id of its own.")
        if field.label and field.label in labels:
            message = f"two fields are called '{field.label}'."
            yield Problem(path, item.line, "worksheet-field", message, "Say what tells them apart.")
        seen.add(identity)
        labels.add(field.label)
        yield from _check_words(item, words, path, in_table=in_table)
        if "sum" in words and scales < 2:
            hint = "Put it in a table beside two or more columns of the kind scale."
            yield Problem(path, item.line, "worksheet-field", "there is nothing to add up.", hint)


def _check_words(item: Item, words: tuple[str, ...], path: str, *, in_table: bool) -> Iterator[Problem]:
    if len(words) > 1:
        message = f"'{' '.join(words)}' says two kinds."
        yield Problem(path, item.line, "worksheet-field", message, "Keep one of them.")
    rows = [match for word in words if (match := _ROWS.fullmatch(word))]
    for word in words:
        if word not in KINDS and not _ROWS.fullmatch(word):
            hint = did_you_mean(word, KINDS) or f"It can be {', '.join(KINDS)}, or a table: rows=6."
            yield Problem(path, item.line, "worksheet-field", f"there is no kind '{word}'.", hint)
    if rows and (in_table or int(rows[0][1]) > _MOST_ROWS):
        hint = "Put it beside the other." if in_table else f"Begin with {_MOST_ROWS} rows at most."
        message = "a table within a table." if in_table else f"{rows[0][0]} is too many."
        yield Problem(path, item.line, "worksheet-field", message, hint)
        return
    if ("sum" in words and not in_table) or ("result" in words and in_table):
        hint = "A sum is a column of a table, a result a field of its own."
        yield Problem(path, item.line, "worksheet-field", "this kind cannot stand here.", hint)
    if rows:
        if len(item.children) < 2:
            hint = "Indent two or more fields below it: its columns."
            yield Problem(path, item.line, "block-list", "a table with too few columns.", hint)
        yield from _check_items(item.children, path, in_table=True)
    elif "choice" in words:
        if len(item.children) < 2 or any(child.children for child in item.children):
            hint = "Indent two or more bullets below it: what there is to choose from."
            yield Problem(path, item.line, "block-list", "a choice with too few answers.", hint)
    elif item.children:
        hint = "Say {#id choice} or {#id rows=6} above it, or take it out."
        yield Problem(path, item.children[0].line, "block-list", "a bullet below a field.", hint)


def _check_result(item: Item, identity: str, known: dict[str, Field], path: str) -> Iterator[Problem]:
    needed = RESULTS.get(identity)
    if needed is None:
        hint = did_you_mean(identity, RESULTS) or f"Calculated are {', '.join(RESULTS)}."
        yield Problem(path, item.line, "worksheet-field", f"nothing calculates '{identity}'.", hint)
        return
    missing = [name for name in needed if name not in known]
    if "years" in known:
        columns = {column.id for column in known["years"].columns}
        missing += [name for name in YEAR_COLUMNS if "years" in needed and name not in columns]
    if missing:
        message = f"'{identity}' needs {', '.join(missing)}."
        yield Problem(path, item.line, "worksheet-field", message, "Add these fields to the sheet.")
