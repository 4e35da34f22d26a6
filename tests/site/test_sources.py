"""A source as readers see it: label, entry, kind and how it was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courseware.content.bibliography import load_bibliography
from courseware.site.sources import KINDS, READINGS, entry_html, kind_of, label, reading_of
from courseware.site.sources_page import source_filters, sources_list
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]
SV, EN = load_strings(ROOT, "sv"), load_strings(ROOT, "en")

ARTICLE: dict[str, Any] = {
    "id": "ek2020",
    "type": "article-journal",
    "title": "Why & how",
    "author": [{"family": "Ek", "given": "Ann"}, {"family": "Al", "given": "Bo"}, {"family": "Sten"}],
    "issued": {"date-parts": [[2020, 3]]},
    "container-title": "Journal of Schools",
    "volume": "4",
    "issue": "2",
    "page": "10-19",
    "DOI": "10.1000/x.1",
    "language": "en",
    "custom": {"mark": "S"},
}


def _marked(**custom: str) -> dict[str, Any]:
    return {**ARTICLE, "custom": custom}


def test_an_article_is_told_in_full() -> None:
    assert entry_html(ARTICLE, SV) == (
        'Ek, A., Al, B. &amp; Sten (2020). <cite lang="en">Why &amp; how</cite>. Journal of Schools 4(2), '
        '10–19. <a href="https://doi.org/10.1000/x.1" rel="external">doi:10.1000/x.1</a>.'
    )


LABELS = {
    "three persons": (ARTICLE, "Ek et al. 2020"),
    "in Swedish": ({**ARTICLE, "language": "sv"}, "Ek m.fl. 2020"),
    "and others": ({**ARTICLE, "author": [{"family": "Ek"}, {"literal": "et al."}]}, "Ek et al. 2020"),
    "no author": ({"title": "SOU", "publisher": "Statens utredningar"}, "Statens utredningar"),
}


@pytest.mark.parametrize(("entry", "expected"), LABELS.values(), ids=LABELS)
def test_a_label_says_who_and_when(entry: dict[str, Any], expected: str) -> None:
    assert label(entry) == expected


def test_others_whose_names_are_not_written_down_are_said_in_the_entry_too() -> None:
    entry = {**ARTICLE, "author": [{"family": "Ek", "given": "Ann"}, {"literal": "et al."}]}
    assert entry_html(entry, SV).startswith("Ek, A. et al. (2020). ")


READ = {
    "seen": ({"mark": "S"}, "seen"),
    "in a copy": ({"mark": "S", "note": "read in a copy"}, "copy"),
    "second-hand": ({"mark": "S", "note": "secondary"}, "secondary"),
    "by its title": ({"mark": "S", "note": "title only"}, "title"),
    "in part": ({"mark": "S", "note": "in part"}, "part"),
    "not at all": ({"mark": "K", "note": "secondary"}, "known"),
    "another note": ({"mark": "S", "note": "thick"}, "seen"),
}


@pytest.mark.parametrize(("custom", "expected"), READ.values(), ids=READ)
def test_how_a_source_was_read_is_one_word(custom: dict[str, str], expected: str) -> None:
    assert reading_of(_marked(**custom)) == expected
    mark = f'<span class="mark">{SV(f"sources.mark.{expected}")}</span>'
    assert (mark in entry_html(_marked(**custom), SV)) == (expected != "seen")


def test_the_list_says_what_each_source_is_and_who_cites_it() -> None:
    pages = [(f"p{number}/", f"Sida <{number}>", "sv") for number in range(8)]
    listed = sources_list({"ek2020": ARTICLE}, "en", EN, {"ek2020": pages})
    assert '<li id="source-ek2020" data-kind="article" data-mark="seen">' in listed
    assert '<span class="meta">Journal article · seen</span>' in listed
    assert '<a href="../p0/" lang="sv">Sida &lt;0&gt;</a>' in listed
    assert "<details><summary>5 more pages</summary>" in listed
    assert '<a href="../../data/sources.bib" download>' in listed


def test_our_own_words_below_a_swedish_text_say_whose_they_are() -> None:
    assert '<ul class="bibliography" lang="en">' in sources_list({"ek2020": ARTICLE}, "en", EN, {}, "sv")
    assert '<ul class="bibliography">' in sources_list({"ek2020": ARTICLE}, "sv", SV, {}, "sv")


def test_what_may_not_be_published_is_nowhere() -> None:
    hidden = {"x": _marked(mark="K?"), "ek2020": ARTICLE}
    assert "source-x" not in sources_list(hidden, "sv", SV, {})
    assert sources_list({"x": _marked(mark="K?")}, "sv", SV, {}) == ""
    assert source_filters([_marked(mark="K?")], SV)[0]["choices"] == []


def test_the_filter_offers_only_what_there_is_in_a_fixed_order() -> None:
    entries = [_marked(mark="K"), ARTICLE, {**ARTICLE, "type": "report"}]
    kinds, marks = source_filters(entries, SV)
    assert [value for value, _ in kinds["choices"]] == ["article", "report"]
    assert [value for value, _ in marks["choices"]] == ["seen", "known"]


def test_our_own_bibliography_has_a_kind_and_a_reading_for_everything() -> None:
    bibliography, problems = load_bibliography(ROOT)
    assert problems == []
    for key, entry in bibliography.items():
        assert kind_of(entry) in KINDS
        assert reading_of(entry) in READINGS
        note = entry["custom"].get("note")
        assert note is None or reading_of(entry) != "seen", f"{key}: an unknown note, '{note}'"
        for texts in (SV, EN):
            assert label(entry)
            assert entry_html(entry, texts)


COPIES = ("5dok", "docplayer", "studylib", "9pdf")


def test_no_source_links_to_a_site_of_copies() -> None:
    bibliography, _ = load_bibliography(ROOT)
    for key, entry in bibliography.items():
        assert not any(site in str(entry.get("URL", "")) for site in COPIES), key
