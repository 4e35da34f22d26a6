"""`courseware completions`: receipts and inbox in, lists out, every refusal in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from learners import DECIDING, MODULE, Learner

from courseware.cli.completions import command, read_iri_base
from courseware.errors import CoursewareError
from courseware.intake.mailbox import Mailbox, Posted
from courseware.receipts.codec import write_receipt
from courseware.receipts.model import Statement
from courseware.receipts.statements import encode_statement
from courseware.registry import places
from courseware.registry.codes import issue_codes
from courseware.registry.store import open_store

PROJECT = """\
id = "kurs"
title = "Kurs"
owner = "Ekdalen"
starts = 2020-01-01
ends = 2099-12-31
programme_period = "2021-2027"
programme_area = "A"
"""
Run = Callable[..., Result]
NOW = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def root(tmp_path: Path, project_root: Path) -> Path:
    """A project folder with one published version of one module, and a project that has not ended."""
    folder = tmp_path / "project"
    (folder / "quizzes/versions").mkdir(parents=True)
    line = {"version": DECIDING.version, "published": "2026-01-01", **DECIDING.as_json()}
    (folder / "quizzes/versions" / f"{MODULE}.jsonl").write_text(json.dumps(line) + "\n")
    shutil.copytree(project_root / "overrides/strings", folder / "overrides/strings")
    (folder / "mkdocs.yml").write_text(
        "site_url: !ENV [X, '']\nextra:\n  iri_base: https://fullfoljd.example/\n"
    )
    places.projects_folder().mkdir(parents=True)
    (places.projects_folder() / "kurs.toml").write_text(PROJECT)
    return folder


@pytest.fixture
def code() -> str:
    """A code issued in advance, by a register of the test's own."""
    with open_store().write(who="test", why="test") as tx:
        return issue_codes(tx, "kurs", [None])[0].code


@pytest.fixture
def run(root: Path) -> Run:
    """Runs a command and gives its output; expected failures come as exceptions."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(command, [*arguments, "--project", "kurs"], obj=root)

    return invoke


def receipt(tmp_path: Path, statements: list[Statement]) -> str:
    path = tmp_path / "kvitto.json"
    path.write_bytes(write_receipt(statements, NOW))
    return str(path)


def test_a_receipt_becomes_a_completion(run: Run, code: str, tmp_path: Path) -> None:
    path = receipt(tmp_path, Learner(code=code, at=NOW).everything())
    dry = run("import", "--receipt", path, "--dry-run")
    assert (dry.exit_code, dry.stdout.split("\t")[1:]) == (0, [code, f"{MODULE}\n"])
    assert run("list").stdout.count("\n") == 1, "the dry run kept nothing"
    first, second = run("import", "--receipt", path), run("import", "--receipt", path)
    assert first.stdout == dry.stdout
    assert (second.exit_code, second.stdout) == (0, "")
    assert "8 known already" in second.stderr
    header, line = run("list").stdout.splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True))["status"] == "unlinked"
    shown = run("show", code.lower()).stdout
    assert "4/4, 100 %" in shown


def test_a_forged_receipt_is_refused_in_both_languages(run: Run, code: str, tmp_path: Path) -> None:
    learner = Learner(code=code, at=NOW)
    forged = [*learner.lessons(), *learner.attempt(wrong=("q1", "q2"), claim=True), learner.completed()]
    outcome = run("import", "--receipt", receipt(tmp_path, forged), "--language", "sv")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "svaren i m07-early-detection ger 50 procent och det krävs 75" in outcome.stderr
    listed = [line.split("\t") for line in run("list").stdout.splitlines()[1:]]
    assert [line[0] for line in listed] == ["refused", "refused"]
    assert any("50 percent and 75 are needed" in line[-1] for line in listed)
    assert "refused" in run("show", code).stdout


def test_the_inbox_is_the_default(run: Run, code: str) -> None:
    mailbox = Mailbox(places.inbox_file())
    stored = int(datetime.now(UTC).timestamp() * 1000)
    work = Learner(code=code, at=NOW).everything()
    mailbox.append([Posted(one.id.bytes, b"-", encode_statement(one)) for one in work], stored)
    mailbox.close()
    outcome = run("import")
    assert (outcome.exit_code, outcome.stdout.count(MODULE)) == (0, 1)
    assert "0 read, 0 stored, 0 refused" in run("import").stderr


def test_no_inbox_yet_says_so(run: Run) -> None:
    outcome = run("import")
    assert isinstance(outcome.exception, CoursewareError)
    assert "nothing has arrived yet" in str(outcome.exception)


def test_a_file_that_is_no_receipt_is_named(run: Run, code: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}")
    outcome = run("import", "--receipt", str(path))
    assert isinstance(outcome.exception, CoursewareError)
    assert "other.json: receipt-not-a-receipt" in str(outcome.exception)


def test_a_wrong_month_is_misuse(run: Run) -> None:
    assert run("list", "--month", "2026-13").exit_code == 2


def test_the_base_of_names_comes_from_the_settings(root: Path, tmp_path: Path) -> None:
    assert read_iri_base(root) == "https://fullfoljd.example/"
    with pytest.raises(CoursewareError, match="is missing"):
        read_iri_base(tmp_path)
    (root / "mkdocs.yml").write_text("extra: {iri_base: https://fullfoljd.example}\n")
    with pytest.raises(CoursewareError, match="ends with a slash"):
        read_iri_base(root)


def test_help_has_examples(run: Run) -> None:
    for arguments in (["--help"], ["import", "--help"], ["list", "--help"], ["show", "--help"]):
        assert "courseware completions" in CliRunner().invoke(command, arguments).stdout
