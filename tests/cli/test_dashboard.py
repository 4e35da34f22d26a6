"""`report dashboard` as an administrator uses it: one command, one page, nobody named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware

ROOT = Path(__file__).parents[2]
NUMBERS = ("198501012382", "198501012390", "199508032381", "199508032399", "196301052392", "198402292380")
DEMO = ("--project", "demo")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(ROOT), *map(str, arguments)])


def done(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six people of one organisation in a register of the test's own."""
    monkeypatch.chdir(tmp_path)
    rows = [f"{number};Namn{n} Påhittad;2026-02-02;Ekdalen;Rektor" for n, number in enumerate(NUMBERS)]
    people = tmp_path / "people.csv"
    people.write_text("\n".join(["Pnr;Namn;Startdatum;Kommun;Befattning", *rows]), encoding="utf-8")
    done("participants", "import", people, *DEMO)
    return tmp_path


def test_page_of_a_day_is_the_same_each_time(folder: Path) -> None:
    assert done("report", "dashboard", *DEMO, "--today", "2026-04-02") == "demo-dashboard-2026-04-02.html\n"
    page = folder / "demo-dashboard-2026-04-02.html"
    text = page.read_text(encoding="utf-8")
    assert "Bygg systemet för tidig upptäckt" in text
    assert "data:font/woff2" in text
    assert 'class="emblem"' in text
    assert not any(number in text or f"Namn{n}" in text for n, number in enumerate(NUMBERS))
    first = page.read_bytes()
    refused = run("report", "dashboard", *DEMO, "--today", "2026-04-02")
    assert refused.exit_code != 0
    assert "exists already" in refused.output + str(refused.exception)
    done("report", "dashboard", *DEMO, "--today", "2026-04-02", "--force")
    assert page.read_bytes() == first
    done("report", "dashboard", *DEMO, "--today", "2026-04-02", "--language", "en", "--out", "stands.html")
    assert "Where the project stands" in (folder / "stands.html").read_text(encoding="utf-8")


def test_today_is_taken_where_no_day_is_given(folder: Path) -> None:
    out = folder / "now.html"
    assert done("report", "dashboard", *DEMO, "--out", out) == f"{out}\n"
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_help_shows_real_examples() -> None:
    text = done("report", "dashboard", "--help")
    assert "courseware report dashboard --project demo --today 2026-12-12" in text
    assert "dashboard" in done("report", "--help")


def test_project_that_there_is_not_is_told(folder: Path) -> None:
    refused = run("report", "dashboard", "--project", "dem")
    assert refused.exit_code != 0
    assert "Did you mean 'demo'?" in str(refused.exception)
