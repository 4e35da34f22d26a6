"""The comparison of countries in a real browser: chosen by keyboard, followed by tables, saved as shown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from browser.lab import Lab
from browser.test_shell import WCAG, overflow, violations, visit
from playwright.sync_api import Browser, Locator, Page, expect
from rates_site import LANGUAGES, RATES, ROWS, write_rates
from serving import serve_folder
from site_project import ROOT

from courseware.site.build import build_site

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
VECTORS = json.loads((ROOT / "tests/vectors/panels.json").read_text("utf-8"))
MARKS = """pane => [...pane.querySelectorAll('[data-at], [data-from], [data-tick], [data-end]')].map(mark =>
  ['x', 'x1', 'x2', 'y', 'y1', 'y2'].map(name => parseFloat(mark.getAttribute(name) ?? '0'))
    .concat(mark.getAttribute('display') ?? '', mark.matches('text') ? mark.textContent : ''))"""


@pytest.fixture(scope="module")
def rates_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one page that compares countries, in four languages."""
    root = write_rates(tmp_path_factory.mktemp("rates") / "project")
    build_site(root, languages=LANGUAGES, jobs=1)
    with serve_folder(root / "site") as address:
        yield address


@pytest.fixture
def page(browser_page: Page, rates_url: str) -> Page:
    """The page in Swedish, its elements started."""
    visit(browser_page, f"{rates_url}/comparison/")
    return browser_page


def panels(page: Page) -> Locator:
    """Gives the figure of ELET over the years."""
    return page.locator("figure.is-panels").first


def shown(page: Page) -> list[str]:
    return [
        str(pane.get_attribute("data-country"))
        for pane in panels(page).locator(".pane").all()
        if pane.is_visible()
    ]


def open_choice(page: Page) -> Locator:
    explorer = panels(page).locator("rate-explorer")
    explorer.locator("summary").click()
    return explorer


def leave(page: Page, *codes: str) -> Locator:
    """Leaves these countries and no others."""
    explorer = open_choice(page)
    explorer.get_by_role("button", name="Inget land").click()
    for code in codes:
        explorer.locator(f"input[value={code}]").check()
    return explorer


