"""Whether a translation says the agreed word where the Swedish page says the Swedish one.

A term may stand in a sentence that needs another word. A page that never says the agreed word says so in
its front matter, `terms: {principal: direktors}`: the word that it uses instead, or `-` where the sentence
was turned another way. So a departure is always somebody's decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from courseware.content.documents import Document
from courseware.content.markdown import readable
from courseware.content.term_finder import TermFinder
from courseware.content.terms import TERMS_FILE, Term
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import SOURCE

__all__ = ["TermRules"]

PARAPHRASED = "-"


class TermRules:
    """Compares translations with their Swedish pages, term by term."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = terms
        self._swedish = TermFinder(SOURCE, terms)
        self._finders: dict[str, TermFinder] = {}
        self._wanted: dict[str, dict[str, int]] = {}

    def check(self, source: Document, translation: Document) -> Iterator[Problem]:
        """Yields the terms of a Swedish page whose agreed word a translation never says."""
        if not self._terms:
            return
        if source.key not in self._wanted:
            self._wanted[source.key] = self._swedish.ids(readable(source.body))
        language = translation.language
        if language not in self._finders:
            self._finders[language] = TermFinder(language, self._terms, loosely=True)
        text = readable(translation.body)
        wanted, said = self._wanted[source.key], self._finders[language].ids(text)
        stated = translation.front.get("terms")
        stated = stated if isinstance(stated, dict) else {}
        for term_id, count in wanted.items():
            agreed = self._terms[term_id].words.get(language)
            if agreed is None or term_id in said or term_id in stated:
                continue
            times = "" if count == 1 else f" {count} times"
            swedish = self._terms[term_id].words[SOURCE]
            message = f"Swedish says '{swedish}'{times}; '{agreed}' is never said here."
            hint = f"Use it, or say what this page uses: terms: {{{term_id}: …}} ({PARAPHRASED} for none)."
            yield Problem(translation.path, 0, "term-departure", message, hint)
        line = translation.front.line("terms")
        for term_id, word in stated.items():
            if term_id not in self._terms:
                hint = did_you_mean(str(term_id), self._terms) or f"Terms are those of {TERMS_FILE}."
                yield Problem(translation.path, line, "unknown-term", f"'{term_id}' is no term.", hint)
            elif term_id in said or term_id not in wanted:
                why = "the agreed word is used" if term_id in said else "Swedish does not use the term"
                message = f"'{term_id}' needs no word of its own: {why}."
                yield Problem(translation.path, line, "idle-term", message, "Take it out of terms.")
            elif word != PARAPHRASED and str(word).lower() not in text.lower():
                message = f"'{word}' is said to stand for '{term_id}', but it is not on the page."
                hint = "Give the word as it stands there."
                yield Problem(translation.path, line, "idle-term", message, hint)
