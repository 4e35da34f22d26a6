"""Lists in spreadsheets: found in what people really keep, and hostile files kept out."""

from __future__ import annotations

import resource
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.tables import Column, SheetTable, header_key, read_table
from courseware.intake.workbook import column_letters

COLUMNS = (
    Column("number", ("Personnummer", "Pnr", "Person-nr"), is_required=True),
    Column("name", ("Namn", "Name")),
    Column("started", ("Startdatum", "Fr.o.m.")),
    Column("unit", ("Enhet", "Skola")),
)
LIST = (
    "Namn;Personnummer;Startdatum;Enhet\n"
    "Åsa Öberg;198501012382;2026-02-01;Ekskolan\n"
    "Bo Ek;198501012390;;Ärlan\n"
)


def csv_file(folder: Path, content: bytes | str, name: str = "lista.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(
    folder: Path, *sheets: tuple[str, list[list[Any]]], name: str = "lista.xlsx", hidden: str = ""
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    path = folder / name
    book.save(path)
    return path


def assert_is_list(table: SheetTable) -> None:
    assert [dict(row) for row in table.rows] == [
        {"name": "Åsa Öberg", "number": "198501012382", "started": "2026-02-01", "unit": "Ekskolan"},
        {"name": "Bo Ek", "number": "198501012390", "started": "", "unit": "Ärlan"},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert_is_list(read_table(csv_file(tmp_path, LIST.encode(encoding)), COLUMNS))


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_an_old_encoding_is_asked_for_and_then_read(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, LIST.encode(encoding))
    with pytest.raises(
        CoursewareError, match=f"--encoding {encoding}|--encoding cp850 or --encoding {encoding}"
    ):
        read_table(path, COLUMNS)
    assert_is_list(read_table(path, COLUMNS, encoding=encoding))


def test_letters_damaged_before_are_noticed(tmp_path: Path) -> None:
    damaged = LIST.encode("utf-8").decode("cp1252", "ignore").encode("utf-8")
    with pytest.raises(CoursewareError, match="were damaged when the file was saved"):
        read_table(csv_file(tmp_path, damaged), COLUMNS)


@pytest.mark.parametrize(
    ("encoding", "message"), [("utf-99", "is not an encoding"), ("ascii", "is not in the")]
)
def test_a_wrong_encoding_is_told(tmp_path: Path, encoding: str, message: str) -> None:
    with pytest.raises(CoursewareError, match=message):
        read_table(csv_file(tmp_path, LIST), COLUMNS, encoding=encoding)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end(tmp_path: Path, separator: str, newline: str) -> None:
    assert_is_list(
        read_table(csv_file(tmp_path, LIST.replace(";", separator).replace("\n", newline)), COLUMNS)
    )


def test_titles_blank_lines_and_quotes(tmp_path: Path) -> None:
    text = (
        "sep=;\nDeltagare, vårterminen;;;\n\n;;;\nNamn; Person-nr. (ÅÅÅÅMMDD-NNNN) ;FR.O.M.;\n\n"
        '"Ek; Bo ""Bosse""";"198501012390";;\n;;;\n   ; ;;\nÅsa;198501012382;2026-02-01;\n'
    )
    table = read_table(csv_file(tmp_path, text), COLUMNS)
    assert table.header_row == 5
    assert table.headers["number"] == "Person-nr. (ÅÅÅÅMMDD-NNNN)"
    assert [(row.number, row["name"]) for row in table.rows] == [(7, 'Ek; Bo "Bosse"'), (10, "Åsa")]


@pytest.mark.parametrize(
    "text",
    ["Personnummer", "PERSON NUMMER", " person-nummer: ", "Personnummer*", "Personnummer\n(12 siffror)"],
)
def test_headers_are_compared_without_their_trimmings(text: str) -> None:
    assert header_key(text) == "personnummer"


def test_headers_keep_the_swedish_letters() -> None:
    assert header_key("Förnamn") == "förnamn" != header_key("Fornamn")
    assert header_key("Fo\u0308rnamn") == "förnamn"
    assert header_key("Prénom") == "prenom"


def test_unknown_columns_are_told(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "Namn;Pnr;Skostorlek\nBo;1;42\n"), COLUMNS)
    assert table.unknown == ("Skostorlek",)


def test_a_double_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="columns A and C are both the same field"):
        read_table(csv_file(tmp_path, "Namn;Pnr;Name\nBo;1;Bo\n"), COLUMNS)


def test_a_separator_inside_a_cell_is_named_by_row(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"lista.csv:3: too-many-cells"):
        read_table(csv_file(tmp_path, "Namn;Pnr\nBo;1\nEk; Bo;2\n"), COLUMNS)


def test_an_open_quotation_mark_is_named_by_row(tmp_path: Path) -> None:
    rows = "".join(f"Person{n};{n}\n" for n in range(50))
    with pytest.raises(CoursewareError, match="row 3 opens a quotation mark"):
        read_table(csv_file(tmp_path, f'Namn;Pnr\nBo;1\n"Ek;2\n{rows}'), COLUMNS)


