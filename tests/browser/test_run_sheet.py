"""What a leader prepares with, in a real browser: clock times, a shorter workshop, an invitation, papers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from browser.lab import Lab
from browser.test_shell import overflow, violations, visit
from icalendar import Calendar
from leading_site import write_leading
from playwright.sync_api import Browser, Page, Route, expect
from serving import serve_folder

from courseware.site.build import build_site

pytestmark = pytest.mark.browser

RUN_SHEET = "modules/m01-mandate/run-sheet/"
CHECKLIST = "modules/m01-mandate/checklist/"
SIGN_IN = "modules/m01-mandate/sign-in/"


@pytest.fixture(scope="module")
def leading_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small course with everything a leader prepares, in three languages."""
    root = write_leading(tmp_path_factory.mktemp("leading"))
    build_site(root, languages=("sv", "en", "lv"), jobs=1)
    with serve_folder(root / "site") as address:
        yield address


@pytest.fixture
def sheet(browser_page: Page, leading_url: str) -> Page:
    visit(browser_page, f"{leading_url}/{RUN_SHEET}")
    return browser_page


def times(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("td.run-time").all_inner_texts()]


def titles(page: Page) -> list[str]:
    return page.locator("tr[data-id] .run-what a").all_inner_texts()


def more(page: Page) -> None:
    page.locator(".plan-more summary").click()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage['courseware.plans.v1'] || '{}'"))


def test_clock_times_of_their_start_and_an_hour_instead_of_two(sheet: Page) -> None:
    assert times(sheet)[:3] == ["0:00", "0:10", "0:25"]
    sheet.get_by_label("Starttid").fill("13:10")
    assert times(sheet) == ["13:10", "13:20", "13:35", "14:10", "14:25", "14:50", "15:05", "15:10"]
    more(sheet)
    sheet.get_by_label("Längd").select_option("60")
    assert times(sheet) == ["13:10", "13:20", "13:50", "14:05", "14:10"]
    assert titles(sheet) == ["Före-frågan", "Rita kedjan", "Vem äger steget?", "Uppgift hemma"]
    expect(sheet.locator(".run-sum")).to_have_text("60 min, utan rast.")
    expect(sheet.locator(".run-notes")).to_contain_text("Utgår: Incheckning; Gallerivandring.")
    expect(sheet.locator("tr[data-id=draw] .run-minutes")).to_contain_text("av 35")
    sheet.reload()
    expect(sheet.locator("td.run-time").first).to_have_text("13:10")  # Once the script is there.
    assert kept(sheet)["m01-mandate"]["length"] == 60


def test_a_part_is_dropped_and_taken_back(sheet: Page) -> None:
    more(sheet)
    box = sheet.get_by_role("checkbox", name="Incheckning")
    box.uncheck()
    assert "Incheckning" not in titles(sheet)
    assert times(sheet)[-1] == "1:45"
    box.check()
    assert titles(sheet)[1] == "Incheckning"
    assert sheet.get_by_role("checkbox", name="Rita kedjan").count() == 0
    expect(sheet.locator(".plan-parts")).to_contain_text("går inte att välja bort: produkten vilar på den")
    assert kept(sheet) == {}  # Nothing chosen, nothing kept.


def test_days_each_begin_anew(sheet: Page) -> None:
    sheet.get_by_label("Starttid").fill("13:10")
    more(sheet)
    sheet.get_by_label("Datum", exact=True).fill("2026-03-12")
    sheet.get_by_label("Antal dagar").fill("2")
    expect(sheet.locator(".run-day")).to_have_text(
        ["Dag 1 · torsdag 12 mars 2026 · 13:10–14:10", "Dag 2 · 13:10–13:55"]
    )
    sheet.get_by_label("Dag 2: datum").fill("2026-04-02")
    sheet.get_by_label("Dag 2: starttid").fill("08:30")
    expect(sheet.locator(".run-day").last).to_have_text("Dag 2 · torsdag 2 april 2026 · 08:30–09:15")


def test_what_is_wrong_is_said_and_changes_nothing(sheet: Page) -> None:
    more(sheet)
    breaks = sheet.get_by_label("Minuter per rast")
    breaks.fill("61")
    expect(breaks).to_have_attribute("aria-invalid", "true")
    expect(sheet.locator("#plan-breaks-fault")).to_have_text("Skriv ett heltal från 0 till 60.")
    assert kept(sheet) == {}
    breaks.fill("5")
    expect(sheet.locator("#plan-breaks-fault")).to_be_empty()
    assert times(sheet)[-1] == "1:50"


