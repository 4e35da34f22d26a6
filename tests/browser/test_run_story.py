"""A workshop from its first minute to the month's workbook, its last hour without a network."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from browser.run_lab import MODULE, Hall, begin, open_run, serve_hall
from browser.test_story import (
    ANNA,
    BO,
    CILLA,
    FIRST_DAY,
    MONTH,
    MONTH_END,
    PROJECT,
    Run,
    cells,
    codes_in_advance,
    project,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
__all__ = ["project"]
DAY = dt.datetime(MONTH_END.year, MONTH_END.month, 16, 13, 10, tzinfo=ZoneInfo("Europe/Stockholm"))
"""Ten past one in the afternoon, in the month before this one."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with serve_hall(tmp_path_factory.mktemp("hall")) as made:
        yield made


def participants(run: Run, folder: Path, codes: list[str]) -> None:
    """Three invented people who have their codes."""
    rows = [
        f"{number};Påhittad;{name};{FIRST_DAY:%Y-%m-%d};Alnhärads kommun;{code}"
        for number, name, code in zip((ANNA, BO, CILLA), ("Anna", "Bo", "Cilla"), codes, strict=True)
    ]
    head = "Personnummer;Efternamn;Förnamn;Fr.o.m.;Huvudman;Deltagarkod"
    (folder / "deltagare.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    run("participants", "import", folder / "deltagare.csv", *PROJECT)


def hold(page: Page, codes: list[str]) -> None:
    """Two check in before, one comes late; a part is left out, the network goes, the time runs over."""
    page.get_by_role("button", name="Incheckning").click()
    for code in codes[:2]:
        page.get_by_label("Kod", exact=True).fill(code)
        page.keyboard.press("Enter")
    for _ in range(4):
        page.get_by_role("button", name="En till: Antal i rummet").click()
    page.keyboard.press("Escape")
    begin(page)
    page.clock.run_for(11 * 60_000)
    page.keyboard.press("ArrowRight")  # Before-question took 11 of 10 minutes.
    page.get_by_role("button", name="Delarna").click()
    page.get_by_role("button", name="Hoppa över: Gallerivandring").click()
    page.get_by_role("button", name="Stäng").click()
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Incheckning (2)").click()
    page.get_by_label("Kod", exact=True).fill(codes[2])
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    for minutes in (15, 40, 15, 25, 5):  # Check-in, drawing, the break, steps, homework.
        page.clock.run_for(minutes * 60_000)
        if minutes != 5:
            page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Avsluta", exact=True).click()
    page.get_by_role("button", name="Ja, avsluta").click()


def test_the_minutes_of_a_workshop_reach_the_months_workbook(
    run_courseware: Run, project: None, browser_page: Page, hall: Hall, tmp_path: Path
) -> None:
    codes = codes_in_advance(run_courseware, tmp_path, 3)
    participants(run_courseware, tmp_path, codes)
    page = open_run(browser_page, hall, DAY.astimezone(dt.UTC))
    expect(page.get_by_text("Sidan klarar sig utan nät")).to_be_visible(timeout=30_000)
    hold(page, codes)

    expect(page.locator(".run-held tfoot")).to_contain_text("96 min")
    page.get_by_label("Plats", exact=True).fill("Alnhärads kommunhus")
    page.get_by_label("Arrangör").fill("Alnhärads kommun")
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara filen till projektet").click()
    name = f"M01-{DAY:%m%d}.json"
    assert download.value.suggested_filename == name
    file = tmp_path / name
    download.value.save_as(file)
    content = json.loads(file.read_text("utf-8"))
    assert content["session"]["module"] == MODULE
    assert content["session"]["starts"] == f"{DAY:%Y-%m-%d}T13:10"
    assert (content["session"]["planned_minutes"], content["session"]["actual_minutes"]) == (105, 96)
    assert {each["id"]: each["actual"] for each in content["activities"]} == {
        "before-question": 11, "checkin": 15, "draw": 40, "own": 25, "gallery": 0, "homework": 5,
    }  # fmt: skip
    assert (content["head_count"], [each["code"] for each in content["check_ins"]]) == (4, codes)

    told = run_courseware("sessions", "import", file, *PROJECT).stderr
    assert "Check-ins: 3 new, 0 as before." in told
    # A correction: saved again, the same id, taken in again.
    page.get_by_label("Minuter: Vem äger steget?").fill("30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara filen till projektet").click()
    download.value.save_as(file)
    told = run_courseware("sessions", "import", file, *PROJECT).stderr
    assert "Check-ins: 0 new, 3 as before." in told

    signed = [f"{number};{MONTH};101;papper;{MONTH_END};Pärm 1" for number in (ANNA, BO, CILLA)]
    (tmp_path / "intyg.csv").write_text(
        "\n".join(["Personnummer;Månad;Minuter;Metod;Datum;Original", *signed]) + "\n", encoding="utf-8"
    )
    run_courseware("attestations", "import", tmp_path / "intyg.csv", *PROJECT)
    out = tmp_path / "underlag.xlsx"
    run_courseware("report", "month", MONTH, *PROJECT, "--out", out)
    book = openpyxl.load_workbook(out)
    worked = cells(book, "Beräkning")
    assert [row[1:4] for row in worked] == [(101, 0, 101)] * 3, "workshop, self-study and attested minutes"
    assert sorted(row[0] for row in cells(book, "Underlag")) == sorted((ANNA, BO, CILLA))
