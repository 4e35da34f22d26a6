"""A workshop on the wall: its time, its notes, its check-in, its end, and all of it without a network."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from browser.lab import CODE, OTHER_CODE, wait_until
from browser.run_lab import MODULE, RUN, Hall, begin, kept_run, open_run, serve_hall
from browser.test_shell import overflow, violations, visit
from conftest import CHROMIUM_FLAGS
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

pytestmark = pytest.mark.browser
MORNING = dt.datetime(2026, 11, 12, 8, tzinfo=dt.UTC)
"""Nine o'clock in Sweden."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with serve_hall(tmp_path_factory.mktemp("hall")) as made:
        yield made


@pytest.fixture
def start(browser_page: Page, hall: Hall) -> Page:
    """Run mode before the start, at nine."""
    return open_run(browser_page, hall, MORNING)


@pytest.fixture
def wall(start: Page) -> Page:
    """The workshop, just begun."""
    begin(start)
    return start


def title(page: Page) -> str:
    return page.locator(".run-title").inner_text()


def told(page: Page) -> str:
    return page.locator("run-mode > .unseen").inner_text()


def plan(page: Page, **options: Any) -> None:
    page.evaluate("text => localStorage['courseware.plans.v1'] = text", json.dumps({MODULE: options}))
    page.reload()


def test_the_wall_shows_the_minute_the_activity_and_what_is_next(wall: Page) -> None:
    expect(wall.locator(".run-title")).to_have_text("Före-frågan")
    expect(wall.locator(".run-time")).to_have_text("10:00")
    expect(wall.locator(".run-next")).to_have_text("Sedan: Incheckning 15 min")
    expect(wall.locator(".run-head")).to_have_text("09:00I fas med planenSlutar 11:00 (planerat 11:00)")
    wall.clock.run_for(4 * 60_000)
    expect(wall.locator(".run-time")).to_have_text("6:00")
    wall.clock.run_for(8 * 60_000 + 5_000)
    expect(wall.locator(".run-time")).to_have_text("+2:05")
    expect(wall.locator(".run-of")).to_have_text("över tiden, av 10 min")
    expect(wall.locator(".run-pace")).to_have_text("2 min efter planen")
    assert wall.title().startswith("+2:05 · ")
    expect(wall.locator(".top")).to_be_hidden()
    expect(wall.get_by_text("det finns inget rätt svar")).to_have_count(1)
    expect(wall.get_by_text("det finns inget rätt svar")).to_be_hidden()
    size = wall.locator(".run-time").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 200, "readable from the back of the room"


def test_the_plan_of_the_run_sheet_is_what_is_run(start: Page) -> None:
    plan(start, start=8 * 60 + 50, length=60, dropped=["gallery"], place="Rådhuset")
    expect(start.locator(".run-agenda li").first).to_contain_text("08:50")
    begin(start)
    expect(start.locator(".run-head")).to_contain_text("10 min efter planen")
    expect(start.locator(".run-head")).to_contain_text("planerat 09:50")
    assert "gallery" not in [item["id"] for item in kept_run(start)["items"]]


def test_time_goes_on_while_the_page_is_away(wall: Page, hall: Hall) -> None:
    wall.get_by_role("button", name="Nästa").click()
    wall.clock.run_for(60_000)
    wall.reload()
    expect(wall.locator(".run-title")).to_have_text("Incheckning")
    expect(wall.locator(".run-time")).to_have_text("14:00")
    wall.goto("about:blank")
    wall.clock.fast_forward(10 * 60_000)  # A laptop that slept.
    visit(wall, hall.url + RUN)
    expect(wall.locator(".run-time")).to_have_text("4:00")


def test_two_windows_are_one_workshop(wall: Page, hall: Hall) -> None:
    other = wall.context.new_page()
    visit(other, hall.url + RUN)
    expect(other.locator(".run-title")).to_have_text("Före-frågan")
    other.get_by_role("button", name="Nästa").click()
    expect(wall.locator(".run-title")).to_have_text("Incheckning")
    wall.get_by_role("button", name="Pausa").click()
    expect(other.locator(".run-of")).to_contain_text("Pausad")


