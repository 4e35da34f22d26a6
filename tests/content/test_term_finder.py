"""Terms are found in every form that grammar gives them, and words that only look alike are not."""

from __future__ import annotations

import pytest

from courseware.content.term_finder import Found, TermFinder
from courseware.content.terms import Term


def term(term_id: str, language: str, cell: str) -> Term:
    """Gives a term with a word in one language."""
    return Term(term_id, {language: cell}, {}, {}, "", frozenset(), 0)


def found(language: str, cell: str, text: str, *, loosely: bool = False) -> list[str]:
    """Gives what a finder for one term sees in a text."""
    finder = TermFinder(language, [term("x", language, cell)], loosely=loosely)
    return [text[one.start : one.end] for one in finder.find(text)]


FORMS = {
    "sv": {
        "rektor": "rektorn rektorer rektorerna rektorernas",
        "skolk": "skolket",
        "styrkedja": "styrkedjan",
    },
    "en": {"teacher": "teachers Teachers", "municipality": "municipalities"},
    "da": {"kommune": "kommunen kommuner kommunernes", "lærer": "læreren lærernes", "frafald": "frafaldet"},
    "de": {"Kommune": "Kommunen", "Übergang": "Übergangs", "Schüler": "Schülern Schülers"},
    "et": {"õpilane": "õpilase õpilased õpilastele", "näitaja": "näitajad näitajate"},
    "fi": {"oppilas": "oppilaan oppilaat oppilaita oppilaalle", "rehtori": "rehtorin rehtorille"},
    "lt": {"mokinys": "mokinio mokiniai mokiniams mokinių", "savivaldybė": "savivaldybės savivaldybių"},
    "lv": {"modulis": "modulī moduļi moduļiem", "skolēns": "skolēni skolēniem", "pāreja": "pāreju pārejas"},
    "pl": {"gmina": "gminy gminie gminą gmin", "nauczyciel": "nauczyciele nauczycielowi"},
}


@pytest.mark.parametrize(
    ("language", "word", "form"),
    [
        (language, word, form)
        for language, words in FORMS.items()
        for word, forms in words.items()
        for form in forms.split()
    ],
)
def test_an_inflected_form_is_found(language: str, word: str, form: str) -> None:
    assert found(language, word, f"– {form}.") == [form]


PHRASES = [
    ("sv", "tidig insats", "tidiga insatser"),
    ("en", "study visit", "study visits"),
    ("en", "work-based learning", "work-based learning"),
    ("da", "tidlig indsats", "tidlige indsatser"),
    ("de", "gute Praxis", "guter Praxis"),
    ("et", "koolist puudumine", "koolist puudumise"),
    ("lt", "mokyklos direktorius", "mokyklos direktoriaus"),
    ("lv", "skolas direktors", "skolas direktoram"),
    ("pl", "dyrektor szkoły", "dyrektora szkoły"),
]


@pytest.mark.parametrize(("language", "words", "form"), PHRASES)
def test_every_word_of_a_phrase_may_be_inflected(language: str, words: str, form: str) -> None:
    assert found(language, words, f"x {form} x") == [form]


FALSE_FRIENDS = [
    ("sv", "skolk", "Skolan, skolans, skola och skolor."),
    ("sv", "mentor", "Mentorskapet."),
    ("sv", "kommun", "Kommunikation och kommunism."),
    ("en", "principal", "In principle."),
    ("de", "Schüler", "Die Schule und die Schulen."),
    ("lv", "skolēns", "Skola, skolas un skolu."),
]


@pytest.mark.parametrize(("language", "word", "text"), FALSE_FRIENDS)
def test_a_word_that_only_begins_alike_is_not_linked(language: str, word: str, text: str) -> None:
    assert found(language, word, text) == []


@pytest.mark.parametrize(
    ("language", "word", "form"), [("de", "Lehrkraft", "Lehrkräften"), ("fi", "kunta", "kunnassa")]
)
def test_a_form_that_may_be_another_word_counts_only_when_looked_for_loosely(
    language: str, word: str, form: str
) -> None:
    assert found(language, word, form) == []
    assert found(language, word, form, loosely=True) == [form]


def test_a_whole_other_word_is_not_found_loosely_either() -> None:
    assert found("sv", "rektor", "Riksdagen och läraren rektifierar.", loosely=True) == []


