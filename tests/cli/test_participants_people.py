"""`courseware participants` for one person at a time: number, coming, going, merging, informing, showing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.errors import CoursewareError
from courseware.registry.log import entries
from courseware.registry.store import open_store

ROOT = Path(__file__).parents[2]
LIST = (
    "Namn;Personnummer;Startdatum;Slutdatum;Huvudman;Enhet;E-post\n"
    "Åsa Öberg;199301612397;2026-02-01;;Ekdalen;Ekskolan;asa@ekdalen.example\n"
    "Åsa Öberg;198501012382;2026-03-01;;Björkvik;;asa@ekdalen.example\n"
    "Bo Ek;850101-2390;2026-02-01;2026-05-31;Ekdalen;;\n"
)
SECRETS = ("199301612397", "930161", "198501012382", "850101", "Öberg", "Ekdalen", "Ekskolan", "Björkvik")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register of three people, of whom two are one."""
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.setenv("COURSEWARE_WHO", "anna")
    monkeypatch.delenv("COURSEWARE_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    assert run("import", "lista.csv").exit_code == 0
    return tmp_path


def run(command: str, *arguments: str, typed: str | None = None, project: bool = True) -> Result:
    where = ("--project", "demo") if project else ()
    everything = ["--root", str(ROOT), "participants", command, *arguments, *where]
    result = CliRunner().invoke(courseware, everything, input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_new_number_is_read_and_never_shown() -> None:
    for dry_run in (("--dry-run",), ()):
        told = run("renumber", "1", "--from", "2026-06-15", *dry_run, typed="19840229-2380\n").output
        assert "the number 19XXXXXX-**** in 2026-06 and all later months" in told
        assert ("This was a trial" in told) is bool(dry_run)
        assert not any(secret in told for secret in ("840229", *SECRETS))
    shown = run("show", "1").output
    assert "former number  19XXXXXX-****, until 2026-06-15" in shown
    assert not any(secret in shown for secret in ("840229", "930161"))


def test_a_number_that_cannot_be_right_is_refused_without_being_shown() -> None:
    with pytest.raises(CoursewareError, match="check digit that does not fit") as refused:
        run("renumber", "1", "--wrong", typed="198402292381\n")
    assert "840229" not in str(refused.value)
    with pytest.raises(CoursewareError, match="Another participant, 2, has that number"):
        run("renumber", "1", "--wrong", typed="198501012382\n")
    with pytest.raises(CoursewareError, match="is outside the project demo"):
        run("renumber", "1", "--from", "2025-06-15", typed="")
    for misuse in ((), ("--from", "2026-06-15", "--wrong")):
        assert run("renumber", "1", *misuse, typed="").exit_code == 2


def test_two_are_suggested_looked_at_and_made_one(folder: Path) -> None:
    suggested = run("suggest-merges")
    assert suggested.stdout == "1\t2\tsame e-mail address\n"
    command = ("merge", "2", "1", "--why", "two lists", "--number-until", "2026-03-01")
    tried = run(*command, "--dry-run")
    assert tried.stdout == (
        "Participant 1 would become 2:\n"
        "  part in demo through Ekdalen moves: 2026-02-01 to now\n"
        "  the number of 1: a former number of 2, used for months until 2026-03-01\n"
    )
    assert "nothing was changed" in tried.stderr
    refused = run(*command, typed="n\n")
    assert (refused.exit_code, "Nothing was changed." in refused.stderr) == (1, True)
    assert "1\t" in run("list").stdout
    assert "Participant 1 is 2 from now on." in run(*command, typed="y\n").stderr
    assert [line.split("\t")[0] for line in run("list").stdout.splitlines()] == ["2", "2", "3"]
    assert "was also       1" in run("show", "2").stdout
    assert run("suggest-merges").stdout == ""
    with pytest.raises(CoursewareError, match="was merged into 2"):
        run("show", "1")
    assert "4 rows" not in run("import", "lista.csv").output
    assert run("merge", "2", "2", "--why", "x").exit_code == 2
    assert run("merge", "2", "3", "--yes").exit_code == 2, "a merge needs a reason"


def test_who_leaves_and_comes_back() -> None:
    with pytest.raises(CoursewareError, match="has left already, on 2026-05-31"):
        run("leave", "3", "--date", "2026-06-30")
    assert (
        "takes part again from 2026-09-01" in run("return", "3", "--date", "2026-09-01", "--dry-run").stderr
    )
    run("return", "3", "--date", "1/9 2026")
    assert "took part until 2026-11-20." in run("leave", "3", "--date", "2026-11-20").stderr
    shown = run("show", "3").stdout
    assert "  stay         2026-02-01 to 2026-05-31\n  stay         2026-09-01 to 2026-11-20\n" in shown
    with pytest.raises(CoursewareError, match="outside the project"):
        run("return", "3", "--date", "2036-09-01")


def test_who_was_informed_and_who_was_not(folder: Path) -> None:
    assert run("uninformed").stdout == "1\n2\n3\n"
    told = run("inform", "--date", "2026-02-01", "--participant", "2", "--participant", "3").stderr
    assert "2 participants noted as informed, 0 as before." in told
    assert "1 participant lacks edition påhittad 2026-01" in told
    assert run("uninformed").stdout == "1\n"
    (folder / "kvitto.csv").write_text("Deltagare;Informerad\n2;2026-02-03\n1;2026-02-03\n", encoding="utf-8")
    tried = run("inform", "--file", "kvitto.csv", "--dry-run").stderr
    assert "1 participant would be noted as informed" in tried
    assert "1 participant with another day in the register (2): left as in the register." in tried
    run("inform", "--date", "2026-02-05", "--all")
    assert "informed       2026-02-05, edition påhittad 2026-01" in run("show", "1").stdout
    assert run("uninformed", "--version", "2027").stdout == "1\n2\n3\n"
    with pytest.raises(CoursewareError, match="lies in the future"):
        run("inform", "--date", "2098-02-05", "--all", "--version", "2027")
    assert run("inform", "--all").exit_code == 2
    assert run("inform", "--date", "2026-02-05").exit_code == 2


def test_the_information_column_of_a_list_is_told(folder: Path) -> None:
    text = "Namn;Pnr;Startdatum;Kommun;Informerad\nBo Ek;850101-2390;2026-02-01;Ekdalen;2026-02-01\n"
    (folder / "informerade.csv").write_text(text, encoding="utf-8")
    told = run("import", "informerade.csv").output
    assert "1 participant noted as informed, 0 as before." in told
    assert "not read" not in told


def test_nothing_shows_who_is_protected(folder: Path) -> None:
    """T14."""
    assert "Åsa Öberg" in run("show", "1").stdout
    command = ("protect", "1", "--why", "told by the school")
    assert "has protected identity" in run(*command, project=False).stderr
    run("codes", "--out", "koder.html")
    everything = [
        run("list").output.splitlines()[0],
        run("show", "1").output,
        run("merge", "2", "1", "--why", "x", "--dry-run").output,
        run("suggest-merges").output,
        run("leave", "1", "--date", "2026-11-20").output,
        *(card for card in (folder / "koder.html").read_text().split("<li") if "Deltagare 1" in card),
    ]
    for output in everything:
        assert not any(secret in output for secret in SECRETS)
    changed = LIST.replace("Ekskolan", "Bokskolan")
    (folder / "lista.csv").write_text(changed, encoding="utf-8")
    assert "row 2, person 1: another unit" in run("import", "lista.csv").output
    assert "Give the name" in run("unprotect", "1", "--why", "it ended", project=False).stderr
    run("import", "lista.csv", "--update")
    assert "Åsa Öberg" in run("show", "1").stdout


def test_everything_about_one_person_is_on_one_screen() -> None:
    """And that somebody looked is in the log."""
    run("inform", "--date", "2026-02-01", "--participant", "1")
    shown = run("show", "1").stdout.splitlines()
    assert shown == [
        "participant    1",
        "name           Åsa Öberg",
        "number         19XXXXXX-****",
        "e-mail         asa@ekdalen.example",
        "organisation   Ekdalen · Ekskolan",
        "  stay         2026-02-01 to now",
        "informed       2026-02-01, edition påhittad 2026-01",
        "",
        "No minutes, signatures or exports yet.",
    ]
    with open_store().read() as tx:
        last = list(entries(tx.connection))[-1]
    assert (last["action"], last["subject"], last["who"]) == ("access.show", "person:1", "anna")


def test_a_name_that_is_missing_is_no_erasure() -> None:
    run("protect", "1", "--why", "told", project=False)
    run("unprotect", "1", "--why", "it ended", project=False)
    listed = run("list").output
    assert "1\t(no name)\t19XXXXXX-****" in listed
    assert "(erased)" not in listed
    assert "import a list" in run("show", "1").output


def test_a_participant_is_understood_as_an_option_too() -> None:
    assert run("show", "--participant", "2").output == run("show", "2").output
    leave = run("leave", "--participant", "1", "--day", "2026-05-31", "--dry-run")
    assert "Participant 1 took part until 2026-05-31." in leave.output
    assert run("show").exit_code == 2
    differing = run("show", "1", "--participant", "2")
    assert differing.exit_code == 2
    assert "say different things" in differing.output


def test_a_command_in_a_message_can_be_pasted() -> None:
    with pytest.raises(CoursewareError, match="courseware participants list --project demo"):
        run("show", "99")
    told = run("inform", "--participant", "1", "--date", "2026-03-01").output
    assert "courseware participants uninformed --project demo" in told


def test_a_note_under_the_list_is_told_from_a_person() -> None:
    Path("not.csv").write_text(LIST + "Obs! Åsa är ledig i juli.;;;;;;\n", encoding="utf-8")
    with pytest.raises(CoursewareError, match="Is it a note or a sum, not a person"):
        run("import", "not.csv")
