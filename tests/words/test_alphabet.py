"""Lists of words stand in the order of their language, and in the same order whether we or a browser sort."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from words.texts import searched_words, term_texts

from courseware.languages import CODES
from courseware.words.alphabet import sort_key

if TYPE_CHECKING:
    from playwright.sync_api import Page

ORDERS = {
    "sv": "arbete elev zon år ämne överblick",
    "en": "absence café student zone",
    "da": "arbejde Zone zone æble øvelse ål Aalborg år århus",
    "de": "amt ämter ärger arm strasse straße strasz zeit",
    "et": "samm šokk zoom žanr tund võti äng öö üks",
    "fi": "aika vuosi väylä wok yö zoom åå äiti öljy",
    "lt": "cukrus čia ilgas įmonė ypač jis šuo tas zona žmogus",
    "lv": "cits čaks gads ģimene kas ķeras les ļauj nams ņem",
    "pl": "as ąb cel ćma echo ęś las łoś noc ósmy zeszyt źle żona",
}
"""A handful of words of each language in their order, invented where the language has none."""

SORT = """([words, language]) => {
  const { compare } = new Intl.Collator(language, { sensitivity: "variant", ignorePunctuation: true });
  // What differs in punctuation alone is equal to the collator.
  return words.sort((one, other) => compare(one, other) || (one < other ? -1 : 1));
}"""


def _sorted(language: str, words: list[str]) -> list[str]:
    return sorted(words, key=lambda word: sort_key(language, word))


def _shuffled(words: set[str]) -> list[str]:
    found = sorted(words)
    random.Random(1).shuffle(found)  # noqa: S311 -- an order to sort, not a secret
    return found


@pytest.mark.parametrize("language", CODES)
def test_every_letter_stands_where_its_language_has_it(language: str) -> None:
    words = ORDERS[language].split()
    assert _sorted(language, _shuffled(set(words))) == words


def test_signs_do_not_count() -> None:
    assert _sorted("sv", ["a-c", "ab-", "(ab) d", "ab", "abe"]) == ["ab", "ab-", "(ab) d", "abe", "a-c"]


@pytest.mark.browser
@pytest.mark.parametrize("language", CODES)
def test_the_browser_sorts_alike(language: str, project_root: Path, browser_page: Page) -> None:
    """Terms, their single words, and every word of the pages, figures and foreign letters included."""
    terms = set(term_texts(project_root, language))
    words = (
        terms
        | {word for term in terms for word in term.split()}
        | set(searched_words(project_root, language))
    )
    words |= set(ORDERS[language].split())
    given = _shuffled(words)
    assert _sorted(language, given) == browser_page.evaluate(SORT, [given, language])