def test_by_keyboard_alone(start: Page) -> None:
    start.get_by_role("button", name="Starta", exact=True).focus()
    start.keyboard.press("Enter")
    expect(start.locator(".run-title")).to_be_focused()
    start.keyboard.press("ArrowRight")
    expect(start.locator(".run-title")).to_have_text("Incheckning")
    start.keyboard.press("PageDown")
    expect(start.locator(".run-title")).to_have_text("Rita kedjan")
    start.keyboard.press("ArrowLeft")
    expect(start.locator(".run-title")).to_have_text("Incheckning")
    start.keyboard.press("Space")
    expect(start.locator(".run-of")).to_contain_text("Pausad")
    start.clock.run_for(60_000)
    start.keyboard.press("Space")
    expect(start.locator(".run-time")).to_have_text("15:00")
    # On a button the space bar is the button's; after a press of the pointer it is the clock's again.
    start.get_by_role("button", name="Ge 5 min till").focus()
    start.keyboard.press("Space")
    expect(start.locator(".run-time")).to_have_text("20:00")
    start.get_by_role("button", name="Ta bort 5 min").click()
    expect(start.locator(".run-time")).to_have_text("15:00")
    start.keyboard.press("Space")
    expect(start.locator(".run-of")).to_contain_text("Pausad")
    # Keys are nobody's while a panel is open.
    start.get_by_role("button", name="Delarna").click()
    start.keyboard.press("ArrowRight")
    start.keyboard.press("Escape")
    expect(start.locator(".run-title")).to_have_text("Incheckning")


def test_what_is_said_aloud_is_little(wall: Page) -> None:
    expect(wall.locator("run-mode > .unseen")).to_have_text("Nu: Före-frågan, 10 min. Sedan: Incheckning.")
    heard = [told(wall)]
    for _ in range(24):
        wall.clock.run_for(30_000)
        if told(wall) != heard[-1]:
            heard.append(told(wall))
    assert heard[1:] == ["Två minuter kvar av Före-frågan.", "Tiden är slut för Före-frågan."]
    assert wall.locator("run-mode > .unseen").get_attribute("role") == "status", "polite"


def test_no_tone_is_heard_by_those_who_did_not_ask_for_it(browser_page: Page, hall: Hall) -> None:
    page = browser_page
    page.add_init_script("""window.tones = 0;
        AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
            apply(target, self, given) { window.tones += 1; return Reflect.apply(target, self, given); }
        })""")
    open_run(page, hall, MORNING)
    expect(page.get_by_label("Mjuk ton")).not_to_be_checked()
    begin(page)
    page.clock.run_for(11 * 60_000)
    assert page.evaluate("() => window.tones") == 0
    page.evaluate("() => localStorage.clear()")
    page.reload()
    page.get_by_label("Mjuk ton").check()
    begin(page)
    page.clock.run_for(11 * 60_000)
    assert page.evaluate("() => window.tones") == 4, "two soft tones, twice"


def test_an_optional_part_is_left_out_and_taken_back(wall: Page) -> None:
    wall.get_by_role("button", name="Delarna").click()
    panel = wall.get_by_role("dialog")
    expect(panel.get_by_role("button", name="Hoppa över: Rita kedjan")).to_have_count(0)
    expect(panel.locator("li").nth(2)).to_contain_text("hoppa inte över")
    panel.get_by_role("button", name="Hoppa över: Incheckning").click()
    expect(panel.get_by_role("status")).to_contain_text("Incheckning hoppas över.")
    expect(panel.get_by_role("button", name="Ta med igen: Incheckning")).to_be_focused()
    expect(wall.locator(".run-next")).to_contain_text("Rita kedjan")
    panel.get_by_role("button", name="Ångra").click()
    expect(wall.locator(".run-next")).to_contain_text("Incheckning")
    panel.get_by_role("button", name="Hoppa över: Incheckning").click()
    panel.get_by_role("button", name="Stäng").click()
    expect(wall.locator(".run-pace")).to_have_text("15 min före planen")
    wall.keyboard.press("ArrowRight")
    expect(wall.locator(".run-title")).to_have_text("Rita kedjan")


