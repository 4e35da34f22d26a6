"""A register filled by short words, for tests of months: people, sessions, who was there, who signed.

ledger = Book(store, project)
ledger.people(anna=WOMAN)
ledger.attend("anna", "2020-10-12", 90)
ledger.sign("anna", "2020-10")
ledger.send("2020-10")
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from courseware.receipts.codes import split_code
from courseware.registry.attendance import Attendance, attendance_of, month_minutes, put_attendance
from courseware.registry.attestations import Attestation, list_attestations, put_attestations
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.project import Project
from courseware.registry.projects import shipped_text
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.store import Store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import MonthReport, month_report
from courseware.reports.month_workbook import month_workbook
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import PeriodState, period_states, refuse_out_of_order, stale_months
from courseware.reports.sending import export_month, send_month
from courseware.strings import Strings

__all__ = ["Book", "let_doors_find"]


def let_doors_find(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets commands find the register, and the project `demo` as if it had run from 2020 to 2023."""
    data = folder / "data-folder"
    (data / "projects").mkdir(parents=True)
    rules = shipped_text("demo").replace("starts = 2026-01-01", "starts = 2020-08-03")
    rules = rules.replace("ends = 2028-12-31", "ends = 2023-04-30")
    (data / "projects" / "demo.toml").write_text(rules, encoding="utf-8")
    monkeypatch.setenv("COURSEWARE_DATA", str(data))
    monkeypatch.setenv("COURSEWARE_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(store.key_file))


class Book:
    """One project's register, with people called by a short name."""

    def __init__(self, store: Store, project: Project, today: date = date(2023, 6, 1)) -> None:
        self.store, self.project, self.today = store, project, today
        self.ids: dict[str, int] = {}
        self._signatures = 0

    def people(
        self, started: str = "2020-09-15", update: bool = False, **numbers: str | Registration
    ) -> None:
        """Takes people in, by name and number or as whole registrations."""
        rows = {
            name: given
            if isinstance(given, Registration)
            else Registration(row, given, f"{name.title()} Påhittad", "Ekdalen", started)
            for row, (name, given) in enumerate(numbers.items(), 1)
        }
        with self.store.write(who="test", why="test") as tx:
            outcome = enrol(tx, self.project.id, list(rows.values()), update=update)
        self.ids |= {name: outcome.person_ids[row.row] for name, row in rows.items()}

    def hold(self, name: str, starts: str, ends: str) -> None:
        """Holds a session without breaks, such as one over midnight."""
        begins, finishes = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
        made = Session(name, begins, finishes, 1, place="Rådhuset")
        minutes = made.clock_minutes(self.project.zone)
        with self.store.write(who="test", why="test") as tx:
            held = replace(made, planned_minutes=minutes, actual_minutes=minutes)
            add_session(tx, self.project.id, held)

    def attend(self, who: str | Sequence[str], day: str, minutes: int | None, session: str = "") -> None:
        """Notes minutes on a day, or a whole session, in place of what was noted for it before."""
        name = session or f"S-{day}"
        begins = datetime.fromisoformat(f"{day}T09:00")
        with self.store.write(who="test", why="test") as tx:
            known = sessions_by_name(tx, self.project.id)
            if name not in known:
                ends = begins + timedelta(minutes=720)
                made = Session(name, begins, ends, 720, place="Rådhuset", actual_minutes=720)
                add_session(tx, self.project.id, made)
                known = sessions_by_name(tx, self.project.id)
            held = known[name]
            new = {}
            for one in [who] if isinstance(who, str) else who:
                said = Attendance(self.ids[one], minutes=minutes)
                new[held.id, self.ids[one]] = said.rows(held, self.project.id, self.project.zone)
            put_attendance(tx, {held.id: held}, new, attendance_of(tx, [held.id]))

    def sign(self, who: str | Sequence[str], month: str, minutes: int | None = None) -> None:
        """Notes a signature for the minutes given, or for those recorded; a later one replaces it."""
        with self.store.write(who="test", why="test") as tx:
            recorded = {row.person_id: row.minutes for row in month_minutes(tx, self.project.id, month)}
            standing = {
                (item.person_id, item.month): item
                for item in list_attestations(tx, self.project.id, month)
                if not item.replaced
            }
            new = []
            for name in [who] if isinstance(who, str) else who:
                self._signatures += 1
                person = self.ids[name]
                signed = recorded.get(person, 0) if minutes is None else minutes
                item = Attestation(
                    person,
                    month,
                    signed,
                    "mail",
                    ReportPeriod.parse(month).opens.isoformat(),
                    f"Pärm {self._signatures}",
                )
                new.append((item, standing.get((person, month))))
            put_attestations(tx, self.project.id, new)

    def export(self, month: str) -> int:
        """Exports a month in order and gives its version."""
        period = ReportPeriod.parse(month)
        with self.store.write(who="test", why="test") as tx:
            states = period_states(tx, self.project, self.today)
            refuse_out_of_order(self.project, states, period, "exported")
            report = month_report(tx, self.project, period)
            return export_month(tx, self.project, period, report.ledger).version

    def send(self, *months: str) -> None:
        """Exports and sends months in order."""
        for month in months:
            self.export(month)
            self.mark(month)

    def mark(self, month: str) -> PeriodState:
        """Notes a month as sent."""
        period = ReportPeriod.parse(month)
        with self.store.write(who="test", why="test") as tx:
            return send_month(tx, self.project, period, self.today, day=self.today, reference="diarium")

    def states(self, until: str = "9999-12") -> dict[str, str]:
        """Gives each month's state until a month."""
        with self.store.read() as tx:
            found = period_states(tx, self.project, self.today)
        return {str(one.period): one.state for one in found if str(one.period) <= until}

    def stale(self) -> list[str]:
        """Gives the months to send again, in order."""
        with self.store.read() as tx:
            return [str(period) for period in stale_months(tx, self.project)]

    def entries(self, month: str) -> dict[int, Any]:
        """Gives a month's reported people by id."""
        with self.store.read() as tx:
            report = month_report(tx, self.project, ReportPeriod.parse(month))
        return {entry.person_id: entry for entry in report.ledger.entries}

    def complete(self, who: str, module: str, day: str) -> None:
        """Notes that somebody finished a module's self-study part, by a code of their own."""
        with self.store.write(who="test", why="test") as tx:
            [issued] = issue_codes(tx, self.project.id, [self.ids[who]])
            random = split_code(issued.code).random_part
            batch = new_import(tx, self.project.id, "receipt test")
            what = (random.to_bytes(16), self.project.id, random, 1, issued.code, module, "0a1b2c3d4e5f6071")
            store_claims(tx, [], [], [CompletionRow(*what, day[:7], day, f"{day}T20:00:00Z", batch)])

    def report(self, month: str) -> MonthReport:
        """Gives a month's report."""
        with self.store.read() as tx:
            return month_report(tx, self.project, ReportPeriod.parse(month))

    def workbook(self, month: str, t: Strings) -> bytes:
        """Gives a month's workbook."""
        return month_workbook(self.report(month), load_mapping(self.project.programme_period), t)

    def sheets(self, month: str, t: Strings) -> dict[str, list[tuple[Any, ...]]]:
        """Gives the rows of a month's workbook by sheet."""
        book = openpyxl.load_workbook(io.BytesIO(self.workbook(month, t)))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    def faults(self, month: str) -> list[tuple[int, str, str]]:
        """Gives who is left out of a month, with class and code of each fault."""
        held: Iterable[Any] = self.report(month).ledger.excluded
        return [(one.person_id, one.fault.error_class, one.fault.code) for one in held]

    def with_rules(self, **rules: Any) -> Book:
        """Gives the same register under other rules."""
        other = Book(self.store, replace(self.project, **rules), self.today)
        other.ids, other._signatures = self.ids, 1000
        return other
