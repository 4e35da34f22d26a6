"""A translation says the agreed words, or says itself where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.documents import Document
from courseware.content.front_matter import Front, split_front
from courseware.content.load import load_library
from courseware.content.terms import Term
from courseware.errors import Problem
from courseware.translations.check import check_translations
from courseware.translations.term_rules import TermRules


def term(term_id: str, **words: str) -> Term:
    return Term(term_id, words, {}, {}, "", frozenset(), 0)


TERMS = {
    one.id: one
    for one in (
        term("principal", sv="rektor", en="principal", lv="skolas direktors"),
        term("student-health", sv="elevhälsa", en="student health"),
        term("truancy", sv="skolk", en="truancy", lv="bastošana"),
    )
}
SWEDISH = "Rektorn leder elevhälsan. Rektorer möts."
PAGE = "docs/en/about.md"


def page(language: str, body: str, terms: object = None) -> Document:
    front = Front({"terms": terms} if terms is not None else {}, {"terms": 7})
    return Document("page", "about.md", language, f"docs/{language}/about.md", front, body)


def problems(
    body: str, terms: object = None, *, language: str = "en", swedish: str = SWEDISH
) -> list[Problem]:
    return list(TermRules(TERMS).check(page("sv", swedish), page(language, body, terms)))


def said(body: str, terms: object = None, *, language: str = "en", swedish: str = SWEDISH) -> list[str]:
    return [str(problem) for problem in problems(body, terms, language=language, swedish=swedish)]


def test_a_translation_with_the_agreed_words_has_no_problems() -> None:
    assert said("Principals lead student health.") == []


def test_an_agreed_word_that_is_never_said_is_a_departure() -> None:
    assert said("The head teacher leads student health.") == [
        f"{PAGE}: term-departure: Swedish says 'rektor' 2 times; 'principal' is never said here. "
        "Use it, or say what this page uses: terms: {principal: …} (- for none)."
    ]


def test_a_term_that_swedish_says_once_is_not_counted_out_loud() -> None:
    (departure,) = said("The principal leads.")
    assert "Swedish says 'elevhälsa'; 'student health' is never said here." in departure


def test_once_is_enough() -> None:
    assert said("The principal leads student health. Heads meet. Headmasters meet.") == []


@pytest.mark.parametrize("text", ["Skolas direktoram.", "Skolu direktori."])
def test_any_form_of_the_agreed_word_will_do(text: str) -> None:
    assert said(text, language="lv", swedish="Rektorn.") == []


def test_a_language_without_the_word_need_not_say_it() -> None:
    assert said("Teksts.", language="lv", swedish="Elevhälsan.") == []


def test_a_declared_word_is_accepted() -> None:
    assert said("The Head Teacher leads student health.", {"principal": "head teacher"}) == []


def test_a_hyphen_says_that_the_sentence_was_turned() -> None:
    assert said("Somebody leads student health.", {"principal": "-"}) == []


def test_a_declared_word_that_is_not_on_the_page_is_named_with_its_line() -> None:
    assert said("Somebody leads student health.", {"principal": "head teacher"}) == [
        f"{PAGE}:7: idle-term: 'head teacher' is said to stand for 'principal', but it is not on the page. "
        "Give the word as it stands there."
    ]


def test_a_declaration_beside_the_agreed_word_is_idle() -> None:
    assert said("The principal leads student health, heads too.", {"principal": "heads"}) == [
        f"{PAGE}:7: idle-term: 'principal' needs no word of its own: the agreed word is used. "
        "Take it out of terms."
    ]


def test_a_declaration_of_what_swedish_does_not_say_is_idle() -> None:
    assert said("Principals lead student health.", {"truancy": "-"}) == [
        f"{PAGE}:7: idle-term: 'truancy' needs no word of its own: Swedish does not use the term. "
        "Take it out of terms."
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("student_health", "Did you mean 'student-health'?"),
        ("xyz", "Terms are those of docs/data/terms.csv."),
    ],
)
def test_an_unknown_term_is_named(name: str, hint: str) -> None:
    assert said("Principals lead student health.", {name: "-"}) == [
        f"{PAGE}:7: unknown-term: '{name}' is no term. {hint}"
    ]


@pytest.mark.parametrize(
    "hidden",
    ["[se](rektor.md)", "## Mål {#rektor}", "Så är det [@rektor, s. 1].", '<span class="rektor">x</span>'],
)
def test_what_nobody_reads_asks_for_no_word(hidden: str) -> None:
    assert said("Text.", swedish=hidden) == []


def test_what_nobody_reads_is_not_said_either() -> None:
    assert [one.code for one in problems("[See](principal.md).", swedish="Rektorn.")] == ["term-departure"]


def test_without_terms_nothing_is_asked() -> None:
    rules = TermRules({})
    assert list(rules.check(page("sv", SWEDISH), page("en", "x", {"principal": "-"}))) == []


TABLE = """\
id,definition_en,sv,en,da,de,et,fi,lt,lv,pl
message,What one wants to say.,tanke,thought,,,,,,,
"""
ENGLISH = "modules/en/m01-mandate/lesson-1-message.md"


def _codes(root: Path) -> list[str]:
    found = check_translations(load_library(root))
    return [problem.code for problem in found if problem.path == ENGLISH and "term" in problem.code]


def _declare(root: Path, line: str) -> None:
    path = root / ENGLISH
    text = path.read_text(encoding="utf-8")
    assert "translation: machine\n" in text
    path.write_text(text.replace("translation: machine\n", line, 1), encoding="utf-8")


@pytest.fixture
def departing(two_languages: Path) -> Path:
    """The small project with a term that its English lesson never says."""
    (two_languages / "docs/data/terms.csv").write_text(TABLE, encoding="utf-8")
    swedish = (two_languages / ENGLISH.replace("/en/", "/sv/")).read_text(encoding="utf-8")
    assert "tanke" in split_front(swedish, "")[1]
    return two_languages


def test_a_departure_is_found_in_a_whole_project(departing: Path) -> None:
    assert _codes(departing) == ["term-departure"]


def test_a_declaration_in_the_front_matter_is_read(departing: Path) -> None:
    _declare(departing, 'translation: machine\nterms: {message: "-"}\n')
    assert _codes(departing) == []


def test_an_adapted_page_chooses_its_own_words(departing: Path) -> None:
    _declare(departing, "translation: adapted\n")
    assert _codes(departing) == []
