"""An exchange format in a real browser: planned and led as a workshop, and no hour of it counted."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from browser.lab import CODE
from browser.run_lab import Hall, begin, open_run, serve_hall
from browser.test_shell import overflow, violations, visit
from exchange_site import FOLDER, write_exchange
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
MORNING = dt.datetime(2026, 11, 12, 8, tzinfo=dt.UTC)
"""Nine o'clock in Sweden."""
RUN = f"/{FOLDER}/run/"
PAGES = (
    "",
    "workshop/",
    "run-sheet/",
    "slides/",
    "handouts/",
    "checklist/",
    "sign-in/",
    "run/",
    "facilitator/",
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with serve_hall(tmp_path_factory.mktemp("exchange"), write_exchange) as made:
        yield made


@pytest.fixture
def start(browser_page: Page, hall: Hall) -> Page:
    """Run mode before the start, at nine."""
    return open_run(browser_page, hall, MORNING, address=RUN)


def kept(page: Page, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate(f"() => localStorage['courseware.{name}.v1'] || '{{}}'"))
    return found


def count(page: Page, heads: int) -> None:
    page.get_by_role("button", name="Räkna deltagare").click()
    page.get_by_label("Antal deltagare", exact=True).fill(str(heads))
    page.keyboard.press("Escape")


def finish(page: Page) -> None:
    page.get_by_role("button", name="Avsluta").click()
    page.get_by_role("button", name="Ja, avsluta").click()
    expect(page.get_by_role("heading", name="Efter träffen")).to_be_focused()


def times(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("td.run-time").all_inner_texts()]


def test_its_run_sheet_has_their_start_their_breaks_and_their_days(browser_page: Page, hall: Hall) -> None:
    page = browser_page
    visit(page, f"{hall.url}/{FOLDER}/run-sheet/")
    page.get_by_label("Starttid", exact=True).fill("09:00")
    assert times(page) == ["09:00", "09:40", "09:55", "10:25", "09:00", "09:45"]
    page.locator(".plan-more summary").click()
    page.get_by_label("Datum", exact=True).fill("2026-11-12")
    page.get_by_label("Dag 2: datum").fill("2026-11-13")
    page.get_by_label("Dag 2: starttid").fill("08:30")
    page.get_by_label("Minuter per rast").fill("5")
    expect(page.locator(".run-day")).to_have_text(
        [
            "Dag 1 · torsdag 12 november 2026 · 09:00–10:15",
            "Dag 2 · fredag 13 november 2026 · 08:30–09:15",
        ]
    )
    page.get_by_label("Längd").select_option("60")
    expect(page.locator(".run-notes")).to_contain_text("Delar som utbytet vilar på är kortade.")
    assert page.get_by_label("Längd").locator("option").all_inner_texts() == [
        *("Hela utbytet, 130 min", "90 min", "60 min")
    ]
    # Kept under the format, beside the plans of modules.
    assert list(kept(page, "plans")) == ["peer-review"]
    visit(page, f"{hall.url}/modules/m01-mandate/run-sheet/")
    assert times(page)[0] == "0:00"


def test_the_minutes_become_a_text_for_the_record_and_no_session(
    start: Page, hall: Hall, tmp_path: Path, run_courseware: Callable[..., CompletedProcess[str]]
) -> None:
    count(start, 7)
    begin(start)
    expect(start.locator(".run-title")).to_have_text("Tre frågor")
    start.clock.run_for(42 * 60_000)
    for _ in range(2):
        start.keyboard.press("ArrowRight")
        start.clock.run_for(15 * 60_000)
    finish(start)
    expect(start.locator(".run-end")).to_contain_text("Utbytet räknas inte som projekttimmar")
    expect(start.locator(".run-held tfoot")).to_contain_text("57 min")
    expect(start.get_by_text("Deltagare: 7. Namn på listan: –.")).to_be_visible()
    assert start.get_by_label("Tillfällets id").count() == 0
    minutes = start.get_by_label("Minuter: Samtal")
    minutes.fill("många")
    start.get_by_role("button", name="Spara minuterna").click()
    expect(minutes).to_be_focused()
    expect(start.get_by_text("Skriv hela minuter, till exempel 15.")).to_be_visible()
    minutes.fill("20")
    with start.expect_download() as download:
        start.get_by_role("button", name="Spara minuterna").click()
    name = download.value.suggested_filename
    assert name == "peer-review-2026-11-12.txt"
    expect(start.get_by_text(f"{name} är sparad.")).to_be_focused()
    saved = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    assert saved.split("\r\n") == [
        "Två dagar med granskare",
        "Träff 1",
        "12 november 2026 09:00–10:12",
        "Deltagare: 7. Namn på listan: –.",
        "",
        "Del\tPlanerat\tMinuter",
        "Tre frågor\t40\t42",
        "Samtal\t30\t20",
        "Tillsammans\t70\t62",
        "",
    ]
    # Whoever hands it to the register all the same is told that it is none.
    (tmp_path / name).write_text(saved, encoding="utf-8")
    told = run_courseware(
        "sessions", "import", tmp_path / name, "--project", "demo", "--dry-run", check=False
    )
    assert told.returncode != 0


def test_nobody_checks_in_with_a_code(start: Page) -> None:
    start.get_by_role("button", name="Räkna deltagare").click()
    panel = start.get_by_role("dialog")
    expect(panel.get_by_label("Antal deltagare", exact=True)).to_be_focused()
    assert panel.get_by_label("Kod", exact=True).count() == 0
    assert panel.get_by_role("button", name="kamera").count() == 0
    expect(panel).to_contain_text("Här checkar ingen in med kod.")
    start.keyboard.type("7")
    start.get_by_role("button", name="En till: Antal deltagare").click()
    start.keyboard.press("Tab")
    # A scanner that is still plugged in writes nowhere.
    panel.get_by_role("button", name="Stäng").focus()
    start.keyboard.type(CODE)
    start.keyboard.press("Escape")
    run = kept(start, "runs")["peer-review/1"]
    assert (run["heads"], run["checkIns"]) == (8, [])
    assert CODE not in start.evaluate("() => JSON.stringify(localStorage)")


def test_the_second_day_is_a_run_of_its_own(start: Page) -> None:
    begin(start)
    finish(start)
    start.reload()
    expect(start.get_by_role("heading", name="Efter träffen")).to_be_visible()
    start.clock.run_for(24 * 3_600_000)
    start.reload()
    expect(start.get_by_role("radio", name="Träff 2")).to_be_checked()
    expect(start.get_by_text("Träff 1 · 85 min · hållen")).to_be_visible()
    begin(start)
    expect(start.locator(".run-title")).to_have_text("Skriv brevet")
    assert set(kept(start, "runs")) == {"peer-review/1", "peer-review/2"}


def test_a_forgotten_meeting_can_be_brought_back(start: Page) -> None:
    count(start, 5)
    begin(start)
    finish(start)
    start.get_by_role("button", name="Glöm träffen").click()
    start.get_by_role("dialog").get_by_role("button", name="Glöm träffen").click()
    expect(start.get_by_text("Träffen är glömd på den här enheten.")).to_be_focused()
    assert kept(start, "runs") == {}
    start.get_by_role("button", name="Ångra").click()
    assert kept(start, "runs")["peer-review/1"]["heads"] == 5


def test_the_network_goes_and_the_meeting_stays(browser_page: Page, hall: Hall) -> None:
    page = browser_page
    visit(page, hall.url + RUN)
    expect(page.locator(".run-offline")).to_have_text("Sidan klarar sig utan nät, även om du laddar om den.")
    begin(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".run-title")).to_have_text("Tre frågor")
    page.context.set_offline(False)


