"""The month's report for 100 000 participants against a pandas script that makes the same sheets.

    python tests/benchmarks/bench_month.py                 both shapes of a million rows
    python tests/benchmarks/bench_month.py --people 10000  smaller

Both start from files on the disk in a process of their own and end with a workbook on the disk; medians of
`--runs`. Ours opens every identity number and name with that person's own key; the peer reads plain
Parquet, its fastest source. The people are invented: birth years 1840-1889, nobody alive.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

MONTH = "2026-11"
FIRST = date(2026, 11, 1)
ROOT = Path(__file__).parents[2]


def invented_numbers(count: int) -> Iterator[str]:
    """Gives different valid numbers of people born 1840-1889."""
    from courseware.registry.identity import check_digit

    days = (date(1889, 12, 31) - date(1840, 1, 1)).days + 1
    for index in range(count):
        born = date(1840, 1, 1) + timedelta(days=index % days)
        nine = f"{born:%y%m%d}{index // days * 7 + 100:03d}"
        yield f"{born:%Y}{nine[2:]}{check_digit(nine)}"


def make_register(folder: Path, people: int, rows: int, months: int) -> None:
    """Makes a register in which nine of ten have attested the month, and the same data as Parquet."""
    import pandas as pd

    from courseware.registry.attendance import attendance
    from courseware.registry.attestations import attestation
    from courseware.registry.sessions import session
    from courseware.registry.store import open_store
    from courseware.registry.tables import organisation, participation, person, spell

    draw = random.Random(20261101)
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    numbers = list(invented_numbers(people))
    persons, parts = [], []
    with store.write(who="benchmark", why="invented data") as tx:
        employers = [(n, "bench", f"Huvudman {n}", None) for n in range(1, 26)]
        tx.insert(organisation, ("id", "project", "name", "number"), employers)
        for pid, number in enumerate(numbers, 1):
            key, wrapped = tx.keys.new_person_key(pid)
            name = f"Påhittad Person {pid}"
            sealed = (wrapped, key.encrypt("name", name), key.encrypt("number", number), None)
            persons.append((pid, tx.keys.hash_number(number), *sealed, False))
            started = (
                f"2026-{draw.randint(1, 10):02d}-{draw.randint(1, 28):02d}" if months == 1 else "2024-01-02"
            )
            parts.append((pid, "bench", pid, pid % 25 + 1, "", "", started, None))
        columns = ("id", "number_hash", "wrapped_key", "name_enc", "number_enc", "email_enc", "protected")
        tx.insert(person, columns, persons)
        tx.insert(participation, [column.name for column in participation.columns], parts)
        tx.insert(spell, ("participation_id", "started", "ended"), ((row[0], *row[6:]) for row in parts))
        attended = _attendance(draw, people, rows, months)
        sessions = [
            (n, "bench", f"s{n}", None, f"{day}T09:00", f"{day}T12:00", "", True, 180, 180, "", None)
            for n, day in sorted({(row[0], row[2]) for row in attended})
        ]
        tx.insert(session, [column.name for column in session.columns], sessions)
        tx.insert(attendance, [column.name for column in attendance.columns], attended)
        total: dict[int, int] = {}
        for row in attended:
            if row[4] == MONTH:
                total[row[1]] = total.get(row[1], 0) + row[5]
        signed = [
            (
                n,
                "bench",
                pid,
                MONTH,
                minutes + (5 if n % 201 == 0 else 0),
                False,
                "mail",
                "2026-12-02",
                "mapp 7",
                False,
            )
            for n, (pid, minutes) in enumerate(sorted(total.items()), 1)
            if n % 10
        ]
        tx.insert(attestation, [column.name for column in attestation.columns], signed)
    tables = {
        "people": pd.DataFrame(
            {
                "person_id": range(1, people + 1),
                "name": [f"Påhittad Person {pid}" for pid in range(1, people + 1)],
                "number": numbers,
                "organisation": [f"Huvudman {pid % 25 + 1}" for pid in range(1, people + 1)],
                "started": [part[6] for part in parts],
                "ended": pd.Series([None] * people, dtype="string"),
            }
        ),
        "attendance": pd.DataFrame(
            [(r[1], r[2], r[4], r[5]) for r in attended], columns=["person_id", "day", "month", "minutes"]
        ),
        "attested": pd.DataFrame([(r[2], r[4]) for r in signed], columns=["person_id", "attested"]),
    }
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet")


def _attendance(draw: random.Random, people: int, rows: int, months: int) -> list[tuple[object, ...]]:
    """Gives `rows` rows of attendance, spread over the months that end with the reported one."""
    last_days = [FIRST]
    while len(last_days) < months:
        last_days.append((last_days[-1] - timedelta(days=1)).replace(day=1))
    made: set[tuple[int, int]] = set()
    found: list[tuple[object, ...]] = []
    while len(found) < rows:
        month = draw.randrange(months)
        day = last_days[month] + timedelta(days=draw.randrange(28))
        slot = (day - date(2020, 1, 1)).days * 4 + draw.randrange(2)
        pid = draw.randint(1, people)
        if (slot, pid) not in made:
            made.add((slot, pid))
            found.append(
                (
                    slot,
                    pid,
                    day.isoformat(),
                    "bench",
                    f"{day:%Y-%m}",
                    draw.choice((60, 75, 90, 120, 180)),
                    0,
                    0,
                )
            )
    return found


def ours(folder: Path) -> None:
    """Makes the workbook with courseware."""
    from courseware.packaging.files import write_private
    from courseware.registry.project import Project
    from courseware.registry.store import open_store
    from courseware.reports.mapping import load_mapping
    from courseware.reports.month import month_report
    from courseware.reports.month_workbook import month_workbook
    from courseware.reports.period import ReportPeriod
    from courseware.strings import load_strings

    project = Project(
        id="bench",
        title="Mätning",
        owner="Påhittad",
        starts=date(2020, 1, 1),
        ends=date(2028, 12, 31),
        programme_period="2014-2020",
        programme_area="1",
        # Nobody is as old as these invented people: the plausibility of ages is what gets switched off.
        age_at_start=(0, 300),
        max_hours_per_day=13,
        rounding_policy="floor_month",
        zero_hour_months="row",
    )
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    with store.read() as tx:
        report = month_report(tx, project, ReportPeriod.parse(MONTH))
    content = month_workbook(report, load_mapping(project.programme_period), load_strings(ROOT, "sv"))
    write_private(folder / "ours.xlsx", content, replace=True)


def peer(folder: Path) -> None:
    """Makes the same sheets with pandas and XlsxWriter, the usual way."""
    import pandas as pd

    people = pd.read_parquet(folder / "people.parquet")
    attendance = pd.read_parquet(folder / "attendance.parquet")
    attested = pd.read_parquet(folder / "attested.parquet")
    attendance = attendance[attendance["month"] == MONTH]
    days = attendance.groupby(["person_id", "day"], as_index=False)["minutes"].sum()
    month = days.groupby("person_id").agg(
        minutes=("minutes", "sum"), most=("minutes", "max"), first=("day", "min"), last=("day", "max")
    )
    frame = people.merge(month, on="person_id", how="left").merge(attested, on="person_id", how="left")
    frame["minutes"] = frame["minutes"].fillna(0).astype(int)
    wrong = (frame["most"] > 13 * 60) | (frame["first"] < frame["started"])
    pending = ~wrong & frame["attested"].isna() & (frame["minutes"] > 0)
    differing = ~wrong & ~frame["attested"].isna() & (frame["attested"] != frame["minutes"])
    entries = frame[~wrong & ~pending & ~differing].copy()
    entries["attested"] = entries["attested"].fillna(0).astype(int)
    entries["hours"] = entries["minutes"] // 60
    entries["left_out"] = entries["minutes"] % 60
    entries["study"] = 0
    for name in ("started", "ended"):
        entries[name] = pd.to_datetime(entries[name]).dt.date
    with pd.ExcelWriter(folder / "peer.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame(
            {"Vad": ["Deltagare", "Timmar"], "Beskrivning": [len(entries), entries["hours"].sum()]}
        ).to_excel(writer, sheet_name="Sammanfattning", index=False)
        entries[["number", "started", "ended", "hours"]].to_excel(writer, sheet_name="Underlag", index=False)
        entries[["person_id", "minutes", "study", "attested", "hours", "left_out"]].to_excel(
            writer, sheet_name="Beräkning", index=False
        )
        for title, rows in (
            ("Väntar", frame[pending]),
            ("Avviker", frame[differing]),
            ("Uteslutna", frame[wrong]),
        ):
            shown = rows[["person_id", "name", "organisation", "minutes", "attested"]].copy()
            shown["study"], shown["why"], shown["do"] = (
                0,
                "Deltagarens intyg saknas.",
                "Be deltagaren om ett intyg.",
            )
            shown.to_excel(writer, sheet_name=title, index=False)


def timed(what: str, folder: Path, *sizes: str, script: str = __file__) -> tuple[float, float, float]:
    """Gives seconds on the clock, seconds of processor and peak memory (MB) of one process, start to end."""
    begin = time.perf_counter()
    command = [sys.executable, script, "--only", what, "--folder", str(folder), *sizes]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{what} failed")
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def same_figures(folder: Path) -> tuple[int, float]:
    """Gives rows and hours of the entry sheet, once both workbooks agree on them."""
    import openpyxl

    found = []
    for name in ("ours.xlsx", "peer.xlsx"):
        sheet = openpyxl.load_workbook(folder / name, read_only=True)["Underlag"]
        rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
        found.append((len(rows), float(sum(row[3] for row in rows)), sorted(row[0] for row in rows)))
    if found[0] != found[1]:
        raise SystemExit(f"the workbooks differ: {found[0][:2]} and {found[1][:2]}")
    return found[0][0], found[0][1]


def main() -> None:
    """Measures both, checks that they agree, and prints the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["make", "ours", "peer"])
    parser.add_argument("--months", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.only == "make":
        make_register(chosen.folder, chosen.people, chosen.rows, chosen.months)
        return
    if chosen.only:
        {"ours": ours, "peer": peer}[chosen.only](chosen.folder)
        return
    failed = False
    for months in (1, 36):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # In a process of its own: a child's peak memory begins with that of the process it came from.
            sizes = ("--people", str(chosen.people), "--rows", str(chosen.rows), "--months", str(months))
            timed("make", folder, *sizes)
            measured: dict[str, list[tuple[float, float, float]]] = {"ours": [], "peer": []}
            for _ in range(chosen.runs):
                for what, runs in measured.items():  # In turns, so that a busy machine slows both.
                    runs.append(timed(what, folder))
            rows, hours = same_figures(folder)
        clock, processor = (
            {what: statistics.median(run[n] for run in runs) for what, runs in measured.items()}
            for n in (0, 1)
        )
        memory = {what: max(run[2] for run in runs) for what, runs in measured.items()}
        ratio = clock["ours"] / clock["peer"]
        failed |= ratio > 0.5
        print(
            f"{chosen.people} people, {chosen.rows} rows of attendance in {months} month(s), "
            f"{rows} entries, {hours:.0f} hours: ratio {ratio:.2f} (limit 0.50), "
            f"of processor time {processor['ours'] / processor['peer']:.2f}"
        )
        for what, name in (("ours", "courseware"), ("peer", "pandas with XlsxWriter")):
            print(f"  {name}: {clock[what]:.2f} s, processor {processor[what]:.2f} s, {memory[what]:.0f} MB")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
