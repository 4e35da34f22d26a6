"""Sessions, attendance and attestations from lists: all or nothing, every bad row named, nobody named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.attendance import _Reader, import_attendance
from courseware.intake.attestations import import_attestations
from courseware.intake.sessions import add_sessions, read_sessions
from courseware.registry.attendance import attendance_of, month_minutes
from courseware.registry.attestations import list_attestations
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.sessions import list_sessions
from courseware.registry.store import Store

MODULES = ("m06-law", "m07-early-detection")
WOMAN, MAN = "198501012382", "198501012390"
SESSIONS = (
    "Tillfälle;Modul;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter;Arrangör\n"
    "W1;m07-early-detection;2026-11-12;09:00;12:00;Rådhuset;165;165;Ekdalen\n"
    "NATT;;2026-10-31;23:00;02:00;distans;180;180;\n"
)


@pytest.fixture
def project() -> Project:
    return load_project("demo")


@pytest.fixture
def codes(store: Store, project: Project, tmp_path: Path) -> list[str]:
    """Two participants and two sessions in the register; gives the participants' codes and a blank one."""
    with store.write(who="test", why="test") as tx:
        people = [
            Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-10-01"),
            Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2026-11-01"),
        ]
        enrol(tx, project.id, people)
        issued = issue_codes(tx, project.id, [1, 2, None])
    path = written(tmp_path, "tillfällen.csv", SESSIONS)
    add_sessions(store, project, read_sessions(path, project, MODULES), who="test", why="test")
    return [item.code for item in issued]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def minutes_of(store: Store, project: Project, month: str = "2026-11") -> dict[int, int]:
    with store.read() as tx:
        return {row.person_id: row.minutes for row in month_minutes(tx, project.id, month)}


def attend(store: Store, project: Project, path: Path, **values: object) -> tuple[int, int, int, int]:
    done = import_attendance(path, store, project, who="test", why="test", **values)  # type: ignore[arg-type]
    return done.added, done.changed, done.removed, done.unchanged


def test_sessions_are_read_from_a_workbook_with_real_dates_and_times(
    project: Project, tmp_path: Path
) -> None:
    from datetime import datetime, time

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Id", "Modul", "Datum", "Start", "Slut", "På distans", "Minuter"])
    sheet.append(["W9", "m06-law", datetime(2026, 11, 3), time(9, 0), time(16, 0), "ja", 360])  # noqa: DTZ001
    book.save(tmp_path / "t.xlsx")
    (item,) = read_sessions(tmp_path / "t.xlsx", project, MODULES)
    assert (f"{item.starts:%Y-%m-%d %H:%M}", f"{item.ends:%H:%M}") == ("2026-11-03 09:00", "16:00")
    assert (item.distance, item.planned_minutes, item.actual_minutes) == (True, 360, None)


def test_every_fault_of_a_session_list_is_named_at_once(project: Project, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "t.csv",
        "Tillfälle;Modul;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter\n"
        "W1;m07-early-detektion;2026-11-12;09:00;12:00;A;165;165\n"
        "W 2;;2025-11-12;9;12:00;A;165;165\n"
        "W3;;2026-11-12;09:00;12:00;;200;165\n"
        "850101-2382;;2026-11-12;09:00;12:00;A;165;165\n"
        "N;;2026-11-12;23:00;02:00;A;150;150\n",
    )
    with pytest.raises(ProblemsFound) as refused:
        read_sessions(path, project, MODULES)
    text = str(refused.value)
    for part in (
        "t.csv:2: session-module: column B (Modul): there is no such module. Did you mean",
        "t.csv:3: session-date: column C (Datum): is outside the project",
        "t.csv:3: session-name: column A (Tillfälle)",
        "t.csv:3: session-start: column D (Start): is not a time of day",
        "t.csv:4: session-place",
        "t.csv:5: session-name: column A (Tillfälle): the id looks like an identity number",
        "t.csv:6: session-actual: column H (Faktiska minuter): the session crosses midnight and has breaks",
        "5 of 5 rows need mending",
    ):
        assert part in text