def test_its_kit_is_led_from_a_disk(
    browser_page: Page, hall: Hall, tmp_path: Path, run_courseware: Callable[..., CompletedProcess[str]]
) -> None:
    kit = tmp_path / "kit.zip"
    run_courseware("--root", hall.root, "export", "kit", "peer-review", "--no-pdf", "--out", kit)
    with zipfile.ZipFile(kit) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("korlage.html"))
        (tmp_path / "run.html").write_bytes(archive.read(name))
    browser_page.context.set_offline(True)
    visit(browser_page, (tmp_path / "run.html").as_uri())
    begin(browser_page)
    finish(browser_page)
    expect(browser_page.get_by_role("button", name="Spara minuterna")).to_be_visible()


@pytest.mark.parametrize("language", ["", "lv/"])
def test_axe_finds_nothing_in_light_and_dark_and_nothing_is_too_wide(
    chromium: Browser, hall: Hall, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    page = context.new_page()
    for address in (*(f"{FOLDER}/{name}" for name in PAGES), "facilitator/", "baltic/worksheets/b1-record/"):
        visit(page, f"{hall.url}/{language}{address}")
        assert violations(page) == [], address
        assert overflow(page) == [], address
        page.emulate_media(color_scheme="dark")
        assert violations(page, type="rule", values=["color-contrast"]) == [], address
        page.emulate_media(color_scheme="light")
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_run_mode_and_its_end_are_accessible(chromium: Browser, hall: Hall, width: int) -> None:
    context = chromium.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": width, "height": 720}
    )
    page = open_run(context.new_page(), hall, MORNING, address=RUN)
    page.clock.resume()  # The searcher waits by the page's own clock.

    def look() -> None:
        assert violations(page) == []
        assert overflow(page) == []

    page.get_by_role("button", name="Räkna deltagare").click()
    look()
    page.keyboard.press("Escape")
    begin(page)
    look()
    finish(page)
    page.get_by_label("Minuter: Samtal").fill("x")
    page.get_by_role("button", name="Spara minuterna").click()
    look()
    context.close()


def test_without_scripts_every_page_reads(chromium: Browser, hall: Hall) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{hall.url}/{FOLDER}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(hall.url + RUN)
    expect(page.get_by_text("Klockan behöver JavaScript.")).to_be_visible()
    expect(page.get_by_text("Läs långsamt.")).to_be_visible()
    context.close()
