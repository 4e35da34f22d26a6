"""Months in order: exported, sent, accepted; and stale, which is found out and never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from ledgers import Book

from courseware.errors import CoursewareError
from courseware.registry.enrolment import Registration
from courseware.registry.exports import events_of, export_entries, exports_of
from courseware.registry.log import entries
from courseware.registry.people import PeopleByMonth
from courseware.registry.project import Project, Unanswered
from courseware.registry.store import Store, Transaction
from courseware.reports import periods
from courseware.reports.ledger_data import Ledger
from courseware.reports.month import month_ledger
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import Months
from courseware.reports.sending import (
    accept_month,
    changes_since_sent,
    export_month,
    send_month,
    withdraw_month,
)

WOMAN, MAN, OTHER = "198501012382", "198501012390", "199508032381"


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    """Anna and Bo from September, with signed time in every month until December."""
    made = Book(store, project)
    made.people(anna=WOMAN, bo=MAN)
    for month in ("2020-09", "2020-10", "2020-11", "2020-12"):
        made.attend(["anna", "bo"], f"{month}-21", 140)
        made.sign("anna", month)
        made.sign("bo", month)
    return made


def test_a_month_goes_from_open_to_accepted(book: Book) -> None:
    assert book.states("2020-10") == {"2020-08": "empty", "2020-09": "open", "2020-10": "open"}
    assert book.export("2020-09") == 1
    assert book.states("2020-09")["2020-09"] == "exported"
    state = book.mark("2020-09")
    assert (state.state, state.version, state.entries, state.reported) == ("sent", 1, 2, 240)
    with book.store.write(who="test", why="test") as tx:
        accept_month(
            tx, book.project, ReportPeriod(2020, 9), book.today, day=date(2023, 6, 1), reference="mejl"
        )
    assert book.states("2020-09")["2020-09"] == "accepted"


def test_what_was_exported_is_kept_row_by_row(book: Book) -> None:
    book.send("2020-09")
    with book.store.read() as tx:
        [export] = exports_of(tx, book.project.id, "2020-09")
        rows = export_entries(tx, export.id)
        logged = list(entries(tx.connection, "period:demo:2020-09"))
        [event] = events_of(tx, book.project.id, "2020-09")
    assert [(row.person_id, row.reported, row.left_out, row.workshop, row.attested) for row in rows] == [
        (1, 120, 20, 140, 140),
        (2, 120, 20, 140, 140),
    ]
    assert '"rounding_policy": "floor_month"' in export.settings
    assert [entry["action"] for entry in logged] == ["period.export", "period.sent"]
    assert (event.event, event.version, event.reference) == ("sent", 1, "diarium")
    assert WOMAN not in str(logged) + str(rows) + str(export)


def test_an_unchanged_month_keeps_its_version(book: Book) -> None:
    """T20."""
    assert [book.export("2020-09") for _ in range(3)] == [1, 1, 1]


def test_months_are_exported_and_sent_in_order(book: Book) -> None:
    """T6, S4."""
    book.export("2020-09")
    with pytest.raises(CoursewareError, match=r"2020-11 cannot be exported yet") as refused:
        book.export("2020-11")
    assert "2020-09 (exported), 2020-10 (open) are not sent" in str(refused.value)
    assert "courseware periods sent 2020-09" in str(refused.value)
    book.mark("2020-09")
    with pytest.raises(CoursewareError, match="Begin with: courseware report month 2020-10"):
        book.export("2020-11")
    with pytest.raises(CoursewareError, match="was not exported yet"):
        book.mark("2020-10")
    book.send("2020-10", "2020-11")


def test_a_correction_makes_that_month_and_all_later_sent_months_stale(book: Book) -> None:
    """T5, S7."""
    book.send("2020-09", "2020-10", "2020-11", "2020-12")
    assert book.stale() == []
    book.attend("anna", "2020-10-21", 185)
    book.sign("anna", "2020-10")
    assert book.stale() == ["2020-10", "2020-11", "2020-12"]
    with pytest.raises(CoursewareError, match=r"2020-11 cannot be sent yet.*2020-10 \(stale\)"):
        book.mark("2020-11")
    assert book.export("2020-10") == 2
    assert book.stale() == ["2020-10", "2020-11", "2020-12"], "exported is not sent"
    book.mark("2020-10")
    assert book.stale() == ["2020-11", "2020-12"]
    assert book.export("2020-11") == 1, "its content is the same: the same file is sent again"
    book.mark("2020-11")
    book.mark("2020-12")
    assert book.stale() == []
    assert set(book.states("2020-12").values()) == {"empty", "sent"}


def test_an_unsent_month_is_never_stale(book: Book) -> None:
    book.send("2020-09")
    book.export("2020-10")
    book.attend("anna", "2020-09-21", 300)
    book.sign("anna", "2020-09")
    assert book.states("2020-10") == {"2020-08": "empty", "2020-09": "stale", "2020-10": "exported"}


def test_a_change_that_rounding_swallows_changes_nothing_that_was_sent(book: Book) -> None:
    book.send("2020-09")
    book.attend("anna", "2020-09-21", 139)
    book.sign("anna", "2020-09")
    assert book.stale() == []


def test_a_change_taken_back_is_no_change(book: Book) -> None:
    book.send("2020-09")
    book.attend("anna", "2020-09-21", 300)
    assert book.stale() == ["2020-09"], "her time differs from what she signed, so she drops out"
    book.attend("anna", "2020-09-21", 140)
    assert book.stale() == []


def test_the_changes_name_people_by_id_with_both_values(book: Book) -> None:
    book.send("2020-09")
    book.attend("anna", "2020-09-21", 300)
    book.sign("anna", "2020-09")
    book.people(cia=Registration(7, OTHER, "Cia Påhittad", "Ekdalen", "2020-09-28"))
    with book.store.read() as tx:
        changed, added = changes_since_sent(tx, book.project, ReportPeriod(2020, 9))
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.person_id, changed.before.reported, changed.after.reported) == (1, 120, 300)
    assert (added.person_id, added.before) == (3, None)


def test_a_rule_that_changes_makes_what_was_sent_stale(book: Book) -> None:
    book.send("2020-09")
    assert book.with_rules(rounding_policy="exact_quarter").stale() == ["2020-09"]
    assert book.stale() == []


def test_a_return_changes_no_month_before_it(book: Book) -> None:
    """T4: the end stays in the month in which the person left, and the record has none again."""
    leaves = Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2020-09-15", "2020-11-25")
    book.people(anna=leaves, update=True)
    book.sign("bo", "2020-12")
    book.attend("anna", "2020-12-21", 0)
    assert book.entries("2020-11")[1].ended == "2020-11-25"
    with book.store.write(who="test", why="test") as tx:
        tx.connection.exec_driver_sql("DELETE FROM attestation WHERE month = '2020-12' AND person_id = 1")
    book.send("2020-09", "2020-10", "2020-11", "2020-12")
    book.people(anna=replace(leaves, started="2021-02-01", ended=None), update=True)
    assert book.stale() == []
    assert book.entries("2020-11")[1].ended == "2020-11-25"
    assert 1 not in book.entries("2021-01")
    february = book.entries("2021-02")[1]
    assert (february.started, february.ended) == ("2020-09-15", "")
    new_start = book.with_rules(returning_participants="new-start")
    assert new_start.entries("2021-02")[1].started == "2021-02-01"
    with pytest.raises(Unanswered, match=r"returning_participants is not set.*ask SCB"):
        book.with_rules(returning_participants=None).entries("2021-02")
    assert book.with_rules(returning_participants=None).entries("2020-10")[1].started == "2020-09-15"


def test_time_between_two_stays_is_a_fault(book: Book) -> None:
    leaves = Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2020-09-15", "2020-10-01")
    book.people(anna=leaves, update=True)
    book.people(anna=replace(leaves, started="2020-11-01", ended=None), update=True)
    assert set(book.entries("2020-10")) == {2}
    assert set(book.entries("2020-11")) == {1, 2}


def test_time_before_a_return_in_the_same_month_counts_under_either_rule(book: Book) -> None:
    leaves = Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2020-09-15", "2020-10-22")
    book.people(anna=leaves, update=True)
    book.people(anna=replace(leaves, started="2020-10-28", ended=None), update=True)
    for rule, start in (("first-start", "2020-09-15"), ("new-start", "2020-10-28")):
        entry = book.with_rules(returning_participants=rule).entries("2020-10")[1]
        assert (entry.started, entry.hours) == (start, 2)


def test_signing_for_nothing_puts_nobody_into_a_month(book: Book) -> None:
    book.people(cia=Registration(7, OTHER, "Cia Påhittad", "Ekdalen", "2020-11-02"))
    book.sign("cia", "2020-10", 0)
    assert set(book.entries("2020-10")) == {1, 2}


@pytest.mark.parametrize(("rule", "state"), [("nothing", "empty"), ("file", "open")])
def test_a_month_without_anybody_follows_the_setting(book: Book, rule: str, state: str) -> None:
    assert book.with_rules(empty_months=rule).states("2020-08") == {"2020-08": state}
    with pytest.raises(Unanswered, match="empty_months is not set"):
        book.with_rules(empty_months=None).states("2020-08")


def test_a_month_with_time_is_never_empty_even_if_nobody_took_part(book: Book) -> None:
    """A start moved past a month that was attended and signed must not make the hours vanish."""
    people = ("anna", WOMAN), ("bo", MAN)
    late = {name: Registration(row, number, f"{name.title()} Påhittad", "Ekdalen", "2020-11-01")
            for row, (name, number) in enumerate(people, 1)}  # fmt: skip
    book.people(update=True, **late)
    assert list(book.states("2020-11").values()) == ["empty", "open", "open", "open"]
    book.attend(["anna", "bo"], "2020-09-21", 0)
    book.sign(["anna", "bo"], "2020-10", 0)
    book.attend(["anna", "bo"], "2020-10-21", 0)
    assert list(book.states("2020-11").values()) == ["empty", "open", "empty", "open"], "September is signed"


def test_a_later_first_period_hides_no_month_that_was_sent(book: Book) -> None:
    book.send("2020-09", "2020-10", "2020-11")
    later = book.with_rules(first_period="2020-11")
    assert later.states("2020-11") == dict.fromkeys(("2020-09", "2020-10", "2020-11"), "sent")
    later.attend("anna", "2020-09-21", 240)
    later.sign("anna", "2020-09")
    assert later.states("2020-11") == dict.fromkeys(("2020-09", "2020-10", "2020-11"), "stale")
    assert later.stale() == ["2020-09", "2020-10", "2020-11"]
    with pytest.raises(CoursewareError, match=r"2020-09 \(stale\)"):
        later.export("2020-12")


def test_months_reported_elsewhere_are_not_asked_for(book: Book) -> None:
    later = book.with_rules(first_period="2020-11")
    assert later.states("2020-11") == {"2020-11": "open"}
    assert later.export("2020-11") == 1


def test_a_month_that_is_not_over_runs(store: Store, project: Project) -> None:
    book = Book(store, project, today=date(2020, 9, 30))
    book.people(anna=WOMAN)
    assert book.states() == {"2020-08": "empty", "2020-09": "running"}


@pytest.mark.parametrize("day", [date(2020, 9, 30), date(2023, 6, 2)])
def test_the_day_of_sending_must_be_possible(book: Book, day: date) -> None:
    book.export("2020-09")
    with (
        pytest.raises(CoursewareError, match=f"{day} cannot be the day on which 2020-09 was sent"),
        book.store.write(who="test", why="test") as tx,
    ):
        send_month(tx, book.project, ReportPeriod(2020, 9), book.today, day=day, reference="")


def test_no_month_counts_as_sent_before_an_earlier_one_or_before_the_last_time(book: Book) -> None:
    def send(month: str, day: date) -> str:
        with book.store.write(who="test", why="test") as tx:
            period = ReportPeriod.parse(month)
            return send_month(tx, book.project, period, book.today, day=day, reference="").sent_on

    book.export("2020-09")
    send("2020-09", date(2020, 12, 20))
    book.export("2020-10")
    with pytest.raises(CoursewareError, match="2020-09 was noted as sent on 2020-12-20, and months"):
        send("2020-10", date(2020, 12, 19))
    assert send("2020-10", date(2020, 12, 20)) == "2020-12-20", "the same day is in order"
    book.attend("anna", "2020-09-21", 240)
    book.sign("anna", "2020-09")
    book.export("2020-09")
    with pytest.raises(CoursewareError, match="periods withdraw 2020-09"):
        send("2020-09", date(2020, 12, 1))
    assert send("2020-09", date(2021, 1, 8)) == "2021-01-08"
    with pytest.raises(CoursewareError, match="2020-09 was noted as sent on 2021-01-08"):
        send("2020-10", date(2021, 1, 7))


def test_a_reference_is_kept_without_identity_numbers(book: Book) -> None:
    book.export("2020-09")
    with book.store.write(who="test", why="test") as tx:
        period = ReportPeriod(2020, 9)
        send_month(tx, book.project, period, book.today, day=book.today, reference="kvitto 198501012382")
        [event] = events_of(tx, book.project.id, "2020-09")
    with book.store.read() as tx:
        logged = list(entries(tx.connection, "period:demo:2020-09"))[-1]
    assert event.reference == logged["after"]["reference"] == "kvitto 19XXXXXX-****"


def test_an_outdated_export_is_not_sent(book: Book) -> None:
    book.export("2020-09")
    book.attend("anna", "2020-09-21", 300)
    book.sign("anna", "2020-09")
    with pytest.raises(CoursewareError, match="has changed since version 1 was exported"):
        book.mark("2020-09")
    assert book.export("2020-09") == 2
    assert book.mark("2020-09").sent_version == 2
    with pytest.raises(CoursewareError, match="was sent on 2023-06-01 already"):
        book.mark("2020-09")


def test_a_mark_set_by_mistake_is_taken_back_from_the_end(book: Book) -> None:
    book.send("2020-09", "2020-10")

    def withdraw(month: str) -> str:
        with book.store.write(who="test", why="test") as tx:
            return withdraw_month(tx, book.project, ReportPeriod.parse(month), book.today, reference="fel")

    with pytest.raises(CoursewareError, match="2020-10 was marked after 2020-09"):
        withdraw("2020-09")
    assert withdraw("2020-10") == "sent"
    assert book.states("2020-10")["2020-10"] == "exported"
    assert withdraw("2020-09") == "sent"
    with pytest.raises(CoursewareError, match="no mark to take back"):
        withdraw("2020-09")
    assert book.mark("2020-09").state == "sent"


def test_only_what_was_sent_is_accepted(book: Book) -> None:
    book.export("2020-09")
    with (
        pytest.raises(CoursewareError, match="2020-09 is exported, so it cannot be marked as accepted"),
        book.store.write(who="test", why="test") as tx,
    ):
        accept_month(tx, book.project, ReportPeriod(2020, 9), book.today, day=book.today, reference="")


def test_a_month_is_settled_once_however_often_it_is_asked_for(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.send("2020-09", "2020-10")
    book.attend("anna", "2020-09-22", 60)
    book.sign("anna", "2020-09")
    settled: list[str] = []

    def settle(tx: Transaction, project: Project, period: ReportPeriod, people: PeopleByMonth) -> Ledger:
        settled.append(str(period))
        return month_ledger(tx, project, period, people)

    monkeypatch.setattr(periods, "month_ledger", settle)
    period = ReportPeriod(2020, 9)
    with book.store.write(who="test", why="test") as tx:
        months = Months(tx, book.project)
        assert list(map(str, months.stale())) == ["2020-09", "2020-10"]
        assert [one.state for one in months.states(book.today)][:3] == ["empty", "stale", "stale"]
        export_month(tx, book.project, period, month_ledger(tx, book.project, period, months.people))
        send_month(tx, book.project, period, book.today, day=book.today, reference="", months=months)
        assert list(map(str, months.stale())) == ["2020-10"]
    assert settled == ["2020-09", "2020-10", "2020-09"], "once a version"


def test_a_signature_from_before_the_last_session_attests_nothing(book: Book) -> None:
    """Nobody can attest a time that has not been yet."""
    book.attend("anna", "2020-09-29", 60)
    with book.store.write(who="test", why="test") as tx:
        tx.connection.exec_driver_sql(
            "UPDATE attestation SET minutes = 200, signed_on = '2020-09-28' WHERE person_id = 1"
        )
    assert set(book.entries("2020-09")) == {2}
