"""The doors of a session's three sources, used as an administrator uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware

ROOT = Path(__file__).parents[2]
NUMBERS = ("198501012382", "198501012390", "199508032381")


class Doors:
    """Runs commands for the project demo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, code: int = 0) -> Result:
        done = CliRunner().invoke(courseware, ["--root", str(ROOT), *arguments, "--project", "demo"])
        assert done.exit_code == code, done.output
        return done

    def refused(self, *arguments: str) -> str:
        return str(self(*arguments, code=1).exception)

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doors:
    """A register with three people, who have codes, and a blank code; W1 counted four."""
    monkeypatch.setenv("COURSEWARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(tmp_path / "config" / "master.key"))
    monkeypatch.setenv("COURSEWARE_WHO", "anna")
    run = Doors(tmp_path)
    rows = "".join(f"Påhittad {number[-2:]};{number};2026-02-01;Ekdalen\n" for number in NUMBERS)
    people = run.file("p.csv", f"Namn;Pnr;Startdatum;Kommun\n{rows}")
    run("participants", "import", people)
    return run


def codes_of(doors: Doors) -> list[str]:
    from courseware.registry.codes import issue_codes
    from courseware.registry.store import open_store

    with open_store().write(who="test", why="test") as tx:
        return [item.code for item in issue_codes(tx, "demo", [1, 2, 3, None])]


def test_three_sources_from_files_to_the_last_explanation(doors: Doors) -> None:
    codes = codes_of(doors)
    content = {
        "format": "courseware-session/1",
        "session": {
            "id": "W1",
            "starts": "2026-02-12T09:00",
            "ends": "2026-02-12T12:00",
            "place": "Rådhuset",
            "planned_minutes": 165,
            "actual_minutes": 165,
        },
        "head_count": 4,
        "list_count": 2,
        "check_ins": [{"code": code, "at": "2026-02-12T08:01:00Z"} for code in (codes[0], codes[3])],
    }
    file = doors.file("w1.json", json.dumps(content))
    assert "Would be: 1 added" in doors("sessions", "import", file, "--dry-run").output
    told = doors("sessions", "import", file).output
    for part in (
        "1 added, 0 changed, 0 as before.",
        "Check-ins: 2 new, 0 as before.",
        "Check-ins: 1 participant got 165 minutes of attendance.",
        "1 code waits for its participant.",
        "The signed list has 2 names according to the file; the register has 0 people of it.",
    ):
        assert part in told
    assert "Leave --sheet out" in doors("sessions", "import", file, "--sheet", "x", code=2).output
    assert doors("sessions", "list").stdout.splitlines()[1].endswith("\t4")

    doors("attendance", "import", doors.file("n.csv", "Deltagare;Närvaro\n1;hel\n2;90\n"), "--session", "W1")
    found = doors("sessions", "reconcile", "--month", "2026-02", code=1)
    rows = [line.split("\t") for line in found.stdout.splitlines()]
    assert rows[0] == ["session", "difference", "details", "explained", "reference"]
    assert [row[2] for row in rows[1:]] == [
        "4 counted in the room, 2 people on the list",
        "4 counted in the room, 2 checked in",
        "participant 2 is on the list and did not check in",
        f"the code {codes[3]} was shown and is nobody's yet",
    ]
    assert "1 session, 4 differences, 4 unexplained." in found.stderr
    assert "Påhittad" not in found.output

    # The blank code gets its owner: attendance follows, and that participant is not on the list.
    people = doors.file(
        "p2.csv", f"Namn;Pnr;Startdatum;Kommun;Kod\nPåhittad 81;{NUMBERS[2]};2026-02-01;Ekdalen;{codes[3]}\n"
    )
    doors("participants", "import", people)
    tried = doors("sessions", "reconcile", "W1", "--dry-run", code=1)
    assert "Check-ins: 1 participant would get 165 minutes of attendance." in tried.stderr
    done = doors("sessions", "reconcile", "W1", code=1)
    assert "Check-ins: 1 participant got 165 minutes of attendance." in done.stderr
    keys = [line.split("\t")[1] for line in done.stdout.splitlines()[1:]]
    assert keys == [
        "head-count:4/list:2",
        "head-count:4/check-ins:2",
        "listed-not-checked-in:2",
        "checked-in-not-listed:3",
    ]
    assert "got" not in doors("sessions", "reconcile", "W1", code=1).stderr

    def explain(key: str, reason: str, *more: str, code: int = 0) -> str:
        arguments = ("sessions", "explain", "W1", "--difference", key, "--reason", reason, *more)
        return doors(*arguments, code=code).output

    assert "Would be explained" in explain(keys[2], "no-device", "--dry-run")
    assert "Explained: was there and had nothing to check in with." in explain(keys[2], "no-device")
    assert "As before" in explain(keys[2], "no-device")
    assert "There is no such" not in explain(keys[0], "whatever", code=2)
    explain(keys[0], "other-see-reference", "--reference", "Pärm 3", code=0)
    explain(keys[1], "counted-wrong")
    assert "1 unexplained" in doors("sessions", "reconcile", "W1", code=1).stderr
    doors("attendance", "add", "W1", "--participant", "3")
    left = doors("sessions", "reconcile", "--explained", code=1)
    assert [line.split("\t")[1:2] + line.split("\t")[3:] for line in left.stdout.splitlines()[1:]] == [
        ["head-count:4/list:3", "", ""],
        ["head-count:4/check-ins:2", "counted-wrong", ""],
        ["listed-not-checked-in:2", "no-device", ""],
        ["head-count:4/list:2", "past: other-see-reference", "Pärm 3"],
    ]
    summary = doors("report", "month", "2026-02", "--summary").stdout
    assert "Skillnader att förklara" in summary
    assert "som ingen har förklarat: 1." in summary
    explain("head-count:4/list:3", "not-a-participant")
    assert "0 unexplained" in doors("sessions", "reconcile").stderr
    assert "Skillnader att förklara" not in doors("report", "month", "2026-02", "--summary").stdout


def test_attendance_by_hand_is_checked_corrected_and_taken_back(doors: Doors) -> None:
    add = ("--date", "2026-02-12", "--start", "09:00", "--end", "12:00", "--planned", "165", "--place", "A")
    doors("sessions", "add", "W1", *add, "--actual", "165", "--head-count", "2")
    by_hand = ("attendance", "add", "W1", "--participant", "1")
    assert "Would be: 1 added" in doors(*by_hand, "--dry-run").output
    assert (
        "1 added, 0 changed, 0 removed, 0 as before; 145 minutes." in doors(*by_hand, "--late", "20").output
    )
    assert "attendance-differs" in doors.refused(*by_hand)
    assert "give the reason with --why" in doors(*by_hand, "--correct", code=2).output
    assert "either --participant ID or --code CODE" in doors("attendance", "add", "W1", code=2).output
    assert "there is no such session" in doors.refused("attendance", "add", "W9", "--participant", "1")
    assert "do not fit session" in doors.refused(*by_hand, "--minutes", "166")
    assert "is not in the range" in doors(*by_hand, "--minutes", "-5", code=2).output
    gone = doors(*by_hand, "--minutes", "0", "--correct", "--why", "another session").output
    assert "0 added, 0 changed, 1 removed" in gone
    assert "1 session, 0 differences, 0 unexplained." in doors("sessions", "reconcile").stderr


def test_months_and_sessions_that_are_none_are_told(doors: Doors) -> None:
    assert "is not a month" in doors("sessions", "reconcile", "--month", "november", code=2).output
    assert doors.refused("sessions", "reconcile", "X") == "There is no session 'X' in demo."
