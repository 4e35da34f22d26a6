"""`courseware check` lists what should have been checked; the calendar alone ends nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.content.evidence import EVIDENCE_FILE
from courseware.content.load import load_library

PROJECTS = Path(__file__).parents[1] / "fixtures" / "projects"
PAGE = "docs/sv/index.md"
LATE = ("--today", "2026-12-01")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project where one page and one card are overdue on 1 December 2026, and nothing else."""
    root = Path(shutil.copytree(PROJECTS / "two-languages", tmp_path / "project"))
    page = root / PAGE
    text = page.read_text(encoding="utf-8")
    dates = next(line for line in text.splitlines() if line.startswith("review:"))
    page.write_text(
        text.replace(dates, "review: {date: 2025-11-21, next: 2026-11-21, evidence: practice}"),
        encoding="utf-8",
    )
    key = next(iter(load_library(root).bibliography))
    (root / EVIDENCE_FILE).write_text(
        f"""\
- id: late
  claim: {{sv: "Ett.", en: "One."}}
  strength: limited
  sources: [{key}]
  limits: {{sv: "Två.", en: "Two."}}
  reviewed: 2025-11-30
  next: 2026-11-30
- id: due-today
  claim: {{sv: "Ett.", en: "One."}}
  strength: limited
  sources: [{key}]
  limits: {{sv: "Två.", en: "Two."}}
  reviewed: 2025-11-30
  next: 2026-12-01
""",
        encoding="utf-8",
    )
    return root


def _check(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(project), "check", *arguments])


def test_what_is_overdue_is_told_and_fails_nothing(project: Path) -> None:
    done = _check(project, *LATE)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        "2 reviews overdue, which is no problem yet:\n"
        f"  {PAGE}: due 2026-11-21, 10 days ago\n"
        f"  {EVIDENCE_FILE}#late: due 2026-11-30, 1 day ago\n"
        "No problems.\n"
    )


def test_nothing_is_said_before_its_day(project: Path) -> None:
    assert _check(project, "--today", "2026-11-21").stderr == "No problems.\n"
    assert _check(project, "--reviews", "--today", "2026-11-21").exit_code == 0


def test_reviews_are_data_and_fail_when_asked_for(project: Path) -> None:
    done = _check(project, "--reviews", *LATE)
    assert done.exit_code == 1
    assert done.stdout == f"{PAGE}\t2026-11-21\t10\n{EVIDENCE_FILE}#late\t2026-11-30\t1\n"
    assert done.stderr == "2 reviews overdue.\n"
    rows = json.loads(_check(project, "--reviews", "--json", *LATE).stdout)
    assert rows[1] == {"path": f"{EVIDENCE_FILE}#late", "due": "2026-11-30", "days": 1}


def test_json_names_them_among_the_rest(project: Path) -> None:
    done = _check(project, "--json", *LATE)
    assert done.exit_code == 0
    assert [(row["code"], row["path"], row["line"]) for row in json.loads(done.stdout)] == [
        ("overdue-review", PAGE, 4),
        ("overdue-review", f"{EVIDENCE_FILE}#late", 1),
    ]


def test_paths_limit_them_too(project: Path) -> None:
    assert _check(project, "--reviews", *LATE, "modules").exit_code == 0
    assert _check(project, "--reviews", *LATE, "docs/data").stdout.count("\n") == 1


def test_a_review_at_a_time_of_day_is_a_problem_and_ends_nothing(project: Path) -> None:
    page = project / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("next: 2026-11-21", "next: 2026-11-21 10:00:00"), encoding="utf-8")
    result = CliRunner().invoke(courseware, ["--root", str(project), "check", *LATE])
    assert result.exit_code == 1
    assert f"{PAGE}:" in result.stdout
    assert isinstance(result.exception, SystemExit)
