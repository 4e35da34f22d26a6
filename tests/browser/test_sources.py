"""Sources in a real browser: what a citation says at hand, the way back, the filters, how a page is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser.lab import MODULE
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

LESSON = f"modules/{MODULE}/lesson-1-flag/"
PAGES = ["sources/", "evidence/", "lv/sources/", "lv/evidence/"]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work, under a finger."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, locale="sv-SE", has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def unscripted(chromium: Browser) -> Iterator[Page]:
    """A page whose reader runs no scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def tip_of(cite: Locator) -> Locator:
    return cite.locator("xpath=following-sibling::*[1][contains(@class, 'tip')]")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser_page: Page, site_url: str, path: str, scheme: str) -> None:
    page = browser_page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site_url}/{path}")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.locator(".cite-page > summary").click()
    assert violations(page) == []


@pytest.mark.parametrize("path", [*PAGES, LESSON])
def test_nothing_is_wider_than_a_phone(phone: Page, site_url: str, path: str) -> None:
    phone.goto(f"{site_url}/{path}")
    phone.locator(".cite-page > summary").click()
    assert overflow(phone) == []


def test_a_citation_says_its_source_at_hand_and_escape_puts_it_away(
    browser_page: Page, site_url: str
) -> None:
    page = browser_page
    page.goto(f"{site_url}/{LESSON}")
    cite = page.locator("a.cite").first
    key = (cite.get_attribute("href") or "").removeprefix("#source-")
    entry = page.locator(f"#entry-{key}").inner_text()
    # A screen reader hears the entry with or without scripts; the note is for the eye.
    assert cite.evaluate("cite => document.getElementById(cite.getAttribute('aria-describedby')).textContent")
    cite.hover()
    expect(tip_of(cite)).to_be_visible()
    assert tip_of(cite).inner_text() == entry
    assert tip_of(cite).locator("a").count() == 0
    tip_of(cite).hover()
    expect(tip_of(cite)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip_of(cite)).not_to_be_visible()
    page.mouse.move(0, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_note_of_a_source_with_a_mark(
    browser_page: Page, site_url: str, scheme: str
) -> None:
    page = browser_page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site_url}/{LESSON}")
    cite = page.locator("a.cite[href='#source-balfanz2007']").first
    cite.hover()
    expect(tip_of(cite).locator(".mark")).to_be_visible()
    assert violations(page) == []


def test_a_citation_says_its_source_to_the_keyboard(browser_page: Page, site_url: str) -> None:
    page = browser_page
    # The script of tips comes last; a focus before it is nobody's.
    page.goto(f"{site_url}/{LESSON}", wait_until="networkidle")
    cite = page.locator("a.cite").first
    cite.evaluate("cite => cite.focus({ focusVisible: true })")
    expect(tip_of(cite)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip_of(cite)).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#source-"))
    back = page.locator("li:target a.back").first
    name = back.get_attribute("aria-label") or ""
    assert name.startswith("Tillbaka till texten")
    back.focus()
    page.keyboard.press("Enter")
    assert page.locator("a.cite:target").count() == 1


def test_a_finger_sees_the_source_first_and_follows_it_then(phone: Page, site_url: str) -> None:
    with phone.expect_response(re.compile(r"/tips\.js$")):
        visit(phone, f"{site_url}/{LESSON}")
    cite = phone.locator("a.cite").first
    cite.tap()
    expect(tip_of(cite)).to_be_visible()
    assert "#source-" not in phone.url
    box = tip_of(cite).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    cite.tap()
    expect(phone).to_have_url(re.compile("#source-"))


def test_without_scripts_a_citation_leads_to_the_list_and_the_lists_are_whole(
    unscripted: Page, site_url: str
) -> None:
    unscripted.goto(f"{site_url}/{LESSON}")
    unscripted.locator("a.cite").first.click()
    expect(unscripted.locator("li:target")).to_be_visible()
    unscripted.goto(f"{site_url}/sources/")
    assert unscripted.locator("list-filter").is_hidden()
    assert unscripted.locator(".bibliography > li").filter(visible=True).count() > 40


def test_the_filters_of_the_sources_work_together_and_say_how_many_are_left(
    browser_page: Page, site_url: str
) -> None:
    page = browser_page
    page.goto(f"{site_url}/sources/")
    entries = page.locator(".bibliography > li").filter(visible=True)
    status = page.locator("list-filter [role=status]")
    expect(page.get_by_role("searchbox", name="Visa bara det som innehåller")).to_be_visible()
    total = entries.count()
    expect(status).to_be_empty()
    page.get_by_role("searchbox").fill("NARVARO")  # Without dots, in capitals.
    expect(status).not_to_be_empty()
    found = entries.count()
    assert 0 < found < total
    expect(status).to_have_text(f"Visas: {found} av {total}.")
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Typ av källa").select_option(label="Rapport")
    reports = entries.count()
    assert 0 < reports < total
    page.get_by_label("Hur vi har läst den").select_option(label="läst i en kopia")
    assert 0 < entries.count() < reports
    assert set(entries.evaluate_all("all => all.map((one) => one.dataset.kind + one.dataset.mark)")) == {
        "reportcopy"
    }


def test_what_a_link_leads_to_is_never_hidden(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/sources/")
    page.get_by_role("searchbox").fill("zzz")
    expect(page.locator("#source-wilson2011")).not_to_be_visible()
    page.evaluate("location.hash = 'source-wilson2011'")
    expect(page.locator("#source-wilson2011")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_evidence_is_narrowed_down_by_strength(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/evidence/")
    page.get_by_label("Styrka").select_option(label="begränsat")
    cards = page.locator(".evidence-card").filter(visible=True)
    assert 0 < cards.count() < page.locator(".evidence-card").count()
    assert page.locator(".evidence-group > h2").filter(visible=True).all_inner_texts() == [
        "Underlag: begränsat"
    ]


def test_the_downloads_are_there(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/en/sources/")
    for form, beginning in (("BibTeX", "@"), ("RIS", "TY  - "), ("CSL JSON", "[")):
        link = page.get_by_role("link", name=f"Download all sources ({form})")
        answer = page.request.get(str(link.evaluate("link => link.href")))
        assert answer.ok
        assert answer.text().lstrip().startswith(beginning)


def test_a_page_is_cited_by_a_button_and_by_hand_where_copying_is_refused(
    browser_context: BrowserContext, site_url: str
) -> None:
    browser_context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = browser_context.new_page()
    page.goto(f"{site_url}/{LESSON}")
    page.get_by_text("Citera sidan").click()
    page.get_by_role("button", name="Kopiera hänvisningen").click()
    expect(page.locator("cite-page [role=status]")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"Fullföljd utbildning \(2026\)\. .+\. Version [0-9a-f]{8}, \d+ \w+ 2026\.", copied)
    page.get_by_role("button", name="Kopiera BibTeX").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{fullfoljd-modules-")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Kopiera hänvisningen").click()
    expect(page.locator("cite-page [role=status]")).to_contain_text("Texten är markerad")
    assert page.evaluate("getSelection().toString().trim()") == copied


def test_a_page_whose_check_is_overdue_says_so_to_its_reader(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.clock.set_fixed_time("2026-12-01T10:00:00+01:00")
    page.goto(f"{site_url}/evidence/")
    notes = page.locator("[data-due]")
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert notes.count() > 5
    assert notes.filter(visible=True).count() == 0
    page.clock.set_fixed_time("2028-12-01T10:00:00+01:00")
    page.reload()
    expect(notes.first).to_be_visible()
    expect(notes.first).to_have_text("Kontrollen är försenad.")
