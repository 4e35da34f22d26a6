"""A section as pieces: nothing is lost, and a translator sees words only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packets import LINES

from courseware.content.front_matter import split_front
from courseware.translations.front_texts import fill_front, front_texts
from courseware.translations.units import WHOLE, fill_section, join_pieces, pair_units, split_pieces

TEXTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=20))).map("\n".join))


@given(TEXTS)
def test_pieces_join_to_the_text_they_came_from(text: str) -> None:
    assert join_pieces(split_pieces(text)) == text


@given(TEXTS, TEXTS)
def test_filling_in_what_stands_there_changes_nothing(source: str, target: str) -> None:
    texts = {pair.id: pair.target for pair in pair_units(source, target)}
    for follow in (False, True):
        filled = fill_section(source, target, texts, follow=follow)
        if WHOLE in texts or not follow:
            assert filled == (target, None)


def test_marks_never_reach_the_translator() -> None:
    source = (
        "## Rubrik {#id}\n\nText [@skollag].\n\n1. [x] rätt\n    > därför\n1. [ ] fel\n\n"
        '| a | 12 |\n|---|---|\n\n:::{case title="Fall"}\n- punkt\n:::\n\n```\nkod\n```\n'
    )
    assert [(pair.kind, pair.source) for pair in pair_units(source, None)] == [
        ("heading", "Rubrik"),
        ("text", "Text [@skollag]."),
        ("answer", "rätt"),
        ("quote", "därför"),
        ("answer", "fel"),
        ("cell", "a"),
        ("cell", "12"),
        ("title", "Fall"),
        ("item", "punkt"),
    ]


def test_texts_that_do_not_pair_are_one_unit() -> None:
    (pair,) = pair_units("## A {#a}\n\nEtt.\n\nTvå.\n", "\n## A {#a}\n\nOne.\n")
    assert (pair.id, pair.source, pair.target) == (WHOLE, "## A {#a}\n\nEtt.\n\nTvå.", "## A {#a}\n\nOne.")
    assert fill_section("", "\n## A {#a}\n\nOne.\n", {WHOLE: "New."}, follow=True) == ("\nNew.\n", None)


def test_marks_follow_swedish_and_code_stays() -> None:
    source = "1. [ ] ett\n1. [x] två\n\n```\nsvenska\n```\n"
    present = "1. [x] one\n1. [ ] two\n\n```\nEnglish\n```\n"
    texts = {"1": "one", "2": "two"}
    assert fill_section(source, present, texts, follow=True) == (
        "1. [ ] one\n1. [x] two\n\n```\nEnglish\n```\n",
        None,
    )
    assert fill_section(source, present, texts, follow=False) == (present, None)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Text.\n", "2026. gads"),
        ("Text.\n", "# Text"),
        ("Text.\n", "> Text"),
        ("Text.\n", "| Text |"),
        ("Text.\n", ":::"),
        ("Text.\n", "```"),
        ("| a | b |\n", "c | d"),
    ],
)
def test_what_would_be_read_as_markup_is_told(source: str, text: str) -> None:
    texts = {pair.id: pair.source for pair in pair_units(source, None)}
    filled = fill_section(source, None, texts | {"1": text}, follow=False)
    assert filled is not None
    assert filled[1] == "1"


FRONT = """---
# about this page
title: 'Ett: två'
summary: >
  Två rader
  text
outcomes: [a, "b, c"]
# kept
translation: machine # by whom
---

Text.
"""


@given(
    st.dictionaries(st.sampled_from(["title", "summary", "outcomes.1", "outcomes.2"]), st.text(min_size=1))
)
def test_front_matter_says_what_was_written_and_keeps_the_rest(texts: dict[str, str]) -> None:
    if sum(key.startswith("outcomes") for key in texts) == 1:
        texts = {key: value for key, value in texts.items() if not key.startswith("outcomes")}
    before = front_texts(split_front(FRONT, "")[0])
    filled = fill_front(FRONT, texts)
    front, body, problems = split_front(filled, "")
    assert not problems
    assert front_texts(front) == before | texts
    assert body == "\nText.\n"
    assert "# about this page" in filled
    assert "# kept\ntranslation: machine # by whom" in filled


def test_front_matter_that_says_the_same_is_not_touched() -> None:
    assert fill_front(FRONT, front_texts(split_front(FRONT, "")[0])) == FRONT


def test_a_field_that_is_missing_is_added_after_its_neighbours() -> None:
    text = "---\ntitle: A\nreview: x\n---\n"
    assert fill_front(text, {"summary": "B"}) == "---\ntitle: A\nsummary: B\nreview: x\n---\n"
