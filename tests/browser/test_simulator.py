"""The simulator of a flag in a real browser: by keyboard, aloud, on a phone, on paper and without scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser.lab import ROOT, Lab
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser
VECTORS = json.loads((ROOT / "tests" / "vectors" / "accuracy.json").read_text("utf-8"))


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name)


def counts(page: Page) -> list[int]:
    return [
        page.locator(f".simulator .hundred:not(.pupil) g.{kind}").count() for kind in ("tp", "fp", "fn", "tn")
    ]


def test_script_works_it_out_as_python_does(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    script = (
        "async (given) => { const m = await import('/assets/js/lib/accuracy.js'); "
        "return given.map(({ rates }) => ({ rates, ...m.assess(...rates) })) }"
    )
    assert browser_page.evaluate(script, VECTORS) == VECTORS


def test_controls_change_picture_table_and_words(shown: Page) -> None:
    assert counts(shown) == [15, 11, 10, 64]
    expect(shown.locator(".simulator-said")).to_have_text(
        "Av 26 flaggade hade 11 klarat sig ändå. Av 74 som inte flaggas behöver 10 stöd."
    )
    number(shown, "Basrisk").fill("40")
    assert counts(shown) == [24, 9, 16, 51]
    expect(shown.locator("[data-value=ppv]")).to_have_text("73\N{NO-BREAK SPACE}%")
    expect(shown.locator(".simulator-rounded")).to_be_hidden()
    expect(shown.get_by_role("img", name="24 rätt flaggade, 9 fel flaggade")).to_be_visible()
    number(shown, "Basrisk").fill("10")
    expect(shown.locator(".simulator-rounded")).to_be_visible()
    back = shown.get_by_role("button", name="Tillbaka till sidans tal")
    back.click()
    assert counts(shown) == [15, 11, 10, 64]
    expect(back).to_be_focused()
    expect(back).to_have_attribute("aria-disabled", "true")


def test_slider_by_keyboard_and_result_aloud_after_a_pause(shown: Page) -> None:
    slider = shown.get_by_role("slider", name="Sensitivitet")
    slider.focus()
    status = shown.locator("precision-simulator [role=status]")
    expect(status).to_be_empty()
    for _ in range(20):
        shown.keyboard.press("ArrowRight")
    expect(number(shown, "Sensitivitet")).to_have_value("80")
    assert slider.get_attribute("aria-valuetext") == "80\N{NO-BREAK SPACE}%"
    assert counts(shown) == [20, 11, 5, 64]
    expect(status).to_have_text(
        "Av 31 flaggade hade 11 klarat sig ändå. Av 69 som inte flaggas behöver 5 stöd."
    )


def test_what_cannot_be_is_put_right_when_the_field_is_left(shown: Page) -> None:
    box = number(shown, "Basrisk")
    for typed, kept in (("0", "1"), ("250", "99"), ("", "99"), ("12.6", "13")):
        box.fill(typed)
        box.press("Tab")
        expect(box).to_have_value(kept)
        assert sum(counts(shown)) == 100


def test_examples_are_buttons_that_say_which_is_chosen(shown: Page) -> None:
    button = shown.get_by_role("button", name="Ingen flaggas")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(shown.locator("[data-value=ppv]")).to_have_text("går inte att räkna ut")
    expect(shown.locator(".simulator-said")).to_contain_text("Ingen flaggas. Då går det inte att säga")
    shown.get_by_role("button", name="Låg gräns").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert counts(shown) == [20, 30, 5, 45]


def test_axe_finds_nothing_in_light_and_dark(shown: Page) -> None:
    assert violations(shown) == []
    shown.emulate_media(color_scheme="dark")
    assert violations(shown, type="rule", values=["color-contrast"]) == []


@pytest.mark.parametrize("language", ["", "en/", "lv/"])
def test_a_narrow_phone_never_scrolls_sideways(chromium: Browser, shown_url: str, language: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page, f"{shown_url}/{language}widgets/")
    assert overflow(page) == []
    context.close()


def test_without_scripts_the_figures_of_the_page_stand_to_be_read(chromium: Browser, shown_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shown_url}/widgets/")
    expect(page.locator(".simulator-given")).to_contain_text("Basrisk 25")
    expect(page.locator("[data-value=ppv]")).to_have_text("57\N{NO-BREAK SPACE}%")
    expect(page.locator(".simulator-presets")).to_contain_text("Av 50 flaggade hade 30 klarat sig ändå.")
    expect(page.get_by_role("slider")).to_have_count(0)
    context.close()


def test_our_words_are_in_the_readers_language_and_say_so(browser_page: Page, shown_url: str) -> None:
    visit(browser_page, f"{shown_url}/lv/widgets/")
    simulator = browser_page.locator("precision-simulator")
    assert simulator.get_attribute("lang") == "lv"
    expect(simulator.locator("legend")).to_have_text("Izmēģiniet citus skaitļus")
    expect(simulator.get_by_role("button", name="Låg gräns")).to_have_attribute("lang", "sv")


def test_paper_shows_the_figures_that_were_tried(shown: Page, tmp_path: Path) -> None:
    number(shown, "Basrisk").fill("40")
    shown.emulate_media(media="print")
    expect(shown.get_by_role("slider").first).to_be_hidden()
    expect(number(shown, "Basrisk")).to_be_visible()
    assert counts(shown) == [24, 9, 16, 51]
    assert len(shown.pdf(path=tmp_path / "p.pdf")) > 1000
