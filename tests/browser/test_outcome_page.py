"""The page of plan and outcome, in a real browser: accessible, in light and dark, on the smallest phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from courseware.registry.census import Counted
from courseware.registry.plans import OrganisationPlan, Plan
from courseware.registry.projects import load_project
from courseware.reports.outcome import count_outcome, shared
from courseware.reports.outcome_page import outcome_page
from courseware.strings import load_strings

pytestmark = pytest.mark.browser


@pytest.fixture(params=["shared", "exact"])
def page_file(request: pytest.FixtureRequest, tmp_path: Path, project_root: Path) -> Path:
    """The page of a project with long names, hidden numbers and every kind of section."""
    titles = ("Rektor", "Lärare", "Kurator", "SYV", "KAA-samordnare", "Ekonom", "Processledare", "")
    names = [f"Barn- och utbildningsförvaltningen i Långköpings kommun {n}" for n in range(6)]
    people = [
        Counted(
            n,
            "man" if n % 3 else "woman",
            date(1985, 1, 1),
            date(2020, 9 + n % 4, 1),
            n % 6 + 1,
            names[n % 6],
            "Gymnasieskolan",
            titles[n % 8],
        )
        for n in range(60)
    ]
    plan = Plan("in-place", "2022-01-01", "BUN 2022/17")
    project = replace(
        load_project("demo"),
        starts=date(2020, 8, 3),
        ends=date(2023, 4, 30),
        planned_by_organisation=dict.fromkeys(names, 12),
    )
    found = count_outcome(
        people,
        [OrganisationPlan(n + 1, name, plan if n % 2 else None) for n, name in enumerate(names)],
        [(n, "m07-early-detection") for n in range(30)],
        project,
        date(2021, 6, 30),
        attested=12_345,
        taking_part=6,
    )
    chosen = shared(found) if request.param == "shared" else found
    path = tmp_path / "outcome.html"
    path.write_text(outcome_page(chosen, load_strings(project_root, "sv"), units=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    chromium: Browser, page_file: Path, scheme: Any, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(page_file.as_uri())
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("heading", level=1).inner_text() == "Plan och utfall"
    assert page.get_by_role("table", name="Roller").count() == 1
    assert errors == []
    context.close()
