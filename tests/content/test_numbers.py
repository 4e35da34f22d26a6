"""The number lint: what is a figure, and what covers it."""

from __future__ import annotations

import pytest

from courseware.content.documents import Document
from courseware.content.front_matter import Front
from courseware.content.model import Quiz
from courseware.content.numbers import check_numbers, check_quiz_numbers, check_table_numbers, figures
from courseware.content.quizdown import parse_quizdown

FIGURES = {
    "a percentage": ("Andelen är 8 procent.", ["8 procent"]),
    "a percent sign": ("Andelen är 21,1 %.", ["21,1 %"]),
    "a percentage that looks like a year": ("av 2000 procent", ["2000 procent"]),
    "three digits": ("446 elever", ["446"]),
    "thousands with a space": ("omkring 13 000 elever", ["13 000"]),
    "thousands with a comma": ("about 13,000 students", ["13,000"]),
    "a year that counts pupils": ("skolan har 1900 elever", ["1900"]),
    "a year that counts young people": ("Det gäller 2000 ungdomar", ["2000"]),
    "two figures": ("från 21,1 till 13 procent av 1 250", ["13 procent", "1 250"]),
}
NO_FIGURES = [
    "Sedan 2018 gäller lagen.",
    "År 2023 barnkonventionen",
    "läsåret 2023/24 och åren 1996–2004",
    "den 2026-11-21",
    "skollagen (2010:800), 7 kap. 19 a §",
    "förordning (EU) 2016/679, artikel 6",
    "ärende 2020/00358",
    "2 × 180 minuter",
    "Träff 1, tre timmar, 120 min",
    "M07 och T6 i årskurs 9",
    "version 1.10.345",
    "[länk](https://example.org/1234567)",
    "SOU 2016:94",
    "ISO 8601",
    "två av tio, 12 gånger",
]


@pytest.mark.parametrize(("text", "expected"), FIGURES.values(), ids=FIGURES)
def test_a_figure_is_seen(text: str, expected: list[str]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert figures(text) == []


def _lines(body: str) -> list[int]:
    document = Document("page", "x.md", "sv", "x.md", Front(body_line=1), body)
    return [problem.line for problem in check_numbers(document)]


COVERED = {
    "a citation": ("Andelen är 8 procent [@scb].", []),
    "our own proposal": ("Gult vid 10 procent [@platform].", []),
    "a heading has no source of its own": ("## Bara 8 procent {#x}", [1]),
    "the paragraph after": ("Det är 8 procent.\n\nKälla [@scb].", [1]),
    "a list that is introduced": ("Siffrorna [@scb]:\n\n- 8 procent\n- 446 elever", []),
    "a list that is not": ("Siffrorna:\n\n- 8 procent [@scb]\n- 446 elever", [4]),
    "an item of two lines": ("- 446\n  elever [@scb]", []),
    "a table with its source below": ("| år | antal |\n|---|---|\n| 2020 | 446 |\n\nKälla: [@scb].", []),
    "a table without": ("| år | antal |\n|---|---|\n| 2020 | 446 |\n\nSlut.", [3]),
    "a row with its own": ("| 2020 | 446 [@scb] |\n| 2021 | 447 |", [2]),
    "code": ("```\n446\n```\n\n`446 elever`", []),
    "a case that says so": (":::{case}\n446 elever.\n\nAv dem 98. Och 8 procent. [@invented]\n:::", []),
    "a case that does not": (":::{case}\n446 elever.\n:::", [2]),
    "the sentence before a citation": ("Andelen är 8 procent. Så var det [@scb].", []),
    "a figure behind the citation in its sentence": ("Enligt statistiken [@scb] är det 8 procent.", []),
    "the sentence after the last citation": ("Så var det [@scb]. Nu är det 8 procent.", [1]),
    "a citation behind its full stop": ("Det är 7 procent. [@scb] Nu är det 8 procent.", [1]),
    "two citations behind it": ("Det är 7 procent. [@scb] [@platform]", []),
    "back to the citation before": ("Så var det [@scb]. Nu är det 8 procent. Det är fler [@kolada].", []),
    "the last line of a paragraph": ("Så var det [@scb].\nDet är fler.\nNu är det 8 procent.", [3]),
    "a sentence that begins with its figure": ("Så var det [@scb]. 8 procent är nu.", [1]),
    "an abbreviation is no end": ("Så är det [@scb], dvs. 8 procent, m.fl. 446 elever, ca. 500.", []),
    "a unit before a number is no end": ("Det kostar [@scb] 400 kr. 500 elever fick det.", []),
    "a unit before a word is an end": ("Det kostar [@scb] mycket per st. Nu är det 8 procent.", [1]),
    "an item after its own citation": ("- Så var det [@scb]. Nu 8 procent.", [1]),
    "an item under a cited lead": ("Siffrorna [@scb]:\n\n- 8 procent. Eller 9 procent.", []),
    "dates, provisions and years after it": (
        "Så är det [@scb]. Lagen (2010:800) gäller sedan den 1 juli 2018, 7 kap. 19 a §. Åren 1996–2004.",
        [],
    ),
    "notes of the facilitator": (":::{facilitator}\nVisa de 400 eleverna.\n:::", [2]),
}


@pytest.mark.parametrize(("body", "expected"), COVERED.values(), ids=COVERED)
def test_what_covers_a_figure(body: str, expected: list[int]) -> None:
    assert _lines(body) == expected


def test_a_situation_is_a_premise_and_a_comment_is_a_claim() -> None:
    text = """\
# Av 105 flaggade klarade sig 45. Vad gör du? {#q1}

1. [x] Pratar med alla 105
    > Ja. Forskningen säger att 90 procent vill bli tillfrågade.
2. [ ] Väntar
    > Nej. De 105 väntar på dig.
"""
    questions = parse_quizdown(text, "q.md").questions
    quiz = Quiz("m", "sv", "T", 80, questions, {}, "q.md")
    assert [(problem.line, problem.message) for problem in check_quiz_numbers(quiz)] == [
        (3, "90 procent has no source.")
    ]


TABLES = {
    "a text with a source": ("name,note_sv,source\nA,8 procent,scb\n", []),
    "a text without": ("name,note_sv,source\nA,8 procent,\n", [2]),
    "one of several languages": ("name,note_sv,note_lv,source\nA,inget,446 skolēni,\n", [2]),
    "a value is the table's own business": ("name,value,source\nA,446,\n", []),
    "a table that names no sources": ("name,note_sv\nA,8 procent\n", []),
    "a row that is cut off": ("name,note_sv,source\nA,8 procent\n", [2]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_the_texts_of_a_table_name_their_source_in_a_column(text: str, expected: list[int]) -> None:
    assert [problem.line for problem in check_table_numbers("x.csv", text)] == expected