def test_starting_anew_asks_first_and_keeps_who_is_here(wall: Page) -> None:
    wall.clock.run_for(60_000)
    wall.get_by_role("button", name="Incheckning").click()
    wall.get_by_label("Kod", exact=True).fill(CODE)
    wall.keyboard.press("Enter")
    wall.keyboard.press("Escape")
    wall.get_by_role("button", name="Börja om").click()
    wall.keyboard.press("Enter")  # The focus is on "no".
    expect(wall.locator(".run-time")).to_have_text("9:00")
    wall.get_by_role("button", name="Börja om").click()
    wall.get_by_role("dialog").get_by_role("button", name="Börja om").click()
    expect(wall.get_by_role("button", name="Starta", exact=True)).to_be_visible()
    run = kept_run(wall)
    assert (run["begun"], run["items"], len(run["checkIns"])) == (0, [], 1)


def test_a_rehearsal_of_another_day_is_told_of(wall: Page, hall: Hall) -> None:
    wall.clock.set_fixed_time(MORNING + dt.timedelta(days=2))
    visit(wall, f"{hall.url}{RUN}")
    told_of = wall.get_by_role("dialog", name="En workshop är igång sedan tidigare")
    told_of.get_by_role("button", name="Fortsätt den").click()
    expect(wall.locator(".run-wall")).to_be_visible()
    wall.reload()
    told_of.get_by_role("button", name="Börja om").click()
    expect(wall.get_by_role("button", name="Starta", exact=True)).to_be_visible()


def test_the_end_that_is_told_agrees_with_the_pace(wall: Page) -> None:
    wall.clock.run_for(12 * 60_000 + 40_000)  # 2 minutes and 40 seconds over.
    expect(wall.locator(".run-pace")).to_have_text("3 min efter planen")
    expect(wall.locator(".run-ends")).to_have_text("Slutar 11:03 (planerat 11:00)")


def test_somebody_who_wants_no_motion_gets_a_number_a_minute(chromium: Browser, hall: Hall) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = open_run(context.new_page(), hall, MORNING)
    begin(page)
    expect(page.locator(".run-time")).to_have_text("10 min")
    page.clock.run_for(30_000)
    expect(page.locator(".run-time")).to_have_text("10 min")
    page.clock.run_for(9 * 60_000)
    expect(page.locator(".run-time")).to_have_text("under 1 min")
    context.close()


# Notes


def test_notes_follow_the_wall_and_lead_it(wall: Page, hall: Hall) -> None:
    notes = wall.context.new_page()
    visit(notes, f"{hall.url}{RUN}#notes")
    expect(notes.get_by_text("det finns inget rätt svar")).to_be_visible()
    expect(notes.get_by_text("Lappar och ett kuvert")).to_be_visible()
    expect(notes.get_by_text("Börja själv.")).to_be_hidden()
    wall.keyboard.press("ArrowRight")
    expect(notes.get_by_text("Börja själv.")).to_be_visible()
    notes.keyboard.press("ArrowRight")
    expect(wall.locator(".run-title")).to_have_text("Rita kedjan")
    expect(notes.get_by_text("Nämnden först.")).to_be_visible()
    expect(notes.locator(".run-notes-now")).to_contain_text("Rita kedjan 35:00 kvar")
    notes.get_by_role("button", name="Pausa").click()
    expect(wall.locator(".run-of")).to_contain_text("Pausad")
    for secret in ("Nämnden först.", "Börja själv.", "Blanka A3-ark"):
        expect(wall.get_by_text(secret)).to_be_hidden()


def test_the_wall_opens_its_notes_in_another_window(wall: Page) -> None:
    with wall.context.expect_page() as opened:
        wall.get_by_role("link", name="Anteckningar").click()
    expect(opened.value.get_by_text("det finns inget rätt svar")).to_be_visible()
    expect(wall.locator(".run-wall")).to_be_visible()
    # The link that was pressed does not keep the space bar from the clock.
    wall.bring_to_front()
    wall.keyboard.press("Space")
    expect(wall.locator(".run-of")).to_contain_text("Pausad")


