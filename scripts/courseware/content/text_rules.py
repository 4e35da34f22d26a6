"""Rules for any text: headings and their ids, images, citations, identity numbers, review dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from courseware.content.bibliography import MARKS, citations
from courseware.content.blocks import blocks_named
from courseware.content.documents import Document
from courseware.content.markdown import code_mask, headings, images
from courseware.content.source_rules import check_source
from courseware.errors import Problem
from courseware.ids import ID_PATTERN
from courseware.languages import SOURCE

__all__ = [
    "check_citations",
    "check_headings",
    "check_identity_numbers",
    "check_images",
    "check_review",
    "check_year_lists",
]

_IDENTITY = re.compile(r"(?<![\w./:-])(?:(?:18|19|20)?(\d{2})(\d{2})(\d{2}))([-+]?)(\d{4})(?![\w/]|[.-]\d)")

_FOUR_DIGITS = re.compile(r"\d{4}(?!\d)")


def check_headings(document: Document) -> Iterator[Problem]:
    """Yields headings without a usable id of their own."""
    if document.kind == "quiz":
        return  # the quiz reader has said so already
    seen: dict[str, int] = {}
    questions = _question_lines(document)
    for heading in headings(document.body, document.front.body_line):
        where = (document.path, heading.line)
        if heading.level == 1 and heading.line not in questions:
            hint = "Write ##: the page's title comes from the front matter."
            yield Problem(*where, "second-title", f"'{heading.text}' is a heading of level 1.", hint)
        if not heading.text:
            yield Problem(*where, "empty-heading", "the heading has no text.", "Write it after the #.")
        if heading.extra:
            hint = "Nothing but {#id} may stand there."
            yield Problem(*where, "heading-extra", f"'{heading.extra}' in the heading's braces.", hint)
        if not heading.id:
            hint = "End it with {#id}, in English, the same in every language."
            yield Problem(*where, "missing-heading-id", f"'{heading.text}' has no id.", hint)
        elif not ID_PATTERN.fullmatch(heading.id):
            hint = "Use small letters, digits and hyphens: {#first-step}."
            yield Problem(*where, "bad-heading-id", f"'{heading.id}' is not English kebab-case.", hint)
        elif heading.id in seen:
            hint = f"Line {seen[heading.id]} has it already."
            yield Problem(*where, "repeated-heading-id", f"'{heading.id}' stands twice.", hint)
        else:
            seen[heading.id] = heading.line


_YEAR_LIST = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|[0-9]{1,2}[.)])[ \t]+)*([0-9]{3,9})[.)][ \t]")


def check_year_lists(document: Document) -> Iterator[Problem]:
    """Yields lines that begin with a year and a full stop: Markdown makes a list of it, and the year is gone.

    Estonian, Finnish, Latvian and others write "2025. aasta".
    """
    lines = document.body.split("\n")
    for number, (line, is_code) in enumerate(zip(lines, code_mask(lines), strict=True)):
        match = None if is_code else _YEAR_LIST.match(line)
        if match:
            hint = "Let another word begin the line."
            message = f"'{match[1]}.' at the start of a line becomes a list."
            line_number = document.front.body_line + number
            yield Problem(document.path, line_number, "year-list", message, hint)


def _question_lines(document: Document) -> set[int]:
    """Gives the lines of practice questions in a page, where `#` opens a question and not a title."""
    if "quizdown" not in document.body:
        return set()
    lines: set[int] = set()
    for block in blocks_named(document.nodes, "quizdown"):
        lines.update(range(block.line, block.line + block.raw.count("\n") + 1))
    return lines


def check_images(document: Document) -> Iterator[Problem]:
    """Yields images that say nothing to who cannot see them."""
    for image in images(document.body, document.front.body_line):
        if not image.text:
            hint = "Write what it shows: ![what it shows](file.svg)."
            yield Problem(
                document.path,
                image.line,
                "image-without-alt",
                f"'{image.target}' has no text alternative.",
                hint,
            )


def check_citations(
    document: Document, sources: Mapping[str, Mapping[str, Any]], used: set[str]
) -> Iterator[Problem]:
    """Yields citations of unknown or unpublishable sources, and adds the known ones to `used`."""
    for citation in citations(document.body, document.front.body_line):
        if citation.key in MARKS:
            continue
        yield from check_source(citation.key, sources, used, document.path, citation.line)


def check_identity_numbers(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Yields places shaped like a Swedish identity number, without repeating them."""
    if not _FOUR_DIGITS.search(text):
        return
    for match in _IDENTITY.finditer(text):
        year, month, day = match[1], int(match[2]), int(match[3])
        # Co-ordination numbers have 60 added to the day.
        if not 1 <= month <= 12 or not (1 <= day <= 31 or 61 <= day <= 91):
            continue
        if not match[4] and not _luhn(year + match[2] + match[3] + match[5]):
            continue  # ten digits in a row that are something else
        line = first_line + text.count("\n", 0, match.start())
        hint = "Take it out: no page or file here holds personal data, not even invented."
        yield Problem(path, line, "identity-number", "this is shaped like a personal identity number.", hint)


def _luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(digits):
        value = int(digit) * (2 - position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_review(document: Document) -> Iterator[Problem]:
    """Yields Swedish pages that do not say when they were checked; translations inherit it."""
    review = document.front.get("review")
    if review is None:
        if document.language == SOURCE and document.key not in ("404.md", "progress.md"):
            hint = "Add review: {date: YYYY-MM-DD, next: YYYY-MM-DD, evidence: …}."
            yield Problem(
                document.path, 1, "missing-review", "the page does not say when it was checked.", hint
            )
        return
    if not isinstance(review, dict):
        return
    date, following = review.get("date"), review.get("next")
    # A day with a time of day is of another type, which has been said and cannot be compared.
    if type(date) is type(following) is datetime.date and following <= date:
        line = document.front.line("review.next")
        hint = "Say when it is due next."
        yield Problem(document.path, line, "bad-review", "the next review is not after the last.", hint)
