"""The words of the project's own texts, read from the Markdown itself so that no site must be built.

Shared by the drawing of the search yardstick and by its test.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from courseware.content.front_matter import split_front
from courseware.content.quizdown import parse_quizdown

ROOTS = ("docs", "modules", "quizzes")
NOT_SEARCHED = ("search.md", "progress.md")
"""Pages that site/search.py leaves out, by their name in docs/<lang>."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_NOT_TEXT = re.compile(
    r"<!--.*?-->|^```.*?^```|`[^`]*`"  # Comments and code.
    r"|^:::.*?$|\{[#.:][^}]*\}"  # What opens a block, names and classes.
    r"|\[@[^\]]*\]|\]\([^)]*\)|<[^>]*>",  # Sources, addresses, tags.
    re.DOTALL | re.MULTILINE,
)


def words_in(text: str) -> list[str]:
    """Gives the words of a text as the search sees them: three letters or more, in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def searched_texts(root: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yields (what stands out, the rest) of each page: title, summary and headings first, then its text.

    Answers and hints of quizzes are not searched, nor are sources, addresses and code.
    """
    for path in _files(root, language):
        if path.parent.name == language and path.name in NOT_SEARCHED:
            continue
        front, body, _ = split_front(path.read_text(encoding="utf-8"), str(path))
        if "quizzes" in path.relative_to(root).parts[:1]:
            questions = parse_quizdown(body, str(path)).questions
            told = [part for each in questions for part in (f"# {each.heading}", each.body)]
            body = "\n\n".join(told)
        plain = _NOT_TEXT.sub(" ", body)
        heads = [line for line in plain.splitlines() if line.startswith("#")]
        rest = [line for line in plain.splitlines() if not line.startswith("#")]
        yield "\n".join([str(front.get("title", "")), str(front.get("summary", "")), *heads]), "\n".join(rest)


def searched_words(root: Path, language: str) -> Counter[str]:
    """Counts the words that stand in the searched texts of a language."""
    return Counter(word for parts in searched_texts(root, language) for word in words_in("\n".join(parts)))


def written_words(root: Path, language: str) -> set[str]:
    """Gives every word that stands anywhere in a language's files, quiz answers and code included."""
    return {word for path in _files(root, language) for word in words_in(path.read_text(encoding="utf-8"))}


def term_texts(root: Path, language: str, *, all_of_it: bool = False) -> list[str]:
    """Gives the terms of a language from the term base, with their definitions and notes if asked for."""
    columns = (language, f"definition_{language}", f"note_{language}") if all_of_it else (language,)
    with (root / "docs" / "data" / "terms.csv").open(encoding="utf-8-sig", newline="") as file:
        return [text for row in csv.DictReader(file) for column in columns if (text := row.get(column))]


def _files(root: Path, language: str) -> list[Path]:
    return sorted(path for name in ROOTS for path in (root / name / language).rglob("*.md"))