def test_a_phone_reads_notes_by_the_plan(chromium: Browser, hall: Hall) -> None:
    context = chromium.new_context(locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    visit(page, f"{hall.url}{RUN}#notes")
    expect(page.get_by_text("Blanka A3-ark")).to_be_visible()
    page.get_by_role("button", name="Nästa").click()
    expect(page.get_by_text("det finns inget rätt svar")).to_be_visible()
    expect(page.get_by_text("Blanka A3-ark")).to_be_hidden()
    page.get_by_role("button", name="Nästa").click()
    expect(page.get_by_text("Börja själv.")).to_be_visible()
    assert kept_run(page) == {}, "reading begins nothing"
    page.get_by_role("button", name="Starta klockan här").click()
    expect(page.locator(".run-notes-now")).to_contain_text("kvar")
    assert kept_run(page)["begun"] > 0
    context.close()


def test_the_phone_finds_its_notes_by_a_picture(start: Page, hall: Hall) -> None:
    start.get_by_text("Anteckningar på telefonen").click()
    picture = start.get_by_role("img", name="QR-kod med adressen till anteckningarna")
    assert read_picture(start, ".run-phone svg") == f"{hall.url}{RUN}#notes"
    expect(picture).to_be_visible()


def read_picture(page: Page, selector: str) -> str:
    """Draws a picture of the page as a camera would see it, and reads it with our own decoder."""
    read: str = page.evaluate(
        """async (selector) => {
            const drawn = new XMLSerializer().serializeToString(document.querySelector(selector));
            const image = new Image(400, 400);
            image.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
            await image.decode();
            const canvas = new OffscreenCanvas(480, 480).getContext("2d");
            canvas.fillStyle = "#102030";
            canvas.fillRect(0, 0, 480, 480);
            canvas.drawImage(image, 40, 40, 400, 400);
            const scripts = document.querySelector("script[type=module]").src;
            const { decodeQR } = await import(new URL("vendor/qr-decode.js", scripts).href);
            return decodeQR(canvas.getImageData(0, 0, 480, 480));
        }""",
        selector,
    )
    return read


def test_without_scripts_the_page_is_the_notes_in_short(chromium: Browser, hall: Hall) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hall.url + RUN)
    for text in (
        "Klockan och incheckningen behöver JavaScript",
        "Blanka A3-ark",
        "Börja själv.",
        "Nämnden först.",
    ):
        expect(page.get_by_text(text)).to_be_visible()
    assert page.get_by_role("heading", level=2).all_inner_texts()[:2] == ["Före-frågan", "Incheckning"]
    page.goto(f"{hall.url}/check-in/")
    expect(page.get_by_text("läsa upp koden för den som leder")).to_be_visible()
    context.close()


# Check-in


def open_panel(page: Page) -> Any:
    page.get_by_role("button", name=re.compile("^Incheckning")).click()
    return page.get_by_role("dialog", name="Incheckning")


def test_codes_are_checked_told_apart_and_never_shown_whole(start: Page) -> None:
    panel = open_panel(start)
    field = panel.get_by_label("Kod", exact=True)
    said = panel.locator(".run-said")
    for typed, text in (
        (CODE[:-1] + "E", "Något tecken är fel"),
        ("938NK", "Koden har fjorton tecken, du skrev 5."),
        ("U" * 14, "Tecken 1 finns inte i någon kod."),
        ("", "Skriv koden först."),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(said).to_contain_text(text)
        expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(CODE.lower())
    field.press("Enter")
    expect(said).to_have_text("938NK… är incheckad.")
    expect(field).to_have_value("")
    start.clock.run_for(5 * 60_000)
    field.fill(f"https://fullfoljd.example/progress/#code={CODE}")
    field.press("Enter")
    expect(said).to_have_text("938NK… checkade in redan 09:00.")
    assert [each["code"] for each in kept_run(start)["checkIns"]] == [CODE]
    assert kept_run(start)["checkIns"][0]["at"] == "2026-11-12T08:00:00Z"
    assert CODE not in start.locator("body").inner_text()


def test_a_list_of_codes_is_pasted(start: Page) -> None:
    panel = open_panel(start)
    start.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text", text);
            const given = { clipboardData: data, bubbles: true, cancelable: true };
            document.getElementById("run-code").dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        f"{CODE}\n{OTHER_CODE}\n{CODE[:-1]}E\n",
    )
    expect(panel.locator(".run-said")).to_contain_text("2 koder är incheckade.")
    expect(panel.locator(".run-said")).to_contain_text(f"{CODE[:-1]}E: Något tecken är fel")
    expect(panel.locator(".run-codes li")).to_have_count(2)