def test_a_list_without_headers_quotes_nobody(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="no row of headers") as caught:
        read_table(csv_file(tmp_path, "Bo Ek;198501012390\nÅsa Öberg;198501012382\n"), COLUMNS)
    assert "Ek" not in str(caught.value)
    assert "1985" not in str(caught.value)


def test_a_lacking_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="header in row 1 has no column for 'Personnummer'"):
        read_table(csv_file(tmp_path, "Namn;Enhet\nBo;Ekskolan\n"), COLUMNS)


def test_a_workbook_is_read_as_it_looks(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Deltagarlista"],
        [],
        ["Namn", "Pnr", "Startdatum", "Enhet"],
        ["Åsa", 198501012382, date(2026, 2, 1), "Ekskolan"],
        ["Bo", "850101-2390", datetime.fromisoformat("2026-02-01"), 7],
        ["Cia", 1.98501e11, 46054, True],
        [None, None, None, None],
        ["Dag", "1.98501E+11", "1/2 2026", 2.5],
    ]
    table = read_table(workbook(tmp_path, ("Blad1", rows), ("Tomt", [])), COLUMNS)
    assert table.sheet == "Blad1"
    assert [(row.number, row["number"], row["started"], row["unit"]) for row in table.rows] == [
        (4, "198501012382", "2026-02-01", "Ekskolan"),
        (5, "850101-2390", "2026-02-01", "7"),
        (6, "198501000000", "46054", "true"),
        (8, "1.98501E+11", "1/2 2026", "2.5"),
    ]


def test_hidden_sheets_are_read_only_when_asked_for(tmp_path: Path) -> None:
    old, new = [["Namn", "Pnr"], ["Gammal", "1"]], [["Namn", "Pnr"], ["Ny", "2"]]
    path = workbook(tmp_path, ("Arkiv", old), ("Nu", new), hidden="Arkiv")
    assert [row["name"] for row in read_table(path, COLUMNS).rows] == ["Ny"]
    assert [row["name"] for row in read_table(path, COLUMNS, sheet="arkiv").rows] == ["Gammal"]
    with pytest.raises(CoursewareError, match=r"no sheet 'Ny'. Visible sheets: 'Nu'"):
        read_table(path, COLUMNS, sheet="Ny")


def test_several_lists_in_a_workbook_are_not_guessed_between(tmp_path: Path) -> None:
    rows = [["Namn", "Pnr"], ["Bo", "1"]]
    path = workbook(tmp_path, ("Ekdalen", rows), ("Lindby", rows), ("Läs mig", [["Så gör du"]]))
    with pytest.raises(CoursewareError, match=r"'Ekdalen', 'Lindby'\. Choose one: --sheet"):
        read_table(path, COLUMNS)
    assert read_table(path, COLUMNS, sheet="Lindby").sheet == "Lindby"


def test_a_merged_cell_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows = [["Namn", "Pnr", "Skola"], ["Bo", "1", "Ekskolan"], ["Åsa", "2", None], ["Dag", "3", "Ärlan"]]
    path = workbook(tmp_path, ("Blad1", rows))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("C2:C3")
    book.save(path)
    assert [row["unit"] for row in read_table(path, COLUMNS).rows] == ["Ekskolan", "Ekskolan", "Ärlan"]


def test_formula_errors_are_named_by_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ("Blad1", [["Namn", "Pnr", "Anm"], ["Bo", "1", None], ["Åsa", "#REF!", "#N/A"]])
    )
    with pytest.raises(ProblemsFound) as caught:
        read_table(path, COLUMNS)
    [problem] = caught.value.problems
    assert problem.line == 3
    assert problem.message == "column B (Pnr): this is a formula error, such as #REF!."


def test_empty_formatted_rows_to_the_bottom_do_no_harm(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("Blad1", [["Namn", "Pnr"], ["Bo", "1"]]))
    book = openpyxl.load_workbook(path)
    for letter in ("A", "B", "XFD"):
        book.active[f"{letter}1048576"].number_format = "@"
    book.save(path)
    assert len(read_table(path, COLUMNS).rows) == 1