def test_years_and_addresses_are_read_as_in_python(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")

    def run(script: str, given: Any) -> Any:
        return browser_page.evaluate(
            f"async (given) => {{ const m = await import('/assets/js/lib/panels.js'); {script} }}", given
        )

    ticks = [each["years"] for each in VECTORS["ticks"]]
    assert run("return given.map(m.tickYears)", ticks) == [each["written"] for each in VECTORS["ticks"]]
    places = run("return given.map(({ year, years }) => m.placeYear(year, years))", VECTORS["places"])
    assert places == pytest.approx([each["percent"] for each in VECTORS["places"]], abs=1e-5)
    heights = run(
        "return given.map(({ y, beside, foot }) => m.labelHeight(y, beside, foot))", VECTORS["labels"]
    )
    assert heights == [each["at"] for each in VECTORS["labels"]]
    for each in VECTORS["choices"]:
        assert run("return m.readChoice(given) ?? null", each["hash"]) == each["choice"]
        if each["choice"]:
            assert run("return m.readChoice(m.writeChoice(given))", each["choice"]) == each["choice"]


def test_rows_of_a_file_are_chosen_as_they_stand(browser_page: Page, lab: Lab) -> None:
    browser_page.goto(f"{lab.url}/")
    table = 'country,year,note,kind\nSE,2020,"a ""b"", c\nd",x\nLV,2020,,y\nSE,2021,å,x\n'
    script = """async ([table, where]) => (await import('/assets/js/lib/panels.js')).chosenRows(table, where,
      { countries: 'country', years: 'year' }, (code, year) => code === 'SE' && year < 2021)"""
    assert browser_page.evaluate(script, [table, "kind=x"]) == table[: table.index("LV")]
    assert browser_page.evaluate(script, [table, "kind=x; note=nothing"]) == "country,year,note,kind\n"
    assert browser_page.evaluate(script, [table.rstrip("\n"), ""]).count("\n") == 3


def test_countries_are_chosen_by_keyboard_and_everything_follows(page: Page) -> None:
    explorer = panels(page).locator("rate-explorer")
    explorer.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(explorer.get_by_role("group", name="Länder")).to_be_visible()
    page.keyboard.press("Tab")
    expect(explorer.get_by_role("checkbox", name="EU-27")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    assert shown(page) == ["EU", "FI", "LV", "LT", "NO", "PL", "SE", "DE"]
    status = explorer.get_by_role("status")
    expect(status).to_have_text("Visas: 8 av 10; 2010–2025.")
    assert page.evaluate("location.hash") == "#countries=EU,FI,LV,LT,NO,PL,SE,DE"
    expect(page.locator(".is-standing .row[data-country=DK]").first).to_be_hidden()
    expect(page.locator(".is-standing .row[data-country=FI]").first).to_be_visible()
    label = str(page.locator(".rows").first.get_attribute("aria-label"))
    assert "Danmark" not in label
    assert "Finland: 9,9" in label
    for other in page.locator("figure.is-panels").all():
        expect(other.locator(".pane[data-country=EE]")).to_be_hidden()
    reset = explorer.get_by_role("button", name="Visa allt igen")
    reset.focus()
    page.keyboard.press("Enter")
    expect(reset).to_be_focused()
    assert len(shown(page)) == 10
    expect(status).to_have_text("Allt visas.")
    assert page.evaluate("location.href").endswith("/comparison/")


def test_a_table_elsewhere_follows_and_never_in_silence(page: Page) -> None:
    leave(page, "LV", "SE")
    table = page.locator(".text > .table").first
    expect(table.get_by_role("row")).to_have_count(3)
    expect(table.locator("tr[data-country=NO]")).to_be_hidden()
    note = page.locator(".table + .explore-note").first
    expect(note).to_contain_text("Visas: 2 av 3.")
    expect(panels(page).get_by_role("status")).to_have_text("Visas: Lettland och Sverige; 2010–2025.")
    note.get_by_role("button", name="Visa allt igen").click()
    expect(table.locator("tr[data-country=NO]")).to_be_visible()
    expect(page.locator(".explore-note")).to_have_count(0)
    spark = page.locator("figure.is-spark").first
    spark.locator("summary").click()
    expect(spark.locator("tr[data-country=LV]")).to_be_visible()


def test_without_a_figure_it_chooses_countries_for_the_page(page: Page) -> None:
    page.evaluate("document.querySelector('h1').after(document.createElement('rate-explorer'))")
    explorer = page.locator("h1 + rate-explorer")
    explorer.get_by_text("Välj länder", exact=True).click()
    expect(explorer.get_by_role("checkbox")).to_have_count(10)
    expect(explorer.get_by_role("combobox")).to_have_count(0)
    explorer.get_by_role("checkbox", name="Danmark").uncheck()
    expect(explorer.get_by_role("status")).to_have_text("Visas: 9 av 10.")
    expect(panels(page).locator(".pane[data-country=DK]")).to_be_hidden()
    expect(panels(page).locator("input[value=DK]")).not_to_be_checked()


def test_no_country_says_what_to_do(page: Page) -> None:
    leave(page)
    assert shown(page) == []
    expect(panels(page).get_by_role("status")).to_have_text("Inget land är valt. Välj minst ett.")


def test_back_to_everything_is_what_was_built(page: Page) -> None:
    panes = panels(page).locator(".pane")
    built = [pane.evaluate(MARKS) for pane in panes.all()]
    explorer = open_choice(page)
    explorer.get_by_label("Från").select_option("2018")
    assert [pane.evaluate(MARKS) for pane in panes.all()] != built
    explorer.get_by_label("Från").select_option("2010")
    for pane, before in zip(panes.all(), built, strict=True):
        for mark, first in zip(pane.evaluate(MARKS), before, strict=True):
            assert mark[:6] == pytest.approx(first[:6], abs=0.011)
            assert mark[6:] == first[6:]


@pytest.mark.parametrize(("first", "last"), [(2010, 2025), (2013, 2021), (2020, 2022), (2024, 2024)])
def test_chosen_years_fill_the_width_and_nothing_crosses_a_break(
    page: Page, rates_url: str, first: int, last: int
) -> None:
    visit(page, "about:blank")
    visit(page, f"{rates_url}/comparison/#years={first}-{last}")
    rows = {
        (row["country"], int(row["year"])): row
        for row in ROWS
        if (row["indicator"], row["sex"]) == ("elet", "total")
    }
    span = str(first) if first == last else f"{first}–{last}"
    expect(panels(page).locator(".chart-title")).to_have_text(re.compile(rf", {span}$"))
    for pane in panels(page).locator(".pane").all():
        code = str(pane.get_attribute("data-country"))
        drawn = pane.evaluate(
            """pane => {
              const box = node => node.getBoundingClientRect();
              const plot = box(pane.querySelector('.lines-plot'));
              const size = one => box(one).width || box(one).height;
              const seen = selector => [...pane.querySelectorAll(selector)].filter(size);
              const ends = one => [box(one).left - plot.left, box(one).right - plot.left];
              const at = one => (box(one).left + box(one).right) / 2 - plot.left;
              return {
                wide: plot.width,
                points: seen('[data-at]').map(one => [Number(one.dataset.at), at(one)]),
                lines: seen('.lines-line:not(.is-pale)').map(ends),
                breaks: seen('.lines-break').map(at),
                ticks: seen('[data-tick]').map(one => one.textContent),
                labels: seen('[data-end]').map(one => one.textContent),
              };
            }"""
        )
        years = sorted(year for country, year in rows if country == code and first <= year <= last)
        assert [year for year, _ in drawn["points"]] == years
        for year, x in drawn["points"]:
            part = (year - first) / (last - first) if last > first else 0.5
            assert x == pytest.approx(drawn["wide"] * (0.08 + 0.84 * part), abs=1)
        for left, right in drawn["lines"]:
            assert not any(left + 1 < at < right - 1 for at in drawn["breaks"])
        joined = sum(year - 1 in years and rows[code, year]["break"] != "true" for year in years)
        assert len(drawn["lines"]) == joined
        assert drawn["ticks"][-1] == str(last)
        said = [f"{float(rows[code, year]['share']):.1f}".replace(".", ",") for year in years]
        assert drawn["labels"] == (said if len(said) < 2 else [said[0], said[-1]])
    for heading in panels(page).locator("table").first.locator("th[data-year]").all():
        year = int(heading.get_attribute("data-year") or 0)
        assert (heading.get_attribute("hidden") is None) is (first <= year <= last)


def test_years_outside_a_chart_leave_it_whole(page: Page, rates_url: str) -> None:
    visit(page, "about:blank")
    visit(page, f"{rates_url}/comparison/#years=1990-1995")
    neet = page.locator("figure.is-panels").nth(1)
    expect(neet.locator(".chart-title")).to_have_text(re.compile("2010–2025$"))
    assert neet.locator("[data-at]:not([display])").count() > 100


def test_one_end_gives_way_to_the_other(page: Page) -> None:
    explorer = open_choice(page)
    explorer.get_by_label("Till och med").select_option("2015")
    explorer.get_by_label("Från").select_option("2020")
    expect(explorer.get_by_label("Till och med")).to_have_value("2020")
    assert page.evaluate("location.hash") == "#years=2020-2020"


def test_an_address_shows_what_was_chosen_also_in_another_language(page: Page, rates_url: str) -> None:
    visit(page, "about:blank")
    visit(page, f"{rates_url}/comparison/#countries=LV,XX,EU&years=2015-2020")
    assert shown(page) == ["EU", "LV"]
    page.evaluate("location.hash = '#countries=SE'")
    expect(panels(page).locator(".pane[data-country=SE]")).to_be_visible()
    assert shown(page) == ["SE"]
    page.evaluate("location.hash = '#neet'")  # a heading is no choice
    assert shown(page) == ["SE"]
    page.evaluate("location.hash = '#countries=SE'")
    page.locator(".languages summary").click()
    page.locator(".languages a", has_text="Latviešu").click()
    page.wait_for_url("**/lv/comparison/#countries=SE")
    expect(panels(page).locator(".pane[data-country=SE] .pane-name")).to_have_text("Zviedrija")
    expect(panels(page).get_by_role("status")).to_have_text("Redzams: Zviedrija; 2010–2025.")


def saved(page: Page, explorer: Locator, name: str) -> tuple[str, str]:
    with page.expect_download() as coming:
        explorer.get_by_role("button", name=name).click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_text("utf-8")


def test_what_is_shown_is_what_is_saved(page: Page) -> None:
    explorer = leave(page, "EU", "SE", "LV")
    explorer.get_by_label("Från").select_option("2019")
    name, text = saved(page, explorer, "Ladda ner det som visas (CSV)")
    assert name == "rates-elet-panels-2019-2025.csv"
    source = RATES.splitlines()
    wanted = [
        line
        for line, row in zip(source[1:], csv.DictReader(source), strict=True)
        if (row["indicator"], row["sex"]) == ("elet", "total")
        and row["country"] in ("EU", "SE", "LV")
        and int(row["year"]) >= 2019
    ]
    assert text == "\n".join((source[0], *wanted, ""))
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(wanted) > 12

    name, text = saved(page, explorer, "Ladda ner det som visas (SVG)")
    assert name == "rates-elet-panels-2019-2025.svg"
    picture = ET.fromstring(text)  # noqa: S314 (our own file)
    boxes = [part for part in picture if part.get("data-country")]
    assert [box.get("data-country") for box in boxes] == ["EU", "LV", "SE"]
    assert len({box.get("y") for box in boxes}) == 1
    assert "2019–2025" in "".join(picture.itertext())
    assert "2010" not in "".join(picture.itertext())
    points = [one for one in picture.iter(f"{SVG}svg") if one.get("data-at")]
    seen = {one.get("data-at") for one in points if one.get("display") != "none"}
    assert seen == {str(year) for year in range(2019, 2026)}
    assert not re.search(r"\sclass=|\sstyle=|var\(", text)
    high = float(picture.get("height", 0))
    foot = picture.find(f"{SVG}g[@data-foot]")
    assert foot is not None
    moved = float(re.findall(r"translate\(0 (-[\d.]+)\)", foot.get("transform", ""))[0])
    lowest = max(float(one.get("y", 0)) for one in foot.iter(f"{SVG}text")) + moved
    assert high - 40 < lowest < high
    expect(explorer.get_by_role("status")).to_have_text("Filen är sparad.")


def test_a_file_that_cannot_be_fetched_is_said(page: Page) -> None:
    explorer = open_choice(page)
    page.context.set_offline(True)
    explorer.get_by_role("button", name="Ladda ner det som visas (CSV)").click()
    expect(explorer.get_by_role("status")).to_contain_text("Filen gick inte att hämta.")
    page.context.set_offline(False)


@pytest.mark.parametrize("language", ["", "de/", "lv/"])
def test_axe_finds_nothing_in_light_and_dark(page: Page, rates_url: str, language: str) -> None:
    visit(page, f"{rates_url}/{language}comparison/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    panels(page).locator("input[type=checkbox]").nth(3).uncheck()
    assert violations(page, type="tag", values=WCAG) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, type="rule", values=["color-contrast"]) == []


@pytest.mark.parametrize("language", ["", "en/", "de/", "lv/"])
def test_the_narrowest_phone_shows_it_whole(chromium: Browser, rates_url: str, language: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    phone = context.new_page()
    visit(phone, f"{rates_url}/{language}comparison/")
    phone.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert overflow(phone) == []
    panes = phone.locator("figure.is-panels").first.locator(".pane")
    boxes = [pane.bounding_box() for pane in panes.all()]
    assert len({box["x"] for box in boxes if box}) == 1  # below each other
    for plot in phone.locator(".pane .lines-plot, .rows-levels").all():
        texts = plot.evaluate(
            """plot => [...plot.querySelectorAll('text')].map(one => one.getBoundingClientRect().toJSON())"""
        )
        for place, one in enumerate(texts):
            assert one["height"] >= 12
            for other in texts[place + 1 :]:
                apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
                assert apart or one["bottom"] <= other["top"] + 5 or other["bottom"] <= one["top"] + 5
    context.close()


def test_dots_stand_on_the_scale_behind_them(page: Page, chromium: Browser, rates_url: str) -> None:
    """The rows and what stands behind them are drawn apart; on every width they must agree."""
    for width in (320, 700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        places = page.locator("figure.is-standing .rows").first.evaluate(
            """rows => {
              const middle = node => {
                const box = node.getBoundingClientRect();
                return (box.left + box.right) / 2;
              };
              const grid = [...rows.querySelectorAll('.row-grid')].map(middle);
              const dots = [...rows.querySelectorAll('.row[data-country] circle')].map(middle);
              const target = middle(rows.querySelector('.row-target'));
              return { grid, dots, target };
            }"""
        )
        left, right = places["grid"][0], places["grid"][-1]
        assert places["target"] == pytest.approx(left + (right - left) * 9 / 15, abs=0.6)
        rows = [
            float(row["share"])
            for row in ROWS
            if (row["indicator"], row["sex"], row["year"]) == ("elet", "total", "2025")
            and row["country"] != "EU"
        ]
        expected = [left + (right - left) * value / 15 for value in sorted(rows)]
        assert places["dots"] == pytest.approx(expected, abs=0.6)


def test_the_table_is_read_as_a_table(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})  # laid out otherwise, and still one
    panels(page).locator("details.chart-table summary").click()
    table = panels(page).get_by_role("table").first
    expect(table).to_match_aria_snapshot(
        """
        - table:
          - caption: /18–24.år. Procent av alla i åldersgruppen/
          - rowgroup:
            - row:
              - columnheader "Land"
              - columnheader "2010"
              - columnheader "2011"
          - rowgroup:
            - row:
              - rowheader "EU-27"
              - cell /13,8/
            - row:
              - rowheader "Danmark"
              - cell /11,5/
              - cell /uppgift saknas/
        """
    )
    unverified = table.get_by_role("row", name="Sverige").get_by_role("cell").nth(1)
    expect(unverified).to_have_text("6,6 ○inte kontrollerat")


def test_pictures_have_names_and_controls_have_groups(page: Page) -> None:
    open_choice(page)
    names = [
        image.evaluate("one => one.querySelector('title').textContent")
        for image in panels(page).get_by_role("img").all()
    ]
    assert names[:3] == ["EU-27", "Danmark", "Estland"]
    expect(panels(page).get_by_role("group", name="Länder").get_by_role("checkbox")).to_have_count(10)
    expect(panels(page).get_by_role("group", name="År").get_by_role("combobox")).to_have_count(2)
    expect(panels(page)).to_have_accessible_name(re.compile(r"18–24\sår, 2010–2025"))


def test_without_scripts_everything_is_shown(chromium: Browser, rates_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{rates_url}/comparison/#countries=SE")
    expect(still.locator("figure.is-panels").first.locator(".pane:visible")).to_have_count(10)
    expect(still.locator("rate-explorer details")).to_have_count(0)
    context.close()


def test_paper_shows_drawings_and_tables_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    expect(panels(page).locator("rate-explorer")).to_be_hidden()
    assert panels(page).locator("table").first.evaluate("one => one.getBoundingClientRect().height") > 100


def test_no_style_is_refused_and_no_script_fails(browser_page: Page, rates_url: str) -> None:
    said: list[str] = []
    browser_page.on("console", lambda message: said.append(message.text))
    browser_page.on("pageerror", lambda error: said.append(str(error)))
    visit(browser_page, f"{rates_url}/comparison/#countries=SE,LV&years=2015-2020")
    browser_page.wait_for_load_state("networkidle")
    assert said == []
    assert browser_page.locator("[style]").count() == 0
