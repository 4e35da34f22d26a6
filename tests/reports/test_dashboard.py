"""The dashboard's page: whole, accessible, the same each time, and without anything about one person."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ledgers import Book
from national import MODULES, fill_register, hand_in, national_project
from people import invented_numbers

from courseware.registry.codes import codes_of
from courseware.registry.enrolment import Registration
from courseware.registry.people import list_people
from courseware.registry.project import UNKNOWN, Project
from courseware.registry.store import Store, open_store
from courseware.reports.dashboard import dashboard_page
from courseware.reports.dashboard_data import PLACES
from courseware.reports.dashboard_months import months as months_html
from courseware.reports.dashboard_reading import dashboard
from courseware.reports.dashboard_words import Words
from courseware.strings import Strings, load_strings

DAY = date(2023, 3, 24)
SETTINGS = ("rounding_policy", "zero_hour_months", "max_hours_per_day", "empty_months")


class Page(HTMLParser):
    """Fails on an element that is closed in the wrong place; keeps what a reader would meet."""

    VOID = frozenset({"meta", "br"})
    EMPTY_SVG = frozenset({"rect", "circle", "line", "path", "use"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.refers: set[str] = set()
        self.headings: list[int] = []
        self.tags: Counter[str] = Counter()
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
        self.tags[tag] += 1
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.refers.update(str(given.get("aria-labelledby") or "").split())
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\N{NO-BREAK SPACE}", " ").split())


def page_of(store: Store, project: Project, t: Strings, today: date = DAY) -> str:
    with store.read() as tx:
        figures = dashboard(tx, project, today, MODULES)
    return dashboard_page(figures, t, MODULES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A register on SQLite alone: the figures are tested on both databases, the page asks none."""
    made = open_store(f"sqlite:///{tmp_path / 'registry.sqlite'}", tmp_path / "key" / "master.key")
    made.upgrade()
    return made


@pytest.fixture
def national(store: Store, project: Project) -> Project:
    """A register of 120 people with two months that wait."""
    made = national_project(project)
    fill_register(store, made, people=120)
    hand_in(store, made, "2023-01", accepted="2022-12")
    return made


@pytest.fixture
def small(store: Store, project: Project) -> Book:
    """Thirty people who have all signed September and October."""
    book = Book(store, replace(project, age_at_start=(0, 300)), date(2020, 11, 20))
    names = [f"p{place:02d}" for place in range(30)]
    book.people(**dict(zip(names, invented_numbers(30), strict=True)))
    for month in ("2020-09", "2020-10"):
        book.attend(names, f"{month}-20", 120)
        book.sign(names, month)
    return book


def check(text: str) -> Page:
    """Fails on what no page may have, and gives the page read."""
    page = Page(text)
    assert [name for name, count in page.ids.items() if count > 1] == []
    assert page.refers <= set(page.ids)
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
    assert not re.search(r"https?:|//|@import|url\((?!#|data:)", text.replace("http://www.w3.org/", ""))
    assert page.tags["table"] == page.tags["caption"]
    return page


def test_page_says_what_is_ready_what_is_missing_and_what_to_do_in_that_order(
    store: Store, national: Project, t: Strings
) -> None:
    page = check(page_of(store, national, t))
    text = page.text
    places = [
        text.index(words)
        for words in (
            "Klart 30 av 31 månader är skickade",
            "Saknas",
            "4 dagar kvar",
            "Gör så här",
            "Exportera februari 2023",
            "Månaderna",
            "Deltagande över tid",
            "Moduler och roller",
            "Huvudmännen",
            "Intyg för februari 2023 Deltagare i",
            "Så är siffrorna gjorda",
            "Medfinansieras av Europeiska unionen",
        )
        if words in text
    ]
    assert len(places) >= 11
    assert places == sorted(places)
    assert "courseware report month 2023-02 --project demo" in text


def test_nothing_on_the_page_tells_of_one_person(store: Store, national: Project, t: Strings) -> None:
    text = page_of(store, national, t)
    with store.read() as tx:
        people = list(list_people(tx, national.id))
        codes = [code.code for code in codes_of(tx, national.id)]
    assert len(people) == 120
    for person in people:
        assert person.name not in text
        assert person.number12 not in text
    assert not any(code in text for code in codes)
    assert not re.search(r"\d{6}-?\d{4}", text)
    for words in ("Pärm", "diarium", "KS 2022", "T-2023", "Rådhuset"):
        assert words not in text


