"""Where every page stands in every language: missing, outdated in which sections, or current.

One pass over the shared paths of the source language; nothing but the files is consulted, so it
holds in a shallow clone too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from courseware.content.documents import Document, documents, source_file
from courseware.content.load import Library
from courseware.content.sections import outdated_sections, section_hashes
from courseware.languages import SOURCE

__all__ = ["Translation", "TranslationKind", "outdated", "source_hashes", "translations"]

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

    @property
    def status(self) -> Literal["missing", "outdated", "current"]:
        """The one word for it."""
        if self.kind == "missing":
            return "missing"
        return "outdated" if self.outdated else "current"


def source_hashes(library: Library) -> dict[str, dict[str, str]]:
    """Gives the section hashes of every Swedish page by its key."""
    return {
        document.key: section_hashes(document.front, document.body) for document in documents(library, SOURCE)
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
    library: Library, language: str, hashes: Mapping[str, Mapping[str, str]] | None = None
) -> list[Translation]:
    """Gives the state of every source page in one language, in the source's order."""
    hashes = hashes if hashes is not None else source_hashes(library)
    own = {document.key: document for document in documents(library, language)}
    found: list[Translation] = []
    for source in documents(library, SOURCE):
        document = own.get(source.key)
        if document is None:
            path = source_file(source.key, language)
            found.append(Translation(source.key, language, "missing", path, source.path))
            continue
        kind = _KINDS.get(str(document.front.get("translation")), "machine")
        found.append(
            Translation(source.key, language, kind, document.path, source.path, outdated(document, hashes))
        )
    return found
