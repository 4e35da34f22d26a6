"""A file is there whole or not at all, and never replaces another by mistake."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from courseware.errors import CoursewareError
from courseware.packaging.files import write_private


def test_file_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    write_private(target, b"whole")
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_existing_file_is_kept_unless_replacing_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(CoursewareError, match=r"exists already.*--force"):
        write_private(target, b"new")
    assert target.read_bytes() == b"old"
    write_private(target, b"new", replace=True)
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CoursewareError, match="No space left"):
        write_private(target, b"new", replace=True)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_folder_without_links_still_never_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "report.xlsx"
    write_private(target, b"first")
    with pytest.raises(CoursewareError, match="exists already"):
        write_private(target, b"second")
    assert target.read_bytes() == b"first"


def test_missing_folder_and_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="No such file or directory"):
        write_private(tmp_path / "nowhere" / "report.xlsx", b"")
    with pytest.raises(CoursewareError, match="is a folder"):
        write_private(tmp_path, b"")
