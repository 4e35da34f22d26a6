"""A worksheet is a list of fields with ids, and its example fills in exactly these."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_project import write_project

from courseware.content.blocks import Block, parse_blocks
from courseware.content.check import check_content
from courseware.content.worksheet_examples import check_examples, read_example
from courseware.content.worksheets import check_worksheet, read_worksheet, worksheet_form

GOOD = """:::{worksheet id=t5-choice}
Inledning.

- **Namn:** så kort det går {#name line}
- **Alternativ** {#options rows=3}
    - **Alternativ:** en sak {#option}
    - **Påverkan:** {#impact scale}
    - **Brådska:** {#urgency scale}
    - **Summa** {#total sum}
    - **Nästa:** {#next choice}
        - anta
        - avstå
- **När?** {#when date}

Efteråt.
:::"""
CASE = """:::{case}
| Fält | Svar |
|---|---|
| **Namn** | Ring *hem* [@invented] |

| Alternativ | Påverkan | Brådska | Summa | Nästa |
|---|---|---|---|---|
| a \\| b | 4 | 5 | 9 | anta |
| [länk](x.md) | 1 | | 1 | |

| Fält | Svar |
|---|---|
| **När?** | i maj |
:::"""
TEXT = f"{GOOD}\n\n{CASE}"


def block(text: str) -> Block:
    nodes, _ = parse_blocks(text, "p.md")
    assert isinstance(nodes[0], Block)
    return nodes[0]


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_worksheet(block(text), "p.md")]


def examples(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in check_examples(parse_blocks(text, "p.md")[0], "p.md")]


def test_fields_tables_and_choices() -> None:
    sheet = read_worksheet(block(GOOD))
    assert (sheet.id, sheet.lead, sheet.note) == ("t5-choice", "Inledning.", "Efteråt.")
    name, options, when = sheet.fields
    assert (name.id, name.label, name.help, name.kind) == ("name", "Namn", "så kort det går", "line")
    assert (options.rows, [column.id for column in options.columns]) == (
        3,
        ["option", "impact", "urgency", "total", "next"],
    )
    assert options.columns[-1].choices == ("anta", "avstå")
    assert (when.label, when.kind, options.columns[0].kind) == ("När?", "date", "text")
    assert [[field.id for field in part] for part in sheet.parts] == [["name"], ["options"], ["when"]]
    assert sheet.has_workbook
    assert codes(GOOD) == []


def test_a_box_without_an_id_is_no_form() -> None:
    box = ":::{worksheet}\nSkriv fritt.\n:::"
    assert codes(box) == []
    assert worksheet_form(block(box)) == ()
    assert examples(box) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("{#name line}", "", 4, "worksheet-field"),
        ("{#name line}", "{#Namn line}", 4, "worksheet-field"),
        ("{#name line}", "{#name lien}", 4, "worksheet-field"),
        ("{#name line}", "{#name line number}", 4, "worksheet-field"),
        ("{#name line}", "{#name sum}", 4, "worksheet-field"),
        ("{#name line}", "{#name result}", 4, "worksheet-field"),
        ("{#name line}", "{#prevented result}", 4, "worksheet-field"),
        ("- **Namn:**", "- Namn:", 4, "block-label"),
        ("- **Namn:**", "1. **Namn:**", 4, "block-label"),
        ("{#when date}", "{#name date}", 13, "worksheet-field"),
        ("**När?**", "**Namn**", 13, "worksheet-field"),
        ("{#options rows=3}", "{#options rows=30}", 5, "worksheet-field"),
        ("{#options rows=3}", "{#options}", 6, "block-list"),
        ("{#option}", "{#option rows=2}", 6, "worksheet-field"),
        ("{#urgency scale}", "{#urgency}", 9, "worksheet-field"),
        ("{#impact scale}", "{#impact result}", 7, "worksheet-field"),
        ("        - avstå\n", "", 10, "block-list"),
        ("id=t5-choice", "id=T5", 1, "bad-option"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int, code: str) -> None:
    assert old in GOOD
    assert (line, code) in codes(GOOD.replace(old, new, 1))


def test_a_result_needs_its_figures() -> None:
    sheet = ":::{worksheet id=t10}\n- **Ränta** {#rate number}\n- **Brytpunkt** {#break-even result}\n:::"
    (problem,) = check_worksheet(block(sheet), "p.md")
    assert problem.message == "'break-even' needs years."
    years = "- **År** {#years rows=2}\n    - **År** {#year number}\n    - **Kostnad** {#cost-own number}\n"
    (problem,) = check_worksheet(block(sheet.replace("- **Bryt", f"{years}- **Bryt")), "p.md")
    assert problem.message == "'break-even' needs cost-others, benefit-own, benefit-others."


def test_the_example_is_read_as_plain_text() -> None:
    nodes, _ = parse_blocks(TEXT, "p.md")
    assert read_example(nodes, read_worksheet(block(GOOD))) == (
        (("Ring hem",),),
        (("a | b", "4", "5", "9", "anta"), ("länk", "1", "", "1", "")),
        (("i maj",),),
    )
    assert examples(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("| **När?** | i maj |", "| **Då** | i maj |", "'Då' stands where the sheet has 'När?'."),
        ("| Summa | Nästa |", "| Total | Nästa |", "'Total' stands where the sheet has 'Summa'."),
        ("| 9 | anta |", "| 9 | kanske |", "'kanske' is no choice of 'Nästa'."),
        ("| 9 | anta |", "| 9 |", "the rows of the table are not as wide as its head."),
        ("| **När?** | i maj |", "| **När?** | i maj |\n| **Mer** | x |", "'Mer' is no field of the sheet."),
        (CASE, "", "the case holds 0 tables, and the sheet has 3 parts."),
    ],
)
def test_an_example_that_does_not_fit_is_named(old: str, new: str, message: str) -> None:
    assert old in TEXT
    assert [found for _, found in examples(TEXT.replace(old, new, 1))] == [message]
    nodes, _ = parse_blocks(TEXT.replace(old, new, 1), "p.md")
    assert read_example(nodes, read_worksheet(block(GOOD))) == ()


def test_a_translation_keeps_ids_kinds_and_choices() -> None:
    other = GOOD.replace("Namn", "Name").replace("så kort det går", "short").replace("avstå", "abandon")
    assert worksheet_form(block(other)) == worksheet_form(block(GOOD))
    for old, new in (("{#name line}", "{#title line}"), ("rows=3", "rows=4"), ("        - avstå\n", "")):
        assert worksheet_form(block(GOOD.replace(old, new))) != worksheet_form(block(GOOD))


def test_two_sheets_of_one_id_would_share_their_answers(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    page = root / "docs/sv/about.md"
    page.write_text(f"{page.read_text('utf-8')}\n{TEXT}\n\n{GOOD}\n", encoding="utf-8")
    found = [problem for problem in check_content(root) if problem.code == "repeated-worksheet"]
    assert len(found) == 1
    assert "t5-choice" in found[0].message
