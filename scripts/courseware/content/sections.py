"""A page as sections with hashes, so that a translation knows which of them has moved on.

A section runs from a heading with `{#id}` to the next one, of any level. `_top` is the text
before the first, `_title` the texts of the front matter that are translated. The hash is the
first 12 hex digits of SHA-256 of the Markdown with runs of white space made one space, so that
a rewrapped paragraph is no change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from courseware.content.front_matter import Front
from courseware.content.markdown import headings

__all__ = ["Section", "outdated_sections", "section_hashes", "sections"]

_SPACE = re.compile(r"\s+")
_TRANSLATED = ("title", "summary", "product", "outcomes")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page that is translated as a whole."""

    id: str
    text: str
    """Its Markdown, heading included."""
    line: int

    @property
    def hash(self) -> str:
        """Twelve hex digits that change when the text does."""
        return hashlib.sha256(_SPACE.sub(" ", self.text).strip().encode()).hexdigest()[:12]


def sections(front: Front, body: str) -> list[Section]:
    """Gives the sections of a page in order, `_title` and `_top` first; an empty `_top` is left out."""
    texts: list[str] = []
    for name in _TRANSLATED:
        value = front.get(name)
        texts.extend(str(item) for item in value) if isinstance(value, list) else texts.append(
            str(value or "")
        )
    found = [Section("_title", "\n".join(text for text in texts if text), 1)]
    lines = body.split("\n")
    starts = [(heading.line - 1, heading.id) for heading in headings(body) if heading.id]
    top = "\n".join(lines[: starts[0][0]] if starts else lines)
    if top.strip():
        found.append(Section("_top", top, front.body_line))
    seen = {"_title", "_top"}
    for (start, anchor), (end, _) in pairwise([*starts, (len(lines), "")]):
        if anchor not in seen:  # a repeated id is an error of its own
            seen.add(anchor)
            found.append(Section(anchor, "\n".join(lines[start:end]), front.body_line + start))
    return found


def section_hashes(front: Front, body: str) -> dict[str, str]:
    """Gives the hash of every section by its id."""
    return {section.id: section.hash for section in sections(front, body)}


def outdated_sections(now: Mapping[str, str], noted: Mapping[str, object]) -> list[str]:
    """Gives the source sections that changed, came or went since a translation noted their hashes."""
    changed = [section for section, value in now.items() if noted.get(section) != value]
    return changed + [section for section in noted if section not in now]
