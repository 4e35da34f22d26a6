"""Profiles, the neutral register, answers and deadlines at the command line."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.registry import places

ROOT = Path(__file__).parents[2]
NUMBERS = ("198501012382", "198501012390")
PEOPLE = (
    "Namn;Pnr;Startdatum;Slutdatum;Kommun\n"
    f"Åsa Påhittad;{NUMBERS[0]};2026-02-01;;Ekdalen\nBo Påhittad;{NUMBERS[1]};2026-02-01;2026-03-31;Ekdalen\n"
)

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def run(*arguments: object, code: int = 0) -> Result:
        # In the test's own process, with the project's files beside it.
        done = CliRunner().invoke(courseware, ["--root", str(ROOT), *map(str, arguments)])
        if not isinstance(done.exception, SystemExit) and done.exception is not None and code:
            return done  # An expected failure, which main() prints.
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def poland(run: Run, tmp_path: Path) -> str:
    """A Polish project with two people, and nothing else of its own."""
    run("project", "init", "pl-2026", "--from", "demo")
    file = places.projects_folder() / "pl-2026.toml"
    file.write_text('country = "PL"\n' + file.read_text("utf-8"), encoding="utf-8")
    people = tmp_path / "deltagare.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    run("participants", "import", people, "--project", "pl-2026")
    return "pl-2026"


def test_profiles_are_listed_and_told_in_plain_words(run: Run) -> None:
    listed = run("report", "profiles", "--language", "en").output
    assert "ee\tEstonia\t2014-2020\tquarterly\tperson-in-activity\tregister" in listed
    assert len(listed.splitlines()) == 7
    told = run("report", "profile", "LV").output
    assert told.startswith("Profil lv: Lettland\n")
    assert "är inget officiellt format" in told
    assert (
        "Om timmar ska rapporteras är inte känt. Sökt men inte hittat. Fråga er partner i Lettland." in told
    )
    assert told.count("Bra att veta") == 1
    assert "no profile 'xx'" in str(run("report", "profile", "xx", code=1).exception)


def test_answers_in_and_register_out(run: Run, poland: str, tmp_path: Path) -> None:
    answers = tmp_path / "svar.csv"
    answers.write_text("Deltagare;Moment;Kön;Ålder;Skor\n1;start;kvinna;41;38\n", encoding="utf-8")
    tried = run("situations", "import", answers, "--project", poland, "--dry-run").output
    assert "Would be: 2 added, 0 changed, 0 as before; answers of 1 person in the list." in tried
    assert "Columns that were not read: Skor." in tried
    run("situations", "import", answers, "--project", poland, "--day", "2026-02-01")
    listed = run("situations", "list", "--project", poland).output
    assert "1\tentry\tage\t41\t2026-02-01" in listed
    assert "2 answers." in listed

    out = tmp_path / "pl.xlsx"
    span = ("--from", "2026-02", "--to", "2026-03", "--out", out)
    made = run("report", "country", "--project", poland, *span).output
    assert "2 records; 2 people lack an answer." in made
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Sammanfattning", "Deltagare", "Saknas", "Datum"]
    assert [row[0].value for row in book["Saknas"].iter_rows(min_row=2)] == [1] * 3 + [2] * 5
    assert "exists already" in str(run("report", "country", "--project", poland, *span, code=1).exception)
    run("report", "country", "--project", poland, *span, "--force", "--numbers")
    assert [c.value for c in openpyxl.load_workbook(out)["Deltagare"]["C"]][1:] == list(NUMBERS)


def test_swedish_project_may_use_a_profile_but_not_ask(run: Run, tmp_path: Path) -> None:
    people = tmp_path / "deltagare.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    run("participants", "import", people, "--project", "demo")
    answers = tmp_path / "svar.csv"
    answers.write_text("Deltagare;Moment;Kön\n1;start;kvinna\n", encoding="utf-8")
    refused = run("situations", "import", answers, "--project", "demo", code=1)
    assert "come from registers" in str(refused.exception)
    out = tmp_path / "ut.xlsx"
    span = ("--from", "2026-02", "--to", "2026-03", "--out", out)
    run("report", "country", "--project", "demo", "--profile", "lt", *span)
    assert openpyxl.load_workbook(out)["Deltagare"].max_row == 3
    stopped = run("report", "country", "--project", "demo", "--profile", "ee", *span, "--force", code=1)
    assert "academic_hour_minutes is not set" in str(stopped.exception)


def test_deadlines_as_a_table_with_late_things_first(run: Run, poland: str, tmp_path: Path) -> None:
    people = tmp_path / "demo.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    run("participants", "import", people, "--project", "demo")
    lines = run("report", "deadlines", "--project", "demo", "--today", "2026-04-10").output.splitlines()
    assert lines[0].startswith("Datum för rapportering: ")
    # With 28 days, February is over on 28 March.
    assert lines[2].split(maxsplit=2)[:2] == ["2026-02-01", "FÖRSENAT"]
    assert lines[3] == "2026-03-28  FÖRSENAT  Lämna februari 2026. Öppnar 1 mars 2026."
    assert lines[4] == "2026-04-28  öppet     Lämna mars 2026. Öppnar 1 april 2026."
    text = "\n".join(lines)
    assert "Direkta resultat för en person med sista dag 31 mars 2026" in text
    assert not any(secret in text for secret in ("Påhittad ", "Bo ", *NUMBERS))
    few = run(
        "report", "deadlines", "--project", poland, "--from", "2026-09", "--to", "2026-09",
        "--today", "2026-04-10", "--language", "en",
    ).output  # fmt: skip
    assert (
        "2026-09-30  coming   Results after six months of one person whose last day is 31 March 2026." in few
    )
    assert "When somebody starts: enter the data (profile pl)." in few
    assert len(few.splitlines()) == 4


def test_deadlines_as_a_calendar_file(run: Run, poland: str, tmp_path: Path) -> None:
    out = tmp_path / "datum.ics"
    command = ("report", "deadlines", "--project", poland, "--profile", "ee", "--out")
    run(*command, out, "--today", "2026-04-10")
    content = out.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"UID:pl-2026-quarter-2026-Q1-ee@courseware.invalid" in content
    assert "exists already" in str(run(*command, out, code=1).exception)
    run(*command, out, "--force", "--today", "2027-01-01")
    assert out.read_bytes() == content
    assert "must end in .ics" in run(*command, tmp_path / "datum.xlsx", code=2).output


def test_deadlines_of_a_project_that_lacks_rules_come_without_states(run: Run) -> None:
    run("db", "init")
    done = run("report", "deadlines", "--project", "2020-00358", "--today", "2021-04-10")
    assert "Without the months' states: " in done.output
    assert "Lämna mars 2021" in done.output
    assert "FÖRSENAT" not in done.output


def test_misuse_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("x\n", encoding="utf-8")
    assert (
        "give the reason with --why"
        in run("situations", "import", file, "--project", "demo", "--correct", code=2).output
    )
    assert (
        "is neither start nor end"
        in run("situations", "import", file, "--project", "demo", "--moment", "mitten", code=2).output
    )


@pytest.mark.parametrize(
    "command",
    [
        ("report", "profiles"), ("report", "profile"), ("report", "country"), ("report", "deadlines"),
        ("situations", "import"), ("situations", "list"),
    ],
)  # fmt: skip
def test_help_has_an_example(run: Run, command: tuple[str, str]) -> None:
    assert f"courseware {' '.join(command)} " in run(*command, "--help").output
