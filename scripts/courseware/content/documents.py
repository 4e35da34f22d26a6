"""Every written file as one kind of thing, for what goes through all of them: checks, translations.

A document's key is its path below the language, as it will be staged: `modules/m07-…/index.md`,
`modules/m07-…/quiz.md`, `roles/principal.md`. The same key in two languages is the same page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from courseware.content.blocks import Node, parse_blocks
from courseware.content.front_matter import Front
from courseware.content.load import Library
from courseware.content.model import Host

__all__ = ["Document", "DocumentKind", "documents", "draft_documents", "source_file"]

DocumentKind = Literal["page", "module", "lesson", "workshop", "quiz"]


@dataclass(frozen=True)
class Document:
    """One file with front matter and a body."""

    kind: DocumentKind
    key: str
    language: str
    path: str
    """Relative to the project folder."""
    front: Front
    body: str

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The body as a tree of Markdown and blocks; parsed once, for all the rules that look at blocks."""
        return parse_blocks(self.body, self.path, self.front.body_line)[0]

    @property
    def folder(self) -> str:
        """Folder of the key, which relative links start from."""
        return posixpath.dirname(self.key)


def documents(library: Library, language: str) -> Iterator[Document]:
    """Yields what is really written in one language, fallbacks left out."""
    for page in library.pages[language].values():
        yield Document("page", page.path, language, page.source_path, page.front, page.body)
    for module in library.modules[language].values():
        base = module.folder
        yield Document("module", f"{base}/index.md", language, module.path, module.front, module.body)
        for lesson in module.lessons:
            if lesson.language == language:
                key = f"{base}/{lesson.id}.md"
                yield Document("lesson", key, language, lesson.path, lesson.front, lesson.body)
        yield from _workshop(module)
    for exchange in library.formats.get(language, {}).values():
        yield from _workshop(exchange)
    for quiz in library.quizzes[language].values():
        yield Document("quiz", f"modules/{quiz.id}/quiz.md", language, quiz.path, quiz.front, quiz.body)


def _workshop(host: Host) -> Iterator[Document]:
    """Yields the workshop that a host has in its own language."""
    workshop = host.workshop
    if workshop is not None and workshop.language == host.language:
        key = f"{host.folder}/workshop.md"
        yield Document("workshop", key, host.language, workshop.path, workshop.front, workshop.body)


def draft_documents(library: Library, language: str) -> Iterator[Document]:
    """Yields the drafts of one language, which no other reader of documents meets."""
    for page in library.drafts.get(language, {}).values():
        yield Document("page", page.path, language, page.source_path, page.front, page.body)


def source_file(key: str, language: str) -> str:
    """Gives the file that a key is written in, relative to the project folder."""
    if key.startswith("modules/") and key.count("/") == 2:
        module_id, name = key.split("/")[1:]
        if name == "quiz.md":
            return f"quizzes/{language}/{module_id}.md"
        return f"modules/{language}/{module_id}/{name}"
    return f"docs/{language}/{key}"
