"""The order of words in each language's own alphabet.

As in the Unicode locale data (CLDR, collation `standard`, punctuation ignored): letters first, then the marks
on them where the letters are equal, then capitals. Only what differs from a to z is told.
tests/words/test_alphabet.py compares it with a browser's Intl.Collator.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["sort_key"]

_ALPHABETS = {
    "sv": "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "da": "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å",
    "de": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "et": "a b c d e f g h i j k l m n o p q r s š z ž t u v w õ ä ö ü x y",
    "fi": "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö",
    "lt": "a b c č d e f g h i j k l m n o p q r s š t u v w x z ž",
    "lv": "a ā b c č d e ē f g ģ h i y ī j k ķ l ļ m n ņ o ō p q r ŗ s š t u ū v w x z ž",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
}

_LIKE = {
    "sv": {"ä": "æę", "ö": "øőœô", "y": "üű"},
    "da": {"æ": "ä", "ø": "öő", "y": "üű"},
    "fi": {"ä": "æ", "ö": "ø", "y": "ü"},
    "lt": {"a": "ą", "e": "ęė", "i": "įy"},
}
"""Letters that stand with another one, behind it and all of its marks, in this order."""

_MARKS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0335\u0326"
"""From acute to comma below: the order of marks (Unicode's default collation table)."""

_APART = {"ø": "o\u0338", "ł": "l\u0335", "đ": "d\u0335", "æ": "a\u0332e", "œ": "o\u0332e", "ß": "ss"}
"""Letters that Unicode does not take apart into a letter and a mark."""

_CAPITALS_FIRST = ("da",)

_Part = tuple[int, int, int]
"""Place in the alphabet (0: a mark), weight among marks, weight of the case."""


@lru_cache(maxsize=16)
def _letters(language: str) -> dict[str, tuple[int, int]]:
    """Gives place and weight among marks of each letter that is no other letter with a mark."""
    letters = {letter: (place, 1) for place, letter in enumerate(_ALPHABETS[language].split(), 1)}
    for letter, others in _LIKE.get(language, {}).items():
        for behind, other in enumerate(others, 1):
            letters[other] = (letters[letter][0], 100 + behind)
    return letters


def sort_key(language: str, text: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]:
    """Gives what sorts texts as a reader of the language expects; punctuation and spaces do not count."""
    parts = list(_parts(language, unicodedata.normalize("NFC", text)))
    return (
        tuple(place for place, _, _ in parts if place),
        tuple(mark for _, mark, _ in parts),
        tuple(case for place, _, case in parts if place),
        text,
    )


def _parts(language: str, text: str) -> Iterator[_Part]:
    letters = _letters(language)
    if language == "da":  # Aarhus is an older way to write Århus.
        text = text.replace("AA", "\ue000").replace("Aa", "\ue000").replace("aa", "\ue001")
    for sign in text:
        special = sign in "\ue000\ue001ß"
        small = {"\ue000": "å", "\ue001": "å"}.get(sign, sign.lower())
        capital = sign == "\ue000" or (small != sign and not special)
        case = 2 * (capital != (language in _CAPITALS_FIRST)) + special
        if small in letters:
            yield *letters[small], case
            continue
        for plain in unicodedata.normalize("NFD", _APART.get(small, small)):
            if plain in letters:
                yield *letters[plain], case
            elif unicodedata.combining(plain):
                yield (
                    0,
                    2 + _MARKS.find(plain) % 50,
                    case,
                )  # A mark that is not listed stands behind the others.
            elif plain.isdecimal():
                yield unicodedata.decimal(plain) - 10, 1, case  # Figures stand before letters.
            elif unicodedata.category(plain)[0] in "LMN":
                yield ord(plain), 1, case  # Other writings stand behind.
            elif unicodedata.category(plain)[0] == "S":
                yield ord(plain) - 0x200000, 1, case
