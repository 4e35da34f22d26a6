"""Forms of one word are near each other and other words are not, without a dictionary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courseware.languages import CODES
from courseware.words.endings import SHORTEST, Endings, endings_of, same_word
from courseware.words.fold import fold

FILE = Path(__file__).parents[1] / "vectors" / "words.json"
VECTORS = json.loads(FILE.read_text("utf-8"))

SAME = {
    "sv": "frånvaro/frånvaron elev/elevernas gräns/gränserna ansvar/ansvaret samtal/samtalens",
    "en": "absence/absences study/studied planning/planned",
    "da": "fravær/fraværet elev/elevernes grænse/grænserne samtale/samtalerne",
    "de": "schule/schulen gespräch/gesprächen grenze/grenzen fragen/fragte",
    "et": "õpilane/õpilased puudumine/puudumise kool/koolides vestlus/vestluse",
    "fi": "poissaolo/poissaolojen opiskelija/opiskelijalle raja/rajoille keskustelu/keskusteluun",
    "lt": "mokinys/mokiniams lankomumas/lankomumo pokalbis/pokalbio riba/ribos",
    "lv": "kavējums/kavējumiem skolēns/skolēnam saruna/sarunas robeža/robežu",
    "pl": "uczeń/ucznia nieobecność/nieobecności rozmowa/rozmowy szkoła/szkole",
}
"""Forms of the words that these pages are about."""

OTHER = {
    "sv": "elev/lärare samtal/samhälle frånvaro/framgång",
    "en": "student/teacher plan/place",
    "da": "elev/lærer samtale/samfund",
    "de": "schule/schwester gespräch/gesetz",
    "et": "õpilane/õpetaja kool/kodu",
    "fi": "koulu/koti oppilas/opettaja",
    "lt": "mokinys/mokytoja riba/ratas",
    "lv": "skola/stunda robeža/rinda",
    "pl": "szkoła/sztuka rozmowa/rodzina",
}

FAMILIES = {
    "sv": "bok/böckerna hand/händer stad/städer",
    "en": "buy/bought write/wrote",
    "da": "hånd/hænder",
    "de": "buch/bücher haus/häusern",
    "et": "käsi/käed vesi/veed",
    "fi": "käsi/käden vesi/veden",
    "lv": "nākt/nāca",
    "pl": "iść/szedł dzień/dni",
}
"""Words that change from their beginning: what their stems have in common is too short to be near."""


def _pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(code, *pair.split("/")) for code in CODES for pair in table.get(code, "").split()]  # type: ignore[misc]


@pytest.mark.parametrize(("language", "one", "other"), _pairs(SAME))
def test_forms_of_one_word(language: str, one: str, other: str) -> None:
    assert same_word(language, one, other)
    assert same_word(language, fold(other).upper(), one)


@pytest.mark.parametrize(("language", "one", "other"), _pairs(OTHER))
def test_other_words(language: str, one: str, other: str) -> None:
    assert not same_word(language, one, other)


@pytest.mark.parametrize(("language", "one", "other"), _pairs(FAMILIES))
def test_words_that_change_have_a_family(language: str, one: str, other: str) -> None:
    known = endings_of(language)
    assert set(known.family_stems(fold(one))) & set(known.family_stems(fold(other)))


def test_shared_vectors(update_golden: bool) -> None:
    """Pairs are chosen by hand; the numbers follow the learnt endings."""
    near = [{**each, "near": _near(each)} for each in VECTORS["near"]]
    families = [{**each, "families": _families(each)} for each in VECTORS["families"]]
    if update_golden:
        made = {**VECTORS, "near": near, "families": families}
        FILE.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    assert near == VECTORS["near"]
    assert families == VECTORS["families"]


def test_vectors_speak_of_every_language() -> None:
    for code in CODES:
        numbers = [each["near"] for each in VECTORS["near"] if each["language"] == code]
        assert 0 in numbers
        assert max(numbers) > SHORTEST


def _near(vector: dict[str, Any]) -> float:
    return endings_of(vector["language"]).near(fold(vector["one"]), fold(vector["other"]))


def _families(vector: dict[str, Any]) -> list[str]:
    known = endings_of(vector["language"])
    return [" ".join(known.families[number]) for number in known.family_stems(fold(vector["word"]))]


@pytest.mark.parametrize("code", CODES)
def test_near_goes_both_ways(code: str) -> None:
    for each in VECTORS["near"]:
        if each["language"] == code:
            turned = {**each, "one": each["other"], "other": each["one"]}
            assert _near(turned) == each["near"]


def test_the_last_common_letter_may_belong_to_an_ending() -> None:
    """Polish "szkoła", "szkole": what is in common is longer than the stem where both endings begin alike."""
    known = Endings(frozenset({"", "an", "ar"}), (), (), (), {})
    assert known.near("skolan", "skolar") == 4 - 2
    assert known.near("skolan", "skola") == 0


def test_what_is_in_common_must_be_long_enough() -> None:
    known = Endings(frozenset({"", "a", "b"}), (), (), (), {})
    assert known.near("aba", "abb") == 0
    assert known.near("abca", "abcb") > 0


def test_a_language_without_a_file_only_folds() -> None:
    assert same_word("xx", "Café", "cafe")
    assert not same_word("xx", "cafe", "cafes")


@pytest.mark.parametrize("language", CODES)
def test_learnt_files_are_folded_and_begin_long_enough(language: str) -> None:
    known = endings_of(language)
    assert "" in known.endings
    texts = [
        *known.endings,
        *known.prefixes,
        *known.clitics,
        *(stem for each in known.families for stem in each),
    ]
    assert all(text == fold(text) for text in texts)
    assert all(len(stem) >= SHORTEST for family in known.families for stem in family)
    assert all(len(family) > 1 for family in known.families)
