"""The reports' pages in a real browser: accessible in light and dark, whole on a phone, a sheet a person."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from evidence_case import november
from playwright.sync_api import Browser, Page

from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.attendance_sheet import attendance_sheet
from courseware.reports.attestation_sheet import attestation_sheets
from courseware.reports.evidence import evidence_of, month_of
from courseware.reports.evidence_page import evidence_page
from courseware.reports.period import ReportPeriod
from courseware.reports.reminders import reminder_file, reminders_of
from courseware.reports.statement import statement_of, statement_page
from courseware.strings import load_strings

pytestmark = pytest.mark.browser

PAGES = ("evidence", "statement", "sheets", "reminders", "sign-in")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """A folder with a page of each kind."""
    folder = tmp_path_factory.mktemp("pages")
    demo = load_project("demo")
    project = replace(demo, starts=date(2020, 8, 3), ends=date(2023, 4, 30))
    store = open_store(f"sqlite:///{folder / 'data' / 'registry.sqlite'}", folder / "key" / "master.key")
    store.upgrade()
    ids = november(store, project).ids
    t, period = load_strings(project_root, "sv"), ReportPeriod(2020, 11)
    titles = {"m07-early-detection": "Bygg systemet för tidig upptäckt"}
    with store.read() as tx:
        month = month_of(tx, project, period)
        people = evidence_of(tx, month, sorted(set(ids.values())))
        statement = statement_of(tx, project, ids["anna"])
    asked = reminders_of(project, period, month.standings, {one.person.id: one.person for one in people}, t)
    held = next(iter(month.sessions.values()))
    made = {
        "evidence": evidence_page(people[0], t, titles),
        "statement": statement_page(statement, t, titles),
        "sheets": attestation_sheets(people, t, t, titles),
        "reminders": reminder_file(".html", asked, project, period, t).decode(),
        "sign-in": attendance_sheet(held, t),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser_page: Page, pages: Path, name: str, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    browser_page.goto((pages / f"{name}.html").as_uri())
    found = Axe().run(browser_page, options={"runOnly": WCAG}).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_only_tables_scroll_on_the_narrowest_phone(chromium: Browser, pages: Path, name: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
          .filter((node) => !node.closest('.table') && node.getBoundingClientRect().right > innerWidth)
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    context.close()


def test_each_participants_sheet_is_a_printed_page(browser_page: Page, pages: Path) -> None:
    browser_page.goto((pages / "sheets.html").as_uri())
    printed = browser_page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 4
    browser_page.emulate_media(media="print")
    assert not browser_page.locator("h1").is_visible()
