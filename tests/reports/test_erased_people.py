"""Months after an erasure: the sums are the same, and nothing that was sent has to be sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledgers import Book

from courseware.registry.erasure import erase_person
from courseware.registry.project import Project
from courseware.registry.rotation import rotate_key
from courseware.registry.store import Store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import month_report
from courseware.reports.month_workbook import month_workbook
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings

MONTH = ReportPeriod(2020, 10)


def sent(store: Store, project: Project) -> Book:
    """Two people and a month that was sent."""
    book = Book(store, replace(project, starts=date(2020, 9, 1)))
    book.people(anna="198501012382", bo="198501012390")
    for who in ("anna", "bo"):
        book.attend(who, "2020-10-12", 150)
        book.sign(who, "2020-10")
    book.send("2020-09", "2020-10")
    return book


def hours_of(book: Book) -> dict[int, tuple[object, ...]]:
    return {who: entry[2:] for who, entry in book.entries("2020-10").items()}


def test_erasing_changes_no_sum_and_makes_no_month_stale(store: Store, project: Project, t: Strings) -> None:
    book = sent(store, project)
    hours, states = hours_of(book), book.states("2020-10")
    numbers = {who: entry.number for who, entry in book.entries("2020-10").items()}
    erase_person(
        *(store, book.ids["anna"]),
        who="test",
        why="the time is over",
        today=date(2034, 1, 1),
        load=lambda _: project,
    )
    assert hours_of(book) == hours
    assert book.stale() == []
    assert book.states("2020-10") == states
    after = {who: entry.number for who, entry in book.entries("2020-10").items()}
    assert after == numbers | {book.ids["anna"]: ""}
    with store.read() as tx:
        report = month_report(tx, book.project, MONTH)
    assert month_workbook(report, load_mapping("2014-2020"), t)


def test_who_is_erased_before_a_month_is_exported_stands_in_no_file_without_a_number(
    store: Store, project: Project
) -> None:
    """Nothing of theirs was attested or reported, so they may go early (esf-reporting 4.1)."""
    book = Book(store, replace(project, starts=date(2020, 9, 1)))
    book.people(anna="198501012382", bo="198501012390")
    book.attend(["anna", "bo"], "2020-10-12", 150)
    book.sign("anna", "2020-10")
    erase_person(
        *(store, book.ids["bo"]), who="test", why="asked", today=date(2020, 11, 2), load=lambda _: project
    )
    for month in ("2020-10", "2020-11"):
        assert list(book.entries(month)) == [book.ids["anna"]]
    with store.read() as tx:
        report = month_report(tx, book.project, MONTH)
    assert [held.reason for held in report.ledger.pending] == ["not-attested"], "the minutes are not hidden"
    book.sign("bo", "2020-10", 150)
    with store.read() as tx:
        report = month_report(tx, book.project, MONTH)
    assert [held.fault.code for held in report.ledger.excluded if held.fault] == ["number-missing"]
    book.send("2020-09", "2020-10", "2020-11")
    assert book.stale() == []


def test_a_new_key_makes_no_month_stale(store: Store, project: Project) -> None:
    """What tells whether a number is still the same is laid anew under the new key."""
    book = sent(store, project)
    for _ in range(2):
        rotate_key(store, who="test", why="somebody left")
        assert book.stale() == []
    with store.write(who="test", why="x") as tx:
        tx.connection.exec_driver_sql("UPDATE export_entry SET number_tag = '0123456789abcdef'")
    assert book.stale() == ["2020-09", "2020-10"], "another tag would be seen"
