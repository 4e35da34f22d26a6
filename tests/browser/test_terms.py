"""The agreed words in a real browser: the filter on their page, their meanings where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from browser.lab import MODULE, ROOT
from browser.test_shell import overflow
from playwright.sync_api import Browser, Locator, Page, expect

from courseware.languages import LANGUAGES
from courseware.strings import Strings, load_strings

pytestmark = pytest.mark.browser

LESSON = f"modules/{MODULE}/lesson-1-flag/"
ATTENDANCE = {
    "sv": "närvaro",
    "en": "attendance",
    "de": "anwesenheit",
    "pl": "FREKWENCJA",
    "lt": "lankomum",
    "et": "kohalolek",
}
"""One and the same word as readers of other languages type it."""
READERS = ["lv", "fi", "pl"]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


@pytest.fixture
def strings() -> Callable[[str], Strings]:
    """The texts of a language."""
    return lambda language: load_strings(ROOT, language)


def open_terms(page: Page, site_url: str, language: str, anchor: str = "") -> Locator:
    """Opens the terms and gives the box of their filter."""
    page.goto(f"{site_url}/{LANGUAGES[language].prefix}terms/{anchor}")
    box = page.get_by_role("searchbox")
    expect(box).to_be_visible()
    return box


def entries(page: Page) -> Locator:
    return page.locator(".term-entry").filter(visible=True)


@pytest.mark.parametrize("language", READERS)
def test_terms_are_found_by_a_word_of_any_language(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str
) -> None:
    page, t = browser_page, strings(language)
    box = open_terms(page, site_url, language)
    assert box.evaluate("box => box.labels[0].textContent") == t("list-filter.text")
    every = entries(page).count()
    assert every > 50
    for typed in (*ATTENDANCE.values(), "narvaro"):
        box.fill(typed)
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.locator("#attendance")).to_be_visible()
        expect(page.locator("#principal")).not_to_be_visible()
        left = entries(page).count()
        assert left < 12
        expect(page.get_by_role("status")).to_have_text(t("list-filter.shown", count=left, total=every))
    box.fill("")
    expect(page.get_by_role("status")).to_be_empty()
    assert entries(page).count() == every


def test_the_count_is_announced_in_a_region_that_was_there_before(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings]
) -> None:
    box = open_terms(browser_page, site_url, "lv")
    nothing = strings("lv")("list-filter.shown", count=0, total=entries(browser_page).count())
    said = browser_page.get_by_role("status")
    expect(said).to_be_attached()
    expect(said).to_be_empty()
    box.fill("zzzzz")
    expect(said).to_have_text(nothing)
    assert entries(browser_page).count() == 0
    assert overflow(browser_page) == []
    box.fill('<b>.*\\ "')
    expect(said).to_have_text(nothing)


def test_a_link_to_a_hidden_term_shows_it(browser_page: Page, site_url: str) -> None:
    page = browser_page
    box = open_terms(page, site_url, "fi")
    box.fill("attendance")
    principal = page.locator("#principal")
    expect(principal).not_to_be_visible()
    page.evaluate("location.hash = 'principal'")
    expect(principal).to_be_visible()
    expect(principal).to_be_in_viewport()
    expect(box).to_have_value("")
    expect(page.get_by_role("status")).to_be_empty()


def test_the_pages_beyond_those_named_are_found_by_the_search(browser_page: Page, site_url: str) -> None:
    page = browser_page
    open_terms(page, site_url, "sv")
    page.locator("#attendance, .term-entry").locator('.term-uses a[href*="search/?q="]').first.click()
    expect(page.locator(".hits > li").first).to_be_visible()


def test_headings_of_terms_follow_the_title(browser_page: Page, site_url: str) -> None:
    open_terms(browser_page, site_url, "pl")
    levels = browser_page.locator("main :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", READERS)
def test_a_term_in_a_text_leads_to_its_entry(browser_page: Page, site_url: str, language: str) -> None:
    page = browser_page
    # What comes after the text may move the word away from under the pointer.
    page.goto(f"{site_url}/{language}/{LESSON}", wait_until="networkidle")
    term = page.locator("a.term").first
    name = (term.get_attribute("href") or "").partition("#")[2]
    meaning = page.locator(f"#term-{name}").inner_text()
    term.hover()
    expect(tip_of(term)).to_be_visible()
    # The meaning, once there, must not lie on the word.
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(f"{site_url}/{language}/terms/#{name}")
    entry = page.locator(".term-entry").filter(has=page.locator(f"#{name}"))
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text(meaning)


def tip_of(term: Locator) -> Locator:
    return term.locator("xpath=following-sibling::*[1]")


def test_the_pointer_brings_the_meaning_and_may_move_onto_it(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/lv/{LESSON}", wait_until="networkidle")
    terms = page.locator("a.term").all()
    assert len(terms) > 5
    for term in terms[:4]:
        tip = tip_of(term)
        expect(tip).not_to_be_visible()
        term.scroll_into_view_if_needed()
        term.hover()
        expect(tip).to_be_visible()
        assert tip.get_attribute("role") == "tooltip"
        assert tip.get_attribute("id") == term.get_attribute("aria-describedby")
        word, box = term.evaluate(
            """term => [[...term.getClientRects()].at(-1), term.nextElementSibling.getBoundingClientRect()]
              .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))"""
        )
        # Below the word, and reaching under it, so that there is a way from one to the other.
        assert 0 <= box["top"] - word["bottom"] < 12
        assert box["left"] < word["right"]
        assert box["right"] > word["left"]
        middle = (max(word["left"], box["left"]) + min(word["right"], box["right"])) / 2
        page.mouse.move(middle, word["bottom"] - 2)
        page.mouse.move(middle, (box["top"] + box["bottom"]) / 2, steps=6)
        page.mouse.move((box["left"] + box["right"]) / 2, box["bottom"] - 4, steps=4)
        page.wait_for_timeout(350)
        expect(tip).to_be_visible()
        page.mouse.move(2, 2)
        expect(tip).not_to_be_visible()


def test_the_keyboard_brings_the_meaning_and_escape_puts_it_away(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(f"{site_url}/pl/{LESSON}", wait_until="networkidle")
    seen = 0
    page.locator("h1").click()
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.matches('a.term')"):
            continue
        seen += 1
        tip = page.locator("a.term:focus + .tip")
        expect(tip).to_be_visible()
        expect(tip).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(tip).not_to_be_visible()
        assert page.evaluate("document.activeElement.matches('a.term')"), "Escape leaves the focus"
        if seen == 5:
            break
    assert seen == 5
    # The next word has its meaning again, and the pointer's goes away by Escape too.
    term = page.locator("a.term").nth(6)
    term.hover()
    expect(tip_of(term)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip_of(term)).not_to_be_visible()


@pytest.mark.parametrize("language", READERS)
def test_meanings_fit_a_narrow_phone(phone: Page, site_url: str, language: str) -> None:
    phone.goto(f"{site_url}/{language}/{LESSON}", wait_until="networkidle")
    assert overflow(phone) == []
    reach = """terms => terms.map((term) => {
      term.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      const { left, right } = term.nextElementSibling.getBoundingClientRect();
      return [left, right];
    })"""
    reaches = phone.locator("a.term").evaluate_all(reach)
    assert len(reaches) > 5
    assert [each for each in reaches if each[0] < 0 or each[1] > 320] == []
    phone.locator("a.term").last.hover()
    expect(tip_of(phone.locator("a.term").last)).to_be_visible()
    assert overflow(phone) == []


def test_meanings_stay_off_paper(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/fi/{LESSON}", wait_until="networkidle")
    term = page.locator("a.term").first
    term.hover()
    expect(tip_of(term)).to_be_visible()
    page.emulate_media(media="print")
    expect(tip_of(term)).not_to_be_visible()
    assert term.is_visible()
    page.goto(f"{site_url}/fi/terms/")
    expect(page.get_by_role("searchbox")).not_to_be_visible()
    assert page.locator(".term-entry").first.is_visible()


def test_without_scripts_every_term_is_there(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/lv/terms/")
    assert page.get_by_role("searchbox").filter(visible=True).count() == 0
    assert entries(page).count() > 50
    page.goto(f"{site_url}/lv/{LESSON}")
    term = page.locator("a.term").first
    term.hover()
    expect(tip_of(term)).to_be_visible()
    assert re.fullmatch(r"(\.\./)+lv/terms/#[a-z-]+", term.get_attribute("href") or "")
    context.close()
