"""A module as papers."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from exchange_site import write_exchange
from leading_site import write_leading

from courseware.content.agenda_plan import LaterDay, PlanOptions
from courseware.site.press import Folio, Press

ANSWERS = ("Nämnden först.", "Kommentarspingvin", "Förklaringsalbatross")
KEYS = ("handouts-answers", "quiz-answers", "facilitator")
NINE = PlanOptions(date=dt.date(2026, 12, 3), start=540)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_leading(tmp_path_factory.mktemp("press"))


@pytest.fixture
def press(root: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    monkeypatch.setenv("SITE_URL", "https://site.example/fu")
    return Press(root)


def _html(folio: Folio, kind: str) -> str:
    return next(paper.html for paper in folio.papers if paper.kind == kind)


def test_there_is_a_paper_for_every_task(press: Press) -> None:
    folio = press.folio("m01-mandate", "sv", NINE, "Rådhuset")
    assert [paper.kind for paper in folio.papers] == [
        *("run-sheet", "facilitator", "checklist", "sign-in", "participants", "handouts", "t1-chain", "quiz"),
        *("slides", "slides-notes", "handouts-answers", "quiz-answers"),
    ]
    assert "slides" in [screen.kind for screen in folio.screens]
    assert folio.worksheets == {"t1-chain": "Kedjan"}
    assert all(paper.html.startswith("<!doctype html>") for paper in folio.papers)
    assert all(f"<title>{paper.title}" in paper.html for paper in folio.papers)


def test_answers_stand_only_on_the_papers_of_who_leads(press: Press) -> None:
    folio = press.folio("m01-mandate", "sv", NINE)
    for answer in ANSWERS:
        found = {paper.kind for paper in folio.papers if answer in paper.html}
        assert found
        assert found <= set(KEYS), answer
        assert not any(answer in screen.html for screen in folio.screens if screen.kind == "slides")
    assert "Rätt svar." in _html(folio, "quiz-answers")
    steps = re.findall(r"Steg(ett|tva|tre)", _html(folio, "quiz-answers"))
    assert steps == ["ett", "tva", "tre"]


def test_a_run_sheet_has_the_clock_of_its_plan(press: Press) -> None:
    html = _html(press.folio("m01-mandate", "sv", NINE, "Rådhuset, sal 2"), "run-sheet")
    assert "torsdag 3 december 2026 · 09:00–11:00" in html
    assert re.findall(r'class="run-time">([0-9:]+)<', html) == [
        *("09:00", "09:10", "09:25", "10:00", "10:15", "10:40", "10:55", "11:00"),
    ]
    assert "Plats: Rådhuset, sal 2" in html
    assert "Klockslag från er start." in html


def test_a_shorter_run_sheet_says_what_gave_way(press: Press) -> None:
    html = _html(press.folio("m01-mandate", "sv", PlanOptions(length=60)), "run-sheet")
    assert "Utgår: Incheckning" in html
    assert re.findall(r'class="run-time">([0-9:]+)<', html)[0] == "0:00"


def test_two_days_have_a_list_to_sign_each(press: Press) -> None:
    options = PlanOptions(
        date=dt.date(2026, 12, 3), start=540, days=2, later=(LaterDay(dt.date(2026, 12, 10), 780),)
    )
    folio = press.folio("m01-mandate", "sv", options)
    html = _html(folio, "sign-in")
    assert html.count('<section class="sign-sheet">') == 2
    assert "torsdag 10 december 2026" in html
    assert "13:00–" in html
    assert folio.when[1].startswith("torsdag 10 december 2026, 13:00–")
    minutes = re.findall(r"<dt>Planerade minuter, utan raster</dt><dd>(\d+)</dd>", html)
    assert sum(map(int, minutes)) == 105


def test_the_code_to_check_in_needs_a_published_site(
    root: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "https://site.example/fu/check-in/" in _html(press.folio("m01-mandate", "sv", NINE), "sign-in")
    monkeypatch.delenv("SITE_URL")
    html = _html(Press(root).folio("m01-mandate", "sv", NINE), "sign-in")
    assert "check-in" not in html
    assert '<svg aria-hidden="true"' not in html


def test_what_is_not_translated_says_so(press: Press) -> None:
    folio = press.folio("m01-mandate", "en", NINE)
    swedish = {paper.kind for paper in folio.papers if paper.text_language == "sv"}
    assert {"participants", "quiz"} <= swedish
    assert 'lang="sv"' in _html(folio, "participants")
    assert "Run sheet" in _html(folio, "run-sheet")
    assert folio.url == "https://site.example/fu/en/modules/m01-mandate/"


def test_nothing_is_staged_or_built(root: Path, press: Press) -> None:
    press.folio("m01-mandate", "sv", NINE)
    assert not (root / "site").exists()
    assert not (root / "build" / "pages").exists()


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(write_exchange(tmp_path_factory.mktemp("exchange")))


def test_an_exchange_format_has_the_papers_of_a_workshop_and_its_own_sheets(exchange: Press) -> None:
    folio = exchange.folio("peer-review", "sv", NINE, "Rīga")
    assert [paper.kind for paper in folio.papers] == [
        *("run-sheet", "facilitator", "checklist", "sign-in", "participants", "handouts", "b1-record"),
        *("slides", "slides-notes", "handouts-answers"),
    ]
    assert [screen.kind for screen in folio.screens] == ["slides", "run"]
    assert folio.worksheets == {"b1-record": "Protokollsblad B1"}
    assert folio.version == ""
    assert folio.bring == "Ta med ert utkast"
    assert folio.url.endswith("baltic/formats/peer-review/")
    assert folio.texts("kit.title", title="x") == "Allt till utbytet: x"
    sheets = _html(folio, "sign-in")
    assert sheets.count('<section class="sign-sheet">') == 2
    assert "Förvara den skild från protokollet" in sheets
    assert "check-in" not in sheets
    assert "Rīga" in _html(folio, "run-sheet")


def test_a_language_without_the_workshop_has_its_own_words_around_it(exchange: Press) -> None:
    folio = exchange.folio("peer-review", "en", NINE)
    assert folio.host.title == "Peer review"
    assert folio.workshop.language == "sv"
    assert "Exchange format" in _html(folio, "sign-in")
    assert {paper.text_language for paper in folio.papers if paper.kind == "run-sheet"} == {"sv"}
