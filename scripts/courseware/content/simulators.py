"""The body of a `simulator` block: a lead, and examples as a list.

An item `- **Low threshold:** base=25 sensitivity=80 specificity=60` is an example; text may follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.blocks import RATES, Block
from courseware.content.outline import Item, read_outline
from courseware.errors import Problem

__all__ = ["LOWEST_BASE", "Preset", "Simulator", "check_simulator", "read_simulator", "simulator_form"]

LOWEST_BASE = 1
"""With nobody, or everybody, in need of support there is nothing to find."""
HIGHEST_BASE = 99

_RATES = re.compile(
    r"`?[ \t]*" + r"[ \t,;]+".join(rf"{name}=(\d{{1,3}})" for name in RATES) + r"[ \t]*`?(?!\w)"
)
_EXAMPLE = "- **Low threshold:** base=25 sensitivity=80 specificity=60"


@dataclass(frozen=True, slots=True)
class Preset:
    """One example to try."""

    label: str
    rates: tuple[int, int, int]
    """Base rate, sensitivity and specificity, in percent."""
    text: str
    """Markdown that follows."""


@dataclass(frozen=True, slots=True)
class Simulator:
    """A simulator as a page has it."""

    rates: tuple[int, int, int]
    lead: str
    presets: tuple[Preset, ...]
    note: str


def read_simulator(block: Block) -> Simulator:
    """Gives what a block says, without the examples that cannot be read."""
    outline = read_outline(block.body, block.line + 1)
    presets = [preset for item in outline.items if (preset := _preset(item)) is not None]
    base, sensitivity, specificity = (_percentage(block.options.get(name, 50)) for name in RATES)
    base = min(max(base, LOWEST_BASE), HIGHEST_BASE)
    return Simulator((base, sensitivity, specificity), outline.lead, tuple(presets), outline.note)


def _percentage(value: int | bool | str) -> int:
    return value if isinstance(value, int) else 50


def _preset(item: Item) -> Preset | None:
    match = _RATES.match(item.rest)
    if match is None or not item.label:
        return None
    base, sensitivity, specificity = int(match[1]), int(match[2]), int(match[3])
    if not LOWEST_BASE <= base <= HIGHEST_BASE or sensitivity > 100 or specificity > 100:
        return None
    return Preset(item.label, (base, sensitivity, specificity), item.rest[match.end() :].strip())


def simulator_form(block: Block) -> tuple[object, ...]:
    """Gives what of a simulator's body is alike in every language."""
    return tuple(preset.rates for preset in read_simulator(block).presets)


def check_simulator(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with a block's percentages and examples."""
    base = block.options.get("base")
    if isinstance(base, int) and not LOWEST_BASE <= base <= HIGHEST_BASE:
        hint = f"Write base={LOWEST_BASE} to base={HIGHEST_BASE}."
        message = f"base={base} leaves nothing to find."
        yield Problem(path, block.line, "bad-option", message, hint)
    for item in read_outline(block.body, block.line + 1).items:
        if not item.label:
            hint = f"Write it like this: {_EXAMPLE}"
            yield Problem(path, item.line, "block-label", "the example has no label in bold.", hint)
        elif _preset(item) is None:
            hint = f"Write it like this: {_EXAMPLE} (base from {LOWEST_BASE} to {HIGHEST_BASE})."
            message = f"the example '{item.label}' does not give its three percentages."
            yield Problem(path, item.line, "bad-preset", message, hint)
        if item.children:
            hint = "Move it a step to the left."
            yield Problem(path, item.children[0].line, "block-list", "an example within an example.", hint)
