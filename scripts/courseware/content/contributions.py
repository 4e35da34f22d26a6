"""What somebody without git can send: a correction of a page or a practice, field by field.

One list decides the form on the page, the questions as plain text, the file that the form saves and what
`courseware contributions import` takes. Labels are reader texts (`contribution.practice.title`), so a form
sent in any of the nine languages can be read back by them. The ids of a practice are those of worksheet
b5-practice: paper and form ask the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from courseware.content.blocks import Block
from courseware.content.countries import COUNTRIES, country_name
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, LANGUAGES
from courseware.strings import Strings

__all__ = [
    "COUNTRY_CHOICES",
    "DATE_KEY",
    "FORMAT",
    "FORMS",
    "KINDS",
    "OTHER_COUNTRY",
    "Ask",
    "Kind",
    "asked_for",
    "check_contribution",
    "choice_label",
    "help_of",
    "label_of",
    "marker",
    "questions_text",
    "read_marker",
    "title_of",
]

FORMAT = "courseware-contribution/1"
"""What a saved file says it is; also the line by which a letter is known."""

Kind = Literal["correction", "practice"]
KINDS: tuple[Kind, ...] = ("correction", "practice")

OTHER_COUNTRY = "elsewhere"
COUNTRY_CHOICES: Mapping[str, str] = {
    **{code: word for word, code in sorted((word, code) for code, word in COUNTRIES.items())},
    OTHER_COUNTRY: OTHER_COUNTRY,
}
"""The countries to choose from, and the word that stands for each in a file's name."""

LEVELS = ("state", "region", "municipality", "school")
DATE_KEY = "seen"
"""When the page that is corrected was last checked: the form gets it from the link that led there."""

AskKind = Literal["line", "text", "page", "year", "address", "country", "level", "language"]
_LENGTHS: Mapping[AskKind, int] = {"text": 4000, "page": 300, "address": 500, "year": 4}
_LINE = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a form asks for."""

    id: str
    kind: AskKind = "text"
    is_required: bool = False

    @property
    def longest(self) -> int:
        """Letters that an answer may have."""
        return _LENGTHS.get(self.kind, _LINE)

    @property
    def choices(self) -> tuple[str, ...]:
        """What there is to choose from; empty where the answer is free."""
        if self.kind == "country":
            return tuple(COUNTRY_CHOICES)
        if self.kind == "level":
            return LEVELS
        return CODES if self.kind == "language" else ()


FORMS: Mapping[Kind, tuple[Ask, ...]] = {
    # The last answer of each is chosen from a list: what a mail program adds below (a name, a number) is no
    # part of any answer then.
    "correction": (
        Ask("page", "page", is_required=True),
        Ask("section", "line"),
        Ask("now", is_required=True),
        Ask("should", is_required=True),
        Ask("source-title", "line"),
        Ask("source-address", "address"),
        Ask("source-year", "year"),
        Ask("language", "language", is_required=True),
        Ask("role", "line", is_required=True),
        Ask("country", "country", is_required=True),
    ),
    "practice": (
        Ask("title", "line", is_required=True),
        Ask("country", "country", is_required=True),
        Ask("level", "level", is_required=True),
        Ask("target-group", is_required=True),
        Ask("what", is_required=True),
        Ask("since", "line", is_required=True),
        Ask("method"),
        Ask("result"),
        Ask("limits"),
        Ask("failed"),
        Ask("cost"),
        Ask("conditions"),
        Ask("privacy"),
        Ask("sources"),
        Ask("contact", "line", is_required=True),
        Ask("role", "line", is_required=True),
        Ask("language", "language", is_required=True),
    ),
}
"""What each form asks for, in its order."""


def title_of(kind: Kind, texts: Strings) -> str:
    """Gives what a form is called."""
    return texts(f"contribution.{kind}")


def label_of(kind: Kind, ask: Ask, texts: Strings) -> str:
    """Gives the label of a field."""
    return texts(f"contribution.{kind}.{ask.id}")


def help_of(kind: Kind, ask: Ask, texts: Strings) -> str:
    """Gives what stands below the label."""
    return texts(f"contribution.{kind}.{ask.id}.help")


def choice_label(ask: Ask, choice: str, texts: Strings) -> str:
    """Gives what a choice is called: a country in the reader's language, a language in its own."""
    if ask.kind == "language":
        return LANGUAGES[choice].name
    if ask.kind == "level" or choice == OTHER_COUNTRY:
        return texts(f"contribution.{ask.kind}.{choice}")
    return country_name(choice, texts.language)


def marker(kind: Kind, language: str, seen: str = "") -> str:
    """Gives the last line of a letter, which says what was filled in, in words of no language."""
    return " ".join(part for part in (f"[{FORMAT}", kind, language, seen) if part) + "]"


_MARKER = re.compile(
    rf"\[{FORMAT} (?P<kind>{'|'.join(KINDS)}) (?P<language>[a-z]{{2}})(?: (?P<seen>[0-9-]{{10}}))?\]"
)


def read_marker(line: str) -> tuple[Kind, str, str] | None:
    """Gives kind, language of the form and day of the page, or nothing where a line is no such line."""
    match = _MARKER.fullmatch(" ".join(line.split()))
    if match is None:
        return None
    return (
        ("correction" if match["kind"] == "correction" else "practice"),
        match["language"],
        match["seen"] or "",
    )


def questions_text(kind: Kind, texts: Strings) -> str:
    """Gives the questions as plain text, to be answered in any program and sent as it is."""
    lines = [title_of(kind, texts), "", texts("contribution.fill-in"), texts("contribution.no-names"), ""]
    for number, ask in enumerate(FORMS[kind], 1):
        lines += [f"{number}. {label_of(kind, ask, texts)}:", f"({asked_for(kind, ask, texts)})", "", ""]
    return "\n".join([*lines, marker(kind, texts.language), ""])


def asked_for(kind: Kind, ask: Ask, texts: Strings) -> str:
    """Gives the help of a field with what there is to choose from, for a text without a form."""
    about = help_of(kind, ask, texts)
    if ask.choices:
        listed = ", ".join(choice_label(ask, choice, texts) for choice in ask.choices)
        about = f"{about} {texts('contribution.choose', choices=listed)}"
    return about if ask.is_required else f"{about} {texts('contribution.optional')}"


def check_contribution(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with a block that asks for a contribution."""
    kind = str(block.options.get("kind", ""))
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"Write kind={' or kind='.join(KINDS)}."
        yield Problem(path, block.line, "bad-option", f"kind={kind[:20]} is no form.", hint)
    if block.body.strip():
        hint = "Write it above or below: the form itself comes from the reader texts."
        yield Problem(path, block.line, "bad-block", "a form holds no text of its own.", hint)