def test_a_scanner_types_wherever_the_focus_is(start: Page) -> None:
    panel = open_panel(start)
    panel.get_by_role("button", name="Läs av med kameran").focus()
    start.keyboard.type(CODE.replace("-", ""))
    start.keyboard.press("Enter")
    expect(panel.locator(".run-said")).to_have_text("938NK… är incheckad.")


def test_a_check_in_is_removed_and_brought_back(start: Page) -> None:
    panel = open_panel(start)
    for code in (CODE, OTHER_CODE):
        panel.get_by_label("Kod", exact=True).fill(code)
        start.keyboard.press("Enter")
        start.clock.run_for(60_000)
    panel.get_by_role("button", name="Ta bort: 938NK…").click()
    expect(panel.locator(".run-codes li")).to_have_count(1)
    panel.get_by_role("button", name="Ångra").click()
    expect(panel.locator(".run-codes li")).to_have_count(2)
    expect(panel.get_by_label("Kod", exact=True)).to_be_focused()
    assert [each["code"] for each in kept_run(start)["checkIns"]] == [CODE, OTHER_CODE]


def test_heads_are_counted_beside(start: Page) -> None:
    panel = open_panel(start)
    counted = panel.locator(".run-counted")
    panel.get_by_label("Kod", exact=True).fill(CODE)
    start.keyboard.press("Enter")
    expect(counted).to_have_text("En har checkat in.")
    more = panel.get_by_role("button", name="En till: Antal i rummet")
    for _ in range(3):
        more.click()
    expect(counted).to_have_text("En har checkat in. 2 i rummet har inte checkat in.")
    panel.locator("#run-heads").fill("1")
    expect(counted).to_have_text("En har checkat in. Lika många som i rummet.")
    panel.get_by_role("button", name="En färre: Antal i rummet").click()
    panel.get_by_role("button", name="En färre: Antal i rummet").click()
    expect(counted).to_have_text("En har checkat in. Det är en fler än i rummet.")
    panel.locator("#run-listed").fill("many")
    expect(panel.locator("#run-listed")).to_have_attribute("aria-invalid", "true")
    expect(panel.locator("#run-listed-fault")).to_have_text("Skriv ett heltal från 0 till 9999.")
    assert (kept_run(start)["heads"], kept_run(start)["listed"]) == (0, None)


def test_no_name_can_be_left_on_the_device(start: Page) -> None:
    panel = open_panel(start)
    panel.get_by_label("Kod", exact=True).fill("Anna Påhittad")
    start.keyboard.press("Enter")
    panel.locator("#run-heads").fill("Anna")
    start.keyboard.press("Escape")
    assert "Anna" not in start.evaluate("() => JSON.stringify(localStorage)")


def test_a_page_without_a_camera_says_what_to_do(start: Page) -> None:
    panel = open_panel(start)
    panel.get_by_role("button", name="Läs av med kameran").click()
    expect(panel.locator(".run-said")).to_contain_text(re.compile("kamera", re.IGNORECASE))
    expect(panel.locator("video")).to_be_hidden()


def film(path: Path, text: str) -> Path:
    """Makes a film of somebody who holds up a code: what a camera without a camera shows."""
    matrix = [list(row) for row in segno.make(text, error="q", micro=False).matrix_iter(scale=8, border=4)]
    width, height, left, top = 640, 480, 120, 60
    luma = bytearray(b"\x90" * (width * height))
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            luma[(top + y) * width + left + x] = 24 if dark else 232
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (width * height // 2)
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 4)
    return path


