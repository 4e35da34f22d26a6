from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from courseware.site.tree import Tree, digest_of


def test_bytes_that_stand_there_are_not_written_again(tmp_path: Path) -> None:
    ledger: dict[str, list[Any]] = {}
    assert Tree(tmp_path, ledger).write("a/b.txt", b"one") is True
    changed = (tmp_path / "a/b.txt").stat().st_mtime_ns
    assert Tree(tmp_path, ledger).write("a/b.txt", b"one") is False
    assert Tree(tmp_path, {}).write("a/b.txt", b"one") is False, "not even by one who knows nothing"
    assert (tmp_path / "a/b.txt").stat().st_mtime_ns == changed


def test_a_file_changed_by_somebody_else_is_written_again(tmp_path: Path) -> None:
    ledger: dict[str, list[Any]] = {}
    Tree(tmp_path, ledger).write("a.txt", b"one", "key")
    (tmp_path / "a.txt").write_bytes(b"two!")
    tree = Tree(tmp_path, ledger)
    assert not tree.holds("a.txt", "key")
    assert not tree.is_whole()
    assert tree.write("a.txt", b"one", "key") is True
    assert tree.holds("a.txt", "key")


def test_sweep_removes_what_is_not_kept_and_the_folders_left_empty(tmp_path: Path) -> None:
    tree = Tree(tmp_path, {})
    tree.write("keep/a.txt", b"a")
    tree.write("gone/deep/b.txt", b"b")
    (tmp_path / "stranger.txt").write_bytes(b"c")
    assert tree.sweep({"keep/a.txt"}) == 1
    assert not (tmp_path / "gone").exists()
    assert (tmp_path / "stranger.txt").exists()
    assert tree.sweep({"keep/a.txt"}, thoroughly=True) == 1
    assert [path.name for path in tmp_path.rglob("*.*")] == ["a.txt"]


def test_adopting_moves_a_finished_file_into_place(tmp_path: Path) -> None:
    site = Tree(tmp_path / "site", {})
    spare = tmp_path / "spare"
    spare.write_bytes(b"page")
    site.adopt("x/index.html", spare, "key", digest_of(b"page"))
    assert (tmp_path / "site/x/index.html").read_bytes() == b"page"
    assert site.holds("x/index.html", "key")
    assert not spare.exists()


def test_a_finished_file_is_adopted_from_another_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that is a volume of its own, as in a container, with folders that are not there yet."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    spare = tmp_path / "spare"
    site = Tree(tmp_path / "site", {})
    for text in (b"one", b"two"):
        spare.write_bytes(text)
        site.adopt("a/b/index.html", spare, "key", digest_of(text))
        assert (tmp_path / "site/a/b/index.html").read_bytes() == text
        assert not spare.exists()
    assert [path.name for path in (tmp_path / "site/a/b").iterdir()] == ["index.html"]
