"""The browser plans as Python does: the shared vectors, and a thousand workshops that nobody thought of."""

from __future__ import annotations

import random
from typing import Any

import pytest
from browser.lab import Lab
from plans import VECTORS, activity, options_of, written
from playwright.sync_api import Page

from courseware.content.agenda_plan import LENGTHS, plan_agenda

pytestmark = pytest.mark.browser

SCRIPT = """async (cases) => {
  const { plan } = await import("/assets/js/lib/agenda.js");
  return cases.map(({ rows, options }) => {
    const made = plan(rows.map(([id, minutes, core, short, meeting, session]) => (
      { id, title: id, minutes, core, short, meeting, session, break: id.startsWith("break-") })), options);
    return {
      days: made.days.map(({ date, starts, ends, activities }) => ({ date, starts, ends,
        activities: activities.map(({ id, planned, begins, ends }) => [id, planned, begins, ends]) })),
      dropped: made.dropped.map(({ id, chosen }) => [id, chosen]),
      minutes: made.minutes, withoutBreaks: made.withoutBreaks, notes: made.notes,
    };
  });
}"""


def plans(page: Page, cases: list[dict[str, Any]]) -> Any:
    return page.evaluate(SCRIPT, cases)


def test_shared_vectors(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    cases = [
        {"rows": VECTORS["workshops"][case["workshop"]], "options": case["options"]}
        for case in VECTORS["cases"]
    ]
    assert plans(browser_page, cases) == [case["plan"] for case in VECTORS["cases"]]


def some_workshop(chance: random.Random) -> list[list[Any]]:
    rows: list[list[Any]] = []
    session = 1
    for number in range(chance.randint(1, 18)):
        session += rows != [] and chance.random() < 0.12
        pause = chance.random() < 0.2
        minutes = chance.choice([5, 10, 12, 15, 20, 25, 35, 40, 60, chance.randint(1, 90)])
        short = chance.choice([0, 0, chance.randint(1, minutes)])
        meeting = 0 if pause else chance.choice([0, 0, chance.randint(1, 8)])
        name = f"break-{number}" if pause else f"a{number}"
        rows.append([name, minutes, chance.random() < 0.6, short, meeting, session])
    return rows


def test_workshops_that_nobody_thought_of(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    chance = random.Random(1112)  # noqa: S311 (no secret)
    cases = []
    for _ in range(1000):
        rows = some_workshop(chance)
        options: dict[str, Any] = {
            "length": chance.choice(LENGTHS),
            "days": chance.choice([0, 0, 1, 2, 3, 10]),
            "dropped": [row[0] for row in rows if chance.random() < 0.2],
        }
        if chance.random() < 0.5:
            options["breaks"] = chance.choice([0, 5, 20, 60])
        if chance.random() < 0.5:
            options["start"] = chance.randint(0, 1439)
        cases.append({"rows": rows, "options": options})
    wanted = [
        written(plan_agenda([activity(*row) for row in case["rows"]], options_of(case["options"])))
        for case in cases
    ]
    for case, found, wish in zip(cases, plans(browser_page, cases), wanted, strict=True):
        assert found == wish, case


def test_options_that_make_no_sense_are_none(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    bad = [
        None, 7, "x", [], {"length": 45, "start": 1440, "days": 99, "breaks": -1},
        {"dropped": "abc", "later": 3},
        {"date": "2026-02-30", "start": "13:10", "later": [None, {"date": "x"}], "place": 4, "people": 1.5},
    ]  # fmt: skip
    script = """async (bad) => { const { planOptions } = await import("/assets/js/lib/agenda.js");
        return bad.map(planOptions); }"""
    nothing = {
        "date": "", "start": None, "length": 0, "breaks": None, "dropped": [], "days": 0, "later": [],
        "place": "", "people": 0,
    }  # fmt: skip
    for found in browser_page.evaluate(script, bad):
        assert {**found, "later": []} == nothing
        assert all(day == {"date": "", "start": None} for day in found["later"])


def test_clock_times(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    script = """async () => { const { clock, readClock } = await import("/assets/js/lib/agenda.js");
        return [[0, 790, 1439, 1440, 1505].map(clock),
            ["13:10", "9.05", " 0:00 ", "24:00", "12:60", "", "now"].map(readClock)]; }"""
    assert browser_page.evaluate(script) == [
        ["00:00", "13:10", "23:59", "00:00", "01:05"],
        [790, 545, 0, None, None, None, None],
    ]
