"""Everything about one person: nothing is left out, and nothing of anybody else is in it."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import inspect, select

from courseware.receipts.codes import split_code
from courseware.registry.attendance import Attendance, put_attendance
from courseware.registry.attestations import Attestation, put_attestations
from courseware.registry.claims import (
    AttemptRow,
    CompletionRow,
    HeldRow,
    StatementRow,
    hold_statements,
    new_import,
    store_claims,
)
from courseware.registry.codes import issue_codes
from courseware.registry.dossier import NobodyThere, is_protected, personal_data
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.exports import ExportEntry, add_export, number_tag
from courseware.registry.information import information
from courseware.registry.presence import check_in, presence
from courseware.registry.projects import load_project
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.situations import situation
from courseware.registry.store import Store, WriteTransaction
from courseware.registry.tables import former_number, person

WOMAN, MAN, OTHER = "198501012382", "198501012390", "199508032381"


def fill(tx: WriteTransaction, person_id: int, number: str, mark: str) -> None:
    """Notes something in every table, marked so that it can be told whose it is."""
    zone = load_project("demo").zone
    sealed = tx.connection.execute(select(person.c.wrapped_key).where(person.c.id == person_id)).scalar_one()
    key = tx.keys.person_key(person_id, sealed)
    [issued] = issue_codes(tx, "demo", [person_id])
    code = split_code(issued.code).random_part
    name = f"session-{mark}"
    starts, ends = datetime(2026, 2, 12, 9), datetime(2026, 2, 12, 12)  # noqa: DTZ001 (local)
    add_session(tx, "demo", Session(name, starts, ends, 180, place=f"place-{mark}", actual_minutes=180))
    held = sessions_by_name(tx, "demo")[name]
    put_attendance(
        tx, {held.id: held}, {(held.id, person_id): Attendance(person_id).rows(held, "demo", zone)}, {}
    )
    put_attestations(
        tx, "demo", [(Attestation(person_id, "2026-02", 180, "ink", "2026-03-01", f"folder-{mark}"), None)]
    )
    former = (f"{person_id:064d}", person_id, key.encrypt("former_number", f"former-{mark}"), "2026-03-01")
    tx.insert(former_number, ("number_hash", "person_id", "number_enc", "until"), [former])
    tx.insert(
        information,
        ("project", "person_id", "version", "given_on"),
        [("demo", person_id, f"sheet-{mark}", "2026-02-01")],
    )
    answer = ("demo", person_id, "entry", "employment", f"answer-{mark}", "2026-02-01")
    tx.insert(situation, ("project", "person_id", "moment", "field", "value", "noted_on"), [answer])
    tx.insert(presence, ("session_id", "person_id", "source"), [(held.id, person_id, "list")])
    tx.insert(
        check_in,
        ("session_id", "code_random", "code_version", "at"),
        [(held.id, code, 1, "2026-02-12T08:00:00Z")],
    )
    ids = [uuid.uuid5(uuid.NAMESPACE_URL, f"{mark}-{what}").bytes for what in range(4)]
    run = new_import(tx, "demo", "inbox")
    module, version = f"module-{mark}", "0" * 16
    said = StatementRow(
        ids[0], code, 1, "answered", module, "q1", version, "sv", 1770000000000, 1770000000000, None, "1"
    )
    store_claims(
        tx,
        [(*said, run)],
        [AttemptRow(ids[1], code, 1, module, version, 1770000000000, 4, 5, 80, passed=True)],
        [
            CompletionRow(
                *(ids[2], "demo", code, 1, issued.code, module, version),
                *("2026-02", "2026-02-03", "2026-02-03T10:00:00Z", run),
            )
        ],
    )
    held_back = HeldRow(
        ids[3], "demo", None, issued.code, False, f"reason-{mark}", "{}", "x", 1770000000000, None, run
    )
    hold_statements(tx, [held_back])
    rows = [ExportEntry(person_id, number_tag(tx, number), "2026-02-01", "", 180, 0, 180, 0, 180)]
    add_export(tx, "demo", "2026-02", mark * 64, {}, rows)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two people with something in every table that says something about somebody."""
    with store.write(who="anna", why="list") as tx:
        enrol(
            tx,
            "demo",
            [
                Registration(
                    1,
                    WOMAN,
                    "Anna Påhittad",
                    "Ekdalen",
                    "2026-02-01",
                    email="a@a.example",
                    unit="unit-a",
                    role="role-a",
                ),
                Registration(
                    2,
                    MAN,
                    "Bo Påhittad",
                    "Björkvik",
                    "2026-02-01",
                    email="b@b.example",
                    unit="unit-b",
                    role="role-b",
                ),
            ],
        )
        fill(tx, 1, WOMAN, "a")
        fill(tx, 2, MAN, "b")
    return store


