"""What is typed into Projektrummet: every activity, participant and minute, and nobody who is protected."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from evidence_case import BO, DAN, SECRETS, WOMAN, november
from ledgers import Book

from courseware.registry.project import Project, Unanswered
from courseware.registry.store import Store
from courseware.reports.entry_list import entry_list, entry_workbook
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def workbook(book: Book, t: Strings) -> bytes:
    with book.store.read() as tx:
        found = entry_list(tx, book.project, ReportPeriod(2020, 11))
    return entry_workbook(found, t, {"m07-early-detection": "Bygg systemet"})


def sheets_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    loaded = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in loaded}


def day(number: int) -> datetime:
    return datetime(2020, 11, number)  # noqa: DTZ001 (a cell has no zone)


def test_the_sheets_hold_everything_in_the_order_of_typing(book: Book, t: Strings) -> None:
    sheets = sheets_of(workbook(book, t))
    assert list(sheets) == ["Läs först", "Aktiviteter", "Per aktivitet", "Per deltagare", "Självstudier"]
    assert [row[0] for row in sheets["Aktiviteter"][1:]] == ["NATT", "W1", "Björkvik-1"]
    assert sheets["Aktiviteter"][2] == (
        *("W1", "Bygg systemet", day(12), "09:00", "12:00", 165, "Rådhuset", 3),
    )
    assert sheets["Aktiviteter"][1][6] == "på distans"
    assert [(row[0], row[2], row[4]) for row in sheets["Per aktivitet"][1:]] == [
        ("NATT", 1, 120),
        ("W1", 1, 150),
        ("W1", 2, 165),
        ("W1", 4, 165),
        ("Björkvik-1", 3, 120),
    ]
    assert sheets["Per deltagare"][1:4] == [
        (1, "Anna Påhittad", WOMAN, "anna@example.org", "NATT", day(1), 120),
        (1, "Anna Påhittad", WOMAN, "anna@example.org", "Självstudier", day(9), 60),
        (1, "Anna Påhittad", WOMAN, "anna@example.org", "W1", day(12), 150),
    ]
    assert [row[2] for row in sheets["Per deltagare"][4:]] == [BO, None, DAN]
    assert sheets["Självstudier"][1:] == [(1, "Anna Påhittad", "Bygg systemet", day(9), 60)]


def test_it_promises_no_import_and_can_be_checked_against(book: Book, t: Strings) -> None:
    read = dict(sheets_of(workbook(book, t))["Läs först"])
    assert "för hand" in read["Skriv av listan"]
    assert "en enda aktivitet för hela projektet" in read["Självstudier"]
    assert read["Att stämma av"] == "4 deltagare, 3 tillfällen, 780 minuter."


def test_t14_a_protected_woman_stands_by_id_with_what_to_do(book: Book, t: Strings) -> None:
    content = workbook(book, t)
    [row] = [row for row in sheets_of(content)["Per deltagare"] if row[0] == 3]
    assert row[1:4] == ("skyddad identitet – fråga ESF-rådet", None, None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
    for secret in SECRETS:
        # The session and its place are everybody's, and the list to type from needs them.
        if secret != "Björkvik":
            assert secret not in everything


def test_self_study_that_does_not_count_is_not_typed_in(book: Book, t: Strings) -> None:
    other = Book(book.store, replace(book.project, self_study="not-counted"))
    assert len(sheets_of(workbook(other, t))["Självstudier"]) == 1
    unknown = Book(book.store, replace(book.project, self_study=None))
    with pytest.raises(Unanswered, match="self_study"):
        workbook(unknown, t)


def test_t20_same_bytes(book: Book, t: Strings) -> None:
    assert workbook(book, t) == workbook(book, t)
