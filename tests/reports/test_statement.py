"""A participant's time over the whole project: recorded, attested, reported, and what is still open."""

from __future__ import annotations

from pathlib import Path

import pytest
from evidence_case import MONTH, SECRETS, WOMAN, november
from ledgers import Book

from courseware.errors import CoursewareError
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.statement import Statement, statement_of, statement_page
from courseware.strings import Strings, load_strings


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def statement(book: Book, name: str) -> Statement:
    with book.store.read() as tx:
        return statement_of(tx, book.project, book.ids[name])


def states(book: Book, name: str) -> dict[str, tuple[str, int | None]]:
    return {
        str(month.period): (month.state, month.exported.reported if month.exported else None)
        for month in statement(book, name).months
    }


def test_each_month_stands_with_its_state(book: Book) -> None:
    assert states(book, "anna") == {"2020-10": ("pending", None), MONTH: ("ready", None)}
    assert states(book, "bo") == {MONTH: ("differing", None)}
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", MONTH)
    assert states(book, "anna") == {
        "2020-09": ("exported", 0),
        "2020-10": ("exported", 60),
        MONTH: ("exported", 300),
    }
    book.attend("anna", "2020-11-26", 60)
    assert states(book, "anna")[MONTH] == ("changed", 300)


def test_somebody_who_fell_out_of_the_last_version_is_not_reported(book: Book) -> None:
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", MONTH)
    book.attend("anna", "2020-11-26", 60)
    book.export(MONTH)
    assert states(book, "anna")[MONTH] == ("differing", None)


def test_the_page_adds_up_and_is_meant_for_the_participant(book: Book, t: Strings) -> None:
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", MONTH)
    text = statement_page(statement(book, "anna"), t, {"m07-early-detection": "Bygg systemet"})
    assert "<dd>Ekdalen, Almby</dd>" in text
    row = "".join(f'<td class="number">{cell}</td>' for cell in ("330", "60", "390", "6", "30"))
    assert f'<th scope="row" class="fixed">Summa</th>{row}' in text
    assert "Rapporterad (version 1)" in text
    assert '<th scope="row">Bygg systemet</th><td class="fixed">2020-11-09</td>' in text
    assert WOMAN not in text


def test_english_statement(book: Book, project_root: Path) -> None:
    text = statement_page(statement(book, "bo"), load_strings(project_root, "en"))
    assert "Your attestation and the recorded time differ" in text
    assert "November 2020" in text


def test_t14_a_protected_womans_statement_names_nobody(book: Book, t: Strings) -> None:
    text = statement_page(statement(book, "lisa"), t)
    assert "Intygad, inte rapporterad än" in text
    for secret in SECRETS:
        assert secret not in text


def test_somebody_without_time_and_an_unknown_id(book: Book, t: Strings) -> None:
    book.people(eva="196301052392")
    text = statement_page(statement(book, "eva"), t)
    assert "Det finns ingen tid registrerad än." in text
    with book.store.read() as tx, pytest.raises(CoursewareError, match="There is no participant 99 in demo"):
        statement_of(tx, book.project, 99)
