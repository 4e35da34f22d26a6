"""Every figure of the page of national figures stands in a table of the open data, or is named here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.data_tables import DataTable, OpenData, load_data
from courseware.content.numbers import figures

IN_TEXT_ALONE: Mapping[str, str] = {
    "12,8": "skolverket_ak9_2024",
    "10,9": "skolverket_ak9_2024",
    "1,2": "skolverket_ak9_2023",  # 85,8 − 84,6
    "98": "skr_uppdrag2024",
    "9": "eurostat_elet",
    "1700": "skolinsp2016",
    "68": "invented",
    "80": "invented",
}
"""Figures that are no row of a table, and the key that must stand in their paragraph."""


@pytest.fixture(scope="module")
def data(project_root: Path) -> OpenData:
    return load_data(project_root)[0]


@pytest.fixture(scope="module", params=["sv", "en"])
def text(request: pytest.FixtureRequest, project_root: Path) -> str:
    return Path(project_root, "docs", str(request.param), "figures.md").read_text(encoding="utf-8")


def plain(figure: str) -> str:
    """Gives a figure without words, signs and spaces, with a decimal comma."""
    digits = re.sub(r"[^\d.,]", "", re.sub(r"(?<=\d)[\s\u00a0,](?=\d{3}\b)", "", figure))
    return digits.replace(".", ",")


def numbers_of(table: DataTable) -> set[str]:
    found = {
        plain(number)
        for row in table.rows
        for cell in row.values()
        for number in re.findall(r"\d[\d ,.]*", cell)
    }
    return {one.rstrip(",") for one in found}


def test_every_figure_of_the_page_stands_in_a_table(text: str, data: OpenData) -> None:
    known: set[str] = set().union(*(numbers_of(table) for table in data.tables.values() if table.cites))
    paragraphs = re.split(r"\n\s*\n|\n(?=:::|[|-] )", text.partition("---\n")[2].partition("---\n")[2])
    seen = 0
    for place, paragraph in enumerate(paragraphs):
        for figure in map(plain, figures(paragraph)):
            seen += 1
            if figure in known:
                continue
            assert figure in IN_TEXT_ALONE, f"{figure}: {paragraph}"
            around = "\n".join(paragraphs[max(0, place - 1) : place + 4])
            assert f"@{IN_TEXT_ALONE[figure]}" in around, paragraph
    assert seen >= 30


def test_every_table_but_the_terms_is_shown(text: str, data: OpenData) -> None:
    nodes, problems = parse_blocks(text, "figures.md")
    assert problems == []
    shown = {str(block.options["data"]) for block in blocks_named(nodes, "chart", "table")}
    national = {"eligibility", "eligibility-by-group", "early-signal", "completion", "eligible-or-not", "kaa",
                "kaa-contact", "neet", "after-dropout", "early-leavers", "interrupted"}  # fmt: skip
    assert shown == national
    assert national < set(data.tables)


def test_every_row_has_a_year_and_says_who_is_counted_or_which_group(data: OpenData) -> None:
    years = {"year", "school_year", "year_six", "cohort", "period_sv", "years"}
    groups = {"population_sv", "group_sv", "area_sv", "step_sv"}
    for table in data.tables.values():
        if table.cites and table.resource.name in {
            "eligibility", "eligibility-by-group", "early-signal", "completion", "eligible-or-not", "kaa",
            "kaa-contact", "neet", "after-dropout", "early-leavers", "interrupted",
        }:  # fmt: skip
            names = {field.name for field in table.resource.fields}
            assert names & years, table.resource.name
            assert names & groups, table.resource.name
            for row in table.rows:
                assert all(row[name] for name in names & (years | groups)), row


def test_second_hand_sources_say_so(data: OpenData, project_root: Path) -> None:
    for table in data.tables.values():
        for row in table.rows:
            if {"ak9_2025", "ekonomifakta2019", "mucf_uvas2022", "mucf_uvas2021"} & set(
                row.get("source", "").split(";")
            ):
                assert re.search(r"artikel|sammanställning|Sekundär", row.get("note_sv", "")), row
