"""A guide to the words of a language's pages: from any form that a reader types to words that stand there.

The search library stems and folds, but it knows no Latvian, no "böcker" for "bok" and no parts of compounds.
The guide is asked first, in the reader's browser (overrides/assets/js/lib/words.js). It is cut into small
files by the beginning of the words, of which a search fetches one or two:

    guide.json      endings, prefixes, clitics and commonest words of the language; the beginnings of its
                    words; pages in Swedish only
    w-<n>.txt       a word of the text a line, or `tail>words` (the end of a compound), or `stem*>words`
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from courseware.words.endings import endings_of
from courseware.words.fold import fold

__all__ = ["guide_files"]

FULL = 14_000
"""Characters that a file may hold before it is cut by one letter more."""

COMPOUNDING = ("sv", "da", "de", "et", "fi")
"""Languages that write compounds as one word."""

PART = 4
"""Letters that a part of a compound has at the least."""

LINKS = ("", "s", "n", "e", "en", "es")
"""What may stand between the parts."""


def guide_files(
    language: str, words: Collection[str], swedish_only: Collection[str], common: Collection[str] = ()
) -> dict[str, bytes]:
    """Gives the files of a guide by name.

    Args:
        language: Whose words they are.
        words: Every word of the pages, in lower case.
        swedish_only: Addresses of pages that this language shows in Swedish.
        common: Words that stand on most pages: a long question is asked without them.
    """
    known = endings_of(language)
    lines: dict[str, list[str]] = defaultdict(list)
    for word in words:
        lines[fold(word)].append(word)
    folded = {form: sorted(forms) for form, forms in lines.items()}
    if language in COMPOUNDING:
        for tail, wholes in _tails(folded).items():
            lines[tail].append(f"{tail}>{','.join(sorted(wholes))}")
    for stem, others in _families(language, folded).items():
        lines[stem].append(f"{stem}*>{','.join(sorted(others))}")
    shards = _cut({form: sorted(found) for form, found in lines.items()})
    head = {
        "endings": " ".join(sorted(known.endings)),
        "prefixes": known.prefixes,
        "clitics": known.clitics,
        "compounds": language in COMPOUNDING,
        "shards": [beginning for beginning, _ in shards],
        "common": " ".join(sorted(common)),
        "swedish": sorted(swedish_only),
    }
    files = {"guide.json": json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()}
    for number, (_, content) in enumerate(shards):
        files[f"w-{number}.txt"] = "\n".join(content).encode()
    return files


def _tails(folded: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Gives the ends of compounds whose beginning is a word of the text too: "skolfrånvaro" → "frånvaro"."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, words in folded.items():
        for cut in range(PART, len(form) - PART + 1):
            tail = form[cut:]
            # A tail that is a word of the text needs the line too: pages with the compound alone are meant.
            if any(form[:cut].removesuffix(link) in folded for link in LINKS if form[:cut].endswith(link)):
                found[tail].update(words)
    return found


def _families(language: str, folded: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Gives, for each stem of a changing word, the words of the text that have another of its stems."""
    known = endings_of(language)
    present: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for form, words in folded.items():
        for family in known.family_stems(form):
            stem = max((s for s in known.families[family] if form.startswith(s)), key=len)
            present[family][stem].update(words)
    found: dict[str, set[str]] = defaultdict(set)
    for family, stems in present.items():
        for stem in known.families[family]:
            others = {word for other, words in stems.items() if other != stem for word in words}
            found[stem].update(others)
    return {stem: words for stem, words in found.items() if words}


def _cut(lines: Mapping[str, Iterable[str]]) -> list[tuple[str, list[str]]]:
    """Cuts a sorted list into files by beginning, so that no beginning is the beginning of another."""
    shards: list[tuple[str, list[str]]] = []

    def cut(beginning: str, forms: list[str]) -> None:
        content = [line for form in forms for line in lines[form]]
        if beginning and (sum(map(len, content)) <= FULL or len(beginning) >= 4):
            shards.append((beginning, content))
            return
        groups: dict[str, list[str]] = defaultdict(list)
        for form in forms:
            groups[form[: len(beginning) + 1]].append(form)
        for longer, members in groups.items():
            if longer == beginning:  # The word itself goes with whatever comes first.
                shards.append((longer + "$", [line for form in members for line in lines[form]]))
            else:
                cut(longer, members)

    cut("", sorted(lines))
    return shards
