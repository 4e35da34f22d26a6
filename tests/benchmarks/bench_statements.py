"""Statements verified, regraded and stored, against a plain import that stores the same texts unverified.

The peer reads each line with `json` and stores it with one `executemany` of the sqlite3 module, unique id
enforced, WAL, synchronous=FULL, one transaction. Ours does all that `courseware completions import` does.
Both read the same file of statements, made here under invented codes and a key of the benchmark's own.

    python tests/benchmarks/bench_statements.py [--statements 1000000] [--rounds 1]
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from courseware.content.versions import Deciding, DecidingQuestion
from courseware.intake.completions import import_statements
from courseware.intake.verify import Verifier, Window
from courseware.receipts.codes import make_code
from courseware.receipts.statements import Iris, StatementMaker, encode_statement
from courseware.registry.claims import CodeHolder
from courseware.registry.store import open_store

KEY = bytes(range(32))
IRIS = Iris("https://fullfoljd.example/")
LESSONS = ("lesson-1-flag", "lesson-2-card", "lesson-3-meeting")
MODULES = tuple(f"m{number:02d}-module-of-the-benchmark" for number in range(1, 17))
START = datetime(2026, 2, 2, 8, tzinfo=UTC)
STORED = int(datetime(2026, 12, 1, tzinfo=UTC).timestamp() * 1000)


def make_versions() -> dict[str, dict[str, Deciding]]:
    """Return sixteen modules of three lessons and a quiz of ten questions."""
    versions = {}
    for module in MODULES:
        questions = tuple(
            DecidingQuestion(f"q{n}", kind, correct)
            for n, (kind, correct) in enumerate(
                [("single", (1,))] * 5 + [("multiple", (0, 2))] * 3 + [("sequence", (0, 1, 2, 3))] * 2,
                start=1,
            )
        )
        deciding = Deciding(LESSONS, 80, questions)
        versions[module] = {deciding.version: deciding}
    return versions


def write_statements(path: Path, count: int, versions: dict[str, dict[str, Deciding]]) -> list[int]:
    """Write statements as people make them, fifteen a module, and return the random parts of their codes."""
    draw = random.Random(20261121)
    codes: list[int] = []
    written = 0
    with path.open("wb") as file:
        while written < count:
            code_random = draw.getrandbits(30)
            codes.append(code_random)
            code = make_code(code_random, 1, KEY)
            at = START + timedelta(seconds=draw.randrange(200 * 86400))
            for module in draw.sample(MODULES, 4):
                version, deciding = next(iter(versions[module].items()))
                maker = StatementMaker(IRIS, code, module, version, "sv")
                at += timedelta(days=1)
                for statement in finished_module(maker, deciding, at, draw):
                    file.write(encode_statement(statement) + b"\n")
                    written += 1
                    if written == count:
                        return codes
    return codes


def finished_module(maker: StatementMaker, deciding: Deciding, at: datetime, draw: random.Random) -> Iterator:
    """Yield the fifteen statements of one finished module, one question in ten answered wrong."""

    def new_id() -> uuid.UUID:
        return uuid.UUID(int=draw.getrandbits(128), version=4)

    for number, lesson in enumerate(deciding.lessons):
        yield maker.experienced(lesson, at + timedelta(minutes=10 * number), new_id())
    attempt, at = new_id(), at + timedelta(minutes=40)
    wrong = draw.randrange(len(deciding.questions))
    for number, question in enumerate(deciding.questions):
        given = (3,) if number == wrong else question.correct
        yield maker.answered(question.id, given, at, new_id(), attempt, number != wrong)
    yield maker.graded(9, 10, True, at, new_id(), attempt)
    yield maker.completed(at, new_id())


def plain(source: Path, target: Path) -> None:
    """Store every text as it is, by id, without looking at it."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE statement (id TEXT PRIMARY KEY, raw BLOB)")
    connection.execute("BEGIN")
    with source.open("rb") as file:
        connection.executemany(
            "INSERT INTO statement VALUES (?, ?)", ((json.loads(line)["id"], line) for line in file)
        )
    connection.execute("COMMIT")
    connection.close()


def ours(source: Path, folder: Path, versions: dict[str, dict[str, Deciding]], codes: list[int]) -> int:
    """Verify, regrade and store; return the number of completions."""
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    store.upgrade()
    holders = {(code, 1): CodeHolder("demo", None, None) for code in codes}
    window = Window("demo", date(2026, 1, 1), date(2028, 12, 31), ZoneInfo("Europe/Stockholm"))
    with source.open("rb") as file, store.write(who="bench", why="bench") as tx:
        verifier = Verifier(
            iri_base=IRIS.base, versions=versions, keys={1: KEY}, holders=holders, window=window
        )
        letters = ((number, STORED, line) for number, line in enumerate(file))
        outcome = import_statements(tx, verifier, letters, "bench")
    assert not outcome.refused, outcome.refused[0]
    return len(outcome.completions)


def main() -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    versions = make_versions()
    times: dict[str, list[tuple[float, float]]] = {"plain": [], "ours": []}
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "statements.ndjson"
        codes = write_statements(source, options.statements, versions)
        print(f"{options.statements:,} statements, {source.stat().st_size // options.statements} bytes each, "
              f"{len(codes):,} codes")  # fmt: skip
        completions = 0
        for number in range(options.rounds):
            for tool in ("plain", "ours") if number % 2 == 0 else ("ours", "plain"):
                folder = Path(name) / f"{tool}-{number}"
                folder.mkdir()
                gc.collect()
                began, began_cpu = time.perf_counter(), time.process_time()
                if tool == "plain":
                    plain(source, folder / "plain.sqlite")
                else:
                    completions = ours(source, folder, versions, codes)
                times[tool].append((time.perf_counter() - began, time.process_time() - began_cpu))
    wall = {tool: statistics.median(seconds for seconds, _ in both) for tool, both in times.items()}
    cpu = {tool: statistics.median(seconds for _, seconds in both) for tool, both in times.items()}
    for tool, seconds in wall.items():
        rate = options.statements / seconds
        print(f"{tool:6} {seconds:7.2f} s ({cpu[tool]:.2f} s of processor) {rate:10,.0f} statements/s")
    print(f"completions found: {completions:,}")
    ratio, cpu_ratio = wall["ours"] / wall["plain"], cpu["ours"] / cpu["plain"]
    print(f"ratio ours/plain (goal: at most 1.00): {ratio:.2f}, of processor time {cpu_ratio:.2f}")


if __name__ == "__main__":
    main()
