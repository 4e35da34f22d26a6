"""Noting, in a translation, which Swedish text it follows.

A stamp is a claim by whoever wrote the translation: these sections say what Swedish says now. So
it is written only for the files and sections named, after showing what changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from courseware.content.documents import Document, documents
from courseware.content.files import replace_file
from courseware.content.front_matter import split_front
from courseware.content.load import Library
from courseware.content.sections import sections
from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["Change", "Stamp", "plan_stamp", "write_stamp"]


@dataclass(frozen=True, slots=True)
class Change:
    """One section whose hash would be noted anew."""

    section: str
    state: Literal["new", "changed", "gone"]
    line: int
    """Where it starts in the Swedish file; 0 where it is gone."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stamping one translation would write."""

    path: str
    source_path: str
    changes: tuple[Change, ...]
    noted: dict[str, str]
    """The whole `source:` field afterwards."""


def plan_stamp(library: Library, path: str, only: Collection[str] = ()) -> Stamp:
    """Gives what would be written for one translated file.

    Args:
        library: The loaded project.
        path: The translation, relative to the project folder.
        only: Section ids to stamp; all where none is named.

    Raises:
        CoursewareError: The file is no translation, or a section does not exist.
    """
    document = _find(library, path)
    source = next((one for one in documents(library, SOURCE) if one.key == document.key), None)
    if source is None:
        raise CoursewareError(f"{path} has no Swedish source to follow. Write the Swedish file first.")
    now = {section.id: section for section in sections(source.front, source.body)}
    noted = document.front.get("source")
    before: dict[str, str] = (
        {str(key): str(value) for key, value in noted.items()} if isinstance(noted, dict) else {}
    )
    for section in only:
        if section not in now and section not in before:
            hint = did_you_mean(section, now) or f"Its sections: {', '.join(now)}."
            raise CoursewareError(f"{source.path} has no section '{section}'. {hint}")
    changes: list[Change] = []
    after: dict[str, str] = {}
    for section in [*now, *(key for key in before if key not in now)]:
        old = before.get(section)
        new = now[section].hash if section in now else None
        if only and section not in only:
            if old is not None:
                after[section] = old
            continue
        if new is not None:
            after[section] = new
        if new != old:
            state: Literal["new", "changed", "gone"] = (
                "gone" if new is None else "new" if old is None else "changed"
            )
            changes.append(Change(section, state, now[section].line if section in now else 0))
    return Stamp(document.path, source.path, tuple(changes), after)


def _find(library: Library, path: str) -> Document:
    known: list[str] = []
    for language in CODES:
        for document in documents(library, language):
            if document.path == path:
                if language == SOURCE:
                    raise CoursewareError(f"{path} is the Swedish source. Name a translation of it.")
                return document
            known.append(document.path)
    raise CoursewareError(f"{path} is no page, lesson or quiz. {did_you_mean(path, known)}".rstrip())


def write_stamp(root: Path, stamp: Stamp) -> None:
    """Writes the `source:` field of one translation and leaves every other byte alone."""
    path = root / stamp.path
    text = path.read_bytes().decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].lstrip("\ufeff") != "---":
        raise CoursewareError(f"{stamp.path} has no front matter. Add it with `translation: machine`.")
    front, _, _ = split_front(text, stamp.path)
    end = front.body_line - 2  # index of the closing ---
    top = sorted(line for key, line in front.lines.items() if "." not in key)
    block = ["source:", *(f'  {_key(section)}: "{value}"' for section, value in stamp.noted.items())]
    if "source" in front.lines:
        start = front.lines["source"] - 1
        following = next((line - 1 for line in top if line - 1 > start), end)
        lines[start:following] = block
    else:
        lines[end:end] = block
    replace_file(path, newline.join(lines).encode())


_YAML_WORDS = ("no", "yes", "on", "off", "y", "n", "true", "false", "null")


def _key(section: str) -> str:
    """Quotes an id that YAML would not read as text."""
    return f'"{section}"' if section in _YAML_WORDS or not section.replace("_", "a")[0].isalpha() else section
