"""A section as pieces: the words a translator takes in, and the marks around them that stay.

Joining the pieces gives the text back to the byte, whatever it holds. A piece with a kind is a
*unit*: the text of a heading without `#` and `{#id}`, a paragraph line, a list item or an answer
without its marker and tick, a quoted line, a table cell, the title of a block. All else (blank
lines, `:::` lines, code, table rules) is fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from courseware.content.markdown import code_mask
from courseware.content.quiz_options import OPTIONS, PRESENT_NAMES

__all__ = ["WHOLE", "Pair", "Piece", "fill_section", "join_pieces", "pair_units", "split_pieces"]

WHOLE = "whole"
"""Id of the one unit of a section whose parts do not pair with the source's."""

_PREFIX = re.compile(
    r"[ \t]*(?:(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+|\[[ xX]\][ \t]+|\[\^[^\]\s]+\]:[ \t]+)[ \t]*)*"
)
_HEADING = re.compile(r"( {0,3}#{1,6}[ \t]+)(.*?)((?:[ \t]+#+)?[ \t]*(?:\{:?[^{}]*\})?[ \t]*)$")
_BLOCK = re.compile(r"[ \t]*:{3,}")
_BLOCK_TITLE = re.compile(r"([ \t]*:{3,}[ \t]*\{[^{}\"]*\btitle=\")([^\"{}]*)(\"[^{}]*\}[ \t]*)$")
_TABLE = re.compile(r"[ \t]*\|")
_FIXED = re.compile(
    r"[ \t]*\{[^{}]*\}[ \t]*$"  # an attribute list
    r"| {0,3}\[[^\]@^][^\]]*\]:\s+\S+"  # a reference definition
    rf"|[ \t]*(?:{'|'.join(map(re.escape, sorted({*OPTIONS, *PRESENT_NAMES})))}):[ \t]*\S*[ \t]*$"
)
_CELL = re.compile(r"((?:`[^`]*`|\\.|[^|\\`]|[\\`])*)(\||$)")
_WORDLESS = re.compile(r"<[^>]*>|&#?\w+;|[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `before + text + after` is what stands in the file."""

    kind: str
    """heading, text, item, answer, quote, cell or title; empty or `code` where it is fixed."""
    before: str
    text: str = ""
    after: str = ""

    @property
    def is_unit(self) -> bool:
        """Whether a translator sees it."""
        return self.kind not in ("", "code")

    def __str__(self) -> str:
        return self.before + self.text + self.after


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit in both languages."""

    id: str
    kind: str
    source: str
    target: str
    """Empty where nothing is translated yet."""


def split_pieces(text: str) -> list[Piece]:
    """Gives the pieces of a section in order."""
    lines = text.split("\n")
    mask = code_mask(lines)
    pieces: list[Piece] = []
    comment = False
    for number, line in enumerate(lines):
        end = "\n" if number < len(lines) - 1 else ""
        if mask[number]:
            if pieces and pieces[-1].kind == "code":
                pieces[-1] = replace(pieces[-1], before=pieces[-1].before + line + end)
            else:
                pieces.append(Piece("code", line + end))
            continue
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            pieces.append(Piece("", line + end))
            continue
        found = list(_line_pieces(line))
        if end:
            found[-1] = replace(found[-1], after=found[-1].after + end)
        pieces.extend(found)
    return pieces


def _line_pieces(line: str) -> Iterator[Piece]:
    if _TABLE.match(line):
        yield from _cells(line)
        return
    if _BLOCK.match(line):
        title = _BLOCK_TITLE.match(line)
        yield _piece("title", title[1], title[2], title[3]) if title else Piece("", line)
        return
    heading = _HEADING.match(line)
    if heading:
        yield _piece("heading", heading[1], heading[2], heading[3])
        return
    prefix = _PREFIX.match(line)
    before = prefix[0] if prefix else ""
    if _FIXED.match(line):
        yield Piece("", line)
        return
    kind = "text"
    if re.search(r"\[[ xX]\]", before):
        kind = "answer"
    elif re.search(r"[-*+.)][ \t]+$", before):
        kind = "item"
    elif ">" in before:
        kind = "quote"
    rest = line[len(before) :]
    text = rest.rstrip()
    yield _piece(kind, before, text, rest[len(text) :])


def _cells(line: str) -> Iterator[Piece]:
    start = line.index("|") + 1
    yield Piece("", line[:start])
    while start < len(line):
        cell = _CELL.match(line, start)
        if cell is None:  # pragma: no cover (the expression matches anything)
            break
        body = cell[1]
        text = body.strip()
        lead = body[: len(body) - len(body.lstrip())] if text else body
        yield _piece("cell", lead, text, body[len(lead) + len(text) :] + cell[2])
        if cell.end() == start:
            break
        start = cell.end()


def _piece(kind: str, before: str, text: str, after: str) -> Piece:
    if not _WORDLESS.sub("", text):
        return Piece("", before + text + after)
    return Piece(kind, before, text, after)


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Gives the text that the pieces came from."""
    return "".join(map(str, pieces))


def _units(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.is_unit]


def _kinds(pieces: Sequence[Piece]) -> list[str]:
    return [piece.kind for piece in pieces if piece.is_unit]


def pair_units(source: str, target: str | None) -> list[Pair]:
    """Gives the units of a section: one to one, or one `whole` unit where the two texts differ in kind.

    Args:
        source: The Swedish text of the section.
        target: The translated text, or None where there is none.
    """
    ours = _units(split_pieces(source))
    if target is None:
        return [Pair(str(number), piece.kind, piece.text, "") for number, piece in enumerate(ours, 1)]
    theirs = _units(split_pieces(target))
    if not ours or _kinds(ours) != _kinds(theirs):
        return [Pair(WHOLE, WHOLE, source.strip("\n"), target.strip("\n"))]
    return [
        Pair(str(number), one.kind, one.text, other.text)
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1)
    ]


