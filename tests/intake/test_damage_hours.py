"""Damaged lists of sessions, attendance and attestations: refused by row, column and code, or repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from damage import PERSONS, Damage, fits, refusals, write_list
from damage_hours import (
    ATTENDANCE,
    ATTESTATIONS,
    SESSIONS,
    attendance_damages,
    attestation_damages,
    session_damages,
)

from courseware.errors import ProblemsFound
from courseware.intake.attendance import import_attendance
from courseware.intake.attestations import import_attestations
from courseware.intake.sessions import add_sessions, read_sessions
from courseware.registry.attendance import attendance_of
from courseware.registry.attestations import list_attestations
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.sessions import Session, sessions_by_name
from courseware.registry.store import Store

FORMATS = ("xlsx", "utf-8-sig", "cp1252", "utf-16")
MODULES = ("m06-law", "m07-early-detection")


@pytest.fixture
def project() -> Project:
    return replace(load_project("demo"), starts=date(2020, 8, 3), ends=date(2023, 4, 30))


@pytest.fixture
def codes(store: Store, project: Project) -> list[str]:
    """The fixture persons and many sessions in the register; gives the persons' codes and a blank one."""
    people = [
        Registration(row, number, f"Påhittad {row}", "Ekdalen", "2020-09-15")
        for row, number in enumerate(PERSONS, 1)
    ]

    def held(name: str, start: str, end: str, minutes: int | None = 165) -> Session:
        starts, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
        return Session(name, starts, ends, 165, place="Rådhuset", actual_minutes=minutes)

    with store.write(who="test", why="test") as tx:
        enrol(tx, project.id, people)
        issued = issue_codes(tx, project.id, [*range(1, len(PERSONS) + 1), None])
    sessions = [held(f"S{n}", "2020-11-12T09:00", "2020-11-12T12:00") for n in range(300)]
    sessions += [held("UTAN", "2020-11-12T09:00", "2020-11-12T12:00", None)]
    sessions += [held("FÖRE", "2020-09-14T09:00", "2020-09-14T12:00")]
    sessions += [held("NATT", "2020-11-12T22:00", "2020-11-13T00:45")]
    add_sessions(store, project, sessions, who="test", why="test")
    return [item.code for item in issued]


def require(refused: ProblemsFound, headers: Mapping[str, str], places: list[tuple[int, Damage]]) -> None:
    """Compares what was said with what must be: nothing missing, nothing more, nobody named."""
    expected = refusals(headers, places)
    found = {
        (p.line, p.message.split(": ")[0] if p.message.startswith("column ") else "", p.code)
        for p in refused.problems
    }
    words = {row: (one.what, one.cells) for row, one in places}
    assert [(words[one[0]], *one) for one in sorted(found - expected)] == [], "said too much"
    assert [(words[one[0]], *one) for one in sorted(expected - found)] == [], "not said"
    assert len(refused.problems) == len(expected), "something is said twice"
    text = str(refused)
    assert not any(number in text or number[2:] in text for number in PERSONS)


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_sessions_are_refused_or_repaired(project: Project, tmp_path: Path, kind: str) -> None:
    damages = [one for one in session_damages() if fits(one, kind)]
    assert len(damages) > 100
    path, places = write_list(tmp_path, kind, SESSIONS, damages)
    with pytest.raises(ProblemsFound) as refused:
        read_sessions(path, project, MODULES)
    require(refused.value, SESSIONS, places)
    path, places = write_list(tmp_path, kind, SESSIONS, [one for one in damages if one.repaired])
    for item, (_, damage) in zip(read_sessions(path, project, MODULES), places, strict=True):
        values = {
            "starts": f"{item.starts:%Y-%m-%d %H:%M}",
            "actual_minutes": item.actual_minutes,
            "place": item.place,
            "distance": item.distance,
        }
        assert {name: values[name] for name in damage.repaired} == damage.repaired, damage


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_attendance_is_refused_or_repaired(
    store: Store, project: Project, codes: list[str], tmp_path: Path, kind: str
) -> None:
    damages = [one for one in attendance_damages(codes[:-1], codes[-1]) if fits(one, kind)]
    assert len(damages) > 100
    path, places = write_list(tmp_path, kind, ATTENDANCE, damages)
    with pytest.raises(ProblemsFound) as refused:
        import_attendance(path, store, project, who="test", why="test")
    require(refused.value, ATTENDANCE, places)
    assert not any(code in str(refused.value) for code in codes)
    path, places = write_list(tmp_path, kind, ATTENDANCE, [one for one in damages if one.repaired])
    import_attendance(path, store, project, who="test", why="test")
    with store.read() as tx:
        held = {name: item.id for name, item in sessions_by_name(tx, project.id).items()}
        stored = {key[0]: rows[0][5] for key, rows in attendance_of(tx, held.values()).items()}
    for _, damage in places:
        assert stored.get(held[damage.cells["session"]]) == damage.repaired["minutes"], damage


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_attestations_are_refused_or_repaired(
    store: Store, project: Project, codes: list[str], tmp_path: Path, kind: str
) -> None:
    damages = [one for one in attestation_damages() if fits(one, kind)]
    assert len(damages) > 100
    path, places = write_list(tmp_path, kind, ATTESTATIONS, damages)
    with pytest.raises(ProblemsFound) as refused:
        import_attestations(path, store, project, who="test", why="test")
    require(refused.value, ATTESTATIONS, places)
    path, places = write_list(tmp_path, kind, ATTESTATIONS, [one for one in damages if one.repaired])
    import_attestations(path, store, project, who="test", why="test")
    with store.read() as tx:
        stored = {(item.person_id, item.month): item for item in list_attestations(tx, project.id)}
    for _, damage in places:
        found = stored[PERSONS.index(damage.cells["number"]) + 1, damage.cells["month"]]
        assert {name: getattr(found, name) for name in damage.repaired} == damage.repaired, damage
