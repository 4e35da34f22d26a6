"""Worksheets of a page: a form that works without scripts, and files read back cell by cell."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.load import Library, load_library
from courseware.content.model import Page
from courseware.content.worksheet_examples import read_example
from courseware.content.worksheets import read_worksheet
from courseware.site.voice import Voice
from courseware.site.worksheet_files import worksheet_files
from courseware.site.worksheet_form import worksheet_html
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]
MADE = datetime(2026, 11, 26)  # noqa: DTZ001 (a zip archive has no time zones)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


def sheets(library: Library, language: str = "sv") -> dict[str, Page]:
    """Gives the pages of all worksheets by id, wherever they lie."""
    pages = (page for page in library.pages[language].values() if page.kind == "worksheet")
    return {page.path.rpartition("/")[2].removesuffix(".md"): page for page in pages}


def files_of(library: Library, name: str, language: str = "sv") -> dict[str, bytes]:
    page = sheets(library, language)[name]
    nodes, _ = parse_blocks(page.body, "")
    (block,) = blocks_named(nodes, "worksheet")
    sheet = read_worksheet(block)
    example = read_example(nodes, sheet)
    texts = load_strings(ROOT, language)
    return dict(worksheet_files(sheet, example, page.title, page.summary, MADE, texts))


def cells(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sheet_has_a_blank_and_a_filled_document(library: Library, language: str) -> None:
    for name, page in sheets(library, language).items():
        files = files_of(library, name, language)
        assert {f"{name}.docx", f"{name}-example.docx"} <= set(files)
        blank, filled = (docx.Document(io.BytesIO(files[f"{name}{end}.docx"])) for end in ("", "-example"))
        assert blank.core_properties.language == language
        assert page.title in filled.core_properties.title
        assert len(blank.tables) == len(filled.tables)
        for empty, full in zip(blank.tables, filled.tables, strict=True):
            assert cells(empty)[0] == cells(full)[0]
            assert all(any(row) for row in cells(full))


def test_a_card_leaves_boxes_to_tick_and_a_table_says_its_choices(library: Library) -> None:
    card = docx.Document(io.BytesIO(files_of(library, "t7-intervention-card")["t7-intervention-card.docx"]))
    answers = {row[0].split("\n")[0]: row[1] for row in cells(card.tables[0])}
    assert answers["Nivå"] == "☐ alla elever   ☐ några elever   ☐ en elev"
    assert answers["Namn"] == ""
    table = docx.Document(
        io.BytesIO(files_of(library, "t5-prioritisation")["t5-prioritisation.docx"])
    ).tables[0]
    assert cells(table)[0][1] == "Påverkan\nhur mycket det hjälper; 1–5"
    assert len(table.rows) == 7


def test_workbooks_where_there_are_tables(library: Library) -> None:
    made = {name for name in sheets(library) if f"{name}.xlsx" in files_of(library, name)}
    assert {name.split("-")[0] for name in made if name.startswith("t")} == {
        "t1",
        "t2",
        "t3",
        "t4",
        "t5",
        "t9",
        "t10",
        "t12",
    }


def test_a_table_is_ready_to_fill_in(library: Library) -> None:
    data = files_of(library, "t5-prioritisation")["t5-prioritisation.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Alternativ", "Sluta göra", "Exempel Alternativ", "Exempel Sluta göra"]
    sheet = book["Alternativ"]
    assert [cell.value for cell in sheet[1]] == [
        "Alternativ", "Påverkan", "Genomförbarhet", "Brådska", "Likvärdighet", "Beslut", "Summa",
    ]  # fmt: skip
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$1:$1"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    scale = rules["B2:B19"]
    assert (scale.type, scale.formula1, scale.formula2) == ("whole", "1", "5")
    assert scale.error == "Skriv ett heltal från 1 till 5."
    assert scale.prompt == "hur mycket det hjälper; 1–5"
    assert sheet["G2"].value == '=IF(COUNT(B2:E2)=0,"",SUM(B2:E2))'
    filled = book["Exempel Alternativ"]
    assert [cell.value for cell in filled[2]][1:6] == [4, 5, 4, 4, "ja, från januari"]


def test_a_choice_is_a_list(library: Library) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files_of(library, "t4-root-cause")["t4-root-cause.xlsx"]))
    rules = book["Orsaker"].data_validations.dataValidation
    assert '"uppgift,röst,antagande"' in {rule.formula1 for rule in rules if rule.type == "list"}


def test_answers_of_many_are_read_by_ids(library: Library) -> None:
    for language in ("sv", "en"):
        data = files_of(library, "t12-module-evaluation", language)["t12-module-evaluation.xlsx"]
        head = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0][1]]
        assert [re.search(r"\((.+)\)$", str(text))[1] for text in head] == [  # type: ignore[index]
            "usefulness", "confidence", "intention", "obstacle",
        ]  # fmt: skip


def test_economic_workbook_refers_to_its_own_cells(library: Library) -> None:
    data = files_of(library, "t10-economic-sheet")["t10-economic-sheet.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    inputs, years, results = (book[f"Exempel {name}"] for name in ("Uppgifter", "År för år", "Uppgifter 2"))
    assert [row[2].value for row in inputs.iter_rows(min_row=6)] == [3.5, 35, 57, "oddskvot", 1.72, 70]
    assert [cell.value for cell in years["B"]][:3] == ["Egen kostnad", 396735, 396735]
    formulas = {head.value: cell.value for head, cell in zip(results[1], results[2], strict=True)}
    table, rate = "'Exempel År för år'!", "'Exempel Uppgifter'!$C$6"
    own = f"SUMPRODUCT(({table}$B$2:$B$7)/(1+{rate}/100)^{table}$A$2:$A$7)"
    assert own in formulas["Brytpunkt, bara den som betalar"]
    assert "'Exempel Uppgifter'!$C$9=\"oddskvot\"" in formulas["Undvikna avbrott"]


def test_the_same_sheet_is_the_same_file(library: Library) -> None:
    first = files_of(library, "t9-pdsa-log")
    assert files_of(library, "t9-pdsa-log") == first


def form(text: str) -> str:
    nodes, _ = parse_blocks(text, "")
    (block,) = blocks_named(nodes, "worksheet")
    voice = Voice("sv", load_strings(ROOT, "lv"), lambda text: text)
    return worksheet_html(read_worksheet(block), "sheet-1", "<ul></ul>", voice)


def test_every_field_has_a_label_and_our_words_their_language() -> None:
    html = form(
        ":::{worksheet id=t}\n- **Namn:** kort {#name line}\n- **Tabell** {#table rows=2}\n"
        "    - **Betyg** {#score scale}\n    - **Mer** {#more}\n    - **Val** {#pick choice}\n"
        "        - a\n        - b\n:::"
    )
    controls = re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', html)
    assert controls == [
        "sheet-1-name",
        *(f"sheet-1-table-r{row}-{name}" for row in (0, 1) for name in ("score", "more", "pick")),
    ]
    assert set(controls) <= set(re.findall(r'<label for="([^"]+)"', html))
    assert 'aria-describedby="sheet-1-name-help"' in html
    assert html.count(' lang="lv"') == 3  # the label of the box, the warning, the way without scripts
    assert "\n\n" not in html
