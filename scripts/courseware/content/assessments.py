"""The body of a `self-assessment` block: items in order, each with four bullets for the levels 0 to 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.blocks import Block
from courseware.content.outline import Item, read_outline
from courseware.errors import Problem
from courseware.ids import ID_PATTERN

__all__ = ["LEVELS", "Area", "Assessment", "assessment_form", "check_assessment", "read_assessment"]

LEVELS = 4
"""0 to 3."""
_MOST = 20
_OWN_NUMBER = re.compile(r"(?:\*\*[0-3][.:)]?\*\*[.:)]?|[0-3][.:)])\s+")
_EXAMPLE = "1. **Label.** What it is about, and indented below it four bullets: what 0, 1, 2 and 3 look like"


@dataclass(frozen=True, slots=True)
class Area:
    """One thing to assess; each text is Markdown."""

    label: str
    about: str
    levels: tuple[str, ...]
    """What each level looks like, from 0."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A self-assessment as a page has it."""

    id: str
    lead: str
    areas: tuple[Area, ...]
    note: str


def read_assessment(block: Block) -> Assessment:
    """Gives what a block says; an item without a label or levels is left out."""
    outline = read_outline(block.body, block.line + 1)
    areas = tuple(
        Area(
            item.label, item.rest, tuple(_OWN_NUMBER.sub("", child.text, count=1) for child in item.children)
        )
        for item in outline.items
        if item.label and len(item.children) == LEVELS
    )
    return Assessment(str(block.options.get("id", "")), outline.lead, areas, outline.note)


def assessment_form(block: Block) -> tuple[object, ...]:
    """Gives what of a body is alike in every language: answers are kept by the place of their item."""
    return tuple(len(item.children) for item in read_outline(block.body).items)


def check_assessment(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with a block's id and items."""
    name = str(block.options.get("id", ""))
    if name and not ID_PATTERN.fullmatch(name):
        hint = "Use small letters, digits and hyphens: id=building-blocks."
        yield Problem(path, block.line, "bad-option", f"id={name} is no id.", hint)
    items = read_outline(block.body, block.line + 1).items
    if not 1 <= len(items) <= _MOST:
        message = f"the self-assessment has {len(items)} items."
        yield Problem(path, block.line, "block-list", message, f"Write 1 to {_MOST} items: {_EXAMPLE}")
    for item in items:
        yield from _check_item(item, path)


def _check_item(item: Item, path: str) -> Iterator[Problem]:
    if not item.ordered:
        message = "the items of a self-assessment are numbered."
        yield Problem(path, item.line, "block-list", message, f"Write {_EXAMPLE}")
    if not item.label:
        message = f"'{item.text[:40]}' does not begin with a label in bold."
        yield Problem(path, item.line, "block-label", message, f"Write {_EXAMPLE}")
    if len(item.children) != LEVELS:
        message = f"'{item.label or item.text[:40]}' has {len(item.children)} bullets, not {LEVELS}."
        hint = f"Write {LEVELS} indented bullets below it: what 0, 1, 2 and 3 look like."
        yield Problem(path, item.line, "block-list", message, hint)
    for child in item.children:
        if child.children:
            hint = "Say the level in one bullet."
            yield Problem(path, child.children[0].line, "block-list", "a bullet within a level.", hint)
