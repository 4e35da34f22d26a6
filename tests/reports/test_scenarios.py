"""Scenarios T1 to T20 of the reporting study (7.4), each through the register on both databases.

The persons are those of the study's 7.2: the Swedish Tax Agency's open test data (CC0), nobody's numbers.
"""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from ledgers import Book, let_doors_find
from people import count_people, invented_numbers

from courseware.cli import courseware
from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.attendance import import_attendance
from courseware.intake.participants import add_participants, read_participants
from courseware.intake.sessions import read_sessions
from courseware.registry.attendance import attendance_of
from courseware.registry.attestations import list_attestations
from courseware.registry.enrolment import Registration
from courseware.registry.exports import exports_of
from courseware.registry.log import entries
from courseware.registry.numbers import renumber
from courseware.registry.people import list_people
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.sessions import sessions_by_name
from courseware.registry.store import Store
from courseware.reports.indicator_table import indicator_table
from courseware.strings import Strings

ROOT = Path(__file__).parents[2]
WOMAN, MAN = "198501012382", "198501012390"
OTHER_WOMAN, OTHER_MAN = "199508032381", "199508032399"
ENTRY, CALCULATION, PENDING, DIFFERING, EXCLUDED = "Underlag", "Beräkning", "Väntar", "Avviker", "Uteslutna"

Door = Callable[..., Result]


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    """The project's empty register."""
    return Book(store, project)


