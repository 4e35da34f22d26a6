"""`courseware contributions` as somebody types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner
from contributed import letter, mail, saved, write
from contributions_site import write_contributions

from courseware.cli import courseware
from courseware.cli.serve import PREVIEW
from courseware.site.build import build_site
from courseware.site.prepare import prepare
from courseware.site.settings import read_settings
from courseware.strings import strings_of

Run = Callable[..., CompletedProcess[str]]
PRACTICE = "docs/pl/baltic/practices/poland-vi-ringer-den-som-uteblev.md"
CORRECTION = "docs/lv/baltic/corrections/2026-11-26-latvia-1.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_contributions(tmp_path / "project")


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    """A saved practice and a correction as a mail with the file attached."""
    (tmp_path / "contribution-poland-2026-11-26.json").write_bytes(write(saved()))
    data = mail("Hej", attached=write(saved("correction")))
    (tmp_path / "labojums.eml").write_bytes(data)
    return [tmp_path / "contribution-poland-2026-11-26.json", tmp_path / "labojums.eml"]


def drafts(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for folder in ("practices", "corrections")
        for path in root.glob(f"docs/*/baltic/{folder}/*")
    )


def test_a_trial_an_import_and_the_same_again(run_courseware: Run, project: Path, sent: list[Path]) -> None:
    done = run_courseware("--root", project, "contributions", "import", *sent, "--dry-run")
    assert done.stdout.splitlines() == [PRACTICE, CORRECTION]
    assert "2 drafts would be made." in done.stderr
    assert "This was a trial: nothing was changed." in done.stderr
    assert drafts(project) == []
    done = run_courseware("--root", project, "contributions", "import", *sent)
    assert done.stdout.splitlines() == [PRACTICE, CORRECTION]
    assert drafts(project) == [CORRECTION, PRACTICE]
    before = (project / PRACTICE).read_bytes()
    done = run_courseware("--root", project, "contributions", "import", *sent)
    assert done.stdout == ""
    assert "labojums.eml: attachment 1 is here already and is left as it is." in done.stderr
    assert drafts(project) == [CORRECTION, PRACTICE]
    assert (project / PRACTICE).read_bytes() == before


def test_the_list_says_where_each_is_read(run_courseware: Run, project: Path, sent: list[Path]) -> None:
    assert run_courseware("--root", project, "contributions", "list").stderr == "0 drafts.\n"
    run_courseware("--root", project, "contributions", "import", *sent)
    done = run_courseware("--root", project, "contributions", "list")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["date", "kind", "language", "country", "role", "address", "file", "title"]
    assert rows[1][:4] == ["2026-11-26", "correction", "lv", "LV"]
    assert rows[1][5:7] == ["/lv/baltic/corrections/2026-11-26-latvia-1/", CORRECTION]
    assert rows[2][1] == "practice"
    text = (project / PRACTICE).read_text("utf-8").replace('country: "PL"', "country: Polen")
    (project / PRACTICE).write_text(text, encoding="utf-8")
    done = run_courseware("--root", project, "contributions", "list", check=False)
    assert done.returncode == 1
    assert f"{PRACTICE}:4: bad-field" in done.stderr


def test_one_bad_file_keeps_all_from_being_taken_in(
    run_courseware: Run, project: Path, sent: list[Path]
) -> None:
    bad = sent[0].with_name("bad.json")
    bad.write_bytes(write(saved(title="", role="ring +371 10 000 000")))
    done = run_courseware("--root", project, "contributions", "import", *sent, bad, check=False)
    assert done.returncode == 1
    assert "bad.json: answers.title: contribution-empty" in done.stderr
    assert "bad.json: answers.role: personal-data" in done.stderr
    assert "10 000" not in done.stderr
    assert "2 to put right. Nothing was changed." in done.stderr
    assert drafts(project) == []


def test_misuse_is_told_apart() -> None:
    runner = CliRunner()
    for arguments in (["import"], ["import", "nowhere.json"], ["publish"]):
        assert runner.invoke(courseware, ["contributions", *arguments]).exit_code == 2
    for command in ([], ["import"], ["list"]):
        shown = runner.invoke(courseware, ["contributions", *command, "--help"])
        assert shown.exit_code == 0
        assert "courseware contributions " in shown.stdout.partition("Example")[2]


def test_a_preview_shows_drafts_and_the_site_does_not(project: Path, sent: list[Path]) -> None:
    runner = CliRunner()
    arguments = ["--root", str(project), "contributions", "import", *map(str, sent)]
    assert runner.invoke(courseware, arguments).exit_code == 0
    build_site(project, languages=("sv", "lv", "pl"), jobs=1, publish=False)
    before = _site(project / "site")
    preview = project / PREVIEW
    build_site(project, site_dir=preview, languages=("sv", "lv", "pl"), jobs=1, publish=False, drafts=True)
    build_site(project, languages=("sv", "lv", "pl"), jobs=1, publish=False)
    assert _site(project / "site") == before
    for path, data in before.items():
        assert b"som uteblev" not in data, path
        assert "practices" not in path
        assert "corrections" not in path
    staged = prepare(read_settings(project)).stage.pages["pl"]  # What plain `mkdocs build` hands over.
    assert [file for file in staged if "practices" in file or "corrections" in file] == []
    practice = (preview / "pl" / "baltic/practices/poland-vi-ringer-den-som-uteblev/index.html").read_text(
        "utf-8"
    )
    polish = strings_of(project, "pl")
    assert polish("contribution.draft") in practice
    assert f"{polish('contribution.draft.country')}: Polska" in practice
    assert '<meta name="robots" content="noindex">' in practice
    assert "?page=" not in practice
    correction = (preview / "lv/baltic/corrections/2026-11-26-latvia-1/index.html").read_text("utf-8")
    assert strings_of(project, "lv")("contribution.draft") in correction
    for name in ("translations", "search"):
        assert "poland-vi-ringer" not in (project / f"site/pl/{name}/index.html").read_text("utf-8")
    assert "poland-vi-ringer" not in (preview / "pl/translations/index.html").read_text("utf-8")


def test_a_published_practice_is_a_page(project: Path, sent: list[Path]) -> None:
    runner = CliRunner()
    runner.invoke(courseware, ["--root", str(project), "contributions", "import", str(sent[0])])
    text = (project / PRACTICE).read_text("utf-8")
    head, _, rest = text.partition("draft:\n")
    (project / PRACTICE).write_text(head + rest[rest.index("contribution:") :], encoding="utf-8")
    build_site(project, languages=("pl",), jobs=1, publish=False)
    page = (project / "site/pl/baltic/practices/poland-vi-ringer-den-som-uteblev/index.html").read_text(
        "utf-8"
    )
    assert strings_of(project, "pl")("contribution.draft") not in page
    assert "?page=baltic/practices/poland-vi-ringer-den-som-uteblev/&amp;lang=pl#correction" in page


def test_a_letter_from_any_language_is_taken_in(run_courseware: Run, project: Path, tmp_path: Path) -> None:
    text = letter(
        "correction", strings_of(project, "et"), {**saved("correction")["answers"], "language": "et"}
    )
    (tmp_path / "parandus.txt").write_text(text, encoding="utf-8")
    done = run_courseware("--root", project, "contributions", "import", tmp_path / "parandus.txt")
    assert done.stdout.startswith("docs/et/baltic/corrections/")


def _site(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
