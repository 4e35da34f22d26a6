"""The searched text of a language's pages, kept between builds as the small pages that Pagefind reads.

After a change only the pages that changed are taken apart again, and where their text is what it was (a badge
came, a neighbour was renamed) the language is not indexed again.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from courseware.site.addresses import address_of
from courseware.site.tree import digest_of

__all__ = ["SearchMemory"]

MOST = 0.6
"""The share of a language's pages that a common word stands on."""


class SearchMemory:
    """One language's searched pages on disk."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        """The folder that Pagefind reads."""
        self._file = folder / "texts"
        try:
            self._known = msgspec.msgpack.decode(self._file.read_bytes(), type=dict[str, tuple[str, str]])
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            self._known = {}
            shutil.rmtree(self.pages, ignore_errors=True)
        self.pages.mkdir(parents=True, exist_ok=True)

    def put(self, file: str, page: bytes, words: str) -> None:
        """Keeps the text of one page: the small page, and its words with spaces between."""
        digest = digest_of(page)
        target = self.pages / address_of(file) / "index.html"
        if self._known.get(file, ("", ""))[0] == digest and target.is_file():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page)
        self._known[file] = (digest, words)

    def missing(self, files: Iterable[str]) -> list[str]:
        """Gives those pages whose text is not kept."""
        return [
            file
            for file in files
            if file not in self._known or not (self.pages / address_of(file) / "index.html").is_file()
        ]

    def keep(self, files: Iterable[str]) -> None:
        """Forgets every page but these."""
        for gone in set(self._known).difference(files):
            (self.pages / address_of(gone) / "index.html").unlink(missing_ok=True)
            del self._known[gone]

    def words(self) -> set[str]:
        """Gives every word of the pages."""
        return {word for _, words in self._known.values() for word in words.split()}

    def common(self) -> set[str]:
        """Gives the words that stand on most pages: in a question they say nothing of what is meant."""
        counts = Counter(word for _, words in self._known.values() for word in set(words.split()))
        return {word for word, count in counts.items() if count > MOST * len(self._known)}

    def key(self) -> str:
        """Gives a hash of all texts."""
        lines = (f"{file}\0{digest}" for file, (digest, _) in sorted(self._known.items()))
        return digest_of("\0".join(lines).encode())

    def save(self) -> None:
        """Notes on disk what is kept."""
        spare = self._file.with_name(f".{self._file.name}.new")
        spare.write_bytes(msgspec.msgpack.encode(self._known))
        spare.replace(self._file)
