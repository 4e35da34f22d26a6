"""The month from a register to a workbook, on both databases, read back cell by cell."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from courseware.errors import CoursewareError
from courseware.intake.attendance import import_attendance
from courseware.intake.attestations import import_attestations
from courseware.intake.sessions import add_sessions
from courseware.receipts.codes import split_code
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.project import Project
from courseware.registry.sessions import Session
from courseware.registry.store import Store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import MonthReport, month_report, refuse_early
from courseware.reports.month_summary import summary
from courseware.reports.month_workbook import month_workbook
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings, load_strings

WOMAN, MAN, OTHER_WOMAN, OTHER_MAN = "198501012382", "198501012390", "199508032381", "199508032399"
OCTOBER, NOVEMBER = ReportPeriod(2020, 10), ReportPeriod(2020, 11)


AGAIN = """
import hashlib, sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import month_report
from courseware.reports.month_workbook import month_workbook
from courseware.reports.period import ReportPeriod
from courseware.strings import load_strings

project = replace(load_project("demo"), starts=date(2020, 8, 3), ends=date(2023, 4, 30))
with open_store(sys.argv[1], Path(sys.argv[2])).read() as tx:
    report = month_report(tx, project, ReportPeriod(2020, 11))
book = month_workbook(report, load_mapping("2014-2020"), load_strings(Path(sys.argv[3]), "sv"))
print(hashlib.sha256(book).hexdigest())
"""
"""The report of November 2020, made by a program of its own."""


def person(row: int, number: str, name: str, started: str = "2020-09-15", **values: Any) -> Registration:
    return Registration(row, number, name, values.pop("organisation", "Ekdalen"), started, **values)


def workshop(name: str, start: str, end: str, minutes: int) -> Session:
    starts, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return Session(name, starts, ends, minutes, place="Rådhuset", actual_minutes=minutes)


@pytest.fixture
def told(store: Store, project: Project, tmp_path: Path) -> Store:
    """Four people, a workshop in November and one over the night to it, three attestations."""
    with store.write(who="test", why="test") as tx:
        people = [
            person(1, WOMAN, "Anna Påhittad"),
            person(2, MAN, "=Bo Påhittad", started="2020-11-02"),
            person(3, OTHER_WOMAN, "", protected=True, organisation="Björkvik"),
            person(4, OTHER_MAN, "Dan Påhittad", ended="2020-11-20"),
        ]
        enrol(tx, project.id, people)
    sessions = [
        workshop("W1", "2020-11-12T09:00", "2020-11-12T12:00", 165),
        workshop("NATT", "2020-10-31T23:00", "2020-11-01T02:00", 180),
        workshop("W2", "2020-11-26T09:00", "2020-11-26T12:00", 180),
    ]
    add_sessions(store, project, sessions, who="test", why="test")
    attendance = tmp_path / "närvaro.csv"
    attendance.write_text(
        "Tillfälle;Personnummer;Närvaro;Sen\n"
        f"W1;{WOMAN};hel;\nNATT;{WOMAN};hel;\nW1;{MAN};120;\nW1;{OTHER_WOMAN};;45\nW1;{OTHER_MAN};hel;\n",
        encoding="utf-8",
    )
    import_attendance(attendance, store, project, who="test", why="test")
    signed = tmp_path / "intyg.csv"
    signed.write_text(
        "Deltagare;Minuter;Metod;Datum;Original\n"
        "1;285;mejl;2020-12-01;Diarium 12\n2;150;portal;2020-12-01;Portalen\n3;120;ink;2020-12-02;Pärm 1\n",
        encoding="utf-8",
    )
    import_attestations(signed, store, project, who="test", why="test", month="2020-11")
    return store


def report_of(store: Store, project: Project, period: ReportPeriod = NOVEMBER, **values: Any) -> MonthReport:
    with store.read() as tx:
        return month_report(tx, project, period, **values)


def sheets_of(report: MonthReport, t: Strings) -> dict[str, list[tuple[Any, ...]]]:
    content = month_workbook(report, load_mapping("2014-2020"), t)
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_workbook_says_what_was_counted_and_what_was_not(told: Store, project: Project, t: Strings) -> None:
    sheets = sheets_of(report_of(told, project), t)
    assert list(sheets) == [
        "Sammanfattning",
        "Underlag",
        "Beräkning",
        "Väntar",
        "Avviker",
        "Uteslutna",
        "Spårbarhet",
    ]
    start = datetime(2020, 9, 15)  # noqa: DTZ001 (a cell has no zone)
    assert sheets["Underlag"] == [
        ("Personnummer", "Startdatum", "Slutdatum", "Antal timmar"),
        (WOMAN, start, None, 4),
        ("19950803Tf29", start, None, 2),
    ]
    assert sheets["Beräkning"][1:] == [(1, 285, 0, 285, 4, 45), (3, 120, 0, 120, 2, 0)]
    assert sheets["Väntar"][1:] == [
        (
            4,
            "Dan Påhittad",
            "Ekdalen",
            165,
            0,
            None,
            "Deltagarens intyg för november 2020 saknas.",
            "Deltagaren. Be om ett intyg på 165 minuter (2 timmar och 45 minuter).",
        )
    ]
    assert [row[:7] for row in sheets["Avviker"][1:]] == [(2, "=Bo Påhittad", "Ekdalen", 120, 0, 150, 30)]
    assert len(sheets["Uteslutna"]) == 1
    audit = dict(sheets["Spårbarhet"][1:])
    assert audit["Inställning rounding_policy"] == "floor_month"
    assert audit["Inställning protected_identity_male"] == "inte angiven"
    assert audit["Antal: rader närvaro som lästes"] == "5"
    assert audit["Summa: timmar i underlaget"] == "6"
    assert audit["Summa: minuter som avrundas bort"] == "45"
    assert audit["Uppgifternas fingeravtryck (SHA-256)"] == report_of(told, project).fingerprint()


def test_summary_names_session_without_attendance_and_the_next_step(
    told: Store, project: Project, t: Strings
) -> None:
    lines = dict(summary(report_of(told, project), load_mapping("2014-2020"), t))
    assert lines["Det här räknades"].startswith("2 deltagare står i underlaget med sammanlagt 6 timmar.")
    assert lines["Tillfällen utan närvaro"].startswith("Ingen närvaro är registrerad för: W2.")
    assert "inte SCB:s mall" in lines["Formatet"]
    assert "1 december 2020" in lines["När"]
    assert "28 december 2020" in lines["När"]
    assert "Väntar, Avviker och Uteslutna" in lines["Gör så här nu"]


def test_t14_nothing_names_the_protected_person_anywhere(told: Store, project: Project, t: Strings) -> None:
    content = month_workbook(report_of(told, project), load_mapping("2014-2020"), t)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"\n".join(archive.read(name) for name in archive.namelist())
    assert b"19950803Tf29" in everything
    for secret in (OTHER_WOMAN, OTHER_WOMAN[2:], "950803-2381", "Björkvik"):
        assert secret.encode() not in everything


def test_t20_same_data_give_the_same_bytes_also_in_another_process(
    told: Store, project: Project, t: Strings, tmp_path: Path, project_root: Path
) -> None:
    first = month_workbook(report_of(told, project), load_mapping("2014-2020"), t)
    assert month_workbook(report_of(told, project), load_mapping("2014-2020"), t) == first
    if told.file is None:
        return  # The other process opens the SQLite file; PostgreSQL has been asked twice above.
    script = tmp_path / "again.py"
    script.write_text(AGAIN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), f"sqlite:///{told.file}", str(told.key_file), str(project_root)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "C"},
    )
    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_t12_stored_completions_wait_for_an_attestation_and_for_their_person(
    told: Store, project: Project, t: Strings
) -> None:
    """Anna finished the module in November; so did somebody whose code nobody has yet."""
    with told.write(who="test", why="test") as tx:
        batch = new_import(tx, project.id, "receipt test")
        rows = []
        for number, issued in enumerate(issue_codes(tx, project.id, [4, None])):
            random, at = split_code(issued.code).random_part, "2020-11-09T20:00:00Z"
            row = (
                bytes([number]) * 16,
                project.id,
                random,
                1,
                issued.code,
                "m07-early-detection",
                "0a1b2c3d4e5f6071",
            )
            rows.append(CompletionRow(*row, "2020-11", "2020-11-09", at, batch))
        store_claims(tx, [], [], rows)
    report = report_of(told, project)
    waiting = {held.person_id: (held.workshop, held.study) for held in report.ledger.pending}
    assert waiting == {4: (165, 60)}
    sheets = sheets_of(report, t)
    assert (
        dict(sheets["Spårbarhet"])["Innehållsversion m07-early-detection 0a1b2c3d4e5f6071"] == "1 avklarade"
    )
    said = dict(sheets["Sammanfattning"])
    assert said["Koder som väntar på sin deltagare"].startswith(
        "Avklarade moduler med koder som inte är knutna till någon deltagare: 1."
    )


def test_t1_stored_sessions_under_the_policies_that_round_a_part(
    store: Store, project: Project, tmp_path: Path
) -> None:
    """Two sessions of 90 minutes on one day and one on the next: 4 h a month, 3 h a session, 4 h a day."""
    with store.write(who="test", why="test") as tx:
        enrol(tx, project.id, [person(1, WOMAN, "Anna")])
    sessions = [
        workshop("A", "2020-11-03T09:00", "2020-11-03T10:30", 90),
        workshop("B", "2020-11-03T13:00", "2020-11-03T14:30", 90),
        workshop("C", "2020-11-04T23:00", "2020-11-05T00:30", 90),
    ]
    add_sessions(store, project, sessions, who="test", why="test")
    path = tmp_path / "n.csv"
    path.write_text("Tillfälle;Deltagare;Närvaro\n" + "".join(f"{s.name};1;hel\n" for s in sessions), "utf-8")
    import_attendance(path, store, project, who="test", why="test")
    path.write_text(
        "Deltagare;Månad;Minuter;Metod;Datum;Original\n1;2020-11;270;mail;2020-12-01;x\n", "utf-8"
    )
    import_attestations(path, store, project, who="test", why="test")
    found = {}
    for policy in ("floor_month", "floor_activity", "floor_day", "exact_quarter"):
        (entry,) = report_of(store, replace(project, rounding_policy=policy)).ledger.entries
        found[policy] = (entry.hours, entry.left_out)
    # A day: 3 h on the 3rd, 1 h on the 4th, 30 minutes lost on the 5th.
    assert found == {
        "floor_month": (4, 30),
        "floor_activity": (3, 90),
        "floor_day": (4, 30),
        "exact_quarter": (4.5, 0),
    }


def test_preliminary_month_is_marked_everywhere(told: Store, project: Project, t: Strings) -> None:
    report = report_of(told, project, preliminary=True)
    content = month_workbook(report, load_mapping("2014-2020"), t)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.contentStatus == "PRELIMINÄRT"
    assert str(book.properties.title).startswith("PRELIMINÄRT: ")
    assert book["Sammanfattning"]["A2"].value == "PRELIMINÄRT"
    assert book.properties.created == datetime(2020, 12, 1, tzinfo=UTC).replace(tzinfo=None)


def test_english_workbook_has_english_words_and_the_same_figures(
    told: Store, project: Project, project_root: Path
) -> None:
    sheets = sheets_of(report_of(told, project), load_strings(project_root, "en"))
    assert next(iter(sheets)) == "Summary"
    assert sheets["Calculation"][1:] == [(1, 285, 0, 285, 4, 45), (3, 120, 0, 120, 2, 0)]
    assert sheets["Pending"][1][6] == "The participant's attestation for November 2020 is missing."


def test_month_that_is_not_over_is_refused() -> None:
    refuse_early(NOVEMBER, date(2020, 12, 1))
    with pytest.raises(CoursewareError, match=r"2020-11 is not over.*2020-12-01.*--preliminary"):
        refuse_early(NOVEMBER, date(2020, 11, 30))
    with pytest.raises(CoursewareError, match="2020-11 has not begun"):
        refuse_early(NOVEMBER, date(2020, 10, 31))
