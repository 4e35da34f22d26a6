"""The list in a block, read as items with labels; nested items are the children of the item above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Item", "Outline", "read_outline"]

_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,3}[.)])[ \t]+(.*)$")
_LABEL = re.compile(r"\*\*(.+?)\*\*:?[ \t]*")


@dataclass(slots=True)
class Item:
    """One item of a list."""

    text: str
    """Its Markdown without the marker, on one line."""
    line: int
    ordered: bool
    children: list[Item] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What stands in bold at its beginning, without the colon or full stop; empty where nothing does."""
        match = _LABEL.match(self.text)
        return match[1].strip().rstrip(":.").strip() if match else ""

    @property
    def rest(self) -> str:
        """What follows the label."""
        match = _LABEL.match(self.text)
        return self.text[match.end() :].strip() if match else self.text


@dataclass(frozen=True, slots=True)
class Outline:
    """A list with what stands before and after it."""

    lead: str
    items: tuple[Item, ...]
    note: str

    def walk(self) -> Iterator[Item]:
        """Yields every item in the order of the source."""
        waiting = list(reversed(self.items))
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(reversed(item.children))


def read_outline(text: str, first_line: int = 1) -> Outline:
    """Gives the list of a text; a paragraph after it ends it, whatever follows is the note."""
    lead: list[str] = []
    note: list[str] = []
    items: list[Item] = []
    above: list[tuple[int, Item]] = []
    blank = False
    for number, line in enumerate(text.split("\n")):
        found = _ITEM.match(line.expandtabs(4)) if not note else None
        if found:
            indent = len(found[1])
            # A step of one space is a slip of the hand, not a level.
            while above and indent < above[-1][0] + 2:
                above.pop()
            item = Item(found[3].strip(), first_line + number, found[2][0].isdigit())
            (above[-1][1].children if above else items).append(item)
            above.append((indent, item))
        elif not line.strip():
            if note:
                note.append(line)
        elif not above:
            lead.append(line)
        elif note or (blank and not line.startswith((" ", "\t"))):
            note.append(line)
        else:
            above[-1][1].text += " " + line.strip()
        blank = not line.strip()
        if blank and lead and not items:
            lead.append("")
    return Outline("\n".join(lead).strip(), tuple(items), "\n".join(note).strip())
