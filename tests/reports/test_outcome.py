"""Plan against outcome: everybody once, everything adds up, and what is shared gives nobody away."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

import openpyxl
import pytest
from people import invented_numbers

from courseware.receipts.codes import split_code
from courseware.registry.census import Counted
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.plans import OrganisationPlan, Plan, plans_of, put_plans
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.outcome import SEXES, Outcome, count_outcome, outcome, shared
from courseware.reports.outcome_page import outcome_page
from courseware.reports.outcome_words import figures, percent_text
from courseware.reports.outcome_workbook import outcome_workbook
from courseware.reports.suppression import is_derivable
from courseware.strings import Strings, load_strings

UNTIL = date(2023, 4, 30)
TITLES = ("Rektor", "Lärare", "Gymnasielärare", "Kurator", "SYV", "Vaktmästare <b>", "")


def person(
    number: int, organisation: int = 1, sex: Any = "woman", started: date | None = None, **values: str
) -> Counted:
    born = date(1985, 1, 1) if sex else None
    title, unit = values.get("role", "Lärare"), values.get("unit", "")
    day = started or date(2020, 9, 1)
    return Counted(number, sex, born, day, organisation, f"Huvudman {organisation}", unit, title)


def plans(count: int, *states: str) -> list[OrganisationPlan]:
    known = [Plan(state, "2022-01-01", f"KS {n}") for n, state in enumerate(states)]  # type: ignore[arg-type]
    return [
        OrganisationPlan(n + 1, f"Huvudman {n + 1}", known[n] if n < len(known) else None)
        for n in range(count)
    ]


def counted(people: Iterable[Counted], project: Project, *, organisations: int = 2, **values: Any) -> Outcome:
    completed = values.pop("completed", [])
    return count_outcome(people, plans(organisations), completed, project, UNTIL, **values)


def test_550_people_of_the_register_add_up_in_every_cut(store: Store, project: Project) -> None:
    """T19: the planned number, without doubles, in small and large organisations, month by month."""
    titles = cycle(TITLES)
    rows = [
        Registration(
            n,
            number,
            "Någon Påhittad",
            f"Huvudman {n % 24 if n > 60 else n**2 % 83:02d}",
            (project.starts + timedelta(days=n % 900)).isoformat(),
            unit=f"Skola {n % 3}",
            role=next(titles),
        )
        for n, number in enumerate(invented_numbers(550), 1)
    ]
    # Ten of them come through a second organisation later.
    rows += [
        replace(row, row=1000 + row.row, organisation="Huvudman X", started="2023-03-01") for row in rows[:10]
    ]
    planned = replace(project, planned_participants=550, planned_organisations=25)
    with store.write(who="test", why="test") as tx:
        enrol(tx, project.id, rows)
        found_plans = plans_of(tx, project.id)
        put_plans(tx, project.id, [(1, Plan("in-place", "2022-01-01", "KS 1"))], found_plans)
    with store.read() as tx:
        found = outcome(tx, planned, UNTIL)
    assert found.participants == 550
    assert (found.plans_in_place, len(found.registered)) == (1, found.taking_part)
    assert sum(item.participants or 0 for item in found.organisations) == 550
    assert sum(found.roles.values()) == 550  # type: ignore[arg-type]
    assert sum(found.sexes.values()) == 550  # type: ignore[arg-type]
    assert found.months[-1].total == 550
    assert (found.months[0].month, found.months[-1].month, len(found.months)) == ("2020-08", "2023-04", 33)
    for item in found.organisations:
        assert item.participants == sum(item.sexes.values())  # type: ignore[arg-type]
        assert item.participants == sum(item.units.values())  # type: ignore[arg-type]
    hidden = shared(found)
    cells = [[item.sexes[sex] or 0 for sex in SEXES] for item in found.organisations]
    places_hidden = [
        (n, s)
        for n, item in enumerate(hidden.organisations)
        for s, sex in enumerate(SEXES)
        if item.sexes[sex] is None
    ]
    places_hidden += [
        (n, len(SEXES)) for n, item in enumerate(hidden.organisations) if item.participants is None
    ]
    places_hidden += [(len(cells), s) for s, sex in enumerate(SEXES) if hidden.sexes[sex] is None]
    assert places_hidden
    assert not [place for place in places_hidden if is_derivable(cells, places_hidden, place)]


def test_what_comes_after_the_day_is_not_counted(store: Store, project: Project) -> None:
    with store.write(who="test", why="test") as tx:
        rows = [
            Registration(1, "198501012382", "Anna", "Ekdalen", "2020-09-15", role="Rektor"),
            Registration(2, "198501012390", "Bo", "Björkvik", "2021-02-01", role="SYV"),
        ]
        enrol(tx, project.id, rows)
        batch = new_import(tx, project.id, "receipt test")
        done = []
        for number, (issued, day) in enumerate(
            zip(
                issue_codes(tx, project.id, [1, 2, None]),
                ("2020-11-09", "2021-03-01", "2020-11-09"),
                strict=True,
            )
        ):
            code = (
                split_code(issued.code).random_part,
                1,
                issued.code,
                "m07-early-detection",
                "0a1b2c3d4e5f6071",
            )
            row = (bytes([number]) * 16, project.id, *code)
            done.append(CompletionRow(*row, day[:7], day, f"{day}T20:00:00Z", batch))
        store_claims(tx, [], [], done)
    with store.read() as tx:
        early, late = outcome(tx, project, date(2020, 12, 31)), outcome(tx, project, UNTIL)
    assert (early.participants, early.taking_part, late.participants, late.taking_part) == (1, 1, 2, 2)
    assert [(item.module, item.people) for item in early.modules] == [("m07-early-detection", 1)]
    assert late.modules[0].roles["principal"] == late.modules[0].roles["guidance-counsellor"] == 1
    assert [month.total for month in early.months] == [0, 1, 1, 1, 1]
    assert early.roles["principal"] == 1


def test_plan_by_organisation_is_found_whatever_its_capitals(project: Project) -> None:
    planned = replace(project, planned_by_organisation={"HUVUDMAN 1": 22, "Östanå kommun": 20})
    found = counted([person(1)], planned)
    assert [
        (item.name, item.planned, item.participants, item.is_registered) for item in found.organisations
    ] == [
        ("Huvudman 1", 22, 1, True),
        ("Huvudman 2", None, 0, True),
        ("Östanå kommun", 20, 0, False),
    ]
    assert len(found.registered) == 2


def test_shared_hides_units_of_a_hidden_organisation_and_months_that_grow_little(project: Project) -> None:
    people = [person(n, unit="Norr" if n % 2 else "Söder") for n in range(30)]
    people += [person(n, 2, "man", date(2020, 10, 1), unit="Öster") for n in range(30, 33)]
    people += [person(n, 3, "man", date(2020, 11, 1), unit="Öster", role="SYV") for n in range(33, 40)]
    found = shared(counted(people, project, organisations=3))
    assert [item.participants for item in found.organisations] == [30, None, None]
    assert [dict(item.units) for item in found.organisations] == [
        {"Norr": 15, "Söder": 15},
        {"Öster": None},
        {"Öster": None},
    ]
    assert [month.total for month in found.months[:5]] == [0, 30, None, 40, 40]
    assert {month.started for month in found.months} == {None}
    assert (found.participants, found.is_shared) == (40, True)
    assert dict(found.roles) | {"teacher": 33, "guidance-counsellor": 7} == dict(found.roles)


def test_shared_hides_roles_of_a_module_and_a_module_of_few(project: Project) -> None:
    people = [person(n, role="Rektor" if n < 10 else "Lärare" if n < 20 else "SYV") for n in range(30)]
    completed = [(n, "m01-mandate") for n in range(22)] + [(1, "m02-why"), (2, "m02-why")]
    found = shared(counted(people, project, completed=completed))
    first, second = found.modules
    assert (first.people, first.roles["guidance-counsellor"]) == (22, None)
    assert sum(count is None for count in first.roles.values()) == 2
    assert second.people is None
    assert set(second.roles.values()) == {None, 0}


def test_people_without_a_start_are_in_everything_but_the_months(project: Project, t: Strings) -> None:
    people = [person(n) for n in range(20)]
    people += [person(n)._replace(started=None) for n in range(20, 23)]
    found = counted(people, project)
    assert (found.participants, found.months[-1].total, found.without_start) == (23, 20, 3)
    hidden = shared(found)
    # The difference between the last month and the total would tell the three.
    assert {month.total for month in hidden.months} == {None}
    assert hidden.without_start is None
    assert "utan startdatum" in outcome_page(found, t)
    assert "utan startdatum" not in outcome_page(hidden, t)


def test_a_project_of_four_people_shows_nothing(project: Project, t: Strings) -> None:
    found = shared(counted([person(n) for n in range(4)], project))
    assert found.participants is None
    assert next(figures(found, t)).value == "dold"
    assert percent_text(found.participants, 60, t) == ""


def test_figures_set_outcome_against_plan(project: Project, t: Strings) -> None:
    planned = replace(project, planned_participants=60, planned_organisations=None)
    found = counted([person(n) for n in range(30)], planned, attested=8 * 60 + 59, taking_part=1)
    said = {item.name: (item.value, item.of) for item in figures(found, t)}
    assert said["Deltagare"] == ("30", "av 60")
    assert said["Huvudmän som deltar"] == ("1", "ingen plan angiven")
    assert said["Genomförandeplaner på plats"] == ("0", "av 2 huvudmän")
    assert said["Intygade timmar"] == ("8", "")
    assert percent_text(30, 60, t) == "50 %"


class Page(HTMLParser):
    """Fails on an element closed in the wrong place; notes headings, tables and text."""

    VOID = frozenset({"meta", "rect", "line"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def example(project: Project) -> Outcome:
    """Two organisations with plans, one of three people, one person whose number tells no sex."""
    people = [person(n, unit="Norra <skolan>", role=TITLES[n % 7]) for n in range(30)]
    people += [person(n, 2, "man", date(2021, 1, 1)) for n in range(30, 33)] + [person(40, 1, None)]
    planned = replace(project, planned_participants=60, planned_by_organisation={"Huvudman 1": 40})
    completed = [(n, "m01-mandate") for n in range(9)]
    return count_outcome(people, plans(2, "in-place"), completed, planned, UNTIL, attested=600, taking_part=2)


@pytest.mark.parametrize("is_shared", [True, False])
def test_page_is_whole_and_needs_nothing_else(example: Outcome, t: Strings, is_shared: bool) -> None:
    found = shared(example) if is_shared else example
    page = outcome_page(found, t, titles={"m01-mandate": "Uppdrag & mandat"}, units=True)
    parser = Page()
    parser.feed(page)
    assert parser.open == []
    assert parser.seen.count("h1") == 1
    assert not {"script", "link", "img", "iframe"} & set(parser.seen)
    assert not re.search(r"https?://|url\(|@import|\bstyle=", page)
    assert "Norra &lt;skolan&gt;" in page
    assert "Uppdrag &amp; mandat" in page
    assert "Vaktmästare" not in page  # A title of one's own is never shown, only the role.
    assert ("Internt" in page) is not is_shared
    assert ("KS 0" in page) is not is_shared
    assert (">dold<" in page) is is_shared
    assert outcome_page(found, t) == outcome_page(found, t)


def test_workbook_has_a_sheet_a_question(example: Outcome, t: Strings) -> None:
    content = outcome_workbook(shared(example), t, units=True)
    assert content == outcome_workbook(shared(example), t, units=True)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "I korthet",
        "Huvudmän",
        "Enheter",
        "Roller",
        "Månader",
        "Moduler",
        "Genomförandeplaner",
        "Så är det räknat",
    ]
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert rows["I korthet"][1] == ("Deltagare", 34, 60, "57 %")
    assert rows["Huvudmän"][1][:3] == ("Huvudman 1", 40, "dold")
    assert rows["Huvudmän"][1][-1] == "På plats"
    assert rows["Huvudmän"][-1][:3] == ("Alla", 60, 34)
    assert rows["Månader"][0] == ("Månad", "Sammanlagt")
    assert rows["Genomförandeplaner"][1] == ("Huvudman 1", "På plats", "2022-01-01")
    exact = openpyxl.load_workbook(io.BytesIO(outcome_workbook(example, t)))
    assert exact.properties.contentStatus == "Internt"
    assert [cell.value for cell in exact["Månader"][1]] == ["Månad", "Började", "Sammanlagt"]
    assert exact["Genomförandeplaner"]["D2"].value == "KS 0"
    assert exact["Huvudmän"]["E3"].value == 0
    assert exact["Huvudmän"]["F3"].value == 3


def test_empty_project_says_what_to_do_first(project: Project, t: Strings) -> None:
    page = outcome_page(shared(count_outcome([], [], [], project, UNTIL)), t)
    assert "Inga huvudmän är registrerade ännu. De kommer med deltagarlistan." in page
    assert "Ingen har börjat ännu." in page
    assert "Projektet är påhittat" in page


def test_page_in_english(example: Outcome, project_root: Any) -> None:
    page = outcome_page(shared(example), load_strings(project_root, "en"))
    assert '<html lang="en">' in page
    assert "Up to 30 April 2023" in page
