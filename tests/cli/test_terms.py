"""`courseware terms export` as a user meets it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.errors import CoursewareError, ProblemsFound


def export(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(root), "terms", "export", *arguments])


def test_a_table_of_two_languages_opens_in_a_spreadsheet(project_root: Path) -> None:
    done = export(project_root, "--language", "lv", "--language", "sv")
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == ["id", "sv", "lv", "definition_sv", "definition_lv"]
    assert len(rows) == 98
    assert {row["id"]: row["lv"] for row in rows}["early-detection"] == "agrīna identificēšana"


def test_the_exchange_file_holds_the_languages_asked_for(project_root: Path, tmp_path: Path) -> None:
    target = tmp_path / "terms.tbx"
    done = export(project_root, "--format", "tbx", "--language", "fi", "--out", str(target))
    assert done.exit_code == 0
    assert "98 terms in 1 language written" in done.stderr
    root = ElementTree.fromstring(target.read_bytes())  # noqa: S314 (our own file)
    spoken = {
        node.get("{http://www.w3.org/XML/1998/namespace}lang")
        for node in root.iter()
        if "langSec" in node.tag
    }
    assert spoken == {"fi"}


def test_a_folder_that_is_not_there_is_named(project_root: Path, tmp_path: Path) -> None:
    done = export(project_root, "--out", str(tmp_path / "none" / "terms.csv"))
    assert isinstance(done.exception, CoursewareError)
    assert str(tmp_path / "none") in str(done.exception)


def test_a_broken_term_base_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "docs" / "data").mkdir(parents=True)
    (tmp_path / "docs" / "data" / "terms.csv").write_text("id,sv\na,b\n", encoding="utf-8")
    done = export(tmp_path)
    assert isinstance(done.exception, ProblemsFound)
    assert done.stdout_bytes == b""
