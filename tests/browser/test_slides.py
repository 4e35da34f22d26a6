"""Slides in a real browser: on the wall, in the speaker's window, on paper, and never cut off."""

from __future__ import annotations

import re

import pytest
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

SLIDES = "/modules/m07-early-detection/slides/"
HANDOUTS = "/modules/m07-early-detection/handouts/"
CUT = """() => [...document.querySelectorAll("section.slide")].flatMap((slide, place) => {
  const minutes = slide.querySelector(".slide-minutes");
  const end = slide.getBoundingClientRect().bottom - (minutes?.getBoundingClientRect().height ?? 0);
  const last = [...slide.children].filter((child) => child !== minutes).at(-1);
  const over = last.getBoundingClientRect().bottom - end;
  return over > 12 ? [`${place + 1}: ${Math.round(over)}px: ${slide.querySelector("h2").textContent}`] : [];
})"""


@pytest.fixture
def slides(browser_page: Page, site_url: str) -> Page:
    visit(browser_page, site_url + SLIDES)
    return browser_page


def test_the_wall_is_turned_by_keys_and_closed_by_escape(slides: Page) -> None:
    slides.get_by_role("button", name="Visa bilderna").press("Enter")
    wall = slides.get_by_role("dialog", name="Bilder på väggen")
    expect(wall.get_by_role("heading", name="Bygg systemet för tidig upptäckt")).to_be_visible()
    expect(wall.locator(".reveal")).to_have_class(re.compile(r"\bready\b"))  # Now it hears keys.
    slides.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", name="Efter träffen kan ni")).to_be_visible()
    expect(wall.get_by_text("Ledarens", exact=False)).to_have_count(0)
    assert violations(slides) == []
    slides.keyboard.press("Escape")
    expect(wall).to_have_count(0)
    expect(slides.get_by_role("button", name="Visa bilderna")).to_be_focused()
    # Where one left is where one goes on.
    slides.keyboard.press("Enter")
    expect(slides.get_by_role("dialog").get_by_role("heading", name="Efter träffen kan ni")).to_be_visible()


def test_the_slides_are_those_of_the_plan(slides: Page, browser_context: BrowserContext) -> None:
    slides.evaluate(
        """text => localStorage["courseware.plans.v1"] = text""", '{"m07-early-detection": {"length": 20}}'
    )
    visit(slides, slides.url)
    shown = slides.locator(".slide-row:visible")
    assert 0 < shown.count() < slides.locator(".slide-row").count()
    expect(slides.get_by_text("Bilderna följer körschemat:")).to_be_visible()
    minutes = [
        text.split()[0] for text in slides.locator(".slide-agenda li:visible .slide-time").all_inner_texts()
    ]
    assert sum(map(int, minutes)) == 20
    expect(slides.locator(".slide-title").get_by_text("Du tar med dig")).to_be_hidden()
    slides.get_by_role("button", name="Visa bilderna").click()
    wall = slides.get_by_role("dialog")
    expect(wall.locator("section.slide")).to_have_count(shown.count())
    slides.keyboard.press("End")
    notes = browser_context.new_page()
    visit(notes, slides.url + "#notes")
    expect(notes.get_by_role("status")).to_have_text(f"Bild {shown.count()} av {shown.count()}")


def test_the_notes_follow_in_another_window_and_lead_it(
    slides: Page, browser_context: BrowserContext
) -> None:
    slides.get_by_role("button", name="Visa bilderna").click()
    wall = slides.get_by_role("dialog")
    expect(wall.get_by_role("heading", name="Bygg systemet för tidig upptäckt")).to_be_visible()
    for _ in range(4):
        slides.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", name="Före-frågan")).to_be_visible()
    notes = browser_context.new_page()
    visit(notes, slides.url + "#notes")
    expect(notes.get_by_role("status")).to_have_text("Bild 5 av 23")
    expect(notes.get_by_text("Det finns inget rätt svar.", exact=False)).to_be_visible()
    expect(notes.get_by_text("Sedan: Flaggan öppnar ett samtal")).to_be_visible()
    notes.get_by_role("button", name="Nästa").click()
    expect(wall.get_by_role("heading", name="Flaggan öppnar ett samtal")).to_be_visible()
    assert violations(notes) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [SLIDES, HANDOUTS, "/lv" + SLIDES])
def test_the_pages_are_accessible_and_fit_a_phone(
    chromium: Browser, site_url: str, path: str, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    visit(page, site_url + path)
    assert violations(page) == []
    assert overflow(page) == []
    context.close()


@pytest.mark.parametrize("language", ["", "/en"])
def test_nothing_is_cut_off(browser_page: Page, site_url: str, language: str) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    visit(browser_page, f"{site_url}{language}/modules/")
    found = browser_page.locator(".stations a").evaluate_all("links => links.map((link) => link.href)")
    assert len(found) > 1
    cut = {}
    for address in found:
        visit(browser_page, address + "slides/")
        cut[address] = browser_page.evaluate(CUT)
    assert {address: slides for address, slides in cut.items() if slides} == {}


def test_without_scripts_the_slides_are_a_document(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + SLIDES)
    expect(page.get_by_role("heading", name="Simulering: tjugo elever i årskurs 1")).to_be_visible()
    page.get_by_text("Anteckningar till dig som leder").first.click()
    expect(page.get_by_text("Läs lektion 3 igen dagen före.", exact=False)).to_be_visible()
    context.close()


def test_a_handout_holds_its_task_and_no_answer(browser_page: Page, site_url: str) -> None:
    visit(browser_page, site_url + HANDOUTS)
    sheet = browser_page.get_by_role("region", name="Klasslista, årskurs 1")
    expect(sheet.get_by_role("row")).to_have_count(21)
    expect(sheet.get_by_text("Bestäm en regel som ni tror på.", exact=False)).to_be_visible()
    expect(browser_page.get_by_text("tog inte examen")).to_have_count(0)
