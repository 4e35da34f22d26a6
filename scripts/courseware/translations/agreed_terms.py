"""Terms of the term base in the texts of a packet, and whether a translation uses the agreed words.

Grammar changes words, so a departure is something to look at, never a reason to refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from courseware.content.term_finder import TermFinder
from courseware.content.terms import Term
from courseware.languages import SOURCE

__all__ = ["AgreedTerm", "AgreedTerms"]


@dataclass(frozen=True, slots=True)
class AgreedTerm:
    """One term in Swedish and in the language of a packet."""

    source: str
    target: str
    definition: str
    """In the language of the packet, or in English."""

    def __str__(self) -> str:
        return f"{self.source} = {self.target}"


class AgreedTerms:
    """The terms that Swedish and one other language have a word for."""

    def __init__(self, terms: Mapping[str, Term], language: str) -> None:
        self._terms = {
            name: AgreedTerm(term.words[SOURCE], term.words[language], term.definition(language)[0])
            for name, term in terms.items()
            if SOURCE in term.words and language in term.words
        }
        self._swedish = TermFinder(SOURCE, terms)
        self._other = TermFinder(language, terms, loosely=True)

    def found_in(self, text: str) -> tuple[AgreedTerm, ...]:
        """Gives the terms whose Swedish word occurs in a text, in the order of the term base."""
        found = self._swedish.ids(text)
        return tuple(term for name, term in self._terms.items() if name in found)

    def departures(self, source: str, target: str, decided: Collection[str] = ()) -> list[AgreedTerm]:
        """Gives the terms of a Swedish text that its translation does not seem to use.

        Args:
            source: The Swedish text.
            target: Its translation.
            decided: Ids of terms that the page says it has another word for.
        """
        wanted, used = self._swedish.ids(source), self._other.ids(target)
        return [
            term
            for name, term in self._terms.items()
            if name in wanted and name not in used and name not in decided
        ]