def test_the_camera_reads_the_code_that_is_held_up(chromium: Browser, hall: Hall, tmp_path: Path) -> None:
    picture = film(tmp_path / "code.y4m", f"https://fullfoljd.example/progress/#code={CODE}")
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=[*CHROMIUM_FLAGS, "--no-sandbox", *flags, f"--use-file-for-fake-video-capture={picture}"],
    )
    page = open_run(browser.new_context(locale="sv-SE").new_page(), hall)
    panel = open_panel(page)
    panel.get_by_role("button", name="Läs av med kameran").click()
    expect(panel.locator(".run-codes li")).to_have_count(1, timeout=20_000)
    expect(panel.locator(".run-codes li")).to_contain_text("938NK…")
    assert [each["code"] for each in kept_run(page)["checkIns"]] == [CODE]
    page.wait_for_timeout(1_500)
    expect(panel.locator(".run-said")).not_to_contain_text("redan")
    panel.get_by_role("button", name="Stäng kameran").click()
    expect(panel.locator("video")).to_be_hidden()
    assert page.evaluate("() => document.querySelector('video').srcObject === null")
    browser.close()


# The participant's page


def test_the_participants_code_is_shown_large_and_as_a_picture(browser_page: Page, hall: Hall) -> None:
    page = browser_page
    page.goto(f"{hall.url}/404.html")
    page.evaluate(
        "text => localStorage['courseware.code.v1'] = text",
        json.dumps({"code": CODE, "since": "2026-11-12T08:00:00Z"}),
    )
    visit(page, f"{hall.url}/check-in/")
    expect(page.locator(".check-in-code")).to_have_text(CODE)
    assert read_picture(page, ".check-in svg") == CODE.replace("-", "")
    page.emulate_media(color_scheme="dark")
    ground = page.locator(".check-in svg path").first
    assert ground.evaluate("node => getComputedStyle(node).fill") == "rgb(255, 255, 255)"
    assert page.locator(".check-in svg").bounding_box()["width"] >= 300  # type: ignore[index]


def test_a_code_that_is_typed_there_is_shown_and_not_kept(browser_page: Page, hall: Hall) -> None:
    page = browser_page
    visit(page, f"{hall.url}/lv/check-in/")
    page.get_by_label("Kods", exact=True).fill("938NK")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="5")).to_be_visible()
    page.get_by_label("Kods", exact=True).fill(CODE.lower())
    page.keyboard.press("Enter")
    expect(page.locator(".check-in-code")).to_be_focused()
    assert page.evaluate("() => localStorage['courseware.code.v1']") is None
    page.get_by_role("link", name="Paturēt kodu šajā ierīcē").click()
    expect(page.get_by_role("dialog")).to_contain_text(CODE)


def test_it_is_linked_from_where_participants_are(browser_page: Page, hall: Hall) -> None:
    for address in ("/progress/", f"/modules/{MODULE}/workshop/"):
        visit(browser_page, hall.url + address)
        browser_page.get_by_role("link", name="Visa din kod och checka in").click()
        expect(browser_page).to_have_url(f"{hall.url}/check-in/")


# The end


def finish(page: Page) -> None:
    page.get_by_role("button", name="Avsluta", exact=True).click()
    page.get_by_role("button", name="Ja, avsluta").click()
    expect(page.get_by_role("heading", name="Efter workshopen")).to_be_focused()


def test_the_file_is_saved_only_when_the_importer_will_take_it(wall: Page) -> None:
    wall.clock.run_for(12 * 60_000)
    wall.keyboard.press("ArrowRight")
    wall.clock.run_for(20 * 60_000)
    finish(wall)
    expect(wall.locator(".run-held tfoot")).to_contain_text("32 min")
    wall.get_by_label("Tillfällets id").fill("M01 1112")
    wall.get_by_label("Minuter: Incheckning").fill("många")
    wall.get_by_role("button", name="Spara filen till projektet").click()
    summary = wall.locator(".run-faults")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link", name=re.compile("^Plats")).click()
    expect(wall.get_by_label("Plats", exact=True)).to_be_focused()
    wall.keyboard.type("Rådhuset, sal 2")
    wall.get_by_label("Tillfällets id").fill("M01-1112")
    wall.get_by_label("Minuter: Incheckning").fill("20")
    expect(summary).to_be_hidden()
    with wall.expect_download() as download:
        wall.get_by_role("button", name="Spara filen till projektet").click()
    assert download.value.suggested_filename == "M01-1112.json"
    expect(wall.get_by_text("M01-1112.json är sparad.")).to_be_focused()
    # What was corrected is there after a reload, under the same id.
    wall.reload()
    expect(wall.get_by_label("Plats", exact=True)).to_have_value("Rådhuset, sal 2")
    expect(wall.get_by_label("Tillfällets id")).to_have_value("M01-1112")


