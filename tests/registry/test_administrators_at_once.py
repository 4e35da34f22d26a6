"""Several administrators at one moment: nothing is lost, nothing is doubled, and the log is one chain."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from people import count_people, invented_numbers
from sqlalchemy import func, select

from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.checks import check_register
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log_lines import find_entries
from courseware.registry.people import list_people
from courseware.registry.sessions import Session, add_session
from courseware.registry.store import Store, open_store
from courseware.registry.tables import participation, person

LISTS, PEOPLE = 8, 5

WORKER = """
import json, sys, time
from datetime import datetime
from pathlib import Path
from courseware.intake.attendance import import_attendance
from courseware.intake.attestations import import_attestations
from courseware.registry import engine
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.projects import load_project
from courseware.registry.store import StoreError, open_store

url, key, folder, kind, wait, numbers = sys.argv[1:]
folder, numbers, project = Path(folder), json.loads(numbers), load_project("demo")
engine.LOCK_WAIT_SECONDS = float(wait)
store = open_store(url, Path(key))

def people(part):
    with store.write(who=kind, why=f"list {part}") as tx:
        some = numbers[part * 5 : part * 5 + 5]
        day = "2026-02-01"
        enrol(tx, "demo", [Registration(row, one, f"N{one}", "E", day) for row, one in enumerate(some)])

def attendances(part):
    import_attendance(folder / f"attendance-{part}.csv", store, project, who=kind, why=f"list {part}")

def attestations(part):
    import_attestations(folder / f"attestations-{part}.csv", store, project, who=kind, why=f"list {part}")

work = {"people": people, "again": people, "attendance": attendances, "attestations": attestations}[kind]
(folder / f"ready-{kind}").touch()
while not (folder / "go").exists():
    time.sleep(0.005)
done = []
for part in range(8) if kind != "again" else reversed(range(8)):
    try:
        work(part)
        done.append([part, "ok"])
    except StoreError as error:
        done.append([part, str(error)])
print(json.dumps(done))
"""

KINDS = ("people", "again", "attendance", "attestations")


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A few people, a session a list, and the lists that will be taken in."""
    with store.write(who="test", why="test") as tx:
        people = [
            Registration(row, number, f"Known {row}", "Björkvik", "2026-02-01")
            for row, number in enumerate(invented_numbers(PEOPLE, seed=2))
        ]
        enrol(tx, "demo", people)
        for part in range(LISTS):
            starts, ends = datetime(2026, 3, 1 + part, 9), datetime(2026, 3, 1 + part, 12)  # noqa: DTZ001 (local)
            add_session(
                tx, "demo", Session(f"W{part}", starts, ends, 180, place="Rådhuset", actual_minutes=180)
            )
    for part in range(LISTS):
        rows = "".join(f"W{part};{one};hel\n" for one in range(1, PEOPLE + 1))
        (tmp_path / f"attendance-{part}.csv").write_text(
            f"Tillfälle;Deltagare;Närvaro\n{rows}", encoding="utf-8"
        )
        month = f"2026-{part + 3:02d}"
        rows = "".join(f"{one};{month};180;mejl;2026-12-01;Pärm\n" for one in range(1, PEOPLE + 1))
        (tmp_path / f"attestations-{part}.csv").write_text(
            f"Deltagare;Månad;Minuter;Metod;Datum;Original\n{rows}", encoding="utf-8"
        )
    return store


