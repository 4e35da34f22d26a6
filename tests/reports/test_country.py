"""The neutral register in each country's unit: who is in it, what is attested, which answers are missing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from ledgers import Book

from courseware.errors import CoursewareError
from courseware.receipts.codes import split_code
from courseware.registry.attendance import Attendance, put_attendance
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration
from courseware.registry.project import Project
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.situations import Situation, put_situations
from courseware.registry.store import Store
from courseware.reports.country import CountryRegister, Record, country_register
from courseware.reports.country_workbook import country_workbook
from courseware.reports.deadlines import deadlines
from courseware.reports.period import ReportPeriod
from courseware.reports.profile_file import load_profile
from courseware.strings import Strings

WOMAN, MAN, PROTECTED = "198501012382", "198501012390", "199508032381"
# A cell has no zone.
START, END, DUE = (datetime.fromisoformat(day) for day in ("2020-09-15", "2021-02-20", "2022-01-30"))
JANUARY, MARCH, JUNE = ReportPeriod(2021, 1), ReportPeriod(2021, 3), ReportPeriod(2021, 6)


@pytest.fixture
def poland(project: Project) -> Project:
    return replace(project, country="PL", programme_period="2014-2020")


@pytest.fixture
def book(store: Store, poland: Project) -> Book:
    """Anna stays, Bo leaves in February and Cecilia, protected, starts in April."""
    made = Book(store, poland)
    made.people(
        started="2020-09-15",
        anna=WOMAN,
        bo=Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2020-09-15", ended="2021-02-20"),
        cecilia=Registration(3, PROTECTED, "", "Björkvik", "2021-04-01", protected=True),
    )
    return made


def module_session(
    book: Book, name: str, day: str, module: str | None, present: dict[str, int], length: int
) -> None:
    """A session of a module with who was there how many minutes."""
    starts = datetime.fromisoformat(f"{day}T08:00")
    held = Session(
        name, starts, starts.replace(hour=20), length, module=module, place="Rådhuset", actual_minutes=length
    )
    with book.store.write(who="test", why="test") as tx:
        add_session(tx, book.project.id, held)
        held = sessions_by_name(tx, book.project.id)[name]
        rows = {
            (held.id, book.ids[who]): Attendance(book.ids[who], minutes=minutes).rows(
                held, book.project.id, book.project.zone
            )
            for who, minutes in present.items()
        }
        put_attendance(tx, {held.id: held}, rows, {})


def answer(book: Book, who: str, moment: str = "entry", **answers: str) -> None:
    with book.store.write(who="test", why="test") as tx:
        rows = [
            Situation(book.ids[who], moment, field.replace("_", "-"), value, "2021-01-01")  # type: ignore[arg-type]
            for field, value in answers.items()
        ]
        put_situations(tx, book.project.id, [(row, None) for row in rows])


def register_of(
    book: Book,
    code: str,
    first: ReportPeriod = JANUARY,
    last: ReportPeriod = MARCH,
    numbers: bool = False,
    **rules: Any,
) -> CountryRegister:
    with book.store.read() as tx:
        return country_register(
            tx, replace(book.project, **rules), load_profile(code), first, last, numbers=numbers
        )


def content_of(book: Book, register: CountryRegister, t: Strings) -> bytes:
    with book.store.read() as tx:
        return country_workbook(register, deadlines(tx, register.project, register.profile), t)


def sheets_of(book: Book, register: CountryRegister, t: Strings) -> dict[str, list[tuple[Any, ...]]]:
    read = openpyxl.load_workbook(io.BytesIO(content_of(book, register, t)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in read}


def brief(records: tuple[Record, ...]) -> list[tuple[Any, ...]]:
    return [(r.person_id, r.activity, r.started, r.ended, r.attested) for r in records]


def test_person_in_project_is_one_record_with_first_start_and_the_end_known_by_then(book: Book) -> None:
    for month in ("2020-12", "2021-01", "2021-02"):
        book.attend(["anna", "bo"], f"{month}-12", 90)
        book.sign("anna", month)
    book.sign("bo", "2021-01", minutes=60)
    assert brief(register_of(book, "lt").records) == [
        (1, "", "2020-09-15", "", 180),
        (2, "", "2020-09-15", "2021-02-20", 60),
    ]
    # Before Bo's exit the same person has no end, and Cecilia is not there before April.
    assert brief(register_of(book, "pl", JANUARY, JANUARY).records) == [
        (1, "", "2020-09-15", "", 90),
        (2, "", "2020-09-15", "", 60),
    ]
    assert [r.person_id for r in register_of(book, "pl", ReportPeriod(2021, 4), JUNE).records] == [1, 3]


def test_who_came_back_has_the_first_start_and_no_end(book: Book) -> None:
    book.people(update=True, bo=Registration(1, MAN, "Bo Påhittad", "Ekdalen", "2021-05-03"))
    may = register_of(book, "lt", ReportPeriod(2021, 5), JUNE)
    assert brief(may.records)[1] == (2, "", "2020-09-15", "", 0)
    assert [r.person_id for r in register_of(book, "lt", ReportPeriod(2021, 3), MARCH).records] == [1]


def test_latvia_has_a_record_a_person_and_activity(book: Book) -> None:
    module_session(book, "A1", "2021-01-12", "m07-early-detection", {"anna": 90, "bo": 90}, 90)
    module_session(book, "A2", "2021-02-09", "m07-early-detection", {"anna": 60}, 90)
    module_session(book, "B", "2021-02-10", None, {"anna": 45}, 60)
    book.sign("anna", "2021-01")
    book.sign("anna", "2021-02")
    book.sign("bo", "2021-01", minutes=80)  # Does not agree with what was recorded.
    records = register_of(book, "lv").records
    assert brief(records) == [
        (1, "B", "2021-02-10", "2021-02-10", 45),
        (1, "m07-early-detection", "2021-01-12", "2021-02-09", 150),
        (2, "m07-early-detection", "2021-01-12", "2021-01-12", 0),
    ]
    assert [(r.recorded, r.length) for r in records] == [(45, 60), (150, 180), (90, 90)]
    # The span decides which minutes count; the first day is the activity's own.
    assert brief(register_of(book, "lv", ReportPeriod(2021, 2), MARCH).records) == [
        (1, "B", "2021-02-10", "2021-02-10", 45),
        (1, "m07-early-detection", "2021-01-12", "2021-02-09", 60),
    ]


def test_approved_self_study_is_part_of_its_module(book: Book) -> None:
    module_session(book, "A1", "2021-01-12", "m07-early-detection", {"anna": 90}, 90)
    with book.store.write(who="test", why="test") as tx:
        [issued] = issue_codes(tx, book.project.id, [1])
        batch = new_import(tx, book.project.id, "test")
        row = (b"1" * 16, book.project.id, split_code(issued.code).random_part, 1, issued.code)
        what = (
            "m07-early-detection",
            "0a1b2c3d4e5f6071",
            "2021-01",
            "2021-01-20",
            "2021-01-20T20:00:00Z",
            batch,
        )
        store_claims(tx, [], [], [CompletionRow(*row, *what)])
    book.sign("anna", "2021-01", minutes=150)
    [record] = register_of(book, "lv").records
    assert (record.recorded, record.attested, record.length, record.ended) == (150, 150, 90, "2021-01-20")
    [record] = register_of(book, "lv", self_study="not-counted").records
    assert (record.recorded, record.attested) == (90, 0)
    with pytest.raises(CoursewareError, match="self_study is not set"):
        register_of(book, "lv", self_study=None)


def test_estonia_counts_only_activities_longer_than_the_threshold(book: Book) -> None:
    """32 academic hours of 45 minutes are 1440 minutes: exactly that much is not more."""
    for number in range(4):
        module_session(
            book, f"A{number}", f"2021-01-1{number}", "m07-early-detection", {"anna": 300, "bo": 360}, 360
        )
    module_session(book, "B", "2021-01-20", "m06-law", {"anna": 360}, 360)
    found = register_of(book, "ee", academic_hour_minutes=45)
    assert (found.records, found.below) == ((), 3)
    module_session(book, "A9", "2021-03-01", "m07-early-detection", {"anna": 10}, 60)
    found = register_of(book, "ee", academic_hour_minutes=45)
    # The length is that of the sessions, whether or not the person stayed to the end.
    assert [(r.person_id, r.activity, r.length, r.recorded) for r in found.records] == [
        (1, "m07-early-detection", 1500, 1210)
    ]
    assert found.below == 2


def test_estonia_asks_how_long_an_academic_hour_is(book: Book) -> None:
    with pytest.raises(CoursewareError) as refused:
        register_of(book, "ee")
    said = str(refused.value)
    assert "academic_hour_minutes is not set" in said
    assert "ask your partner in the profile's country" in said
    assert "45" not in said  # Nothing is proposed that no source says.


def test_poland_lists_who_is_not_a_participant_yet(book: Book, t: Strings) -> None:
    answer(
        book, "anna", gender="woman", age="35", education="isced-5-8", employment_status="employed",
        household="other-household",
    )  # fmt: skip
    answer(book, "bo", gender="man", age="35", education="isced-3-4")
    register = register_of(book, "pl")
    assert [(r.person_id, [q.field for q in r.missing]) for r in register.incomplete] == [
        (2, ["employment-status", "household"])
    ]
    sheets = sheets_of(book, register, t)
    assert sheets["Deltagare"] == [
        (
            "Deltagare (id)", "Startdatum", "Slutdatum", "Intygade minuter", "Kön, vid start",
            "Sysselsättning, vid start", "Ålder, vid start", "Högsta avslutade utbildning, vid start",
            "Hushåll, vid start", "Uppgifter",
        ),
        (
            1, START, None, 0, "kvinna", "sysselsatt, även egen företagare", "35",
            "högskola (ISCED 5–8)", "annat hushåll", "fullständiga",
        ),
        (
            2, START, END, 0, "man", None, "35",
            "gymnasium eller påbyggnad (ISCED 3–4)", None, "inte deltagare än: 2 svar saknas",
        ),
    ]  # fmt: skip
    assert [row[:3] for row in sheets["Saknas"][1:]] == [
        (2, "Sysselsättning", "vid start"),
        (2, "Hushåll", "vid start"),
    ]
    assert sheets["Saknas"][1][3] == "Personen är inte deltagare förrän svaret finns."


def test_finland_is_a_checklist_and_exit_questions_wait_for_the_exit(book: Book, t: Strings) -> None:
    rules = {"country": "FI", "programme_period": "2021-2027"}
    answer(book, "bo", education="isced-5-8", employment_status="employed")
    answer(book, "bo", "exit", diploma="no")
    register = register_of(book, "fi", **rules)
    assert [(r.person_id, [(q.field, q.moment) for q in r.missing]) for r in register.incomplete] == [
        (1, [("education", "entry"), ("employment-status", "entry")]),
        (2, [("employment-status", "exit")]),
    ]
    sheets = sheets_of(book, register, t)
    assert "Deltagare" not in sheets
    assert [row[1:] for row in sheets["Checklista"][1:] if row[0] == 2] == [
        (
            "vid start",
            START,
            "Startdatum, Högsta avslutade utbildning, Sysselsättning",
            "2 av 2",
        ),
        ("vid slut", END, "Slutdatum, Sysselsättning, Examen eller yrkesbevis", "1 av 2"),
    ]
    assert sheets["Saknas"][1][3] == "Inget om personen kan lagras förrän svaret finns."


def test_refused_answer_is_an_answer(book: Book, t: Strings) -> None:
    answer(
        book, "anna", gender="refused", age="35", education="isced-5-8", employment_status="employed",
        household="other-household",
    )  # fmt: skip
    register = register_of(book, "pl", JANUARY, JANUARY)
    assert [record.person_id for record in register.incomplete] == [2]
    assert sheets_of(book, register, t)["Deltagare"][1][4] == "vill inte svara"


def test_swedish_project_gets_no_questions_under_any_profile(book: Book, t: Strings) -> None:
    for code in ("pl", "lt", "lv"):
        assert register_of(book, code, country="SE").questions == ()
    register = register_of(book, "pl", country="SE")
    assert register.incomplete == ()
    sheets = sheets_of(book, register, t)
    assert sheets["Deltagare"][0] == (
        "Deltagare (id)",
        "Startdatum",
        "Slutdatum",
        "Intygade minuter",
        "Uppgifter",
    )
    assert sheets["Deltagare"][1][4] == "inga frågor"
    assert "frågar inte deltagarna" in dict(sheets["Sammanfattning"][1:])["Svenskt projekt"]


def test_another_programme_period_has_no_questions_and_says_so(book: Book, t: Strings) -> None:
    register = register_of(book, "pl", programme_period="2021-2027")
    assert register.questions == ()
    said = dict(sheets_of(book, register, t)["Sammanfattning"][1:])
    assert said["Annan programperiod"].startswith(
        "Projektet hör till 2021-2027. Källorna beskriver 2014-2020."
    )


@pytest.mark.parametrize("code", ["se", "lv", "lt", "pl"])
def test_summary_says_first_that_it_is_no_official_format_and_whom_to_ask(
    book: Book, t: Strings, code: str
) -> None:
    heading, text = sheets_of(book, register_of(book, code), t)["Sammanfattning"][1]
    assert heading == "Inget officiellt format"
    assert "är inget officiellt format" in text
    assert "Kolumnernas namn, ordning och format är inte kända." in text
    assert f"Fråga {t(f'admin.profile.ask.{code}')}." in text


def test_names_and_numbers_only_when_asked_for_and_never_of_protected_people(book: Book, t: Strings) -> None:
    def everything(content: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())

    plain = everything(content_of(book, register_of(book, "lt", JANUARY, JUNE), t))
    assert not any(secret in plain for secret in (WOMAN, MAN, PROTECTED, "Anna", "Björkvik"))
    register = register_of(book, "lt", JANUARY, JUNE, numbers=True)
    named = everything(content_of(book, register, t))
    assert WOMAN in named
    assert "Anna Påhittad" in named
    assert not any(secret in named for secret in (PROTECTED, PROTECTED[2:], "Tf29", "Björkvik"))
    rows = sheets_of(book, register, t)["Deltagare"]
    assert rows[0][:3] == ("Deltagare (id)", "Namn", "Personnummer")
    assert rows[3][:3] == (3, "Skyddade personuppgifter", None)


def test_deadlines_stand_on_a_sheet_of_their_own(book: Book, t: Strings) -> None:
    rows = sheets_of(book, register_of(book, "lv"), t)["Datum"]
    assert (DUE, "Lämna deltagaröversikten för 2021 (profil lv).") in rows
    assert (None, "Med den sista ansökan om utbetalning: deltagaröversikten (profil lv).") in rows


def test_same_register_gives_the_same_bytes(book: Book, t: Strings) -> None:
    register = register_of(book, "lv")
    content = content_of(book, register, t)
    assert content_of(book, register_of(book, "lv"), t) == content
    made = openpyxl.load_workbook(io.BytesIO(content)).properties.created
    assert made is not None
    assert made.date() == date(2021, 4, 1)


def test_span_in_the_wrong_order_is_refused(book: Book) -> None:
    with pytest.raises(CoursewareError, match="2021-03 to 2021-01 is no span of time"):
        register_of(book, "lt", MARCH, JANUARY)
