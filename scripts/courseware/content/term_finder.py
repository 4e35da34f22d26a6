"""Finding the terms of the term base in a text, in whatever form grammar gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from courseware.content.terms import Term
from courseware.words.endings import SHORTEST, endings_of
from courseware.words.fold import fold

__all__ = ["Found", "TermFinder"]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BETWEEN = re.compile(r"(-?|,)[ \t\n\u00a0]+\Z")
"""Between two words of a term; "studie- och yrkesvägledare" has a hyphen there."""
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_OR = re.compile(r"\s*(?:;|/)\s*|\s+oder\s+")
"""Between two words that a cell of the term base offers: "Schulabbrecherin oder Schulabbrecher"."""

_BASE_ENDINGS = {
    "sv": ("a", "e"),
    "en": ("y", "e"),
    "da": ("e",),
    "de": ("e", "en"),
    "et": ("a", "e", "i", "u", "ne", "us"),
    "fi": ("a", "ä", "i", "e", "s", "in", "nen"),
    "lt": ("as", "is", "ys", "us", "a", "ė", "ti"),
    "lv": ("s", "š", "is", "us", "a", "e", "t"),
    "pl": ("a", "o", "e", "y", "i"),
}
"""Endings of the form that stands in a dictionary, which other forms lose."""

_SOFT = str.maketrans("ļņķģŗ", "lnkgr")
"""Latvian consonants that grow soft in some forms: "modulis", "moduļi"."""

_POSSESSIVE = re.compile("[’'](?:s|n|i|ta)?$")
"""What English, Danish and others hang on with an apostrophe: "teacher’s", "ESF’s"."""

LONGEST = 6
"""Words of a term that is looked for; a longer one is a description, which no text repeats."""


class Part(NamedTuple):
    """One word of a term."""

    stems: tuple[str, ...]
    comma: bool
    """Whether the term has a comma before it: "uczeń, który przerwał naukę"."""


Phrase = tuple[tuple[Part, ...], str]
"""The words of a term, and its id."""


@dataclass(frozen=True, slots=True)
class Found:
    """One term in a text."""

    id: str
    start: int
    end: int


class TermFinder:
    """Finds the terms of one language."""

    def __init__(
        self, language: str, terms: Mapping[str, Term] | Iterable[Term], *, loosely: bool = False
    ) -> None:
        """Prepares a language.

        Args:
            language: Whose words to look for.
            terms: The term base.
            loosely: Take every word that may be a form of the term's, for who asks whether a term is missing;
                otherwise only what surely is one, for who links it.
        """
        self._known = endings_of(language)
        self._endings = self._known.endings
        self._loosely = loosely
        self._by_start: dict[str, list[Phrase]] = {}
        for term in terms.values() if isinstance(terms, Mapping) else terms:
            for words in _phrases(term.words.get(language, "")):
                parts = tuple(
                    Part(tuple(_stems(language, word.translate(_SOFT))), comma) for word, comma in words
                )
                self._by_start.setdefault(fold(words[0][0])[:SHORTEST], []).append((parts, term.id))
        for phrases in self._by_start.values():
            phrases.sort(key=lambda pair: -len(pair[0]))  # "tidig upptäckt" before "tidig".
        self._first = lru_cache(maxsize=50_000)(self._candidates)

    def find(self, text: str) -> Iterator[Found]:
        """Yields the terms of a text in its order; where two begin at the same word, the longer one."""
        if not self._by_start:
            return
        words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
        position = 0
        while position < len(words):
            word, start, _ = words[position]
            for parts, term_id in self._first(word):
                end = self._follow(parts, words, position, text)
                if end is not None:
                    yield Found(term_id, start, words[end][2])
                    position = end
                    break
            position += 1

    def ids(self, text: str) -> dict[str, int]:
        """Gives how often each term stands in a text."""
        counts: dict[str, int] = {}
        for found in self.find(text):
            counts[found.id] = counts.get(found.id, 0) + 1
        return counts

    def _candidates(self, word: str) -> tuple[Phrase, ...]:
        small = word.lower()
        return tuple(
            phrase
            for phrase in self._by_start.get(fold(small)[:SHORTEST], ())
            if self._is_form(phrase[0][0].stems, small)
        )

    def _is_form(self, stems: tuple[str, ...], word: str) -> bool:
        """Whether a word is a form of the one with these stems; stricter than search, which may be wrong."""
        word = _POSSESSIVE.sub("", word.translate(_SOFT))
        if any(word.startswith(stem) and fold(word[len(stem) :]) in self._endings for stem in stems):
            return True
        return self._loosely and self._known.near(fold(stems[0]), fold(word)) > 0

    def _follow(
        self, phrase: tuple[Part, ...], words: list[tuple[str, int, int]], position: int, text: str
    ) -> int | None:
        """Gives the position of the last word of a phrase that begins here, or None."""
        for offset, wanted in enumerate(phrase[1:], start=1):
            if position + offset >= len(words):
                return None
            word, start, _ = words[position + offset]
            between = _BETWEEN.match(text, words[position + offset - 1][2], start)
            if between is None or (between[1] == ",") is not wanted.comma:
                return None
            if not self._is_form(wanted.stems, word.lower()):
                return None
        return position + len(phrase) - 1


def _phrases(cell: str) -> Iterator[tuple[tuple[str, bool], ...]]:
    """Yields the words of each term that a cell offers, with whether a comma stands before them."""
    for part in _OR.split(_PARENTHESIS.sub("", cell)):
        if part.endswith("-"):  # Half a word, "Ausbildungs- oder Schulabbruch", begins many others.
            continue
        words = tuple(
            (match[0].lower(), part[: match.start()].rstrip().endswith(",")) for match in _WORD.finditer(part)
        )
        if words and len(words) <= LONGEST and len(words[0][0]) >= SHORTEST:
            yield words


def _stems(language: str, word: str) -> Iterator[str]:
    """Yields what of a term's word, in small letters, stays the same when it is inflected."""
    yield word
    for ending in _BASE_ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST + 1:
            yield word.removesuffix(ending)
