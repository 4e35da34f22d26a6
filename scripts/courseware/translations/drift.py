"""Where a translation is built otherwise than its Swedish page, as codes of problems."""

from __future__ import annotations

from courseware.content.documents import documents
from courseware.content.load import Library
from courseware.languages import SOURCE
from courseware.translations.parity import check_parity, check_quiz_parity, structure

__all__ = ["drift"]


def drift(library: Library, language: str) -> dict[str, tuple[str, ...]]:
    """Gives the codes of all structural differences of a language's pages, by key; equal pages are left out.

    Headings, blocks, links, citation keys, figures, questions and right answers are compared;
    `courseware check` names the places.
    """
    sources = {document.key: document for document in documents(library, SOURCE)}
    quizzes = library.quizzes
    found: dict[str, tuple[str, ...]] = {}
    for document in documents(library, language):
        source = sources.get(document.key)
        if source is None:
            continue
        adapted = document.front.get("translation") == "adapted"
        problems = list(check_parity(structure(source), structure(document), adapted=adapted))
        if document.kind == "quiz":
            name = document.key.split("/")[1]
            problems.extend(check_quiz_parity(quizzes[SOURCE][name], quizzes[language][name]))
        if problems:
            found[document.key] = tuple(sorted({problem.code for problem in problems}))
    return found
