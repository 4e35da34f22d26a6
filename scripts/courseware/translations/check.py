"""Everything that is wrong with the translations: structure, states, hashes, reader texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from courseware.content.documents import Document, documents
from courseware.content.load import Library
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE
from courseware.translations.parity import check_parity, check_quiz_parity, structure
from courseware.translations.status import source_hashes
from courseware.translations.term_rules import TermRules
from courseware.translations.texts import check_texts

__all__ = ["TRANSLATION_CODES", "check_translations"]

TRANSLATION_CODES: dict[str, str] = {
    "missing-hashes": "A translation does not note which Swedish text it follows.",
    "bad-hash": "A noted hash is not 12 hex digits, or its section is not in the source.",
    "missing-reviewer": "A translation says reviewed without naming a reviewer's role and date.",
    "false-reviewer": "A reviewer is named for a translation that is not reviewed or adapted.",
    "parity-heading": "Headings of a translation are not those of the source.",
    "parity-block": "Blocks of a translation are not those of the source.",
    "parity-link": "A translation links to other pages than the source.",
    "parity-citation": "A translation cites other sources than the source.",
    "parity-figure": "A figure stands in one language only.",
    "parity-outcomes": "A translated module has another number of outcomes.",
    "parity-question": "Questions of a translated quiz are not those of the source.",
    "parity-answer": "A translated question has other answers, or ticks others.",
    "term-departure": "A translation never says the agreed word for a term that Swedish uses.",
    "unknown-term": "A page's own choice of word is for a term that does not exist.",
    "idle-term": "A page's own choice of word is not needed, or does not stand there.",
    "bad-texts": "A file of reader texts cannot be read.",
    "missing-texts": "A language has no reader texts at all.",
    "missing-text": "A reader text is missing in a language.",
    "unknown-text": "A reader text that Swedish does not have.",
    "unused-text": "A reader text that no code or template uses.",
    "repeated-text": "A reader text stands twice.",
    "text-placeholder": "A reader text has other placeholders than Swedish.",
}
"""What each code means; a code is never reused for something else."""

_HASH = re.compile(r"[0-9a-f]{12}")


def check_translations(library: Library) -> list[Problem]:
    """Gives every problem of the translations and reader texts of a library."""
    return sorted(_problems(library))


def _problems(library: Library) -> Iterator[Problem]:
    originals = {document.key: document for document in documents(library, SOURCE)}
    sources = {key: structure(document) for key, document in originals.items()}
    terms = TermRules(library.terms)
    hashes = source_hashes(library)
    for language in CODES:
        if language == SOURCE:
            continue
        for document in documents(library, language):
            source = sources.get(document.key)
            if source is None:
                if document.kind != "page":  # a page of its own is allowed; modules are not
                    hint = "Write it in Swedish first, or give it the name of the Swedish file."
                    yield Problem(document.path, 0, "no-source", "the file has no Swedish source.", hint)
                continue
            yield from _check_state(document, hashes.get(document.key, {}))
            adapted = document.front.get("translation") == "adapted"
            yield from check_parity(source, structure(document), adapted=adapted)
            if not adapted:
                yield from terms.check(originals[document.key], document)
        for quiz in library.quizzes[language].values():
            original = library.quizzes[SOURCE].get(quiz.id)
            if original is not None:
                yield from check_quiz_parity(original, quiz)
    yield from check_texts(library.root)


def _check_state(document: Document, hashes: Mapping[str, str]) -> Iterator[Problem]:
    front = document.front
    kind, noted = front.get("translation"), front.get("source")
    stamp = f"Run `courseware translations stamp {document.path}`."
    if noted is None:
        message = "the translation does not note which Swedish text it follows."
        yield Problem(document.path, 1, "missing-hashes", message, stamp)
    elif isinstance(noted, dict):
        for section, value in noted.items():
            line = front.line(f"source.{section}")
            if not isinstance(value, str) or not _HASH.fullmatch(value):
                yield Problem(
                    document.path, line, "bad-hash", f"'{section}' has no hash of 12 hex digits.", stamp
                )
            elif section not in hashes and section != "_top":
                hint = did_you_mean(str(section), hashes) or stamp
                yield Problem(
                    document.path, line, "bad-hash", f"'{section}' is no section of the source.", hint
                )
    if kind == "reviewed" and "reviewer" not in front:
        hint = "Add reviewer: {role: …, date: YYYY-MM-DD}; a machine draft is never called reviewed."
        line = front.line("translation")
        yield Problem(document.path, line, "missing-reviewer", "reviewed needs a human reader.", hint)
    if "reviewer" in front and kind in ("machine", "original"):
        hint = "Say translation: reviewed, or take the reviewer out."
        yield Problem(
            document.path, front.line("reviewer"), "false-reviewer", f"'{kind}' names a reviewer.", hint
        )
