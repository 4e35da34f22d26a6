"""Indicators, outcome, plans and organisations as an administrator uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware

ROOT = Path(__file__).parents[2]
NUMBERS = ("198501012382", "198501012390", "199508032381", "199508032399", "196301052392", "198402292380")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(ROOT), *map(str, arguments)])


def done(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def failed(*arguments: object) -> str:
    """Gives what a refusal says, whether click or we say it."""
    result = run(*arguments)
    assert result.exit_code != 0
    return result.output + str(result.exception or "")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Six people of two organisations; the test's own register and folder."""
    rows = [
        f"{number};Namn{n} Påhittad;2026-02-01;{'Ekdalen' if n < 5 else 'Björkvik'};Norr;Rektor"
        for n, number in enumerate(NUMBERS)
    ]
    people = tmp_path / "people.csv"
    people.write_text("\n".join(["Pnr;Namn;Startdatum;Kommun;Enhet;Befattning", *rows]), encoding="utf-8")
    done("participants", "import", people, "--project", "demo")
    return tmp_path


def test_indicators_are_printed_and_written(filled: Path) -> None:
    demo = ("--project", "demo", "--until", "2026-12-31")
    printed = done("report", "indicators", *demo, "--summary")
    assert printed.startswith("Indikatorer för Fullföljd utbildning")
    assert "CO07 [K]" in printed
    assert not any(number in printed for number in NUMBERS)
    out = filled / "i.xlsx"
    assert "To share the table: --share" in done("report", "indicators", *demo, "--out", out)
    first = out.read_bytes()
    assert oct(out.stat().st_mode)[-3:] == "600"
    assert "exists already" in failed("report", "indicators", *demo, "--out", out)
    done("report", "indicators", *demo, "--out", out, "--force")
    assert out.read_bytes() == first
    shared = done("report", "indicators", *demo, "--share", "--summary", "--language", "en")
    assert "small numbers are hidden" in shared
    assert "hidden  hidden" in shared


def test_outcome_as_page_workbook_and_lines(filled: Path) -> None:
    demo = ("--project", "demo", "--until", "2026-12-31")
    assert "Deltagare: 6 av 60 (10 %)" in done("report", "outcome", *demo, "--summary")
    page, book = filled / "o.html", filled / "o.xlsx"
    assert "administrator" not in done("report", "outcome", *demo, "--out", page)
    assert "dold" in page.read_text(encoding="utf-8")
    assert "for the administrator only" in done("report", "outcome", *demo, "--exact", "--out", book)
    assert openpyxl.load_workbook(book)["Huvudmän"]["C2"].value == 1
    assert "must end in .html or .xlsx" in failed("report", "outcome", *demo, "--out", filled / "o.pdf")
    assert run("report", "outcome", *demo, "--out", filled / "o.pdf").exit_code == 2
    early = failed("report", "outcome", "--project", "demo", "--until", "2025-12-31")
    assert "begins on 2026-01-01; up to 2025-12-31 there is nothing to count" in early


def test_default_names_say_whom_the_file_is_for(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled)
    demo = ("--project", "demo", "--until", "2026-12-31")
    for command, options, name in (
        ("outcome", (), "demo-outcome-2026-12-31.html"),
        ("outcome", ("--exact",), "demo-outcome-2026-12-31-internal.html"),
        ("indicators", (), "demo-indicators-2026-12-31.xlsx"),
        ("indicators", ("--share",), "demo-indicators-2026-12-31-shared.xlsx"),
    ):
        done("report", command, *demo, *options)
        assert (filled / name).is_file()


def test_plans_are_set_listed_and_counted_in_the_outcome(filled: Path) -> None:
    demo: tuple[Any, ...] = ("--project", "demo")
    file = filled / "plans.csv"
    file.write_text("Kommun;Läge;Datum;Dnr;Kommentar\nEkdalen;beslutad;2026-03-01;KS 1;\n", encoding="utf-8")
    said = done("plans", "import", file, *demo, "--dry-run")
    assert "Columns that were not read: Kommentar." in said
    assert "Would be: 1 added, 0 changed, 0 as before; 0 of 2 organisations have a plan in place." in said
    done("plans", "import", file, *demo)
    placed = ("--state", "in-place", "--day", "2026-04-01", "--reference", "KS 2")
    said = done("plans", "set", *demo, "--organisation", "ekdalen", *placed)
    assert "0 added, 1 changed, 0 as before; 1 of 2 organisations have a plan in place." in said
    listed = done("plans", "list", *demo)
    assert "Björkvik\tnone\t\t\nEkdalen\tin-place\t2026-04-01\tKS 2\n" in listed
    assert "1 of 2 organisations have a plan in place." in listed
    assert "Did you mean 'Ekdalen'" in failed("plans", "set", *demo, "--organisation", "Ekdaln", *placed)
    refused = run("plans", "import", file, *demo, "--correct")
    assert (refused.exit_code, "give the reason with --why" in refused.output) == (2, True)
    summary = done("report", "outcome", *demo, "--until", "2026-12-31", "--summary")
    assert "Genomförandeplaner på plats: 1 av 2 huvudmän (50 %)" in summary


def test_organisations_are_listed_and_put_right(filled: Path) -> None:
    demo = ("--project", "demo")
    assert "Ekdalen\t\t(all)\t5\nEkdalen\t\tNorr\t5\n" in done("organisations", "list", *demo)
    renamed = ("--number", "202100-5224", "--name", "Ekdalens kommun")
    tried = done("organisations", "set", "Ekdalen", *demo, *renamed, "--dry-run")
    assert "Would be: Ekdalens kommun, 202100-5224." in tried
    done("organisations", "set", "Ekdalen", *demo, *renamed)
    assert "Ekdalens kommun\t202100-5224\t(all)\t5" in done("organisations", "list", *demo)
    assert "is so already" in done("organisations", "set", "Ekdalens kommun", *demo, *renamed)
    same = done("organisations", "set", "Björkvik", *demo, "--number", "202100-5224")
    assert "The same number has: Ekdalens kommun." in same
    assert "check digit" in failed("organisations", "set", "Björkvik", *demo, "--number", "202100-5225")
    assert run("organisations", "set", "Björkvik", *demo).exit_code == 2
    # The old name is unknown now; a list with the new one finds everybody.
    assert "There is no organisation 'Ekdalen'" in failed("organisations", "set", "Ekdalen", *demo, *renamed)


@pytest.mark.parametrize(
    "command",
    [("plans",), ("organisations",), ("report", "outcome"), ("report", "indicators"), ("plans", "import")],
)
def test_help_has_a_real_example(command: tuple[str, ...]) -> None:
    assert "--project demo" in done(*command, "--help")
