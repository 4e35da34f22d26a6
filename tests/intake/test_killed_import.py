"""An import that is killed at any moment happened, or did not; the register is whole either way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from databases import await_writers
from people import count_people, invented_numbers

from courseware.registry.checks import check_register
from courseware.registry.store import Store

CHILD = """
import sys
from pathlib import Path
from courseware.intake.participants import Defaults, add_participants, read_participants
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

url, key, path = sys.argv[1:]
demo = load_project("demo", Path(path).parent)
people = read_participants(Path(path), demo, check_age=False)
store = open_store(url, Path(key))
print("ready", flush=True)
add_participants(store, demo, people, who="a child", why="a test")
print("done", flush=True)
"""


def people_in(store: Store) -> int:
    with store.read() as tx:
        return count_people(tx, "demo")


def run_killed(store: Store, folder: Path, *, rounds: int, people: int, seed: int) -> tuple[int, int]:
    """Imports a new list a round, kills most at a moment at random; gives how many happened and did not."""
    draw = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    numbers = iter(invented_numbers(people * (rounds + 1), seed))
    url = store.engine.url.render_as_string(hide_password=False)
    happened = missed = 0
    longest = 0.0
    for number in range(rounds + 1):
        path = folder / f"list-{number}.csv"
        rows = "".join(f"Person {n};{next(numbers)};2026-02-01;Ekdalen\n" for n in range(people))
        path.write_text(f"Namn;Personnummer;Startdatum;Huvudman\n{rows}", encoding="utf-8")
        before = people_in(store)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, url, str(store.key_file), str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        began = time.monotonic()
        if number:  # The first one runs to its end and tells how long an import takes.
            time.sleep(draw.uniform(0, longest * 1.1))
            child.send_signal(signal.SIGKILL)
        finished = child.stdout.read() == "done\n"
        child.wait()
        await_writers(store)
        longest = max(longest, time.monotonic() - began)
        after = people_in(store)
        assert after in {before, before + people}, "half a list is in the register"
        assert after == before + people or not finished, "a finished import is lost"
        happened += after > before
        missed += after == before
        health = check_register(store)
        assert health.faults == []
        assert health.counts["person"] == health.counts["participation"] == after
    return happened, missed


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_killed_import_happened_or_did_not(store: Store, tmp_path: Path) -> None:
    happened, missed = run_killed(store, tmp_path, rounds=5, people=800, seed=1)
    assert happened >= 1
    assert happened + missed == 6


@pytest.mark.soak
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_an_import_killed_a_hundred_times(store: Store, tmp_path: Path) -> None:
    happened, missed = run_killed(store, tmp_path, rounds=100, people=400, seed=2)
    assert happened > 10
    assert missed > 10, "the kills came too late to show anything"
