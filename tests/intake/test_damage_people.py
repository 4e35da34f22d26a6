"""Five hundred damaged rows: each refused by row, column and code, or repaired as is written beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from damage import fits, refusals, write_list
from damage_people import COUNT, HEADERS, participant_damages

from courseware.errors import ProblemsFound
from courseware.intake.participants import add_participants, read_participants
from courseware.registry.people import list_people
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import Store

FORMATS = ("xlsx", "utf-8-sig", "cp1252", "utf-16")


@pytest.fixture
def project() -> Project:
    return replace(load_project("demo"), starts=date(2020, 8, 3), ends=date(2023, 4, 30))


def test_there_are_five_hundred_and_every_kind_among_them() -> None:
    damages = participant_damages()
    assert len(damages) == COUNT == 500
    assert all(bool(damage.refused) != bool(damage.repaired) for damage in damages)
    assert len({damage.what for damage in damages}) > 150


@pytest.mark.parametrize("kind", FORMATS)
def test_every_refusal_names_row_column_and_cause_and_nobody(
    project: Project, tmp_path: Path, kind: str
) -> None:
    path, places = write_list(
        tmp_path, kind, HEADERS, [one for one in participant_damages() if fits(one, kind)]
    )
    with pytest.raises(ProblemsFound) as refused:
        read_participants(path, project)
    problems = refused.value.problems
    expected = refusals(HEADERS, places)
    found = {(p.line, p.message.split(": ")[0], p.code) for p in problems}
    words = {row: damage.what for row, damage in places}
    assert sorted((words[line], line, code) for line, _, code in found - expected) == [], "said too much"
    assert sorted((words[line], line, code) for line, _, code in expected - found) == [], "not said"
    assert found == expected
    assert len(problems) == len(expected), "something is said twice"
    text = str(refused.value)
    for _, damage in places:
        for name in ("number", "name", "email", "organisation"):
            cell = str(damage.cells[name]).strip()
            assert len(cell) < 5 or "E+" in cell or cell not in text, (damage.what, name)
        digits = "".join(c for c in str(damage.cells["number"]) if c.isdigit())
        assert len(digits) < 7 or digits not in text


@pytest.mark.parametrize("kind", FORMATS)
def test_what_can_be_repaired_becomes_what_is_written_beside_it(
    project: Project, tmp_path: Path, kind: str
) -> None:
    sound = [one for one in participant_damages() if one.repaired and fits(one, kind)]
    path, places = write_list(tmp_path, kind, HEADERS, sound)
    people = read_participants(path, project)
    by_row = {entry.row: entry for entry in people.registrations}
    repeated = dict(people.repeated)
    for row, damage in places:
        entry = by_row[repeated.get(row, row)]
        assert (row in repeated) == (damage.before is not None), damage.what
        values = {
            "number": entry.number12,
            "started": entry.started,
            "ended": entry.ended,
            "name": entry.name,
            "organisation": entry.organisation,
            "email": entry.email,
            "protected": entry.protected,
            "organisation_number": entry.organisation_number,
        }
        assert {name: values[name] for name in damage.repaired} == damage.repaired, damage.what


def test_the_repaired_rows_come_into_the_register(store: Store, project: Project, tmp_path: Path) -> None:
    sound = [one for one in participant_damages() if one.repaired and not one.cells["protected"]]
    path, places = write_list(tmp_path, "xlsx", HEADERS, sound)
    people = read_participants(path, project)
    outcome = add_participants(store, project, people, who="test", why="test")
    with store.read() as tx:
        known = {(one.person_id, one.organisation): one for one in list_people(tx, project.id)}
    rows = {entry.row: entry for entry in people.registrations}
    assert len(known) == len({(entry.number12, entry.organisation) for entry in rows.values()})
    for row, damage in places:
        if row in rows:
            entry = known[outcome.person_ids[row], rows[row].organisation]
            assert entry.number12 == damage.repaired["number"]


def test_one_refused_row_keeps_everybody_out(store: Store, project: Project, tmp_path: Path) -> None:
    damages = participant_damages()
    first_refused = next(one for one in damages if one.refused)
    path, _ = write_list(
        tmp_path, "xlsx", HEADERS, [first_refused, *(one for one in damages if one.repaired)]
    )
    with pytest.raises(ProblemsFound, match=r"1 of \d+ rows needs? mending"):
        read_participants(path, project)
