"""Sections in a real browser: by keyboard, on a phone, read aloud, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sections_project import write_sections
from serving import serve_folder

from courseware.languages import CODES
from courseware.site.build import build_site

pytestmark = pytest.mark.browser

ADDRESSES = (
    "",
    "knowledge/",
    "framework/",
    "framework/theories/",
    "roles/principal/",
    "lv/framework/theories/",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONE_LINE = 80
"""Pixels: a header taller than this has broken its line."""


@pytest.fixture(scope="module")
def course_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_sections(tmp_path_factory.mktemp("sections") / "course")
    build_site(root, jobs=1)
    with serve_folder(Path(root) / "site") as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


def violations(page: Page, **only: object) -> list[str]:
    found = Axe().run(page, options={"runOnly": only or WCAG}).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def overflows(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide


@pytest.mark.parametrize("address", ADDRESSES)
def test_sections_are_accessible_in_light_and_dark(browser_page: Page, course_url: str, address: str) -> None:
    browser_page.goto(f"{course_url}/{address}")
    if browser_page.locator(".beside").count():
        browser_page.locator(".beside summary").click()
    assert violations(browser_page) == []
    browser_page.emulate_media(color_scheme="dark")
    assert violations(browser_page, type="rule", values=["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_sections_fit_a_narrow_phone(phone: Page, course_url: str, address: str) -> None:
    phone.goto(f"{course_url}/{address}")
    if phone.locator(".beside").count():
        phone.locator(".beside summary").click()
    assert not overflows(phone)


@pytest.mark.parametrize("language", CODES)
def test_five_places_stand_in_one_line_and_in_the_phones_panel(
    browser_page: Page, phone: Page, course_url: str, language: str
) -> None:
    address = f"{course_url}/{'' if language == 'sv' else language + '/'}"
    browser_page.goto(address)
    for width in (1280, 1216):
        browser_page.set_viewport_size({"width": width, "height": 800})
        assert browser_page.locator(".places a").count() == 5
        assert browser_page.locator(".top").bounding_box()["height"] < ONE_LINE  # type: ignore[index]
    browser_page.set_viewport_size({"width": 1215, "height": 800})
    assert browser_page.locator(".places").is_hidden()
    phone.goto(address)
    phone.locator(".menu summary").click()
    links = phone.locator(".menu .panel a")
    assert links.count() == 6
    assert "knowledge/" in (links.nth(1).get_attribute("href") or "")
    assert not overflows(phone)


def test_the_way_through_a_section_works_by_keyboard(browser_page: Page, course_url: str) -> None:
    browser_page.goto(f"{course_url}/framework/")
    browser_page.locator("a[rel=next]").focus()
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/framework/problem/")
    summary = browser_page.locator(".beside summary")
    summary.focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".beside li a").first).to_be_visible()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/framework/theories/")
    browser_page.locator("a[rel=next]").press("Enter")
    browser_page.wait_for_url("**/roles/principal/")
    browser_page.locator("a[rel=next]").press("Enter")
    browser_page.wait_for_url("**/law/")


def test_a_phone_shows_the_one_step_up(phone: Page, course_url: str) -> None:
    phone.goto(f"{course_url}/framework/theories/")
    shown = [link for link in phone.locator(".crumbs a").all() if link.is_visible()]
    assert [link.inner_text() for link in shown] == ["Ramverket"]


def test_paper_has_the_text_and_no_ways(browser_page: Page, course_url: str) -> None:
    browser_page.goto(f"{course_url}/framework/theories/")
    browser_page.emulate_media(media="print")
    for hidden in (".crumbs", ".steps", ".places"):
        assert browser_page.locator(hidden).first.is_hidden()
    where = browser_page.locator(".beside summary")
    assert where.is_visible()
    # Nothing opens on paper, so nothing says that it does.
    assert where.evaluate("node => getComputedStyle(node).listStyleType") == "none"
