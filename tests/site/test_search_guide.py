"""The guide leads from any form of a word to the words of the pages, in files that a reader finds unaided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.site import search_guide
from courseware.site.search_guide import guide_files
from courseware.site.search_memory import SearchMemory
from courseware.words.endings import Endings
from courseware.words.fold import fold


def head(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["guide.json"])
    return found


def lines(files: dict[str, bytes]) -> list[str]:
    """Gives every line of all shards."""
    shards = head(files)["shards"]
    return [line for number in range(len(shards)) for line in files[f"w-{number}.txt"].decode().splitlines()]


def tails(language: str, *words: str) -> dict[str, list[str]]:
    """Gives the words that each end of a compound leads to."""
    found = [
        line.split(">") for line in lines(guide_files(language, words, [])) if ">" in line and "*" not in line
    ]
    return {tail: wholes.split(",") for tail, wholes in found}


def test_every_word_stands_on_a_line_as_it_is_written() -> None:
    words = {"frånvaro", "franvaro", "rektor"}
    assert [line for line in lines(guide_files("en", words, [])) if line in words] == [
        "franvaro",
        "frånvaro",
        "rektor",
    ]


def test_the_end_of_a_compound_leads_to_it() -> None:
    assert tails("sv", "skolfrånvaro", "skol")["franvaro"] == ["skolfrånvaro"]


def test_a_letter_may_stand_between_the_parts() -> None:
    assert tails("sv", "aktivitetsansvar", "aktivitet")["ansvar"] == ["aktivitetsansvar"]
    assert tails("de", "schulenfehlen", "schul")["fehlen"] == ["schulenfehlen"]


def test_a_beginning_that_is_no_word_of_the_text_makes_no_compound() -> None:
    assert tails("sv", "skolfrånvaro", "rektor") == {}


def test_several_compounds_share_their_end() -> None:
    found = tails("sv", "skolfrånvaro", "skol", "lärarfrånvaro", "lärar", "frånvaro")
    assert found["franvaro"] == ["lärarfrånvaro", "skolfrånvaro"]


def test_a_tail_that_is_a_word_too_still_leads_to_the_compound() -> None:
    files = guide_files("sv", {"skolfrånvaro", "skol", "frånvaro"}, [])
    assert {"frånvaro", "franvaro>skolfrånvaro"} <= set(lines(files))


@pytest.mark.parametrize("language", ["en", "lt", "lv", "pl"])
def test_languages_that_write_compounds_apart_have_no_tails(language: str) -> None:
    assert tails(language, "schoolabsence", "school", "absence") == {}
    assert head(guide_files(language, {"school"}, []))["compounds"] is False


def test_a_changing_word_leads_to_its_other_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Endings(
        frozenset({"", "en", "er", "erna"}), (("bok", "bock"),), (), (), {"bok": (0,), "bock": (0,)}
    )
    monkeypatch.setattr(search_guide, "endings_of", lambda language: known)
    found = set(lines(guide_files("en", {"boken", "böckerna", "bokat"}, [])))
    assert {"bok*>böckerna", "bock*>boken"} <= found


def test_a_family_with_one_stem_in_the_text_still_serves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Endings(frozenset({"", "er"}), (("bok", "bock"),), (), (), {"bok": (0,), "bock": (0,)})
    monkeypatch.setattr(search_guide, "endings_of", lambda language: known)
    stems = [line for line in lines(guide_files("en", {"böcker"}, [])) if "*" in line]
    assert stems == ["bok*>böcker"]


def test_real_families_are_known() -> None:
    found = lines(guide_files("sv", {"böckerna"}, []))
    assert any(line.startswith("bok*>") and "böckerna" in line for line in found)


def test_pages_in_swedish_are_listed() -> None:
    assert head(guide_files("lv", {"vārds"}, ["b/", "a/", ""]))["swedish"] == ["", "a/", "b/"]


def test_common_words_are_those_of_most_pages(tmp_path: Path) -> None:
    memory = SearchMemory(tmp_path)
    for number, words in enumerate(("hur och elev", "hur och rektor", "hur larm", "vad och larm och och")):
        memory.put(f"{number}.md", f"{number}".encode(), words)
    assert memory.common() == {"hur", "och"}
    assert head(guide_files("sv", memory.words(), [], memory.common()))["common"] == "hur och"


def test_a_language_without_words_still_has_a_guide() -> None:
    files = guide_files("lv", set(), ["a/"])
    assert set(files) == {"guide.json"}
    assert head(files)["shards"] == []


def test_the_same_words_give_the_same_bytes() -> None:
    words = [f"{first}{second}ord" for first in "abcdefgh" for second in "åäöxyz"]
    assert guide_files("sv", words, ["a/", "b/"]) == guide_files("sv", words[::-1], ["b/", "a/"])


def many() -> list[str]:
    """Gives words enough for beginnings of several letters, some of them words themselves."""
    letters = "abcdefgh"
    long = [f"sk{a}{b}{c}{d}ning" for a in letters for b in letters for c in letters for d in letters]
    return [*long, "sk", "ska", "skaa", "skab", "rektor", "åtgärd"]


def shard_of(word: str, shards: list[str]) -> list[int]:
    """Gives where a reader looks for a word: in the file of that very word, else of its beginning."""
    form = fold(word)
    whole = [number for number, beginning in enumerate(shards) if beginning == f"{form}$"]
    return whole or [number for number, beginning in enumerate(shards) if form.startswith(beginning)]


@pytest.fixture(scope="module")
def large() -> dict[str, bytes]:
    return guide_files("en", many(), [])


def test_no_beginning_is_the_beginning_of_another(large: dict[str, bytes]) -> None:
    shards = head(large)["shards"]
    assert any(len(beginning) > 2 for beginning in shards)
    assert [
        (one, other) for one in shards for other in shards if one != other and other.startswith(one)
    ] == []


def test_every_word_is_in_exactly_the_file_that_its_beginning_says(large: dict[str, bytes]) -> None:
    shards = head(large)["shards"]
    for word in many():
        holding = [n for n in range(len(shards)) if word in large[f"w-{n}.txt"].decode().splitlines()]
        assert holding == shard_of(word, shards), word


def test_a_file_is_cut_where_it_grows_too_large(large: dict[str, bytes]) -> None:
    shards = head(large)["shards"]
    for number, beginning in enumerate(shards):
        if len(beginning) < 4:
            assert sum(map(len, large[f"w-{number}.txt"].decode().splitlines())) <= search_guide.FULL


WORDS = st.sets(st.text("abskåéß", min_size=3, max_size=9), max_size=60)


@settings(max_examples=80, deadline=None)
@given(WORDS, st.sampled_from(["sv", "lv", "en"]))
def test_any_words_are_found_where_their_beginning_says(words: set[str], language: str) -> None:
    before, search_guide.FULL = search_guide.FULL, 60
    try:
        files = guide_files(language, words, [])
    finally:
        search_guide.FULL = before
    shards = head(files)["shards"]
    assert len(shards) == len(set(shards)) == len(files) - 1
    for word in words:
        (number,) = shard_of(word, shards)
        assert word in files[f"w-{number}.txt"].decode().splitlines()
