"""Evidence cards: a claim that can be wrong, what stands behind it, how strongly, and what it does not show.

They stand in docs/data/evidence.yml, one list for all pages and languages. A page shows one with
`:::{evidence id=ews-first-year}`; the page of evidence shows them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courseware.content.bibliography import KEY
from courseware.content.front_matter import EVIDENCE
from courseware.content.plain_yaml import read_yaml
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["EVIDENCE_FILE", "LIMIT", "Card", "load_evidence"]

EVIDENCE_FILE = "docs/data/evidence.yml"
LIMIT = 1_000_000
"""Bytes of the file at most: thousands of cards, which take seconds to read."""

_UNSOURCED = ("practice", "own proposal")
"""Strengths that need no source: what is done, and what we propose."""


@dataclass(frozen=True, slots=True)
class Card:
    """One claim and what stands behind it."""

    id: str
    claim: Mapping[str, str]
    """By language: one sentence that can be wrong."""
    strength: str
    """One of EVIDENCE."""
    sources: tuple[str, ...]
    """Keys of the bibliography."""
    limits: Mapping[str, str]
    """By language: what it does not show."""
    reviewed: dt.date
    next: dt.date
    line: int

    def told(self, language: str) -> str:
        """Gives the language that its texts are shown in: the reader's own, else English."""
        return language if language in self.claim and language in self.limits else "en"


def load_evidence(root: Path) -> tuple[dict[str, Card], list[Problem]]:
    """Gives the cards by id, in file order, and what is wrong with the file."""
    path = root / EVIDENCE_FILE
    if not path.is_file():
        return {}, []
    size = path.stat().st_size
    if size > LIMIT:
        hint = f"It has {LIMIT // 1_000_000} MB at most: a card is a few sentences."
        message = f"the file has {size / 1_000_000:.1f} MB."
        return {}, [Problem(EVIDENCE_FILE, 0, "bad-evidence", message, hint)]
    try:
        node, data = read_yaml(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        hint = "Save it as UTF-8."
        return {}, [Problem(EVIDENCE_FILE, 0, "bad-evidence", "the file is not UTF-8.", hint)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        what = getattr(error, "problem", None) or "not readable as YAML"
        hint = "Put texts that hold a colon or a quotation mark in quotes."
        return {}, [Problem(EVIDENCE_FILE, line, "bad-evidence", f"{what}.", hint)]
    except (ValueError, TypeError, RecursionError) as error:
        return {}, [Problem(EVIDENCE_FILE, 0, "bad-evidence", f"{error}.", "Check dates and keys.")]
    if node is None:
        return {}, []
    if not isinstance(data, list):
        hint = "Write a list of cards: - id: …"
        return {}, [Problem(EVIDENCE_FILE, 1, "bad-evidence", "the file is not a list of cards.", hint)]
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for written, place in zip(data, node.value, strict=True):
        line = place.start_mark.line + 1
        wrong = list(_faults(written, line))
        problems.extend(wrong)
        if wrong:
            continue
        card = Card(
            written["id"],
            written["claim"],
            written["strength"],
            tuple(written["sources"]),
            written["limits"],
            written["reviewed"],
            written["next"],
            line,
        )
        if card.id in cards:
            hint = f"Line {cards[card.id].line} has it already; each card has its own id."
            message = f"the card '{card.id}' stands twice."
            problems.append(Problem(EVIDENCE_FILE, line, "repeated-evidence", message, hint))
        cards.setdefault(card.id, card)
    return cards, problems


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_told(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= set(CODES)
        and all(_is_text(value.get(language)) for language in (SOURCE, "en"))
        and all(_is_text(text) for text in value.values())
    )


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "id": (
        lambda value: isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None,
        "small letters, digits and hyphens: ews-first-year",
    ),
    "claim": (_is_told, "{sv: …, en: …}, one sentence in each, other languages if there are any"),
    "strength": (lambda value: value in EVIDENCE, " | ".join(EVIDENCE)),
    "sources": (
        lambda value: (
            isinstance(value, list) and all(isinstance(key, str) and KEY.fullmatch(key) for key in value)
        ),
        "a list of keys of the bibliography: [faria2017, wwc86382]",
    ),
    "limits": (_is_told, "{sv: …, en: …}, what it does not show"),
    "reviewed": (_is_day, "a date: 2026-11-25"),
    "next": (_is_day, "a date: 2027-11-25"),
}


def _faults(written: Any, line: int) -> Iterator[Problem]:
    def fault(message: str, hint: str) -> Problem:
        return Problem(EVIDENCE_FILE, line, "bad-evidence", message, hint)

    if not isinstance(written, dict):
        yield fault("this is no card.", f"A card has {', '.join(_FIELDS)}.")
        return
    name = f"'{written['id']}'" if _is_text(written.get("id")) else "a card"
    for field in written:
        if field not in _FIELDS:
            hint = did_you_mean(str(field), _FIELDS) or f"Known fields: {', '.join(_FIELDS)}."
            yield fault(f"{name} has a field '{field}'.", hint)
    sound = True
    for field, (accepts, expected) in _FIELDS.items():
        if field not in written:
            sound = False
            yield fault(f"{name} has no {field}.", f"Add {field}: {expected}.")
        elif not accepts(written[field]):
            sound = False
            yield fault(f"the {field} of {name} cannot be read.", f"Expected {expected}.")
    if not sound:
        return
    if written["next"] <= written["reviewed"]:
        yield fault(f"the next review of {name} is not after the last.", "Say when it is due next.")
    if not written["sources"] and written["strength"] not in _UNSOURCED:
        hint = "Name them, or let the strength be practice or own proposal."
        yield fault(f"{name} is '{written['strength']}' and has no sources.", hint)
    if len(set(written["sources"])) < len(written["sources"]):
        yield fault(f"{name} names a source twice.", "Name each once.")
