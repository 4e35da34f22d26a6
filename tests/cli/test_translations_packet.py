"""`courseware translations export` and `import` as a user meets them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from packets import REPOSITORY, same_bytes

from courseware.cli import courseware
from courseware.errors import CoursewareError

PROJECTS = REPOSITORY / "tests" / "fixtures" / "projects"
SOURCE = "modules/sv/m01-mandate/lesson-1-message.md"
ENGLISH = "modules/en/m01-mandate/lesson-1-message.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with the real reader texts, one of its English sections outdated."""
    root = Path(shutil.copytree(PROJECTS / "two-languages", tmp_path / "project"))
    (root / "mkdocs.yml").write_text("extra:\n  iri_base: https://test.example/\n  x: !ENV [A, b]\n")
    shutil.copytree(REPOSITORY / "overrides/strings", root / "overrides/strings", dirs_exist_ok=True)
    path = root / SOURCE
    path.write_text(
        path.read_text(encoding="utf-8").replace("En tanke i varje stycke.", "En enda tanke."),
        encoding="utf-8",
    )
    return root


def _run(project: Path, *arguments: object, **more: Any) -> Result:
    command = ["--root", str(project), "translations", *map(str, arguments)]
    return CliRunner().invoke(courseware, command, **more)


def test_out_and_back(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "english.docx"
    done = _run(project, "export", "--language", "en", "--outdated", "--out", out)
    assert (done.exit_code, done.stdout) == (0, f"{out}\n"), done.output
    assert done.stderr == "1 page, 1 section, 2 texts, 0 agreed terms.\n"
    document = docx.Document(str(out))
    table = document.tables[-1]
    table.rows[3].cells[2].text = "One single thought. Show first, then explain."
    table.rows[4].cells[2].text = "x"
    document.save(str(out))

    before = same_bytes(project)
    done = _run(project, "import", out, "--dry-run")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        f"{ENGLISH}:\n"
        "  message: 1 text changed\n"
        "    - En tanke i varje stycke. Visa först, förklara sedan.\n"
        "    + One single thought. Show first, then explain.\n"
        "Nothing written.\n"
    )
    done = _run(project, "import", out, input="n\n")
    assert done.exit_code == 1
    assert same_bytes(project) == before
    done = _run(project, "import", out, input="y\n")
    assert (done.exit_code, done.stdout) == (0, f"{ENGLISH}\n")
    changed = [path for path, content in same_bytes(project).items() if before[path] != content]
    assert changed == [project / ENGLISH]
    done = _run(project, "import", out, "--yes")
    assert (done.exit_code, done.stdout) == (0, "")  # a second time does no harm
    assert "outdated" not in _run(project, "status", "--language", "en").stdout


def test_an_import_that_repeats_what_stands_there_says_so(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "en.po"
    _run(project, "export", "--language", "en", "--out", out)
    done = _run(project, "import", out, "--yes")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "Nothing in the document differs from the project. Nothing written.\n"


def test_the_ending_says_the_format(project: Path, tmp_path: Path) -> None:
    for name, start in (("a.docx", b"PK"), ("a.xlf", b"<?xml"), ("a.xliff", b"<?xml"), ("a.po", b"# ")):
        assert _run(project, "export", "--language", "lv", "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    done = _run(project, "export", "--language", "lv", "--out", tmp_path / "a.odt")
    assert (done.exit_code, "Add --format docx|xliff|po." in done.stderr) == (2, True)


def test_a_file_is_not_written_over_unasked(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.po"
    out.write_text("a translator's work")
    done = _run(project, "export", "--language", "lv", "--out", out)
    assert isinstance(done.exception, CoursewareError)
    assert "exists already" in str(done.exception)
    assert out.read_text() == "a translator's work"
    assert _run(project, "export", "--language", "lv", "--out", out, "--force").exit_code == 0


def test_nothing_to_translate_is_no_file(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.po"
    done = _run(project, "export", "--language", "en", "--missing", "--out", out)
    assert (done.exit_code, done.stderr) == (0, "There is nothing to translate: no page is in question.\n")
    assert not out.exists()


def test_reader_texts_come_along_when_asked_for(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.po"
    done = _run(
        project, "export", "--language", "lv", "--page", "strings", "--page", "index.md", "--out", out
    )
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    assert 'msgctxt "strings#shell:shell.skip ' in text
    assert "#message:1 " in text


def test_a_reader_text_is_changed(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.po"
    _run(project, "export", "--language", "lv", "--page", "strings", "--out", out)
    text = out.read_text(encoding="utf-8")
    start = text.index('msgctxt "strings#shell:shell.skip ')
    place = text.index('msgstr "', start) + len('msgstr "')
    out.write_text(text[:place] + "Nu: " + text[place:], encoding="utf-8")
    path = project / "overrides/strings/lv.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    assert _run(project, "import", out, "--yes").exit_code == 0
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0].startswith('"shell.skip": "Nu: ')


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--reviewer", "teacher"), "--reviewer and --date belong together."),
        (("--date", "2026-12-01"), "--reviewer and --date belong together."),
        (("--reviewer", "Anna Exempel", "--date", "2026-12-01"), "looks like a name"),
        (("--reviewer", "a@example.org", "--date", "2026-12-01"), "looks like a name"),
        (("--reviewer", " ", "--date", "2026-12-01"), "needs a role"),
    ],
)
def test_a_reviewer_is_a_role_and_a_day(
    project: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    file = tmp_path / "a.po"
    file.write_text("msgid")
    done = _run(project, "import", file, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_page_is_called_reviewed(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlf"
    _run(project, "export", "--language", "en", "--page", "index.md", "--out", out)
    done = _run(project, "import", out, "--reviewer", "translator", "--date", "2026-12-01", "--yes")
    assert done.exit_code == 0, done.exception
    assert "docs/en/index.md: reviewed" in done.stderr
    text = (project / "docs/en/index.md").read_text(encoding="utf-8")
    assert 'role: "translator", date: 2026-12-01' in text


def test_every_reason_is_printed_and_nothing_written(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.po"
    _run(project, "export", "--language", "lv", "--page", "index.md", "--out", out)
    text = out.read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "x"\n\n', 1)
    out.write_text(text, encoding="utf-8")
    before = same_bytes(project)
    done = _run(project, "import", out, "--yes")
    assert done.exit_code == 1
    assert len(str(done.exception).splitlines()) > 3
    assert str(done.exception).endswith("problems found. Nothing was changed.")
    assert same_bytes(project) == before


def test_a_folder_without_a_project_is_named(project: Path, tmp_path: Path) -> None:
    (project / "mkdocs.yml").unlink()
    done = _run(project, "export", "--language", "lv", "--out", tmp_path / "a.po")
    assert "mkdocs.yml with its extra.iri_base is missing" in str(done.exception)


def test_help_shows_real_commands(project: Path) -> None:
    for name in ("export", "import"):
        done = _run(project, name, "--help")
        assert f"courseware translations {name} " in done.stdout
