"""The term base is read whole, and what is wrong with it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.terms import TERMS_FILE, Term, load_terms
from courseware.errors import Problem
from courseware.languages import CODES

HEAD = f"id,{','.join(CODES)},definition_en,definition_lv,note_lv,note,reviewed"
WORDS = {code: f"word-{code}" for code in CODES}


def row(term_id: str, *more: str) -> str:
    """Gives a line of the table with a word in each language and what stands after them."""
    return ",".join([term_id, *WORDS.values(), *more, *[""] * (5 - len(more))])


def load(root: Path, *lines: str, head: str = HEAD) -> tuple[dict[str, Term], list[Problem]]:
    path = root / TERMS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return load_terms(root)


def said(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_term_has_its_words_meanings_and_notes(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("early_leaver", "Someone.", "Kāds.", "Uzmanību!", "Loan.", "sv lv"))
    assert problems == []
    assert terms == {
        "early-leaver": Term(
            "early-leaver",
            WORDS,
            {"en": "Someone.", "lv": "Kāds."},
            {"lv": "Uzmanību!"},
            "Loan.",
            frozenset({"sv", "lv"}),
            2,
        )
    }


def test_a_meaning_is_told_in_the_readers_language_or_else_in_english(tmp_path: Path) -> None:
    terms, _ = load(tmp_path, row("x", "Someone.", "Kāds."))
    assert terms["x"].definition("lv") == ("Kāds.", "lv")
    assert terms["x"].definition("pl") == ("Someone.", "en")


def test_a_term_without_any_meaning_has_an_empty_one(tmp_path: Path) -> None:
    terms, _ = load(tmp_path, row("x"))
    assert terms["x"].definition("sv") == ("", "en")


def test_an_empty_cell_is_no_word(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("x").replace("word-fi", "  "))
    assert problems == []
    assert set(terms["x"].words) == set(CODES) - {"fi"}


def test_an_unknown_column_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("x") + ",", head=HEAD + ",revewed")
    assert said(problems) == [f"{TERMS_FILE}:1: bad-terms: 'revewed' is no column. Did you mean 'reviewed'?"]
    assert set(terms) == {"x"}


def test_a_column_like_no_other_is_to_be_taken_out(tmp_path: Path) -> None:
    _, problems = load(tmp_path, row("x") + ",", head=HEAD + ",Ümlaut")
    assert said(problems) == [f"{TERMS_FILE}:1: bad-terms: 'Ümlaut' is no column. Take it out."]


def test_an_unknown_language_in_reviewed_is_named_and_not_believed(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("x", "", "", "", "", "sv se lv"))
    assert said(problems) == [
        f"{TERMS_FILE}:2: bad-terms: 'se' in the column 'reviewed' is no language. "
        f"Name languages with a space between: {' '.join(CODES)}."
    ]
    assert terms["x"].reviewed == {"sv", "lv"}


def test_a_missing_language_stops_the_table(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, head=HEAD.replace(",pl", "").replace("definition_en,", ""))
    assert terms == {}
    assert [problem.message for problem in problems] == ["columns missing: definition_en, pl."]


def test_a_term_that_stands_twice_is_named_and_the_first_one_kept(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("x", "First."), row("x", "Second."))
    assert [(problem.line, problem.code) for problem in problems] == [(3, "repeated-term")]
    assert terms["x"].definitions == {"en": "First."}


@pytest.mark.parametrize("line", [row("x") + ",one,too,many", row("")])
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, line: str) -> None:
    terms, problems = load(tmp_path, line, row("y"))
    assert [(problem.line, problem.code) for problem in problems] == [(2, "bad-terms")]
    assert set(terms) == {"y"}


@pytest.mark.parametrize("term_id", ["Early-leaver", "early leaver", '"a""b"', "a<b", "elève"])
def test_an_id_that_can_be_no_address_is_refused(tmp_path: Path, term_id: str) -> None:
    terms, problems = load(tmp_path, row(term_id))
    assert [(problem.line, problem.code) for problem in problems] == [(2, "bad-terms")]
    assert terms == {}


def test_a_line_is_counted_where_a_cell_holds_a_line_break(tmp_path: Path) -> None:
    _, problems = load(tmp_path, row("x", '"One\ntwo."'), row("x"))
    assert [problem.line for problem in problems] == [4]


def test_a_file_from_a_spreadsheet_begins_with_a_mark_that_is_no_letter(tmp_path: Path) -> None:
    terms, problems = load(tmp_path, row("x"), head="\ufeff" + HEAD)
    assert (set(terms), problems) == ({"x"}, [])


def test_a_project_need_not_have_terms(tmp_path: Path) -> None:
    assert load_terms(tmp_path) == ({}, [])


def test_the_term_base_has_every_word_and_meaning_in_every_language(project_root: Path) -> None:
    terms, problems = load_terms(project_root)
    assert problems == []
    assert len(terms) == 98
    lacking = [
        (term.id, code)
        for term in terms.values()
        for code in CODES
        if code not in term.words or code not in term.definitions
    ]
    assert lacking == []
