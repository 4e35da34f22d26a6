"""`courseware participants`, `project` and `db` as a person uses them."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.errors import CoursewareError

ROOT = Path(__file__).parents[2]
LIST = (
    "Namn;Personnummer;Startdatum;Huvudman;Enhet;Skyddad identitet\n"
    "Åsa Öberg;198501012382;2026-02-01;Ekdalen;Ekskolan;\n"
    "Bo Ek;850101-2390;2026-02-01;Ekdalen;Ekskolan;\n"
    ";19790101Tf29;2026-02-01;Ekdalen;Ekskolan;ja\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a list, and data, config and working folder of its own."""
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.setenv("COURSEWARE_WHO", "anna")
    monkeypatch.delenv("COURSEWARE_DATABASE_URL", raising=False)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lista.csv").write_text(LIST, encoding="cp1252")
    return tmp_path


def run(*arguments: str, typed: str | None = None) -> Result:
    result = CliRunner().invoke(courseware, ["--root", str(ROOT), *arguments], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_list_is_tried_taken_in_and_tried_again(folder: Path) -> None:
    command = ("participants", "import", "lista.csv", "--project", "demo")
    tried = run(*command, "--dry-run").output
    assert "3 new people would be added." in tried
    assert "This was a trial: nothing was changed." in tried
    assert not (folder / "data").exists()
    taken = run(*command).output
    assert "3 new people added." in taken
    assert "1 row with protected identity: no name or e-mail is kept." in taken
    assert "3 rows are in the register already." in run(*command).output


def test_differences_are_listed_and_taken_over_on_demand(folder: Path) -> None:
    command = ("participants", "import", "lista.csv", "--project", "demo")
    run(*command)
    changed = LIST.replace("850101-2390;2026-02-01", "850101-2390;2026-03-01").replace("Åsa Öberg", "Åsa Ek")
    (folder / "lista.csv").write_text(changed, encoding="utf-8")
    told = run(*command).output
    assert "2 rows differ from the register; left as in the register:" in told
    assert "row 3, person 2: start date 2026-02-01 in the register, 2026-03-01 in the list" in told
    assert "row 2, person 1: another name" in told
    assert "Ek" not in told.replace("Ekdalen", "")
    assert "taken over from the list" in run(*command, "--update").output
    assert "3 rows are in the register already." in run(*command).output


def test_the_list_masks_numbers_and_hides_the_protected(folder: Path) -> None:
    run("participants", "import", "lista.csv", "--project", "demo")
    output = run("participants", "list", "--project", "demo").output
    assert "1\tÅsa Öberg\t19XXXXXX-****\tEkdalen\tEkskolan" in output
    assert "3\t(protected)\tprotected\t\t\t\t2026-02-01" in output
    assert "8501" not in output
    assert "Tf29" not in output


def test_the_code_sheet_is_private_complete_and_self_contained(folder: Path) -> None:
    run("participants", "import", "lista.csv", "--project", "demo")
    run(
        "participants",
        "codes",
        "--project",
        "demo",
        "--base-url",
        "https://kurs.example/",
        "--out",
        "koder.html",
    )
    sheet = (folder / "koder.html").read_text(encoding="utf-8")
    assert stat.S_IMODE((folder / "koder.html").stat().st_mode) == 0o600
    codes = re.findall(r'class="code">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4})<', sheet)
    assert len(set(codes)) == 3
    for code in codes:
        assert f'href="https://kurs.example/progress/#code={code}"' in sheet
    assert sheet.count('<svg role="img" aria-label="QR-kod') == 3
    assert "Deltagare 3" in sheet
    assert not any(number in sheet for number in ("198501012382", "850101", "Tf29", "19790101"))
    assert '<html lang="sv">' in sheet
    links = [
        address for address in re.findall(r'(?:src|href)="([^"]+)"', sheet) if "kurs.example" not in address
    ]
    assert links == [], "the sheet loads nothing"
    listed = run("participants", "list", "--project", "demo").output
    assert all(code in listed for code in codes)


def test_codes_stay_the_same_on_the_next_sheet(folder: Path) -> None:
    run("participants", "import", "lista.csv", "--project", "demo")
    for name in ("a.html", "b.html"):
        run("participants", "codes", "--project", "demo", "--out", name)
    assert (folder / "a.html").read_text() == (folder / "b.html").read_text()
    with pytest.raises(CoursewareError, match="nobody to print a code for"):
        run("participants", "codes", "--project", "demo", "--only-new", "--out", "c.html")


def test_blank_codes_are_tied_by_a_list(folder: Path) -> None:
    run(
        "participants",
        "codes",
        "--project",
        "demo",
        "--blank",
        "2",
        "--out",
        "blank.html",
        "--language",
        "en",
    )
    sheet = (folder / "blank.html").read_text(encoding="utf-8")
    code, _ = re.findall(r'class="code">([^<]+)<', sheet)
    assert "New participant" in sheet
    assert "<svg" not in sheet
    (folder / "lista.csv").write_text(
        f"Namn;Pnr;Startdatum;Kommun;Kod\nBo Ek;850101-2390;2026-02-01;Ekdalen;{code}\n", encoding="utf-8"
    )
    assert (
        "1 code tied to 1 person." in run("participants", "import", "lista.csv", "--project", "demo").output
    )
    output = run("participants", "list", "--project", "demo").output
    assert f"\t{code}\n" in output
    assert "1 code issued in advance without a person yet." in output


def test_a_sheet_that_cannot_be_written_issues_no_code(folder: Path) -> None:
    run("participants", "import", "lista.csv", "--project", "demo")
    with pytest.raises(CoursewareError, match="No code was issued"):
        run("participants", "codes", "--project", "demo", "--out", "no-such-folder/koder.html")
    assert "-" not in run("participants", "list", "--project", "demo").output.splitlines()[0].split("\t")[-1]
    (folder / "koder.html").write_text("precious")
    with pytest.raises(CoursewareError, match="left as it is"):
        run("participants", "codes", "--project", "demo", "--out", "koder.html")
    assert (folder / "koder.html").read_text() == "precious"


def test_one_person_is_added_without_the_number_on_the_command_line(folder: Path) -> None:
    command = ("participants", "add", "--project", "demo", "--name", "Bo Ek", "--organisation", "Ekdalen")
    result = run(*command, "--started", "2026-02-01", typed="850101-2390\n")
    assert result.stdout == "1\n"
    assert "850101" not in result.output
    assert (
        "is in the register already" in run(*command, "--started", "1/2 2026", typed="198501012390\n").output
    )


def test_projects_are_listed_and_made(folder: Path) -> None:
    output = run("project", "list").output
    assert "demo\t2026-01-01 to 2028-12-31" in output
    assert "up2\t-\tincomplete" in output
    made = run("project", "init", "ekdalen-2026", "--template")
    path = folder / "data" / "projects" / "ekdalen-2026.toml"
    assert made.stdout == f"{path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "starts is missing" in made.stderr
    with pytest.raises(CoursewareError, match="exists already and is left as it is"):
        run("project", "init", "ekdalen-2026", "--template")
    assert run("project", "init", "my-demo", "--from", "demo").exit_code == 0
    assert "my-demo\t2026-01-01" in run("project", "list").output


def test_open_questions_are_asked_one_after_the_other(folder: Path) -> None:
    run("project", "init", "kurs", "--template")
    lines = ["Kursen", "Ekdalen", "2026-01-01", "2028-12-31", "2021-2027", "A", "upwards", "floor_month"]
    asked = run("project", "answer", "kurs", typed="\n".join([*lines, *[""] * 20]))
    assert asked.exit_code == 0
    assert "rounding_policy decides whether hours are reported whole" in asked.stderr
    assert "rounding_policy is 'upwards'. Write rounding_policy" in asked.stderr
    assert "7 answered," in asked.stderr
    listed = run("project", "list").output
    assert "kurs\t2026-01-01 to 2028-12-31" in listed
    run("project", "answer", "kurs", "zero_hour_months", "row")
    assert 'zero_hour_months = "row"' in (folder / "data" / "projects" / "kurs.toml").read_text("utf-8")
    with pytest.raises(CoursewareError, match="courseware project init up2"):
        run("project", "answer", "up2", "zero_hour_months", "row")


@pytest.mark.parametrize(
    "arguments", [("Ekdalen",), ("../x", "--template"), ("x",), ("x", "--template", "--from", "demo")]
)
def test_misuse_of_init_ends_with_two(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run("project", "init", *arguments).exit_code == 2


def test_the_store_is_made_checked_and_backed_up(folder: Path) -> None:
    assert run("db", "init").stdout == f"{folder / 'data' / 'registry.sqlite'}\n"
    with pytest.raises(CoursewareError, match="There is a register"):
        run("db", "init")
    run("participants", "import", "lista.csv", "--project", "demo")
    assert "Everything is whole." in run("db", "check").stderr
    backup = Path(run("db", "backup").stdout.strip())
    assert backup.parent == folder / "data" / "backups"
    assert "up to date" in run("db", "upgrade").stderr


def test_a_check_that_finds_faults_ends_with_them(folder: Path) -> None:
    run("participants", "import", "lista.csv", "--project", "demo")
    (folder / "config" / "master.key").unlink()
    with pytest.raises(CoursewareError, match="1 fault found"):
        run("db", "check")


@pytest.mark.parametrize("group", ["participants", "project", "db"])
def test_every_command_explains_itself(group: str) -> None:
    output = run(group, "--help").output
    assert "Example" in output
    for name in re.findall(r"^  ([a-z]+)  ", output.split("Commands:")[1], re.M):
        assert run(group, name, "--help").exit_code == 0
