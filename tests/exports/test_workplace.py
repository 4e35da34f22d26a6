"""Temporary folders go with their owners, and nobody else's are touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from courseware.exports.workplace import LOCK, PREFIX, own_folder

HOLDS = """
from courseware.exports.workplace import own_folder
with own_folder() as folder:
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def _holder(place: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_there_as_long_as_it_is_used(place: Path) -> None:
    with own_folder() as folder:
        assert folder.parent == place
        (folder / "page.html").write_text("x", encoding="utf-8")
    assert list(place.iterdir()) == []


def test_the_next_one_clears_away_after_a_kill_and_lets_others_work(place: Path) -> None:
    killed, left = _holder(place)
    killed.kill()
    killed.wait()
    at_work, used = _holder(place)
    assert used.is_dir()
    assert not left.exists()
    with own_folder() as folder:
        assert {path.name for path in place.iterdir()} == {used.name, folder.name}
    at_work.communicate("\n")
    assert list(place.iterdir()) == []


def test_what_others_put_there_is_left_alone(place: Path) -> None:
    outside = place / "outside"
    outside.mkdir()
    (outside / LOCK).write_text("", encoding="utf-8")
    (place / f"{PREFIX}link").symlink_to(outside)
    (place / f"{PREFIX}pipe").mkdir()
    os.mkfifo(place / f"{PREFIX}pipe" / LOCK)
    (place / f"{PREFIX}bare").mkdir()
    with own_folder():
        pass
    assert (outside / LOCK).exists()
    assert len(list(place.iterdir())) == 4
