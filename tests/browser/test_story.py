"""The whole story on real input: a principal passes M07, and it stands in the month's workbook."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import openpyxl
import pytest
from conftest import ROOT, copy_project
from playwright.sync_api import expect

from courseware.content.load import load_library
from courseware.registry.places import data_folder, inbox_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from courseware.content.model import Quiz

pytestmark = pytest.mark.browser

Run = Callable[..., subprocess.CompletedProcess[str]]
MODULE = "m07-early-detection"
PROJECT = ("--project", "story")
# The month before this one: over, so that it can be reported, whatever day the test runs.
MONTH_END = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
MONTH = f"{MONTH_END:%Y-%m}"
FIRST_DAY = datetime(MONTH_END.year, MONTH_END.month, 1)  # noqa: DTZ001 (workbooks know no time zones)
STUDIED_AT = datetime(MONTH_END.year, MONTH_END.month, 15, 9, tzinfo=UTC)
# From the Tax Agency's published test numbers (esf-reporting, fixture persons).
ANNA, BO, CILLA = "198501012382", "198501012390", "196612312386"


@dataclass
class Serving:
    """A running `courseware serve`, as `make serve` starts it."""

    root: Path
    url: str
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, root: Path, port: int = 0) -> Serving:
        command = [sys.executable, "-c", "from courseware.cli import main; main()"]
        process = subprocess.Popen(
            [*command, "--root", str(root), "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ.copy(),
        )
        assert process.stdout is not None
        url = process.stdout.readline().strip().rstrip("/")
        if not url:
            raise AssertionError(f"courseware serve ended with {process.wait()}")
        for _ in range(100):
            try:
                with urlopen(url, timeout=5) as page:  # noqa: S310 (our own address)
                    page.read()
                break
            except OSError:
                time.sleep(0.1)
        return cls(root, url, process)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(20) == 0, "Ctrl-C ends the server cleanly"


@pytest.fixture(scope="module")
def story_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("story") / "project")


@pytest.fixture
def project(run_courseware: Run) -> None:
    """A project of our own with the demonstration's rules, under way in the month of the story."""
    run_courseware("project", "init", "story", "--from", "demo")
    file = data_folder() / "projects" / "story.toml"
    text = file.read_text(encoding="utf-8")
    started = date(MONTH_END.year - 1, 1, 1)
    text = re.sub(r"(?m)^starts = .*", f"starts = {started}", text)
    text = re.sub(r"(?m)^ends = .*", f"ends = {date(MONTH_END.year + 2, 12, 31)}", text)
    text = re.sub(r"(?m)^approved_on = .*", f"approved_on = {started}", text)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def serving(story_root: Path, project: None) -> Iterator[Serving]:
    server = Serving.start(story_root)
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    found = load_library(ROOT).quizzes["sv"][MODULE]
    return found


@pytest.fixture
def page(chromium: Browser, serving: Serving) -> Iterator[Page]:
    context = chromium.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.clock.install(time=STUDIED_AT)
    yield page
    context.close()


def codes_in_advance(run: Run, folder: Path, count: int) -> list[str]:
    sheet = folder / "koder.html"
    run("participants", "codes", *PROJECT, "--blank", str(count), "--out", sheet)
    found = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}\b", sheet.read_text(encoding="utf-8"))
    codes = list(dict.fromkeys(found))
    assert len(codes) == count
    return codes


def plain(markdown: str) -> str:
    return re.sub(r"[*_`]", "", markdown)


def answer(page: Page, quiz: Quiz, *, right: bool) -> None:
    """Answers every question, all of them right, or the choices wrong."""
    # Answers are shuffled as the script starts: what is clicked before that may move away.
    expect(page.get_by_role("button", name="Rätta quizet")).to_be_visible()
    for question in quiz.questions:
        field = page.locator(f'[data-question="{question.id}"]')
        if question.kind == "sequence":
            wanted = [plain(each.text) for each in question.answers]
            steps = field.locator("label")
            for place, step in enumerate(wanted):
                while steps.all_inner_texts().index(step) > place:
                    field.get_by_role("button", name=f"Flytta upp: {step}").click()
        else:
            for each in question.answers:
                if each.correct is right:
                    field.get_by_label(plain(each.text), exact=True).check()
                    if question.kind == "single":
                        break
    page.get_by_role("button", name="Rätta quizet").click()