def at_once(store: Store, folder: Path, wait: float) -> dict[str, dict[int, str]]:
    """Lets four commands work at the same moment and gives what came of each of their lists."""
    url = store.engine.url.render_as_string(hide_password=False)
    numbers = json.dumps(list(invented_numbers(LISTS * PEOPLE, seed=1)))
    running = {
        kind: subprocess.Popen(
            [sys.executable, "-c", WORKER, url, str(store.key_file), str(folder), kind, str(wait), numbers],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in KINDS
    }
    while not all((folder / f"ready-{kind}").exists() for kind in KINDS):
        assert all(one.poll() is None for one in running.values()), [
            one.stderr.read() for one in running.values() if one.poll() is not None and one.stderr
        ]
    (folder / "go").touch()
    outcome = {}
    for kind, one in running.items():
        output, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors
        outcome[kind] = dict(json.loads(output))
    return outcome


@pytest.mark.parametrize("wait", [10.0, 0.02])
def test_nothing_is_lost_or_doubled(filled: Store, tmp_path: Path, wait: float) -> None:
    """With patience everybody succeeds; without it some are told who is in the way, and lose nothing."""
    outcome = at_once(filled, tmp_path, wait)
    done = {kind: {part for part, said in parts.items() if said == "ok"} for kind, parts in outcome.items()}
    refused = {said for parts in outcome.values() for said in parts.values() if said != "ok"}
    if wait > 1:
        assert refused == set()
    assert all("Another command is writing to the register" in said for said in refused)
    taken_in = len(done["people"] | done["again"]) * PEOPLE
    with filled.read() as tx:

        def count(table: Any) -> int:
            return int(tx.connection.execute(select(func.count()).select_from(table)).scalar_one())

        assert count(person) == count(participation) == PEOPLE + taken_in
        assert count(attendance) == len(done["attendance"]) * PEOPLE
        assert count(attestation) == len(done["attestations"]) * PEOPLE
        logged = Counter(entry.action for entry in find_entries(tx.connection))
        ids = list(tx.connection.execute(select(person.c.id).order_by(person.c.id)).scalars())
    assert ids == list(range(1, len(ids) + 1)), "no number is given twice or left out"
    assert (logged["person.add"], logged["attendance.add"], logged["attestation.add"]) == (
        PEOPLE + taken_in,
        len(done["attendance"]) * PEOPLE,
        len(done["attestations"]) * PEOPLE,
    )
    assert check_register(filled).faults == []


UPDATE = """
import sys, time
from pathlib import Path
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.store import open_store

url, key, folder, unit = sys.argv[1:]
store = open_store(url, Path(key))
store.exists()
(Path(folder) / f"ready-{unit}").touch()
while not (Path(folder) / "go").exists():
    time.sleep(0.002)
with store.write(who=unit, why="update") as tx:
    row = Registration(1, "198501012382", "Anna Ny", "Ekdalen", "2026-02-01", unit=unit)
    enrol(tx, "demo", [row], update=True)
"""


def test_of_two_updates_the_last_one_stands_and_both_are_in_the_log(store: Store, tmp_path: Path) -> None:
    with store.write(who="test", why="test") as tx:
        enrol(tx, "demo", [Registration(1, "198501012382", "Anna Ny", "Ekdalen", "2026-02-01", unit="old")])
    url = store.engine.url.render_as_string(hide_password=False)
    running = [
        subprocess.Popen([sys.executable, "-c", UPDATE, url, str(store.key_file), str(tmp_path), unit])
        for unit in ("east", "west")
    ]
    while not all((tmp_path / f"ready-{unit}").exists() for unit in ("east", "west")):
        assert all(one.poll() is None for one in running)
    (tmp_path / "go").touch()
    assert [one.wait(60) for one in running] == [0, 0]
    with store.read() as tx:
        [anna] = list_people(tx, "demo")
        first, last = find_entries(tx.connection, action="participation.change")
    assert {first.who, last.who} == {"east", "west"}
    assert first.after is not None
    assert last.before is not None
    assert last.after is not None
    assert last.after["unit"] == anna.unit == last.who
    assert last.before["unit"] == first.after["unit"], "the second saw what the first had written"
    assert check_register(store).faults == []


def test_a_list_sees_one_moment_whoever_writes_meanwhile(store: Store) -> None:
    numbers = list(invented_numbers(40))
    people = [
        Registration(row, one, f"Name {row}", "Ekdalen", "2026-02-01") for row, one in enumerate(numbers)
    ]
    with store.write(who="test", why="test") as tx:
        enrol(tx, "demo", people[:20])
    other = open_store(store.engine.url.render_as_string(hide_password=False), store.key_file)
    with store.read() as tx:
        listed = list_people(tx, "demo")
        next(listed)
        with other.write(who="bo", why="meanwhile") as meanwhile:
            enrol(meanwhile, "demo", people[20:])
        assert 1 + len(list(listed)) == 20
        assert (count_people(tx, "demo"), len(list(list_people(tx, "demo")))) == (20, 20)
    with store.read() as tx:
        assert count_people(tx, "demo") == 40
