"""What is remembered of a file is what would be read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from courseware.content import parse
from courseware.content.load import ContentCache, load_library

PAGE = "docs/sv/index.md"


@pytest.fixture
def parsed_files() -> Callable[[Callable[[], object]], int]:
    """Counts how many files are really read while something runs."""

    def count(run: Callable[[], object]) -> int:
        with mock.patch.object(parse, "parse_file", wraps=parse.parse_file) as spy:
            run()
        return int(spy.call_count)

    return count


def test_the_second_run_reads_nothing_and_says_the_same(
    two_languages: Path, tmp_path: Path, parsed_files: Callable[[Callable[[], object]], int]
) -> None:
    store = tmp_path / "cache" / "content.pickle"
    path = two_languages / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    plain = load_library(two_languages)
    assert plain.problems
    assert parsed_files(lambda: load_library(two_languages, cache=ContentCache(store))) == 12
    assert parsed_files(lambda: load_library(two_languages, cache=ContentCache(store))) == 0
    assert load_library(two_languages, cache=ContentCache(store)) == plain


def test_one_changed_file_is_read_anew(
    two_languages: Path, tmp_path: Path, parsed_files: Callable[[Callable[[], object]], int]
) -> None:
    cache = ContentCache(tmp_path / "content.pickle")
    load_library(two_languages, cache=cache)
    path = two_languages / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("En tanke", "Två tankar"), encoding="utf-8")
    assert parsed_files(lambda: load_library(two_languages, cache=cache)) == 1
    assert "Två tankar" in load_library(two_languages, cache=cache).pages["sv"]["index.md"].body


def test_a_moved_file_is_read_anew_because_its_problems_name_it(
    two_languages: Path, tmp_path: Path, parsed_files: Callable[[Callable[[], object]], int]
) -> None:
    cache = ContentCache()
    load_library(two_languages, cache=cache)
    (two_languages / PAGE).rename(two_languages / "docs/sv/start.md")
    assert parsed_files(lambda: load_library(two_languages, cache=cache)) == 1


def test_what_is_gone_is_forgotten(two_languages: Path, tmp_path: Path) -> None:
    store = tmp_path / "content.pickle"
    load_library(two_languages, cache=ContentCache(store))
    before = store.stat().st_size
    (two_languages / PAGE).unlink()
    load_library(two_languages, cache=ContentCache(store))
    assert store.stat().st_size < before


def test_an_unchanged_run_writes_nothing(two_languages: Path, tmp_path: Path) -> None:
    store = tmp_path / "content.pickle"
    load_library(two_languages, cache=ContentCache(store))
    before = store.stat().st_mtime_ns, store.stat().st_ino
    load_library(two_languages, cache=ContentCache(store))
    assert (store.stat().st_mtime_ns, store.stat().st_ino) == before


@pytest.mark.parametrize("damage", [b"", b"garbage", b"\x80\x05N."])
def test_a_damaged_store_counts_as_empty(two_languages: Path, tmp_path: Path, damage: bytes) -> None:
    store = tmp_path / "content.pickle"
    store.write_bytes(damage)
    assert load_library(two_languages, cache=ContentCache(store)) == load_library(two_languages)
    assert store.read_bytes() != damage


def test_another_reader_reads_anew(
    two_languages: Path, tmp_path: Path, parsed_files: Callable[[Callable[[], object]], int]
) -> None:
    store = tmp_path / "content.pickle"
    load_library(two_languages, cache=ContentCache(store))
    with mock.patch.object(parse, "_code_hash", return_value=b"other"):
        assert parsed_files(lambda: load_library(two_languages, cache=ContentCache(store))) == 12