def data_of(store: Store, person_id: int) -> dict[str, Any]:
    with store.read() as tx:
        return personal_data(tx, person_id)


def test_everything_is_in_it_and_nothing_of_anybody_else(filled: Store) -> None:
    filled.note_access("bo", "export", "person:1")
    data = data_of(filled, 1)
    assert data["person"] == {
        **{"id": 1, "name": "Anna Påhittad", "number": WOMAN, "email": "a@a.example"},
        "protected": False,
    }
    assert {name: len(rows) for name, rows in data.items() if name != "person"} == {
        **{"also_entered_as": 0, "former_numbers": 1, "participations": 1, "codes": 1, "attendance": 1},
        **{
            "seen_at_sessions": 1,
            "attestations": 1,
            "check_ins": 1,
            "statements": 1,
            "tests": 1,
            "modules": 1,
        },
        **{"held_back": 1, "information": 1, "situation": 1, "reported": 1, "log": 6},
    }
    text = json.dumps(data, ensure_ascii=False)
    marks = ("unit", "role", "session", "place", "folder", "former", "sheet", "answer", "module", "reason")
    assert [mark for mark in marks if f"{mark}-a" not in text] == []
    assert [mark for mark in marks if f"{mark}-b" in text] == []
    for others in ("Bo Påhittad", MAN, "b@b.example", "Björkvik"):
        assert others not in text
    assert data["participations"][0]["stays"] == [{"started": "2026-02-01", "ended": None}]
    assert data["tests"][0]["at"] == "2026-02-02T02:40:00Z"


def test_the_log_is_opened_with_the_persons_key(filled: Store) -> None:
    log = {entry["action"]: entry for entry in data_of(filled, 1)["log"]}
    assert log["person.add"]["after"]["name"] == "Anna Påhittad"
    assert log["person.add"]["after"]["number"] == WOMAN
    assert log["attestation.add"]["after"]["reference"] == "folder-a"


def test_no_table_about_people_is_forgotten(filled: Store) -> None:
    """A new table with a person or a code in it fails here until the dossier, and this list, know it."""
    with filled.read() as tx:
        seen = inspect(tx.connection)
        about = {
            name
            for name in seen.get_table_names()
            if {"person_id", "code_random", "code"} & {column["name"] for column in seen.get_columns(name)}
        }
    assert about == {
        *("attendance", "attempt", "attestation", "check_in", "code", "completion", "export_entry"),
        *(
            "former_number",
            "held_statement",
            "information",
            "participation",
            "presence",
            "situation",
            "statement",
        ),
    }


def test_rows_that_were_merged_come_along(filled: Store) -> None:
    with filled.write(who="anna", why="merge") as tx:
        tx.connection.execute(person.update().where(person.c.id == 2).values(merged_into=1, protected=True))
    data = data_of(filled, 1)
    assert [(row["id"], row["number"]) for row in data["also_entered_as"]] == [(2, MAN)]
    assert len(data["attestations"]) == 2
    assert "folder-b" in json.dumps(data["log"])
    with filled.read() as tx:
        assert is_protected(tx, 1)
    with pytest.raises(NobodyThere, match="was found to be person 1"):
        data_of(filled, 2)


def test_nobody_is_told_about_nobody(filled: Store) -> None:
    with pytest.raises(NobodyThere, match="There is no person 99"):
        data_of(filled, 99)
    with filled.write(who="anna", why="x") as tx:
        tx.connection.execute(person.update().where(person.c.id == 2).values(erased_on="2034-01-01"))
    with pytest.raises(NobodyThere, match="was erased on 2034-01-01"):
        data_of(filled, 2)
