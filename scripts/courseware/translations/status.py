"""Where every page stands in every language: missing, outdated in which sections, or current.

One pass over the shared paths of the source language; nothing but the files is consulted, so it
holds in a shallow clone too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from courseware.content.documents import Document, documents, source_file
from courseware.content.load import Library
from courseware.content.markdown import readable
from courseware.content.sections import outdated_sections, section_hashes, sections
from courseware.languages import SOURCE

__all__ = [
    "Progress",
    "Translation",
    "TranslationKind",
    "count_words",
    "outdated",
    "progress_of",
    "source_hashes",
    "source_words",
    "translations",
]

TranslationKind = Literal["missing", "original", "machine", "reviewed", "adapted"]
_KINDS: Mapping[str, TranslationKind] = {
    "original": "original",
    "machine": "machine",
    "reviewed": "reviewed",
    "adapted": "adapted",
}


@dataclass(frozen=True, slots=True)
class Translation:
    """One page of the source in another language."""

    key: str
    """Path below the language, `modules/m07-…/index.md`."""
    language: str
    kind: TranslationKind
    path: str
    """Where the file is, or where it would be."""
    source_path: str
    outdated: tuple[str, ...] = ()
    """Ids of the source's sections that changed since; all of them where no hashes were noted."""
    words: int = 0
    """Words of the Swedish page."""
    outdated_words: int = 0
    """Words of those of its sections that changed."""

    @property
    def status(self) -> Literal["missing", "outdated", "current"]:
        """The one word for it."""
        if self.kind == "missing":
            return "missing"
        return "outdated" if self.outdated else "current"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one language has come, in words of the Swedish pages."""

    current: int
    outdated: int
    missing: int
    kinds: Mapping[str, int]
    """Words that are translated, by the kind of translation."""

    @property
    def words(self) -> int:
        """All there is to translate."""
        return self.current + self.outdated + self.missing

    def percent(self, words: int) -> int:
        """Gives a share in whole percent, rounded down so that 100 means all."""
        return 100 * words // self.words if self.words else 0


def progress_of(pages: Iterable[Translation]) -> Progress:
    """Gives how far the pages of a language have come together."""
    current = outdated = missing = 0
    kinds: dict[str, int] = {}
    for page in pages:
        if page.kind == "missing":
            missing += page.words
            continue
        outdated += page.outdated_words
        current += page.words - page.outdated_words
        kinds[page.kind] = kinds.get(page.kind, 0) + page.words
    return Progress(current, outdated, missing, kinds)


_WORD = re.compile(r"[^\W\d_]+")


def count_words(markdown: str) -> int:
    """Gives the words of a piece of Markdown that somebody has to translate."""
    return len(_WORD.findall(readable(markdown)))


def source_hashes(library: Library) -> dict[str, dict[str, str]]:
    """Gives the section hashes of every Swedish page by its key."""
    return {
        document.key: section_hashes(document.front, document.body) for document in documents(library, SOURCE)
    }


def source_words(library: Library) -> dict[str, dict[str, int]]:
    """Gives the words of each section of every Swedish page by its key."""
    return {
        document.key: {
            section.id: count_words(section.text) for section in sections(document.front, document.body)
        }
        for document in documents(library, SOURCE)
    }


def outdated(document: Document, hashes: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Gives the source sections that a translated page has not followed.

    Args:
        document: The translation.
        hashes: What `source_hashes` gives.
    """
    noted = document.front.get("source")
    return tuple(outdated_sections(hashes.get(document.key, {}), noted if isinstance(noted, dict) else {}))


def translations(
    library: Library,
    language: str,
    hashes: Mapping[str, Mapping[str, str]] | None = None,
    words: Mapping[str, Mapping[str, int]] | None = None,
) -> list[Translation]:
    """Gives the state of every source page in one language, in the source's order."""
    hashes = hashes if hashes is not None else source_hashes(library)
    own = {document.key: document for document in documents(library, language)}
    words = words if words is not None else source_words(library)
    found: list[Translation] = []
    for source in documents(library, SOURCE):
        document = own.get(source.key)
        counted = words[source.key]
        total = sum(counted.values())
        if document is None:
            path = source_file(source.key, language)
            found.append(Translation(source.key, language, "missing", path, source.path, (), total))
            continue
        kind = _KINDS.get(str(document.front.get("translation")), "machine")
        changed = outdated(document, hashes)
        stale = sum(counted.get(section, 0) for section in changed)
        found.append(
            Translation(source.key, language, kind, document.path, source.path, changed, total, stale)
        )
    return found