def study(page: Page, serving: Serving, quiz: Quiz) -> None:
    """From the start page through the role to M07: four lessons, the quiz failed, then passed."""
    page.goto(serving.url + "/")
    page.get_by_role("link", name="Rektor").first.click()
    # The path begins with the mandate; whoever comes for early detection finds it further down.
    expect(page.get_by_role("link", name="Börja: Uppdrag och mandat")).to_be_visible()
    page.locator(f"[data-module={MODULE}]").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bygg systemet för tidig upptäckt")
    page.get_by_role("link", name="Läs själv").click()
    while "lesson-" in page.url:
        page.get_by_role("button", name="Klar", exact=True).click()
        expect(page.locator(".lesson-state")).to_be_visible()
        page.locator('a[rel="next"]').first.click()
    expect(page).to_have_url(re.compile(f"/modules/{MODULE}/quiz/$"))
    answer(page, quiz, right=False)
    expect(page.locator(".quiz-score")).to_contain_text("Inte godkänt än")
    page.get_by_role("button", name=re.compile("Försök igen|Gör om")).click()
    answer(page, quiz, right=True)
    expect(page.locator(".quiz-score")).to_contain_text("Godkänt: 10 av 10")


def enter_code(page: Page, serving: Serving, code: str) -> None:
    page.goto(serving.url + "/progress/")
    page.get_by_label("Kod", exact=True).fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Använd koden").click()
    page.get_by_role("button", name="Ja, räkna det").click()


def waiting(page: Page) -> int:
    outbox: list[Any] = page.evaluate(
        "(JSON.parse(localStorage['courseware.outbox.v1'] || '{}').statements || [])"
    )
    return len(outbox)


def arrived() -> int:
    if not inbox_file().exists():
        return 0
    with sqlite3.connect(inbox_file()) as inbox:
        return int(inbox.execute("SELECT count(*) FROM letter").fetchone()[0])


def wait_until_sent(page: Page) -> None:
    for _ in range(150):
        if waiting(page) == 0 and arrived() > 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{waiting(page)} statements still wait, {arrived()} arrived")


def messy_workbook(path: Path, codes: list[str]) -> Path:
    """What a municipality sends: a title, an empty row, numbers as Excel's floats, dates in every dress."""
    book = openpyxl.Workbook()
    book.active.title = "Information"  # type: ignore[union-attr]
    sheet = book.create_sheet("Deltagare")
    for row in (
        ["Deltagarlista Ekdalens kommun"],
        [],
        ["Nr", "Efternamn", "Förnamn ", "PERSONNUMMER", "Fr.o.m.", "Huvudman", "Skola", "Deltagarkod"],
        [
            1,
            "Påhittad",
            " Anna ",
            float(ANNA),
            FIRST_DAY,
            "Ekdalens kommun",
            "Ekskolan",
            codes[0],
        ],
        [2, "Påhittad", "Bo", "850101-2390", f"{MONTH_END:%Y.%m}.02", "Ekdalens kommun", "Ekskolan", None],
        [],
        [
            3,
            "Påhittad",
            "Cilla",
            f"{CILLA[:8]}–{CILLA[8:]}",
            f"3/{MONTH_END.month} {MONTH_END.year}",
            "Ekdalens kommun",
            "Alskolan",
            codes[1].lower(),
        ],
    ):
        sheet.append(row)
    book.save(path)
    return path


