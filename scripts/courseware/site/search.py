"""The search of each language: an index of its own, made by Pagefind from the pages as they are published.

    search-index/pagefind.js    the library, once for all languages
    search-index/<lang>/…       its index, and the guide to the language's words (site/search_guide.py)

A language whose pages are what they were is not indexed again.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from courseware.content.workshop import LEADERS_PAGES
from courseware.errors import CoursewareError
from courseware.site.addresses import address_of
from courseware.site.search_guide import guide_files
from courseware.site.search_memory import SearchMemory
from courseware.site.search_text import search_text

__all__ = ["SEARCH_FOLDER", "index_files", "is_searched", "kept_files", "search_files", "swedish_only"]

SEARCH_FOLDER = "search-index"
"""Below the site's root; not "search", which is the page."""

NOT_SEARCHED = ("search", "notfound", "progress", "check-in", *(set(LEADERS_PAGES) - {"facilitator"}))
"""Kinds of pages that nobody looks for by their words."""

LIBRARY = "pagefind.js"
_KEPT = re.compile(r"pagefind\.js|pagefind-entry\.json|.*\.(pf_meta|pf_index|pf_fragment|pf_filter|pagefind)")
"""What of Pagefind's bundle is published; the rest are interfaces of its own."""


def is_searched(document: Mapping[str, Any]) -> bool:
    """Whether a page is in its language's index: real pages are, Swedish text on a foreign page is not."""
    return not document["fallback"] and document["kind"] not in NOT_SEARCHED


def swedish_only(documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Gives the addresses of the pages that a language shows in Swedish."""
    return sorted(address_of(file) for file, document in documents.items() if document["fallback"])


def search_files(
    language: str, documents: Mapping[str, Mapping[str, Any]], read: Callable[[str], bytes]
) -> dict[str, bytes]:
    """Gives the published files of a language's search by their path below the site's root.

    Args:
        language: The language.
        documents: `doc` of each of its pages by file.
        read: Gives the published bytes of a page by its file.

    Raises:
        CoursewareError: Pagefind's program is missing for this machine, or it failed.
    """
    with tempfile.TemporaryDirectory(prefix="courseware-search-") as temporary:
        memory = SearchMemory(Path(temporary))
        for file, document in documents.items():
            if is_searched(document):
                memory.put(file, *search_text(read(file), document).packed())
        return index_files(language, memory.pages, memory.words(), swedish_only(documents), memory.common())


def index_files(
    language: str,
    pages: Path,
    words: Collection[str],
    swedish: Collection[str],
    common: Collection[str] = (),
) -> dict[str, bytes]:
    """Gives the published files of a language's search, made from a folder of searched pages.

    Args:
        language: The language.
        pages: The folder: a small page each, as `search_text` gives it.
        words: Every word of them.
        swedish: Addresses of pages that the language shows in Swedish.
        common: Words that stand on most of them.

    Raises:
        CoursewareError: Pagefind's program is missing for this machine, or it failed.
    """
    with tempfile.TemporaryDirectory(prefix="courseware-search-") as temporary:
        bundle = Path(temporary)
        if words:
            _run(language, pages, bundle)
        found = {
            path.relative_to(bundle).as_posix(): path.read_bytes()
            for path in sorted(bundle.rglob("*"))
            if path.is_file() and _KEPT.fullmatch(path.name)
        }
    library = found.pop(LIBRARY, None)
    files = {f"{SEARCH_FOLDER}/{language}/{name}": data for name, data in found.items()}
    if library is not None:
        files[f"{SEARCH_FOLDER}/{LIBRARY}"] = library
    for name, data in guide_files(language, words, swedish, common).items():
        files[f"{SEARCH_FOLDER}/{language}/{name}"] = data
    return files


def _run(language: str, pages: Path, bundle: Path) -> None:
    try:
        from pagefind_bin import get_executable

        program = get_executable()
    except (ImportError, FileNotFoundError) as error:
        raise CoursewareError(
            "The search cannot be indexed: Pagefind has no program for this machine. "
            "Install the package pagefind-bin for it (Linux, macOS and Windows have one)."
        ) from error
    command = [program, "--site", pages, "--output-path", bundle, "--force-language", language, "--silent"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CoursewareError(f"Pagefind could not index the pages in '{language}': {' '.join(said[-3:])}")


def kept_files(language: str, published: Iterable[str]) -> list[str]:
    """Gives those of the published files that belong to a language's search, the library included."""
    own = f"{SEARCH_FOLDER}/{language}/"
    return [path for path in published if path.startswith(own) or path == f"{SEARCH_FOLDER}/{LIBRARY}"]
