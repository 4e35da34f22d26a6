"""Reader texts (overrides/strings) as units, and rewriting single lines of their file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courseware.errors import CoursewareError
from courseware.languages import SOURCE
from courseware.strings import STRINGS_FOLDER, read_strings
from courseware.translations.units import Pair

__all__ = ["STRINGS", "TextGroup", "reader_text_file", "reader_text_groups", "rewrite_texts"]

STRINGS = "strings"
"""What stands for the reader texts where a page's key would."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The texts whose keys begin alike: `quiz.check`, `quiz.score`, …."""

    name: str
    source_hash: str
    target_hash: str
    pairs: tuple[Pair, ...]


def reader_text_file(language: str) -> str:
    """Gives the file of a language, relative to the project folder."""
    return f"{STRINGS_FOLDER}/{language}.yml"


def reader_text_groups(root: Path, language: str) -> list[TextGroup]:
    """Gives every text that a language has, beside the Swedish; what is missing, `check` reports.

    Plural forms that Swedish lacks stand beside the Swedish `other`.
    """
    source, target = read_strings(root, SOURCE), read_strings(root, language)
    groups: dict[str, list[Pair]] = {}
    for key, text in target.items():
        swedish = source.get(key) or source.get(f"{key.rpartition('.')[0]}.other", "")
        if swedish.strip():
            groups.setdefault(key.partition(".")[0], []).append(Pair(key, "text", swedish, text))
    return [
        TextGroup(
            name,
            _hash([(pair.id, pair.source) for pair in pairs]),
            _hash([(pair.id, pair.target) for pair in pairs]),
            tuple(pairs),
        )
        for name, pairs in groups.items()
    ]


def _hash(texts: list[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:12]


def rewrite_texts(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Gives a file of reader texts with some of them changed and every other byte as it was.

    Raises:
        CoursewareError: A text is not in the file.
    """
    whole = content.decode("utf-8-sig")
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    starts = [0, *(match.end() for match in re.finditer(r"[\n\x85\u2028\u2029]", whole))]
    spans: dict[str, tuple[int, int]] = {}
    node = yaml.compose(whole, Loader=_Loader)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        begin, end = value.start_mark, value.end_mark
        spans[str(key.value)] = (starts[begin.line] + begin.column, starts[end.line] + end.column)
    missing = sorted(set(texts) - set(spans))
    if missing:
        raise CoursewareError(f"The file has no text {', '.join(missing)}.")
    for key in sorted(texts, key=lambda name: spans[name], reverse=True):
        start, end = spans[key]
        tail = "\n" if whole[start:end].endswith("\n") else ""
        whole = whole[:start] + json.dumps(texts[key], ensure_ascii=False) + tail + whole[end:]
    return (mark + whole).encode()
