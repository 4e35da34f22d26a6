"""Drawings in a real browser: labels inside their shapes, legible on a phone, words beside every picture."""

from __future__ import annotations

import pytest
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OUTSIDE = """() => {
  const found = [];
  for (const text of document.querySelectorAll('.drawn-label')) {
    const shape = text.previousElementSibling.matches('circle')
      ? text.previousElementSibling.previousElementSibling : text.previousElementSibling;
    const root = shape.ownerSVGElement, point = root.createSVGPoint();
    for (const line of text.children) {
      const { x, y, width, height } = text.getBBox(), length = line.getComputedTextLength();
      const middle = Number(line.getAttribute('x')), base = Number(line.getAttribute('y'));
      for (const dx of [-length / 2, length / 2]) for (const dy of [-9, 2]) {
        point.x = middle + dx; point.y = base + dy;
        if (!shape.isPointInFill(point)) found.push(line.textContent);
      }
    }
  }
  return found;
}"""
SIZES = """() => [...document.querySelectorAll('.drawn text')].map((text) =>
  Number(text.getAttribute('font-size')) * text.ownerSVGElement.getBoundingClientRect().width / 280)"""


def test_labels_stay_inside_their_shapes(shown: Page) -> None:
    assert shown.locator(".drawn-label").count() > 10
    assert shown.evaluate(OUTSIDE) == []


def test_letters_are_legible_on_the_narrowest_phone(chromium: Browser, shown_url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page, f"{shown_url}/widgets/")
    assert overflow(page) == []
    assert min(page.evaluate(SIZES)) >= 12
    context.close()


def test_axe_finds_nothing_in_light_dark_and_forced_colours(shown: Page) -> None:
    assert violations(shown) == []
    shown.emulate_media(color_scheme="dark")
    assert violations(shown, type="rule", values=["color-contrast"]) == []


def test_pictures_have_names_and_their_words_stand_beside_them(shown: Page) -> None:
    picture = shown.get_by_role("img", name="Stödet smalnar uppåt")
    expect(picture).to_have_accessible_description(
        "Pyramid med 3 nivåer, uppifrån och ned: Intensiv, Riktad, Allmän."
    )
    figure = shown.get_by_role("figure").filter(has=picture)
    expect(figure.get_by_role("listitem")).to_have_count(3)
    expect(shown.get_by_role("figure").filter(has_text="Två faser").get_by_role("listitem")).to_have_count(10)


def test_ledger_is_a_table_that_a_keyboard_can_scroll(chromium: Browser, shown_url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page, f"{shown_url}/widgets/")
    table = page.get_by_role("table").filter(has_text="Försörjningsstöd")
    row = table.get_by_role("row").filter(has_text="Stöd i skolan")
    expect(row.get_by_role("cell").first).to_have_text("betalar")
    box = page.locator(".table").filter(has_text="Försörjningsstöd")
    expect(box).to_have_attribute("tabindex", "0")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table:focus').scrollLeft > 0")
    context.close()


def test_paper_keeps_drawings_whole_and_in_ink(shown: Page) -> None:
    shown.emulate_media(media="print")
    assert shown.locator(".drawn").first.evaluate("svg => getComputedStyle(svg).color") == "rgb(23, 69, 59)"
    assert (
        shown.locator("figure.drawing-pyramid").first.evaluate(
            "figure => getComputedStyle(figure).breakInside"
        )
        == "avoid"
    )
