"""Small JSON files from elsewhere, read strictly: what is not expected is named, and no value is quoted.

A key that stands twice, NaN, a number of a thousand digits and nesting without end are refused before
anything is read. Values may be anybody's name: messages tell the place and never what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean

__all__ = ["JsonReader", "decode_json", "decode_json_bytes", "json_place", "refuse_json"]

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 200
"""Problems that are listed; a file that is something else altogether has one in every line."""

_PLAIN_KEY = re.compile(r"[A-Za-z_-]{1,40}")


class _TwiceError(ValueError):
    """A key stands twice in one object: which of the two is meant?"""


def decode_json(path: Path) -> Any:
    """Gives what a session file holds.

    Raises:
        CoursewareError: The file is too large, or is no JSON of which one thing can be meant.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CoursewareError(
                f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: no session file is."
            )
        data = path.read_bytes()
    except OSError as error:
        raise CoursewareError(f"{path} cannot be read: {error.strerror}.") from None
    return decode_json_bytes(data, path.name, "session")


def decode_json_bytes(data: bytes, name: str, what: str) -> Any:
    """Gives what the bytes of a file hold.

    Args:
        data: The file.
        name: What messages call it.
        what: What it should be about, as in "session".

    Raises:
        CoursewareError: It is no JSON of which one thing can be meant.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise CoursewareError(f"{name} is not UTF-8. Save the file again from where it was made.") from None
    except RecursionError:
        raise CoursewareError(f"{name} is nested deeper than any {what} file.") from None
    except _TwiceError as error:
        raise CoursewareError(f"{name}: {error} Keep the one that is right.") from None
    except json.JSONDecodeError as error:
        raise CoursewareError(
            f"{name}:{error.lineno}: is not JSON: {error.msg}. Was the file saved whole?"
        ) from None
    except ValueError:  # A number of thousands of digits.
        raise CoursewareError(f"{name} holds a number that no {what} has.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(f"the key {_shown(key)} stands twice in one object.")
        found[key] = value
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are no JSON and no minutes.


def _shown(key: str) -> str:
    """Gives a key as it may be shown: what does not look like one may be anything."""
    return f"'{key}'" if _PLAIN_KEY.fullmatch(key) else "(not a word)"


def json_place(name: str, path: str) -> str:
    """Gives the place of something in a file: "file.json: check_ins[3].code"."""
    return f"{name}: {path}"


def refuse_json(problems: Iterable[Problem], name: str) -> None:
    """Ends the reading of a file that has problems.

    Raises:
        ProblemsFound: There is a problem.
    """
    problems = list(problems)
    if not problems:
        return
    more = len(problems) - MAX_PROBLEMS
    rest = f" ({more} more are not shown.)" if more > 0 else ""
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    raise ProblemsFound(problems[:MAX_PROBLEMS], f"{count} in {name}.{rest} Nothing was changed.")


class JsonReader:
    """Gathers what is wrong with a file's content, and ends with all of it at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def place(self, path: str) -> str:
        """Gives the place of something in the file."""
        return json_place(self.name, path)

    def wrong(self, path: str, code: str, message: str, hint: str = "") -> None:
        """Notes what is wrong at a place."""
        self.problems.append(Problem(self.place(path), 0, code, message, hint))

    def finish(self) -> None:
        """Ends the reading.

        Raises:
            ProblemsFound: Something was wrong.
        """
        refuse_json(self.problems, self.name)

    def known_keys(self, content: Mapping[str, Any], path: str, known: Collection[str]) -> None:
        """Notes every key that is not known."""
        for key in content:
            if key not in known:
                place = f"{path}.{key}" if path else key
                if not _PLAIN_KEY.fullmatch(key):
                    place = path or "(the file)"
                # A hostile file has a million keys: only those that are shown are compared.
                is_shown = len(key) <= 40 and len(self.problems) < MAX_PROBLEMS
                hint = did_you_mean(key, known) if is_shown else ""
                self.wrong(
                    place, "unknown-key", f"there is no key {_shown(key)} here.", hint or "Take it out."
                )

    def whole(self, value: Any, path: str, most: int) -> int | None:
        """Gives a whole number from 0, or nothing where there is none or it is wrong."""
        if value is None:
            return None
        # True is an int to Python, and no number to anybody else.
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            self.wrong(path, "json-number", f"is not a whole number from 0 to {most}.")
            return None
        return value

    def text(self, value: Any, path: str, most: int) -> str:
        """Gives a text on one line, "" where there is none or it is wrong."""
        if value is None:
            return ""
        text = " ".join(value.split()) if isinstance(value, str) else "\0"
        if len(text) > most or not text.isprintable():
            self.wrong(
                path, "json-text", f"is not a text of at most {most} characters, without signs unseen."
            )
            return ""
        return text

    def objects(
        self, content: Any, path: str, most: int, keys: Collection[str]
    ) -> list[tuple[str, dict[str, Any]]]:
        """Gives a list's objects, each with its place."""
        if content is None:
            return []
        if not isinstance(content, list):
            self.wrong(path, "json-type", "is not a list.")
            return []
        if len(content) > most:
            self.wrong(path, "json-type", f"has more than {most} entries.")
            return []
        found = []
        for index, item in enumerate(content):
            place = f"{path}[{index}]"
            if not isinstance(item, dict):
                self.wrong(place, "json-type", "is not an object.")
                continue
            self.known_keys(item, place, keys)
            found.append((place, item))
        return found
