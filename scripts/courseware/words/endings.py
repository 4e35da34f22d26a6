"""Which words are forms of the same word, without a dictionary.

For each language a file (data/<lang>.txt) holds the endings that its words take, and families of stems
for words whose beginning changes ("bok", "bock-er"). Two words are near when what they have in common is
followed, in both, by an ending. That finds forms of words that no dictionary has. The files are learnt
from a maintained morphological word list by tests/words/learn.py; overrides/assets/js/lib/words.js does
the same in the reader's browser, and both read tests/vectors/words.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from courseware.words.fold import fold

__all__ = ["SHORTEST", "Endings", "endings_of", "same_word"]

SHORTEST = 3
"""Letters that two forms must have in common at the least."""

_FOLDER = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Endings:
    """What the words of one language do; all of it folded."""

    endings: frozenset[str]
    """Endings, the empty one included."""
    families: tuple[tuple[str, ...], ...]
    """Stems that belong to one word."""
    prefixes: tuple[str, ...]
    """Beginnings that make a form of the same word: German "ge", Latvian "ne"."""
    clitics: tuple[str, ...]
    """What may hang on after an ending: Finnish "kin"."""
    stems: Mapping[str, tuple[int, ...]]
    """Positions in `families`, by stem."""

    def near(self, one: str, other: str) -> float:
        """Gives how near two folded words are as forms of one word, 0 where they are not.

        That is letters in common less letters that differ. The last common letter may belong to an ending.
        """
        common = _common(one, other)
        for stem in (common, common - 1):
            if stem < SHORTEST:
                break
            if one[stem:] in self.endings and other[stem:] in self.endings:
                return max(stem - (len(one) + len(other) - 2 * stem) / 2, 0.5)
        return 0.0

    def family_stems(self, word: str) -> Iterator[int]:
        """Yields the families that a folded word may belong to."""
        for length in range(SHORTEST, len(word) + 1):
            found = self.stems.get(word[:length])
            if found and word[length:] in self.endings:
                yield from found


def _common(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    for position in range(shorter):
        if one[position] != other[position]:
            return position
    return shorter


@lru_cache(maxsize=16)
def endings_of(language: str) -> Endings:
    """Gives what is known of a language's words; a language without a file has none."""
    path = _FOLDER / f"{language}.txt"
    lists: dict[str, tuple[str, ...]] = {}
    families: list[tuple[str, ...]] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        head, *rest = line.split()
        if head.endswith(":"):
            lists[head[:-1]] = tuple("" if word == "-" else word for word in rest)
        elif head != "#":
            families.append((head, *rest))
    stems: dict[str, list[int]] = {}
    for number, family in enumerate(families):
        for stem in family:
            stems.setdefault(stem, []).append(number)
    return Endings(
        frozenset(lists.get("endings", ("",))),
        tuple(families),
        lists.get("prefixes", ()),
        lists.get("clitics", ()),
        {stem: tuple(numbers) for stem, numbers in stems.items()},
    )


def same_word(language: str, one: str, other: str) -> bool:
    """Whether two words as written are forms of one word."""
    first, second = fold(one), fold(other)
    return first == second or endings_of(language).near(first, second) > 0
