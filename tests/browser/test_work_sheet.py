"""Worksheets in a real browser: filled in by keyboard, kept in copies, carried away, printed and undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser.test_shell import overflow, violations, visit
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

T5, T7, T10 = "t5-prioritisation", "t7-intervention-card", "t10-economic-sheet"
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "economics.json").read_text("utf-8"))
SMALL = (
    "one => [...one.querySelectorAll('button, input:not([type=radio], [type=file]), select, textarea')]"
    ".map((node) => node.getBoundingClientRect().height).filter((height) => height > 0 && height < 24).length"
)
"""Counts targets below the 24 pixels of WCAG 2.2, success criterion 2.5.8."""
YEARS = (
    {"year": "0", "cost-own": "396 735"},
    {"year": "1", "cost-own": "396 735", "benefit-own": "60 000"},
    {"year": "2", "benefit-others": "45 000"},
    {"year": "3", "benefit-others": "45 000"},
    {"year": "4", "benefit-others": "30 000 kr"},
    {"year": "5", "benefit-others": "30000"},
)


def sheet(page: Page) -> Locator:
    return page.locator("work-sheet")


def field(page: Page, name: str, row: int = 0) -> Locator:
    return sheet(page).locator(f"[data-field={name}]:not([type=radio])").nth(row)


def said(page: Page) -> Locator:
    return sheet(page).locator(".device-said")


def press(page: Page, name: str) -> None:
    sheet(page).get_by_role("button", name=name, exact=True).click()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage['courseware.worksheets.v1'] || '{}'"))


def wait_for(page: Page, text: str) -> None:
    page.wait_for_function(
        "(text) => (localStorage['courseware.worksheets.v1'] ?? '').includes(text)", arg=text
    )


@pytest.fixture
def card(browser_page: Page, site_url: str) -> Page:
    visit(browser_page, f"{site_url}/worksheets/{T7}/")
    return browser_page


@pytest.fixture
def table(browser_page: Page, site_url: str) -> Page:
    visit(browser_page, f"{site_url}/worksheets/{T5}/")
    return browser_page


def test_filled_in_by_keyboard_and_there_after_a_reload_in_every_language(card: Page, site_url: str) -> None:
    card.get_by_label("Namn", exact=True).focus()
    card.keyboard.type("Mattestöd")
    card.keyboard.press("Tab")
    expect(card.get_by_role("radio", name="alla elever")).to_be_focused()
    card.keyboard.press("Space")
    card.keyboard.press("ArrowDown")
    card.keyboard.press("Tab")
    card.keyboard.type("Åtta elever")
    wait_for(card, "Åtta elever")
    assert kept(card)[T7]["copies"][0]["values"] == {
        "name": "Mattestöd",
        "level": "2",
        "for-whom": "Åtta elever",
    }
    for address in (f"/worksheets/{T7}/", f"/en/worksheets/{T7}/", f"/lv/worksheets/{T7}/"):
        visit(card, site_url + address)
        expect(field(card, "name")).to_have_value("Mattestöd")
        expect(sheet(card).get_by_role("radio").nth(1)).to_be_checked()
    expect(card.get_by_role("button", name="Drukāt lapu")).to_be_visible()


def test_what_was_typed_last_survives_leaving_at_once(card: Page, site_url: str) -> None:
    field(card, "dose").fill("40 minuter")
    card.goto(f"{site_url}/about/")
    visit(card, f"{site_url}/worksheets/{T7}/")
    expect(field(card, "dose")).to_have_value("40 minuter")


def test_several_copies_with_names_of_their_own(card: Page, site_url: str) -> None:
    field(card, "cause").fill("luckor")
    press(card, "Nytt blad")
    expect(said(card)).to_be_focused()
    expect(field(card, "cause")).to_have_value("")
    card.get_by_label("Namn på bladet").fill("Läxhjälp")
    field(card, "cause").fill("tid")
    wait_for(card, "tid")
    visit(card, f"{site_url}/worksheets/{T7}/")
    choose = card.get_by_label("Visa blad")
    assert choose.locator("option").all_text_contents() == ["Blad 1", "Läxhjälp"]
    expect(field(card, "cause")).to_have_value("tid")
    choose.select_option(label="Blad 1")
    expect(field(card, "cause")).to_have_value("luckor")
    press(card, "Ta bort bladet")
    expect(field(card, "cause")).to_have_value("tid")
    expect(choose).to_be_hidden()
    press(card, "Ångra")
    expect(field(card, "cause")).to_have_value("luckor")
    expect(said(card)).to_have_text("Ändringen är ångrad.")


def test_clear_can_be_undone_and_an_empty_sheet_is_not_kept(card: Page) -> None:
    field(card, "owner").fill("mentorn")
    press(card, "Töm bladet")
    expect(field(card, "owner")).to_have_value("")
    assert kept(card) == {}
    press(card, "Ångra")
    expect(field(card, "owner")).to_have_value("mentorn")


def test_scores_add_up_and_rows_come_and_go(table: Page) -> None:
    row = sheet(table).locator(".sheet-row").first
    for label, value in zip(("Påverkan", "Genomförbarhet", "Brådska"), "454", strict=True):
        row.get_by_label(label).select_option(value)
    expect(row.locator("output")).to_have_text("13")
    field(table, "option").fill("först")
    press(table, "Lägg till rad")
    rows = sheet(table).locator(".sheet-row")
    expect(rows).to_have_count(7)
    expect(rows.nth(6).get_by_label("Alternativ")).to_be_focused()
    table.keyboard.type("sist")
    press(table, "Ta bort rad 1")
    expect(rows).to_have_count(6)
    expect(field(table, "option", 5)).to_have_value("sist")
    press(table, "Ångra")
    expect(rows).to_have_count(7)
    expect(field(table, "option")).to_have_value("först")
    expect(rows.first.locator("output")).to_have_text("13")
    ids = sheet(table).evaluate("one => [...one.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def download(page: Page) -> tuple[str, str]:
    with page.expect_download() as waiting:
        press(page, "Spara en kopia")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text("utf-8")


def test_a_copy_leaves_and_comes_back_beside_the_others(table: Page, tmp_path: Path) -> None:
    table.get_by_label("Namn på bladet").fill("Våren")
    field(table, "option", 1).fill("Ring hem")
    name, text = download(table)
    assert name.startswith(f"arbetsblad-{T5}-")
    whole = json.loads(text)
    assert whole["tables"]["options"][1] == {"option": "Ring hem"}
    box = sheet(table).locator("input[type=file]")
    bad = (
        "{",
        "[]",
        "null",
        "{}",
        text.replace(T5, T7),
        json.dumps({**whole, "v": 2}),
        json.dumps({**whole, "values": 7}),
    )
    for number, wrong in enumerate(bad):
        path = tmp_path / f"{number}.json"
        path.write_text(wrong, encoding="utf-8")
        said(table).evaluate("one => (one.textContent = '')")
        box.set_input_files(path)
        expect(said(table)).to_contain_text("Inget har ändrats.")
    strange = {
        **whole,
        "values": {"nobody": "x"},
        "tables": {"options": [{"option": 5, "impact": "3", "x": "y"}]},
    }
    path = tmp_path / "strange.json"
    path.write_text(json.dumps(strange), encoding="utf-8")
    box.set_input_files(path)
    expect(said(table)).to_contain_text("Kopian är inhämtad som ett nytt blad.")
    copies = kept(table)[T5]["copies"]
    assert [copy["tables"]["options"] for copy in copies][1] == [{"impact": "3"}]
    assert copies[0]["tables"]["options"][1] == {"option": "Ring hem"}
    press(table, "Ångra")
    expect(field(table, "option", 1)).to_have_value("Ring hem")


@pytest.mark.parametrize(
    "damaged",
    [
        "[]",
        "{",
        '{"t5-prioritisation": 7}',
        '{"t5-prioritisation": {"copies": [null, 7, {"tables": {"options": "x"}, "values": []}]}}',
    ],
)
def test_damaged_memory_counts_as_none(table: Page, site_url: str, damaged: str) -> None:
    table.evaluate("(text) => localStorage.setItem('courseware.worksheets.v1', text)", damaged)
    visit(table, f"{site_url}/worksheets/{T5}/")
    expect(sheet(table).locator(".sheet-row")).to_have_count(6)
    field(table, "option").fill("helt")
    wait_for(table, "helt")


def test_two_tabs_add_to_each_other(table: Page, browser_context: BrowserContext, site_url: str) -> None:
    other = browser_context.new_page()
    visit(other, f"{site_url}/worksheets/{T5}/")
    field(table, "option").fill("här")
    wait_for(table, "här")
    field(other, "option", 1).fill("där")
    wait_for(other, "där")
    expect(field(table, "option", 1)).to_have_value("där")
    expect(field(other, "option")).to_have_value("här")


def test_everything_is_erased_with_everything_else(card: Page, site_url: str) -> None:
    field(card, "owner").fill("mentorn")
    wait_for(card, "mentorn")
    visit(card, f"{site_url}/progress/")
    card.get_by_role("button", name="Radera allt här").click()
    card.get_by_role("dialog").get_by_role("button", name="Radera").click()
    undo = card.get_by_role("button", name="Ångra")
    expect(undo).to_be_visible()
    assert kept(card) == {}
    undo.click()
    visit(card, f"{site_url}/worksheets/{T7}/")
    expect(field(card, "owner")).to_have_value("mentorn")


def test_script_calculates_as_the_vectors_say(browser_page: Page, site_url: str) -> None:
    browser_page.goto(f"{site_url}/worksheets/{T10}/")
    module = browser_page.locator("script[type=module]").get_attribute("src")
    script = (
        "async ([main, given]) => {"
        " const m = await import(new URL('lib/economics.js', new URL(main, location.href)));"
        " const tell = ([name, value]) => [name, value === Infinity ? 'never' : value];"
        " return given.map((one) => Object.fromEntries(Object.entries(m.calculate(one)).map(tell))) }"
    )
    found = browser_page.evaluate(script, [module, [vector["given"] for vector in VECTORS]])
    for vector, got in zip(VECTORS, found, strict=True):
        for name, wanted in vector["found"].items():
            shown = pytest.approx(wanted, rel=1e-9, abs=1e-12) if isinstance(wanted, float) else wanted
            assert got[name] == shown, (vector["name"], name)


def test_the_worked_example_comes_out_as_the_page_on_it_says(browser_page: Page, site_url: str) -> None:
    page = browser_page
    visit(page, f"{site_url}/worksheets/{T10}/")
    results = sheet(page).locator("output")
    assert set(results.all_text_contents()) == {"fyll i talen ovan"}
    for name, text in {
        "rate": "3,5",
        "students": "35",
        "base-risk": "57 %",
        "effect": "1,72",
        "implementation": "70",
    }.items():
        field(page, name).fill(text)
    page.get_by_role("radio", name="oddskvot").check()
    for place, row in enumerate(YEARS):
        for name, text in row.items():
            field(page, name, place).fill(text)
    expect(results.last).to_have_text("0,70")
    shown = [text.replace("\N{NO-BREAK SPACE}", " ") for text in results.all_text_contents()]
    assert shown == ["3,3", "780 054", "191 969", "4,1", "13,5", "12", "0,70"]
    field(page, "cost-own", 1).fill("mycket")
    expect(results.nth(1)).to_have_text("fyll i talen ovan")
    expect(results.first).to_have_text("3,3")


@pytest.mark.parametrize("name", [T5, T7, T10])
def test_axe_finds_nothing_in_light_and_dark(browser_page: Page, site_url: str, name: str) -> None:
    visit(browser_page, f"{site_url}/worksheets/{name}/")
    press(browser_page, "Nytt blad")
    assert violations(browser_page) == []
    browser_page.emulate_media(color_scheme="dark")
    assert violations(browser_page, type="rule", values=["color-contrast"]) == []


def test_a_swedish_sheet_for_latvian_readers(browser_page: Page, site_url: str) -> None:
    page = browser_page
    visit(page, f"{site_url}/lv/worksheets/{T7}/")
    expect(page.get_by_role("button", name="Jauna lapa")).to_be_visible()
    assert violations(page) == []
    link = page.locator(".sheet-files a").first
    expect(link).to_have_text("Tukša lapa, Word")
    assert page.request.get(link.evaluate("one => one.href")).status == 200


def test_files_are_where_the_links_say(browser_page: Page, site_url: str) -> None:
    visit(browser_page, f"{site_url}/worksheets/{T5}/")
    links = browser_page.locator(".sheet-files a")
    assert [text.split(" (")[0] for text in links.all_text_contents()] == [
        "Tomt blad, Word", "Ifyllt exempel, Word", "Kalkylark, Excel",
    ]  # fmt: skip
    for link in links.all():
        response = browser_page.request.get(link.evaluate("one => one.href"))
        assert response.body()[:2] == b"PK"
        size = round(len(response.body()) / 1000)
        assert f"({size} kB)" in (link.text_content() or "")


def test_on_a_phone_and_on_paper(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    page = context.new_page()
    for name in (T5, T7, T10):
        visit(page, f"{site_url}/worksheets/{name}/")
        assert overflow(page) == []
        small = sheet(page).evaluate(SMALL)
        assert small == 0
    visit(page, f"{site_url}/worksheets/{T5}/")
    page.set_viewport_size({"width": 680, "height": 960})
    page.emulate_media(media="print")
    expect(sheet(page).get_by_role("button", name="Skriv ut bladet")).to_be_hidden()
    first, second = (sheet(page).locator(".sheet-row").nth(place) for place in (0, 1))
    expect(first.locator(".sheet-label").first).to_be_visible()
    expect(second.locator(".sheet-label").first).to_be_hidden()
    cells = first.locator(".sheet-field")
    expect(first.locator(".sheet-boxes").first).to_have_text("12345")
    ends = {round(box["y"] + box["height"]) for box in map(Locator.bounding_box, cells.all()) if box}
    assert len(ends) == 1  # one line of a table
    context.close()


def test_the_sheet_is_printed_alone(table: Page) -> None:
    table.evaluate(
        "window.print = () => { window.shown = getComputedStyle(document.querySelector('#example')).display; "
        "window.marked = document.documentElement.className; dispatchEvent(new Event('afterprint')) }"
    )
    table.emulate_media(media="print")
    sheet(table).get_by_role("button", name="Skriv ut bladet", include_hidden=True).dispatch_event("click")
    assert table.evaluate("[window.shown, window.marked]") == ["none", "prints-sheet"]
    assert table.evaluate("document.documentElement.className") == ""
    expect(table.locator("#example")).to_be_visible()


def test_without_scripts_it_is_a_sheet_to_write_on(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/worksheets/{T7}/")
    expect(sheet(page).get_by_role("textbox")).to_have_count(8)
    expect(sheet(page).get_by_role("radio")).to_have_count(3)
    expect(sheet(page).get_by_role("button")).to_have_count(0)
    expect(sheet(page)).to_contain_text("Utan skript sparas inget.")
    context.close()