@pytest.fixture
def door(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The command line over the same register and project, in this process."""
    let_doors_find(store, tmp_path, monkeypatch)

    def call(*arguments: object) -> Result:
        words = ["--root", str(ROOT), *map(str, arguments), "--project", "demo"]
        return CliRunner().invoke(courseware, words)

    return call


def three_of_90_minutes(book: Book) -> None:
    book.people(anna=WOMAN)
    for day in ("2020-09-16", "2020-09-21", "2020-09-25"):
        book.attend("anna", day, 90)
    book.sign("anna", "2020-09")


@pytest.mark.parametrize(
    ("policy", "hours", "discarded"),
    [("floor_month", 4, 30), ("floor_activity", 3, 90), ("floor_day", 3, 90), ("exact_quarter", 4.5, 0)],
)
def test_t01_policy_decides_the_hours_and_shows_what_it_discards(
    book: Book, t: Strings, policy: str, hours: float, discarded: int
) -> None:
    three_of_90_minutes(book)
    sheets = book.with_rules(rounding_policy=policy).sheets("2020-09", t)
    assert [(row[0], row[3]) for row in sheets[ENTRY][1:]] == [(WOMAN, hours)]
    assert [row[1:] for row in sheets[CALCULATION][1:]] == [(270, 0, 270, hours, discarded)]
    assert dict(sheets["Spårbarhet"][1:])["Summa: minuter som avrundas bort"] == str(discarded)


@pytest.mark.parametrize(("setting", "hours"), [("row", [0]), ("no-row", [])])
def test_t02_month_without_activity_follows_the_setting(
    book: Book, t: Strings, setting: str, hours: list[int]
) -> None:
    three_of_90_minutes(book)
    rules = book.with_rules(zero_hour_months=setting)
    assert [row[3] for row in rules.sheets("2020-10", t)[ENTRY][1:]] == hours
    assert rules.report("2020-10").ledger.active == 1


def leaves(ended: str | None, started: str = "2020-09-15", organisation: str = "Ekdalen") -> Registration:
    return Registration(1, WOMAN, "Anna Påhittad", organisation, started, ended)


def ends_shown(book: Book, t: Strings, *months: str) -> list[list[str]]:
    return [[f"{row[2]:%Y-%m-%d}" if row[2] else "" for row in book.sheets(m, t)[ENTRY][1:]] for m in months]


def test_t03_end_stands_in_the_month_of_leaving_and_not_earlier(book: Book, t: Strings) -> None:
    three_of_90_minutes(book)
    book.send("2020-09", "2020-10")
    book.people(anna=leaves("2020-11-20"), update=True)
    assert ends_shown(book, t, "2020-09", "2020-10", "2020-11", "2020-12") == [[""], [""], ["2020-11-20"], []]
    assert book.stale() == [], "the end changes no month that was sent before it"


def test_t04_whoever_returns_is_one_participant_with_the_first_start(book: Book, t: Strings) -> None:
    three_of_90_minutes(book)
    book.people(anna=leaves("2020-11-20"), update=True)
    book.people(anna=leaves(None, started="2021-02-01"), update=True)
    with book.store.read() as tx:
        assert count_people(tx, "demo") == 1
        assert [(one.started, one.ended) for one in list_people(tx, "demo")] == [("2020-09-15", None)]
    assert ends_shown(book, t, "2020-11", "2021-01", "2021-02") == [["2020-11-20"], [], [""]]
    book.people(anna=leaves("2021-06-30", started="2021-02-01"), update=True)
    with book.store.read() as tx:
        assert [(one.started, one.ended) for one in list_people(tx, "demo")] == [("2020-09-15", "2021-06-30")]
    assert ends_shown(book, t, "2020-11", "2021-05", "2021-06") == [["2020-11-20"], [""], ["2021-06-30"]]
    first_starts = {
        f"{row[1]:%Y-%m-%d}" for m in ("2020-11", "2021-06") for row in book.sheets(m, t)[ENTRY][1:]
    }
    assert first_starts == {"2020-09-15"}


def test_t05_correction_of_an_old_month_makes_it_and_all_later_sent_months_stale(book: Book) -> None:
    three_of_90_minutes(book)
    book.attend("anna", "2020-10-12", 120)
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", "2020-11", "2020-12")
    book.attend("anna", "2020-10-12", 240)
    book.sign("anna", "2020-10")
    assert book.stale() == ["2020-10", "2020-11", "2020-12"]
    for done, left in enumerate((["2020-11", "2020-12"], ["2020-12"], []), 10):
        book.send(f"2020-{done}")
        assert book.stale() == left


def test_t06_month_is_refused_while_an_earlier_one_is_missing(book: Book, door: Door, tmp_path: Path) -> None:
    three_of_90_minutes(book)
    book.send("2020-09", "2020-10")
    with pytest.raises(
        CoursewareError, match=r"2020-12 cannot be exported yet.*2020-11 \(open\) is not sent"
    ):
        book.export("2020-12")
    refused = door("report", "month", "2020-12", "--out", tmp_path / "december.xlsx")
    assert refused.exit_code == 1
    assert not (tmp_path / "december.xlsx").exists()
    with book.store.read() as tx:
        assert exports_of(tx, "demo", "2020-12") == []


def test_t07_person_of_two_municipalities_is_one_row_with_both_employers(
    book: Book, t: Strings, tmp_path: Path
) -> None:
    for municipality, number in (("Ekdalen", "850101-2382"), ("Björkvik", WOMAN)):
        path = tmp_path / f"{municipality}.csv"
        rows = f"{number};Anna Påhittad;{municipality};2020-09-15\n"
        path.write_text(f"Personnummer;Namn;Huvudman;Startdatum\n{rows}", encoding="utf-8")
        people = read_participants(path, book.project)
        outcome = add_participants(book.store, book.project, people, who="test", why="test")
        book.ids["anna"] = outcome.person_ids[2]
    with book.store.read() as tx:
        assert count_people(tx, "demo") == 1
        assert {one.organisation for one in list_people(tx, "demo")} == {"Ekdalen", "Björkvik"}
    book.attend("anna", "2020-09-21", 90)
    assert book.sheets("2020-09", t)[PENDING][1][1:4] == ("Anna Påhittad", "Ekdalen, Björkvik", 90)
    book.sign("anna", "2020-09")
    assert [row[0] for row in book.sheets("2020-09", t)[ENTRY][1:]] == [WOMAN]


def test_t08_samordningsnummer_that_becomes_a_personnummer_is_one_participant(book: Book, t: Strings) -> None:
    """From the fifth month on the file has the new number, so those that were sent are sent again."""
    months = [f"2020-{month:02d}" for month in range(9, 13)] + ["2021-01", "2021-02", "2021-03"]
    book.people(bo="197010632391")
    for month in months:
        book.attend("bo", f"{month}-21", 60)
        book.sign("bo", month)
    book.send(*months[:6])
    with book.store.write(who="test", why="folkbokförd") as tx:
        renumber(tx, book.ids["bo"], "196301052392", from_day="2021-01-15")
    with book.store.read() as tx:
        assert count_people(tx, "demo") == 1
        logged = [entry["action"] for entry in entries(tx.connection, f"person:{book.ids['bo']}")]
        assert logged[-1] == "person.renumber"
    numbers = [book.sheets(month, t)[ENTRY][1][0] for month in months]
    assert numbers == ["197010632391"] * 4 + ["196301052392"] * 3
    assert book.stale() == ["2021-01", "2021-02"]
    known = dict(book.ids)
    book.people(bo="197010632391")
    assert book.ids == known, "an old list still finds him"


@pytest.mark.parametrize(
    ("day", "code"), [("2020-09-14", "hours-before-start"), ("2020-11-21", "hours-after-end")]
)
def test_t09_hours_outside_the_stay_are_e5(book: Book, tmp_path: Path, day: str, code: str) -> None:
    book.people(anna=leaves("2020-11-20"))
    book.attend("anna", day, 90)
    book.sign("anna", day[:7])
    assert book.faults(day[:7]) == [(1, "E5", code)]
    assert book.entries(day[:7]) == {}
    path = tmp_path / "n.csv"
    path.write_text(f"Tillfälle;Deltagare;Närvaro\nS-{day};1;60\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="the participant takes part 2020-09-15 to 2020-11-20"):
        import_attendance(path, book.store, book.project, who="test", why="test", correct=True)


def test_t09_hours_after_the_project_are_e5_and_never_taken_in(book: Book, tmp_path: Path) -> None:
    book.people(anna=WOMAN)
    book.attend("anna", "2023-05-02", 90)
    assert book.faults("2023-05") == [(1, "E5", "outside-project")]
    path = tmp_path / "t.csv"
    columns = "Tillfälle;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter"
    for held, why in (
        ("2023-05-02;09:00;12:00;Rådhuset;180;180", r"outside the project \(2020-08-03 to 2023-04-30\)"),
        ("2023-04-30;22:00;02:00;Rådhuset;240;240", r"after the project's last day \(2023-04-30\)"),
    ):
        path.write_text(f"{columns}\nSEN;{held}\n", encoding="utf-8")
        with pytest.raises(ProblemsFound, match=why):
            read_sessions(path, book.project, ())
    path.write_text(f"{columns}\nSEN;2023-04-30;22:00;00:00;Rådhuset;120;120\n", encoding="utf-8")
    assert len(read_sessions(path, book.project, ())) == 1


def test_t10_thirty_hours_on_a_day_and_four_hundred_in_a_month_are_e4(book: Book) -> None:
    book.people(anna=WOMAN, bo=MAN)
    for part in range(3):
        book.attend("anna", "2020-10-12", 600, session=f"A{part}")
    for day in range(1, 32):  # 403 hours, none of the days above the limit of 13 hours.
        for part, minutes in enumerate((390, 390)):
            book.attend("bo", f"2020-10-{day:02d}", minutes, session=f"B{day}{part}")
    for who in ("anna", "bo"):
        book.sign(who, "2020-10")
    assert book.faults("2020-10") == [(1, "E4", "day-too-long"), (2, "E4", "month-too-long")]
    assert book.entries("2020-10") == {}


def test_t11_minutes_over_midnight_and_month_end_land_on_their_dates(book: Book) -> None:
    """The second night is that on which summer time ends: 22:00 to 03:00 lasts six hours."""
    book.people(anna=WOMAN)
    book.hold("MÅNADSSKIFTE", "2020-10-31T23:00", "2020-11-01T02:00")
    book.hold("VINTERTID", "2020-10-24T22:00", "2020-10-25T03:00")
    for name in ("MÅNADSSKIFTE", "VINTERTID"):
        book.attend("anna", "2020-10-24", None, session=name)
    with book.store.read() as tx:
        held = sessions_by_name(tx, "demo")
        rows = attendance_of(tx, [held[name].id for name in ("MÅNADSSKIFTE", "VINTERTID")])
    assert sorted((row[2], row[5]) for parts in rows.values() for row in parts) == [
        ("2020-10-24", 120),
        ("2020-10-25", 240),
        ("2020-10-31", 60),
        ("2020-11-01", 120),
    ]
    for month, hours in (("2020-10", 7), ("2020-11", 2)):
        book.sign("anna", month)
        assert [entry.hours for entry in book.entries(month).values()] == [hours]


def test_t12_completed_but_not_attested_is_pending(book: Book, t: Strings) -> None:
    book.people(anna=WOMAN)
    book.complete("anna", "m07-early-detection", "2020-09-20")
    sheets = book.sheets("2020-09", t)
    assert sheets[ENTRY][1:] == []
    assert [row[:6] for row in sheets[PENDING][1:]] == [(1, "Anna Påhittad", "Ekdalen", 0, 60, None)]
    book.sign("anna", "2020-09", 60)
    assert [(entry.hours, entry.study) for entry in book.entries("2020-09").values()] == [(1, 60)]


def test_t13_differing_hours_are_blocked_until_resolved_and_both_are_kept(book: Book, t: Strings) -> None:
    three_of_90_minutes(book)
    book.sign("anna", "2020-09", 240)
    assert book.entries("2020-09") == {}
    [row] = book.sheets("2020-09", t)[DIFFERING][1:]
    assert row[3:7] == (270, 0, 240, -30)
    book.sign("anna", "2020-09")
    assert [entry.hours for entry in book.entries("2020-09").values()] == [4]
    with book.store.read() as tx:
        signed = [(item.minutes, item.replaced) for item in list_attestations(tx, "demo", "2020-09")]
    assert signed == [(270, True), (240, True), (270, False)]


def everything_in(folder: Path) -> str:
    """Gives the text of all files of a folder, workbooks unpacked."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        texts.append(str(path.relative_to(folder)))
        texts.append(unpacked(path.read_bytes()))
    return "\n".join(texts)


def unpacked(content: bytes) -> str:
    """Gives the text of a file, of everything in it where it is packed."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(f"{name}\n{unpacked(archive.read(name))}" for name in archive.namelist())


PRINTED = (
    # Every door that tells something of people or months; what it prints is searched.
    "report month 2020-09 --summary",
    "report indicators --summary",
    "report outcome --exact --summary",
    "report deadlines",
    "sessions list",
    "sessions reconcile --dry-run",
    "attestations list --month 2020-09",
    "attestations list --month 2020-09 --state all",
    "periods list",
    "periods changes 2020-09",
    "participants list",
    "participants show 1",
    "participants uninformed",
    "participants suggest-merges",
    "organisations list",
    "situations list",
)
WRITTEN = (
    # Every door that makes a file; its name comes last.
    "report month 2020-09 --out month.xlsx",
    "report month 2020-09 --preliminary --language en --out month-en.xlsx",
    "report entry-list 2020-09 --out entry.xlsx",
    "report todo 2020-09 --out todo.html",
    "report evidence 2020-09 --all --full-number --out evidence.zip",
    "report evidence 2020-09 --participant 1 --full-number --out evidence.html",
    "report statement --participant 1 --out statement.html",
    "report indicators --out indicators.xlsx",
    "report outcome --exact --units --out outcome.xlsx",
    "report outcome --out outcome.html",
    "report dashboard --out dashboard.html",
    "report deadlines --out days.ics",
    "report country --profile lt --numbers --out country.xlsx",
    "sessions sheet S-2020-09-21 --names --out sheet.html",
    "attestations sheet 2020-09 --all --full-number --out sign.html",
    "attestations remind 2020-09 --out remind.csv",
    "attestations remind 2020-09 --out remind.xlsx",
    "participants codes --out codes.html",
)


def test_t14_nothing_in_the_output_folder_names_a_protected_woman(
    book: Book, door: Door, tmp_path: Path
) -> None:
    """She comes with a name, an address and her own number; only the placeholder leaves the register."""
    path = tmp_path / "lista.csv"
    path.write_text(
        "Personnummer;Namn;E-post;Huvudman;Startdatum;Skyddad identitet\n"
        f"{WOMAN};Hemlig Hemlund;hemlig@hemort.example;Hemort;2020-09-15;ja\n"
        f"{OTHER_WOMAN};Anna Påhittad;;Ekdalen;2020-09-15;\n"
        f"{OTHER_MAN};Dold Dahl;;Hemort;2020-09-15;\n",
        encoding="utf-8",
    )
    add_participants(book.store, book.project, read_participants(path, book.project), who="test", why="test")
    book.ids = {"hidden": 1, "anna": 2, "bo": 3}
    book.attend(["hidden", "anna"], "2020-09-21", 90)
    book.sign("hidden", "2020-09")
    folder = tmp_path / "output"
    folder.mkdir()
    for words in (*WRITTEN, *PRINTED):
        *most, last = words.split()
        done = door(*most, folder / last if words in WRITTEN else last)
        # Some end with 1 where something is left to do.
        assert done.exception is None or repr(done.exception) == "SystemExit(1)", (words, done.output)
        (folder / f"{words.replace(' ', '_')}.said").write_text(done.output, encoding="utf-8")
    said = everything_in(folder)
    assert "19850101Tf29" in said, "the placeholder is in the month's workbook"
    assert "Anna Påhittad" in said, "the search sees what is there"
    for secret in ("Hemlig", "Hemlund", "hemort.example", WOMAN, WOMAN[2:], "850101-2382", "19850101-2382"):
        assert secret not in said, secret


def test_t14_a_later_mark_takes_name_and_number_out_of_the_month(book: Book, t: Strings) -> None:
    three_of_90_minutes(book)
    book.people(anna=replace(leaves(None), protected=True), update=True)
    [row] = book.sheets("2020-09", t)[ENTRY][1:]
    assert row[0] == "19850101Tf29"
    book.sign("anna", "2020-09", 1)
    assert [row[1:3] for row in book.sheets("2020-09", t)[DIFFERING][1:]] == [
        ("Skyddade personuppgifter", None)
    ]


def test_t15_protected_man_with_unset_setting_stops_with_an_instruction(
    book: Book, door: Door, tmp_path: Path
) -> None:
    book.people(bo=Registration(1, MAN, "", "Ekdalen", "2020-09-15", protected=True))
    out = tmp_path / "september.xlsx"
    stopped = door("report", "month", "2020-09", "--out", out)
    assert stopped.exit_code == 1
    assert "protected_identity_male is not set" in str(stopped.exception)
    assert "ask SCB" in str(stopped.exception)
    assert MAN not in str(stopped.exception)
    assert not out.exists()
    with book.store.read() as tx:
        assert exports_of(tx, "demo", "2020-09") == []
    told = book.with_rules(protected_identity_male="{yyyymmdd}XX11")
    assert [entry.number for entry in told.entries("2020-09").values()] == ["19850101XX11"]


def test_t16_missing_start_is_e2_listed_and_not_in_the_file(book: Book, t: Strings) -> None:
    book.people(anna=Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", ""), bo=MAN)
    book.attend(["anna", "bo"], "2020-09-21", 60)
    book.sign(["anna", "bo"], "2020-09")
    sheets = book.sheets("2020-09", t)
    assert [row[0] for row in sheets[ENTRY][1:]] == [MAN]
    assert book.faults("2020-09") == [(1, "E2", "start-missing")]
    [row] = sheets[EXCLUDED][1:]
    assert row[:2] == (1, "Anna Påhittad")
    with book.store.read() as tx:
        assert count_people(tx, "demo") == 2
        table = indicator_table(tx, book.project, date(2020, 9, 30))
    assert (table.records, table.complete) == (2, 1)
    counted = {row.indicator.code: row.total for row in table.rows if row.total is not None}
    assert 2 not in {total for code, total in counted.items() if code.startswith("CO0")}


@pytest.mark.parametrize(
    ("month", "headers", "unknown"),
    [
        ("2019-07", ("E-postadress", "Mobilnummer"), ("okänt", "okänt")),
        ("2019-08", (), ()),
    ],
)
def test_t17_mail_and_mobile_end_in_august_2019(
    book: Book, t: Strings, month: str, headers: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    early = book.with_rules(starts=date(2019, 1, 7), programme_period="2014-2020")
    early.people(anna=Registration(1, WOMAN, "Anna", "Ekdalen", "2019-01-07", email="anna@example.org"))
    first, row = early.sheets(month, t)[ENTRY]
    assert first == ("Personnummer", "Startdatum", "Slutdatum", "Antal timmar", *headers)
    assert row[4:] == unknown


def test_t18_participant_of_two_projects_counts_once_in_each(book: Book, store: Store) -> None:
    other = Book(store, replace(book.project, id="up2"))
    three_of_90_minutes(book)
    other.people(anna=WOMAN)
    assert other.ids == book.ids, "one human being"
    with store.read() as tx:
        assert [count_people(tx, project) for project in ("demo", "up2")] == [1, 1]
    assert [entry.hours for entry in book.entries("2020-09").values()] == [4]
    assert [entry.hours for entry in other.entries("2020-09").values()] == [0]


def test_t19_the_planned_participants_through_every_month(book: Book) -> None:
    """550 people, 33 months, each exported and sent in order: nobody lost, nobody twice, in good time."""
    planned = load_project("2020-00358").planned_participants or 0
    book = book.with_rules(age_at_start=(0, 300))
    people = {f"p{n}": number for n, number in enumerate(invented_numbers(planned))}
    book.people(started="2020-08-03", **people)
    months = [f"{year}-{month:02d}" for year in range(2020, 2024) for month in range(1, 13)][7:40]
    assert len(months) == 33
    for month in months:
        book.attend(list(book.ids), f"{month}-15", 125)
        book.sign(list(people), month)
    seen: set[str] = set()
    began = time.process_time()
    for month in months:
        entries = book.report(month).ledger.entries
        numbers = [entry.number for entry in entries]
        assert len(numbers) == len(set(numbers)) == planned
        assert {(entry.hours, entry.left_out) for entry in entries} == {(2, 5)}
        seen |= set(numbers)
    assert seen == set(people.values())
    assert len(seen) == planned == 550
    assert time.process_time() - began < 33, "a month of 550 people takes more than a second"
    book.send(*months[:3])
    assert book.stale() == []


def test_t20_two_processes_write_the_same_bytes(
    book: Book, door: Door, run_courseware: Callable[..., Any], tmp_path: Path
) -> None:
    three_of_90_minutes(book)
    book.people(bo=MAN, eva=Registration(9, OTHER_WOMAN, "", "Ekdalen", "2020-09-15", protected=True))
    book.attend(["bo", "eva"], "2020-09-21", 95)
    book.sign("eva", "2020-09")
    made = []
    for number, world in enumerate(
        (
            {
                "PYTHONHASHSEED": "1",
                "TZ": "Europe/Stockholm",
                "LANG": "sv_SE.UTF-8",
                "COURSEWARE_WHO": "anna",
            },
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LANG": "C", "COURSEWARE_WHO": "bo"},
        )
    ):
        out = tmp_path / f"{number}.xlsx"
        done: subprocess.CompletedProcess[str] = run_courseware(
            "report", "month", "2020-09", "--project", "demo", "--out", out, **world
        )
        assert "exported as version 1" in done.stderr
        made.append(out.read_bytes())
    assert made[0] == made[1]
    with book.store.read() as tx:
        assert len(exports_of(tx, "demo", "2020-09")) == 1