def fill_section(
    source: str, present: str | None, texts: Mapping[str, str], *, follow: bool
) -> tuple[str, str | None] | None:
    """Gives a section with the translator's texts in it, or None where they do not fit.

    Beside it stands the id of the first unit that would be read otherwise than it was written, if
    there is one: a paragraph that begins with `2026. ` is a list, a cell with a bare `|` is two.

    Args:
        source: The Swedish text of the section as it is now.
        present: The translated text as it is now, or None where there is none.
        texts: What the translator wrote, by unit id.
        follow: Whether marks that differ from Swedish (ticks, levels, blocks) are to follow it; code
            keeps the words it has in the translation.
    """
    if WHOLE in texts:
        if present is None:
            return texts[WHOLE], None
        core = present.strip("\n")
        lead = present[: len(present) - len(present.lstrip("\n"))] if core else ""
        return lead + texts[WHOLE].strip("\n") + present[len(lead) + len(core) :], None
    frame = _frame(
        split_pieces(source), split_pieces(present) if present is not None else None, follow, texts
    )
    if [str(number) for number, _ in enumerate(_units(frame), 1)] != sorted(texts, key=_number):
        return None
    waiting = (texts[str(number)] for number, _ in enumerate(texts, 1))
    filled = [replace(piece, text=next(waiting)) if piece.is_unit else piece for piece in frame]
    text = join_pieces(filled)
    return text, _misread(filled, split_pieces(text))


def _number(name: str) -> int:
    return int(name) if name.isascii() and name.isdigit() and len(name) < 9 else 0


def _frame(ours: list[Piece], own: list[Piece] | None, follow: bool, texts: Mapping[str, str]) -> list[Piece]:
    """Chooses whose marks stay around the texts."""
    if own is None:
        return ours
    if not follow or len(_units(ours)) != len(texts) or _shape(own) == _shape(ours):
        return own
    return _with_code(ours, own)


def _misread(filled: Sequence[Piece], found: Sequence[Piece]) -> str | None:
    number = 0
    for position, piece in enumerate(filled):
        number += piece.is_unit
        if position >= len(found) or found[position] != piece:
            return str(max(number, 1))
    return None if len(found) == len(filled) else str(max(number, 1))


def _shape(pieces: Sequence[Piece]) -> list[tuple[str, ...]]:
    return [
        ("code",) if piece.kind == "code" else (piece.kind, piece.before.strip(), piece.after.strip())
        for piece in pieces
        if piece.kind or piece.before.strip()
    ]


def _with_code(frame: Sequence[Piece], own: Sequence[Piece]) -> list[Piece]:
    """Keeps the code of the translation where both have as many pieces of it."""
    code = [piece for piece in own if piece.kind == "code"]
    if len(code) != sum(piece.kind == "code" for piece in frame):
        return list(frame)
    waiting = iter(code)
    return [next(waiting) if piece.kind == "code" else piece for piece in frame]
