"""Where things lie: outside the repository, and the key never beside the register."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from courseware.registry import places


def test_everything_follows_the_data_folder(tmp_path: Path) -> None:
    environment = {"COURSEWARE_DATA": str(tmp_path)}
    assert places.database_url(environment) == f"sqlite:///{tmp_path}/registry.sqlite"
    assert places.inbox_file(environment) == tmp_path / "inbox.sqlite"
    assert places.projects_folder(environment) == tmp_path / "projects"


def test_the_key_is_never_in_the_data_folder(tmp_path: Path) -> None:
    for environment in ({}, {"COURSEWARE_DATA": str(tmp_path)}):
        assert not places.key_file(environment).is_relative_to(places.data_folder(environment))
    assert places.key_file({"COURSEWARE_KEY_FILE": "~/k"}) == Path("~/k").expanduser()


def test_a_named_database_goes_before_the_file() -> None:
    assert places.database_url({"COURSEWARE_DATABASE_URL": "postgresql://h/d"}) == "postgresql://h/d"


@pytest.mark.skipif(os.name != "posix", reason="rights are a matter of POSIX")
def test_every_missing_folder_is_made_private(tmp_path: Path) -> None:
    made = places.private_folder(tmp_path / "a" / "b")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)] == [0o700, 0o700]
    assert places.private_folder(made) == made
