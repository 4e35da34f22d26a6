"""What this site itself takes to build, and a kit of its papers, as shares of one cold build.

The yardsticks of performance.md are about invented text; here it is the real content, with every page that a
workshop's source gives. Processor seconds of whole processes, so that a busy machine tells little else than a
quiet one. Prints ratios and asserts nothing: `python tests/benchmarks/bench_site.py [rounds]`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench_build import OURS, ROOT, change, measure

CONTENT = ("docs", "modules", "quizzes", "overrides", "mkdocs.yml")
BUILD = [*OURS, "build", "--jobs", "2"]


def copied(folder: Path) -> Path:
    """Gives a copy of what the site is built from."""
    for name in CONTENT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    return folder


def main(rounds: int) -> None:
    """Measures cold builds, builds after one changed lesson, builds of nothing, and a kit."""
    with tempfile.TemporaryDirectory() as folder:
        site = copied(Path(folder) / "site")
        lesson = sorted((site / "modules" / "sv").glob("*/lesson-*.md"))[0]
        module = lesson.parent.name
        kit = [*OURS, "export", "kit", module, "--no-pdf", "--force", "--out", str(Path(folder) / "kit.zip")]
        took: dict[str, list[float]] = {
            "cold": [],
            "one lesson changed": [],
            "nothing changed": [],
            "a kit": [],
        }
        for number in range(rounds):
            took["cold"].append(measure([*BUILD, "--clean"], site).cpu)
            change(lesson, number)
            took["one lesson changed"].append(measure(BUILD, site).cpu)
            took["nothing changed"].append(measure(BUILD, site).cpu)
            took["a kit"].append(measure(kit, site).cpu)
        pages = len(list((site / "site").rglob("index.html")))
        cold = statistics.median(took["cold"])
        print(f"{pages} pages, {rounds} rounds; median processor seconds, and shares of a cold build")
        for name, seconds in took.items():
            middle = statistics.median(seconds)
            print(f"{name:<20} {middle:7.2f} s   {middle / cold:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
