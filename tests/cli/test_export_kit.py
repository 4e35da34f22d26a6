"""`courseware export kit` as somebody types it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from exchange_site import write_exchange
from leading_site import write_leading

from courseware.cli import courseware
from courseware.errors import CoursewareError
from courseware.exports import browser
from courseware.site.press import Press


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_leading(tmp_path_factory.mktemp("kit"))


def _run(root: Path, *arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(courseware, ["--root", str(root), "export", "kit", *map(str, arguments)])
    if isinstance(result.exception, CoursewareError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def _files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PLAN = ("m01", "--no-pdf", "--start", "2026-12-03 09:00", "--place", "Rådhuset, sal 2")


def test_a_kit_is_the_same_in_any_folder_and_holds_what_it_lists(root: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    code, _, told = _run(root, *PLAN, "--out", tmp_path / "a.zip")
    assert code == 0, told
    _run(root, *PLAN, "--out", tmp_path / "other")
    other = tmp_path / "other" / "m01-mandate-sv.zip"
    assert (tmp_path / "a.zip").read_bytes() == other.read_bytes()
    _, listed, _ = _run(root, *PLAN, "--dry-run")
    names = [line.strip().split("\t")[0] for line in listed.splitlines()[1:]]
    assert {f"m01-mandate-sv/{name}" for name in names} == set(_files(other))
    assert "1-bjud-in/inbjudan.ics" in names


def test_nothing_in_it_tells_of_this_machine(root: Path, tmp_path: Path) -> None:
    _run(root, *PLAN, "--out", tmp_path / "a.zip")
    for name, data in _files(tmp_path / "a.zip").items():
        text = data.decode(errors="replace")
        assert "file:" not in text, name
        assert str(root) not in text, name
        assert str(tmp_path) not in text, name
        assert "/home/" not in text, name


def test_answers_lie_apart_and_never_on_the_site(root: Path, tmp_path: Path) -> None:
    _run(root, *PLAN, "--out", tmp_path / "a.zip")
    for answer in ("Nämnden först.", "Kommentarspingvin", "Förklaringsalbatross"):
        holding = {
            name.split("/")[1] for name, data in _files(tmp_path / "a.zip").items() if answer.encode() in data
        }
        assert holding <= {"2-led", "4-visa", "5-facit"}
        assert "5-facit" in holding
    assert not (root / "site").exists()


def test_a_dry_run_writes_nothing(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, listed, told = _run(root, "m01-mandate", "--dry-run", "--language", "sv,en")
    assert code == 0
    assert "2-led/korschema.pdf\tKörschema" in listed
    assert "2-lead/run-sheet.pdf\tRun sheet" in listed
    assert "(in Swedish)" in listed
    assert "m01-mandate (en): not translated, so in Swedish:" in told
    assert list(tmp_path.iterdir()) == []


def test_all_modules_with_a_workshop(root: Path, tmp_path: Path) -> None:
    code, _, told = _run(root, "--all", "--no-pdf", "--language", "sv", "--language", "lv", "--out", tmp_path)
    assert code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["m01-mandate-sv.zip"]
    assert "m01-mandate is left out in lv: it is not translated." in told


def test_days_without_a_date_are_told_of(root: Path, tmp_path: Path) -> None:
    _, _, told = _run(root, *PLAN, "--days", 2, "--out", tmp_path)
    assert "1 day of 2 without a date, so not in the calendar file" in told
    calendar = _files(tmp_path / "m01-mandate-sv.zip")["m01-mandate-sv/1-bjud-in/inbjudan.ics"]
    assert calendar.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["m01-mandat"],
            "m01-mandat is neither a module nor an exchange format. Did you mean 'm01-mandate'?",
        ),
        (["zzz"], "There are: m01-mandate."),
        (["m02-why"], "m02-why has no workshop, so there is nothing to lead."),
        (["m01", "--language", "lv"], "It exists in sv, en: --language sv"),
        (["m01", "--out", "nowhere/kit.zip"], "The folder nowhere does not exist."),
        (["m01", "--out", "kits"], "mkdir kits"),
        (["m01", "--start", "9"], "Write date and time, as in"),
        (["m01", "--start", "2026-02-30 09:00"], "there is no day 2026-02-30"),
        (["m01", "--start", "2026-02-03 25:00"], "there is no time 25:00"),
        (
            ["m01", "--start", "9:00", "--start", "10:00", "--days", "1"],
            "--start is given 2 times for 1 day.",
        ),
        (["m01", "--start", "2026-03-29 02:30"], "there is no 02:30 on 2026-03-29: clocks go forward"),
        (["m01", "--start", "0001-01-01 09:00"], "no workshop is held in 0001: 2000 to 2099."),
        (["m01", "--start", "9999-12-31 23:59"], "no workshop is held in 9999: 2000 to 2099."),
        (["m01", "--start", "٠٩:٠٠"], "Write date and time, as in"),
        (["m01", "--start", "2026-12-03 09:00", "--start", "2026-12-03 09:00"], "are not in order"),
        (["m01", "--start", "2026-12-10 09:00", "--start", "2026-12-03 09:00"], "are not in order"),
        (
            ["m01", "--start", "2026-12-03 09:00", "--start", "2026-12-03 09:05"],
            "The day that begins on 2026-12-03 ends at ",
        ),
        (["m01", "--place", "x" * 201], "it has 201 characters; a place has 200 at most."),
        (["m01", "--place", "sal\x1b[31m"], "U+001B is a sign that nobody sees."),
        (["m01", "--place", "\u202elas"], "U+202E is a sign that nobody sees."),
        (["m01", "--place", "sal \udcff"], "U+DCFF is a sign that nobody sees."),
        (["m01", "--out", "x" * 300 + ".zip"], "File name too long"),
        ([""], "Nothing is neither a module nor an exchange format."),
        (["m01", "--language", "sv,"], "(nothing): choose among sv, en,"),
        (["m01", "--language", "sv,xx"], "xx: choose among sv, en,"),
        (["m01", "--length", "45"], "'45' is not one of"),
        (["m01", "--all"], "Name a module"),
        ([], "Name a module"),
        (["m01", "--language", "sv,en", "--out", "one.zip"], "Name a folder: --out kits/"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code, _, told = _run(root, "--no-pdf", *arguments)
        assert code == 2
    except CoursewareError as error:
        told = str(error)
    assert said in told
    assert list(tmp_path.iterdir()) == []


def test_everything_wrong_is_said_at_once(root: Path) -> None:
    with pytest.raises(CoursewareError, match=r"(?s)zzz is neither a module.*m02-why has no workshop"):
        _run(root, "zzz", "m02-why")


def test_without_a_browser_it_says_how_to_get_one(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    with pytest.raises(CoursewareError, match=r"(?s)apt-get install chromium.*--no-pdf"):
        _run(root, "m01", "--out", tmp_path)


def test_a_kit_is_not_replaced_by_mistake(root: Path, tmp_path: Path) -> None:
    (tmp_path / "m01-mandate-sv.zip").write_bytes(b"mine")
    with pytest.raises(CoursewareError, match="exists already"):
        _run(root, "m01", "--no-pdf", "--out", tmp_path)
    assert (tmp_path / "m01-mandate-sv.zip").read_bytes() == b"mine"
    _run(root, "m01", "--no-pdf", "--out", tmp_path, "--force")
    assert zipfile.is_zipfile(tmp_path / "m01-mandate-sv.zip")


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "99999999999999"])
def test_a_date_that_no_zip_can_hold(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(CoursewareError, match=r"SOURCE_DATE_EPOCH=.* is not a date that a zip file can hold"):
        _run(root, "m01", "--no-pdf", "--out", tmp_path)


def test_the_date_of_the_files_may_be_given(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")
    _run(root, "m01", "--no-pdf", "--out", tmp_path)
    with zipfile.ZipFile(tmp_path / "m01-mandate-sv.zip") as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2026, 12, 1)}


def test_a_killed_export_leaves_no_half_zip(root: Path, tmp_path: Path) -> None:
    hangs = tmp_path / "chromium"
    hangs.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exit 0\necho $$ >> {tmp_path}/printing\nexec sleep 60\n',
        encoding="utf-8",
    )
    hangs.chmod(0o755)
    out = tmp_path / "out"
    out.mkdir()
    program = "from courseware.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--root", str(root), "export", "kit", "m01", "--out", str(out)],
        env={**os.environ, "CHROMIUM": str(hangs)},
        stderr=subprocess.DEVNULL,
    )
    printing = tmp_path / "printing"
    waited = 0.0
    while not (printing.exists() and printing.read_text(encoding="utf-8").strip()) and waited < 60:
        time.sleep(0.1)
        waited += 0.1
    process.kill()
    process.wait()
    for browser_id in printing.read_text(encoding="utf-8").split():
        os.kill(int(browser_id), signal.SIGKILL)
    assert list(out.iterdir()) == []


def test_a_place_is_one_line(root: Path, tmp_path: Path) -> None:
    _run(root, *PLAN[:-1], " Rådhuset,\r\n BEGIN:VEVENT ", "--out", tmp_path / "a.zip")
    calendar = _files(tmp_path / "a.zip")["m01-mandate-sv/1-bjud-in/inbjudan.ics"].decode()
    assert "LOCATION:Rådhuset\\, BEGIN:VEVENT\r\n" in calendar
    assert calendar.count("\r\nBEGIN:VEVENT") == 1


def test_the_hour_that_comes_twice_is_a_start(root: Path, tmp_path: Path) -> None:
    code, _, _ = _run(root, "m01", "--no-pdf", "--start", "2026-10-25 02:30", "--out", tmp_path / "a.zip")
    assert code == 0


def test_what_cannot_be_written_is_said_before_anything_is_made(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Press, "folio", None)
    (tmp_path / "m01-mandate-sv.zip").mkdir()
    with pytest.raises(CoursewareError, match="is a folder"):
        _run(root, "m01", "--no-pdf", "--force", "--out", tmp_path)
    (tmp_path / "link.zip").symlink_to(tmp_path / "nowhere.zip")
    with pytest.raises(CoursewareError, match="exists already"):
        _run(root, "m01", "--no-pdf", "--out", tmp_path / "link.zip")
    monkeypatch.setattr(os, "access", lambda path, *_: Path(path) != tmp_path)
    with pytest.raises(CoursewareError, match="Nothing can be written into the folder"):
        _run(root, "m01", "--no-pdf", "--out", tmp_path / "new.zip")


def test_a_full_disk_is_said_and_leaves_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CoursewareError, match=r"a\.zip cannot be written: No space left on device\."):
        _run(root, "m01", "--no-pdf", "--out", tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_browsers_and_temporary_folders_too(
    root: Path, tmp_path: Path, number: signal.Signals
) -> None:
    hangs, temporary, out = tmp_path / "chromium", tmp_path / "t", tmp_path / "out"
    hangs.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exit 0\necho $$ >> {tmp_path}/printing\nexec sleep 60\n',
        encoding="utf-8",
    )
    hangs.chmod(0o755)
    temporary.mkdir()
    out.mkdir()
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from courseware.cli import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--root", str(root), "export", "kit", "m01", "--out", str(out)],
        env={**os.environ, "CHROMIUM": str(hangs), "TMPDIR": str(temporary)},
        stderr=subprocess.DEVNULL,
    )
    printing = tmp_path / "printing"
    end = time.monotonic() + 60
    while time.monotonic() < end and not (
        printing.exists() and len(printing.read_text(encoding="utf-8").split()) == 2
    ):
        time.sleep(0.1)
    process.send_signal(number)
    assert process.wait(20) != 0
    assert list(temporary.iterdir()) == []
    assert list(out.iterdir()) == []
    for browser_id in printing.read_text(encoding="utf-8").split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(browser_id), 0)


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_exchange(tmp_path_factory.mktemp("exchange"))


def test_a_kit_of_an_exchange_format_has_its_sheets_and_nothing_of_a_module(
    exchange: Path, tmp_path: Path
) -> None:
    days = ("--start", "2026-12-03 09:00", "--start", "2026-12-04 08:30")
    code, _, told = _run(exchange, "peer", "--no-pdf", "--language", "sv,en", *days, "--out", tmp_path)
    assert code == 0, told
    files = _files(tmp_path / "peer-review-sv.zip")
    names = {name.partition("/")[2] for name in files}
    assert {"3-skriv-ut/b1-record.docx", "3-skriv-ut/b1-record-example.docx", "4-visa/korlage.html"} <= names
    assert not any("quiz" in name for name in names)
    assert files["peer-review-sv/1-bjud-in/inbjudan.ics"].count(b"BEGIN:VEVENT") == 2
    read_me = files["peer-review-sv/README.txt"].decode("utf-8-sig")
    assert read_me.startswith("Allt till utbytet: Två dagar med granskare")
    assert "version" not in read_me.lower()
    assert "peer-review-en/2-lead/attendance-list.html" in _files(tmp_path / "peer-review-en.zip")


def test_all_kits_are_of_modules_and_exchange_formats(exchange: Path, tmp_path: Path) -> None:
    _run(exchange, "--all", "--no-pdf", "--language", "sv", "--out", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"m01-mandate-sv.zip", "peer-review-sv.zip"}


def test_an_untranslated_exchange_format_says_where_it_exists(exchange: Path) -> None:
    with pytest.raises(CoursewareError, match="peer-review is not translated into Latvie") as caught:
        _run(exchange, "peer-review", "--no-pdf", "--language", "lv")
    assert "It exists in sv, en: --language sv" in str(caught.value)
