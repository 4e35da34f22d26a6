"""Corrections and practices that were sent in: files that the form saves, and letters.

Everything in them is from a stranger. An answer is a text of known length or one of a list; anything else is
refused by the name of its field. What looks like personal data is refused without being repeated, and nothing
of a letter but the answers and its day is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from courseware.content.contributions import FORMAT, FORMS, KINDS, Ask, Kind, label_of
from courseware.content.personal_data import PERSONAL, personal_data
from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.intake.contribution_letter import open_letter, read_answers, read_choice
from courseware.intake.strict_json import JsonReader, decode_json_bytes
from courseware.strings import Strings

__all__ = ["Contribution", "read_contributions"]

MAX_FILE = 300_000
"""Bytes of a saved form or a text."""
MAX_MAIL = 5_000_000
"""Bytes of a mail, which may carry pictures."""
MAX_LINES = 5_000
MAX_FILES = 500

FIRST_DAY = date(2026, 1, 1)
"""Before it there was no form."""
_KEYS = ("format", "kind", "date", "seen", "answers")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Control characters, and the marks that turn the direction of writing: they show one text and hold another.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffd-\uffff\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MESSAGE = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\s*\n")
_MADE_BY_MAIL = re.compile(
    rb"^(?:mime-version|content-type|received|message-id):", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A correction or a practice, checked as far as that is possible without the pages."""

    kind: Kind
    answers: Mapping[str, str]
    """By the ids of FORMS: texts without anything unseen, and choices by their ids."""
    day: date
    seen: str
    """Day on which the page that is corrected had been checked, or an empty text."""
    name: str
    """The file that it came in, for messages."""

    @property
    def language(self) -> str:
        """The language that it is written in."""
        return self.answers["language"]

    @property
    def fingerprint(self) -> str:
        """Gives the same 16 hex digits for the same content, however it was sent and its lines broken."""
        content = {key: " ".join(text.split()) for key, text in self.answers.items()}
        canonical = json.dumps([self.kind, content], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def read_contributions(
    paths: Sequence[Path], texts: Mapping[str, Strings], today: date
) -> list[Contribution]:
    """Gives what the files hold, all of it checked.

    Args:
        paths: Saved forms (JSON), texts (UTF-8), and mails as a mail program saves them.
        texts: The strings of each language: labels are read in all of them.
        today: The day of texts that do not say theirs; no file can be of a later one.

    Raises:
        ProblemsFound: Everything that is wrong in any of the files, each with file, field and what to do.
    """
    if len(paths) > MAX_FILES:
        raise CoursewareError(f"{len(paths)} files at once; {MAX_FILES} are allowed.")
    found: list[Contribution] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.extend(_read_file(path, texts, today))
        except ProblemsFound as wrong:
            problems.extend(wrong.problems)
        except CoursewareError as error:
            problems.append(Problem(path.name, 0, "contribution-file", _said(path, str(error))))
    if problems:
        raise ProblemsFound(problems, f"{len(problems)} to put right. Nothing was changed.")
    return found


def _said(path: Path, message: str) -> str:
    """Gives a message without the name of the file, which stands before it already."""
    return message.removeprefix(path.name).lstrip(" :")


def _read_file(path: Path, texts: Mapping[str, Strings], today: date) -> list[Contribution]:
    data = _bytes(path)
    name = path.name
    if data.startswith(b"PK\x03\x04"):
        raise CoursewareError(
            "is a zip archive or an Office document. Send the text or the saved file itself."
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CoursewareError(
            "is in Outlook's own format. Save the mail as .eml, or its text as .txt (UTF-8)."
        )
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] in (b"{", b"["):
        return [_saved(_small(data), name, today)]
    if path.suffix.lower() == ".json":
        raise CoursewareError("is not JSON. Was the file saved whole?")
    if _is_mail(path, data):
        letter = open_letter(data, name)
        saved = [(content, place) for place, content in letter.files if FORMAT.encode() in content]
        if saved:
            return [_saved(_small(content), place, today) for content, place in saved]
        day = letter.day if letter.day is not None and FIRST_DAY <= letter.day <= today else today
        return [_written(letter.text, name, texts, day)]
    return [_written(_decoded(_small(data)), name, texts, today)]


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise CoursewareError("is no file.")
        if found.st_size > MAX_MAIL:
            raise CoursewareError(f"is larger than {MAX_MAIL // 1_000_000} MB: no contribution is.")
        with path.open("rb") as file:
            return file.read(MAX_MAIL + 1)
    except OSError as error:
        raise CoursewareError(f"cannot be read: {error.strerror}.") from None


def _small(data: bytes) -> bytes:
    if len(data) > MAX_FILE:
        raise CoursewareError(f"is larger than {MAX_FILE // 1000} kB: no contribution is.")
    return data


def _is_mail(path: Path, data: bytes) -> bool:
    """Says whether a file is a mail with its head, whatever it is called."""
    head = _MESSAGE.match(data[:20_000].replace(b"\r\n", b"\n"))
    return path.suffix.lower() == ".eml" or (head is not None and bool(_MADE_BY_MAIL.search(head[0])))


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise CoursewareError("is not UTF-8. Save the text again and choose the encoding UTF-8.") from None


def _saved(data: bytes, name: str, today: date) -> Contribution:
    """Gives what the form saved."""
    content = decode_json_bytes(data, name, "contribution")
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CoursewareError(
            f'{name} is JSON, but no contribution: it must be an object with "format": "{FORMAT}". '
            "Was it saved by another version, or is it another file?"
        )
    reader = _Reader(name)
    reader.known_keys(content, "", _KEYS)
    kind = next((kind for kind in KINDS if kind == content.get("kind")), None)
    answers = content.get("answers")
    if kind is None:
        reader.wrong(
            "kind", "contribution-kind", "is no kind of contribution.", f"Known: {', '.join(KINDS)}."
        )
    if not isinstance(answers, dict):
        reader.wrong("answers", "json-type", "is not an object.", 'Write "answers": {"title": …}.')
    day = reader.day(content.get("date"), "date", today, needed=True)
    seen = reader.day(content.get("seen"), "seen", today)
    if kind is None or not isinstance(answers, dict):
        reader.finish()
        raise AssertionError("a problem was noted")
    reader.known_keys(answers, "answers", [ask.id for ask in FORMS[kind]])
    checked = {ask.id: reader.answer(ask, answers.get(ask.id), f"answers.{ask.id}") for ask in FORMS[kind]}
    reader.finish()
    return Contribution(kind, _given(checked), day or today, seen.isoformat() if seen else "", name)


def _written(text: str, name: str, texts: Mapping[str, Strings], day: date) -> Contribution:
    """Gives what somebody wrote below the questions."""
    if len(text) > MAX_FILE or text.count("\n") > MAX_LINES:
        raise CoursewareError("is longer than any contribution.")
    found = read_answers(text, texts)
    if found is None:
        raise CoursewareError(
            "holds no questions of ours that could be read. They stand on the page Contribute, and begin "
            "with a number: keep them as they are."
        )
    reader = _Reader(name)
    checked: dict[str, str] = {}
    for ask in FORMS[found.kind]:
        place = f"{ask.id} ({label_of(found.kind, ask, texts[found.language])})"
        answer = found.answers.get(ask.id, "")
        if ask.id in found.repeated:
            reader.wrong(place, "contribution-repeated", "stands twice.", "Keep the one that is right.")
        if ask.choices and answer:
            chosen = read_choice(ask, answer, texts)
            if not chosen:
                reader.wrong(place, "contribution-choice", "is not among the choices.", _choices(ask))
                continue
            answer = chosen
        checked[ask.id] = reader.answer(ask, answer, place)
    seen = reader.day(found.seen or None, "seen", day)
    reader.finish()
    return Contribution(found.kind, _given(checked), day, seen.isoformat() if seen else "", name)


def _given(answers: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in answers.items() if text}


def _choices(ask: Ask) -> str:
    return f"Write one of {', '.join(ask.choices)}, or its name in one of the nine languages."


class _Reader(JsonReader):
    """Checks answers, and notes what is wrong with them without saying what stands there."""

    def day(self, value: Any, place: str, today: date, *, needed: bool = False) -> date | None:
        """Gives a day, or nothing where there is none or it is wrong."""
        if value is None and not needed:
            return None
        try:
            if not isinstance(value, str) or not _DAY.fullmatch(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.wrong(place, "contribution-date", "is no day.", "Write it as 2026-11-26.")
            return None
        # The writer's calendar may be a day ahead of ours.
        if not FIRST_DAY <= day <= today + timedelta(days=1):
            self.wrong(place, "contribution-date", "is not a day on which it can have been written.")
            return None
        return day

    def answer(self, ask: Ask, value: Any, place: str) -> str:
        """Gives an answer as it is kept, an empty text where there is none or it is wrong."""
        if value is not None and not isinstance(value, str):
            self.wrong(place, "json-text", "is not a text.", "Put it in quotation marks.")
            return ""
        text = _BREAKS.sub("\n", unicodedata.normalize("NFC", value or ""))
        unseen = _UNSEEN.search(text)
        if unseen is not None:
            message = f"holds the character U+{ord(unseen[0]):04X}, which no text has."
            self.wrong(place, "control-character", message, "Write the answer again.")
            return ""
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
        if ask.kind != "text":
            text = " ".join(text.split())
        text = re.sub(
            r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))
        ).strip()
        if not text:
            if ask.is_required:
                self.wrong(place, "contribution-empty", "is not answered.", "Ask the contributor.")
            return ""
        return text if self._is_right(ask, text, place) else ""

    def _is_right(self, ask: Ask, text: str, place: str) -> bool:
        if ask.choices:
            if text not in ask.choices:
                hint = did_you_mean(text[:20], ask.choices) or f"Write one of {', '.join(ask.choices)}."
                self.wrong(place, "contribution-choice", "is not among the choices.", hint)
            return text in ask.choices
        before = len(self.problems)
        if len(text) > ask.longest:
            message = f"has {len(text)} characters; {ask.longest} are allowed."
            self.wrong(place, "contribution-long", message, "Shorten it.")
        if ask.kind == "year" and not _YEAR.fullmatch(text):
            self.wrong(place, "contribution-year", "is not a year.", "Write four digits, as in 2025.")
        if ask.kind == "address" and not _ADDRESS.fullmatch(text):
            self.wrong(place, "contribution-address", "is not a web address.", "Begin it with https://.")
        for kind in personal_data(text):
            hint = "Take it out, or write the role or function instead; then import the file again."
            self.wrong(place, "personal-data", f"{PERSONAL[kind]}.", hint)
        return len(self.problems) == before
