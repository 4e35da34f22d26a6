"""The sheets to sign: what was recorded, the sentence, the lines; and both figures where two are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from evidence_case import SECRETS, WOMAN, november
from ledgers import Book

from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.attestation_sheet import attestation_sheets
from courseware.reports.evidence import evidence_of, month_of
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings, load_strings


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def sheets(book: Book, t: Strings, swedish: Strings, *names: str, **values: bool) -> str:
    with book.store.read() as tx:
        month = month_of(tx, book.project, ReportPeriod(2020, 11))
        people = evidence_of(tx, month, [book.ids[name] for name in names])
    return attestation_sheets(people, t, swedish, {"m07-early-detection": "Bygg systemet"}, **values)


def test_a_sheet_a_participant_with_activities_and_sum(book: Book, t: Strings) -> None:
    text = sheets(book, t, t, "anna", "dan")
    assert text.count('<section class="sheet">') == 2
    assert text.count("<h1") == 1
    assert "Ekdalen (202100-5224)" in text
    assert "Almby (202100-0837)" in text
    assert "demo-2020-11-1" in text
    assert "W1: Bygg systemet" in text
    assert "Självstudier: Bygg systemet" in text
    assert "Summa: 5 timmar och 30 minuter" in text
    assert (
        "Jag – Anna Påhittad – intygar att jag under perioden 2020-11-01 – 2020-11-30 har deltagit i en "
        "insats/insatser avseende projekt Fullföljd utbildning, demonstration (påhittat projekt) omfattande "
        "5 timmar och 30 minuter."
    ) in text
    assert text.count("Närmaste chefs underskrift") == 2
    assert "inte ESF-rådets blankett" in text
    assert WOMAN not in text
    assert WOMAN in sheets(book, t, t, "anna", full_number=True)


def test_a_manager_does_not_sign_in_esf_plus(book: Book, t: Strings) -> None:
    """Section 2.3, P2; stated for staff, and the sheet says so."""
    later = Book(book.store, replace(book.project, programme_period="2021-2027"))
    later.ids = book.ids
    text = sheets(later, t, t, "anna")
    assert "Närmaste chefs underskrift" not in text
    assert "Regeln är känd för personal." in text


def test_a_difference_shows_both_figures(book: Book, t: Strings) -> None:
    text = sheets(book, t, t, "bo")
    assert "tidigare intygat 190 minuter (2020-12-01, portalen, Portalen). Nu är 165 minuter" in text
    assert "tidigare intygat" not in sheets(book, t, t, "anna")


def test_the_swedish_sentence_stands_on_an_english_sheet_too(
    book: Book, t: Strings, project_root: Path
) -> None:
    text = sheets(book, load_strings(project_root, "en"), t, "dan")
    assert '<blockquote lang="sv">Jag – Dan Påhittad – intygar' in text
    assert "I – Dan Påhittad – confirm that in the period" in text
    assert "amounting to 2 hours and 45 minutes." in text


def test_t14_a_protected_woman_signs_a_sheet_without_name(book: Book, t: Strings) -> None:
    text = sheets(book, t, t, "lisa", full_number=True)
    assert "Jag – Deltagare 3 – intygar" in text
    for secret in SECRETS:
        assert secret not in text
