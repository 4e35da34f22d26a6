"""A correction or a practice as somebody wrote it in a letter: answers below the questions, in any language.

What a mail program does to a text is undone: marks of quotation, questions that lost their numbers, a help
that was left standing. Nothing of the letter's head is read but its day, and nothing before the first
question or behind the last answer: that is where names stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from functools import lru_cache
from html.parser import HTMLParser

from courseware.content.contributions import (
    FORMS,
    KINDS,
    Ask,
    Kind,
    asked_for,
    choice_label,
    label_of,
    read_marker,
)
from courseware.errors import CoursewareError
from courseware.languages import CODES
from courseware.strings import Strings

__all__ = ["Answered", "Letter", "open_letter", "read_answers", "read_choice"]

_FEWEST = 3
"""Questions that a text must hold to count as a form."""
_QUOTED = re.compile(r"^[>\s\u2022*]+")
_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


@dataclass(slots=True)
class Letter:
    """What of a mail may be read."""

    day: date | None
    text: str
    files: list[tuple[str, bytes]] = field(default_factory=list)
    """Attached JSON files, each with what to call it."""


@dataclass(slots=True)
class Answered:
    """The answers of a text, as they stand there."""

    kind: Kind
    language: str
    """Of the questions."""
    seen: str
    answers: dict[str, str] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    """Ids of questions that stand twice."""


def open_letter(data: bytes, name: str) -> Letter:
    """Gives what of a mail may be read.

    Args:
        data: The mail as a mail program saves it (RFC 5322).
        name: What messages call it.

    Raises:
        CoursewareError: It cannot be read as a mail.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        files = [
            (f"{name}: attachment {number}", content) for number, content in enumerate(_attached(message), 1)
        ]
        body = message.get_body(preferencelist=("plain", "html"))
        text = _text(body, name) if body is not None else ""
        return Letter(_day(message), text, files)
    except CoursewareError:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError, AssertionError):
        # Python's reader of mails raises nearly anything on damaged ones.
        hint = "Save the mail again, or copy its text into a file ending in .txt (UTF-8)."
        raise CoursewareError(f"{name} is damaged and cannot be read as a mail. {hint}") from None


