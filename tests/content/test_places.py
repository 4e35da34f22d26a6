"""The invented municipality against the real ones."""

from __future__ import annotations

from pathlib import Path

from courseware.content.places import PLACES_FILE, check_places, real_places


def test_all_municipalities_are_listed(project_root: Path) -> None:
    lines = (project_root / PLACES_FILE).read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    assert len(names) == len(set(names)) == 290
    assert {"upplands väsby", "malung-sälen", "övertorneå"} <= real_places(project_root)


def test_the_invented_municipality_is_nowhere(project_root: Path) -> None:
    assert list(check_places(project_root)) == []


def test_without_a_list_nothing_is_called_invented(tmp_path: Path) -> None:
    path = tmp_path / "docs/data/example-municipality.yml"
    path.parent.mkdir(parents=True)
    path.write_text("name: Påhittby\n", encoding="utf-8")
    assert [problem.code for problem in check_places(tmp_path)] == ["missing-places"]
