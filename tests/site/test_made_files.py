"""Files that take long to make are made once for the same source, and a damaged memory is no memory."""

from __future__ import annotations

from pathlib import Path

from courseware.site.made_files import MadeFiles


def test_made_once_and_remembered_by_the_next_run(tmp_path: Path) -> None:
    path, made = tmp_path / "cache" / "made", []

    def make(name: str) -> dict[str, bytes]:
        made.append(name)
        return {name: name.encode()}

    first = MadeFiles(path, "code")
    for _ in range(2):
        assert first.files(("a", 1), lambda: make("a")) == {"a": b"a"}
    first.files("b", lambda: make("b"))
    first.save()
    second = MadeFiles(path, "code")
    assert second.files(("a", 1), lambda: make("a")) == {"a": b"a"}
    second.save()
    assert made == ["a", "b"]
    third = MadeFiles(path, "code")  # the second did not use b
    third.files("b", lambda: make("b"))
    MadeFiles(path, "other code").files(("a", 1), lambda: make("a"))
    assert made == ["a", "b", "b", "a"]


def test_damaged_memory_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "made"
    for damaged in (b"", b"\x93", b"\x81\xa1a\x01"):
        path.write_bytes(damaged)
        assert MadeFiles(path).files("a", lambda: {"a": b"x"}) == {"a": b"x"}


def test_without_a_path_nothing_outlives_the_run() -> None:
    made = MadeFiles()
    assert made.files("a", lambda: {"a": b"x"}) == {"a": b"x"}
    made.save()
    assert MadeFiles().files("a", lambda: {"a": b"y"}) == {"a": b"y"}


def test_a_text_is_remembered_as_files_are(tmp_path: Path) -> None:
    first = MadeFiles(tmp_path / "made")
    assert first.text("a", lambda: "på väg") == "på väg"
    first.save()
    assert MadeFiles(tmp_path / "made").text("a", lambda: "made anew") == "på väg"