def _attached(message: EmailMessage) -> list[bytes]:
    found = []
    for part in message.walk():
        file = str(part.get_filename("") or "")
        if part.get_content_type() == "application/json" or file.lower().endswith(".json"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                found.append(content)
    return found


def _text(part: MIMEPart, name: str) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        text = raw.decode("utf-8" if charset == "us-ascii" else charset)
    except (UnicodeDecodeError, LookupError):
        raise CoursewareError(
            f"{name}: the text of the mail is not in the encoding that it says. "
            "Copy it into a file ending in .txt and save that as UTF-8."
        ) from None
    if part.get_content_type() == "text/html":
        reader = _Html()
        reader.feed(text)
        reader.close()
        return reader.text
    if (
        str(part.get_param("format", "")).lower() == "flowed"
    ):  # RFC 3676: a line that ends in a blank goes on.
        text = re.sub(r"(?m)^-- $", "--", _NEWLINES.sub("\n", text))
        text = re.sub(r" \n(?=\S)", " ", text)
    return text


def _day(message: EmailMessage) -> date | None:
    try:
        moment = message["date"].datetime
    except (AttributeError, TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.date() if isinstance(moment, datetime) else None


class _Html(HTMLParser):
    """Gives what a reader of an HTML mail sees, a line a block."""

    _BLOCKS = frozenset(
        ("br", "p", "div", "li", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4")
    )
    _UNSEEN = frozenset(("script", "style", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in self._UNSEEN
        if tag in self._BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in self._UNSEEN and self._unseen > 0
        if tag in self._BLOCKS and tag != "br":
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(re.sub(r"\s+", " ", data))


def read_answers(text: str, texts: Mapping[str, Strings]) -> Answered | None:
    """Gives the answers of a text, or nothing where it is no form of ours.

    Args:
        text: What was written.
        texts: The strings of each language.
    """
    lines: list[str] = []
    marked = None
    for line in _NEWLINES.sub("\n", text).split("\n"):
        line = _QUOTED.sub("", line.replace("\ufeff", "")).rstrip()
        marked = read_marker(line)
        if marked is not None:
            break
        lines.append(line)
    forms = [(marked[0], marked[1])] if marked is not None and marked[1] in texts else []
    forms += [(kind, language) for kind in KINDS for language in CODES if language in texts]
    best: list[_Match] = []
    form = forms[0]
    # Where questions have their numbers only those count: "Country: Latvia" may stand in an answer.
    for with_numbers in (True, False):
        for kind, language in forms:
            found = _matches(lines, kind, texts[language], with_numbers)
            if _count(found) > _count(best):
                best, form = found, (kind, language)
        if _count(best) >= _FEWEST:
            break
    else:
        return None
    answered = Answered(form[0], form[1], marked[2] if marked is not None else "")
    ends = [match.line for match in best[1:]] + [len(lines)]
    for match, end in zip(best, ends, strict=True):
        answer = "\n".join([match.rest, *lines[match.line + 1 : end]]).strip()
        answer = _without_help(answer, asked_for(form[0], match.ask, texts[form[1]]))
        if match.ask.id in answered.answers:
            answered.repeated.append(match.ask.id)
        answered.answers[match.ask.id] = answer
    return answered


@dataclass(frozen=True, slots=True)
class _Match:
    ask: Ask
    line: int
    rest: str
    """What stands on the line behind the question."""


def _count(matches: list[_Match]) -> int:
    """Says how many different questions were found."""
    return len({match.ask.id for match in matches})


def _matches(lines: list[str], kind: Kind, texts: Strings, with_numbers: bool) -> list[_Match]:
    """Gives the lines that are questions of a form in a language."""
    asks = FORMS[kind]
    patterns = _patterns(kind, texts)
    found: list[_Match] = []
    for place, line in enumerate(lines):
        for number, (ask, pattern) in enumerate(zip(asks, patterns, strict=True), 1):
            match = pattern.fullmatch(line)
            if match is None:
                continue
            own_number = match["number"] == str(number)
            if with_numbers and not own_number:
                continue
            rest = match["rest"].strip()
            if match["colon"] or not rest or own_number or _begins(rest, asked_for(kind, ask, texts)):
                found.append(_Match(ask, place, rest))
                break
    return found


@lru_cache(maxsize=64)
def _patterns(kind: Kind, texts: Strings) -> list[re.Pattern[str]]:
    return [
        re.compile(
            r"(?:(?P<number>\d{1,2})[.)]\s*)?[*_]{0,3}"
            + _spaced(label_of(kind, ask, texts))
            + r"[*_]{0,3}(?P<colon>\s*[:\uff1a])?(?P<rest>(?:[*_]{0,3}\s.*)?|(?<=[:\uff1a]).*)",
            re.IGNORECASE,
        )
        for ask in FORMS[kind]
    ]


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _begins(text: str, about: str) -> bool:
    return text.lstrip("( ").casefold().startswith(about[:12].casefold())


def _without_help(answer: str, about: str) -> str:
    """Gives an answer without the help that was left standing above it."""
    return re.sub(rf"^\(?\s*{_spaced(about)}\s*\)?", "", answer, count=1, flags=re.IGNORECASE).strip()


def read_choice(ask: Ask, answer: str, texts: Mapping[str, Strings]) -> str:
    """Gives what was chosen in any language, or an empty text where it is not among the choices.

    Only the first line counts: what a mail program adds stands below it.
    """
    first = next((line for line in answer.splitlines() if line.strip()), "")
    return _choices(ask, tuple(texts.values())).get(_plain(first), "")


@lru_cache(maxsize=16)
def _choices(ask: Ask, texts: tuple[Strings, ...]) -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for choice in ask.choices:
        found.setdefault(_plain(choice), choice)
        for own in texts:
            found.setdefault(_plain(choice_label(ask, choice, own)), choice)
            if ask.kind == "language":
                name = Locale.parse(own.language).languages.get(choice, choice)
                found.setdefault(_plain(str(name)), choice)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:()*_").casefold()
