"""How long the site takes, beside plain MkDocs with Material and static-i18n on the same nine-language text.

Prints ratios and asserts nothing: run it on a quiet machine with `make bench`, or alone with
`python tests/benchmarks/bench_build.py [rounds]`. Runs of the two are taken in turn, each in a process of its
own. Memory, the largest sum of PSS over the process tree, is taken in a cold build of its own: looking at it
costs a processor a quarter of its time, which is felt by whoever uses both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import LANGUAGES, module_id, write_ours, write_stock

ROOT = Path(__file__).parents[2]
OURS = [sys.executable, "-c", "from courseware.cli import main; main()"]


@dataclass
class Run:
    """One process, measured from outside."""

    seconds: float
    cpu: float
    mib: float


def measure(command: list[str], folder: Path, *, memory: bool = False) -> Run:
    """Runs a command and, where that is asked for, samples its memory."""
    before = os.times()
    started = time.perf_counter()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    # Installed packages are compiled; a checkout is compiled at its first run, unless this forbids it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE)
    peak = 0.0
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while memory and not done.wait(0.05):
            peak = max(peak, tree_pss(process.pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    sampler.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{told.decode()}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu, peak)


def tree_pss(pid: int) -> float:
    """Gives the memory of a process and its children in MiB, shared pages counted by share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
    return own + sum(tree_pss(int(child)) for child in children)


def size(folder: Path) -> float:
    """Gives the bytes of all files of a folder in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def change(page: Path, number: int) -> None:
    """Adds a line to a page."""
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\nChanged {number} times.\n")


def report(name: str, ours: list[Run], stock: list[Run]) -> None:
    """Prints one line of the table."""
    mine, theirs = (statistics.median(run.seconds for run in runs) for runs in (ours, stock))
    cpu, their_cpu = (statistics.median(run.cpu for run in runs) for runs in (ours, stock))
    print(
        f"{name:<28} {theirs:8.2f} s {mine:8.2f} s   ratio {mine / theirs:.3f}"
        f"   (cpu {their_cpu:.2f} s {cpu:.2f} s, ratio {cpu / their_cpu:.3f})",
        flush=True,
    )


def main(rounds: int) -> None:
    """Measures cold builds and builds after one changed page."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        write_ours(ours, ROOT)
        write_stock(stock)
        pages = len(list((stock / "docs").rglob("*.md")))
        print(
            f"{len(LANGUAGES)} languages, {pages} pages, {rounds} rounds; median of whole processes, --jobs 2"
        )
        print(f"{'':<28} {'plain MkDocs':>10} {'courseware':>10}")
        build = [*OURS, "build", "--jobs", "2"]
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        cold: tuple[list[Run], list[Run]] = ([], [])
        for number in range(rounds + 1):
            memory = number == 0
            for done in ("build", "site"):
                shutil.rmtree(ours / done, ignore_errors=True)
            runs = measure(build, ours, memory=memory), measure(plain, stock, memory=memory)
            if memory:
                mine, theirs = (run.mib for run in runs)
                print(f"{'peak memory':<28} {theirs:6.0f} MiB {mine:6.0f} MiB   ratio {mine / theirs:.3f}")
            else:
                cold[0].append(runs[0])
                cold[1].append(runs[1])
        report("cold", *cold)
        page = f"{module_id(3)}/lesson-4.md"
        changed: tuple[list[Run], list[Run]] = ([], [])
        unchanged: list[Run] = []
        for number in range(rounds):
            for _ in range(3):  # Short runs vary more, and cost less.
                change(ours / "modules" / "sv" / page, number)
                changed[0].append(measure(build, ours))
                unchanged.append(measure(build, ours))
            change(stock / "docs" / "sv" / "modules" / page, number)
            changed[1].append(measure(plain, stock))
        report("one page changed", *changed)
        report("nothing changed", unchanged, changed[1])
        mine, theirs = size(ours / "site"), size(stock / "site")
        print(f"{'output':<28} {theirs:6.1f} MiB {mine:6.1f} MiB   ratio {mine / theirs:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
