"""What is to be done before a month is exported: every fault in its class, what waits, and nothing twice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from ledgers import Book

from courseware.registry.enrolment import Registration
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.month import MonthReport, month_report
from courseware.reports.period import ReportPeriod
from courseware.reports.todo import todo_groups, todo_page, todo_text
from courseware.strings import Strings

WOMAN, MAN, OTHER, PROTECTED = "198501012382", "198501012390", "199508032381", "199508032399"


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    """Anna signed, Bo did not, Cia signed something else, Dan has a day that is too long."""
    made = Book(store, project)
    dan = Registration(4, "198402292380", "Dan Påhittad", "Ekdalen", "2020-09-15", protected=True)
    made.people(anna=WOMAN, bo=MAN, cia=OTHER, dan=dan)
    made.attend(["anna", "bo", "cia"], "2020-09-21", 120)
    made.attend("dan", "2020-09-22", 700)
    made.attend("dan", "2020-09-22", 700, session="kväll")
    made.sign("anna", "2020-09")
    made.sign("cia", "2020-09", 60)
    return made


def report_of(book: Book) -> MonthReport:
    with book.store.read() as tx:
        return month_report(tx, book.project, ReportPeriod(2020, 9))


def test_the_list_goes_from_faults_to_what_waits(book: Book, t: Strings) -> None:
    groups = todo_groups(report_of(book), t)
    assert [(group.title, [task.person_id for task in group.tasks]) for group in groups] == [
        ("E4 orimligt värde", [4]),
        ("Avviker", [3]),
        ("Väntar", [2]),
    ]
    [task] = groups[1].tasks
    assert (task.who, task.why) == ("Cia Påhittad", "Registrerat: 120 minuter. Intygat: 60 minuter.")


def test_the_terminal_shows_ids_and_the_page_shows_names_but_no_protected_one(book: Book, t: Strings) -> None:
    report = report_of(book)
    text, page = todo_text(report, t), todo_page(report, t)
    assert "Väntar (1)\n\t2\tDeltagarens intyg för september 2020 saknas." in text
    assert "Påhittad" not in text
    assert "2: Bo Påhittad" in page
    assert "3 saker att göra." in page
    for hidden in ("Dan", "198402292380", MAN):
        assert hidden not in page


def test_a_session_without_attendance_is_something_to_do(book: Book, t: Strings) -> None:
    report = replace(report_of(book), unattended=("W9",), unlinked=2)
    *_, sessions, codes = todo_groups(report, t)
    assert [task.who for task in sessions.tasks] == ["W9"]
    assert "2" in codes.tasks[0].why


def test_a_group_about_no_person_has_no_empty_columns(book: Book, t: Strings) -> None:
    page = todo_page(replace(report_of(book), unlinked=2), t)
    group = page.split("Koder som väntar på sin deltagare (1)")[1]
    assert t("admin.todo.column.why") in group
    for name in ("who", "organisation", "what"):
        assert t(f"admin.todo.column.{name}") in page
        assert t(f"admin.todo.column.{name}") not in group


def test_a_month_with_nothing_to_do_says_so(store: Store, project: Project, t: Strings) -> None:
    report = report_of(Book(store, project))
    assert todo_text(report, t) == "Inget att göra. Månaden kan exporteras.\n"
    assert "Inget att göra." in todo_page(report, t)


def test_the_door_ends_with_one_while_something_is_to_be_done(
    run_courseware: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    people, demo = folder / "deltagare.csv", ("--project", "demo")
    people.write_text(f"Personnummer;Namn;Huvudman;Startdatum\n{WOMAN};Anna Påhittad;Ekdalen;2026-02-02\n")
    run_courseware("participants", "import", people, *demo)
    done = run_courseware("report", "todo", "2026-02", *demo)
    assert done.stderr == "0 things to do in 2026-02.\n"
    held = ("--date", "2026-02-12", "--start", "09:00", "--end", "12:00", "--planned", "165")
    run_courseware("sessions", "add", "W1", *demo, *held, "--actual", "165", "--place", "Rådhuset")
    run_courseware("attendance", "add", "W1", *demo, "--participant", "1")
    out = folder / "todo.html"
    asked = run_courseware("report", "todo", "2026-02", *demo, "--out", out, "--language", "en", check=False)
    assert (asked.returncode, asked.stderr) == (1, "1 thing to do in 2026-02.\n")
    assert "1: Anna Påhittad" in out.read_text(encoding="utf-8")
