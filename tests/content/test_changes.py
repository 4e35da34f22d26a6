"""What has changed is told of pages there are, the newest first."""

from __future__ import annotations

from pathlib import Path

import pytest
from room_project import write_room

from courseware.content.changes import changes, check_changes
from courseware.content.load import load_library


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return write_room(tmp_path / "room")


def test_the_newest_of_a_folder_come_first(room: Path) -> None:
    library = load_library(room)
    found = [(change.date, change.page, change.kind) for change in changes(library, "baltic", 2)]
    assert found == [
        ("2026-11-25", "baltic/sweden.md", "corrected"),
        ("2026-11-24", "baltic/comparison.md", "figures"),
    ]
    assert next(change.page for change in changes(library)) == "about.md"
    assert len(changes(library)) == 4
    assert list(check_changes(library)) == []


def test_a_page_that_is_not_there_is_named_with_its_line(room: Path) -> None:
    path = room / "docs/data/changes.csv"
    path.write_text(path.read_text() + "2026-11-26,baltic/latvja.md,new\n")
    (problem,) = check_changes(load_library(room))
    assert (problem.code, problem.line) == ("unknown-page", 6)
    assert "baltic/latvia.md" in problem.hint


def test_a_project_without_the_table_has_no_changes(room: Path) -> None:
    (room / "docs/data/datapackage.json").unlink()
    assert changes(load_library(room)) == []
