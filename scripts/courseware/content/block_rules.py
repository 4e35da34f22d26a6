"""Rules for what stands inside blocks that are drawn or tried, by the name of the block."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.content.assessments import assessment_form, check_assessment
from courseware.content.blocks import BLOCKS, LEADERS, Block, blocks_named
from courseware.content.contributions import check_contribution
from courseware.content.documents import Document
from courseware.content.drawings import check_drawing, drawing_form
from courseware.content.profiles import check_glance, glance_form
from courseware.content.simulators import check_simulator, simulator_form
from courseware.content.worksheet_examples import check_examples
from courseware.content.worksheets import check_worksheet, is_form, worksheet_form
from courseware.errors import Problem

__all__ = ["block_form", "check_blocks"]

_FORMS = {
    "figure": drawing_form,
    "glance": glance_form,
    "self-assessment": assessment_form,
    "simulator": simulator_form,
    "worksheet": worksheet_form,
}
_RULES = {
    "contribution": check_contribution,
    "figure": check_drawing,
    "glance": check_glance,
    "self-assessment": check_assessment,
    "simulator": check_simulator,
    "worksheet": check_worksheet,
}
_WORKSHOPS = ("activity", "slide", "handout", *LEADERS)
_KEPT = {"self-assessment": "repeated-assessment", "worksheet": "repeated-worksheet"}
"""Blocks whose answers a device keeps by their id, and the code of two with one id."""


def check_blocks(document: Document, assessed: dict[str, str]) -> Iterator[Problem]:
    """Yields what is wrong inside the blocks of a page.

    Args:
        document: The page.
        assessed: Where each self-assessment and worksheet of the language stands, by its id; this page's
            are added.
    """
    if document.kind != "workshop":
        for node in document.nodes:
            if isinstance(node, Block) and node.name in _WORKSHOPS:
                hint = "Move it there, or write it as text."
                message = f"'{node.name}' belongs in a workshop.md."
                yield Problem(document.path, node.line, "stray-block", message, hint)
    for block in _blocks(document):
        yield from _RULES[block.name](block, document.path)
        name = str(block.options.get("id", ""))
        if block.name not in _KEPT or not name:
            continue
        key = f"{block.name} {name}"
        if key in assessed:
            hint = f"{assessed[key]} has it already; give this one another."
            message = f"the {block.name} '{name}' stands twice and would share its answers."
            yield Problem(document.path, block.line, _KEPT[block.name], message, hint)
        assessed.setdefault(key, f"{document.path}:{block.line}")
    if any(is_form(block) for block in _blocks(document)):
        yield from check_examples(document.nodes, document.path)


def block_form(block: Block) -> tuple[object, ...]:
    """Gives what of a block's body is alike in every language: how many items it has, and of which kind."""
    form = _FORMS.get(block.name)
    return form(block) if form else ()


def _blocks(document: Document) -> Iterator[Block]:
    if not any(f"{{{name}" in document.body for name in _RULES):
        return
    yield from (block for block in blocks_named(document.nodes, *BLOCKS) if block.name in _RULES)
