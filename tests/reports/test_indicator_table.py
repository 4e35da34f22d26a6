"""Ages on the day of the first entry, as esf-reporting 7.2 lists them; incomplete records; hidden numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from courseware.registry.census import Counted
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.identity import parse_identity_number
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.registry.tables import person
from courseware.reports.indicator_list import load_indicators
from courseware.reports.indicator_table import IndicatorTable, count_indicators, indicator_table
from courseware.reports.indicator_workbook import indicator_lines, indicator_workbook
from courseware.strings import Strings, load_strings

START, UNTIL = date(2020, 8, 3), date(2023, 4, 30)


def somebody(number: str, started: date | None = START, person_id: int = 1) -> Counted:
    known = parse_identity_number(number, started=START, ages=None)
    return Counted(person_id, known.sex, known.born, started, 1, "Ekdalen", "", "")


def nobody(person_id: int = 1) -> Counted:
    return Counted(person_id, None, None, START, 1, "Ekdalen", "", "")


def count(
    people: Iterable[Counted], project: Project, period: str, *, is_shared: bool = False
) -> IndicatorTable:
    chosen = replace(project, programme_period=period)
    return count_indicators(people, chosen, UNTIL, load_indicators(period), is_shared=is_shared)


def counted(table: IndicatorTable) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {row.indicator.code: (row.total, row.women, row.men) for row in table.rows if row.is_counted}


@pytest.mark.parametrize(
    ("number", "sex", "young", "older", "child", "youth"),
    [
        # esf-reporting 7.2, row by row: number, sex, CO06, CO07 and EECO08, EECO06, EECO07.
        ("199508032381", "woman", False, False, False, True),
        ("199508042380", "woman", True, False, False, True),
        ("199508032399", "man", False, False, False, True),
        ("200208032383", "woman", True, False, False, True),
        ("200208042382", "woman", True, False, True, False),
        ("199008042393", "man", False, False, False, True),
        ("199008032394", "man", False, False, False, False),
        ("196301052392", "man", False, True, False, False),
        ("196411182394", "man", False, True, False, False),
        ("196612312386", "woman", False, False, False, False),
        ("195506302388", "woman", False, True, False, False),
        ("200002292399", "man", True, False, False, True),
        ("200002292381", "woman", True, False, False, True),
        ("198402292380", "woman", False, False, False, False),
        ("198501012382", "woman", False, False, False, False),
        ("198501012390", "man", False, False, False, False),
        ("201701012393", "man", True, False, True, False),
        ("189001019802", "woman", False, True, False, False),
    ],
)
def test_ages_on_the_first_day(
    number: str, sex: str, young: bool, older: bool, child: bool, youth: bool, project: Project
) -> None:
    here = (1, 1, 0) if sex == "woman" else (1, 0, 1)
    nowhere = (0, 0, 0)
    assert counted(count([somebody(number)], project, "2014-2020")) == {
        "": here,
        "CO06": here if young else nowhere,
        "CO07": here if older else nowhere,
    }
    assert counted(count([somebody(number)], project, "2021-2027")) == {
        "EECO01": here,
        "EECO06": here if child else nowhere,
        "EECO07": here if youth else nowhere,
        "EECO08": here if older else nowhere,
    }


@pytest.mark.parametrize(("started", "older"), [(date(2021, 12, 30), 0), (date(2021, 12, 31), 1)])
def test_fifty_four_and_fifty_five_by_the_day_of_entry(started: date, older: int, project: Project) -> None:
    table = count([somebody("196612312386", started)], project, "2014-2020")
    assert counted(table)["CO07"][0] == older


def test_t16_record_that_tells_no_age_or_sex_counts_in_the_grand_total_only(project: Project) -> None:
    people = [somebody("198501012382"), somebody("199508042380", None, 2), nobody(3)]
    table = count(people, project, "2014-2020")
    assert counted(table) == {"": (3, 1, 0), "CO06": (0, 0, 0), "CO07": (0, 0, 0)}
    assert (table.complete, table.records) == (1, 3)


def test_who_starts_later_is_not_counted(project: Project) -> None:
    people = [somebody("198501012382", UNTIL), somebody("198501012390", date(2023, 5, 1), 2)]
    assert counted(count(people, project, "2014-2020"))[""] == (1, 1, 0)


def test_nothing_is_assumed_that_the_number_does_not_say(project: Project) -> None:
    table = count([somebody("198501012382")], project, "2014-2020")
    employed = next(row for row in table.rows if row.indicator.code == "CO05")
    assert (employed.is_counted, employed.total, employed.indicator.provider) == (False, None, "registers")
    assert not any(row.is_counted for row in table.rows if row.indicator.kind != "output")


def test_share_hides_small_numbers_with_their_complements(project: Project) -> None:
    people = [somebody("198501012382", person_id=n) for n in range(20)]
    people += [somebody("198501012390", person_id=n) for n in range(20, 32)]
    people += [somebody("199508042380", person_id=n) for n in range(32, 34)]
    shared = counted(count(people, project, "2014-2020", is_shared=True))
    assert shared[""] == (34, 22, 12)
    assert shared["CO06"][:2] == (None, None)
    assert shared["CO07"] == (0, 0, 0)
    few = count([*people, nobody(40)], project, "2014-2020", is_shared=True)
    assert few.complete is None  # One incomplete record is a small number too.
    assert counted(few)[""][0] == 35


def test_first_entry_of_the_register_decides(store: Store, project: Project) -> None:
    """One who turns 25 between two stays, one through two organisations, one erased (R3, R7)."""

    def row(n: int, number: str, started: str, organisation: str, ended: str | None = None) -> Registration:
        return Registration(n, number, "Någon Påhittad", organisation, started, ended)

    with store.write(who="test", why="test") as tx:
        enrol(tx, project.id, [row(1, "199508042380", "2020-08-03", "Ekdalen", "2020-09-01")])
        enrol(tx, project.id, [row(1, "199508042380", "2021-01-01", "Ekdalen")], update=True)
        enrol(tx, project.id, [row(1, "199508042380", "2021-03-01", "Björkvik")])
        enrol(tx, project.id, [row(2, "196301052392", "2020-10-01", "Ekdalen")])
        enrol(tx, project.id, [row(3, "198501012390", "2020-10-01", "Ekdalen")])
        tx.connection.execute(
            person.update().where(person.c.id == 3).values(wrapped_key=None, number_enc=None, name_enc=None)
        )
    with store.read() as tx:
        table = indicator_table(tx, project, UNTIL)
    assert counted(table) == {"": (3, 1, 1), "CO06": (1, 1, 0), "CO07": (1, 0, 1)}
    assert (table.complete, table.records, table.organisations) == (2, 3, 2)


def sheets(table: IndicatorTable, t: Strings) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(indicator_workbook(table, t)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_workbook_says_who_provides_what_and_how_sure_we_are(project: Project, t: Strings) -> None:
    table = count([somebody("199508042380"), nobody(2)], project, "2014-2020")
    found = sheets(table, t)
    assert list(found) == ["Indikatorer", "Läs detta", "Spårbarhet"]
    head, *rows = found["Indikatorer"]
    by_code = {row[0]: dict(zip(map(str, head), row, strict=True)) for row in rows if row[0]}
    young = by_code["CO06"]
    assert (young["Antal"], young["Kvinnor"], young["Män"], young["Kompletta poster"]) == (1, 1, 0, "1 av 2")
    assert young["Koden"] == "kod enligt praxis, ej verifierad"
    employed = by_code["CO05"]
    assert (employed["Antal"], employed["Vem lämnar"]) == (None, "register (SCB)")
    assert employed["Koden"] == "sedd i en källa"
    assert by_code["CR01"]["Vem lämnar"] == "frågas; av vem är inte känt"
    assert by_code["CR01"]["Namnet"] == "namnet är ej verifierat"
    assert by_code["CO20"]["Kompletta poster"] is None
    assert "Icke-binära" not in head
    assert dict(found["Läs detta"])["Exakta tal"]
    assert dict(found["Spårbarhet"])["Till och med"] == "2023-04-30"
    assert indicator_workbook(table, t) == indicator_workbook(table, t)


def test_esf_plus_says_what_a_number_cannot_tell(project: Project, t: Strings) -> None:
    chosen = replace(project, programme_period="2021-2027")
    table = count_indicators(
        [somebody("198501012382")], chosen, UNTIL, load_indicators("2021-2027"), organisations=4
    )
    head, *rows = sheets(table, t)["Indikatorer"]
    by_code = {row[0]: dict(zip(map(str, head), row, strict=True)) for row in rows}
    assert by_code["EECO01"]["Icke-binära"] == "går inte att härleda"
    assert by_code["EECO18"]["Antal"] is None
    assert "organisationer i registret: 4" in str(by_code["EECO18"]["Anmärkning"])


def test_hidden_numbers_are_a_word(project: Project, t: Strings) -> None:
    people = [somebody("198501012382", person_id=n) for n in range(20)] + [somebody("199508042380", None, 30)]
    table = count(people, project, "2014-2020", is_shared=True)
    found = sheets(table, t)
    assert found["Indikatorer"][1][-2] == "dold"
    assert dict(found["Läs detta"])["Dolda tal"].endswith("Filen får delas.")


def test_lines_for_the_screen(project: Project, project_root: Path) -> None:
    english = load_strings(project_root, "en")
    lines = list(indicator_lines(count([somebody("199508042380")], project, "2014-2020"), english))
    assert lines[0].endswith("up to 30 April 2023")
    assert lines[1] == "Internal: exact numbers. Complete records: 1 of 1."
    young = next(line for line in lines if line.startswith("CO06 [K]"))
    assert young.split()[2:5] == ["1", "1", "0"]
    assert young.endswith("Below 25 years of age")
    assert next(line for line in lines if line.startswith("CR04 [K]")).endswith("upon leaving [K]")
    assert lines[-1] == "[K]: code by practice, not verified; the name is not verified."