def test_no_number_of_people_from_one_to_four_is_shown(store: Store, national: Project, t: Strings) -> None:
    page = Page(page_of(store, national, t))
    shown = [cell for row in page.rows for cell in row]
    pairs = [match for cell in shown for match in re.findall(r"(\d+) av (\d+)", cell)]
    assert pairs
    assert not [pair for pair in pairs if 0 < int(pair[0]) < 5]
    assert any("dolt" in cell for cell in shown)
    assert "färre än fem personer visas aldrig" in page.text.casefold()


def test_protected_person_leaves_no_trace(store: Store, project: Project, t: Strings) -> None:
    woman = "199508032381"
    book = Book(store, project, date(2020, 11, 20))
    book.people(eva=Registration(1, woman, "Eva Hemlig", "Hemliga huvudmannen", "2020-09-15", protected=True))
    book.attend("eva", "2020-09-20", 120)
    text = page_of(store, project, t, date(2020, 11, 20))
    for words in ("Eva", "Hemlig ", woman, "19950803", "Tf29"):
        assert words not in text


def test_same_figures_give_the_same_bytes(store: Store, national: Project, t: Strings) -> None:
    assert page_of(store, national, t) == page_of(store, national, t)


def test_project_without_anything_says_where_to_begin(store: Store, project: Project, t: Strings) -> None:
    unsure = replace(project, **dict.fromkeys(UNKNOWN, None))  # type: ignore[arg-type]
    page = check(page_of(store, unsure, t, date(2021, 11, 25)))
    text = page.text
    assert "Läs in deltagarna" in text
    for setting in ("rounding_policy", "zero_hour_months", "max_hours_per_day"):
        assert f"Svara på inställningen {setting}" in text
    assert "Fråga SCB och skriv svaret i projektfilen demo.toml." in text
    assert "Ingen har deltagit än." in text
    before = check(page_of(store, project, t, date(2020, 7, 1)))
    assert "Projektet börjar 3 augusti 2020. Ingen månad har börjat än." in before.text


@pytest.mark.parametrize("setting", SETTINGS)
def test_unanswered_setting_is_a_step_and_leaves_the_rest_standing(
    store: Store, national: Project, t: Strings, setting: str
) -> None:
    text = check(page_of(store, replace(national, **{setting: None}), t)).text  # type: ignore[arg-type]
    assert (f"Svara på inställningen {setting}" in text) == (setting != "empty_months")
    assert "Huvudmän: deltagare, moduler och genomförandeplan" in text


def test_every_setting_that_can_stop_a_figure_has_its_words(t: Strings) -> None:
    for setting in (*SETTINGS, "returning_participants", "self_study", "coordination_numbers"):
        assert f"admin.dashboard.setting.{setting}" in t
        assert f"admin.dashboard.setting.{setting}.ask" in t


def test_months_are_told_by_shape_and_word(small: Book, t: Strings) -> None:
    small.send("2020-09")
    small.attend("p00", "2020-09-20", 180)
    small.sign("p00", "2020-09")
    with small.store.read() as tx:
        figures = dashboard(tx, small.project, date(2020, 12, 20), MODULES)
    html = months_html(figures, Words(t))
    assert '<li class="at-9 is-stale"><svg class="link is-stale"' in html
    assert "<b>sep</b> <span>skickas igen</span>" in html
    assert "<b>okt</b> <span>öppen</span>" in html
    rows = Page(html).rows
    october = next(row for row in rows if row[0] == "oktober\N{NO-BREAK SPACE}2020")
    assert october == ["oktober\N{NO-BREAK SPACE}2020", "öppen", "–", "–", "–", "–", "2020-11-28", "22"]
    september = next(row for row in rows if row[0].startswith("september"))
    assert september[2:] == ["1", "30", "60", "2020-11-20", "2020-10-28", "–"]
    assert [row[0] for row in rows[1:]][:2] == [
        "december\N{NO-BREAK SPACE}2020",
        "november\N{NO-BREAK SPACE}2020",
    ]


