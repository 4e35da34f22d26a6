"""`courseware feedback` as somebody types it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from courseware.cli import courseware
from courseware.errors import ProblemsFound

MODULE = "m01-mandate"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    source = Path(__file__).parents[1] / "fixtures/projects/two-languages"
    return Path(shutil.copytree(source, tmp_path / "project"))


def _files(folder: Path, workshops: int) -> list[str]:
    found = []
    rows = ["Tillfälle;Modul;Användbarhet;Säkerhet"]
    for number in range(workshops):
        content = {
            "format": "courseware-session/1",
            "session": {
                "id": f"W{number}",
                "module": MODULE,
                "starts": "2026-11-12T09:00",
                "ends": "2026-11-12T12:00",
                "place": "Rådhuset",
                "planned_minutes": 165,
                "actual_minutes": 165,
            },
            "activities": [{"id": "try", "planned": 60, "actual": 75}],
        }
        path = folder / f"W{number}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        found.append(str(path))
        rows.append(f"W{number};{MODULE};4;5")
    table = folder / "t12.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    return [*found, str(table)]


def _run(root: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(courseware, ["--root", str(root), "feedback", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_five_workshops_are_enough_to_say_what_is_usual(project: Path, tmp_path: Path) -> None:
    files = _files(tmp_path, 5)
    code, _, told = _run(project, "import", *files, "--project", "demo", "--dry-run")
    assert code == 0, told
    assert "minutes of 5 workshops more, 10 answers from 5 evaluated workshops more" in told
    assert not (project / "modules/feedback.json").exists()
    assert _run(project, "import", *files, "--project", "demo")[0] == 0
    before = (project / "modules/feedback.json").read_bytes()
    code, _, told = _run(project, "import", *files, "--project", "demo")
    assert "W3 was counted before" in told
    assert (project / "modules/feedback.json").read_bytes() == before
    code, shown, _ = _run(project, "list")
    assert "try: usually 75 minutes, planned 60" in shown
    assert "usefulness: 4.0 of 5 (5 answers)" in shown


def test_a_damaged_sum_is_not_written_over(project: Path, tmp_path: Path) -> None:
    (project / "modules/feedback.json").write_text("{", encoding="utf-8")
    files = _files(tmp_path, 1)
    result = CliRunner().invoke(
        courseware, ["--root", str(project), "feedback", "import", *files, "--project", "demo"]
    )
    assert isinstance(result.exception, ProblemsFound)
    assert "take the last committed one back" in str(result.exception)
    assert (project / "modules/feedback.json").read_text(encoding="utf-8") == "{"


def test_nothing_of_a_workshop_but_sums_reaches_the_file(project: Path, tmp_path: Path) -> None:
    content = json.loads(Path(_files(tmp_path, 1)[0]).read_text(encoding="utf-8"))
    content["activities"] += [{"id": "anna-andersson", "planned": 1, "actual": 1}]
    content["session"] |= {"id": "Anna-Andersson", "place": "Annas rum", "organisation": "Ekdalen"}
    named, table = tmp_path / "Anna.json", tmp_path / "anna.csv"
    named.write_text(json.dumps(content), encoding="utf-8")
    table.write_text(
        "Namn;Tillfälle;Modul;Användbarhet;Säkerhet;Hinder\n"
        f"Anna;Anna-Andersson;{MODULE};4;5;Ekdalens rektor\n",
        encoding="utf-8",
    )
    code, _, told = _run(project, "import", str(named), str(table), "--project", "demo")
    assert code == 0
    assert "1 activity that no module has: not counted." in told
    written = (project / "modules/feedback.json").read_text(encoding="utf-8").casefold()
    assert '"try"' in written
    for word in ("anna", "ekdalen", "rum", "2026", "w0"):
        assert word not in written


def test_imports_at_the_same_time_lose_nothing(project: Path, tmp_path: Path) -> None:
    files = _files(tmp_path, 6)[:-1]
    program = "from courseware.cli import main; main()"
    at_work = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                program,
                "--root",
                project,
                "feedback",
                "import",
                file,
                "--project",
                "demo",
            ],
            stderr=subprocess.DEVNULL,
        )
        for file in files
    ]
    assert [process.wait() for process in at_work] == [0] * 6
    sums = json.loads((project / "modules/feedback.json").read_text(encoding="utf-8"))
    assert len(sums["modules"][MODULE]["timed"]) == 6
    assert sums["modules"][MODULE]["minutes"] == {"try": {"60": {"75": 6}}}
    assert [path.name for path in (project / "modules").iterdir() if path.name.startswith(".")] == []
