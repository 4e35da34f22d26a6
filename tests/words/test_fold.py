"""Letters without their marks: the vectors that the browser's fold reads too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courseware.languages import CODES
from courseware.words.alphabet import _ALPHABETS
from courseware.words.fold import fold

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "words.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS["fold"], ids=lambda vector: vector["text"])
def test_shared_vectors(vector: dict[str, str]) -> None:
    assert fold(vector["text"]) == vector["folded"]


@pytest.mark.parametrize("language", CODES)
def test_every_letter_of_a_language_can_be_typed_on_a_plain_keyboard(language: str) -> None:
    letters = _ALPHABETS[language].split()
    folded = fold("".join([*letters, *map(str.upper, letters)]))
    assert folded.isascii()
    assert folded.isalpha()


def test_every_letter_of_every_alphabet_is_in_the_vectors() -> None:
    seen = set("".join(vector["text"].lower() for vector in VECTORS["fold"]))
    assert {letter for letters in _ALPHABETS.values() for letter in letters.split()} <= seen


@pytest.mark.parametrize("vector", VECTORS["fold"], ids=lambda vector: vector["text"])
def test_folding_twice_is_folding_once(vector: dict[str, str]) -> None:
    assert fold(vector["folded"]) == vector["folded"]
