"""The month's workbook opened by another program, saved in its own format, and read back cell by cell."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from ledgers import Book

from courseware.registry.enrolment import Registration
from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.strings import Strings

WOMAN, MAN, OTHER_WOMAN, OTHER_MAN = "198501012382", "198501012390", "199508032381", "199508032399"


@pytest.fixture
def workbook(store: Store, project: Project, t: Strings) -> bytes:
    """A month with something on every sheet; a name begins as a formula does."""
    book = Book(store, project)
    book.people(
        anna=WOMAN,
        bo=Registration(2, MAN, "=1+1", "Ekdalen", "2020-09-15"),
        cia=Registration(3, OTHER_WOMAN, "", "Ekdalen", "2020-09-15", protected=True),
        dan=Registration(4, OTHER_MAN, "Dan Påhittad", "Ekdalen", "2020-09-15", "2020-10-20"),
    )
    book.attend(["anna", "bo", "cia"], "2020-10-12", 125)
    book.attend("dan", "2020-10-21", 60)
    book.sign("anna", "2020-10")
    book.sign("bo", "2020-10", 90)
    return book.workbook("2020-10", t)


def plain(value: Any) -> Any:
    """Gives a cell as both programs mean it: no cell as an empty one, whole numbers as such."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return value.date()
    return "" if value is None else value


@pytest.mark.interop
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_libreoffice_reads_every_cell_as_it_was_written(workbook: bytes, tmp_path: Path, kind: str) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source, target = tmp_path / "month.xlsx", tmp_path / "saved"
    source.write_bytes(workbook)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, "--headless", profile, "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = python_calamine.CalamineWorkbook.from_path(str(target / f"month.{kind}"))
    written = openpyxl.load_workbook(io.BytesIO(workbook))
    assert saved.sheet_names == written.sheetnames
    for name in saved.sheet_names:
        found = [list(map(plain, row)) for row in saved.get_sheet_by_name(name).to_python()]
        expected = [[plain(cell) for cell in row] for row in written[name].iter_rows(values_only=True)]
        while expected and not any(cell != "" for cell in expected[-1]):
            expected.pop()
        assert found == expected, name
    entry = saved.get_sheet_by_name("Underlag").to_python()
    assert entry[1][0] == WOMAN, "the number is still text with all its digits"
    assert plain(entry[1][1]) == date(2020, 9, 15)
    assert "=1+1" in {row[1] for row in saved.get_sheet_by_name("Avviker").to_python()}, "no formula ran"
