"""The doors, used as an administrator uses them: in processes of their own, files in, a workbook out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
NUMBERS = ("198501012382", "198501012390")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with a month's lists; the month is long over."""
    texts = {
        "deltagare.csv": "Personnummer;Namn;Huvudman;Startdatum\n"
        f"{NUMBERS[0]};Anna Påhittad;Ekdalen;2026-02-02\n{NUMBERS[1]};Bo Påhittad;Ekdalen;2026-02-02\n",
        "tillfällen.csv": "Tillfälle;Modul;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter\n"
        "W1;m07-early-detection;2026-02-12;09:00;12:00;Rådhuset;165;165\n",
        "närvaro.csv": f"Deltagare;Närvaro\n1;hel\n{NUMBERS[1]};hel\n",
        "intyg.csv": "Deltagare;Minuter;Metod;Datum;Original\n1;165;mejl;2026-03-02;Diarium 12\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_month_from_lists_to_workbook(run_courseware: Run, lists: Path) -> None:
    demo = ("--project", "demo")
    run_courseware("participants", "import", lists / "deltagare.csv", *demo)
    run_courseware("sessions", "import", lists / "tillfällen.csv", *demo)
    done = run_courseware("attendance", "import", lists / "närvaro.csv", *demo, "--session", "W1")
    assert "2 added, 0 changed, 0 removed, 0 as before; 330 minutes in the list." in done.stderr
    run_courseware("attestations", "import", lists / "intyg.csv", *demo, "--month", "2026-02")
    assert (
        "2026-02\t1\t165\tmail\t2026-03-02\tDiarium 12\tyes"
        in run_courseware("attestations", "list", *demo).stdout
    )
    assert "W1\t2026-02-12 09:00\t2026-02-12 12:00\t165\t165\tm07-early-detection\tRådhuset\t" in (
        run_courseware("sessions", "list", *demo, "--month", "2026-02").stdout
    )

    out = lists / "februari.xlsx"
    done = run_courseware("report", "month", "2026-02", *demo, "--out", out)
    assert done.stdout.strip() == str(out)
    assert "1 reported, 1 pending, 0 differing, 0 excluded." in done.stderr
    book = openpyxl.load_workbook(out)
    assert [row[0].value for row in book["Underlag"].iter_rows(min_row=2)] == [NUMBERS[0]]
    assert [row[3].value for row in book["Underlag"].iter_rows(min_row=2)] == [2]
    assert [row[1].value for row in book["Väntar"].iter_rows(min_row=2)] == ["Bo Påhittad"]

    first = out.read_bytes()
    again = run_courseware("report", "month", "2026-02", *demo, "--out", out, check=False)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert out.read_bytes() == first
    run_courseware("report", "month", "2026-02", *demo, "--out", out, "--force", TZ="Asia/Tokyo")
    assert out.read_bytes() == first

    printed = run_courseware("report", "month", "2026-02", *demo, "--summary").stdout
    assert "1 deltagare står i underlaget med sammanlagt 2 timmar." in printed
    assert not any(number in printed for number in NUMBERS)
    page = run_courseware("sessions", "sheet", "W1", *demo, "--rows", "3").stdout
    assert "Påhittad" not in page
    assert "<dd>Bygg systemet för tidig upptäckt</dd>" in page
    assert "Anna Påhittad" in run_courseware("sessions", "sheet", "W1", *demo, "--names").stdout


def test_a_month_to_come_is_refused_and_marked_when_asked_for(run_courseware: Run, lists: Path) -> None:
    run_courseware("participants", "import", lists / "deltagare.csv", "--project", "demo")
    out = lists / "later.xlsx"
    refused = run_courseware("report", "month", "2028-11", "--project", "demo", "--out", out, check=False)
    assert refused.returncode == 1
    assert "2028-11 has not begun" in refused.stderr
    assert not out.exists()
    run_courseware("report", "month", "2028-11", "--project", "demo", "--out", out, "--preliminary")
    assert openpyxl.load_workbook(out)["Sammanfattning"]["A2"].value == "PRELIMINÄRT"


@pytest.mark.parametrize("month", ["2025-12", "2029-01"])
def test_a_month_outside_the_project_is_refused(run_courseware: Run, lists: Path, month: str) -> None:
    out = lists / "other.xlsx"
    done = run_courseware(
        "report", "month", month, "--project", "demo", "--out", out, "--preliminary", check=False
    )
    assert done.returncode == 1
    assert f"{month} is outside the project demo, 2026-01-01 to 2028-12-31." in done.stderr
    assert not out.exists()


def test_misuse_is_told_with_exit_code_two(run_courseware: Run, lists: Path) -> None:
    done = run_courseware(
        "attendance", "import", lists / "närvaro.csv", "--project", "demo", "--correct", check=False
    )
    assert done.returncode == 2
    assert "give the reason with --why" in done.stderr
    done = run_courseware("report", "month", "november", "--project", "demo", check=False)
    assert done.returncode == 2
    assert "as in 2026-11" in done.stderr
