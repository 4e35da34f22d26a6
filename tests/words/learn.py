"""Learns what the words of each language do: the endings and families of stems in courseware/words/data.

    python tests/words/learn.py [language …]

It reads the word lists of simplemma (form → lemma; MIT licence) and keeps no word of them, only what many
words have in common: the commonest endings, and the stems of short words whose beginning changes. The same
simplemma gives the same files, which test_learnt.py holds it to.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from courseware.words.endings import SHORTEST, Endings
from courseware.words.fold import fold

DATA = Path(__file__).resolve().parents[2] / "scripts" / "courseware" / "words" / "data"


@dataclass(frozen=True)
class Recipe:
    """How much is kept of a language. More endings find more forms, and more words that are none."""

    endings: int
    """How many, the commonest first."""
    longest: int
    """Letters of the longest lemma that may have a family; longer ones change at their end."""
    prefixes: str = ""
    clitics: str = ""
    """What hangs on: Finnish and Estonian "too", Finnish questions and owners."""


RECIPES = {
    "sv": Recipe(400, 7),
    "en": Recipe(150, 8),
    "da": Recipe(300, 7),
    "de": Recipe(200, 7, prefixes="ge"),
    "et": Recipe(700, 6, clitics="gi ki"),
    "fi": Recipe(1500, 5, clitics="kin kaan ko han ni si nsa mme nne an en"),
    "lt": Recipe(1500, 6, prefixes="ne te be"),
    "lv": Recipe(1500, 7, prefixes="ne ja"),
    "pl": Recipe(1200, 6, prefixes="nie naj"),
}
"""Numbers chosen by trying, where more of either found hardly any more forms."""

MOST_STEMS = 9
"""A lemma with more stems is two words that are written alike."""


def learn(language: str) -> str:
    """Gives the text of a language's file."""
    recipe = RECIPES[language]
    lemmas = read_lemmas(language)
    endings = find_endings(lemmas, recipe.endings)
    lines = [
        f"# Learnt from the word lists of simplemma {version('simplemma')} (MIT licence)"
        " by tests/words/learn.py; do not edit by hand.",
        "endings: " + " ".join(sorted(ending or "-" for ending in endings)),
    ]
    if recipe.prefixes:
        lines.append(f"prefixes: {recipe.prefixes}")
    if recipe.clitics:
        lines.append(f"clitics: {recipe.clitics}")
    lines += find_families(lemmas, endings, recipe.longest)
    return "\n".join(lines) + "\n"


def read_lemmas(language: str) -> dict[str, set[str]]:
    """Gives the forms of every lemma that simplemma knows, names left out; both in lower case."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        if form.isalpha() and lemma.isalpha() and not form[0].isupper():
            lemmas[lemma.lower()].add(form.lower())
    return lemmas


def find_endings(lemmas: Mapping[str, Iterable[str]], number: int) -> list[str]:
    """Gives the commonest of what follows the letters that all forms of a lemma have in common."""
    counts: Counter[str] = Counter()
    for lemma, forms in lemmas.items():
        folded = {fold(form) for form in forms} | {fold(lemma)}
        if len(folded) > 1:
            stem = len(_beginning(folded))
            counts.update(form[stem:] for form in folded)
    # Ties by the alphabet: their order must not depend on that of a set.
    return sorted(counts, key=lambda ending: (-counts[ending], ending))[:number]


def find_families(lemmas: Mapping[str, Collection[str]], endings: Iterable[str], longest: int) -> list[str]:
    """Gives the stems of each short lemma that has a form which is not near it, a line a family.

    Forms that begin with the same letters share a stem: as much of what they have in common as leaves
    most of them with an ending.
    """
    known = Endings(frozenset(endings), (), (), (), {})
    families: set[str] = set()
    for lemma, forms in lemmas.items():
        plain = fold(lemma)
        if len(forms) < 2 or not 2 <= len(plain) <= longest:
            continue
        folded = {fold(form) for form in forms if len(form) >= SHORTEST} | {plain}
        if all(known.near(plain, form) for form in folded):
            continue
        alike: dict[str, list[str]] = defaultdict(list)
        for form in folded:
            alike[form[:SHORTEST]].append(form)
        stems = {stem for members in alike.values() if (stem := _stem(members, known.endings))}
        if 2 <= len(stems) <= MOST_STEMS:
            families.add(" ".join(sorted(stems)))
    return sorted(families)


def _stem(forms: Collection[str], endings: Collection[str]) -> str:
    common, best, most = _beginning(forms), "", 0
    for length in range(len(common), SHORTEST - 1, -1):
        known = sum(form[length:] in endings for form in forms)
        if known > most:
            best, most = common[:length], known
    # Rare endings of some forms must not hide the others.
    return best if 2 * most >= len(forms) else ""


def _beginning(forms: Collection[str]) -> str:
    # What the first and the last of them have in common, all between them have.
    first, last = min(forms), max(forms)
    alike = (position for position, letter in enumerate(first) if not last.startswith(letter, position))
    return first[: next(alike, len(first))]


if __name__ == "__main__":
    for code in sys.argv[1:] or RECIPES:
        (DATA / f"{code}.txt").write_text(learn(code), encoding="utf-8")
