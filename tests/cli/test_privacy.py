"""Erasing, exporting, keys, log, moving and restoring, as a person uses them."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware
from courseware.errors import CoursewareError
from courseware.registry.keys import next_key_file

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]
LIST = (
    "Namn;Personnummer;Startdatum;Huvudman;Enhet;E-post;Skyddad identitet\n"
    "Åsa Öberg;198501012382;2026-02-01;Ekdalen;Ekskolan;asa@ekdalen.example;\n"
    "Bo Ek;850101-2390;2026-02-01;Ekdalen;Ekskolan;;\n"
    ";19790101Tf29;2026-02-01;Ekdalen;Ekskolan;;ja\n"
)
SECRETS = ("Öberg", "198501012382", "850101", "asa@", "Tf29")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with three people in a folder of its own."""
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.setenv("COURSEWARE_WHO", "anna")
    monkeypatch.delenv("COURSEWARE_DATABASE_URL", raising=False)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    run("participants", "import", "lista.csv", "--project", "demo")
    return tmp_path


def run(*arguments: str, typed: str | None = None) -> Result:
    result = CliRunner().invoke(courseware, ["--root", str(ROOT), *arguments], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def attest(folder: Path) -> None:
    (folder / "intyg.csv").write_text(
        "Deltagare;Månad;Minuter;Metod;Datum;Original\n1;2026-11;165;mejl;2026-12-01;Pärm 3\n",
        encoding="utf-8",
    )
    run("attestations", "import", "intyg.csv", "--project", "demo")


def test_a_person_is_erased_after_a_trial_and_a_question(folder: Path) -> None:
    backup = run("db", "backup").stdout.strip()
    command = ("participants", "erase", "1", "--why", "asked for it")
    tried = run(*command, "--dry-run").stdout
    assert "Person 1, in demo." in tried
    assert "Before 2033-12-31, until when evidence is kept: nothing was attested or exported." in tried
    assert "Would be erased: the key to it all, 1 numbers, 1 names, 1 e-mail addresses." in tried
    assert "This was a trial: nothing was changed." in tried
    assert run(*command, typed="n\n").exit_code == 1
    assert "Åsa Öberg" in run("participants", "list", "--project", "demo").stdout
    done = run(*command, typed="y\n")
    assert "Erased: the key to it all" in done.stdout
    assert "Kept, under the number alone: 1 participations." in done.stdout
    assert "1 backup made before still holds the person" in done.stderr
    assert f"  {backup}\n" in done.stderr
    assert not any(secret in tried + done.output for secret in SECRETS)
    listed = run("participants", "list", "--project", "demo").stdout
    assert "1\t(erased)\terased\tEkdalen" in listed
    assert "2\tBo Ek" in listed
    assert "Everything is whole." in run("db", "check").stderr
    with pytest.raises(CoursewareError, match="Person 1 was erased on"):
        run(*command, "--yes")


def test_evidence_is_not_erased_before_its_day(folder: Path) -> None:
    attest(folder)
    with pytest.raises(CoursewareError, match=r"Person 1 attested 1 month .*kept until 2033-12-31"):
        run("participants", "erase", "1", "--why", "asked for it", "--yes")
    assert run("participants", "erase", "1").exit_code == 2, "a reason is needed"


def test_everything_about_a_person_is_written_and_the_reading_logged(folder: Path) -> None:
    attest(folder)
    done = run("participants", "export", "1", "--why", "request of 21 November")
    assert done.stdout == "participant-1.json\n"
    if os.name == "posix":
        assert stat.S_IMODE((folder / "participant-1.json").stat().st_mode) == 0o600
    data = json.loads((folder / "participant-1.json").read_text(encoding="utf-8"))
    assert data["person"]["name"] == "Åsa Öberg"
    assert data["person"]["number"] == "198501012382"
    assert data["projects"][0]["retain_until"] == "2033-12-31"
    assert data["attestations"][0]["reference"] == "Pärm 3"
    assert data["log"][-1]["action"] == "access.export"
    assert data["log"][-1]["why"] == "request of 21 November"
    assert "Bo Ek" not in json.dumps(data, ensure_ascii=False)
    assert not any(secret in done.output for secret in SECRETS)
    with pytest.raises(CoursewareError, match="exists already"):
        run("participants", "export", "1")
    assert run("participants", "export", "1", "--force").exit_code == 0
    run("participants", "export", "1", "--format", "html", "--language", "en")
    run("participants", "export", "--participant", "1", "--out", "named.html")
    assert Path("named.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    page = (folder / "participant-1.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Åsa Öberg" in page
    assert "Pärm 3" in page


def test_a_protected_persons_data_are_given_only_on_purpose(folder: Path) -> None:
    with pytest.raises(CoursewareError, match="has protected identity"):
        run("participants", "export", "3")
    assert not (folder / "participant-3.json").exists()
    assert "access." not in run("db", "log", "--subject", "person:3").stdout
    run("participants", "export", "3", "--yes")
    assert "19790101Tf29" in (folder / "participant-3.json").read_text(encoding="utf-8")


def test_who_reads_personal_data_is_in_the_log(folder: Path) -> None:
    run("participants", "list", "--project", "demo")
    run("participants", "codes", "--project", "demo", "--out", "koder.html")
    run("participants", "codes", "--project", "demo", "--blank", "2", "--out", "tomma.html")
    found = [line.split("\t")[2:5] for line in run("db", "log", "--action", "access.").stdout.splitlines()]
    assert found == [["anna", "access.list", "project:demo"], ["anna", "access.codes", "project:demo"]]


def test_t14_no_reference_tells_who_has_been_protected_since(folder: Path) -> None:
    (folder / "intyg.csv").write_text(
        "Deltagare;Månad;Minuter;Metod;Datum;Original\n"
        "1;2026-03;165;mejl;2026-04-01;Pärm 3, Öberg, Ekskolan\n"
        "2;2026-03;165;mejl;2026-04-01;Pärm 3, Ekskolan\n",
        encoding="utf-8",
    )
    run("attestations", "import", "intyg.csv", "--project", "demo")
    run("participants", "protect", "1", "--why", "told by the school")
    listed = run("attestations", "list", "--project", "demo").stdout
    assert "Pärm 3, …, …\tyes" in listed
    assert "Pärm 3, Ekskolan\tyes" in listed, "of others nothing is taken away"
    log = run("db", "log", "--subject", "participation:1").stdout
    assert '"unit": "(protected)"' in log
    assert "Ekskolan" not in log
    assert '"unit": "Ekskolan"' in run("db", "log", "--subject", "participation:2").stdout
    states = run("attestations", "list", "--project", "demo", "--month", "2026-03", "--state", "all").stdout
    assert "Öberg" not in listed + states
    run("report", "evidence", "2026-03", "--project", "demo", "--participant", "1", "--out", "sida.html")
    page = (folder / "sida.html").read_text(encoding="utf-8")
    assert "Pärm 3, …, …" in page
    assert "Öberg" not in page
    assert "Ekskolan" not in page


def test_a_file_named_after_a_person_is_named_masked(folder: Path, run_courseware: Run) -> None:
    named = folder / "198501012382.csv"
    named.write_text(LIST + "Bo Ek;1985;2026-02-01;Ekdalen;Ekskolan;;\n", encoding="utf-8")
    refused = run_courseware("participants", "import", named, "--project", "demo", check=False)
    assert refused.returncode == 1
    assert "19XXXXXX-****.csv:5" in refused.stderr
    named.write_text(LIST.replace("Ekdalen;", "Almby;"), encoding="utf-8")
    taken = run_courseware("participants", "import", named, "--project", "demo")
    log = run_courseware("db", "log")
    for done in (refused, taken, log):
        assert "198501012382" not in done.stdout + done.stderr


def test_the_log_is_printed_sealed_and_checked(folder: Path) -> None:
    output = run("db", "log", "--subject", "person:1").stdout
    [line] = output.splitlines()
    cells = line.split("\t")
    assert cells[2:6] == ["anna", "person.add", "person:1", "import of lista.csv"]
    assert json.loads(cells[7]) == {
        **{"email": "(sealed)", "name": "(sealed)", "number": "(sealed)"},
        "protected": False,
    }
    assert len(run("db", "log", "--limit", "2").stdout.splitlines()) == 2
    assert run("db", "log", "--since", "2999-01-01").stdout == ""
    assert "No entry was altered or removed." in run("db", "log", "--verify").stderr
    with (folder / "data" / "registry.sqlite").open("rb"):
        import sqlite3

        with sqlite3.connect(folder / "data" / "registry.sqlite") as raw:
            raw.execute("DROP TRIGGER change_log_no_update")
            raw.execute("UPDATE change_log SET who = 'nobody' WHERE id = 2")
    with pytest.raises(CoursewareError, match="1 fault found in the change log"):
        run("db", "log", "--verify")


def test_the_key_is_changed_and_its_copies_are_tried(folder: Path) -> None:
    key = folder / "config" / "master.key"
    first = run("db", "key-check").stdout
    (folder / "copy.key").write_bytes(key.read_bytes())
    assert run("db", "key-check", "--copy", "copy.key").stdout == first
    assert run("db", "rotate-key").exit_code == 2, "a reason is needed"
    assert "nothing was changed" in run("db", "rotate-key", "--why", "x", "--dry-run").stdout
    assert run("db", "key-check").stdout == first
    done = run("db", "rotate-key", "--why", "somebody left")
    assert done.stdout == f"{key}\n"
    assert "3 people sealed anew." in done.stderr
    second = run("db", "key-check").stdout
    assert f"Fingerprint: {first.strip()} before, {second.strip()} now." in done.stderr
    with pytest.raises(CoursewareError, match="is not the key of"):
        run("db", "key-check", "--copy", "copy.key")
    assert second.strip() in run("db", "check").stderr
    assert "Bo Ek" in run("participants", "list", "--project", "demo").stdout
    assert (
        "3 rows are in the register already."
        in run("participants", "import", "lista.csv", "--project", "demo").output
    )


def test_a_change_of_keys_that_was_broken_off_is_ended(folder: Path) -> None:
    key = folder / "config" / "master.key"
    old = key.read_bytes()
    run("db", "rotate-key", "--why", "somebody left")
    key.rename(next_key_file(key))
    key.write_bytes(old)
    key.chmod(0o600)
    assert "A change of keys was broken off." in run("db", "check").stderr
    ended = run("db", "rotate-key")
    assert "is ended" in ended.stderr
    assert "broken off" not in run("db", "check").stderr


def test_a_lost_key_is_a_story_with_an_end(folder: Path) -> None:
    (folder / "config" / "master.key").unlink()
    result = CliRunner().invoke(courseware, ["db", "check"])
    assert isinstance(result.exception, CoursewareError)
    for words in ("Without the key nobody can read", "Still there, by person id", "db key-check --copy FILE"):
        assert words in result.output


def test_the_register_moves_and_a_backup_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = run("db", "migrate", "--to", "moved/registry.sqlite")
    sums = dict(line.split("\t", 1) for line in moved.stdout.splitlines())
    assert re.fullmatch(r"3\t[0-9a-f]{64}", sums["person"])
    assert f"The same in {folder / 'data' / 'registry.sqlite'} and" in moved.stderr
    with pytest.raises(CoursewareError, match="is not empty"):
        run("db", "migrate", "--to", "moved/registry.sqlite")
    backup = run("db", "backup")
    assert "Restored on trial and compared: " in backup.stderr
    path = backup.stdout.strip()
    with pytest.raises(CoursewareError, match="nothing is ever restored over one"):
        run("db", "restore", path)
    restored = run("db", "restore", path, "--to", "trial.sqlite")
    assert restored.stdout == f"{folder / 'trial.sqlite'}\n"
    assert "3 person" in restored.stderr
    assert "Everything is whole." in restored.stderr
    monkeypatch.setenv("COURSEWARE_DATABASE_URL", f"sqlite:///{folder / 'moved' / 'registry.sqlite'}")
    assert "Bo Ek" in run("participants", "list", "--project", "demo").stdout


def test_a_restored_register_without_its_key_is_told_of(folder: Path) -> None:
    path = run("db", "backup").stdout.strip()
    (folder / "config" / "master.key").unlink()
    with pytest.raises(CoursewareError, match="1 fault found"):
        run("db", "restore", path, "--to", "trial.sqlite")
    assert (folder / "trial.sqlite").exists(), "what is missing is the key, not the register"


def test_what_was_erased_is_overwritten_on_demand(folder: Path) -> None:
    assert "Nothing is left" in run("db", "scrub").stderr


@pytest.mark.parametrize(
    "command",
    [
        *("participants erase", "participants export", "db restore", "db migrate", "db log", "db rotate-key"),
        *("db key-check", "db backup"),
    ],
)
def test_every_command_has_an_example(command: str) -> None:
    output = run(*command.split(), "--help").output
    assert re.search(rf"Examples?:\n.*courseware {command}", output), output


def test_the_groups_name_every_command(folder: Path) -> None:
    group = courseware.get_command(click.Context(courseware), "db")
    assert isinstance(group, click.Group)
    assert set(group.commands) == {
        *(
            "init",
            "upgrade",
            "backup",
            "restore",
            "check",
            "scrub",
            "log",
            "migrate",
            "key-check",
            "rotate-key",
        ),
    }
