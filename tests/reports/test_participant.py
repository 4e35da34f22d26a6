"""What happens to people, as months show it: another number, two made one, protection, one's own months."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from ledgers import Book
from people import count_people

from courseware.registry.enrolment import Registration, enrol
from courseware.registry.leaving import leave_project, return_to_project
from courseware.registry.merge_plan import plan_merge
from courseware.registry.merging import merge_people
from courseware.registry.numbers import renumber
from courseware.registry.project import Project
from courseware.registry.protection import protect_person
from courseware.registry.store import Store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import month_report
from courseware.reports.month_workbook import month_workbook
from courseware.reports.participant import ParticipantMonth, participant_months
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings

WOMAN, MAN, COORDINATION = "198501012382", "198501012390", "199301612397"
MONTHS = ("2020-09", "2020-10", "2020-11", "2020-12")


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    """Anna with a samordningsnummer, signed and sent for four months."""
    made = Book(store, replace(project, coordination_numbers="accept"))
    made.people(anna=COORDINATION)
    for month in MONTHS:
        made.attend("anna", f"{month}-21", 120)
        made.sign("anna", month)
    made.send(*MONTHS)
    return made


def numbers(book: Book) -> dict[str, list[str]]:
    return {month: [entry.number for entry in book.entries(month).values()] for month in MONTHS}


def test_t8_months_before_keep_the_samordningsnummer(book: Book) -> None:
    with book.store.write(who="test", why="registered") as tx:
        renumber(tx, book.ids["anna"], WOMAN, from_day="2020-11-15")
    assert numbers(book) == {
        "2020-09": [COORDINATION],
        "2020-10": [COORDINATION],
        "2020-11": [WOMAN],
        "2020-12": [WOMAN],
    }
    assert book.stale() == ["2020-11", "2020-12"]
    with book.store.read() as tx:
        assert count_people(tx, book.project.id) == 1


def test_a_number_that_was_wrong_changes_every_month(book: Book) -> None:
    with book.store.write(who="test", why="mistyped") as tx:
        renumber(tx, book.ids["anna"], WOMAN, from_day=None)
    assert numbers(book) == {month: [WOMAN] for month in MONTHS}
    assert book.stale() == list(MONTHS)


def test_t7_two_made_one_are_one_row_with_the_minutes_of_both(book: Book) -> None:
    with book.store.write(who="test", why="test") as tx:
        other = Registration(1, WOMAN, "Anna Påhittad", "Björkvik", "2020-10-01")
        book.ids["other"] = enrol(tx, book.project.id, [other]).person_ids[1]
    book.attend("other", "2020-11-23", 60)
    assert len(book.entries("2020-10")) == 2
    with book.store.write(who="test", why="test") as tx:
        plan = plan_merge(tx, book.ids["other"], book.ids["anna"])
        merge_people(tx, plan, number_until="2020-11-15")
    assert numbers(book)["2020-09"] == [COORDINATION]
    assert numbers(book)["2020-12"] == [WOMAN]
    # Both came in November and signed for a part: nobody is reported until they agree.
    assert book.entries("2020-11") == {}
    book.sign("other", "2020-11", 180)
    assert [(one.workshop, one.hours) for one in book.entries("2020-11").values()] == [(180, 3)]
    assert book.entries("2020-10")[book.ids["other"]].started == "2020-09-15"
    assert book.stale()[0] == "2020-09", "the person who was sent is another one now"


def test_t4_who_comes_back_by_hand_is_still_one_participant(book: Book) -> None:
    who = book.ids["anna"]
    with book.store.write(who="test", why="test") as tx:
        leave_project(tx, book.project.id, who, "2020-11-21")
        return_to_project(tx, book.project.id, who, "2020-12-01")
    rows = {month: book.entries(month)[who] for month in MONTHS}
    assert [(one.started, one.ended) for one in rows.values()] == [
        ("2020-09-15", ""),
        ("2020-09-15", ""),
        ("2020-09-15", "2020-11-21"),
        ("2020-09-15", ""),
    ]


@pytest.mark.parametrize("signed", [False, True])
def test_t14_nothing_personal_is_in_a_workbook_after_the_mark(
    store: Store, project: Project, t: Strings, signed: bool
) -> None:
    """Neither where the person waits for a signature nor where they are reported."""
    book = Book(store, project)
    book.people(anna=Registration(1, WOMAN, "Anna Lindkvist", "Björkvik", "2020-09-15", unit="Ekskolan"))
    book.attend("anna", "2020-09-21", 120)
    if signed:
        book.sign("anna", "2020-09")
    assert ("Lindkvist" in workbook(book, t)) is not signed
    with store.write(who="test", why="test") as tx:
        protect_person(tx, book.ids["anna"])
    text = workbook(book, t)
    assert not any(secret in text for secret in (WOMAN, WOMAN[2:], "Lindkvist", "Björkvik", "Ekskolan"))
    assert ("19850101Tf29" in text) is signed


def workbook(book: Book, t: Strings) -> str:
    """Gives everything in September's workbook as text."""
    with book.store.read() as tx:
        report = month_report(tx, book.project, ReportPeriod(2020, 9))
    content = month_workbook(report, load_mapping("2014-2020"), t)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_ones_own_months_stand_side_by_side(book: Book) -> None:
    book.attend("anna", "2020-12-22", 30, session="EFTER")
    book.attend("anna", "2021-01-12", 45)
    with book.store.read() as tx:
        months, why = participant_months(tx, book.project, book.ids["anna"], date(2021, 2, 3))
    assert why == ""
    assert months[0] == ParticipantMonth("2020-09", 120, 0, 0, 120, 120, 1, "sent")
    assert months[3] == ParticipantMonth("2020-12", 150, 0, 0, 120, 120, 1, "stale")
    assert months[4] == ParticipantMonth("2021-01", 45, 0, 0, None, None, 0, "open")


def test_ones_months_are_shown_also_while_a_rule_is_missing(book: Book) -> None:
    unanswered = replace(book.project, rounding_policy=None)
    with book.store.read() as tx:
        months, why = participant_months(tx, unanswered, book.ids["anna"], date(2021, 2, 3))
    assert {one.state for one in months} == {""}
    assert "rounding_policy is not set" in why
