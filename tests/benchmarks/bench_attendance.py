"""A list of attendance into the register, against plain csv and executemany of the same rows.

    python tests/benchmarks/bench_attendance.py                       100 000 and a million rows
    python tests/benchmarks/bench_attendance.py --people 1000 --rows 5000

Both begin with the same CSV file in a process of their own and end with a commit on the same disk; medians
of `--runs`, in turns. Ours finds every person by a keyed hash of the number, checks the row against its
session and the participant's dates, compares it with what is stored, and logs it in the sealed chain; the
peer keeps the three columns. The register holds `--people` participants (birth years 1840-1889,
nobody alive) and 36 months of sessions.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bench_month import invented_numbers, timed

LIMIT, LINEAR = 10.0, 12.0
"""Times the peer's time that ours may take; times its own processor time for a tenth of the rows."""
FIRST = date(2024, 1, 1)
SESSIONS_A_DAY = 20


def make_register(folder: Path, people: int, rows: int, _months: int) -> None:
    """Makes a register with people and sessions, and two lists: of a tenth of the rows, and of all."""
    from courseware.registry.sessions import session
    from courseware.registry.store import open_store
    from courseware.registry.tables import organisation, participation, person, spell

    draw = random.Random(20261102)
    numbers = list(invented_numbers(people))
    days = [FIRST + timedelta(days=n) for n in range(36 * 30)]
    names = [f"S{n}" for n in range(len(days) * SESSIONS_A_DAY)]
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    with store.write(who="benchmark", why="invented data") as tx:
        employers = [(n, "bench", f"Huvudman {n}", None) for n in range(1, 26)]
        tx.insert(organisation, ("id", "project", "name", "number"), employers)
        columns = ("id", "number_hash", "wrapped_key", "name_enc", "number_enc", "email_enc", "protected")
        sealed = []
        for pid, number in enumerate(numbers, 1):
            key, wrapped = tx.keys.new_person_key(pid)
            number_enc = key.encrypt("number", number)
            sealed.append((pid, tx.keys.hash_number(number), wrapped, None, number_enc, None, False))
        tx.insert(person, columns, sealed)
        parts = [
            (pid, "bench", pid, pid % 25 + 1, "", "", "2024-01-01", None) for pid in range(1, people + 1)
        ]
        tx.insert(participation, [column.name for column in participation.columns], parts)
        tx.insert(spell, ("participation_id", "started", "ended"), ((row[0], *row[6:]) for row in parts))
        held = [
            (n + 1, "bench", name, None, f"{day}T09:00", f"{day}T12:00", "", True, 180, 180, "", None)
            for n, name in enumerate(names)
            for day in [days[n // SESSIONS_A_DAY]]
        ]
        tx.insert(session, [column.name for column in session.columns], held)
    # The shorter list is of the first months, so that both have as many people at a session.
    for wanted, sessions in ((rows // 10, len(names) // 10), (rows, len(names))):
        made: set[tuple[int, int]] = set()
        while len(made) < wanted:
            made.add((draw.randrange(sessions), draw.randrange(people)))
        with (folder / f"{wanted}.csv").open("w", encoding="utf-8") as file:
            file.write("Tillfälle;Personnummer;Närvaro\n")
            minutes = ("hel", "60", "75", "90", "120")
            for place, who in sorted(made):
                file.write(f"{names[place]};{numbers[who]};{draw.choice(minutes)}\n")


def ours(folder: Path, rows: int) -> None:
    """Takes the list into a copy of the register with courseware."""
    from courseware.intake.attendance import import_attendance
    from courseware.registry.project import Project
    from courseware.registry.store import open_store

    project = Project(
        id="bench",
        title="Mätning",
        owner="Påhittad",
        starts=FIRST,
        ends=date(2026, 12, 31),
        programme_period="2014-2020",
        programme_area="1",
    )
    store = open_store(f"sqlite:///{folder / 'ours.sqlite'}", folder / "key" / "master.key")
    done = import_attendance(folder / f"{rows}.csv", store, project, who="benchmark", why="invented data")
    if done.added != rows:
        raise SystemExit(f"{done.added} of {rows} rows were taken in")


def peer(folder: Path, rows: int) -> None:
    """Takes the list into one table with a primary key: csv, executemany, commit."""
    connection = sqlite3.connect(folder / "peer.sqlite")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE attendance (session TEXT, number TEXT, minutes INTEGER, PRIMARY KEY (session, number))"
    )
    with (folder / f"{rows}.csv").open(encoding="utf-8", newline="") as file, connection:
        lines = csv.reader(file, delimiter=";")
        next(lines)
        rows = ((name, number, 180 if said == "hel" else int(said)) for name, number, said in lines)
        connection.executemany("INSERT INTO attendance VALUES (?, ?, ?)", rows)
    connection.close()


def measure(folder: Path, rows: int, runs: int) -> dict[str, tuple[float, float, float]]:
    """Gives medians of clock and processor and the highest memory of both."""
    measured: dict[str, list[tuple[float, float, float]]] = {"ours": [], "peer": []}
    for _ in range(runs):
        for what, found in measured.items():  # In turns, so that a busy machine slows both.
            for old in folder.glob(f"{what}.sqlite*"):
                old.unlink()
            if what == "ours":
                shutil.copyfile(folder / "registry.sqlite", folder / "ours.sqlite")
            found.append(timed(what, folder, "--rows", str(rows), script=__file__))
    return {
        what: (
            statistics.median(run[0] for run in found),
            statistics.median(run[1] for run in found),
            max(run[2] for run in found),
        )
        for what, found in measured.items()
    }


def main() -> None:
    """Measures both sizes and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["make", "ours", "peer"])
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.only == "make":
        make_register(chosen.folder, chosen.people, chosen.rows, 36)
        return
    if chosen.only:
        {"ours": ours, "peer": peer}[chosen.only](chosen.folder, chosen.rows)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timed("make", folder, "--people", str(chosen.people), "--rows", str(chosen.rows), script=__file__)
        smaller, whole = (
            measure(folder, rows, runs)
            for rows, runs in ((chosen.rows // 10, chosen.runs), (chosen.rows, max(1, chosen.runs // 2)))
        )
    ratio = smaller["ours"][0] / smaller["peer"][0]
    growth = whole["ours"][1] / smaller["ours"][1]
    print(
        f"{chosen.rows // 10} rows of attendance among {chosen.people} people: ratio {ratio:.1f} "
        f"(limit {LIMIT:.0f}), of processor time {smaller['ours'][1] / smaller['peer'][1]:.1f}; "
        f"ten times the rows: {growth:.1f} times the processor time (limit {LINEAR:.0f})"
    )
    for rows, figures in ((chosen.rows // 10, smaller), (chosen.rows, whole)):
        for what, title in (("ours", "courseware"), ("peer", "csv with sqlite3")):
            clock, processor, memory = figures[what]
            print(f"  {rows} {title}: {clock:.2f} s, processor {processor:.2f} s, {memory:.0f} MB")
    sys.exit(1 if ratio > LIMIT or growth > LINEAR else 0)


if __name__ == "__main__":
    main()