def packed(folder: Path, parts: dict[str, bytes], name: str = "lista.xlsx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def hostile(folder: Path, kind: str) -> Path:
    parts = parts_of(workbook(folder, ("Blad1", [["Namn", "Pnr"], ["Bo", "1"]]), name="good.xlsx"))
    sheet = parts["xl/worksheets/sheet1.xml"]
    if kind == "bomb":
        parts["xl/worksheets/sheet1.xml"] = sheet + b" " * 450_000_000
    elif kind == "far cell":
        far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    elif kind == "far cell, single quotes":
        far = b"<row><x:c t='n'\n r='XFD99998'>\n<v>1</v></x:c></row></sheetData>"
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    elif kind == "far cell elsewhere":
        far = b'<row><c r="ZZ900000"><v>1</v></c></row></sheetData>'
        parts["xl/hidden.bin"] = sheet.replace(b"</sheetData>", far)
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"hidden.bin")
    elif kind == "long text":
        parts["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"a" * 5_000_000 + b"</t></si></sst>"
        cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 5003))
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", cells + b"</sheetData>")
    elif kind == "macros":
        parts["xl/vbaProject.bin"] = b"\xd0\xcf"
    elif kind == "binary":
        parts = {"xl/workbook.bin": b"\x00", "[Content_Types].xml": b"<Types/>"}
    elif kind == "word":
        parts = {"word/document.xml": b"<w/>"}
    elif kind == "zip":
        parts = {"deltagare.csv": b"Namn;Pnr"}
    elif kind == "parts":
        parts |= {f"xl/media/{n}.png": b"" for n in range(6000)}
    elif kind == "broken sheet":
        parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row"
    elif kind == "no sheet":
        del parts["xl/worksheets/sheet1.xml"]
    return packed(folder, parts)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("bomb", "becomes too large"),
        ("far cell", "'Blad1' has values far outside"),
        ("far cell, single quotes", "has values far outside"),
        ("far cell elsewhere", "has values far outside"),
        ("long text", "texts become too large"),
        ("macros", "holds macros"),
        ("binary", "binary workbook"),
        ("word", "a Word document"),
        ("zip", "a packed folder"),
        ("parts", "becomes too large"),
        ("broken sheet", "lista.xlsx"),
        ("no sheet", "lista.xlsx"),
    ],
)
def test_a_hostile_workbook_is_refused_without_eating_memory(tmp_path: Path, kind: str, message: str) -> None:
    path = hostile(tmp_path, kind)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CoursewareError, match=message):
        read_table(path, COLUMNS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kilobytes more at the peak"


@pytest.mark.parametrize("cut", [10, 500, 2000])
def test_a_cut_off_workbook_is_refused(tmp_path: Path, cut: int) -> None:
    path = workbook(tmp_path, ("Blad1", [["Namn", "Pnr"], ["Bo", "1"]]))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CoursewareError, match="damaged"):
        read_table(path, COLUMNS)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OLE + b"\x00" * 600, "old format"),
        (OLE + b"\x00" * 60 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><table><tr><td>Namn</td></tr></table></html>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "a web page or XML"),
        (b"\x89PNG\r\n", "a picture"),
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"Namn;Pnr\nBo\x00Ek;1\n", "bytes that no text has"),
    ],
)
def test_what_is_no_table_is_refused_whatever_it_is_called(
    tmp_path: Path, content: bytes, message: str
) -> None:
    for name in ("lista.csv", "lista.xlsx", "lista.xls"):
        with pytest.raises(CoursewareError, match=message):
            read_table(csv_file(tmp_path, content, name), COLUMNS)


def test_the_content_decides_not_the_extension(tmp_path: Path) -> None:
    assert_is_list(read_table(csv_file(tmp_path, LIST, "lista.xlsx"), COLUMNS))
    path = workbook(tmp_path, ("Blad1", [["Namn", "Pnr"], ["Bo", "1"]]), name="a.xlsx").rename(
        tmp_path / "a.csv"
    )
    assert len(read_table(path, COLUMNS).rows) == 1


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Blad1">{rows}'
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def ods(folder: Path, *rows: str) -> Path:
    content = ODS.format(rows="".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    return packed(
        folder,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:x"/>',
        },
        "lista.ods",
    )


def ods_text(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'
    )


def ods_day(day: str) -> str:
    value = f'office:value-type="date" office:date-value="{day}"'
    return f"<table:table-cell {value}><text:p>{day}</text:p></table:table-cell>"


def test_an_opendocument_sheet(tmp_path: Path) -> None:
    header = ods_text("Namn") + ods_text("Pnr") + ods_text("Startdatum")
    path = ods(tmp_path, header, ods_text("Bo") + ods_text("850101-2390") + ods_day("2026-02-01"))
    [row] = read_table(path, COLUMNS).rows
    assert (row["name"], row["number"], row["started"]) == ("Bo", "850101-2390", "2026-02-01")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (ods_text("a", ' table:number-columns-repeated="16000"'), "repeated over thousands"),
        (ods_text('<text:s text:c="900000000"/>'), "repeated over thousands"),
        (ods_text("#REF!", ' calcext:value-type="error"'), "formula errors"),
    ],
)
def test_a_hostile_opendocument_sheet(tmp_path: Path, cell: str, message: str) -> None:
    with pytest.raises(CoursewareError, match=message):
        read_table(ods(tmp_path, ods_text("Namn") + ods_text("Pnr"), cell), COLUMNS)


def test_progress_is_told_on_a_long_list(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    text = "Namn;Pnr\n" + "Bo;1\n" * 12_000
    read_table(csv_file(tmp_path, text), COLUMNS, progress=lambda done, total: told.append((done, total)))
    assert told == [(5000, 12001), (10000, 12001), (12001, 12001)]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")])
def test_column_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="No such file"):
        read_table(tmp_path / "none.csv", COLUMNS)
    with pytest.raises(CoursewareError, match="is a folder"):
        read_table(tmp_path, COLUMNS)


def test_a_sheet_of_a_text_table_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="has no sheets"):
        read_table(csv_file(tmp_path, LIST), COLUMNS, sheet="Blad1")
