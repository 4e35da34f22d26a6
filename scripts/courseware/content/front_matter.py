"""Front matter that remembers its lines, and the fields each kind of file may have.

Strict on purpose: a misspelt field that is silently ignored costs an author an hour. A field
that is the same in every language (order, minutes, roles…) stands in the Swedish file only,
so that a fact lives once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from courseware.content.contributions import COUNTRY_CHOICES
from courseware.content.contributions import KINDS as CONTRIBUTIONS
from courseware.content.plain_yaml import read_yaml
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["FIELDS", "Field", "Front", "check_fields", "split_front"]


class Front(dict[str, Any]):
    """The fields of one file, with the line of each."""

    __slots__ = ("body_line", "lines")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        lines: Mapping[str, int] | None = None,
        body_line: int = 1,
    ) -> None:
        super().__init__(data or {})
        self.lines: dict[str, int] = dict(lines or {})
        """Line of every key, counted from 1; nested keys and list positions are joined by dots."""
        self.body_line = body_line
        """Line where the body starts."""

    def line(self, key: str) -> int:
        """Gives the line of a key (`review.date`, `roles.1`), or of the nearest key around it."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key.rpartition(".")[0]
        return 1


def split_front(text: str, path: str) -> tuple[Front, str, list[Problem]]:
    """Gives front matter, body and what is wrong with the front matter's form.

    Args:
        text: The whole file.
        path: What problems call the file.
    """
    if text.startswith("\ufeff"):
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not (text.startswith("---\n") or text == "---"):
        return Front(), text, []
    end = text.find("\n---\n", 3)
    if end < 0:
        if not text.endswith("\n---"):
            hint = "End it with a line of three hyphens."
            return (
                Front(),
                text,
                [Problem(path, 1, "unclosed-front-matter", "the front matter has no end.", hint)],
            )
        end = len(text) - 4
    raw = text[4 : end + 1] if end >= 4 else ""
    body = text[end + 5 :]
    front = Front(body_line=text.count("\n", 0, end + 5) + 1)
    problems: list[Problem] = []
    try:
        node, data = read_yaml(raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not readable as YAML"
        line = (mark.line if mark is not None else 0) + 2
        hint = "Put texts that hold a colon or a quotation mark in quotes."
        return front, body, [Problem(path, line, "bad-yaml", f"{what}.", hint)]
    except (ValueError, TypeError, RecursionError) as error:
        # PyYAML lets impossible dates (2026-02-30) and unhashable keys through to Python.
        return front, body, [Problem(path, 2, "bad-yaml", f"{error}.", "Check dates and keys.")]
    if node is None:
        return front, body, []
    if not isinstance(data, dict):
        return (
            front,
            body,
            [Problem(path, 2, "bad-yaml", "the front matter is not a list of fields.", "Write 'title: …'.")],
        )
    for key, line, repeated in _walk(node, "", 2):
        if repeated:
            problems.append(
                Problem(path, line, "repeated-field", f"'{key}' stands twice.", "Keep one of them.")
            )
        front.lines.setdefault(key, line)
    for key, value in data.items():
        if isinstance(key, str):
            front[key] = value
        else:
            problems.append(
                Problem(path, 2, "bad-yaml", f"the field name {key!r} is not a text.", "Put it in quotes.")
            )
    return front, body, problems


def _walk(node: Any, prefix: str, offset: int, depth: int = 0) -> Iterator[tuple[str, int, bool]]:
    """Yields (dotted key, line, whether it is a repetition) for a composed YAML node."""
    if depth > 20:
        return
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = f"{prefix}{key_node.value}" if isinstance(key_node, yaml.ScalarNode) else f"{prefix}?"
            yield key, key_node.start_mark.line + offset, key in seen
            seen.add(key)
            if not isinstance(value_node, yaml.ScalarNode):
                yield from _walk(value_node, f"{key}.", offset, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield f"{prefix}{position}", item.start_mark.line + offset, False
            if not isinstance(item, yaml.ScalarNode):
                yield from _walk(item, f"{prefix}{position}.", offset, depth + 1)


@dataclass(frozen=True, slots=True)
class Field:
    """What a front-matter field may hold, and where it may stand."""

    expects: str
    """In words, for the message."""
    accepts: Callable[[Any], bool]
    required: bool = False
    neutral: bool = False
    """Stands in the Swedish file only; translations inherit it."""
    translation: bool = False
    """Stands in translations only."""


EVIDENCE = ("strong", "moderate", "limited", "practice", "own proposal")
STATUSES = ("original", "machine", "reviewed", "adapted")
STRANDS = ("analysis", "knowledge", "process")


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_PAGE = re.compile(r"(?:\.\./)*[a-z0-9-]+(?:/[a-z0-9-]+)*")


def _pages(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, str) and _PAGE.fullmatch(item) for item in value)
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(item) for item in value)


def _date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _minutes(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"study", "workshop"}
        and all(_count(item) for item in value.values())
    )


def _strands(value: Any) -> bool:
    return _texts(value) and bool(value) and all(item in STRANDS for item in value)


def _alignment(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and set(item) == {"practised", "asked"}
        and all(_texts(ids) for ids in item.values())
        for item in value
    )


def _shortcuts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(role, str)
        and isinstance(part, dict)
        and set(part) == {"lessons", "activities", "minutes"}
        and _texts(part["lessons"])
        and _texts(part["activities"])
        and _count(part["minutes"])
        for role, part in value.items()
    )


