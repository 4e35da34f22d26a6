"""The one family of blocks that pages may hold: `:::{name key=value}` … `:::`.

Read into a tree with the line of everything. A block inside a code fence is code, so the
syntax can be documented. A fence of the language `quizdown` counts as a quizdown block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from courseware.content.markdown import FENCE
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = [
    "BLOCKS",
    "LEADERS",
    "NOT_READ",
    "RATES",
    "Block",
    "Node",
    "Text",
    "blocks_named",
    "parse_blocks",
    "source",
]

_OPEN = re.compile(r"[ \t]*(:{3,})[ \t]*\{([^{}]*)\}[ \t]*$")
_CLOSE = re.compile(r"[ \t]*(:{3,})[ \t]*$")
_OPTION = re.compile(r"""([A-Za-z][\w-]*)=("[^"]*"|'[^']*'|[^\s"'=]+)(?=\s|$)""")

OptionKind = Literal["minutes", "count", "flag", "percent", "text"]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """What a block of one name may carry and hold."""

    options: Mapping[str, OptionKind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    """Names of the blocks that may stand inside it."""


RATES = ("base", "sensitivity", "specificity")
"""What a simulator is given, in percent."""

_DRAWN = ("figure", "chart", "table")
_TRIED = ("simulator", "self-assessment")
_SHOWN = ("swedish-context", "case", "worksheet", "quizdown", "evidence", *_DRAWN, *_TRIED)
_ON_PAPER = ("swedish-context", "case", *_DRAWN)

LEADERS = ("facilitator", "answers", "needs", "room")
"""What only the person who leads a workshop is shown."""

NOT_READ = (*LEADERS, "slide")
"""Blocks that no reader of the page reads."""

BLOCKS: dict[str, BlockKind] = {
    "quizdown": BlockKind(),
    "activity": BlockKind(
        {"minutes": "minutes", "core": "flag", "short": "minutes", "meeting": "minutes"},
        ("minutes",),
        ("facilitator", "slide", "handout", "answers", "needs", *_SHOWN),
    ),
    "slide": BlockKind({"title": "text"}, holds=_DRAWN),
    "handout": BlockKind({"title": "text"}, holds=_ON_PAPER),
    "answers": BlockKind(holds=_ON_PAPER),
    "needs": BlockKind(),
    "room": BlockKind(),
    "facilitator": BlockKind(holds=("swedish-context", "case", "figure")),
    "swedish-context": BlockKind({"id": "text"}, holds=("case", *_DRAWN)),
    "case": BlockKind({"title": "text"}, holds=("swedish-context", *_DRAWN)),
    "worksheet": BlockKind(
        {"id": "text", "register": "flag"}, holds=("swedish-context", "case", "figure", *_TRIED)
    ),
    "evidence": BlockKind({"id": "text"}, ("id",)),
    "chart": BlockKind({"data": "text", "view": "text", "country": "text"}, ("data",)),
    "table": BlockKind({"data": "text", "where": "text", "columns": "text"}, ("data",)),
    "figure": BlockKind({"draw": "text", "title": "text"}, ("draw", "title")),
    "simulator": BlockKind(dict.fromkeys(RATES, "percent"), RATES),
    "self-assessment": BlockKind({"id": "text"}, ("id",)),
    "contribution": BlockKind({"kind": "text"}, ("kind",)),
    "glance": BlockKind(),
    "themes": BlockKind(),
    "changes": BlockKind({"under": "text", "count": "count"}),
}
"""Every block there is."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of Markdown outside any inner block."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block with what stands in it."""

    name: str
    options: Mapping[str, int | bool | str]
    children: tuple[Node, ...]
    line: int
    """Line of its opening."""
    raw: str
    """Its source, opening and closing lines included."""

    @property
    def body(self) -> str:
        """The Markdown inside, inner blocks included."""
        return source(self.children)


Node = Text | Block

_DEEPEST = 20
"""Blocks within each other that are read as such: many more than may stand there."""


@dataclass(slots=True)
class _Open:
    name: str
    options: dict[str, int | bool | str]
    fence: str
    line: int
    start: int
    nodes: list[Node]
    text_start: int


def parse_blocks(text: str, path: str, first_line: int = 1) -> tuple[tuple[Node, ...], list[Problem]]:
    """Gives the text as a tree of Markdown and blocks, and everything wrong with the blocks."""
    if ":::" not in text and "quizdown" not in text:
        return ((Text(text, first_line),) if text else ()), []
    lines = text.split("\n")
    problems: list[Problem] = []
    stack = [_Open("", {}, "", first_line, 0, [], 0)]
    fence = ""

    def flush(end: int) -> None:
        top = stack[-1]
        if end > top.text_start:
            top.nodes.append(Text("\n".join(lines[top.text_start : end]), first_line + top.text_start))

    def close(number: int) -> None:
        flush(number)
        block = stack.pop()
        raw = "\n".join(lines[block.start : number + 1])
        stack[-1].nodes.append(Block(block.name, block.options, tuple(block.nodes), block.line, raw))
        stack[-1].text_start = number + 1

    for number, line in enumerate(lines):
        here = first_line + number
        stripped = line.lstrip()
        if fence:
            match = FENCE.match(line)
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip():
                fence = ""
                if stack[-1].fence == match[1][0] * 3:
                    close(number)
            continue
        if stripped.startswith(("```", "~~~")):
            match = FENCE.match(line)
            if match and not (match[1][0] == "`" and "`" in match[2]):
                fence = match[1]
                if match[2].strip() in ("quizdown", "{quizdown}"):
                    flush(number)
                    stack.append(_Open("quizdown", {}, fence[0] * 3, here, number, [], number + 1))
            continue
        if not stripped.startswith(":::"):
            continue
        opening = _OPEN.match(line)
        if opening:
            name, options, found = _opening(opening[2], path, here)
            problems.extend(found)
            parent = stack[-1].name
            if parent and name in BLOCKS and name not in BLOCKS[parent].holds:
                hint = f"Close '{parent}' (line {stack[-1].line}) with ::: first."
                problems.append(
                    Problem(path, here, "nested-block", f"'{name}' cannot stand inside '{parent}'.", hint)
                )
            flush(number)
            if len(stack) > _DEEPEST:
                hint = f"Close the block of line {stack[-1].line} with ::: first."
                problems.append(Problem(path, here, "nested-block", "blocks stand too deep.", hint))
                while len(stack) > 1:
                    close(number)
                    stack[-1].text_start = number
            stack.append(_Open(name, options, opening[1], here, number, [], number + 1))
            continue
        closing = _CLOSE.match(line)
        if closing is None:
            hint = "Open a block with :::{name key=value} and close it with ::: alone on a line."
            problems.append(Problem(path, here, "bad-block", f"'{stripped[:40]}' is not a block line.", hint))
        elif len(stack) == 1:
            problems.append(
                Problem(path, here, "stray-close", "::: closes nothing.", "Remove it, or open a block.")
            )
        elif len(closing[1]) != len(stack[-1].fence):
            hint = f"Write {stack[-1].fence}, as many colons as in line {stack[-1].line}."
            problems.append(
                Problem(path, here, "stray-close", f"{closing[1]} does not close '{stack[-1].name}'.", hint)
            )
        else:
            close(number)
    for block in stack[1:]:
        hint = f"End it with {block.fence} alone on a line."
        problems.append(Problem(path, block.line, "unclosed-block", f"'{block.name}' has no end.", hint))
    while len(stack) > 1:
        close(len(lines))
    flush(len(lines))
    return tuple(stack[0].nodes), problems


def _opening(inside: str, path: str, line: int) -> tuple[str, dict[str, int | bool | str], list[Problem]]:
    name, _, rest = inside.strip().partition(" ")
    problems: list[Problem] = []
    kind = BLOCKS.get(name)
    if kind is None:
        hint = did_you_mean(name, BLOCKS) or f"Known blocks: {', '.join(BLOCKS)}."
        return name, {}, [Problem(path, line, "unknown-block", f"there is no block '{name}'.", hint)]
    options: dict[str, int | bool | str] = {}
    left = rest
    for match in _OPTION.finditer(rest):
        left = left.replace(match[0], "", 1)
        key, value = match[1], match[2]
        if value[0] in "\"'":
            value = value[1:-1]
        if key not in kind.options:
            hint = did_you_mean(key, kind.options)
            if not hint:
                hint = f"It takes {', '.join(kind.options)}." if kind.options else "It takes none."
            problems.append(Problem(path, line, "unknown-option", f"'{name}' has no option '{key}'.", hint))
        elif key in options:
            problems.append(
                Problem(path, line, "repeated-option", f"'{key}' stands twice.", "Keep one of them.")
            )
        elif kind.options[key] in ("minutes", "count"):
            if re.fullmatch(r"[1-9][0-9]{0,3}", value):
                options[key] = int(value)
            elif kind.options[key] == "minutes":
                hint = "Write whole minutes, for example minutes=20."
                problems.append(Problem(path, line, "bad-option", f"{key}={value[:20]} is not a time.", hint))
            else:
                hint = f"Write a whole number, for example {key}=5."
                message = f"{key}={value[:20]} is not a number."
                problems.append(Problem(path, line, "bad-option", message, hint))
        elif kind.options[key] == "percent":
            if re.fullmatch(r"[0-9]{1,2}|100", value):
                options[key] = int(value)
            else:
                hint = f"Write a whole number from 0 to 100, for example {key}=25."
                problems.append(
                    Problem(path, line, "bad-option", f"{key}={value} is not a percentage.", hint)
                )
        elif kind.options[key] == "flag":
            if value in ("true", "false"):
                options[key] = value == "true"
            else:
                hint = f"Write {key}=true or {key}=false."
                problems.append(Problem(path, line, "bad-option", f"{key}={value} is neither.", hint))
        else:
            options[key] = value
    if left.strip():
        hint = 'Write options as key=value, with quotes around spaces: key="two words".'
        problems.append(Problem(path, line, "bad-option", f"'{left.strip()}' is not an option.", hint))
    named = {match[1] for match in _OPTION.finditer(rest)}
    for key in kind.required:
        if key not in named:
            hint = f"Write :::{{{name} {key}=…}}."
            problems.append(Problem(path, line, "missing-option", f"'{name}' needs {key}.", hint))
    return name, options, problems


def source(nodes: Iterable[Node], *, without: tuple[str, ...] = ()) -> str:
    """Gives nodes back as Markdown, leaving out the blocks of some names at any depth."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            parts.append(node.text)
        elif node.name not in without:
            if without and any(True for _ in blocks_named(node.children, *without)):
                opening, _, rest = node.raw.partition("\n")
                closing = rest.rpartition("\n")[2]
                parts.append("\n".join((opening, source(node.children, without=without), closing)))
            else:
                parts.append(node.raw)
    return "\n".join(parts)


def blocks_named(nodes: Iterable[Node], *names: str) -> Iterator[Block]:
    """Yields the blocks of some names in the order of the source, at any depth."""
    for node in nodes:
        if isinstance(node, Block):
            if node.name in names:
                yield node
            yield from blocks_named(node.children, *names)
