"""Browsers that print, and those that do not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from courseware.errors import CoursewareError
from courseware.exports import printing
from courseware.exports.browser import find_browser


def _program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


PRINTS = """for word in "$@"; do
  case $word in --print-to-pdf=*) out=${word#--print-to-pdf=};; file:*) page=$word;; esac
done
{ printf '%%PDF-'; cat "${page#file://}"; } > "$out" """


def test_pages_come_back_in_order(tmp_path: Path) -> None:
    browser = _program(tmp_path, "chromium", PRINTS)
    told: list[int] = []
    pages = [(f"sida {number}", "sv") for number in range(5)]
    assert printing.print_pages(pages, browser, told.append) == [
        f"%PDF-sida {number}".encode() for number in range(5)
    ]
    assert told == [1] * 5


def test_a_browser_that_prints_nothing_is_quoted(tmp_path: Path) -> None:
    browser = _program(tmp_path, "chromium", "echo 'ERROR: no display' >&2; exit 1")
    with pytest.raises(CoursewareError, match=r"(?s)printed nothing.*no display.*--no-pdf"):
        printing.print_pages([("x", "sv")], browser)


def test_a_browser_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 3)
    browser = _program(tmp_path, "chromium", f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(CoursewareError, match="did not finish a page within"):
        printing.print_pages([("x", "sv")], browser)
    state = Path(f"/proc/{int((tmp_path / 'child').read_text(encoding='utf-8'))}/stat")
    ended = False
    for _ in range(100):  # The system takes its time to clear away what was ended.
        try:
            ended = state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
        except OSError:
            ended = True
        if ended:
            break
        time.sleep(0.05)
    assert ended


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    printing.print_pages([("x", "sv")], _program(tmp_path, "chromium", PRINTS))
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_named_browser_is_asked_first_and_one_that_does_not_start_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = _program(tmp_path, "chromium", "echo 'install the snap' >&2; exit 1")
    works = _program(tmp_path, "google-chrome", "echo Chromium 1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    monkeypatch.setenv("CHROMIUM", str(works))
    assert find_browser() == works
    monkeypatch.setenv("CHROMIUM", str(stub))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() != stub


def test_where_there_is_no_browser_none_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    assert find_browser() is None
    own = tmp_path / ".cache/ms-playwright/chromium-1234/chrome-linux"
    own.mkdir(parents=True)
    assert find_browser() is None
    chrome = _program(own, "chrome", "exit 0")
    assert find_browser() == chrome


@pytest.mark.parametrize(
    "script",
    ["exit 0", "kill -SEGV $$", "mkdir $out", "echo oj > $out", "ln -s /etc/passwd $out", ": > $out"],
)
def test_what_is_no_pdf_is_no_paper(tmp_path: Path, script: str) -> None:
    find = 'for word in "$@"; do case $word in --print-to-pdf=*) out=${word#--print-to-pdf=};; esac; done'
    browser = _program(tmp_path, "chromium", f"{find}\n{script}")
    with pytest.raises(CoursewareError, match="printed nothing"):
        printing.print_pages([("x", "sv")], browser)


def test_a_browser_that_never_stops_talking_is_not_listened_to_for_long(tmp_path: Path) -> None:
    browser = _program(tmp_path, "chromium", "yes prat | head -c 20000000 >&2; echo sist >&2; exit 1")
    with pytest.raises(CoursewareError, match="It said: sist"):
        printing.print_pages([("x", "sv")], browser)


def test_when_one_page_fails_the_others_are_not_waited_for(tmp_path: Path) -> None:
    slow = "case $* in */1/*) exec sleep 60;; esac; sleep 1; exit 1"
    browser = _program(tmp_path, "chromium", slow)
    began = time.monotonic()
    with pytest.raises(CoursewareError, match="printed nothing"):
        printing.print_pages([("x", "sv"), ("y", "sv"), ("z", "sv")], browser)
    assert time.monotonic() - began < 30
