"""Self-assessments in a real browser: kept on the device, shown as a profile, carried away and erased."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser


def own(page: Page, name: str = "chain") -> Locator:
    return page.locator(f"self-assessment[data-id={name}]")


def choose(page: Page, *levels: int | None, name: str = "chain") -> None:
    for area, level in zip(own(page, name).locator("fieldset").all(), levels, strict=True):
        if level is not None:
            area.get_by_role("radio").nth(level).check()


def chosen(page: Page, name: str = "chain") -> list[int]:
    found: list[int] = own(page, name).evaluate(
        "one => [...one.querySelectorAll('input:checked')].map((input) => Number(input.value))"
    )
    return found


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage['courseware.assessments.v1'] || '{}'"))


def test_answers_are_there_after_a_reload_and_in_every_language(shown: Page, shown_url: str) -> None:
    choose(shown, 2, 0, None)
    own(shown).get_by_label("Anteckning").first.fill("Beslut i maj")
    expect(own(shown).get_by_role("status")).to_have_text(
        "2 av 3 besvarade. Svara på resten, så visas var ni kan börja."
    )
    shown.wait_for_function("() => localStorage['courseware.assessments.v1'].includes('Beslut')")
    visit(shown, f"{shown_url}/lv/widgets/")
    assert chosen(shown) == [2, 0]
    expect(own(shown).locator("textarea").first).to_have_value("Beslut i maj")
    expect(own(shown).get_by_role("status")).to_contain_text("Atbildēts: 2 no 3.")
    assert kept(shown)["chain"] == {"answers": [2, 0, None], "notes": ["Beslut i maj", "", ""]}


def test_two_of_them_never_mix(shown: Page) -> None:
    choose(shown, 1, name="other")
    assert chosen(shown) == []
    choose(shown, 3, 2, 1)
    assert chosen(shown, "other") == [1]
    assert set(kept(shown)) == {"chain", "other"}


def test_the_two_lowest_are_where_to_begin(shown: Page) -> None:
    choose(shown, 2, 0, 1)
    status = own(shown).get_by_role("status")
    expect(status).to_have_text("3 av 3 besvarade. Börja här: Analysmöte; Uppföljning.")
    bars = own(shown).locator(".assessment-bars li")
    expect(bars.nth(0)).to_contain_text("2 av 3")
    expect(bars.nth(0).locator(".is-done")).to_have_count(2)
    choose(shown, 3, 3, 3)
    expect(status).to_contain_text("Allt ligger på nivå 3.")


def test_by_keyboard_alone(shown: Page) -> None:
    radios = own(shown).get_by_role("group").first.get_by_role("radio")
    radios.first.focus()
    shown.keyboard.press("Space")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    assert chosen(shown) == [2]
    shown.keyboard.press("Tab")
    expect(own(shown).get_by_label("Anteckning").first).to_be_focused()
    shown.keyboard.type("Ja")
    shown.wait_for_function("() => localStorage['courseware.assessments.v1']?.includes('Ja')")


def test_clear_can_be_undone(shown: Page) -> None:
    choose(shown, 2, 0, 1)
    own(shown).get_by_role("button", name="Töm svaren").click()
    expect(own(shown).locator(".device-said")).to_be_focused()
    assert chosen(shown) == []
    assert kept(shown) == {}
    own(shown).get_by_role("button", name="Ångra").click()
    assert chosen(shown) == [2, 0, 1]
    expect(own(shown).locator(".device-said")).to_have_text("Ändringen är ångrad.")


def download(page: Page, name: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        own(page).get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text("utf-8-sig")


def test_a_copy_leaves_and_comes_back(shown: Page, tmp_path: Path) -> None:
    choose(shown, 2, 0, 1)
    name, text = download(shown, "Spara en kopia")
    assert name.startswith("sjalvskattning-chain-")
    own(shown).get_by_role("button", name="Töm svaren").click()
    box = own(shown).locator("input[type=file]")
    shape = json.loads(text)
    bad = (
        "{", "{}", text.replace('"chain"', '"other"'), text.replace("2,", "", 1), "[]", "null",
        json.dumps({**shape, "answers": "abc"}),  # as long as a list of three
        json.dumps({**shape, "v": 2}),
        json.dumps({**shape, "answers": [2, 0, 1], "notes": ["x" * 1_100_000, "", ""]}),
    )  # fmt: skip
    for number, wrong in enumerate(bad):
        path = tmp_path / f"{number}.json"
        path.write_text(wrong, encoding="utf-8")
        choose(shown, 1, None, None)
        own(shown).locator(".device-said").evaluate("one => (one.textContent = '')")
        box.set_input_files(path)
        expect(own(shown).locator(".device-said")).to_contain_text("Inget har ändrats.")
        assert chosen(shown) == [1]
    path = tmp_path / "good.json"
    path.write_text(text, encoding="utf-8")
    box.set_input_files(path)
    expect(own(shown).locator(".device-said")).to_contain_text("Kopian är inhämtad.")
    assert chosen(shown) == [2, 0, 1]


def test_table_for_a_spreadsheet_holds_words_and_no_formulas(shown: Page) -> None:
    choose(shown, 2, None, 1)
    own(shown).get_by_label("Anteckning").first.fill('=HYPERLINK("x"); "så"\nrad två')
    name, text = download(shown, "Spara som tabell (CSV)")
    assert name.endswith(".csv")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Område", "Nivå", "Beskrivning", "Anteckning"]
    assert rows[1] == [
        "Mandat och problembild",
        "2",
        "Det finns ett skrivet uppdrag.",
        '\'=HYPERLINK("x"); "så" rad två',
    ]
    assert rows[2] == ["Analysmöte", "", "", ""]


def test_everything_here_is_erased_with_everything_else(shown: Page, shown_url: str) -> None:
    choose(shown, 2, 0, 1)
    visit(shown, f"{shown_url}/progress/")
    shown.get_by_role("button", name="Radera allt här").click()
    shown.get_by_role("dialog").get_by_role("button", name="Radera").click()
    expect(shown.locator(".device-said")).to_contain_text("Allt är raderat här.")
    assert shown.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('courseware.'))") == []
    shown.get_by_role("button", name="Ångra").click()
    expect(shown.locator(".device-said")).to_have_text("Ändringen är ångrad.")
    visit(shown, f"{shown_url}/widgets/")
    assert chosen(shown) == [2, 0, 1]


@pytest.mark.parametrize(
    "damaged",
    ['{"chain": 7}', '{"chain": {"answers": [9, "x", -1]}}', '{"chain": {"answers": [1]}}', "[]", "{"],
)
def test_damaged_memory_counts_as_none(shown: Page, shown_url: str, damaged: str) -> None:
    shown.evaluate("(text) => localStorage.setItem('courseware.assessments.v1', text)", damaged)
    visit(shown, f"{shown_url}/widgets/")
    assert chosen(shown) == []
    choose(shown, 0, None, None)
    assert kept(shown)["chain"]["answers"] == [0, None, None]


def test_another_tab_is_followed(shown: Page, browser_context: BrowserContext, shown_url: str) -> None:
    other = browser_context.new_page()
    visit(other, f"{shown_url}/widgets/")
    choose(shown, 3, None, None)
    expect(own(other).get_by_role("radio").nth(3)).to_be_checked()


def test_axe_finds_nothing_in_light_and_dark(shown: Page) -> None:
    choose(shown, 2, 0, 1)
    assert violations(shown) == []
    shown.emulate_media(color_scheme="dark")
    assert violations(shown, type="rule", values=["color-contrast"]) == []


def test_on_a_phone_and_on_paper(chromium: Browser, shown_url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page, f"{shown_url}/widgets/")
    choose(page, 2, 0, 1)
    assert overflow(page) == []
    page.emulate_media(media="print")
    expect(own(page).get_by_role("radio").first).to_be_visible()
    expect(own(page).locator(".assessment-bars")).to_be_visible()
    expect(own(page).get_by_role("button", name="Skriv ut")).to_be_hidden()
    context.close()


def test_without_scripts_it_is_a_sheet_to_fill_in(chromium: Browser, shown_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shown_url}/widgets/")
    expect(own(page).get_by_role("radio")).to_have_count(12)
    expect(own(page)).to_contain_text("Utan skript sparas inget.")
    expect(own(page).get_by_role("button")).to_have_count(0)
    context.close()
