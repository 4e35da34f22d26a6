"""Reminders: everybody whose time waits for a signature, with a mail to send, and nobody else."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from evidence_case import MONTH, SECRETS, november
from ledgers import Book

from courseware.registry.enrolment import Registration
from courseware.registry.participants import participants_of
from courseware.registry.project import Project, Unanswered
from courseware.registry.store import Store
from courseware.reports.period import ReportPeriod
from courseware.reports.reminders import Reminder, reminder_file, reminders_of
from courseware.reports.standing import standings
from courseware.strings import Strings

NOVEMBER = ReportPeriod(2020, 11)


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def reminders(book: Book, t: Strings) -> dict[int, Reminder]:
    with book.store.read() as tx:
        now = standings(tx, book.project, NOVEMBER)
        people = participants_of(tx, book.project.id)
    return {item.person_id: item for item in reminders_of(book.project, NOVEMBER, now, people, t)}


def test_pending_and_differing_are_asked_and_nobody_else(book: Book, t: Strings) -> None:
    found = reminders(book, t)
    bo, dan = book.ids["bo"], book.ids["dan"]
    assert set(found) == {bo, dan}
    assert found[dan].missing == "Intyg på 2 timmar och 45 minuter för november 2020."
    assert found[bo].missing.startswith("Intygat är 3 timmar och 10 minuter, registrerat är 2 timmar och 45")
    assert found[dan].contact == "dan@example.org"
    assert found[bo].contact == "Ingen e-postadress. Fråga huvudmannen: Ekdalen."


def test_the_mail_holds_the_sentence_to_answer_with_where_mail_is_accepted(book: Book, t: Strings) -> None:
    """Section 2.1, A7; else the portal or the sheet."""
    dan = book.ids["dan"]
    assert "Jag – Dan Påhittad – intygar att jag under perioden 2020-11-01" in reminders(book, t)[dan].text
    for methods, word in ((("portal", "ink"), "Aktivitetsportalen"), (("ink",), "demo-2020-11-4")):
        other = Book(book.store, replace(book.project, attestation_methods=methods))
        text = reminders(other, t)[dan].text
        assert word in text
        assert "intygar" not in text
    with pytest.raises(Unanswered, match="attestation_methods"):
        reminders(Book(book.store, replace(book.project, attestation_methods=None)), t)


def test_a_module_without_approved_minutes_is_not_the_participants_to_sign(book: Book, t: Strings) -> None:
    other = Book(book.store, replace(book.project, approved_minutes={}))
    assert book.ids["anna"] in reminders(other, t)  # 330 signed, 270 recorded.
    book.sign("anna", MONTH, 270)
    assert book.ids["anna"] not in reminders(other, t)


def test_t14_a_protected_woman_is_listed_by_id_alone(book: Book, t: Strings) -> None:
    book.attend("lisa", "2020-11-26", 60)
    item = reminders(book, t)[book.ids["lisa"]]
    assert (item.name, item.email, item.organisation, item.subject, item.text) == ("", "", "", "", "")
    assert "på det sätt som ni har kommit överens om" in item.contact
    for kind in (".csv", ".html"):
        content = reminder_file(kind, list(reminders(book, t).values()), book.project, NOVEMBER, t).decode()
        for secret in SECRETS:
            assert secret not in content


def test_the_three_files_say_the_same(book: Book, t: Strings) -> None:
    items = list(reminders(book, t).values())

    def made(kind: str) -> bytes:
        return reminder_file(kind, items, book.project, NOVEMBER, t)

    rows = list(csv.reader(io.StringIO(made(".csv").decode("utf-8-sig")), delimiter=";"))
    book_rows = list(openpyxl.load_workbook(io.BytesIO(made(".xlsx"))).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert tuple(rows[0]) == book_rows[0]
    assert [row[0] for row in rows[1:]] == [f"{row[0]:g}" for row in book_rows[1:]]
    assert rows[2][10] == book_rows[2][10]
    page = made(".html").decode()
    assert 'href="mailto:dan%40example.org?subject=Intyga%20din%20tid' in page
    assert "Bo &lt;b&gt;Påhittad" in page
    for kind in (".csv", ".xlsx", ".html"):
        assert made(kind) == made(kind)


def test_a_name_is_never_a_formula(book: Book, t: Strings) -> None:
    book.people(eva=Registration(1, "196301052392", "=Eva", "Ekdalen", "2020-09-15"))
    book.attend("eva", "2020-11-26", 60)
    items = list(reminders(book, t).values())
    content = reminder_file(".csv", items, book.project, NOVEMBER, t).decode("utf-8-sig")
    assert ";'=Eva;" in content