def hand_in_the_month(run: Run, folder: Path, codes: list[str]) -> Path:
    """What the administrator does: participants, claims, the workshop, who was there, who signed."""
    texts = {
        "tillfällen.csv": "Tillfälle;Modul;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter\n"
        f"W1;{MODULE};{MONTH}-16;09:00;12:15;Rådhuset;180;180\n",
        "närvaro.csv": f"Tillfälle;Personnummer;Närvaro\nW1;{ANNA};hel\nW1;850101-2390;hel\nW1;{CILLA};120\n",
        # Anna: 180 workshop + 60 self-study. Bo has signed nothing. Cilla has signed for more than she had.
        "intyg.csv": "Personnummer;Månad;Minuter;Metod;Datum;Original\n"
        f"{ANNA};{MONTH};240;papper;{MONTH_END};Pärm 1\n{CILLA};{MONTH};180;papper;{MONTH_END};Pärm 1\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("cp1252"))
    participants = messy_workbook(folder / "deltagare.xlsx", codes)
    tried = run("participants", "import", participants, *PROJECT, "--dry-run")
    assert "3 new people would be added" in tried.stdout
    run("participants", "import", participants, *PROJECT)
    run("completions", "import", *PROJECT)
    run("sessions", "import", folder / "tillfällen.csv", *PROJECT)
    run("attendance", "import", folder / "närvaro.csv", *PROJECT)
    run("attestations", "import", folder / "intyg.csv", *PROJECT)
    out = folder / "underlag.xlsx"
    run("report", "month", MONTH, *PROJECT, "--out", out)
    return out


def cells(book: openpyxl.Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def test_from_the_start_page_to_the_months_workbook(
    run_courseware: Run, serving: Serving, page: Page, quiz: Quiz, tmp_path: Path
) -> None:
    codes = codes_in_advance(run_courseware, tmp_path, 3)
    study(page, serving, quiz)
    assert arrived() == 0, "without a code nothing leaves the device"
    enter_code(page, serving, codes[0])
    wait_until_sent(page)

    book = openpyxl.load_workbook(hand_in_the_month(run_courseware, tmp_path, codes))

    assert cells(book, "Underlag") == [(ANNA, FIRST_DAY, None, 4)]
    assert book["Underlag"]["A2"].data_type == "s", "twelve digits as text, or Excel would eat them"
    assert [cell.value for cell in book["Underlag"][1]] == [
        "Personnummer",
        "Startdatum",
        "Slutdatum",
        "Antal timmar",
    ]
    anna, *rest = cells(book, "Beräkning")
    assert rest == []
    assert anna[1:] == (180, 60, 240, 4, 0), "workshop, self-study, attested minutes; hours; minutes left out"
    (bo,) = cells(book, "Väntar")
    assert bo[1:5] == ("Bo Påhittad", "Ekdalens kommun", 180, 0)
    (cilla,) = [row for row in cells(book, book.sheetnames[4]) if row[0]]
    assert cilla[1] == "Cilla Påhittad"
    assert 60 in cilla, "attested sixty minutes more than recorded"
    told = " ".join(str(value) for row in cells(book, book.sheetnames[0]) for value in row)
    assert "SCB" in told
    assert "avrund" in told.lower()
    assert ANNA not in told


def test_with_the_server_stopped_half_way_nothing_is_lost(
    run_courseware: Run, serving: Serving, page: Page, quiz: Quiz, tmp_path: Path
) -> None:
    codes = codes_in_advance(run_courseware, tmp_path, 2)
    study(page, serving, quiz)
    page.goto(serving.url + "/progress/")
    expect(page.get_by_label("Kod", exact=True)).to_be_visible()
    serving.stop()

    page.get_by_label("Kod", exact=True).fill(codes[0])
    page.get_by_role("button", name="Använd koden").click()
    page.get_by_role("button", name="Ja, räkna det").click()
    page.wait_for_function(
        "(JSON.parse(localStorage['courseware.outbox.v1'] || '{}').statements || []).length > 10"
    )
    kept = waiting(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("kvitto", re.IGNORECASE)).first.click()
    receipt = tmp_path / "kvitto.json"
    download.value.save_as(receipt)

    again = Serving.start(serving.root, serving.port)
    try:
        page.goto(again.url + "/progress/")
        wait_until_sent(page)
        assert arrived() == kept
    finally:
        again.stop()

    # The receipt holds the same statements: handed in too, they count once.
    run_courseware("completions", "import", *PROJECT)
    before = run_courseware("completions", "list", *PROJECT).stdout
    assert MODULE in before
    run_courseware("completions", "import", *PROJECT, "--receipt", receipt)
    run_courseware("completions", "import", *PROJECT, "--receipt", receipt)
    assert run_courseware("completions", "list", *PROJECT).stdout == before

    forged = json.loads(receipt.read_text(encoding="utf-8"))
    for statement in forged["statements"]:
        statement["id"] = statement["id"][:-4] + f"{int(statement['id'][-4:], 16) ^ 0xFFFF:04x}"
        statement["actor"]["account"]["name"] = codes[1]
        if "registration" in statement.get("context", {}):
            registration = statement["context"]["registration"]
            statement["context"]["registration"] = registration[:-4] + "beef"
        if statement["verb"]["id"].endswith("/answered"):
            statement["result"] = {"response": "0", "success": True}
    (tmp_path / "forged.json").write_text(json.dumps(forged), encoding="utf-8")
    told = run_courseware(
        "completions", "import", *PROJECT, "--receipt", tmp_path / "forged.json", check=False
    )
    assert re.search(r"answers|graded", told.stderr + told.stdout), told.stderr + told.stdout
    listed = run_courseware("completions", "list", *PROJECT).stdout
    assert not [line for line in listed.splitlines() if codes[1] in line and "completed" in line]
