"""Words that a reader may type lead to words that stand in the text, measured on an independent yardstick.

tests/fixtures/search-queries/README.md says where it comes from. Here it is asked of the endings alone; what
the whole search finds is measured in a browser.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from words.texts import searched_words, written_words

from courseware.languages import CODES
from courseware.words.endings import SHORTEST, Endings, endings_of
from courseware.words.fold import fold

FIXTURE = Path(__file__).parents[1] / "fixtures" / "search-queries"
ROWS = 80
FLOOR = 70
"""Rows of 80 for which a form must be found."""
OUTDATED = 8
"""Rows that texts written later may take away; then the yardstick is drawn anew."""

Row = tuple[str, frozenset[str]]


def _rows(language: str) -> list[dict[str, str]]:
    with (FIXTURE / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _valid(root: Path, language: str) -> list[Row]:
    """Gives the rows whose query stands nowhere while some form still does."""
    present, written = (
        set(searched_words(root, language)),
        {fold(word) for word in written_words(root, language)},
    )
    rows = [(row["query"], frozenset(row["forms"].split()) & present) for row in _rows(language)]
    return [(query, forms) for query, forms in rows if forms and fold(query) not in written]


@pytest.mark.parametrize("language", CODES)
def test_the_yardstick_is_well_made(language: str) -> None:
    rows = _rows(language)
    assert len(rows) == ROWS
    assert len({row["lemma"] for row in rows}) == ROWS
    for row in rows:
        assert set(row) == {"query", "lemma", "forms"}
        assert len(row["query"]) >= 4
        assert row["forms"]
        assert row["query"] not in row["forms"].split()
        assert "".join(row.values()).islower()


@pytest.mark.parametrize("language", CODES)
def test_the_yardstick_fits_the_texts(language: str, project_root: Path) -> None:
    valid = {query for query, _ in _valid(project_root, language)}
    gone = sorted(row["query"] for row in _rows(language) if row["query"] not in valid)
    assert len(gone) <= OUTDATED, f"draw the yardstick of '{language}' anew (README.md beside it): {gone}"


@pytest.mark.parametrize("language", CODES)
def test_forms_are_found(language: str, project_root: Path) -> None:
    known, rows = endings_of(language), _valid(project_root, language)
    missed = [
        f"{query} ({' '.join(sorted(forms))})" for query, forms in rows if not _finds(known, query, forms)
    ]
    assert len(rows) - len(missed) >= FLOOR * len(rows) / ROWS, (
        f"{len(missed)} of {len(rows)}: {', '.join(missed)}"
    )


def test_swedish_compounds_name_pages_that_exist(project_root: Path) -> None:
    with (FIXTURE / "compounds-sv.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pages = {
        path.relative_to(project_root / root).relative_to("sv").with_suffix("").as_posix()
        for root in ("docs/", "modules/")
        for path in (project_root / root / "sv").rglob("*.md")
    }
    addresses = {f"{page.removesuffix('/index')}/" for page in pages}
    assert {"frånvaroarbetet", "elevhälsoteamets", "upptäcktssystem"} <= {row["query"] for row in rows}
    for row in rows:
        for expected in row["expected"].split():
            assert expected.removeprefix("modules/") in addresses, row


def _finds(known: Endings, query: str, forms: frozenset[str]) -> bool:
    """Whether some form is found as the search finds it: by the word, else by what is left of it."""
    return any(_is_form(known, word, fold(form)) for word in _bare(known, fold(query)) for form in forms)


def _is_form(known: Endings, one: str, other: str) -> bool:
    return known.near(one, other) > 0 or bool(set(known.family_stems(one)) & set(known.family_stems(other)))


def _bare(known: Endings, word: str) -> Iterator[str]:
    yield word
    shorter = [word.removeprefix(part) for part in known.prefixes]
    shorter += [word.removesuffix(part) for part in known.clitics]
    yield from (bare for bare in shorter if bare != word and len(bare) >= SHORTEST)
