"""Self-assessments in a real browser: kept on the device, shown as a profile, carried away and erased."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.test_shell import overflow, violations, visit
from browser.widgets_lab import serve_widgets
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site."""
    with serve_widgets(tmp_path_factory.mktemp("widgets")) as address:
        yield address


@pytest.fixture
def page(browser_page: Page, url: str) -> Page:
    """The page in Swedish."""
    visit(browser_page, f"{url}/widgets/")
    return browser_page


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


def test_answers_are_there_after_a_reload_and_in_every_language(page: Page, url: str) -> None:
    choose(page, 2, 0, None)
    own(page).get_by_label("Anteckning").first.fill("Beslut i maj")
    expect(own(page).get_by_role("status")).to_have_text(
        "2 av 3 besvarade. Svara på resten, så visas var ni kan börja."
    )
    page.wait_for_function("() => localStorage['courseware.assessments.v1'].includes('Beslut')")
    visit(page, f"{url}/lv/widgets/")
    assert chosen(page) == [2, 0]
    expect(own(page).locator("textarea").first).to_have_value("Beslut i maj")
    expect(own(page).get_by_role("status")).to_contain_text("Atbildēts: 2 no 3.")
    assert kept(page)["chain"] == {"answers": [2, 0, None], "notes": ["Beslut i maj", "", ""]}


def test_two_of_them_never_mix(page: Page) -> None:
    choose(page, 1, name="other")
    assert chosen(page) == []
    choose(page, 3, 2, 1)
    assert chosen(page, "other") == [1]
    assert set(kept(page)) == {"chain", "other"}


def test_the_two_lowest_are_where_to_begin(page: Page) -> None:
    choose(page, 2, 0, 1)
    status = own(page).get_by_role("status")
    expect(status).to_have_text("3 av 3 besvarade. Börja här: Analysmöte; Uppföljning.")
    bars = own(page).locator(".assessment-bars li")
    expect(bars.nth(0)).to_contain_text("2 av 3")
    expect(bars.nth(0).locator(".is-done")).to_have_count(2)
    choose(page, 3, 3, 3)
    expect(status).to_contain_text("Allt ligger på nivå 3.")


def test_by_keyboard_alone(page: Page) -> None:
    radios = own(page).get_by_role("group").first.get_by_role("radio")
    radios.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == [2]
    page.keyboard.press("Tab")
    expect(own(page).get_by_label("Anteckning").first).to_be_focused()
    page.keyboard.type("Ja")
    page.wait_for_function("() => localStorage['courseware.assessments.v1']?.includes('Ja')")


def test_clear_can_be_undone(page: Page) -> None:
    choose(page, 2, 0, 1)
    own(page).get_by_role("button", name="Töm svaren").click()
    expect(own(page).locator(".device-said")).to_be_focused()
    assert chosen(page) == []
    assert kept(page) == {}
    own(page).get_by_role("button", name="Ångra").click()
    assert chosen(page) == [2, 0, 1]
    expect(own(page).locator(".device-said")).to_have_text("Ändringen är ångrad.")


def download(page: Page, name: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        own(page).get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text("utf-8-sig")


def test_a_copy_leaves_and_comes_back(page: Page, tmp_path: Path) -> None:
    choose(page, 2, 0, 1)
    name, text = download(page, "Spara en kopia")
    assert name.startswith("sjalvskattning-chain-")
    own(page).get_by_role("button", name="Töm svaren").click()
    box = own(page).locator("input[type=file]")
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
        choose(page, 1, None, None)
        own(page).locator(".device-said").evaluate("one => (one.textContent = '')")
        box.set_input_files(path)
        expect(own(page).locator(".device-said")).to_contain_text("Inget har ändrats.")
        assert chosen(page) == [1]
    path = tmp_path / "good.json"
    path.write_text(text, encoding="utf-8")
    box.set_input_files(path)
    expect(own(page).locator(".device-said")).to_contain_text("Kopian är inhämtad.")
    assert chosen(page) == [2, 0, 1]


def test_table_for_a_spreadsheet_holds_words_and_no_formulas(page: Page) -> None:
    choose(page, 2, None, 1)
    own(page).get_by_label("Anteckning").first.fill('=HYPERLINK("x"); "så"\nrad två')
    name, text = download(page, "Spara som tabell (CSV)")
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


def test_everything_here_is_erased_with_everything_else(page: Page, url: str) -> None:
    choose(page, 2, 0, 1)
    visit(page, f"{url}/progress/")
    page.get_by_role("button", name="Radera allt här").click()
    page.get_by_role("dialog").get_by_role("button", name="Radera").click()
    expect(page.locator(".device-said")).to_contain_text("Allt är raderat här.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('courseware.'))") == []
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator(".device-said")).to_have_text("Ändringen är ångrad.")
    visit(page, f"{url}/widgets/")
    assert chosen(page) == [2, 0, 1]


@pytest.mark.parametrize(
    "damaged",
    ['{"chain": 7}', '{"chain": {"answers": [9, "x", -1]}}', '{"chain": {"answers": [1]}}', "[]", "{"],
)
def test_damaged_memory_counts_as_none(page: Page, url: str, damaged: str) -> None:
    page.evaluate("(text) => localStorage.setItem('courseware.assessments.v1', text)", damaged)
    visit(page, f"{url}/widgets/")
    assert chosen(page) == []
    choose(page, 0, None, None)
    assert kept(page)["chain"]["answers"] == [0, None, None]


def test_another_tab_is_followed(page: Page, browser_context: BrowserContext, url: str) -> None:
    other = browser_context.new_page()
    visit(other, f"{url}/widgets/")
    choose(page, 3, None, None)
    expect(own(other).get_by_role("radio").nth(3)).to_be_checked()


def test_axe_finds_nothing_in_light_and_dark(page: Page) -> None:
    choose(page, 2, 0, 1)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, type="rule", values=["color-contrast"]) == []


def test_on_a_phone_and_on_paper(chromium: Browser, url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page, f"{url}/widgets/")
    choose(page, 2, 0, 1)
    assert overflow(page) == []
    page.emulate_media(media="print")
    expect(own(page).get_by_role("radio").first).to_be_visible()
    expect(own(page).locator(".assessment-bars")).to_be_visible()
    expect(own(page).get_by_role("button", name="Skriv ut")).to_be_hidden()
    context.close()


def test_without_scripts_it_is_a_sheet_to_fill_in(chromium: Browser, url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/widgets/")
    expect(own(page).get_by_role("radio")).to_have_count(12)
    expect(own(page)).to_contain_text("Utan skript sparas inget.")
    expect(own(page).get_by_role("button")).to_have_count(0)
    context.close()