def test_choices_are_removed_and_taken_back(sheet: Page) -> None:
    sheet.get_by_label("Starttid").fill("09:00")
    sheet.get_by_role("button", name="Ta bort mina val").click()
    assert times(sheet)[0] == "0:00"
    expect(sheet.locator("plan-form .device-said")).to_be_focused()
    sheet.get_by_role("button", name="Ångra").click()
    assert times(sheet)[0] == "09:00"


def test_by_keyboard_alone(sheet: Page) -> None:
    sheet.get_by_label("Starttid").focus()
    for key in "0110P":  # The clock of this browser's language counts to twelve twice.
        sheet.keyboard.press(key)
    assert times(sheet)[0] == "13:10"
    sheet.locator(".plan-more summary").focus()
    sheet.keyboard.press("Enter")
    sheet.get_by_role("checkbox", name="Gallerivandring").focus()
    sheet.keyboard.press("Space")
    assert "Gallerivandring" not in titles(sheet)
    sheet.get_by_role("group", name="Inbjudans text").focus()
    expect(sheet.get_by_role("group", name="Inbjudans text")).to_be_focused()


def test_damaged_memory_counts_as_none(sheet: Page, leading_url: str) -> None:
    for damaged in ('{"m01-mandate": 7}', '{"m01-mandate": {"length": "x", "start": 9999, "later": 1}}', "["):
        sheet.evaluate("(text) => localStorage.setItem('courseware.plans.v1', text)", damaged)
        visit(sheet, f"{leading_url}/{RUN_SHEET}")
        assert times(sheet)[-1] == "2:00"


def plan(page: Page, *, date: str = "2026-03-12", start: str = "13:10", place: str = "") -> None:
    page.get_by_label("Starttid").fill(start)
    more(page)
    page.get_by_label("Datum", exact=True).fill(date)
    page.get_by_label("Plats", exact=True).fill(place)


def test_the_invitation_says_all_that_one_needs(sheet: Page) -> None:
    plan(sheet, place="Alnhärads gymnasium, sal 4")
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.get_by_role("button", name="Kopiera texten").click()
    expect(sheet.locator("invitation-text [role=status]")).to_have_text("Texten är kopierad.")
    text = sheet.evaluate("navigator.clipboard.readText()").splitlines()
    assert text[:6] == [
        "Träff om uppdraget",
        "Tid: torsdag 12 mars 2026, 13:10–15:10",
        "Plats: Alnhärads gymnasium, sal 4",
        "Du går därifrån med: Ansvarskarta",
        "Före workshopen: läs modulens lektioner och svara på frågorna. Det tar 30 min.",
        "Vad du tar med står på modulens sida, under rubriken: Ta med ert uppdrag",
    ]
    assert text[6].startswith("Modulens sida: http://127.0.0.1")
    assert text[6].endswith("/modules/m01-mandate/")


