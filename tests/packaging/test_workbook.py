"""Workbooks are read back cell by cell, and are equal to the byte in another process on another day."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from courseware.packaging.workbook import Cell, Column, Formula, Rule, Sheet, write_workbook

MADE = datetime(2026, 12, 1, tzinfo=UTC)
COLUMNS = (
    Column("Personnummer", "text", 16),
    Column("Start", "date", 12),
    Column("Timmar", "integer", 9),
    Column("Kvar", "decimal", 9),
    Column("Anm.", "text", 40, wrap=True),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("185001019802", date(2026, 1, 2), 4, 0.25, '=HYPERLINK("http://x")'),
    ("185001019810", None, 0, None, "+46"),
    ("19790101Tf29", date(2026, 2, 28), 12, 1.0, "-1\n@SUM(A1)"),
    ("000000000001", date(2026, 3, 1), None, 2.5, "_x0041_ \x07 <&>"),
)


def workbook(rows: tuple[tuple[Cell, ...], ...] = ROWS) -> bytes:
    sheets = [Sheet("Underlag", COLUMNS, rows), Sheet("Tomt", COLUMNS, ())]
    return write_workbook(
        sheets, made=MADE, title="Månad <2026>", creator="courseware", language="sv", status="utkast"
    )


def workbook_of(*sheets: Sheet) -> bytes:
    return write_workbook(sheets, made=MADE, title="", creator="", language="sv")


def test_cells_come_back_as_they_were_typed() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook()))["Underlag"]
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == ["Personnummer", "Start", "Timmar", "Kvar", "Anm."]
    assert all(cell.font.b for cell in head)
    assert [[cell.value for cell in row] for row in rows[:2]] == [
        ["185001019802", datetime(2026, 1, 2), 4, 0.25, '=HYPERLINK("http://x")'],  # noqa: DTZ001 (a cell has no zone)
        ["185001019810", None, 0, None, "+46"],
    ]
    assert rows[2][0].value == "19790101Tf29"
    assert [cell.number_format for cell in rows[0]] == ["@", "yyyy-mm-dd", "0", "0.00", "@"]


def test_no_text_is_a_formula_and_identity_numbers_are_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook()))["Underlag"]
    for row in sheet.iter_rows(min_row=2):
        assert row[0].data_type == "s"
        assert row[4].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")}
    assert parts
    assert not any(b"<f>" in part or b"<f " in part or b"<hyperlink" in part for part in parts.values())


def test_headers_stay_in_view_also_without_rows() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(workbook()))
    for sheet in opened:
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]
    assert opened["Underlag"].column_dimensions["E"].width == pytest.approx(40, abs=1)
    assert opened["Tomt"]["A2"].value is None


def test_properties_tell_the_exports_date_and_not_the_clock() -> None:
    properties = openpyxl.load_workbook(io.BytesIO(workbook())).properties
    assert properties.created == properties.modified == MADE.replace(tzinfo=None)
    assert (properties.title, properties.language, properties.contentStatus) == (
        "Månad <2026>",
        "sv",
        "utkast",
    )


def test_bytes_are_equal_a_second_later_and_in_another_process() -> None:
    first = workbook()
    time.sleep(1.1)
    assert workbook() == first
    script = "import hashlib, test_workbook; print(hashlib.sha256(test_workbook.workbook()).hexdigest())"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "TZ": "Asia/Tokyo"},
        )
        assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_a_column_may_change_its_type_on_the_way() -> None:
    """The writer remembers a column's first type; what differs later must still arrive."""
    rows = ((1, None), (None, "text"), ("två", 2), (3.5, date(2026, 1, 1)), (4, None))
    data = workbook_of(Sheet("Blandat", (Column("a"), Column("b")), rows))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Blandat"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [1, None, "två", 3.5, 4]
    assert [row[1].value for row in sheet.iter_rows(min_row=2, max_row=4)][:3] == [None, "text", 2]


def test_what_a_cell_cannot_show_is_refused_instead_of_left_out() -> None:
    with pytest.raises(TypeError, match="'A' holds values a workbook cannot show: bytes"):
        workbook_of(Sheet("A", (Column("a"),), ((b"x",),)))  # type: ignore[arg-type]


def test_a_row_with_a_cell_too_many_or_too_few_is_refused() -> None:
    for row in (("x",), ("x", "y", "z")):
        with pytest.raises(ValueError, match=f"'A' has 2 columns and rows of .{len(row)}. cells"):
            workbook_of(Sheet("A", (Column("a"), Column("b")), (("x", "y"), row)))


def test_headers_and_titles_must_differ() -> None:
    twice = (Column("a"), Column("a"))
    with pytest.raises(ValueError, match="headers of their own"):
        workbook_of(Sheet("A", twice, ()))
    with pytest.raises(ValueError, match="titles of their own"):
        workbook_of(Sheet("A", (), ()), Sheet("a", (), ()))


@pytest.mark.interop
def test_libreoffice_opens_it_and_keeps_the_numbers_as_text(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "report.xlsx").write_bytes(workbook())
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):59,34,76",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "report.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    lines = (tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Personnummer;Start;Timmar;Kvar;Anm."
    assert lines[1].startswith("185001019802;2026-01-02;4;")
    assert lines[1].endswith('"=HYPERLINK(""http://x"")"')
    assert lines[2].startswith("185001019810;;0;")


def test_wrapped_text_has_room_in_every_program() -> None:
    columns = (Column("Minuter vid tillfällen", "integer", 10), Column("Text", width=20, wrap=True))
    sheet = Sheet(
        "Blad", columns, [(1, "kort"), (2, "en lång text som behöver flera rader i en smal kolumn")]
    )
    made = write_workbook([sheet], made=MADE, title="T", creator="c", language="sv")
    book = openpyxl.load_workbook(io.BytesIO(made))
    heights = [book["Blad"].row_dimensions[row].height for row in (1, 2, 3)]
    assert heights == [45, None, 60]


def test_a_sheet_to_fill_in_has_rules_prompts_lines_and_sums() -> None:
    columns = (
        Column("Alternativ", prompt="en sak på en rad"),
        Column("Betyg", "integer", rule=Rule(between=(1, 5), message="1 till 5")),
        Column("Val", rule=Rule(choices=("ja", "nej"))),
        Column("Fritt", "number"),
    )
    formulas = (Formula("Dubbelt", "=B{row}*2", "decimal", 20),)
    rows: tuple[tuple[Cell, ...], ...] = (("a", 3, "ja", "=1+1"), ("b", None, None, 2.5))
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_of(Sheet("Fyll i", columns, rows, formulas=formulas, row_height=30)))
    )
    sheet = book["Fyll i"]
    assert [cell.value for cell in sheet["E"]] == ["Dubbelt", "=B2*2", "=B3*2"]
    assert (sheet["E2"].number_format, sheet["D3"].value) == ("0.00", 2.5)
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["A2:A3"].type, rules["A2:A3"].prompt) == (None, "en sak på en rad")
    assert (rules["B2:B3"].formula1, rules["B2:B3"].formula2, rules["B2:B3"].error) == ("1", "5", "1 till 5")
    assert rules["C2:C3"].formula1 == '"ja,nej"'
    assert sheet.print_area == "'Fyll i'!$A$1:$E$3"
    assert sheet.print_options.gridLines
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [30, 30]


def test_a_formula_with_the_header_of_a_column_is_refused() -> None:
    sheet = Sheet("Blad", (Column("A"),), (("x",),), formulas=(Formula("A", "=A{row}"),))
    with pytest.raises(ValueError, match="headers of their own"):
        workbook_of(sheet)