def test_attendance_by_code_number_and_id_is_counted_once(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        "n.csv",
        f"Tillfälle;Deltagare;Närvaro;Sen;Tidig\nW1;{codes[0].lower()};hel;;\nW1;850101-2390;;15;10\nNATT;1;;30;\n",
    )
    assert attend(store, project, path, dry_run=True) == (3, 0, 0, 0)
    assert minutes_of(store, project) == {}
    assert attend(store, project, path) == (3, 0, 0, 0)
    assert minutes_of(store, project) == {1: 165 + 120, 2: 140}
    assert minutes_of(store, project, "2026-10") == {1: 30}
    assert attend(store, project, path) == (0, 0, 0, 3)
    assert minutes_of(store, project) == {1: 165 + 120, 2: 140}


def test_bad_rows_are_all_named_without_a_person_and_nothing_is_stored(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    wrong = codes[0][:-1] + ("0" if codes[0][-1] != "0" else "1")
    rows = [
        "W1;1;hel;",  # fine, and still not stored
        "W2;1;hel;",
        "W1;198501012383;hel;",
        "W1;199508032381;hel;",
        f"W1;{wrong};hel;",
        f"W1;{codes[2]};hel;",
        "W1;2;300;",
        "W1;2;90;15",
        "W1;2;;",
        "NATT;2;hel;",
        "W1;1;90;",
        "W1;77;hel;",
        "W1;;hel;",
    ]
    path = written(tmp_path, "n.csv", "Tillfälle;Deltagare;Närvaro;Sen\n" + "\n".join(rows) + "\n")
    with pytest.raises(ProblemsFound) as refused:
        attend(store, project, path)
    text = str(refused.value)
    for part in (
        "n.csv:3: attendance-session: column A (Tillfälle): there is no such session in this project. Import",
        "n.csv:4: attendance-participant: column B (Deltagare): 19XXXXXX-**** has a check digit",
        "n.csv:5: attendance-participant: column B (Deltagare): 19XXXXXX-**** takes no part in this project",
        "n.csv:6: attendance-participant: column B (Deltagare): the code",
        "n.csv:7: attendance-participant: column B (Deltagare): the code is not tied to anybody yet",
        "n.csv:8: attendance-minutes: column C (Närvaro): 300 minutes do not fit session 'W1' of 165 minutes",
        "n.csv:9: attendance-minutes: column C (Närvaro): has minutes, and minutes late",
        "n.csv:10: attendance-minutes: column C (Närvaro): is empty. Write the minutes, 'hel'",
        "n.csv:11: attendance-session: column A (Tillfälle): the session is on 2026-10-31",
        "n.csv:12: attendance-participant: column B (Deltagare): the same person and session stand in row 2",
        "n.csv:13: attendance-participant: column B (Deltagare): participant 77 takes no part",
        "n.csv:14: attendance-who: nobody is named",
        "12 of 13 rows need mending in n.csv. Nothing was changed.",
    ):
        assert part in text, part
    for secret in ("198501012383", "199508032381", "0101", "Påhittad", codes[2], wrong):
        assert secret not in text
    assert minutes_of(store, project) == {}


def test_a_placeholder_names_nobody_and_the_message_says_what_does(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    with store.write(who="test", why="test") as tx:
        hidden = Registration(3, "19790101Tf29", "", "Ekdalen", "2026-10-01", unit="Norr", protected=True)
        enrol(tx, project.id, [hidden])
    path = written(tmp_path, "n.csv", "Tillfälle;Personnummer;Närvaro\nW1;19790101Tf29;hel\n")
    with pytest.raises(ProblemsFound, match=r"stands for a protected identity.*code, or the id in a column"):
        attend(store, project, path)
    by_id = written(tmp_path, "d.csv", "Tillfälle;Deltagare;Närvaro\nW1;3;hel\n")
    assert attend(store, project, by_id) == (1, 0, 0, 0)


def test_a_sound_list_read_by_columns_gives_what_its_rows_give(
    store: Store, project: Project, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same list in both ways: the same rows, the same entries of the log but for number and time."""
    lists = [
        f"W1;{WOMAN};hel;;\nW1;{MAN};90;;\nNATT;{WOMAN};;30;\n",
        f"W1;{WOMAN};x;15;10\nW1;{MAN};0;;\nNATT;{WOMAN};hel;;\n",
    ]
    seen: list[object] = []
    for by_rows in (False, True):
        with store.write(who="test", why="test") as tx:
            tx.connection.exec_driver_sql("DELETE FROM attendance")
            tx.connection.exec_driver_sql("DELETE FROM presence")
        with store.read() as tx:
            first = sum(1 for _ in entries(tx.connection))
        with monkeypatch.context() as patch:
            if by_rows:
                patch.setattr(_Reader, "_read_sound", lambda _: False)
            else:
                patch.setattr(_Reader, "_read_rows", lambda _: pytest.fail("a sound list needs no rows"))
            for place, text in enumerate(lists):
                path = written(tmp_path, f"{place}.csv", f"Tillfälle;Personnummer;Närvaro;Sen;Tidig\n{text}")
                attend(store, project, path, correct=True)
        with store.read() as tx:
            held = [item.id for item in list_sessions(tx, project.id)]
            logged = [
                {name: entry[name] for name in ("action", "subject", "before", "after")}
                for entry in list(entries(tx.connection))[first:]
            ]
            seen.append((attendance_of(tx, held), logged))
    assert seen[0] == seen[1]


def test_correction_needs_to_be_asked_for_and_is_logged_with_both_values(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    attend(store, project, written(tmp_path, "n.csv", "Tillfälle;Deltagare;Närvaro\nW1;1;hel\nW1;2;hel\n"))
    other = written(tmp_path, "n2.csv", "Tillfälle;Deltagare;Närvaro\nW1;1;90\nW1;2;0\n")
    with pytest.raises(ProblemsFound, match=r"90 minutes here, 165 in the register already.*--correct"):
        attend(store, project, other)
    assert minutes_of(store, project) == {1: 165, 2: 165}
    assert attend(store, project, other, correct=True) == (0, 1, 1, 0)
    assert minutes_of(store, project) == {1: 90}
    with store.read() as tx:
        last = [
            entry for entry in entries(tx.connection, "person:1") if entry["action"] == "attendance.change"
        ]
    assert last[0]["before"]["minutes"] == {"2026-11-12": 165}
    assert last[0]["after"]["minutes"] == {"2026-11-12": 90}


def test_new_times_of_a_session_are_followed_by_those_who_were_there(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    attend(
        store, project, written(tmp_path, "n.csv", "Tillfälle;Deltagare;Närvaro;Sen\nW1;1;hel;\nW1;2;;20\n")
    )
    longer = written(tmp_path, "t.csv", SESSIONS.replace("165;165", "180;175"))
    done = add_sessions(store, project, read_sessions(longer, project, MODULES), who="test", why="test")
    assert (done.added, done.changed, done.unchanged, done.recounted) == (0, 1, 1, 2)
    assert minutes_of(store, project) == {1: 175, 2: 155}


def test_session_that_becomes_too_short_for_reported_minutes_is_refused(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    attend(store, project, written(tmp_path, "n.csv", "Tillfälle;Deltagare;Närvaro\nW1;1;160\n"))
    shorter = written(tmp_path, "t.csv", SESSIONS.replace("165;165", "120;120"))
    with pytest.raises(
        ProblemsFound, match=r"session W1: session-attendance: participant 1: 160 minutes do not"
    ):
        add_sessions(store, project, read_sessions(shorter, project, MODULES), who="test", why="test")
    with store.read() as tx:
        assert [item.actual_minutes for item in list_sessions(tx, project.id, "2026-11")] == [165]


def test_list_without_a_needed_column_is_refused_once(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "n.csv", "Deltagare;Anteckning;Sen\n1;x;0\n")
    with pytest.raises(ProblemsFound, match="say it for all: --session ID"):
        attend(store, project, path)
    assert (
        attend(store, project, written(tmp_path, "m.csv", "Deltagare;Närvaro\n1;hel\n"), session="W1")[0] == 1
    )


SIGNED = "Deltagare;Månad;Minuter;Metod;Datum;Original\n"


def attest(store: Store, project: Project, path: Path, **values: object) -> tuple[int, int, int]:
    done = import_attestations(path, store, project, who="test", why="test", **values)  # type: ignore[arg-type]
    return done.added, done.replaced, done.unchanged


def test_later_signature_replaces_an_earlier_one_and_both_are_kept(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    first = written(tmp_path, "i.csv", SIGNED + "1;2026-11;165;mejl;2026-12-01;Diarium 1\n")
    assert attest(store, project, first, dry_run=True) == (1, 0, 0)
    assert attest(store, project, first) == (1, 0, 0)
    assert attest(store, project, first) == (0, 0, 1)
    later = written(tmp_path, "j.csv", SIGNED + "1;november 2026;285;portalen;2026-12-03;Portalen\n")
    assert attest(store, project, later) == (0, 1, 0)
    with pytest.raises(ProblemsFound, match="285 minutes signed on 2026-12-03 stand in the register already"):
        attest(store, project, first)
    with store.read() as tx:
        found = [(item.minutes, item.method, item.replaced) for item in list_attestations(tx, project.id)]
    assert found == [(165, "mail", True), (285, "portal", False)]
    assert attest(store, project, first, correct=True) == (0, 1, 0)


def test_bad_attestations_are_all_named(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        "i.csv",
        "Personnummer;Månad;Minuter;Timmar;Metod;Datum;Original\n"
        f"{WOMAN};2026-11;165;;fax;2026-12-01;x\n"
        f"{WOMAN};2025-11;165;;mejl;2026-12-01;x\n"
        f"{WOMAN};2026-11;165;;mejl;2026-10-31;x\n"
        f"{WOMAN};2026-11;;1,33;mejl;2026-12-01;\n"
        f"{WOMAN};2026-11;60;2;mejl;2026-12-01;x\n"
        "850101-2399;2026-11;60;;mejl;2026-12-01;x\n"
        f"{WOMAN};2026-11;;;mejl;2026-12-01;x\n",
    )
    with pytest.raises(ProblemsFound) as refused:
        attest(store, project, path)
    text = str(refused.value)
    for part in (
        "i.csv:2: attestation-method: column E (Metod): is not a way of attesting. Write one of: portal",
        "i.csv:3: attestation-month: column B (Månad): 2025-11 is outside the project",
        "i.csv:4: attestation-signed: column F (Datum): is before the month 2026-11",
        "i.csv:5: attestation-hours: column D (Timmar): is not whole minutes",
        "i.csv:5: attestation-reference: column G (Original): is empty",
        "i.csv:6: attestation-hours: column D (Timmar): says 120 minutes, the other column 60",
        "i.csv:7: attestation-number: column A (Personnummer): XXXXXX-**** has a check digit",
        "i.csv:8: attestation-minutes: column C (Minuter): the attested time is empty",
        "7 of 7 rows need mending",
    ):
        assert part in text, part
    assert WOMAN not in text
    with store.read() as tx:
        assert list_attestations(tx, project.id) == []


def test_ways_of_attesting_are_the_projects_to_say(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "i.csv", SIGNED + "1;2026-11;165;mejl;2026-12-01;x\n")
    with pytest.raises(ProblemsFound, match="is not accepted in this project"):
        attest(store, replace(project, attestation_methods=("portal",)), path)
    with pytest.raises(CoursewareError, match="attestation_methods is not set"):
        attest(store, replace(project, attestation_methods=None), path)


def test_hours_outside_the_participation_never_get_in(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    ended = replace(project, ends=date(2026, 11, 1))
    path = written(tmp_path, "t.csv", SESSIONS)
    with pytest.raises(ProblemsFound, match="is outside the project"):
        read_sessions(path, ended, MODULES)


def test_the_place_of_a_session_is_no_identity_number(project: Project, tmp_path: Path) -> None:
    bad = written(tmp_path, "tillfällen.csv", SESSIONS.replace("Rådhuset", "hemma hos 850101-2382"))
    with pytest.raises(ProblemsFound, match=r"Plats\): holds something like an identity number") as caught:
        read_sessions(bad, project, MODULES)
    assert "850101" not in str(caught.value)


def test_a_reference_holds_no_identity_number(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    text = "Deltagare;Månad;Minuter;Metod;Datum;Original\n1;2026-11;165;mejl;2026-12-01;Pärm 19850101-2382\n"
    path = written(tmp_path, "intyg.csv", text)
    with pytest.raises(ProblemsFound, match="holds something like an identity number") as caught:
        import_attestations(path, store, project, who="test", why="test")
    assert "19850101" not in str(caught.value)


@pytest.mark.parametrize(("end", "fits"), [("00:00", True), ("00:30", False)])
def test_no_session_runs_past_the_last_day_of_the_project(
    project: Project, tmp_path: Path, end: str, fits: bool
) -> None:
    rows = SESSIONS.splitlines()
    last = f"SIST;;2028-12-31;20:00;{end};distans;60;{240 if fits else 270};"
    path = written(tmp_path, "tillfällen.csv", f"{rows[0]}\n{last}\n")
    if fits:
        assert [item.name for item in read_sessions(path, project, MODULES)] == ["SIST"]
        return
    with pytest.raises(ProblemsFound, match=r"Slut\): is after the project's last day"):
        read_sessions(path, project, MODULES)
