"""`courseware check`, `new` and `translations` as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.errors import CoursewareError

PROJECTS = Path(__file__).parents[1] / "fixtures" / "projects"
PAGE = "docs/sv/index.md"
TODAY = ("--today", "2026-12-01")
"""A day before any review of the small project is due: the calendar must not end these tests."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of a small project without problems."""
    return Path(shutil.copytree(PROJECTS / "two-languages", tmp_path / "project"))


def _run(project: Path, *arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(project), *arguments], **more)


def _break(project: Path) -> None:
    path = project / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace(" {#message}", ""), encoding="utf-8")


def test_a_clean_project_says_so_and_prints_nothing(project: Path) -> None:
    done = _run(project, "check", *TODAY)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No problems.\n")


def test_problems_go_to_stdout_and_the_sum_to_stderr(project: Path) -> None:
    _break(project)
    done = _run(project, "check", *TODAY)
    assert done.exit_code == 1
    assert done.stdout.startswith("docs/en/index.md: parity-heading:") or "missing-heading-id" in done.stdout
    assert f"{PAGE}:9: missing-heading-id: 'Säg budskapet i rubriken' has no id." in done.stdout
    assert re.fullmatch(r"\d+ problems in \d+ files\.\n", done.stderr)


def test_json_holds_the_same(project: Path) -> None:
    _break(project)
    rows = json.loads(_run(project, "check", "--json").stdout)
    assert {"path", "line", "code", "message", "hint"} == set(rows[0])
    assert any(row["code"] == "missing-heading-id" and row["line"] == 9 for row in rows)
    assert json.loads(_run(project, "check", "--json", *TODAY, "modules/sv").stdout) == []


def test_paths_limit_what_is_shown(project: Path) -> None:
    _break(project)
    assert _run(project, "check", "modules").exit_code == 0
    done = _run(project, "check", "docs/sv", "quizzes")
    assert done.exit_code == 1
    assert all(line.startswith("docs/sv/") for line in done.stdout.splitlines())
    assert _run(project, "check", "nowhere").exit_code == 2


def test_a_project_without_ids_says_what_is_missing(tmp_path: Path) -> None:
    done = _run(tmp_path, "check")
    assert done.exit_code == 1
    assert done.stdout.startswith("docs/data/ids.yml: missing-ids:")


def test_codes_are_listed(project: Path) -> None:
    done = _run(project, "check", "--codes")
    assert done.exit_code == 0
    assert re.search(
        r"^number-without-source +A figure without citation or mark\.$", done.stdout, re.MULTILINE
    )
    assert re.search(r"^parity-figure +", done.stdout, re.MULTILINE)


def test_a_new_module_needs_nothing_but_its_first_build(project: Path) -> None:
    ids = project / "docs/data/ids.yml"
    ids.write_text(
        ids.read_text(encoding="utf-8").replace("m01-mandate]", "m01-mandate, m02-why]"), encoding="utf-8"
    )
    done = _run(project, "new", "module", "m02-why", "--title", 'Varför: "avbrott"?', "--role", "teacher")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "quizzes/sv/m02-why.md"
    assert [line.split(": ")[1] for line in _run(project, "check").stdout.splitlines()] == ["missing-version"]


def test_a_new_page_passes_the_check(project: Path) -> None:
    assert _run(project, "new", "page", "guides/first-day", "--title", "Din första dag").exit_code == 0
    assert _run(project, "check").exit_code == 0


def test_a_new_page_of_a_section_says_where_it_is_listed(project: Path) -> None:
    assert _run(project, "new", "page", "guides/index", "--title", "Guider").exit_code == 0
    assert "pages in" not in _run(project, "new", "page", "guides/first-day", "--title", "Din dag").stderr
    index = project / "docs/sv/guides/index.md"
    listed = index.read_text(encoding="utf-8").replace("review:", "pages: [first-day]\nreview:", 1)
    index.write_text(listed, encoding="utf-8")
    assert _run(project, "check").exit_code == 0
    done = _run(project, "new", "page", "guides/second-day", "--title", "Nästa dag")
    assert "Then add 'second-day' to pages in docs/sv/guides/index.md" in done.stderr
    assert "unlisted-page" in _run(project, "check").stdout


