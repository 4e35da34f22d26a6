"""Labels stay inside their shapes, in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.charts.lettering import SMALLEST, fit, measure, write_lines


def test_a_short_label_stands_on_one_line_in_large_letters() -> None:
    assert fit("Intensiv", 200, size=16) == (("Intensiv",), 16)


def test_words_stay_whole_while_smaller_letters_help() -> None:
    lettering = fit("Gemensam problembild och mandat", 120, most=2, size=16)
    assert " ".join(lettering.lines) == "Gemensam problembild och mandat"
    assert SMALLEST <= lettering.size < 16


def test_a_word_that_is_too_long_is_broken_with_a_hyphen() -> None:
    lettering = fit("Einzelfallunterstützungsmaßnahmen", 120)
    assert lettering.size == SMALLEST
    assert all(line.endswith("-") for line in lettering.lines[:-1])
    assert "".join(line.removesuffix("-") for line in lettering.lines) == "Einzelfallunterstützungsmaßnahmen"


@pytest.mark.parametrize("text", ["skola/hem", "analys-\u00a0och stöd", "kun- ja kuntayhtymä"])
def test_no_letter_is_lost(text: str) -> None:
    joined = "".join(fit(text, 60).lines)
    assert [sign for sign in text if sign.isalpha()] == [sign for sign in joined if sign.isalpha()]


@given(text=st.text(alphabet="abcdefghijklmnopåäöžščķwMW -/", max_size=70), width=st.integers(60, 280))
def test_lines_fit_whatever_the_text(text: str, width: int) -> None:
    lettering = fit(text, width)
    assert all(measure(line, lettering.size) <= width for line in lettering.lines)
    assert [s for s in text if s.isalpha()] == [s for s in "".join(lettering.lines) if s.isalpha()]


def test_lines_are_centred_on_their_point_and_escaped() -> None:
    svg = write_lines(fit("A & B", 200), 10, 50)
    assert "A &amp; B" in svg
    assert 'text-anchor="middle"' in svg
