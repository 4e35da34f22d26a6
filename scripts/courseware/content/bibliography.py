"""Sources: the one CSL JSON file, and the citations that point into it.

`[@key]`, `[@key, s. 4]`, `[@one; @two, p. 3]`. Three keys are no sources but marks: `@platform` is
our own proposal, `@invented` a case, `@unverified` what is widely known and not checked; so the number lint
needs no exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courseware.content.markdown import without_code
from courseware.content.plain_json import read_json
from courseware.errors import Problem

__all__ = [
    "BIBLIOGRAPHY_FILE",
    "CITATION",
    "KEY",
    "MARKS",
    "READ_NOTES",
    "Citation",
    "citations",
    "is_published",
    "load_bibliography",
    "mark_of",
    "parse_citation",
]

BIBLIOGRAPHY_FILE = "docs/data/bibliography.json"

MARKS = ("platform", "invented", "unverified")
"""Keys that mark a statement as ours, as made up, or as known in general but not checked against a source."""

HONESTY = ("S", "K", "K?", "E")
"""`custom.mark`: publishable, in general terms only, not publishable, our proposal."""

READ_NOTES = ("in part", "read in a copy", "secondary", "title only")
"""`custom.note`: how a source was read, where it was not read itself."""

CITATION = re.compile(r"(?<!!)\[(@[^\[\]\n]*(?:\n[^\[\]\n]+)?)\](?![(\[])")
_PART = re.compile(r"@(?P<key>[^\s,;\]]+)(?:,[ \t\n]*(?P<locator>[^;]*))?")
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""What a source is cited by; nothing else comes into a page as a key."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One key cited in one place."""

    key: str
    locator: str
    """`s. 4`, or the empty string."""
    line: int


def mark_of(entry: Mapping[str, Any]) -> str:
    """Gives the honesty mark of a source, empty where it has none."""
    custom = entry.get("custom")
    return str(custom.get("mark", "")) if isinstance(custom, Mapping) else ""


def is_published(entry: Mapping[str, Any]) -> bool:
    """Whether a source may be shown: what is marked K? may not."""
    return mark_of(entry) != "K?"


def parse_citation(inside: str) -> list[tuple[str, str]]:
    """Gives (key, locator) of each part of `@one, s. 4; @two`."""
    found = []
    for part in inside.split(";"):
        match = _PART.fullmatch(part.strip())
        if match:
            found.append((match["key"], (match["locator"] or "").strip()))
        else:
            found.append((part.strip(), ""))
    return found


def citations(text: str, first_line: int = 1) -> list[Citation]:
    """Gives every citation outside code, with its line."""
    if "[@" not in text:
        return []
    bare = without_code(text)
    return [
        Citation(key, locator, first_line + bare.count("\n", 0, match.start()))
        for match in CITATION.finditer(bare)
        for key, locator in parse_citation(match[1])
    ]


def load_bibliography(root: Path) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """Gives the sources by key, in file order, and what is wrong with the file."""
    path = root / BIBLIOGRAPHY_FILE
    if not path.is_file():
        return {}, []
    raw = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        data = read_json(raw)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        return {}, [Problem(BIBLIOGRAPHY_FILE, line, "bad-bibliography", f"not readable as JSON: {error}.")]
    if not isinstance(data, list):
        hint = "CSL JSON is a list of sources."
        return {}, [Problem(BIBLIOGRAPHY_FILE, 1, "bad-bibliography", "the file is not a list.", hint)]
    sources: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    lines = _key_lines(raw)
    for position, entry in enumerate(data, 1):
        key = entry.get("id") if isinstance(entry, dict) else None
        line = lines.get(str(key), [0])[0]
        if not isinstance(entry, dict) or not isinstance(key, str) or not KEY.fullmatch(key):
            hint = 'Give it an "id" of small letters, digits and hyphens.'
            problems.append(
                Problem(BIBLIOGRAPHY_FILE, line, "bad-source", f"source {position} has no key.", hint)
            )
            continue
        if key in sources:
            second = (lines.get(key) or [0, 0])[-1]
            message = f"'{key}' stands twice."
            problems.append(
                Problem(BIBLIOGRAPHY_FILE, second, "repeated-source", message, "Keep one of them.")
            )
            continue
        if key in MARKS:
            message = f"'{key}' is a mark, not a source."
            problems.append(
                Problem(BIBLIOGRAPHY_FILE, line, "bad-source", message, "Give the source another key.")
            )
        for name in ("type", "title"):
            if not isinstance(entry.get(name), str) or not entry[name].strip():
                message = f"'{key}' has no {name}."
                problems.append(Problem(BIBLIOGRAPHY_FILE, line, "bad-source", message, f'Add "{name}".'))
        custom = entry.get("custom")
        mark = custom.get("mark") if isinstance(custom, dict) else None
        if mark not in HONESTY:
            hint = f'Add "custom": {{"mark": …}} with one of {", ".join(HONESTY)}.'
            problems.append(
                Problem(BIBLIOGRAPHY_FILE, line, "bad-source", f"'{key}' has no honesty mark.", hint)
            )
        note = custom.get("note") if isinstance(custom, dict) else None
        if note is not None and note not in READ_NOTES:
            hint = f"Say one of {', '.join(READ_NOTES)}, or put it into the field note."
            message = f"the custom.note of '{key}' says nothing of how it was read."
            problems.append(Problem(BIBLIOGRAPHY_FILE, line, "bad-source", message, hint))
        for message, hint in _faults(key, entry):
            problems.append(Problem(BIBLIOGRAPHY_FILE, line, "bad-source", message, hint))
        sources[key] = entry
    return sources, problems


def _is_word(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))


def _are_people(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and all(isinstance(text, str) for text in one.values())
        and bool(one.get("family") or one.get("literal"))
        for one in value
    )


def _is_day(value: Any) -> bool:
    written = value.get("date-parts") if isinstance(value, dict) else None
    parts = written[0] if isinstance(written, list) and len(written) == 1 else None
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 3
        and all(
            type(part) is int and 1 <= part <= most for part, most in zip(parts, (9999, 12, 31), strict=False)
        )
    )


_WORD = (_is_word, "Write a text in quotation marks.")
_PEOPLE = (_are_people, 'Write [{"family": "Ek", "given": "Ann"}] or [{"literal": "Skolverket"}].')
_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "author": _PEOPLE,
    "editor": _PEOPLE,
    "issued": (_is_day, 'Write {"date-parts": [[2026]]}, with month and day as numbers if they are known.'),
    "URL": (
        lambda value: isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+\S*", value) is not None,
        "Write a whole address: https://…",
    ),
    "DOI": (
        lambda value: isinstance(value, str) and re.fullmatch(r"10\.\S+/\S+", value) is not None,
        "Write what stands behind doi.org/: 10.1000/182",
    ),
    **dict.fromkeys(
        (
            "collection-title", "container-title", "genre", "ISBN", "issue", "language", "note", "number",
            "page", "publisher", "title-short", "volume",
        ),
        _WORD,
    ),
}  # fmt: skip
"""What the site and its exports read of a source: whether they can, and how to write it."""


def _faults(key: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields fields of a source that nothing can be made of, each with the way out."""
    for name, (accepts, hint) in _FIELDS.items():
        if name in entry and not accepts(entry[name]):
            yield f"the {name} of '{key}' cannot be read.", hint


def _key_lines(raw: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for match in re.finditer(r'"id"\s*:\s*"([^"\\]*)"', raw):
        found.setdefault(match[1], []).append(raw.count("\n", 0, match.start()) + 1)
    return found
