"""The national figures in a real browser: charts, their tables and files, on every screen and on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.test_shell import overflow
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OPEN_ALL = "document.querySelectorAll('details.chart-table').forEach(one => { one.open = true })"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_axe_finds_nothing(chromium: Browser, site_url: str, scheme: Any, language: str) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.goto(f"{site_url}/{language}figures/", wait_until="networkidle")
    page.evaluate(OPEN_ALL)
    found = Axe().run(page)
    context.close()
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("language", ["", "en/", "lv/"])
def test_nothing_is_wider_than_the_narrowest_phone(phone: Page, site_url: str, language: str) -> None:
    phone.goto(f"{site_url}/{language}figures/", wait_until="networkidle")
    assert overflow(phone) == []
    phone.evaluate(OPEN_ALL)
    assert overflow(phone) == []


def test_letters_of_a_chart_keep_their_size_and_do_not_touch(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}/figures/", wait_until="networkidle")
    for plot in phone.locator(".columns-plot, .lines-plot").all():
        boxes = plot.evaluate(
            """plot => [...plot.querySelectorAll('text')].map(one => one.getBoundingClientRect().toJSON())
              .filter(box => box.width)"""
        )
        assert all(box["height"] >= 12 for box in boxes)
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
                assert apart or one["bottom"] <= other["top"] + 4 or other["bottom"] <= one["top"] + 4


def test_every_chart_has_a_name_and_words_for_who_does_not_see_it(browser_page: Page, site_url: str) -> None:
    browser_page.goto(f"{site_url}/figures/")
    figures = browser_page.get_by_role("figure")
    assert figures.count() == 11
    for figure in figures.all():
        picture = figure.get_by_role("img")
        expect(picture).to_have_count(1)
        words = picture.evaluate(
            "one => one.getAttribute('aria-label') || one.querySelector('desc').textContent"
        )
        assert sum(sign.isdigit() for sign in words) > 3


def test_a_wide_table_is_reached_and_scrolled_by_keyboard(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(f"{site_url}/figures/", wait_until="networkidle")
    details = page.locator("details.chart-table", has_text="Vilka som räknas").nth(2)
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details).to_have_attribute("open", "")
    box = details.locator(".table")
    expect(box).to_have_attribute("tabindex", "0")
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=box.element_handle())


def test_on_a_phone_a_row_of_many_columns_is_a_block_and_still_a_row(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}/figures/", wait_until="networkidle")
    table = phone.locator(".data-table table.is-wide").last
    first = table.locator("tbody td").first.bounding_box()
    second = table.locator("tbody td").nth(1).bounding_box()
    assert first
    assert second
    assert first["x"] == second["x"]
    assert first["y"] < second["y"]
    expect(table.get_by_role("row").nth(1).get_by_role("rowheader")).to_have_text("2016")
    expect(table.get_by_role("row")).to_have_count(5)


def test_the_files_are_there(browser_page: Page, site_url: str) -> None:
    for language, word in (("", "Matematik"), ("en/", "Mathematics"), ("lv/", "Matematik")):
        browser_page.goto(f"{site_url}/{language}figures/")
        browser_page.evaluate(OPEN_ALL)
        for link in browser_page.locator(".chart-files a").all():
            address = link.evaluate("one => one.href")
            answer = browser_page.request.get(address)
            assert answer.ok, address
            if address.endswith(".csv"):
                assert len(list(csv.DictReader(io.StringIO(answer.text())))) > 1
        picture = browser_page.request.get(f"{site_url}/{language}figures/early-signal.svg")
        assert word in picture.text()


def test_paper_shows_the_tables_too(browser_page: Page, site_url: str) -> None:
    browser_page.goto(f"{site_url}/figures/")
    browser_page.emulate_media(media="print")
    table = browser_page.locator("details.chart-table table").first
    assert table.evaluate("one => one.getBoundingClientRect().height") > 50
    expect(browser_page.locator(".chart-files").first).not_to_be_visible()


def test_no_style_is_refused(browser_page: Page, site_url: str) -> None:
    said: list[str] = []
    browser_page.on("console", lambda message: said.append(message.text))
    browser_page.goto(f"{site_url}/en/figures/", wait_until="networkidle")
    assert said == []
    fill = browser_page.locator(".row-full").first.evaluate("one => getComputedStyle(one).fill")
    assert fill == "rgb(23, 69, 59)"