def test_a_forgotten_workshop_leaves_no_code_and_can_be_brought_back(wall: Page) -> None:
    wall.get_by_role("button", name="Incheckning").click()
    wall.get_by_label("Kod", exact=True).fill(CODE)
    wall.keyboard.press("Enter")
    wall.keyboard.press("Escape")
    finish(wall)
    wall.get_by_role("button", name="Glöm workshopen").click()
    wall.get_by_role("dialog").get_by_role("button", name="Glöm workshopen").click()
    expect(wall.get_by_text("Workshopen är glömd på den här enheten.")).to_be_focused()
    assert CODE not in wall.evaluate("() => JSON.stringify(localStorage)")
    wall.get_by_role("button", name="Ångra").click()
    expect(wall.get_by_role("heading", name="Efter workshopen")).to_be_visible()
    assert kept_run(wall)["checkIns"][0]["code"] == CODE


def test_erasing_everything_erases_workshops_too(wall: Page, hall: Hall) -> None:
    visit(wall, f"{hall.url}/progress/")
    wall.get_by_role("button", name="Radera allt här").click()
    wall.get_by_role("dialog").get_by_role("button", name="Radera").click()
    # The dialog's answer comes a moment after the click.
    back = wall.get_by_role("button", name="Ångra")
    expect(back).to_be_visible()
    assert kept_run(wall) == {}
    back.click()
    expect(back).to_have_count(0)
    assert kept_run(wall)["begun"] > 0


# Bad weather


