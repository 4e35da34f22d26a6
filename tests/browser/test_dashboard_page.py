"""The dashboard in a real browser: accessible, in light and dark, on the smallest phone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from national import MODULES, fill_register, hand_in, national_project
from playwright.sync_api import Browser, Page

from courseware.registry.project import UNKNOWN
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.dashboard import dashboard_page
from courseware.reports.dashboard_reading import dashboard
from courseware.strings import load_strings

pytestmark = pytest.mark.browser

LONG = {
    f"m{number:02d}-x": f"Utvecklingsarbetets kvalitetssäkringsprocess {number}" for number in range(20, 29)
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> dict[str, Path]:
    """Pages of a national project, of one with many modules, and of one without anything."""
    folder = tmp_path_factory.mktemp("dashboard")
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    store.upgrade()
    demo = load_project("demo")
    national = national_project(demo)
    empty = replace(national, id="empty", **dict.fromkeys(UNKNOWN, None))  # type: ignore[arg-type]
    fill_register(store, national, people=240)
    hand_in(store, national, "2022-12", accepted="2022-11")
    t = load_strings(project_root, "sv")
    fonts = project_root / "overrides/assets/fonts/kedja-sans-latin.woff2"
    emblem = (project_root / "overrides/assets/img/eu.svg").read_text(encoding="utf-8")
    made = {}
    with store.read() as tx:
        for name, project, modules in (
            ("national", national, MODULES),
            ("many", national, MODULES | LONG),
            ("empty", empty, {}),
        ):
            figures = dashboard(tx, project, date(2023, 3, 24), modules)
            page = dashboard_page(figures, t, modules, font=fonts.read_bytes(), emblem=emblem)
            made[name] = folder / f"{name}.html"
            made[name].write_text(page, encoding="utf-8")
    return made


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Any:
    """A colour scheme."""
    return request.param


@pytest.fixture
def page(chromium: Browser, scheme: Any) -> Iterator[Page]:
    """A page that fails on every message and on every request but for files."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, color_scheme=scheme)
    made = context.new_page()
    told: list[str] = []
    made.on("console", lambda message: told.append(message.text))
    made.on(
        "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else told.append(asked.url)
    )
    yield made
    context.close()
    assert told == []


@pytest.mark.parametrize("name", ["national", "many", "empty"])
@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    page: Page, files: dict[str, Path], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(files[name].as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("heading", level=1).inner_text() == "Läget i projektet"


def test_tables_scroll_in_regions_that_the_keyboard_reaches(page: Page, files: dict[str, Path]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(files["national"].as_uri())
    region = page.get_by_role("region", name="Var månaderna står")
    region.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_charts_are_named_and_their_letters_keep_their_size(page: Page, files: dict[str, Path]) -> None:
    page.goto(files["national"].as_uri())
    chart = page.get_by_role("img", name="Deltagare varje månad")
    wide = chart.locator("text").last.bounding_box()
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = chart.locator("text").last.bounding_box()
    assert wide is not None
    assert narrow is not None
    assert wide["height"] == narrow["height"]
    labels = (
        "() => [...document.querySelectorAll('.columns-label')].map((node) => node.getBoundingClientRect())"
    )
    edges = page.evaluate(f"({labels})().every((box) => box.left >= 0 && box.right <= innerWidth)")
    assert edges


def test_paper_is_light_and_holds_everything(page: Page, files: dict[str, Path]) -> None:
    page.goto(files["national"].as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The table that is folded on the screen is there on paper.
    hours = page.get_by_role("table", name="Deltagare och timmar varje månad")
    box = hours.bounding_box()
    assert box is not None
    assert box["height"] > 300
