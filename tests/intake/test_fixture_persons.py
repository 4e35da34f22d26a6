"""The persons of the reporting study's table 7.2, each through a list into the register and out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from people import PERSONS, START

from courseware.errors import ProblemsFound
from courseware.intake.participants import add_participants, read_participants
from courseware.registry.identity import age_on, parse_identity_number
from courseware.registry.people import list_people
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import Store


@pytest.fixture
def project() -> Project:
    """The demonstration project with the dates of the first national one."""
    return replace(load_project("demo"), starts=START, ends=date(2023, 4, 30))


def listed(folder: Path, number: str) -> Path:
    path = folder / "lista.csv"
    rows = f"{number};Påhittad Person;Ekdalen;{START}\n"
    path.write_text(f"Personnummer;Namn;Huvudman;Startdatum\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize(("number", "sex", "age"), PERSONS)
def test_every_person_comes_in_by_every_form_of_the_number(
    store: Store, project: Project, tmp_path: Path, number: str, sex: str, age: int
) -> None:
    for form in (f"{number[2:8]}-{number[8:]}", number, number[2:], f"{number[:8]}-{number[8:]}"):
        people = read_participants(listed(tmp_path, form), project)
        add_participants(store, project, people, who="test", why="test")
    with store.read() as tx:
        [person] = list_people(tx, project.id)
    assert person.number12 == number
    found = parse_identity_number(person.number12, started=START)
    assert (found.sex, age_on(found.born, START)) == (sex, age)


@pytest.mark.parametrize("number", ["201701012393", "189001019802", "900101+9802"])
def test_implausible_ages_are_refused(project: Project, tmp_path: Path, number: str) -> None:
    """Three years and a hundred and thirty: E4 (1.3)."""
    with pytest.raises(ProblemsFound) as refused:
        read_participants(listed(tmp_path, number), project)
    assert [(found.line, found.code) for found in refused.value.problems] == [(2, "identity-age")]