def test_a_device_that_keeps_nothing_says_so_and_runs(browser_context: BrowserContext, hall: Hall) -> None:
    browser_context.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('no', 'SecurityError'); } })"""
    )
    page = open_run(browser_context.new_page(), hall, MORNING)
    begin(page)
    expect(page.get_by_text("Webbläsaren tillåter inte att sidan sparar något.")).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".run-title")).to_have_text("Incheckning")


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        '{"m01-mandate/1": 7}',
        '{"m01-mandate/1": {"items": [{"id": "gone", "minutes": 5}], "checkIns": [7], "begun": 1, "at": 9}}',
        '{"m01-mandate/x": {"items": [], "checkIns": []}, "m01-mandate/99": {"items": [], "checkIns": []}}',
    ],
)
def test_what_was_kept_by_half_stops_nothing(browser_page: Page, hall: Hall, kept: str) -> None:
    page = browser_page
    errors: list[Error] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(f"{hall.url}/404.html")
    page.evaluate("text => localStorage['courseware.runs.v1'] = text", kept)
    open_run(page, hall)
    assert errors == []


# Without a network


def be_ready(page: Page) -> None:
    expect(page.get_by_text("Sidan klarar sig utan nät")).to_be_visible(timeout=30_000)


def test_the_network_goes_and_the_workshop_stays_also_after_a_reload(browser_page: Page, hall: Hall) -> None:
    page, context = browser_page, browser_page.context
    visit(page, hall.url + RUN)
    be_ready(page)
    phone = context.new_page()
    visit(phone, f"{hall.url}/check-in/")
    be_ready(phone)
    begin(page)
    page.get_by_role("button", name="Nästa").click()
    context.set_offline(True)
    for window in (page, phone):
        window.reload()
    expect(page.locator(".run-title")).to_have_text("Incheckning")
    page.get_by_role("button", name="Nästa").click()
    expect(page.locator(".run-title")).to_have_text("Rita kedjan")
    assert page.evaluate("() => getComputedStyle(document.body).fontFamily").startswith("Kedja")
    phone.get_by_label("Kod", exact=True).fill(CODE)
    phone.keyboard.press("Enter")
    expect(phone.locator(".check-in svg")).to_be_visible()
    with page.expect_event("framenavigated"):
        page.evaluate("() => { location.hash = '#notes' }")
    page.reload()
    expect(page.get_by_text("Nämnden först.")).to_be_visible()
    # Nothing else of the site is kept: what is not there is not there.
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{hall.url}/about/")
    context.set_offline(False)


def test_a_new_edition_is_taken_in_and_the_old_one_goes(browser_page: Page, tmp_path: Path) -> None:
    with serve_hall(tmp_path) as hall:
        page, context = browser_page, browser_page.context
        visit(page, hall.url + RUN)
        be_ready(page)
        before = page.evaluate("() => caches.keys()")
        style = hall.root / "overrides/assets/css/run.css"
        style.write_text(style.read_text("utf-8") + ".run-keys { opacity: .99 }\n", encoding="utf-8")
        workshop = hall.root / "modules/sv/m01-mandate/workshop.md"
        workshop.write_text(
            workshop.read_text("utf-8").replace("Före-frågan", "Frågan före"), encoding="utf-8"
        )
        hall.build()
        # Another page of the kind brings the new edition; this one is renewed with it.
        phone = context.new_page()
        visit(phone, f"{hall.url}/check-in/")
        be_ready(phone)
        wait_until(page, lambda: not set(before) & set(page.evaluate("() => caches.keys()")), 30)
        assert len(page.evaluate("() => caches.keys()")) == 1
        context.set_offline(True)
        page.reload()
        expect(page.locator(".run-agenda")).to_contain_text("Frågan före")
        context.set_offline(False)


def test_a_page_that_cannot_be_renewed_is_not_lost(browser_page: Page, tmp_path: Path) -> None:
    with serve_hall(tmp_path) as hall:
        page, context = browser_page, browser_page.context
        visit(page, hall.url + RUN)
        be_ready(page)
        style = hall.root / "overrides/assets/css/run.css"
        style.write_text(style.read_text("utf-8") + ".run-keys { opacity: .99 }\n", encoding="utf-8")
        hall.build()
        published = hall.root / f"site{RUN}index.html"
        published.write_text("<!doctype html><title>Nät</title><p>Logga in på nätet.", encoding="utf-8")
        phone = context.new_page()
        visit(phone, f"{hall.url}/check-in/")
        be_ready(phone)
        wait_until(page, lambda: len(page.evaluate("() => caches.keys()")) == 2, 30)
        context.set_offline(True)
        page.reload()
        expect(page.locator(".run-agenda")).to_contain_text("Före-frågan")
        assert page.evaluate("() => getComputedStyle(document.body).fontFamily").startswith("Kedja")
        context.set_offline(False)


# Everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(
    chromium: Browser, hall: Hall, scheme: Any, width: int
) -> None:
    context = chromium.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        color_scheme=scheme,
        viewport={"width": width, "height": 720},
    )
    page = open_run(context.new_page(), hall, MORNING)
    page.clock.resume()  # The searcher waits by the page's own clock.

    def look() -> None:
        assert violations(page) == []
        assert overflow(page) == []

    page.get_by_text("Anteckningar på telefonen").click()
    look()
    open_panel(page)
    page.get_by_label("Kod", exact=True).fill(CODE)
    page.keyboard.press("Enter")
    look()
    page.keyboard.press("Escape")
    begin(page)
    look()
    page.clock.run_for(12 * 60_000)
    page.get_by_role("button", name="Pausa").click()
    look()
    page.get_by_role("button", name="Delarna").click()
    look()
    page.keyboard.press("Escape")
    page.evaluate("() => { location.hash = '#notes' }")
    expect(page.get_by_text("det finns inget rätt svar")).to_be_visible()
    look()
    page.evaluate("() => { location.hash = '' }")
    finish(page)
    page.get_by_role("button", name="Spara filen till projektet").click()
    look()
    visit(page, f"{hall.url}/check-in/")
    look()
    page.get_by_label("Kod", exact=True).fill(CODE)
    page.keyboard.press("Enter")
    look()
    visit(page, f"{hall.url}/lv{RUN}")
    look()
    context.close()
