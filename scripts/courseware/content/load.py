"""The whole library, read once: modules, pages, quizzes, sources, ids, terms.

Reading gathers every problem of form on its way and goes on, so that a preview can show the
rest; `load_library(root, strict=True)` raises them together. What the parts mean together
(links, citations, minutes) is `content.check`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from courseware.content.bibliography import load_bibliography
from courseware.content.data_tables import OpenData, load_data
from courseware.content.evidence import Card, load_evidence
from courseware.content.feedback import Feedback, read_feedback
from courseware.content.model import Format, Host, Module, Page, Quiz
from courseware.content.parse import ContentCache
from courseware.content.reader import Reader, format_folder
from courseware.content.terms import Term, load_terms
from courseware.errors import Problem, ProblemsFound
from courseware.ids import Ids, load_ids
from courseware.languages import CODES, SOURCE

__all__ = ["ContentCache", "Library", "load_library"]

UNSHOWN_FOLDERS = ("data", "decisions", "assets")
"""Folders of docs/ that are no language."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is written, by language and id."""

    root: Path
    modules: Mapping[str, Mapping[str, Module]]
    """By language, then id, in the order of the Swedish `order` field.

    A translated module whose parts are not all translated holds the Swedish ones for the rest
    (their `language` says so).
    """
    pages: Mapping[str, Mapping[str, Page]]
    """By language, then path below the language folder."""
    quizzes: Mapping[str, Mapping[str, Quiz]]
    """By language, then module id: those that are really there."""
    bibliography: Mapping[str, Mapping[str, Any]]
    """CSL JSON entries by key."""
    ids: Ids
    terms: Mapping[str, Term]
    data: OpenData
    """The described tables of docs/data/."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the form of the files."""
    evidence: Mapping[str, Card] = field(default_factory=dict)
    """Evidence cards by id."""
    feedback: Mapping[str, Feedback] = field(default_factory=dict)
    """What workshops have taught us, by module id."""
    formats: Mapping[str, Mapping[str, Format]] = field(default_factory=dict)
    """Exchange formats by language, then id; one translated without its workshop holds the Swedish one."""
    drafts: Mapping[str, Mapping[str, Page]] = field(default_factory=dict)
    """Pages with `draft:` in their front matter, by language and path: no page of the site until it is gone.

    They are kept apart here, so that nothing which goes through `pages` can publish one by oversight.
    """

    def hosts(self, language: str) -> Iterator[Host]:
        """Yields what may have a workshop in a language: modules in order, then exchange formats."""
        yield from self.modules.get(language, {}).values()
        yield from self.formats.get(language, {}).values()

    def with_drafts(self) -> Library:
        """Gives the library as a preview shows it: drafts among the pages."""
        pages = {
            code: dict(sorted({**found, **self.drafts.get(code, {})}.items()))
            for code, found in self.pages.items()
        }
        return replace(self, pages=pages)


def load_library(root: Path, *, strict: bool = False, cache: ContentCache | None = None) -> Library:
    """Gives everything that is written below a project folder.

    Args:
        root: The project folder.
        strict: Whether problems of form end it.
        cache: What earlier runs read, to be read no second time; what this run used is saved there.

    Raises:
        ProblemsFound: Something is wrong and `strict` is set, or docs/data/ids.yml cannot be read.
    """
    root = root.resolve()
    ids = load_ids(root)
    reader = Reader(root, cache if cache is not None else ContentCache())
    bibliography, wrong = load_bibliography(root)
    reader.problems.extend(wrong)
    terms, wrong = load_terms(root)
    reader.problems.extend(wrong)
    evidence, wrong = load_evidence(root)
    reader.problems.extend(wrong)
    data, wrong = load_data(root)
    reader.problems.extend(wrong)
    feedback, wrong = read_feedback(root)
    reader.problems.extend(wrong)
    _strangers(root, reader.problems)
    pages: dict[str, dict[str, Page]] = {}
    drafts: dict[str, dict[str, Page]] = {}
    quizzes: dict[str, dict[str, Quiz]] = {}
    modules: dict[str, dict[str, Module]] = {}
    formats: dict[str, dict[str, Format]] = {}
    for language in CODES:  # the source first: the others inherit from it
        folder = root / "docs" / language
        written = sorted(folder.rglob("*.md")) if folder.is_dir() else []
        pages[language], drafts[language] = {}, {}
        for path in written:
            if path.name == "index.md" or not format_folder(path.relative_to(folder).as_posix()):
                page = reader.page(path, folder, language, pages[SOURCE])
                (drafts if "draft" in page.front else pages)[language][page.path] = page
        exchanges = reader.formats(written, folder, pages[language], formats.get(SOURCE, {}))
        formats[language] = {exchange.id: exchange for exchange in exchanges}
        quizzes[language] = {}
        for path in sorted((root / "quizzes" / language).glob("*.md")):
            source_quiz = quizzes[SOURCE].get(path.stem) if language != SOURCE else None
            quizzes[language][path.stem] = reader.quiz(path, language, source_quiz)
        found: dict[str, Module] = {}
        parent = root / "modules" / language
        for folder in sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else ():
            source_module = modules[SOURCE].get(folder.name) if language != SOURCE else None
            if language != SOURCE and source_module is None:
                name = folder.relative_to(root).as_posix()
                hint = "Write it in Swedish first, or give it the name of the Swedish folder."
                reader.problems.append(
                    Problem(name, 0, "no-source", "the module has no Swedish folder.", hint)
                )
                continue
            module = reader.module(folder, language, quizzes[language].get(folder.name), source_module)
            if module is not None:
                found[folder.name] = module
        modules[language] = dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
    reader.cache.save()
    library = Library(
        root,
        modules,
        pages,
        quizzes,
        bibliography,
        ids,
        terms,
        data,
        tuple(sorted(reader.problems)),
        evidence,
        feedback,
        formats,
        drafts,
    )
    if strict and library.problems:
        raise ProblemsFound(library.problems)
    return library


def _strangers(root: Path, problems: list[Problem]) -> None:
    """Reports folders that look like a language and are none: their files would never be read."""
    for parent in ("docs", "modules", "quizzes"):
        folder = root / parent
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = path.relative_to(root).as_posix()
            unshown = (*UNSHOWN_FOLDERS, "versions") if parent != "modules" else ()
            if path.name.startswith(".") or path.name in CODES or path.name in unshown:
                continue
            if path.is_dir() or path.suffix == ".md":
                hint = f"Files go into one of {', '.join(CODES)}."
                problems.append(Problem(name, 0, "stray-file", "this is not a language folder.", hint))