def test_headline_tells_late_days_and_what_must_be_sent_again(small: Book, t: Strings) -> None:
    text = Page(page_of(small.store, small.project, t, date(2020, 11, 20))).text
    assert "Klart 0 av 2 månader är skickade" in text
    assert "23 dagar för sent för september 2020: ska vara skickad senast 28 oktober 2020" in text
    assert "Saknas Inget saknas allt är intygat och utan fel" in text
    small.send("2020-09", "2020-10")
    text = Page(page_of(small.store, small.project, t, date(2020, 11, 20))).text
    assert "Klart 2 av 2" in text
    assert "38 dagar kvar för november 2020, som kan skickas från 1 december 2020" in text
    small.attend("p00", "2020-09-20", 180)
    small.sign("p00", "2020-09")
    text = Page(page_of(small.store, small.project, t, date(2020, 11, 20))).text
    assert "Klart 0 av 2 månader är skickade 2 till är skickade men ska skickas igen" in text
    assert "Exportera september 2020 på nytt och skicka den igen" in text


def test_attested_month_shows_who_is_ready_and_how_many_are_not(small: Book, t: Strings) -> None:
    names = [f"p{place:02d}" for place in range(30)]
    small.attend(names, "2020-11-20", 120)
    small.sign(names[:18], "2020-11")
    day = date(2020, 12, 5)
    page = Page(page_of(small.store, small.project, t, day))
    assert ["Klart: intygat, eller ingen tid att intyga", "18", "60\N{NO-BREAK SPACE}%"] in page.rows
    assert ["Intyg saknas", "12", "40\N{NO-BREAK SPACE}%"] in page.rows
    assert "Påminn 12 deltagare om intyget för november 2020" in page.text
    small.sign(names[18:28], "2020-11")
    page = Page(page_of(small.store, small.project, t, day))
    assert ["Klart: intygat, eller ingen tid att intyga", "dolt", "–"] in page.rows
    assert ["Övriga, tillsammans", "färre än 5", "–"] in page.rows
    assert "Påminn dem som inte har intygat november 2020" in page.text


def test_english_page_is_english(store: Store, national: Project, project_root: Path) -> None:
    text = page_of(store, national, load_strings(project_root, "en"))
    page = check(text)
    assert '<html lang="en">' in text
    assert "Figures as at 24 March 2023." in page.text
    assert "Export February 2023" in page.text
    for word in ("månad", "deltagare", "huvudman", "dolt"):
        assert word not in page.text.replace("Håll datamötet", "").casefold()


def test_texts_are_escaped(store: Store, project: Project, t: Strings) -> None:
    bad = replace(project, title="<b>Titel</b> & mer", owner="<i>Ägare</i>", case_number="<u>1</u>")
    book = Book(store, replace(bad, age_at_start=(0, 300)))
    numbers = invented_numbers(6)
    book.people(
        **{
            f"p{place}": Registration(place, number, "", "<em>Ekdalen</em>", "2020-09-15")
            for place, number in enumerate(numbers, 1)
        }
    )
    text = page_of(store, book.project, t, date(2020, 10, 20))
    assert "<b>Titel" not in text
    assert "<i>" not in text
    assert "<em>" not in text
    assert "&lt;em&gt;Ekdalen&lt;/em&gt;" in text


def test_font_and_emblem_travel_with_the_page(store: Store, project: Project, t: Strings) -> None:
    with store.read() as tx:
        figures = dashboard(tx, project, DAY)
    text = dashboard_page(figures, t, font=b"wOF2", emblem='<svg viewBox="0 0 3 2"><path d="M0 0"/></svg>')
    assert "url(data:font/woff2;base64,d09GMg==)" in text
    assert '<svg class="emblem" width="48" height="32" aria-hidden="true" viewBox="0 0 3 2">' in text


def test_every_place_has_its_words_and_colour(project_root: Path, t: Strings) -> None:
    style = (project_root / "scripts/courseware/reports/dashboard.css").read_text(encoding="utf-8")
    for place in (*PLACES, "hidden", "few"):
        assert f"admin.dashboard.place.{place}" in t
        assert f".bar-{place}" in style
