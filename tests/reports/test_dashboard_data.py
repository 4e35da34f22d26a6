"""The dashboard's figures: right, aggregated, and without a number that points at somebody."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from ledgers import Book
from national import MODULES, ORGANISATIONS, fill_register, hand_in, national_project
from people import invented_numbers

from courseware.registry.enrolment import Registration
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.dashboard_data import Dashboard, MonthFigures
from courseware.reports.dashboard_reading import dashboard
from courseware.reports.month import month_ledger
from courseware.reports.period import ReportPeriod

DAY = date(2021, 2, 14)


def figures_of(book: Book, today: date = DAY, **rules: object) -> Dashboard:
    project = replace(book.project, **rules)  # type: ignore[arg-type]
    with book.store.read() as tx:
        return dashboard(tx, project, today, MODULES)


def month_of(figures: Dashboard, month: str) -> MonthFigures:
    return next(one for one in figures.months if str(one.period) == month)


@pytest.fixture
def old(project: Project) -> Project:
    """The project with the check of ages off, for invented numbers."""
    return replace(project, age_at_start=(0, 300))


@pytest.fixture
def book(store: Store, old: Project) -> Book:
    """Thirty people who attended from September; all signed until December, twenty for January."""
    made = Book(store, old, date(2021, 2, 14))
    names = [f"p{place:02d}" for place in range(30)]
    made.people(**dict(zip(names, invented_numbers(30), strict=True)))
    for month in ("2020-09", "2020-10", "2020-11", "2020-12", "2021-01"):
        made.attend(names, f"{month}-20", 120)
        made.sign(names[:20] if month == "2021-01" else names, month)
    return made


def test_months_stand_where_they_stand_with_what_was_exported(book: Book) -> None:
    book.send("2020-09", "2020-10")
    book.export("2020-11")
    figures = figures_of(book)
    assert [(str(one.period), one.state) for one in figures.months] == [
        ("2020-08", "empty"),
        ("2020-09", "sent"),
        ("2020-10", "sent"),
        ("2020-11", "exported"),
        ("2020-12", "open"),
        ("2021-01", "open"),
        ("2021-02", "running"),
    ]
    october = month_of(figures, "2020-10")
    assert (october.version, october.people, october.minutes, october.settled) == (1, 30, 30 * 120, None)
    assert (figures.sent, len(figures.over), len(figures.waiting)) == (2, 5, 3)
    assert figures.participants == 30


def test_what_is_missing_is_counted_over_the_months_that_wait(book: Book) -> None:
    figures = figures_of(book)
    settled = month_of(figures, "2021-01").settled
    assert settled is not None
    assert settled.places == {"ready": 20, "pending": 10, "differing": 0, "excluded": 0}
    assert (settled.people, settled.minutes, settled.is_nearly_done) == (30, 20 * 120, False)
    assert (figures.missing("pending").known, figures.missing("pending").more) == (10, False)
    assert not figures.missing("differing")
    assert figures.latest is not None
    assert str(figures.latest.period) == "2021-01"


def test_few_who_lack_are_kept_back_with_those_who_would_tell(book: Book) -> None:
    book.sign([f"p{place:02d}" for place in range(20, 28)], "2021-01")
    settled = month_of(figures_of(book), "2021-01").settled
    assert settled is not None
    assert (settled.people, settled.places["ready"], settled.places["pending"]) == (30, None, None)
    assert settled.is_nearly_done
    assert figures_of(book).missing("pending").more


def test_exported_month_never_tells_how_few_are_not_in_it(book: Book) -> None:
    book.sign([f"p{place:02d}" for place in range(20, 28)], "2021-01")
    book.send("2020-09", "2020-10", "2020-11", "2020-12", "2021-01")
    latest = month_of(figures_of(book), "2021-01")
    assert latest.people == 28
    assert latest.settled is not None
    assert (latest.settled.people, latest.settled.places["ready"], latest.settled.places["pending"]) == (
        None,
        28,
        None,
    )


def test_few_who_signed_after_the_export_are_not_told_by_a_difference(book: Book) -> None:
    book.send("2020-09", "2020-10", "2020-11", "2020-12", "2021-01")
    book.sign(("p20", "p21", "p22"), "2021-01")
    latest = month_of(figures_of(book), "2021-01")
    assert latest.state == "stale"
    assert latest.people is None
    assert latest.settled is not None
    assert latest.settled.places["ready"] == 23


def test_project_of_three_people_shows_no_number_of_people(store: Store, old: Project) -> None:
    book = Book(store, old)
    book.people(**dict(zip(("anna", "bo", "cia"), invented_numbers(3), strict=True)))
    book.attend(["anna", "bo", "cia"], "2020-09-20", 120)
    book.sign("anna", "2020-09")
    book.send("2020-09")
    figures = figures_of(book, date(2020, 11, 2))
    assert figures.participants is None
    assert [one.people for one in figures.months if one.state != "empty"] == [None, None, None]
    assert month_of(figures, "2020-09").minutes is None
    assert {item.people for item in figures.organisations} == {None}
    assert {role.people for role in figures.roles} == {None}
    latest = month_of(figures, "2020-10").settled
    assert latest is not None
    assert (latest.people, latest.minutes) == (None, None)


def test_corrected_month_is_stale_and_so_are_those_after_it(book: Book) -> None:
    book.send("2020-09", "2020-10", "2020-11")
    book.attend("p00", "2020-10-20", 180)
    book.sign("p00", "2020-10")
    figures = figures_of(book)
    assert [str(one.period) for one in figures.waiting] == ["2020-10", "2020-11", "2020-12", "2021-01"]
    assert [one.changed for one in figures.waiting] == [True, False, False, False]
    assert figures.sent == 1


@pytest.mark.parametrize("setting", ["rounding_policy", "zero_hour_months", "max_hours_per_day"])
def test_unanswered_rule_is_named_and_stops_only_what_needs_it(book: Book, setting: str) -> None:
    book.send("2020-09")
    figures = figures_of(book, **{setting: None})
    assert figures.blocked == (setting,)
    assert {one.state for one in figures.months} == {None}
    assert figures.participants == 30
    assert month_of(figures, "2020-09").people == 30
    assert month_of(figures, "2020-10").people == 30
    assert figures.organisations[0].people == 30


def test_rule_that_one_month_asks_for_is_named_too(book: Book) -> None:
    figures = figures_of(book, empty_months=None)
    assert figures.blocked == ("empty_months",)


def test_protected_man_without_an_answer_from_scb_stops_no_figure(store: Store, old: Project) -> None:
    book = Book(store, old)
    names = dict(zip([f"p{place}" for place in range(9)], invented_numbers(9), strict=True))
    book.people(**names)
    number = next(one for one in invented_numbers(60, seed=3) if int(one[10]) % 2)
    book.people(erik=Registration(1, number, "", "Ekdalen", "2020-09-15", protected=True))
    book.attend([*names, "erik"], "2020-09-20", 120)
    book.sign([*names, "erik"], "2020-09")
    figures = figures_of(book, date(2020, 10, 20), protected_identity_male=None)
    settled = month_of(figures, "2020-09").settled
    assert settled is not None
    assert settled.places["ready"] == 10
    assert figures.blocked == ()


def test_nothing_in_the_register_gives_nothing_and_no_fault(store: Store, project: Project) -> None:
    with store.read() as tx:
        figures = dashboard(tx, project, date(2020, 11, 20), MODULES)
        before = dashboard(tx, project, date(2020, 7, 1))
    assert (figures.participants, figures.waiting, figures.organisations) == (0, [], ())
    assert [one.state for one in figures.months] == ["empty", "empty", "empty", "running"]
    assert figures.latest is None
    assert before.months == ()


def test_day_after_the_project_knows_every_month(store: Store, project: Project) -> None:
    with store.read() as tx:
        figures = dashboard(tx, project, date(2024, 1, 1))
    assert len(figures.months) == 33


def test_t19_national_project_is_quick_and_adds_up(store: Store, project: Project) -> None:
    """550 people of 25 organisations in 33 months (esf-reporting 7.4)."""
    national = national_project(project)
    fill_register(store, national)
    hand_in(store, national, "2023-01", accepted="2022-12")
    begun = time.perf_counter()
    with store.read() as tx:
        figures = dashboard(tx, national, date(2023, 3, 24), MODULES)
        ledger = month_ledger(tx, national, ReportPeriod(2023, 2))
    assert time.perf_counter() - begun < 20
    assert figures.participants == 550
    assert len(figures.months) == 32
    assert [one.state for one in figures.months].count("accepted") == 29
    assert len(figures.organisations) == len(ORGANISATIONS)
    settled = month_of(figures, "2023-02").settled
    assert settled is not None
    assert settled.places["pending"] == sum(held.reason == "not-attested" for held in ledger.pending)
    shown = [item.people for item in figures.organisations if item.people is not None]
    assert min(shown) >= 5
    hidden = len(figures.organisations) - len(shown)
    assert hidden >= 2
    assert 550 - sum(shown) >= 5


def test_organisations_are_ordered_without_a_place_for_hidden_numbers(store: Store, project: Project) -> None:
    national = national_project(project)
    fill_register(store, national, people=300)
    with store.read() as tx:
        found = dashboard(tx, national, date(2023, 3, 24), MODULES).organisations
    hidden = [item.people is None for item in found]
    assert hidden == sorted(hidden)
    behind = [item.people / item.planned for item in found if item.people is not None and item.planned]
    assert behind == sorted(behind)
    names = [item.name for item in found if item.people is None]
    assert names == sorted(names, key=str.casefold)
    assert all(item.modules_each is None for item in found if item.people is None)


def test_shares_of_a_role_keep_back_the_few_who_have_and_who_have_not(store: Store, project: Project) -> None:
    national = national_project(project)
    fill_register(store, national, people=200)
    with store.read() as tx:
        figures = dashboard(tx, national, date(2023, 3, 24), MODULES)
    sizes = [role.people for role in figures.roles]
    assert None in [cell for item in figures.modules for cell in item.people]
    for item in figures.modules:
        for size, done in zip(sizes, item.people, strict=True):
            if done is not None:
                assert size is not None
                assert not 0 < done < 5
                assert not 0 < size - done < 5
        left = [place for place, done in enumerate(item.people) if done is None]
        assert len(left) != 1


def test_who_left_and_came_back_takes_no_part_in_between(store: Store, old: Project) -> None:
    book = Book(store, old, date(2021, 1, 5))
    numbers = dict(zip([f"p{place}" for place in range(12)], invented_numbers(12), strict=True))
    stay = {
        name: Registration(row, number, "", "Ekdalen", "2020-09-15", "2020-10-20" if row > 6 else None)
        for row, (name, number) in enumerate(numbers.items(), 1)
    }
    book.people(**stay)
    again = {name: replace(given, started="2020-12-05", ended=None) for name, given in stay.items()}
    book.people(update=True, **{name: given for name, given in again.items() if given.row > 6})
    figures = figures_of(book, date(2021, 1, 5))
    people = {str(one.period): one.people for one in figures.months}
    assert people == {
        "2020-08": 0,
        "2020-09": 12,
        "2020-10": 12,
        "2020-11": 6,
        "2020-12": 12,
        "2021-01": 12,
    }