def test_a_workshop_without_a_part_that_carries_the_product_promises_none(sheet: Page) -> None:
    def without_a_core_part(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"meeting":5', '"meeting":0'))

    sheet.route("**/run-sheet/", without_a_core_part)
    sheet.reload()
    leave = sheet.locator('[data-line="leave"]')
    expect(leave).to_have_text("Du går därifrån med: Ansvarskarta")
    more(sheet)
    sheet.get_by_label("Längd").select_option("20")
    expect(leave).to_have_text("Vi börjar på: Ansvarskarta")
    sheet.get_by_label("Längd").select_option("0")
    expect(leave).to_have_text("Du går därifrån med: Ansvarskarta")


def test_without_a_clipboard_the_text_is_selected(sheet: Page) -> None:
    sheet.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    sheet.get_by_role("button", name="Kopiera texten").click()
    expect(sheet.locator("invitation-text [role=status]")).to_contain_text("kopierade inte")
    assert "Träff om uppdraget" in sheet.evaluate("getSelection().toString()")


def calendar(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spara i kalendern (.ics)").click()
    assert waiting.value.suggested_filename == "m01-mandate-2026-03-12.ics"
    return Path(waiting.value.path()).read_bytes()


def test_calendar_file_is_what_the_standard_asks(sheet: Page) -> None:
    sheet.get_by_role("button", name="Spara i kalendern (.ics)").click()
    expect(sheet.locator("invitation-text [role=status]")).to_have_text(
        "Skriv datum och starttid ovan först."
    )
    expect(sheet.get_by_label("Starttid")).to_be_focused()
    sheet.locator(".plan-more summary").click()
    plan(sheet, place="Sal 4; plan 2, Åsögatan\\Hörnet")
    data = calendar(sheet)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()  # No letter is cut in two.
    read = Calendar.from_ical(data)
    (event,) = read.walk("VEVENT")
    zone = ZoneInfo("Europe/Stockholm")
    assert event.decoded("dtstart") == dt.datetime(2026, 3, 12, 13, 10, tzinfo=zone)
    assert event.decoded("dtend") == dt.datetime(2026, 3, 12, 15, 10, tzinfo=zone)
    assert event["summary"] == "Träff om uppdraget"
    assert event["location"] == "Sal 4; plan 2, Åsögatan\\Hörnet"
    assert "Du går därifrån med: Ansvarskarta" in event["description"]
    assert event["uid"].startswith("20260312T131000-m01-mandate@")
    assert read.walk("VTIMEZONE")
    again = Calendar.from_ical(calendar(sheet)).walk("VEVENT")[0]
    assert again["uid"] == event["uid"]


def test_one_event_for_each_dated_day(sheet: Page) -> None:
    plan(sheet)
    sheet.get_by_label("Antal dagar").fill("2")
    assert len(Calendar.from_ical(calendar(sheet)).walk("VEVENT")) == 1
    expect(sheet.locator("invitation-text [role=status]")).to_contain_text("Dagar utan datum är inte med.")
    sheet.get_by_label("Dag 2: datum").fill("2026-04-02")
    one, other = Calendar.from_ical(calendar(sheet)).walk("VEVENT")
    # Summer time has begun in between; the clock on the wall says the same.
    assert one.decoded("dtstart").strftime("%H:%M") == other.decoded("dtstart").strftime("%H:%M") == "13:10"
    assert one.decoded("dtstart").utcoffset() + dt.timedelta(hours=1) == other.decoded("dtstart").utcoffset()


def test_a_long_calendar_line_is_folded_between_letters(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    text = browser_page.evaluate(
        """async () => (await import("/assets/js/lib/calendar.js")).calendar(
            [{ date: "2026-12-31", starts: 1430, ends: 1450 }],
            { uid: "x@y", title: "Ö".repeat(90) + "\\n\\u0007🙂; , \\\\", description: "🙂".repeat(60),
              place: "", url: "https://x.example/", stamp: new Date(0) })"""
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"] == "Ö" * 90 + "\n🙂; , \\"
    assert event["description"] == "🙂" * 60
    assert event.decoded("dtend").strftime("%Y-%m-%d %H:%M") == "2027-01-01 00:10"
    assert "LOCATION" not in text


def test_the_checklist_counts_copies(browser_page: Page, leading_url: str) -> None:
    visit(browser_page, f"{leading_url}/{CHECKLIST}")
    counts = browser_page.locator("[data-each]")
    expect(counts).to_have_text(["1 per deltagare"] * 2)
    browser_page.get_by_label("Antal deltagare").fill("18")
    expect(counts).to_have_text(["18"] * 2)
    browser_page.get_by_label("Antal deltagare").fill("0")
    expect(browser_page.locator("#check-people-fault")).to_have_text("Skriv ett heltal från 1 till 999.")
    browser_page.reload()
    expect(browser_page.get_by_label("Antal deltagare")).to_have_value("18")


def test_the_sign_in_sheet_follows_the_plan_and_keeps_nothing(sheet: Page, leading_url: str) -> None:
    plan(sheet, place="Sal 4")
    before = sheet.evaluate("JSON.stringify(localStorage)")
    visit(sheet, f"{leading_url}/{SIGN_IN}")
    facts = sheet.locator(".sign-facts dd")
    expect(facts).to_have_text(["Uppdraget", "torsdag 12 mars 2026", "13:10–15:10", "Sal 4", "105"])
    sheet.get_by_label("Plats", exact=True).fill("Annanstans")
    sheet.get_by_label("Antal rader").fill("22")
    expect(facts.nth(3)).to_have_text("Annanstans")
    expect(sheet.locator(".sign tbody tr")).to_have_count(22)
    sheet.get_by_label("Antal rader").fill("201")
    expect(sheet.locator("#sign-rows-fault")).to_have_text("Skriv ett heltal från 1 till 200.")
    assert sheet.evaluate("JSON.stringify(localStorage)") == before


def test_the_code_on_the_sheet_leads_to_the_check_in(browser_page: Page, leading_url: str) -> None:
    visit(browser_page, f"{leading_url}/lv/{SIGN_IN}")
    expect(browser_page.locator(".sign-code .qr")).to_be_visible()
    read = browser_page.evaluate(
        """async () => {
          const sources = [...document.querySelectorAll("script[type=module]")].map(({ src }) => src);
          const { default: decodeQR } = await import(new URL("vendor/qr-decode.js", sources[0]).href);
          const svg = document.querySelector(".sign-code .qr");
          const size = Number(svg.getAttribute("viewBox").split(" ")[2]);
          const scale = 6, width = size * scale;
          const data = new Uint8ClampedArray(width * width * 4).fill(255);
          for (const [, x, y] of svg.lastElementChild.getAttribute("d").matchAll(/M(\\d+) (\\d+)h1/g)) {
            for (let row = y * scale; row < (Number(y) + 1) * scale; row += 1) {
              for (let at = x * scale; at < (Number(x) + 1) * scale; at += 1) {
                data.fill(0, 4 * (row * width + at), 4 * (row * width + at) + 3);
              }
            }
          }
          return decodeQR({ width, height: width, data });
        }"""
    )
    assert read == f"{leading_url}/lv/check-in/"
    expect(browser_page.locator("[data-slot=address]")).to_have_text(read)


@pytest.mark.parametrize("address", [RUN_SHEET, CHECKLIST, SIGN_IN, f"lv/{RUN_SHEET}", f"lv/{SIGN_IN}"])
def test_axe_finds_nothing_in_light_and_dark(browser_page: Page, leading_url: str, address: str) -> None:
    visit(browser_page, f"{leading_url}/{address}")
    if "run-sheet" in address:
        browser_page.locator("#plan-start").fill("13:10")
        more(browser_page)
        browser_page.locator("#plan-length").select_option("60")
        browser_page.locator("#plan-days").fill("2")
    assert violations(browser_page) == []
    browser_page.emulate_media(color_scheme="dark")
    assert violations(browser_page, type="rule", values=["color-contrast"]) == []


def test_on_a_phone(chromium: Browser, leading_url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for address in (RUN_SHEET, CHECKLIST, SIGN_IN, f"lv/{RUN_SHEET}", f"lv/{CHECKLIST}", f"lv/{SIGN_IN}"):
        visit(page, f"{leading_url}/{address}")
        if page.locator(".plan-more").count():
            more(page)
        assert overflow(page) == []
    context.close()


def test_on_paper(sheet: Page, leading_url: str) -> None:
    sheet.get_by_label("Starttid").fill("13:10")
    sheet.emulate_media(media="print")
    expect(sheet.locator("plan-form")).to_be_hidden()
    expect(sheet.locator(".invitation")).to_be_hidden()
    expect(sheet.get_by_role("columnheader", name="Blev (min)")).to_be_visible()
    for address in (RUN_SHEET, SIGN_IN):
        visit(sheet, f"{leading_url}/{address}")
        assert pages(sheet) == 1


def pages(page: Page) -> int:
    return page.pdf(format="A4").count(b"/Type /Page\n")


def test_without_scripts_they_are_papers(chromium: Browser, leading_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{leading_url}/{RUN_SHEET}")
    assert times(page)[:2] == ["0:00", "0:10"]
    expect(page.locator("plan-form")).to_be_hidden()
    expect(page.get_by_role("group", name="Inbjudans text")).to_contain_text(
        "Du går därifrån med: Ansvarskarta"
    )
    expect(page.get_by_role("button")).to_have_count(0)
    page.goto(f"{leading_url}/{SIGN_IN}")
    expect(page.locator(".sign tbody tr")).to_have_count(15)
    expect(page.locator("[data-slot=address]")).to_contain_text("/check-in/")
    context.close()


def test_delete_everything_covers_the_plan(sheet: Page, leading_url: str) -> None:
    sheet.get_by_label("Starttid").fill("13:10")
    visit(sheet, f"{leading_url}/progress/")
    sheet.get_by_role("button", name="Radera allt här").click()
    sheet.get_by_role("dialog").get_by_role("button", name="Radera").click()
    expect(sheet.locator(".device-said")).to_contain_text("Allt är raderat här.")
    assert kept(sheet) == {}
    sheet.get_by_role("button", name="Ångra").click()
    visit(sheet, f"{leading_url}/{RUN_SHEET}")
    assert times(sheet)[0] == "13:10"
