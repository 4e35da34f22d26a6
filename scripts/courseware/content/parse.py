"""One file read on its own: everything about it that depends on nothing but its bytes.

That is what makes it safe to keep: `ContentCache` remembers the outcome by a hash of the bytes
(and of this room's own code), so that a build after one changed page reads one page anew.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courseware.content.active_html import active_html
from courseware.content.blocks import parse_blocks
from courseware.content.files import replace_file
from courseware.content.front_matter import Front, check_fields, split_front
from courseware.content.markdown import without_code
from courseware.content.model import Question, Workshop
from courseware.content.quiz_options import OPTIONS, check_options
from courseware.content.quizdown import parse_questions
from courseware.content.workshop import parse_workshop
from courseware.errors import Problem
from courseware.languages import SOURCE

__all__ = ["ContentCache", "Parsed", "parse_file"]

MAX_LINE = 20_000
"""Characters. Ten pages in one line are a mistake, and over a million Markdown may take hours."""

MAX_TEXT = 500_000
"""Characters of a file: a long book. What is beyond is not looked at, so that nobody waits for hours."""

# Control characters, and the marks that turn the direction of writing: they show one text and hold another.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file, read."""

    front: Front
    """Without quizdown options."""
    body: str
    problems: tuple[Problem, ...]
    workshop: Workshop | None = None
    questions: tuple[Question, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    """Quizdown options of a quiz."""


def parse_file(data: bytes, name: str, kind: str, language: str, *, shuffle: bool = True) -> Parsed:
    """Gives a file's parts and everything wrong with its form.

    Args:
        data: The file.
        name: What problems call it.
        kind: page, module, lesson, workshop or quiz.
        language: Which fields it may have depends on it.
        shuffle: Whether a quiz that does not say so shuffles its answers.
    """
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "not-utf8", "the file is not UTF-8.", "Save the file as UTF-8."))
        text = data.decode("utf-8", "replace")
    if len(text) > MAX_TEXT:
        message = f"the file has {len(text)} characters; {MAX_TEXT} are allowed."
        problems.append(Problem(name, 0, "too-large", message, "Make several pages of it."))
        text = text[:MAX_TEXT]
    problems.extend(_unwritten(text, name))
    front, body, wrong = split_front(text, name)
    problems.extend(wrong)
    if kind == "quiz":
        return _parse_quiz(front, body, name, language, shuffle, problems)
    problems.extend(check_fields(front, kind, language, name))
    workshop = None
    if kind == "workshop":
        workshop, wrong = parse_workshop(front, body, name, language)
    else:
        _, wrong = parse_blocks(body, name, front.body_line)
    return Parsed(front, body, (*problems, *wrong), workshop)


def _unwritten(text: str, name: str) -> Iterator[Problem]:
    """Yields what nobody writes by hand, but damaged or pasted files hold."""
    has_control = _CONTROL.search(text) is not None
    for line, written in enumerate(text.split("\n"), start=1):
        found = _CONTROL.search(written) if has_control else None
        if found is not None:
            message = f"the character U+{ord(found[0]):04X} stands in column {found.start() + 1}."
            yield Problem(name, line, "control-character", message, "Delete it.")
        if len(written) > MAX_LINE:
            message = f"the line has {len(written)} characters; {MAX_LINE} are allowed."
            hint = "Break it into paragraphs; pictures belong in files of their own."
            yield Problem(name, line, "long-line", message, hint)
    bare = without_code(text)
    for position, what in active_html(bare):
        line = bare.count("\n", 0, position) + 1
        hint = "Say it in Markdown; in an example of code, put it between backticks."
        yield Problem(name, line, "active-html", f"{what} does not belong in a text.", hint)


def _parse_quiz(
    front: Front, body: str, name: str, language: str, shuffle: bool, problems: list[Problem]
) -> Parsed:
    written = {key: value for key, value in front.items() if key in OPTIONS}
    about = Front(
        {key: value for key, value in front.items() if key not in OPTIONS}, front.lines, front.body_line
    )
    problems.extend(check_fields(about, "quiz", language, name))
    options = check_options(written, name, 1, problems, front.lines)
    if language != SOURCE and "passMark" in options:
        hint = "Remove it: translations inherit it from the Swedish quiz."
        line = front.line("passMark" if "passMark" in front else "passingGrade")
        message = "'passMark' stands only in the Swedish file."
        problems.append(Problem(name, line, "neutral-field", message, hint))
    questions, wrong = parse_questions(
        body.split("\n"), name, front.body_line, shuffle=bool(options.get("shuffleAnswers", shuffle))
    )
    return Parsed(about, body, (*problems, *wrong), questions=questions, options=options)


class ContentCache:
    """Outcomes of `parse_file` by the bytes they came from, kept in memory and, if wished, in a file."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens what an earlier run kept; a file that is damaged or of other code counts as empty.

        Args:
            path: Where to keep it, below the project's own build folder: it is read with pickle.
        """
        self._path = path
        self._old: dict[bytes, Parsed] = {}
        self._used: dict[bytes, Parsed] = {}
        self._code = _code_hash()
        if path is not None and path.is_file():
            try:
                code, entries = pickle.loads(path.read_bytes())  # noqa: S301 (our own build folder)
            except Exception:  # pickle raises nearly anything on damaged input
                return
            if code == self._code and isinstance(entries, dict):
                self._old = entries

    def parse(self, data: bytes, name: str, kind: str, language: str, *, shuffle: bool = True) -> Parsed:
        """Gives what `parse_file` gives, from memory where the same bytes were read before."""
        digest = hashlib.blake2b(data, digest_size=16)
        digest.update(f"\0{name}\0{kind}\0{language}\0{shuffle}".encode())
        key = digest.digest()
        found = self._used.get(key) or self._old.get(key)
        if found is None:
            found = parse_file(data, name, kind, language, shuffle=shuffle)
        self._used[key] = found
        return found

    def save(self) -> None:
        """Keeps what this run used and forgets the rest; writes only where something changed."""
        changed = self._used.keys() != self._old.keys()
        self._old, self._used = self._used, {}
        if self._path is None or not changed:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self._path, pickle.dumps((self._code, self._old), protocol=5))


def _code_hash() -> bytes:
    """Gives a hash of this room's code: another reader may read otherwise."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
