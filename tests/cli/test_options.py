"""Options that several commands share: a month and a day are read alike everywhere."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner

from courseware.cli.options import MONTH, DateType, MonthType
from courseware.reports.period import ReportPeriod


@click.command()
@MONTH
@click.option("--last", type=MonthType())
@click.option("--day", type=DateType())
def told(period: ReportPeriod, last: ReportPeriod | None, day: object) -> None:
    """Tells what was read."""
    click.echo(f"{period} {last} {day}")


@pytest.mark.parametrize("written", ["2026-11", "202611", "november 2026", "Nov 2026", "2026-11-01"])
def test_a_month_is_written_as_in_any_list(written: str) -> None:
    assert CliRunner().invoke(told, [written, "--last", written]).output == "2026-11 2026-11 None\n"


@pytest.mark.parametrize("written", ["2026-13", "november", "2026-11-02", ""])
def test_what_is_no_month_is_refused_with_an_example(written: str) -> None:
    result = CliRunner().invoke(told, [written])
    assert result.exit_code == 2
    assert f"'{written}' is not a month. Write year and month with two digits, as in 2026-11." in " ".join(
        result.output.split()
    )


def test_a_day_is_written_as_in_any_list() -> None:
    assert (
        CliRunner().invoke(told, ["2026-11", "--day", "30 november 2026"]).output
        == "2026-11 None 2026-11-30\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        ("report", "month", "2026-11", "--out", "x.csv"),
        ("report", "todo", "2026-11", "--out", "x.xlsx"),
        ("report", "dashboard", "--out", "x.pdf"),
        ("report", "deadlines", "--out", "x.txt"),
        ("report", "outcome", "--out", "x.csv"),
        ("report", "entry-list", "2026-11", "--out", "x.csv"),
        ("report", "evidence", "2026-11", "--participant", "1", "--out", "x.zip"),
        ("report", "evidence", "2026-11", "--all", "--out", "x.html"),
        ("attestations", "remind", "2026-11", "--out", "x.docx"),
        ("sessions", "sheet", "W1", "--out", "x.docx"),
    ],
)
def test_a_file_whose_name_says_something_else_is_refused(
    run_courseware: Callable[..., subprocess.CompletedProcess[str]], command: tuple[str, ...]
) -> None:
    done = run_courseware(*command, "--project", "demo", check=False)
    assert done.returncode == 2
    assert "must end in" in done.stderr
