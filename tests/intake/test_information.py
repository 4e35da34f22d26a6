"""Lists of who was handed the information sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from courseware.errors import ProblemsFound
from courseware.intake.information import read_informed
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import Store

NUMBERS = ("198501012382", "198501012390")


@pytest.fixture
def demo(tmp_path: Path) -> Project:
    """The invented project, as it is shipped."""
    return load_project("demo", tmp_path)


@pytest.fixture
def told(store: Store) -> Store:
    """Two people."""
    with store.write(who="test", why="test") as tx:
        rows = [
            Registration(n, number, "Påhittad", "Ekdalen", "2026-02-01") for n, number in enumerate(NUMBERS)
        ]
        enrol(tx, "demo", rows)
    return store


def read(store: Store, demo: Project, folder: Path, text: str, day: date | None = None) -> dict[int, str]:
    path = folder / "lista.csv"
    path.write_text(text, encoding="utf-8")
    with store.read() as tx:
        return read_informed(path, tx, demo, day=day)[0]


def test_people_are_found_by_number_or_id_each_with_a_day(told: Store, demo: Project, tmp_path: Path) -> None:
    text = f"Deltagare;Informerad\n1;1/2 2026\n1;2026-02-04\n{NUMBERS[1]};\n"
    assert read(told, demo, tmp_path, text, date(2026, 2, 9)) == {1: "2026-02-01", 2: "2026-02-09"}


def test_everything_that_is_wrong_is_told_at_once(told: Store, demo: Project, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as refused:
        read(told, demo, tmp_path, "Deltagare;Informerad\n1;\n9;2026-02-01\n2;i fjol\n")
    assert [(one.line, one.code) for one in refused.value.problems] == [
        (2, "information-informed"),
        (3, "information-participant"),
        (4, "information-informed"),
    ]
    with pytest.raises(ProblemsFound, match="there is no column for the day"):
        read(told, demo, tmp_path, "Deltagare\n1\n")
