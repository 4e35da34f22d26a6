"""Charts of the real rates: every figure drawn is the table's; the reading rules hold in nine languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import html as lxml_html
from markdown import Markdown
from rates_site import RATES, ROWS
from site_project import ROOT

from courseware.charts.panels import close_scale
from courseware.content.data_tables import OpenData, load_data, read_table
from courseware.languages import CODES
from courseware.site.countries import country_name, in_reading_order
from courseware.site.country_figure import CountryFigure, profile_spark
from courseware.site.data_blocks import DataBlocks
from courseware.site.prose import Prose
from courseware.site.voice import Voice
from courseware.site.written import decimal, percent
from courseware.strings import load_strings

MEASURES = {"elet-": ("elet", "18–24"), "neet-": ("neet", "15–29")}
SOURCES = {
    entry["id"]: entry
    for entry in json.loads((ROOT / "docs/data/bibliography.json").read_text(encoding="utf-8"))
}
COUNTRIES = sorted({row["country"] for row in ROWS})
SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=1)
def data() -> OpenData:
    """Gives the rates of the small site, beside the project's other tables."""
    found, problems = load_data(ROOT)
    assert problems == []
    table, wrong = read_table(RATES.encode(), found.tables["rates"].resource)
    assert wrong == []
    assert table is not None
    return OpenData({**found.tables, "rates": table}, found.package)


@lru_cache(maxsize=64)
def show(options: str, language: str = "sv") -> tuple[str, dict[str, bytes]]:
    """Gives a block as HTML, and the files beside its page."""
    texts = load_strings(ROOT, language)
    prose = Prose(SOURCES, texts, language=language)
    blocks = DataBlocks(data(), SOURCES, texts, language=language, address="baltic/comparison/")
    prose.makers.update(blocks.made(prose.plain, lambda text: f"<p>{text}</p>"))
    return prose.plain(f":::{{chart data=rates {options}}}\nText.\n:::"), blocks.files


def figure(options: str, language: str = "sv") -> Any:
    return lxml_html.fragment_fromstring(show(options, language)[0])


def wanted(prefix: str) -> dict[tuple[str, int], dict[str, str]]:
    """Gives the rows of a measure by country and year."""
    indicator, age = MEASURES[prefix]
    return {
        (row["country"], int(row["year"])): row
        for row in ROWS
        if (row["indicator"], row["sex"], row["age"]) == (indicator, "total", age)
    }


def panes(prefix: str, language: str = "sv") -> dict[str, Any]:
    return {
        pane.get("data-country"): pane for pane in figure(f"view={prefix}panels", language).find_class("pane")
    }


def value_at(y: str | None, top: float, high: float = 104, above: float = 20) -> float:
    return top * (1 - (float(y or 0) - above) / high)


@pytest.mark.parametrize("prefix", MEASURES)
def test_every_point_is_a_row_and_every_row_a_point(prefix: str) -> None:
    rows = wanted(prefix)
    drawn = {
        (code, int(point.get("data-at"))): point
        for code, pane in panes(prefix).items()
        for point in pane.xpath(".//*[@data-at]")
    }
    assert set(drawn) == set(rows)
    top = close_scale(max(float(row["share"]) for row in rows.values()))[0]
    for place, point in drawn.items():
        row = rows[place]
        assert value_at(point.get("y"), top) == pytest.approx(float(row["share"]), abs=0.003)
        assert point.get("data-said") == decimal(float(row["share"]), "sv", 1)
        hollow = bool(point.find_class("lines-hollow"))
        assert hollow is (row["mark"] == "K"), place
        told = point.findtext("title")
        assert ("inte kontrollerat" in told) is hollow
        assert ("brott i serien" in told) is (row["break"] == "true" or "b" in row["flag"])


@pytest.mark.parametrize("prefix", MEASURES)
def test_lines_join_neighbours_that_no_break_parts(prefix: str) -> None:
    rows = wanted(prefix)
    for code, pane in panes(prefix).items():
        lines = [one for one in pane.find_class("lines-line") if "is-pale" not in one.get("class")]
        joined = {(int(one.get("data-from")), int(one.get("data-to"))) for one in lines}
        years = sorted(year for country, year in rows if country == code)
        expected = {
            (before, after)
            for before, after in pairwise(years)
            if after - before == 1 and rows[code, after]["break"] != "true"
        }
        assert joined == expected, code
        breaks = [float(one.get("x1").rstrip("%")) for one in pane.find_class("lines-break")]
        assert len(breaks) == sum(rows[code, year]["break"] == "true" for year in years[1:])
        for line in lines:
            start, end = (float(line.get(name).rstrip("%")) for name in ("x1", "x2"))
            assert not any(start < at < end for at in breaks)
            before, after = (rows[code, int(line.get(name))] for name in ("data-from", "data-to"))
            apart = before["extraction"] != after["extraction"] or "K" in (before["mark"], after["mark"])
            assert ("is-loose" in line.get("class")) is apart


