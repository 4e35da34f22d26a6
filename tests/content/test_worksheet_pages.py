"""The worksheets of course and room: all there, reviewed by three questions, with results that are right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.worksheet_examples import read_example
from courseware.content.worksheets import Worksheet, read_worksheet
from courseware.ids import load_ids

ROOT = Path(__file__).parents[2]
SHEETS = load_ids(ROOT).worksheets
VECTORS = json.loads((ROOT / "tests/vectors/economics.json").read_text("utf-8"))
REVIEW = {"sv": ("Tydlig", "Belagd", "Ägd"), "en": ("Clear", "Supported", "Owned")}


def text_of(language: str, name: str) -> str:
    (path,) = (ROOT / "docs" / language).glob(f"**/worksheets/{name}.md")
    return path.read_text(encoding="utf-8")


def filled(language: str, name: str) -> tuple[Worksheet, list[dict[str, str]]]:
    """Gives the sheet of a page and its example, a dictionary by field id to each row."""
    nodes, _ = parse_blocks(text_of(language, name), name)
    (block,) = blocks_named(nodes, "worksheet")
    sheet = read_worksheet(block)
    rows = [
        {field.id: answer for field, answer in zip(part[0].columns or part, row, strict=True)}
        for part, table in zip(sheet.parts, read_example(nodes, sheet), strict=True)
        for row in table
    ]
    return sheet, rows


@pytest.mark.parametrize("language", REVIEW)
@pytest.mark.parametrize("name", SHEETS)
def test_every_page_has_a_sheet_an_example_three_questions_and_a_step(name: str, language: str) -> None:
    text = text_of(language, name)
    sheet, rows = filled(language, name)
    assert sheet.id == name
    assert rows
    assert all(any(row.values()) for row in rows)
    for word in REVIEW[language]:
        assert f"- **{word}:**" in text
    assert "{#takeaway}" in text
    assert re.search(r"\d+ minut", text)


@pytest.mark.parametrize("language", REVIEW)
def test_prioritisation_adds_up(language: str) -> None:
    _, rows = filled(language, "t5-prioritisation")
    scored = [row for row in rows if "total" in row]
    assert [row["total"] for row in scored] == ["17", "16", "14", "12", "11", "9"]
    for row in scored:
        assert sum(int(row[name]) for name in ("impact", "feasibility", "urgency", "equity")) == int(
            row["total"]
        )


@pytest.mark.parametrize("language", REVIEW)
def test_economic_sheet_says_what_the_formulas_give(language: str) -> None:
    """The example is the worked example, whose figures the vectors share with the browser."""
    _, rows = filled(language, "t10-economic-sheet")
    answers: dict[str, str] = {}
    for row in (row for row in rows if "year" not in row):
        answers |= row
    worked = next(vector for vector in VECTORS if vector["name"] == "worked example")
    decimals = {"prevented": 1, "break-even": 1, "break-even-own": 1, "wrong-pocket": 2}
    for name, value in worked["found"].items():
        shown = f"{value:,.{decimals.get(name, 0)}f}"
        if language == "sv":
            shown = shown.replace(",", " ").replace(".", ",")
        assert answers[name] == shown, name
    years = [row for row in rows if "year" in row]
    assert [_whole(row["cost-own"]) for row in years] == [y["costOwn"] for y in worked["given"]["years"]]
    assert [_whole(row["benefit-others"]) for row in years] == [
        y["benefitOthers"] for y in worked["given"]["years"]
    ]


def test_vectors_hold_what_the_pages_of_economics_say() -> None:
    found = {vector["name"]: vector["found"] for vector in VECTORS}
    assert round(found["worked example"]["prevented"], 1) == 3.3
    assert round(found["all carried out"]["prevented"], 1) == 4.7
    assert found["no effect"]["prevented"] == 0
    assert found["percentage points"]["prevented"] == 1  # formulas.md: 40 × 0.05 × 0.5
    assert round(211 - found["odds ratio of the review"]["prevented"]) == 135
    assert round(found["rate nought"]["break-even"], 1) == 3.8
    assert round(found["rate five"]["break-even"], 1) == 4.2


def test_module_evaluation_keeps_the_ids_that_are_read_from_it() -> None:
    sheet, _ = filled("sv", "t12-module-evaluation")
    assert [(field.id, field.kind) for field in sheet.fields] == [
        ("usefulness", "scale"),
        ("confidence", "scale"),
        ("intention", "text"),
        ("obstacle", "text"),
    ]
    assert sheet.is_register


def test_implementation_plan_has_fourteen_headings() -> None:
    sheet, _ = filled("sv", "t11-implementation-plan")
    assert [field.label.split(".")[0] for field in sheet.fields] == [str(number) for number in range(1, 15)]


def test_indexes_list_every_sheet() -> None:
    for language in REVIEW:
        course, room = (ROOT / "docs" / language / place for place in ("worksheets", "baltic/worksheets"))
        text = "".join((folder / "index.md").read_text(encoding="utf-8") for folder in (course, room))
        assert re.findall(r"\]\(([tb]\d+-[^)]*)\.md\)", text) == list(SHEETS)


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)