def _review(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"date", "next", "evidence"}
        and _date(value["date"])
        and _date(value["next"])
        and value["evidence"] in EVIDENCE
    )


def _hashes(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and isinstance(item, str) for key, item in value.items()
    )


def _reviewer(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"role", "date"}
        and _text(value["role"])
        and _date(value["date"])
    )


def _draft(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"kind", "role", "language", "country", "date"}
        and value["kind"] in CONTRIBUTIONS
        and _text(value["role"])
        and value["language"] in CODES
        and value["country"] in COUNTRY_CHOICES
        and _date(value["date"])
    )


def _agreements(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and isinstance(word, str) and bool(word.strip()) for key, word in value.items()
    )


_TEXT = Field("a text", _text)
_TITLE = Field("a text", _text, required=True)
_REVIEW = Field(
    "{date: YYYY-MM-DD, next: YYYY-MM-DD, evidence: " + " | ".join(EVIDENCE) + "}",
    _review,
)
_COMMON: dict[str, Field] = {
    "title": _TITLE,
    "summary": _TITLE,
    "review": _REVIEW,
    "translation": Field(
        " | ".join(STATUSES), lambda value: value in STATUSES, required=True, translation=True
    ),
    "source": Field("{section id: 12 hex digits}", _hashes, translation=True),
    "terms": Field("{term id: the word that this page uses for it}", _agreements, translation=True),
    "checked": Field("a date (YYYY-MM-DD)", _date, translation=True),
    "reviewer": Field("{role: …, date: YYYY-MM-DD}", _reviewer, translation=True),
}

FIELDS: dict[str, dict[str, Field]] = {
    "page": {
        **_COMMON,
        "pages": Field("a list of pages, relative to this one and without .md", _pages, neutral=True),
        "draft": Field(
            "{kind: " + " | ".join(CONTRIBUTIONS) + ", role: …, language: …, country: …, date: YYYY-MM-DD}",
            _draft,
        ),
        "contribution": Field(
            "the 16 hex digits that the import wrote",
            lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{16}", value) is not None,
        ),
        "country": Field("the code of a country, for example LV", _text, neutral=True),
    },
    "lesson": {
        **_COMMON,
        "minutes": Field("whole minutes", _count, required=True, neutral=True),
    },
    "format": {
        **_COMMON,
        "product": _TEXT,
        "worksheets": Field("a list of worksheet ids", _texts, neutral=True),
    },
    "workshop": {**_COMMON, "minutes": Field("whole minutes", _count, neutral=True)},
    "module": {
        **_COMMON,
        "product": _TITLE,
        "outcomes": Field("a list of texts", _texts, required=True),
        "order": Field("a whole number", _count, required=True, neutral=True),
        "phase": Field(
            "1 or 2", lambda value: _count(value) and value in (1, 2), required=True, neutral=True
        ),
        "strands": Field("a list of " + " | ".join(STRANDS), _strands, required=True, neutral=True),
        "roles": Field("a list of role ids", _texts, required=True, neutral=True),
        "minutes": Field("{study: minutes, workshop: minutes}", _minutes, required=True, neutral=True),
        "requires": Field("a list of module ids", _texts, neutral=True),
        "worksheets": Field("a list of worksheet ids", _texts, neutral=True),
        "alignment": Field(
            "one {practised: [activity ids], asked: [question ids]} for each outcome",
            _alignment,
            neutral=True,
        ),
        "shortcuts": Field(
            "{role id: {lessons: [lesson ids], activities: [activity ids], minutes: minutes}}",
            _shortcuts,
            neutral=True,
        ),
    },
    "counterpart": {key: field for key, field in _COMMON.items() if key not in ("summary", "source")},
    "quiz": {key: field for key, field in _COMMON.items() if key != "summary"} | {"summary": _TEXT},
}
"""Fields by kind of file. Quiz options (`passMark`, `shuffleAnswers`…) are quizdown's business."""


def check_fields(front: Front, kind: str, language: str, path: str) -> list[Problem]:
    """Gives every unknown, missing, misplaced or wrongly filled field of one file."""
    fields = FIELDS[kind]
    source = language == SOURCE
    problems: list[Problem] = []
    for key, value in front.items():
        line = front.line(key)
        field = fields.get(key)
        if field is None:
            hint = did_you_mean(key, fields) or f"Known fields: {', '.join(sorted(fields))}."
            problems.append(
                Problem(path, line, "unknown-field", f"'{key}' is not a field of a {kind}.", hint)
            )
        elif field.neutral and not source:
            hint = "Remove it: translations inherit it from the Swedish file."
            problems.append(
                Problem(path, line, "neutral-field", f"'{key}' stands only in the Swedish file.", hint)
            )
        elif field.translation and source:
            hint = "Remove it: Swedish is the source."
            problems.append(
                Problem(path, line, "translation-field", f"'{key}' stands only in translations.", hint)
            )
        elif not field.accepts(value):
            hint = f"Expected {field.expects}."
            problems.append(Problem(path, line, "bad-field", f"'{key}' is {_shown(value)}.", hint))
    for key, field in fields.items():
        if (
            field.required
            and key not in front
            and not (field.neutral and not source)
            and not (field.translation and source)
        ):
            hint = f"Add '{key}': {field.expects}."
            problems.append(Problem(path, 1, "missing-field", f"a {kind} needs '{key}'.", hint))
    return problems


def _shown(value: Any) -> str:
    shown = repr(value) if not isinstance(value, datetime.date) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
