"""Charts and tables of open data as they stand in a page, in the language of their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any

import pytest

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.data_package import ChartSpec, DataField, Resource
from courseware.content.data_tables import DataTable, OpenData
from courseware.site.data_blocks import DataBlocks
from courseware.site.data_values import number, scale_number
from courseware.site.open_data import open_data
from courseware.site.prose import Prose
from courseware.strings import Strings

SOURCES: dict[str, dict[str, Any]] = {
    "skola": {
        "title": "Betyg",
        "author": [{"literal": "Skolverket"}],
        "issued": {"date-parts": [[2025]]},
        "URL": "https://a.example/",
    }
}
TEXTS = {
    code: Strings(
        code,
        {
            "shell.site": "Fullföljd utbildning",
            "shell.sources": f"Källor-{code}",
            "site.mark.unverified": f"ej kontrollerad-{code}",
            "site.mark.platform": f"plattformens förslag-{code}",
            "site.chart.table": f"Tabell-{code}",
            "site.chart.svg": f"Bild-{code}",
            "site.chart.break": f"Brott-{code}",
            "site.data.csv": f"Fil-{code}",
            "site.data.none": f"saknas-{code}",
            "site.data.true": f"ja-{code}",
            "site.data.false": f"nej-{code}",
        },
    )
    for code in ("sv", "en", "lv", "de")
}


def field(
    name: str, kind: str = "string", title: tuple[str, str] = ("", ""), unit: str = "", **more: Any
) -> DataField:
    titles = {"sv": title[0] or name, "en": title[1] or name}
    return DataField(name, kind, titles, unit, constraints=more)


FIELDS = (
    field("id"),
    field("code", enum=["a", "b"]),
    field("group_sv", title=("Grupp", "Group")),
    field("group_en"),
    field("year", "year", ("År", "Year")),
    field("share", "number", ("Andel", "Share"), "percent"),
    field("persons", "integer", ("Antal", "Persons"), "persons"),
    field("qualifier_sv"),
    field("qualifier_en"),
    field("settled", "boolean", ("Klar", "Settled")),
    field("broken", "boolean"),
    field("url"),
    field("mark"),
    field("source", title=("Källa", "Source")),
)
ROWS = [
    line.split("|")
    for line in (
        "1|a|Flickor|Girls|2019|85.80|13000|drygt|just over|true|false||S|skola",
        "2|a|Pojkar & co|Boys & co|2021|84.6||||false|true|https://b.example/|K|skola; platform",
        "3|b|Alla|All|2022|9|12|||true|false|||skola",
    )
]
CHARTS = {
    "bars": {"kind": "bars", "label": "group", "y": "share", "qualifier": "qualifier", "detail": "year code"},
    "dots": {"kind": "dots", "label": "group", "y": "share", "unverified": "settled"},
    "columns": {"kind": "columns", "x": "year", "y": "share"},
    "lines": {"kind": "lines", "x": "year", "y": "share", "break": "broken"},
    "series": {"kind": "lines", "x": "year", "y": "persons", "series": "group"},
}


def make_table(rows: Sequence[Sequence[str]] = ROWS) -> DataTable:
    names = [one.name for one in FIELDS]
    charts = {
        name: ChartSpec(
            spec["kind"],
            {role: column for role, column in spec.items() if role != "kind"},
            {"sv": "Rubrik <1>", "en": "Title <1>"},
            top=100 if spec["y"] == "share" else None,
        )
        for name, spec in CHARTS.items()
    }
    resource = Resource("groups", "groups.csv", {"sv": "G", "en": "G"}, FIELDS, charts, 1, {"name": "groups"})
    read = tuple(dict(zip(names, row, strict=True)) for row in rows)
    return DataTable(resource, read, tuple(range(2, 2 + len(read))), b"raw")


@pytest.fixture
def show() -> Callable[..., tuple[str, DataBlocks]]:
    """Gives a block as HTML, and what it leaves beside the page."""

    def shown(block: str, language: str = "sv", reader: str = "") -> tuple[str, DataBlocks]:
        texts = TEXTS[reader or language]
        prose = Prose(SOURCES, texts, language=language)
        data = DataBlocks(
            OpenData({"groups": make_table()}, {}), SOURCES, texts, language=language, address="figures/"
        )
        prose.makers.update(data.made(prose.plain, lambda text: f"<p>{text}</p>"))
        return prose.plain(block), data

    return shown


Show = Callable[..., tuple[str, DataBlocks]]


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_table_shows_texts_and_numbers_of_its_language(show: Show) -> None:
    html, _ = show(":::{table data=groups}\nText.\n:::")
    assert cells(html) == [
        ["Grupp", "År", "Andel", "Antal", "Klar", "broken", "Källa"],
        ["Flickor", "2019", "drygt 85,80\xa0%", "13\xa0000", "ja-sv", "nej-sv", "(Skolverket 2025)"],
        [
            "Pojkar &amp; co ej kontrollerad-sv", "2021", "84,6\xa0%", "–saknas-sv", "nej-sv",
            "ja-sv", "(Skolverket 2025) plattformens förslag-sv",
        ],
        ["Alla", "2022", "9\xa0%", "12", "ja-sv", "nej-sv", "(Skolverket 2025)"],
    ]  # fmt: skip
    english, _ = show(":::{table data=groups}\nText.\n:::", "en")
    assert cells(english)[1][:5] == ["Girls", "2019", "just over 85.80%", "13,000", "ja-en"]


def test_first_cell_names_its_row_and_leads_to_its_address(show: Show) -> None:
    html, _ = show(":::{table data=groups}\n:::")
    assert (
        '<th scope="row"><a href="https://b.example/" rel="external">Pojkar &amp; co</a> '
        '<span class="mark">' in html
    )
    assert html.count('<th scope="col"') == 7
    assert html.count('data-align="right"') == 2 * 4


def test_a_row_of_many_columns_may_become_a_block_of_lines_and_stays_a_table(show: Show) -> None:
    wide, _ = show(":::{table data=groups}\n:::")
    assert '<table class="is-wide">' in wide
    assert "role=" not in wide.partition("<table")[2]  # HTML has them, and forbids to write them
    assert wide.count("<tr>") - 1 == wide.count('<th scope="row"') == 3
    assert wide.count("<td ") == wide.count("data-label=") == 3 * 6
    few, _ = show(':::{table data=groups columns="group,year,share"}\n:::')
    assert "<table><thead>" in few
    assert "role=" not in few


def test_columns_and_rows_can_be_chosen_but_the_source_stays(show: Show) -> None:
    html, _ = show(':::{table data=groups columns="group,persons" where="year=2021"}\n:::')
    assert cells(html) == [
        ["Grupp", "Antal"],
        ["Pojkar &amp; co ej kontrollerad-sv", "(Skolverket 2025) plattformens förslag-sv"],
    ]
    assert "Fil-sv" not in html  # the parts of one table would all offer it
    placed, _ = show(':::{table data=groups columns="source,group" where="year=2022"}\n:::')
    assert cells(placed) == [["Källa", "Grupp"], ["(Skolverket 2025)", "Alla"]]


def test_a_language_the_table_lacks_reads_english_and_says_so(show: Show) -> None:
    html, _ = show(":::{table data=groups}\n:::", "lv")
    assert '<th scope="row" lang="en">Girls</th>' in html
    assert '<td data-align="right" data-label="Share">just over 85,80' in html


def test_on_a_fallback_page_our_own_words_are_the_readers(show: Show) -> None:
    html, _ = show(":::{chart data=groups view=bars}\n:::", "sv", "lv")
    assert '<summary lang="lv">Tabell-lv</summary>' in html
    assert "Flickor" in html
    assert 'href="../../data/groups.csv"' in html
    home, _ = show(":::{chart data=groups view=bars}\n:::")
    assert 'href="../data/groups.csv" download>Fil-sv' in home


@pytest.mark.parametrize("view", CHARTS)
@pytest.mark.parametrize("language", ["sv", "de"])
def test_a_chart_has_its_table_sources_and_files(show: Show, view: str, language: str) -> None:
    html, data = show(f":::{{chart data=groups view={view}}}\nBudskapet [@skola].\n:::", language)
    assert '<p class="chart-title" id="chart-1-name">' in html
    assert "<figcaption>\n<p>Budskapet <span class" in html
    assert html.rstrip().endswith("</figcaption>\n</figure>")  # HTML wants a caption first or last
    assert 'role="img"' in html
    assert html.count("<table") == 1
    assert html.count("<figure") == html.count("</figure>") == 1
    assert f'href="groups-{view}.svg" download' in html
    assert list(data.files) == [f"groups-{view}.svg"]
    assert b"Skolverket 2025" in data.files[f"groups-{view}.svg"]
    assert "style=" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_chart_says_the_words_of_its_rows(show: Show) -> None:
    html, _ = show(":::{chart data=groups view=bars}\n:::")
    assert "Rubrik &lt;1&gt;. Flickor (2019 · a): drygt 85,80\xa0%; Pojkar &amp; co" in html


def test_lines_have_gaps_and_breaks_and_series_a_key(show: Show) -> None:
    html, _ = show(":::{chart data=groups view=lines}\n:::")
    assert html.count('class="lines-line') == 1  # from 2021 to 2022: 2020 is missing
    assert html.count("Brott-sv") == 1
    several, _ = show(":::{chart data=groups view=series}\n:::")
    assert several.count("<li><svg") == 2  # without a number there is no point


def test_columns_outline_what_is_left_of_the_whole(show: Show) -> None:
    html, _ = show(":::{chart data=groups view=columns}\n:::")
    assert html.count('class="columns-rest"') == html.count('class="columns-full"') == 3
    assert ">100\xa0%</text>" in html


def test_two_charts_of_a_page_have_ids_of_their_own(show: Show) -> None:
    html, _ = show(":::{chart data=groups view=lines}\n:::\n\n:::{chart data=groups view=columns}\n:::")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len([name for name in ids if name.startswith("chart-")]) == 6


@pytest.mark.parametrize(
    "block",
    [
        ":::{chart data=nothing}\nText.\n:::",
        ":::{chart data=groups view=nothing}\nText.\n:::",
        ":::{chart}\nText.\n:::",
        ':::{table data=groups where="x"}\nText.\n:::',
        ":::{table data=groups columns=nothing}\nText.\n:::",
        ":::{table}\nText.\n:::",
    ],
)
def test_a_draft_that_names_nothing_shows_its_text(show: Show, block: str) -> None:
    assert show(block)[0] == "<p>Text.</p>"


HOSTILE = (
    "1|a|<script>alert(1)</script>|x|2019|5|5|||true||javascript:alert(1)|S|x] <script>alert(1)</script>"
)


@pytest.mark.parametrize(
    "block", ["table data=groups", *(f"chart data=groups view={view}" for view in CHARTS)]
)
def test_what_check_refuses_still_brings_no_script_into_a_page(block: str) -> None:
    data = DataBlocks(
        OpenData({"groups": make_table([HOSTILE.split("|")])}, {}),
        SOURCES,
        TEXTS["sv"],
        language="sv",
        address="figures/",
    )
    prose = Prose(SOURCES, TEXTS["sv"], language="sv")
    prose.makers.update(data.made(prose.plain, lambda text: f"<p>{text}</p>"))
    html = prose.plain(f":::{{{block}}}\nText.\n:::")
    assert "2019" in html
    assert "<script" not in html
    assert "javascript:" not in html


def test_a_line_leaves_out_what_has_no_year(show: Show) -> None:
    whole, timeless = ROWS[0], [*ROWS[1][:4], "", *ROWS[1][5:]]
    data = DataBlocks(
        OpenData({"groups": make_table([whole, timeless])}, {}),
        SOURCES,
        TEXTS["sv"],
        language="sv",
        address="figures/",
    )
    made = data.made(str, str)["chart"]
    (block,) = blocks_named(parse_blocks(":::{chart data=groups view=lines}\nText.\n:::", "a.md")[0], "chart")
    assert made(block).count("<title>") == 1


def test_a_chart_within_another_block_survives_markdown(show: Show) -> None:
    from markdown import Markdown

    inner = ":::{chart data=groups view=bars}\nText.\n:::\n\n:::{table data=groups}\nText.\n:::"
    alone = Markdown(extensions=["md_in_html", "attr_list", "tables"]).convert(show(inner)[0])
    texts = {**{f"site.block.{name}": "B" for name in ("swedish-context", "case")}}
    for name in ("swedish-context", "case"):
        prose = Prose(SOURCES, Strings("sv", {**texts, "site.mark.platform": "P"}), language="sv")
        data = DataBlocks(
            OpenData({"groups": make_table()}, {}), SOURCES, TEXTS["sv"], language="sv", address="figures/"
        )
        prose.makers.update(data.made(prose.plain, lambda text: f"<p>{text}</p>"))
        html = Markdown(extensions=["md_in_html", "attr_list", "tables"]).convert(
            prose.plain(f":::{{{name}}}\n{inner}\n:::")
        )
        tags = _tags(html)
        for tag in ("svg", "rect", "span", "table", "tr", "td", "th", "figure", "details"):
            assert tags.count(f"<{tag}") >= _tags(alone).count(f"<{tag}"), tag
        assert tags == _balanced(tags)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(f"<{tag}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}")


def _tags(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.found


def _balanced(tags: list[str]) -> list[str]:
    """Gives the tags up to the first that closes something else than what is open."""
    stack: list[str] = []
    for place, tag in enumerate(tags):
        if tag.startswith("</"):
            if not stack or stack.pop() != tag[2:]:
                return tags[: place + 1]
        else:
            stack.append(tag[1:])
    return tags if not stack else []


def test_numbers_keep_their_decimals_and_follow_the_language() -> None:
    assert [number("79.70", "percent", code) for code in ("sv", "en", "de")] == [
        "79,70\xa0%",
        "79.70%",
        "79,70\xa0%",
    ]
    assert number("115200", "persons", "en") == "115,200"
    assert [scale_number(value, "percent", "sv") for value in (0, 2.5, 100)] == [
        "0\xa0%",
        "2,5\xa0%",
        "100\xa0%",
    ]
    assert scale_number(20000, "persons", "en") == "20,000"


def test_blocks_hold_what_they_are_meant_to() -> None:
    for parent in ("swedish-context", "case", "activity minutes=5", "worksheet"):
        _, problems = parse_blocks(f":::{{{parent}}}\n:::{{chart data=x}}\n:::\n:::", "a.md")
        assert [one.code for one in problems] == (["nested-block"] if parent == "worksheet" else []), parent


def test_published_description_says_where_everything_comes_from(project_root: Any) -> None:
    import json

    from courseware.content.load import load_library

    library = load_library(project_root)
    files = open_data(library)
    described = json.loads(files["data/datapackage.json"])
    by_name = {one["name"]: one for one in described["resources"]}
    assert {f"data/{one['path']}" for one in described["resources"]} < set(files)
    eligibility = by_name["eligibility"]
    assert [one["key"] for one in eligibility["sources"]] == ["skolverket_ak9_2024", "ak9_2025"]
    assert all(one["title"] and one["path"].startswith("https://") for one in eligibility["sources"])
    assert eligibility["bytes"] == len(files["data/eligibility.csv"])
    assert eligibility["hash"].startswith("sha256:")
