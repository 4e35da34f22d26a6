"""The rule that Swedish texts are easy enough for a tired reader."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.content.documents import Document
from courseware.content.reading import lix_limit, reading_of
from courseware.errors import Problem
from courseware.languages import SOURCE

__all__ = ["SHORT", "check_readability"]

SHORT = 100
"""Words. In a shorter text one long name decides the figure."""


def check_readability(document: Document) -> Iterator[Problem]:
    """Yields a Swedish text whose LIX is above what its readers were promised."""
    if document.language != SOURCE:
        return
    reading = reading_of(document.body)
    limit = lix_limit(document.key)
    if reading.words < SHORT or reading.lix <= limit:
        return
    longest = max(reading.sentences)
    message = f"LIX is {reading.lix}, and {limit} is the limit."
    hint = (
        f"Shorten sentences ({reading.words_a_sentence:.0f} words on average; the longest has {longest[0]}: "
        f"'{_beginning(longest[1])}') and choose shorter words."
    )
    yield Problem(document.path, document.front.body_line, "hard-to-read", message, hint)


def _beginning(sentence: str) -> str:
    return sentence if len(sentence) <= 50 else sentence[:49].rstrip() + "…"