def cells(table: Any) -> Iterator[tuple[str, int, Any]]:
    for row in table.xpath(".//tbody/tr"):
        for cell in row.xpath("./td[@data-year]"):
            yield row.get("data-country"), int(cell.get("data-year")), cell


@pytest.mark.parametrize("language", ["sv", "en", "lv"])
@pytest.mark.parametrize("prefix", MEASURES)
def test_the_table_holds_every_value_once_and_gaps_as_gaps(prefix: str, language: str) -> None:
    rows = wanted(prefix)
    table = figure(f"view={prefix}panels", language).xpath(".//table")[0]
    none = load_strings(ROOT, language)("site.data.none")
    found = set()
    for country, year, cell in cells(table):
        row = rows.get((country, year))
        if row is None:
            assert cell.text_content() == f"–{none}"
            continue
        found.add((country, year))
        assert cell.text.strip() == decimal(float(row["share"]), language, 1)
        letters = "".join(one.text for one in cell.xpath("./abbr"))
        flags = ("b" if row["break"] == "true" else "") + row["flag"]
        assert letters.rstrip("†‡") == "".join(dict.fromkeys(flags))
        assert all(one.get("title") for one in cell.xpath("./abbr"))
        assert bool(cell.find_class("open-sign")) is (row["mark"] == "K")
    assert found == set(rows)
    years = [int(one.text) for one in table.xpath('.//thead//th[@scope="col"]')[1:]]
    assert years == list(range(years[0], years[-1] + 1))
    assert len(table.xpath('.//tbody//th[@scope="row"]')) == len(COUNTRIES)


def test_standing_shows_the_latest_year_in_the_order_of_the_values() -> None:
    rows = wanted("elet-")
    latest = max(year for _, year in rows)
    chart = figure("view=elet-standing")
    drawn = chart.find_class("row")
    values = {
        row.get("data-country"): row.xpath(".//circle")[0].get("cx")
        for row in drawn
        if row.xpath(".//circle")
    }
    expected = {c: float(row["share"]) for (c, year), row in rows.items() if year == latest and c != "EU"}
    assert {code: 15 * float(x.rstrip("%")) / 100 for code, x in values.items()} == pytest.approx(
        expected, abs=0.01
    )
    assert list(values) == sorted(values, key=lambda code: expected[code])
    missing = [row for row in drawn if not row.xpath(".//circle")]
    assert {row.get("data-country") for row in missing} == set(COUNTRIES) - set(expected) - {"EU"}
    assert all("uppgift saknas" in row.text_content() for row in missing)
    assert f"EU-27: {decimal(float(rows['EU', latest]['share']), 'sv', 1)}" in chart.text_content()


def test_the_target_says_what_it_applies_to_and_neet_has_none() -> None:
    for view in ("standing", "panels"):
        assert "Det gäller EU:s genomsnitt, inte varje land." in figure(f"view=elet-{view}").text_content()
        assert "Mål" not in figure(f"view=neet-{view}").text_content()


def test_without_a_value_the_union_is_listed_as_a_gap_and_no_line_is_drawn() -> None:
    chart = figure("view=neet-standing")
    assert chart.find_class("row-reference") == []
    assert "uppgift saknas" in chart.xpath('.//*[@class="row"][@data-country="EU"]')[0].text_content()


VIEWS = ("elet-standing", "elet-panels", "elet country=LV", "neet-standing", "neet-panels", "neet country=LV")


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("view", VIEWS)
def test_band_year_unit_and_extraction_are_always_told(view: str, language: str) -> None:
    texts = load_strings(ROOT, language)
    chart = figure(f"view={view}", language)
    title = chart.find_class("chart-title")[0].text_content()
    indicator, age = MEASURES[f"{view[:4]}-"]
    assert texts("site.rates.age", age=age) in title
    assert re.search(r"20\d\d", title)
    assert chart.find_class("chart-unit")[0].text_content() == texts("site.rates.unit")
    foot = chart.find_class("chart-extracted")[0].text_content()
    tables = ("edat_lfse_14", "sdg_04_10") if indicator == "elet" else ("lfsi_neet_a", "tipslm90")
    assert foot.startswith("Eurostat ")
    assert any(table in foot for table in tables)
    assert re.search(r"20\d\d", foot)
    caption = chart.xpath(".//caption")[0].text_content()
    assert texts("site.rates.age", age=age) in caption
    assert texts("site.rates.unit") in caption
    poster = ET.fromstring(next(iter(show(f"view={view}", language)[1].values())))  # noqa: S314 (our own)
    written = "".join(poster.itertext())
    assert texts("site.rates.age", age=age) in written.replace("\n", " ")
    assert any(f"Eurostat {table}" in written for table in tables)


