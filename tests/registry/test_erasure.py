"""Erasing: refused while evidence must be kept, thorough where it is allowed, and the chain holds."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from courseware.errors import CoursewareError
from courseware.registry.attendance import Attendance, put_attendance
from courseware.registry.attestations import Attestation, list_attestations, put_attestations
from courseware.registry.backup import back_up
from courseware.registry.checks import check_register
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.erasure import Erasure, ErasureRefused, erase_person, plan_erasure
from courseware.registry.exports import ExportEntry, add_export, export_entries, number_tag
from courseware.registry.finding import people_of
from courseware.registry.information import information
from courseware.registry.log_lines import find_entries
from courseware.registry.people import list_people, month_people, names_of
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.situations import situation
from courseware.registry.store import Store, open_store
from courseware.registry.tables import former_number, person

WOMAN, MAN, OTHER = "198501012382", "198501012390", "199508032381"
TODAY = date(2026, 11, 21)
AFTER = date(2034, 1, 1)
"""The day after the demonstration project's evidence may go."""


def load_kept(keep_until: date | None) -> Callable[[str], Project]:
    return lambda project_id: replace(load_project("demo"), id=project_id, retain_until=keep_until)


def erase(store: Store, person_id: int, today: date = TODAY, **values: Any) -> Erasure:
    return erase_person(store, person_id, who="anna", why="asked for it", today=today, **values)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two people with all that a register can hold about them, but nothing attested or exported."""
    with store.write(who="anna", why="list") as tx:
        people = [
            Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-02-01", email="anna@ekdalen.example"),
            Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2026-02-01", unit="Ekskolan", role="rektor"),
        ]
        enrol(tx, "demo", people)
        issue_codes(tx, "demo", [1, 2])
        key = tx.keys.person_key(
            1, tx.connection.execute(select(person.c.wrapped_key).where(person.c.id == 1)).scalar_one()
        )
        tx.insert(
            former_number,
            ("number_hash", "person_id", "number_enc", "until"),
            [(tx.keys.hash_number(OTHER), 1, key.encrypt("former_number", OTHER), "2026-03-01")],
        )
        tx.insert(
            information, ("project", "person_id", "version", "given_on"), [("demo", 1, "2025", "2026-02-01")]
        )
        columns = ("project", "person_id", "moment", "field", "value", "noted_on")
        tx.insert(situation, columns, [("demo", 1, "entry", "employment", "employed", "2026-02-01")])
    return store


def attend(store: Store) -> None:
    """Both were there for three hours."""
    zone = load_project("demo").zone
    starts, ends = datetime(2026, 2, 12, 9), datetime(2026, 2, 12, 12)  # noqa: DTZ001 (local)
    with store.write(who="anna", why="attendance") as tx:
        add_session(tx, "demo", Session("W1", starts, ends, 180, actual_minutes=180))
        held = sessions_by_name(tx, "demo")["W1"]
        new = {(held.id, one): Attendance(one).rows(held, "demo", zone) for one in (1, 2)}
        put_attendance(tx, {held.id: held}, new, {})


def attest(store: Store, person_id: int = 1, month: str = "2026-02") -> None:
    with store.write(who="anna", why="attestations") as tx:
        signed = Attestation(person_id, month, 180, "ink", "2026-03-01", "Pärm 3, Anna Påhittad")
        put_attestations(tx, "demo", [(signed, None)])


def export(store: Store) -> None:
    with store.write(who="anna", why="month") as tx:
        rows = [ExportEntry(1, number_tag(tx, WOMAN), "2026-02-01", "", 180, 0, 180, 0, 180)]
        add_export(tx, "demo", "2026-02", "0" * 64, {}, rows)


def log_of(store: Store) -> list[tuple[Any, ...]]:
    with store.read() as tx:
        return [tuple(row) for row in tx.connection.execute(text("SELECT * FROM change_log ORDER BY id"))]


def test_nothing_of_the_person_is_left_and_the_rest_stays(filled: Store) -> None:
    attend(filled)
    with filled.read() as tx:
        codes = codes_of(tx, "demo")
    log = log_of(filled)
    done = erase(filled, 1)
    assert done.gone == {
        "numbers": 1,
        "names": 1,
        "e-mail addresses": 1,
        "former numbers": 1,
        "situation answers": 1,
        "information notes": 1,
    }
    assert done.kept == {"minutes recorded": 180, "participations": 1, "codes": 1}
    assert (done.projects, done.early, done.scrubbed) == (("demo",), True, True)
    with filled.read() as tx:
        [anna, bo] = list_people(tx, "demo")
        assert (anna.name, anna.number12, anna.email, anna.masked) == ("", "", "", "erased")
        assert (anna.organisation, anna.started) == ("Ekdalen", "2026-02-01")
        assert (bo.name, bo.number12) == ("Bo Påhittad", MAN)
        assert [one.erased for one in month_people(tx, "demo")] == [True, False]
        assert names_of(tx, [1, 2]) == {1: "", 2: "Bo Påhittad"}
        assert codes_of(tx, "demo") == codes
        found = people_of(tx, "demo")
        assert [found.by_number(number) for number in (WOMAN, OTHER, MAN)] == [None, None, 2]
        row = tx.connection.execute(select(person).where(person.c.id == 1)).mappings().one()
    assert row["number_hash"] == "erased:1"
    assert row["erased_on"] == "2026-11-21"
    assert [row[name] for name in ("wrapped_key", "name_enc", "number_enc", "email_enc")] == [None] * 4
    assert check_register(filled).faults == []
    later = log_of(filled)
    assert later[: len(log)] == log, "nothing in the log is rewritten"
    [entry] = later[len(log) :]
    assert (entry[2], entry[3], entry[4], entry[5]) == ("anna", "asked for it", "person.erase", "person:1")


def test_no_trace_of_name_number_or_hash_is_left_in_the_database(filled: Store) -> None:
    with filled.read() as tx:
        row = tx.connection.execute(select(person).where(person.c.id == 1)).mappings().one()
        hashes = [tx.keys.hash_number(number).encode() for number in (WOMAN, OTHER)]
    sealed = [bytes(row[name]) for name in ("wrapped_key", "name_enc", "number_enc", "email_enc")]

    def found() -> list[bytes]:
        return [part for part in (*sealed, *hashes) if part in bytes_of(filled)]

    assert found() == [*sealed, *hashes], "the search itself must be able to find something"
    erase(filled, 1)
    assert found() == []


def bytes_of(store: Store) -> bytes:
    """Gives every byte that the database keeps of its tables."""
    if store.file is not None:
        return b"".join(path.read_bytes() for path in store.file.parent.glob("registry.sqlite*"))
    with store.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        paths = [
            connection.exec_driver_sql(f"SELECT pg_relation_filepath('{name}')").scalar_one()
            for name in ("person", "person_number_hash_key", "former_number", "former_number_pkey")
        ]
    return b"".join(Path(folder, path).read_bytes() for path in paths)


def test_the_logs_ciphertext_stays_and_opens_for_nobody(filled: Store) -> None:
    attest(filled, 2)
    with filled.read() as tx:
        wrapped = tx.connection.execute(select(person.c.wrapped_key).where(person.c.id == 2)).scalar_one()
        key = tx.keys.person_key(2, wrapped)
        [added] = find_entries(tx.connection, subject="person:2", action="attestation.")
    assert added.after is not None
    assert key.decrypt("reference", base64.b64decode(added.after["reference"])) == "Pärm 3, Anna Påhittad"
    erase(filled, 2, AFTER)
    everything = repr(log_of(filled))
    assert "Pärm" not in everything
    with filled.read() as tx:
        assert [item.reference for item in list_attestations(tx, "demo")] == [""]


@pytest.mark.parametrize("what", ["attested", "exported"])
def test_evidence_is_kept_until_its_day(filled: Store, what: str) -> None:
    {"attested": attest, "exported": export}[what](filled)
    words = {"attested": r"attested 1 month \(2026-02\)", "exported": "was reported in 1 export"}
    for today in (TODAY, date(2033, 12, 31)):
        with pytest.raises(
            ErasureRefused, match=f"Person 1 {words[what]}: that is evidence, kept until 2033-12-31"
        ):
            erase(filled, 1, today)
    with filled.read() as tx:
        assert names_of(tx, [1]) == {1: "Anna Påhittad"}
    assert erase(filled, 2).early, "somebody without evidence may go"
    done = erase(filled, 1, AFTER)
    assert (done.early, done.retain_until) == (False, date(2033, 12, 31))
    with filled.read() as tx:
        if what == "exported":
            assert [row.number_tag for row in export_entries(tx, 1)] == [None]
            assert done.kept["export rows"] == 1


def test_the_latest_of_all_projects_days_counts(filled: Store) -> None:
    attest(filled)
    with filled.write(who="anna", why="list") as tx:
        enrol(tx, "other", [Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-02-01")])

    def load(project_id: str) -> Project:
        return load_kept(date(2036, 12, 31) if project_id == "other" else date(2033, 12, 31))(project_id)

    with pytest.raises(ErasureRefused, match="kept until 2036-12-31"):
        erase(filled, 1, AFTER, load=load)
    assert erase(filled, 1, date(2037, 1, 1), load=load).projects == ("demo", "other")


def test_without_a_day_until_when_to_keep_nobody_is_erased(filled: Store) -> None:
    with pytest.raises(CoursewareError, match="retain_until is not set"):
        erase(filled, 1, load=load_kept(None))
    with filled.write(who="anna", why="list") as tx:
        enrol(tx, "gone", [Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-02-01")])
    with pytest.raises(CoursewareError, match="There is no project 'gone'"):
        erase(filled, 1)


def test_a_trial_changes_nothing(filled: Store) -> None:
    log = log_of(filled)
    assert erase(filled, 1, trial=True).gone["names"] == 1
    assert log_of(filled) == log
    with filled.read() as tx:
        assert names_of(tx, [1]) == {1: "Anna Påhittad"}


def test_who_cannot_be_erased_is_told(filled: Store) -> None:
    erase(filled, 1)
    for person_id, words in ((1, "was erased on 2026-11-21 already"), (99, "There is no person 99")):
        with pytest.raises(ErasureRefused, match=words):
            erase(filled, person_id)


def test_rows_that_were_merged_go_with_the_person(filled: Store) -> None:
    with filled.write(who="anna", why="merge") as tx:
        tx.connection.execute(person.update().where(person.c.id == 2).values(merged_into=1))
    with pytest.raises(ErasureRefused, match=r"Person 2 was found to be person 1. Erase that one"):
        erase(filled, 2)
    done = erase(filled, 1)
    assert (done.ids, done.gone["names"]) == ((1, 2), 2)
    with filled.read() as tx:
        assert names_of(tx, [1, 2]) == {1: "", 2: ""}


def test_who_comes_back_after_an_erasure_is_somebody_new(filled: Store) -> None:
    erase(filled, 1)
    with filled.write(who="anna", why="list") as tx:
        outcome = enrol(tx, "demo", [Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-12-01")])
    assert outcome.person_ids == {1: 3}


def test_a_reader_in_the_way_puts_the_overwriting_off(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courseware.registry.scrub.LOCK_WAIT_SECONDS", 0.2)
    other = open_store(filled.engine.url.render_as_string(hide_password=False), filled.key_file)
    with other.read() as tx:
        names_of(tx, [1])
        assert not erase(filled, 1).scrubbed


def test_a_backup_made_before_still_holds_the_person(filled: Store, tmp_path: Path) -> None:
    """Which is why the command names the backups there are."""
    back_up(filled, tmp_path / "a.sqlite")
    erase(filled, 1)
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", filled.key_file).read() as tx:
        assert names_of(tx, [1]) == {1: "Anna Påhittad"}


def test_a_plan_needs_no_writing(filled: Store) -> None:
    with filled.read() as tx:
        assert plan_erasure(tx, 1, TODAY).gone["names"] == 1
