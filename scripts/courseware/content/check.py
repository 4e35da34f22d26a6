"""Everything that is wrong with the content, at once: form, facts, links, quizzes, minutes.

Composed of one file of rules a subject; `courseware check --codes` prints what each code means.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from courseware.content.block_rules import check_blocks
from courseware.content.changes import check_changes
from courseware.content.contexts import check_contexts
from courseware.content.course_rules import check_courses
from courseware.content.data_rules import check_data_blocks, check_data_sources
from courseware.content.documents import documents, draft_documents
from courseware.content.evidence_rules import check_cards, check_evidence_blocks
from courseware.content.figure_trace import check_figure_trace, figure_values
from courseware.content.format_rules import check_formats
from courseware.content.links import check_links
from courseware.content.load import Library, load_library
from courseware.content.module_rules import check_modules, check_versions
from courseware.content.numbers import check_numbers, check_quiz_numbers, check_table_numbers
from courseware.content.places import check_places
from courseware.content.profiles import check_profiles
from courseware.content.quiz_rules import check_quizzes
from courseware.content.readability_rules import check_readability
from courseware.content.section_rules import check_sections
from courseware.content.source_rules import check_unused_sources
from courseware.content.text_rules import (
    check_citations,
    check_headings,
    check_identity_numbers,
    check_images,
    check_review,
    check_year_lists,
)
from courseware.content.workshop_rules import check_workshops
from courseware.errors import Problem
from courseware.languages import CODES

__all__ = ["check_content", "check_library"]


def check_content(root: Path) -> list[Problem]:
    """Gives every problem of the content below a project folder, in the order of the files."""
    return check_library(load_library(root))


def check_library(library: Library) -> list[Problem]:
    """Gives every problem of a library that is loaded already."""
    return sorted({*library.problems, *_rules(library)})


def _rules(library: Library) -> Iterator[Problem]:
    yield from check_modules(library)
    yield from check_courses(library)
    yield from check_formats(library)
    yield from check_workshops(library)
    yield from check_versions(library)
    yield from check_quizzes(library)
    yield from check_links(library)
    yield from check_sections(library)
    yield from check_places(library.root)
    yield from check_contexts(library)
    yield from check_profiles(library)
    yield from check_changes(library)
    used: set[str] = set()
    values = figure_values(library.data)
    for language in CODES:
        assessed: dict[str, str] = {}
        for document in documents(library, language):
            yield from check_headings(document)
            yield from check_images(document)
            yield from check_year_lists(document)
            yield from check_blocks(document, assessed)
            yield from check_citations(document, library.bibliography, used)
            yield from check_evidence_blocks(document, library.evidence)
            yield from check_numbers(document)
            yield from check_figure_trace(document, values)
            yield from check_data_blocks(document, library.data)
            yield from check_review(document)
            yield from check_readability(document)
            yield from check_identity_numbers(document.path, document.body, document.front.body_line)
        for quiz in library.quizzes[language].values():
            yield from check_quiz_numbers(quiz)
        # Their form only: sources, length and translations are asked of the page that an editor makes of one.
        for document in draft_documents(library, language):
            yield from check_headings(document)
            yield from check_images(document)
            yield from check_blocks(document, {})
            yield from check_identity_numbers(document.path, document.body, document.front.body_line)
    yield from check_cards(library.evidence, library.bibliography, used)
    yield from check_data_sources(library.data, library.bibliography, used)
    yield from check_unused_sources(library.bibliography, used)
    yield from _check_data(library.root)


def _check_data(root: Path) -> Iterator[Problem]:
    """Yields identity numbers and figures without source in the open data, which is published whole."""
    folder = root / "docs" / "data"
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in (".csv", ".yml", ".txt") and path.is_file():
            name = path.relative_to(root).as_posix()
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            yield from check_identity_numbers(name, text, 1)
            if path.suffix == ".csv":
                yield from check_table_numbers(name, text)