@pytest.mark.parametrize("prefix", MEASURES)
def test_one_band_is_drawn_and_the_others_stand_in_tables_of_their_own(prefix: str) -> None:
    indicator, age = MEASURES[prefix]
    chart = figure(f"view={prefix}panels")
    captions = [one.text_content() for one in chart.xpath(".//caption")]
    bands = [re.findall(r"\d\d–\d\d", caption) for caption in captions]
    assert all(len(band) == 1 for band in bands)
    assert bands[0] == [age]
    others = {(row["sex"], row["age"]) for row in ROWS if row["indicator"] == indicator} - {("total", age)}
    assert len(captions) - 1 == len(others)
    shown = sum(
        bool(cell.text and cell.text.strip())
        for table in chart.xpath(".//table")
        for *_, cell in cells(table)
    )
    assert shown == sum(row["indicator"] == indicator for row in ROWS)


def test_letters_and_signs_are_explained_where_they_stand() -> None:
    views = ("elet-panels", "neet-panels")
    elet, neet = (figure(f"view={view}").find_class("pivot-legend")[0].text_content() for view in views)
    assert "b = brott i serien" in elet
    assert "○ = inte kontrollerat" in elet
    assert "– = uppgift saknas" in elet
    assert "† = uträknat" in neet
    assert "‡ = avrundat" in neet


@pytest.mark.parametrize("language", CODES)
def test_countries_stand_in_the_order_of_their_own_language(language: str) -> None:
    texts = load_strings(ROOT, language)
    codes = in_reading_order(COUNTRIES, texts, "EU")
    assert codes[0] == "EU"
    assert list(panes("elet-", language)) == codes
    names = [country_name(code, texts) for code in codes[1:]]
    assert len(set(names)) == len(names)
    assert all(len(name) > 2 for name in names)


def test_names_follow_the_alphabet() -> None:
    assert in_reading_order(["LV", "LT", "NO"], load_strings(ROOT, "et")) == ["LT", "LV", "NO"]
    assert country_name("XX", load_strings(ROOT, "sv")) == "XX"


@pytest.mark.parametrize("view", VIEWS)
def test_a_chart_within_another_block_survives_markdown(view: str) -> None:
    texts = load_strings(ROOT, "sv")
    prose = Prose(SOURCES, texts, language="sv")
    blocks = DataBlocks(data(), SOURCES, texts, language="sv", address="x/")
    prose.makers.update(blocks.made(prose.plain, lambda text: f"<p>{text}</p>"))
    made = Markdown(extensions=["md_in_html", "attr_list", "tables"]).convert(
        prose.plain(f":::{{case}}\n:::{{chart data=rates view={view}}}\nText.\n:::\n:::")
    )
    inside = lxml_html.fragment_fromstring(made).xpath(".//figure")[0]
    alone = figure(f"view={view}")
    for tag in ("svg", "line", "circle", "td", "th", "tr", "span", "li"):
        assert len(inside.xpath(f".//{tag}")) == len(alone.xpath(f".//{tag}")), tag


def test_a_spark_names_its_file_by_its_country_and_asks_for_one() -> None:
    assert list(show("view=elet country=LV")[1]) == ["rates-elet-lv.svg"]
    assert show("view=elet country=XX")[0] == show("view=elet")[0] == "<p>Text.</p>"  # `check` reports it
    ids = re.findall(r'\bid="([^"]+)"', show("view=elet-panels")[0])
    assert len(ids) == len(set(ids))
    assert "style=" not in show("view=elet-panels")[0]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("indicator", ["elet", "neet"])
def test_the_head_of_a_profile_shows_its_country(language: str, indicator: str) -> None:
    texts = load_strings(ROOT, language)
    rows = wanted(f"{indicator}-")
    for country in COUNTRIES:
        html = profile_spark(data().tables["rates"], country, indicator, Voice(language, texts, str))
        box = lxml_html.fragment_fromstring(html)
        years = [year for code, year in rows if code == country]
        assert re.search(r"\d\d–\d\d", box.find_class("rate-name")[0].text_content())
        if not years:
            assert texts("site.data.none") in box.text_content()
            assert box.xpath(".//svg") == []
            continue
        last = rows[country, max(years)]
        end = box.find_class("spark-end")[-1]
        assert end[0].text == percent(float(last["share"]), language, 1)
        assert last["year"] in end[1].text
        assert len(box.xpath(".//svg//svg")) == len(years)
        assert box.find_class("chart-extracted")[0].text_content().startswith("Eurostat ")
        assert "[@" in html  # the citation, which the page makes a link of
    assert profile_spark(data().tables["rates"], "LV", "other", Voice(language, texts, str)) == ""


def test_a_view_that_compares_nothing_is_refused() -> None:
    voice = Voice("sv", load_strings(ROOT, "sv"), str)
    with pytest.raises(ValueError, match="does not compare"):
        CountryFigure(data().tables["neet"], "over-time", voice)
    assert unescape(show("view=elet-standing")[0]).count("<figure") == 1
