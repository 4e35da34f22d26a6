"""What is due when, in order; and the calendar file, read back, under the rules of RFC 5545."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from ledgers import Book

from courseware.registry.enrolment import Registration
from courseware.registry.information import information
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.deadline_calendar import deadline_calendar
from courseware.reports.deadlines import Deadline, deadline_text, deadlines, in_order, standing, within
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import period_states
from courseware.reports.profile_file import load_profile
from courseware.strings import Strings, load_strings

WOMAN, MAN, OTHER = "198501012382", "198501012390", "199508032381"
TODAY = date(2020, 12, 10)


@pytest.fixture
def project(project: Project) -> Project:
    """A short project, so that every day can be read at a glance."""
    return replace(project, starts=date(2020, 9, 1), ends=date(2021, 1, 31))


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    """Anna stays to the end, Bo and Cecilia left on the last of October; September is sent."""
    made = Book(store, project, TODAY)
    made.people(
        started="2020-09-15",
        anna=WOMAN,
        bo=Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2020-09-15", ended="2020-10-31"),
        cecilia=Registration(3, OTHER, "Cecilia Påhittad", "Ekdalen", "2020-10-01", ended="2020-10-31"),
    )
    for month in ("2020-09", "2020-10"):
        made.attend(["anna", "bo"], f"{month}-21", 140)
        made.sign("anna", month)
        made.sign("bo", month)
    made.send("2020-09")
    return made


def found_of(book: Book, code: str | None = "se", today: date = TODAY, **rules: object) -> list[Deadline]:
    project = replace(book.project, **rules)
    with book.store.read() as tx:
        states = period_states(tx, project, today)
        return deadlines(tx, project, load_profile(code) if code else None, states)


def brief(found: list[Deadline], *kinds: str) -> list[tuple[str, str]]:
    return [(one.subject, f"{one.day}") for one in found if one.kind in kinds]


def test_each_month_is_due_four_weeks_after_its_end(book: Book) -> None:
    months = [one for one in found_of(book) if one.kind == "month"]
    assert [(one.subject, f"{one.opens}", f"{one.day}", one.state, one.version) for one in months] == [
        ("2020-09", "2020-10-01", "2020-10-28", "sent", 1),
        ("2020-10", "2020-11-01", "2020-11-28", "open", 0),
        ("2020-11", "2020-12-01", "2020-12-28", "open", 0),
        ("2020-12", "2021-01-01", "2021-01-28", "running", 0),
        ("2021-01", "2021-02-01", "2021-02-28", "", 0),
    ]


def test_late_things_come_first_and_done_ones_last(book: Book) -> None:
    pairs = in_order(found_of(book), TODAY)
    assert [(state, one.kind, one.subject) for state, one in pairs] == [
        ("overdue", "information", "påhittad 2026-01"),
        ("overdue", "month", "2020-10"),
        ("open", "month", "2020-11"),
        ("coming", "month", "2020-12"),
        ("coming", "immediate", "2021-01-31"),
        ("coming", "month", "2021-01"),
        ("coming", "longer", "2020-10-31"),
        ("coming", "longer", "2021-01-31"),
        ("coming", "retention", ""),
        ("done", "month", "2020-09"),
        ("passed", "immediate", "2020-10-31"),
    ]


def test_day_itself_is_not_late(book: Book) -> None:
    [october] = [one for one in found_of(book) if one.subject == "2020-10"]
    assert standing(october, date(2020, 11, 28)) == "open"
    assert standing(october, date(2020, 11, 29)) == "overdue"
    assert standing(october._replace(state=""), date(2020, 11, 29)) == "passed"


def test_results_follow_the_exits_of_people_who_are_counted_and_not_named(book: Book, t: Strings) -> None:
    results = [one for one in found_of(book) if one.kind in ("immediate", "longer")]
    assert [(one.kind, one.subject, f"{one.day}", one.people) for one in results] == [
        ("immediate", "2020-10-31", "2020-11-28", 2),
        ("immediate", "2021-01-31", "2021-02-28", 1),
        ("longer", "2020-10-31", "2021-04-30", 2),  # April has no 31st.
        ("longer", "2021-01-31", "2021-07-31", 1),
    ]
    assert deadline_text(results[0], t) == (
        "Direkta resultat för 2 personer med sista dag 31 oktober 2020: "
        "det som nåtts inom fyra veckor räknas."
    )
    assert (
        deadline_text(results[3], t)
        == "Resultat efter sex månader för en person med sista dag 31 januari 2021."
    )


def test_information_sheet_counts_those_who_lack_the_present_edition(book: Book, t: Strings) -> None:
    rows = [
        (book.project.id, 1, "påhittad 2026-01", "2020-09-15"),
        (book.project.id, 2, "2019", "2020-09-15"),
    ]
    with book.store.write(who="test", why="test") as tx:
        tx.insert(information, ("project", "person_id", "version", "given_on"), rows)
    [one] = [one for one in found_of(book) if one.kind == "information"]
    assert (one.people, f"{one.day}") == (2, "2020-09-15")
    assert deadline_text(one, t).startswith("2 personer har inte fått informationsbladet (påhittad 2026-01).")


def test_what_nobody_has_answered_stands_without_a_day(book: Book, t: Strings) -> None:
    found = [one for one in found_of(book, retain_until=None, information_version=None) if one.day is None]
    assert [one.kind for one in found] == ["information-unset", "retention-unset"]
    assert all(standing(one, TODAY) == "undated" for one in found)
    assert "Läs projektets beslut om stöd." in deadline_text(found[1], t)


def test_estonian_quarters_have_two_weeks_and_four_in_june(book: Book) -> None:
    rules = {"starts": date(2020, 5, 4), "ends": date(2021, 2, 1), "country": "EE"}
    found = found_of(book, "ee", **rules)
    assert brief(found, "quarter") == [
        ("2020-Q2", "2020-07-28"),
        ("2020-Q3", "2020-10-14"),
        ("2020-Q4", "2021-01-14"),
        ("2021-Q1", "2021-04-14"),
    ]
    assert brief(found, "month") == []  # The monthly window is Swedish.


def test_latvian_year_is_due_on_30_january_and_with_the_final_request(book: Book) -> None:
    found = found_of(book, "lv", country="LV")
    assert brief(found, "year", "final") == [("2020", "2021-01-30"), ("2021", "2022-01-30"), ("", "None")]


@pytest.mark.parametrize(
    ("code", "kind"), [("lt", "payment-requests"), ("fi", "start-and-end"), ("pl", "continuous")]
)
def test_cadence_without_a_day_is_listed_without_one(book: Book, t: Strings, code: str, kind: str) -> None:
    [one] = [one for one in found_of(book, code) if one.kind == kind]
    assert one.day is None
    assert f"(profil {code})" in deadline_text(one, t)
    # A Swedish project keeps its months beside another country's cadence.
    assert len(brief(found_of(book, code), "month")) == 5


def test_months_choose_what_is_due_in_them_and_keep_what_has_no_day(book: Book) -> None:
    found = within(found_of(book, "lt"), ReportPeriod(2020, 12), ReportPeriod(2021, 1))
    assert [(one.kind, one.subject) for one in found] == [
        ("month", "2020-11"),
        ("month", "2020-12"),
        ("payment-requests", ""),
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", ["se", "ee", "lv", "lt", "pl", "fi"])
def test_every_deadline_is_a_sentence(book: Book, code: str, language: str, project_root: Path) -> None:
    t = load_strings(project_root, language)
    found = found_of(book, code) + found_of(book, code, retain_until=None, information_version=None)
    for one in found:
        assert re.fullmatch(r"[^{}]+\.", deadline_text(one, t))


# The calendar file ---------------------------------------------------------------------------------------


def calendar_of(book: Book, t: Strings, code: str = "se", today: date = TODAY) -> bytes:
    return deadline_calendar(book.project, found_of(book, code, today), t)


def events_of(content: bytes) -> dict[str, Event]:
    return {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_events_read_back_as_they_were_meant(book: Book, t: Strings) -> None:
    events = events_of(calendar_of(book, t))
    assert sorted(events) == [
        f"demo-{what}@courseware.invalid"
        for what in (
            "immediate-2020-10-31",
            "immediate-2021-01-31",
            "longer-2020-10-31",
            "longer-2021-01-31",
            "month-2020-09",
            "month-2020-10",
            "month-2020-11",
            "month-2020-12",
            "month-2021-01",
            "retention",
        )
    ]
    october = events["demo-month-2020-10@courseware.invalid"]
    assert october.decoded("dtstart") == date(2020, 11, 28)
    assert october.decoded("dtend") == date(2020, 11, 29)
    assert october.decoded("dtstamp") == datetime(2020, 11, 1, tzinfo=UTC)
    assert october.decoded("sequence") == 0
    assert str(october["SUMMARY"]) == "demo: Lämna oktober 2020. Öppnar 1 november 2020."
    assert october["SUMMARY"].params["LANGUAGE"] == "sv"
    assert october["DTSTART"].params["VALUE"] == "DATE"
    assert [str(category) for category in october["CATEGORIES"].cats] == ["ESF-rapportering"]
    [alarm] = october.walk("VALARM")
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert alarm.decoded("trigger") == timedelta(days=-7)
    assert str(alarm["DESCRIPTION"]).startswith("Om en vecka: Lämna oktober 2020")


def test_month_that_is_done_says_so_and_rings_no_more(book: Book, t: Strings) -> None:
    september = events_of(calendar_of(book, t))["demo-month-2020-09@courseware.invalid"]
    assert str(september["SUMMARY"]) == "demo: Klart: Lämna september 2020. Öppnar 1 oktober 2020."
    assert september.walk("VALARM") == []
    assert september.decoded("sequence") == 1


def test_month_that_is_exported_again_keeps_its_id_and_counts_on(book: Book, t: Strings) -> None:
    before = events_of(calendar_of(book, t))
    book.attend("anna", "2020-09-21", 200)
    book.sign("anna", "2020-09")
    stale = events_of(calendar_of(book, t))["demo-month-2020-09@courseware.invalid"]
    assert "Lämna september 2020 på nytt" in str(stale["SUMMARY"])
    assert len(stale.walk("VALARM")) == 1
    book.send("2020-09")
    after = events_of(calendar_of(book, t))
    assert after.keys() == before.keys()
    assert after["demo-month-2020-09@courseware.invalid"].decoded("sequence") == 2


def test_file_keeps_the_rules_of_rfc_5545(book: Book, project_root: Path) -> None:
    for language, code in (("sv", "ee"), ("en", "lv")):
        content = calendar_of(book, load_strings(project_root, language), code)
        lines = content.split(b"\r\n")
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")  # 3.1: CRLF and nothing else.
        assert max(map(len, lines)) <= 75  # 3.1: in octets.
        assert any(line.startswith(b" ") for line in lines)  # Something was folded, so the test tests.
        for line in lines:
            line.decode("utf-8")  # No letter is cut in two.
        text = content.replace(b"\r\n ", b"").decode()
        head = text.split("BEGIN:VEVENT")[0].split("\r\n")
        assert "VERSION:2.0" in head  # 3.6, 3.7.3-4
        assert any(line.startswith("PRODID:-//courseware//") for line in head)
        for event in text.split("BEGIN:VEVENT")[1:]:
            for name in ("UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "SEQUENCE"):
                # 3.6.1: required, or at most once.
                assert len(re.findall(rf"^{name}[:;]", event.split("BEGIN:VALARM")[0], re.M)) == 1, name
            assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z\r$", event, re.M)  # 3.8.7.2: in UTC.
        assert re.findall(r"^SUMMARY[^:\r]*", text, re.M)[0] == f"SUMMARY;LANGUAGE={language}"
        assert len(events_of(content)) == text.count("BEGIN:VEVENT")  # Every id is another.


def test_commas_in_names_are_escaped_and_come_back(book: Book, t: Strings) -> None:
    book.project = replace(book.project, title="Första; andra, tredje \\ fjärde")
    content = calendar_of(book, t)
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "Första\\; andra\\, tredje \\\\ fjärde" in unfolded
    [event, *_] = events_of(content).values()
    assert str(event["DESCRIPTION"]).startswith("Första; andra, tredje \\ fjärde.")


def test_calendar_names_nobody(book: Book, t: Strings) -> None:
    text = calendar_of(book, t).replace(b"\r\n ", b"").decode()
    for secret in (WOMAN, MAN, OTHER, "Påhittad ", "Anna", "Bo ", "Cecilia", "Ekdalen"):
        assert secret not in text


def test_same_register_gives_the_same_file_on_another_day_and_machine(
    book: Book, t: Strings, tmp_path: Path, project_root: Path
) -> None:
    first = calendar_of(book, t)
    # A day later nothing has happened; months that begin meanwhile have no state that a calendar shows.
    assert calendar_of(book, t, today=TODAY + timedelta(days=30)) == first
    if book.store.file is None:
        return  # The other process opens the SQLite file; PostgreSQL has been asked twice above.
    script = tmp_path / "again.py"
    script.write_text(AGAIN, encoding="utf-8")
    url, key = f"sqlite:///{book.store.file}", str(book.store.key_file)
    done = subprocess.run(
        [sys.executable, str(script), url, key, str(project_root)],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "C"},
    )
    assert done.stdout == first


AGAIN = """
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.deadline_calendar import deadline_calendar
from courseware.reports.deadlines import deadlines
from courseware.reports.periods import period_states
from courseware.reports.profile_file import load_profile
from courseware.strings import load_strings

project = replace(load_project("demo"), starts=date(2020, 9, 1), ends=date(2021, 1, 31))
with open_store(sys.argv[1], Path(sys.argv[2])).read() as tx:
    states = period_states(tx, project, date(2020, 12, 10))
    found = deadlines(tx, project, load_profile("se"), states)
sys.stdout.buffer.write(deadline_calendar(project, found, load_strings(Path(sys.argv[3]), "sv")))
"""
"""The same calendar, made by a program of its own."""
