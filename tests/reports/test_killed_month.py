"""A month whose commands are killed at any moment: each happened or did not, and no file is ever half."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from databases import await_writers
from ledgers import Book, let_doors_find
from people import invented_numbers

from courseware.cli import courseware, periods, report
from courseware.registry.attendance import month_minutes
from courseware.registry.checks import check_register
from courseware.registry.exports import events_of, exports_of
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")

ROOT = Path(__file__).parents[2]
MONTHS = tuple(f"{year}-{month:02d}" for year in range(2020, 2024) for month in range(1, 13))[7:40]

CHILD = """
import sys
from dataclasses import replace
import courseware.cli.attendance, courseware.cli.periods, courseware.cli.report
from courseware.cli import courseware as door
from courseware.registry.projects import load_project

def of_any_age(project_id):
    return replace(load_project(project_id), age_at_start=(0, 300))

courseware.cli.periods.load_project = courseware.cli.report.load_project = of_any_age
print("ready", flush=True)
door(sys.argv[1:], standalone_mode=False)
print("done", flush=True)
"""


def of_any_age(project_id: str) -> Project:
    """Gives a project that believes in the ages of invented people."""
    return replace(load_project(project_id), age_at_start=(0, 300))


class Desk:
    """An administrator's desk: a register, a folder for files, and commands that somebody kills."""

    def __init__(self, store: Store, project: Project, folder: Path, people: int, seed: int) -> None:
        self.book = Book(store, project)
        self.folder = folder / "output"
        self.folder.mkdir()
        self.draw = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        self.longest: dict[str, float] = {}
        self.happened = self.missed = 0
        self.files: set[str] = set()
        numbers = {f"p{n}": number for n, number in enumerate(invented_numbers(people, seed))}
        self.book.people(started="2020-08-03", **numbers)

    def call(self, *words: str, killed: bool) -> bool:
        """Runs a command in a process of its own, killed at a random moment or not; says whether it ended."""
        command = [sys.executable, "-c", CHILD, "--root", str(ROOT), *words, "--project", "demo"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        began = time.monotonic()
        kind = " ".join(words[:2])
        if killed:
            time.sleep(self.draw.uniform(0, self.longest[kind] * 1.1))
            child.send_signal(signal.SIGKILL)
        said, error = child.communicate()
        finished = said.endswith("done\n")
        assert finished or killed, error
        if not killed:
            self.longest[kind] = max(self.longest.get(kind, 0), time.monotonic() - began)
        return finished

    def state(self, month: str) -> dict[str, object]:
        """Gives what of a month stands in the register."""
        with self.book.store.read() as tx:
            return {
                "minutes": [(row.person_id, row.minutes) for row in month_minutes(tx, "demo", month)],
                "versions": [(one.version, one.content) for one in exports_of(tx, "demo", month)],
                "events": [(one.version, one.event) for one in events_of(tx, "demo", month)],
            }

    def act(self, month: str, *words: str, killed: bool) -> None:
        """Does one thing, killed or not; then everything is whole, and the same command ends it."""
        target = self.folder / f"{month}.xlsx"
        old_file, before = target.read_bytes() if target.exists() else None, self.state(month)
        finished = self.call(*words, killed=killed)
        await_writers(self.book.store)
        after = self.state(month)
        health = check_register(self.book.store)
        assert health.faults == []
        assert sorted(path.name for path in self.folder.glob("*") if not path.name.startswith(".")) == sorted(
            {*self.files, *([target.name] if target.exists() else [])}
        ), "something lies there that looks like a result"
        found = target.read_bytes() if target.exists() else None
        if found is not None and found != old_file:
            assert len(openpyxl.load_workbook(io.BytesIO(found)).sheetnames) > 5, "the file is not whole"
        if words[0] == "report" and after != before:
            assert found is not None, "an export stands in the register without its file"
        assert not finished or after != before
        if after == before:
            # Nothing happened, so the same command does it: also where its file was written already.
            again = CliRunner().invoke(courseware, ["--root", str(ROOT), *words, "--project", "demo"])
            assert again.exit_code == 0, again.output
            after = self.state(month)
            assert after != before
            self.missed += killed
            if words[0] == "report":
                assert found in {old_file, target.read_bytes()}, "a killed export left another file"
        else:
            self.happened += killed
        if target.exists():
            self.files.add(target.name)

    def months(self, rounds: int) -> Iterator[None]:
        """Goes through month after month, the first one in peace; yields after each killed command."""
        done = 0
        for month in MONTHS:
            killed = month != MONTHS[0]
            session = f"S-{month}-15"
            self.book.attend("p0", f"{month}-15", 60)
            steps = (
                ("attendance import", {"hel": 0, "minutes": 120}),
                ("report month", {}),
                ("attendance import --correct", {"minutes": 185}),
                ("report month", {}),
                ("periods sent", {}),
            )
            for step, values in steps:
                words = step.split()
                if words[0] == "attendance":
                    path = self.folder.parent / f"{month}-{values['minutes']}.csv"
                    others = [pid for name, pid in self.book.ids.items() if name != "p0"]
                    rows = "".join(f"{session};{pid};{values['minutes']}\n" for pid in others)
                    path.write_text(f"Tillfälle;Deltagare;Närvaro\n{rows}", encoding="utf-8")
                    words = [*words[:2], str(path), *words[2:], "--why", "a test"]
                elif words[0] == "report":
                    self.book.sign(list(self.book.ids), month)
                    words = [*words, month, "--out", str(self.folder / f"{month}.xlsx"), "--force"]
                else:
                    words = [*words, month]
                self.act(month, *words, killed=killed)
                if killed:
                    done += 1
                    yield
                    if done == rounds:
                        return


@pytest.fixture
def desk(store: Store, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in the environment that its commands find the register by."""
    let_doors_find(store, tmp_path, monkeypatch)
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    for door in (periods, report):
        monkeypatch.setattr(door, "load_project", of_any_age)
    return Desk(store, load_project("demo"), tmp_path, people=250, seed=1)


def test_killed_imports_corrections_and_exports_happened_or_did_not(desk: Desk) -> None:
    for _ in desk.months(15):
        pass
    assert desk.happened + desk.missed == 15
    assert desk.missed >= 1


@pytest.mark.soak
def test_a_month_killed_a_hundred_times(desk: Desk) -> None:
    for _ in desk.months(100):
        pass
    assert desk.happened > 10
    assert desk.missed > 10, "the kills came too late to show anything"
