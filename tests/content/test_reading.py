"""How long a text takes, and how hard it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.check import check_content
from courseware.content.reading import lix_limit, reading_minutes, reading_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("En tanke. Två ord.", ["En tanke.", "Två ord."]),
        ("Frånvaro, t.ex. sen ankomst, räknas. Allt annat, bl.a. Lov, räknas inte.", None),
        ("Ring hem.\nSkriv upp det.", ["Ring hem.", "Skriv upp det."]),
        ("Ett stycke utan punkt\n\nEtt till", ["Ett stycke utan punkt", "Ett till"]),
        ("## Rubriken säger det {#it}\n\nTexten.", ["Rubriken säger det", "Texten."]),
        ("- Ett\n- Två\n  rader", ["Ett", "Två rader"]),
        ("1. Först\n2. Sedan", ["Först", "Sedan"]),
        ("Enligt [Skolverket](https://www.skolverket.se) ja [@skolverket2025].", ["Enligt Skolverket ja."]),
        ("> Citat om **skolan**", ["Citat om skolan"]),
        ("| Tabell | räknas |\n|---|---|\n| inte | alls |", []),
        ("```\nkod\n```\nText.", ["Text."]),
        ("Vi vet (Ek 2020). Nu.", ["Vi vet (Ek 2020).", "Nu."]),
        (":::{case}\nEtt fall.\n:::\n\n:::{facilitator}\nInte detta.\n:::", ["Ett fall."]),
        (":::{quizdown}\n### Fråga {#q1}\n\n1. [x] Ja\n1. [ ] Nej\n:::", []),
    ],
)
def test_a_sentence_is_what_a_reader_takes_for_one(text: str, sentences: list[str] | None) -> None:
    found = [sentence for _, sentence in reading_of(text).sentences]
    assert found == sentences if sentences is not None else len(found) == 2


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    reading = reading_of("Rektor läser listan varje måndag. Mentorn ringer hem.")
    assert (reading.words, len(reading.sentences), reading.long_words) == (8, 2, 1)
    assert reading.lix == round(8 / 2 + 100 / 8)


def test_long_sentences_are_told_the_longest_first() -> None:
    text = " ".join(["Kort."] + ["Ord " * count + "slut." for count in (26, 30, 24)])
    assert [words for words, _ in reading_of(text).long_sentences] == [31, 27]


def test_nothing_is_no_trouble() -> None:
    assert (reading_of("").lix, reading_of("").words_a_sentence, reading_minutes("")) == (0, 0.0, 1)


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("ord " * 200, 1),
        ("ord " * 1000, 5),
        ("| ord ord |\n" * 200, 1),
        ("ord " * 200 + "\n\n:::{quizdown}\n### A {#a}\n\n1. [x] Ja\n\n### B {#b}\n\n1. [x] Ja\n:::", 2),
        ("ord " * 200 + "\n\n:::{facilitator}\n" + "ord " * 400 + "\n:::", 1),
        ("![Karta](map.svg)\n" * 8, 2),
        (":::{table data=resources}\nord\n:::\n" * 4, 2),
        ("ord " * 200 + "[ord](https://www.skolverket.se/regler-och-ansvar/ansvar-i-skolfragor) " * 20, 1),
    ],
)
def test_minutes_follow_what_there_is_to_read_and_look_at(body: str, minutes: int) -> None:
    assert reading_minutes(body) == minutes


def test_law_and_economics_may_be_harder() -> None:
    assert [lix_limit(key) for key in ("law/index.md", "modules/m12-economic-incentives/quiz.md")] == [50, 50]
    assert [lix_limit(key) for key in ("framework/index.md", "lawful.md")] == [45, 45]


HARD = "Huvudmannens systematiska kvalitetsarbete förutsätter verksamhetsnära uppföljningsmöjligheter. " * 20


def test_a_hard_swedish_page_is_named_with_its_longest_sentence(
    edit: Callable[[str, str, str], Path],
) -> None:
    (problem,) = check_content(edit("docs/sv/index.md", "En tanke i varje stycke.", HARD))
    assert (problem.path, problem.code) == ("docs/sv/index.md", "hard-to-read")
    assert "and 45 is the limit" in problem.message
    assert "'Skriv i två meningar" in problem.hint


def test_short_pages_and_other_languages_are_not_judged(edit: Callable[[str, str, str], Path]) -> None:
    edit("docs/en/index.md", "En tanke", HARD + "En tanke")
    project = edit("docs/sv/index.md", "En tanke", HARD[:300] + "En tanke")
    assert [problem.code for problem in check_content(project)] == []