def test_where_two_terms_begin_the_longer_one_wins() -> None:
    terms = [
        term("early", "en", "early"),
        term("early-detection", "en", "early detection"),
        term("detection", "en", "detection"),
    ]
    text = "Early detection is early."
    assert list(TermFinder("en", terms).find(text)) == [
        Found("early-detection", 0, 15),
        Found("early", 19, 24),
    ]


def test_the_shorter_term_is_found_where_the_longer_one_does_not_go_on() -> None:
    terms = [term("early-detection", "en", "early detection"), term("early", "en", "early")]
    assert TermFinder("en", terms).ids("early and late detection") == {"early": 1}


@pytest.mark.parametrize("between", [". ", ", ", " – ", "/", "; ", " (", '" ', "**", "<br>", "-"])
def test_no_phrase_reaches_over_a_sentence_or_markup(between: str) -> None:
    assert found("sv", "tidig upptäckt", f"tidig{between}upptäckt") == []


@pytest.mark.parametrize("between", [" ", "  ", "\n", "\u00a0", " \n "])
def test_a_phrase_may_be_broken_over_lines(between: str) -> None:
    assert found("sv", "tidig upptäckt", f"tidig{between}upptäckt") == [f"tidig{between}upptäckt"]


def test_a_half_word_with_a_hyphen_is_part_of_its_phrase() -> None:
    cell = "studie- och yrkesvägledare"
    assert found("sv", cell, "Fråga studie- och yrkesvägledaren.") == ["studie- och yrkesvägledaren"]
    assert found("sv", cell, "studie och yrkesvägledare") == ["studie och yrkesvägledare"]


@pytest.mark.parametrize("text", ["die Schulabbrecherin", "der Schulabbrecher", "den Schulabbrechern"])
def test_both_words_of_an_alternative_are_the_term(text: str) -> None:
    cell = "Schulabbrecherin oder Schulabbrecher"
    assert found("de", cell, text) == [text.split()[1]]


@pytest.mark.parametrize("cell", ["dropout; leaver", "dropout / leaver", "dropout/leaver"])
def test_words_with_a_sign_between_are_alternatives(cell: str) -> None:
    assert found("en", cell, "A leaver, a dropout.") == ["leaver", "dropout"]


def test_the_first_half_of_two_words_is_no_term_alone() -> None:
    cell = "Ausbildungs- oder Schulabbruch"
    assert found("de", cell, "Ausbildungs- und Berufsberatung") == []
    assert found("de", cell, "der Schulabbruch") == ["Schulabbruch"]


def test_what_stands_in_parentheses_need_not_be_said() -> None:
    assert found("en", "indicator (of quality)", "an indicator") == ["indicator"]


@pytest.mark.parametrize("word", ["teacher’s", "teacher's", "teachers’"])
def test_a_possessive_is_a_form(word: str) -> None:
    assert found("en", "teacher", f"the {word} work") == [word.rstrip("’")]


def test_a_finnish_or_danish_ending_after_an_apostrophe_is_a_form() -> None:
    assert found("da", "mentor", "mentor's og mentor’s") == ["mentor's", "mentor’s"]


def test_capitals_do_not_matter_and_positions_are_those_of_the_text() -> None:
    text = "ÅTGÄRD! Frånvaro är frånvaro."
    finder = TermFinder("sv", [term("absence", "sv", "Frånvaro")])
    assert [(one.start, one.end) for one in finder.find(text)] == [(8, 16), (20, 28)]


def test_terms_are_counted() -> None:
    terms = {"a": term("a", "sv", "rektor"), "b": term("b", "sv", "lärare"), "c": term("c", "sv", "elev")}
    text = "Rektorn och läraren. Rektorer."
    assert TermFinder("sv", terms).ids(text) == {"a": 2, "b": 1}


def test_a_description_longer_than_a_term_is_not_looked_for() -> None:
    text = "one two three four five six seven"
    assert found("en", text, text) == []
    assert found("en", "one two three four five six", text) == ["one two three four five six"]


def test_a_language_without_the_word_finds_nothing() -> None:
    assert list(TermFinder("pl", [term("x", "sv", "rektor")]).find("rektor")) == []


def test_a_comma_of_the_term_is_a_comma_of_the_text() -> None:
    cell = "jaunietis, kurš nestrādā un nemācās"
    assert found("lv", cell, "Katram jaunietim, kurš nestrādā un nemācās, raksta.") == [
        "jaunietim, kurš nestrādā un nemācās"
    ]
    assert found("lv", cell, "Jaunietis kurš nestrādā un nemācās.") == []
    assert found("en", "young person", "The young, person by person.") == []