def test_a_new_exchange_format_passes_the_check_and_says_where_it_is_listed(project: Path) -> None:
    first = _run(project, "new", "format", "peer-review", "--title", 'Kollegial "granskning"')
    assert first.exit_code == 0
    assert first.stdout.split() == [
        "docs/sv/baltic/formats/peer-review/index.md",
        "docs/sv/baltic/formats/peer-review/workshop.md",
    ]
    assert "pages in" not in first.stderr
    assert _run(project, "check").stdout == ""
    index = project / "docs/sv/baltic/formats/index.md"
    text = (project / "docs/sv/index.md").read_text(encoding="utf-8")
    index.write_text(text.replace("review:", "pages: [peer-review/index]\nreview:", 1), encoding="utf-8")
    done = _run(project, "new", "format", "study-visit", "--title", "Studiebesök")
    assert "Then add 'study-visit/index' to pages in docs/sv/baltic/formats/index.md" in done.stderr
    assert "unlisted-page" in _run(project, "check").stdout
    again = _run(project, "new", "format", "peer-review", "--title", "T", "--room", "work")
    assert "There is an exchange format 'peer-review' already" in str(again.exception)


def test_a_new_quiz_passes_the_check(project: Path) -> None:
    (project / "quizzes/sv/m01-mandate.md").unlink()
    (project / "quizzes/en/m01-mandate.md").unlink()
    assert _run(project, "new", "quiz", "m01-mandate").exit_code == 0
    assert _run(project, "check").exit_code == 0


def test_new_never_writes_over_anything(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = _run(project, "new", "module", "m01-mandate", "--title", "T")
    assert done.exit_code == 1
    assert "Nothing was written." in str(done.exception)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_dry_run_writes_nothing(project: Path) -> None:
    done = _run(project, "new", "page", "guides/first-day", "--title", "T", "--dry-run")
    assert done.stdout == "docs/sv/guides/first-day.md\n"
    assert not (project / "docs/sv/guides").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("module", "m01-mandat", "--title", "T"), "Did you mean 'm01-mandate'?"),
        (("module", "M01", "--title", "T"), "English kebab-case"),
        (("module", "m01-mandate", "--title", "T", "--role", "techer"), "Did you mean 'teacher'?"),
        (("quiz", "m01-mandat"), "Did you mean 'm01-mandate'?"),
        (("page", "../secret", "--title", "T"), "is not a page path"),
    ],
)
def test_new_says_what_is_wrong(project: Path, arguments: tuple[str, ...], message: str) -> None:
    done = _run(project, "new", *arguments)
    assert done.exit_code == 1
    assert message in str(done.exception)


def test_status_counts_pages_in_each_language(project: Path) -> None:
    lines = _run(project, "translations", "status").stdout.splitlines()
    assert lines[1].split() == ["en", "English", "6", "6", "0", "0", "0", "6", "0", "0", "0", "0", "100%"]
    assert lines[-1].split()[:-2] == ["pl", "Polski", "6", "0", "0", "6", "0", "0", "0", "0", "0"]
    assert lines[-1].split()[-1] == "0%"


def test_stamping_shows_asks_and_writes(project: Path) -> None:
    path = project / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("En tanke", "En enda tanke"), encoding="utf-8")
    target = project / "docs/en"
    english = target / "index.md"
    before = english.read_bytes()
    status = _run(project, "translations", "status", "--language", "en").stdout
    assert "docs/en/index.md: outdated (machine): message" in status
    for arguments, answer, code in ((("--dry-run",), None, 0), ((), "n\n", 1)):
        done = _run(project, "translations", "stamp", str(target), *arguments, input=answer)
        assert done.exit_code == code
        assert "changed message (line 9)" in done.stderr
        assert english.read_bytes() == before
    done = _run(project, "translations", "stamp", str(target), input="y\n")
    assert (done.exit_code, done.stdout) == (0, "docs/en/index.md\n")
    done = _run(project, "translations", "stamp", str(target), "--yes")
    assert (done.exit_code, done.stderr) == (0, "Nothing has changed since the last stamp.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("page", "a" * 300, "--title", "T"), "cannot be written: File name too long"),
        (("page", "guides/x", "--title", " "), "The title is empty."),
    ],
)
def test_what_cannot_be_started_is_said_and_leaves_nothing(
    project: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted(project.rglob("*"))
    done = _run(project, "new", *arguments)
    assert isinstance(done.exception, CoursewareError)
    assert said in str(done.exception)
    assert sorted(project.rglob("*")) == before
