"""What to type into Projektrummet and its Deltagarportal, in the order in which one types.

No source tells of any import into the portal, nor which fields it asks for (esf-reporting 2.2, D8 and D9):
this is a list to type from, and it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from courseware.packaging.workbook import Cell, Column, Kind, Sheet, write_workbook
from courseware.registry.completed import CompletedModule, completed_modules
from courseware.registry.participants import Participant, participants_of
from courseware.registry.project import Project
from courseware.registry.sessions import Session, list_sessions
from courseware.registry.store import Transaction
from courseware.registry.traces import Attended, attended_in
from courseware.reports.period import ReportPeriod
from courseware.reports.time_words import month_text
from courseware.strings import Strings

__all__ = ["EntryList", "entry_list", "entry_workbook"]

_COLUMNS: Mapping[str, tuple[Kind, float]] = {
    "activity": ("text", 26),
    "module": ("text", 40),
    "date": ("date", 12),
    "start": ("text", 9),
    "end": ("text", 9),
    "minutes": ("integer", 12),
    "place": ("text", 26),
    "people": ("integer", 12),
    "participant": ("integer", 12),
    "name": ("text", 40),
    "number": ("text", 16),
    "email": ("text", 32),
    "completed": ("date", 14),
    "what": ("text", 38),
    "text": ("text", 92),
}


@dataclass(frozen=True, slots=True)
class EntryList:
    """A month as it is typed in."""

    project: Project
    period: ReportPeriod
    people: Mapping[int, Participant]
    sessions: tuple[Session, ...]
    attended: tuple[Attended, ...]
    study: tuple[CompletedModule, ...]
    """Completed modules of the month whose minutes the project's owner approved."""

    @property
    def faces(self) -> set[int]:
        """Everybody who is in it."""
        return {row.person_id for row in self.attended} | {item.person_id or 0 for item in self.study}


def entry_list(tx: Transaction, project: Project, period: ReportPeriod) -> EntryList:
    """Gives what was recorded in a month, whether or not it is attested: in the portal, that comes after."""
    month = str(period)
    people = participants_of(tx, project.id, day=period.last.isoformat())
    attended = tuple(attended_in(tx, project.id, month, people))
    held = {row.session_id for row in attended}
    counts = project.need("self_study") == "approved-minutes"
    study = tuple(
        item
        for item in completed_modules(tx, project.id, month)
        if counts and item.person_id in people and item.module_id in project.approved_minutes
    )
    sessions = tuple(item for item in list_sessions(tx, project.id) if item.id in held)
    return EntryList(project, period, people, sessions, attended, study)


def entry_workbook(entries: EntryList, t: Strings, titles: Mapping[str, str] | None = None) -> bytes:
    """Gives the list as a workbook; the same register gives the same bytes.

    Args:
        entries: The month.
        t: Texts of the workbook's language.
        titles: Titles of modules by id.
    """
    book = _Book(entries, t, titles or {})
    title = t("admin.entry.title", month=month_text(entries.period, t), project=entries.project.title)
    sheets = [
        book.sheet("read", ("what", "text"), book.read_first(), wrap=True),
        book.sheet(
            "activities",
            ("activity", "module", "date", "start", "end", "minutes", "place", "people"),
            book.activities(),
        ),
        book.sheet("by-activity", ("activity", "date", "participant", "name", "minutes"), book.by_activity()),
        book.sheet(
            "by-participant",
            ("participant", "name", "number", "email", "activity", "date", "minutes"),
            book.by_participant(),
        ),
        book.sheet("study", ("participant", "name", "module", "completed", "minutes"), book.study()),
    ]
    return write_workbook(
        sheets,
        made=datetime.combine(entries.period.opens, time(), UTC),
        title=title,
        creator=t("admin.report.creator"),
        language=t.language,
    )


class _Book:
    """The rows of the sheets."""

    def __init__(self, entries: EntryList, t: Strings, titles: Mapping[str, str]) -> None:
        self.entries, self.t, self.titles = entries, t, titles
        self.sessions = {item.id: item for item in entries.sessions}

    def sheet(
        self, name: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell, ...]], *, wrap: bool = False
    ) -> Sheet:
        shown = tuple(
            Column(self.t(f"admin.entry.column.{column}"), *_COLUMNS[column], wrap=wrap) for column in columns
        )
        return Sheet(self.t(f"admin.entry.sheet.{name}"), shown, rows)

    def name(self, person_id: int) -> str:
        """Somebody's name, or what is known to write instead."""
        who = self.entries.people[person_id]
        if who.protected:
            return self.t("admin.entry.protected")
        return self.t("admin.evidence.erased") if who.erased else who.name

    def module(self, module_id: str) -> str:
        return self.titles.get(module_id) or module_id

    def read_first(self) -> Iterator[tuple[Cell, ...]]:
        t, entries = self.t, self.entries
        if entries.project.invented:
            yield t("admin.report.month.invented"), t("admin.report.month.invented.text")
        for name in ("type", "order", "attest", "study", "protected"):
            yield t(f"admin.entry.read.{name}"), t(f"admin.entry.read.{name}.text")
        minutes = sum(row.minutes for row in entries.attended) + sum(row[-1] for row in self.study())  # type: ignore[misc]
        counts = {"people": len(entries.faces), "sessions": len(entries.sessions), "minutes": minutes}
        yield t("admin.entry.read.sums"), t("admin.entry.read.sums.text", **counts)

    def activities(self) -> Iterator[tuple[Cell, ...]]:
        for held in self.entries.sessions:
            there = {row.person_id for row in self.entries.attended if row.session_id == held.id}
            yield (
                *(held.name, self.module(held.module or ""), held.starts.date()),
                *(f"{held.starts:%H:%M}", f"{held.ends:%H:%M}", held.actual_minutes),
                *(held.place or self.t("admin.evidence.distance"), len(there)),
            )

    def by_activity(self) -> Iterator[tuple[Cell, ...]]:
        order = {item.id: place for place, item in enumerate(self.entries.sessions)}
        for row in sorted(
            self.entries.attended, key=lambda row: (order[row.session_id], row.person_id, row.day)
        ):
            held = self.sessions[row.session_id]
            yield held.name, _day(row.day), row.person_id, self.name(row.person_id), row.minutes

    def by_participant(self) -> Iterator[tuple[Cell, ...]]:
        rows: list[tuple[int, str, str, int]] = [
            (row.person_id, row.day, self.sessions[row.session_id].name, row.minutes)
            for row in self.entries.attended
        ]
        rows += [
            (item.person_id or 0, item.day, self.t("admin.entry.study"), self._approved(item))
            for item in self.entries.study
        ]
        for person_id, day, activity, minutes in sorted(rows):
            who = self.entries.people[person_id]
            yield person_id, self.name(person_id), who.number12, who.email, activity, _day(day), minutes

    def study(self) -> Iterator[tuple[Cell, ...]]:
        for item in sorted(
            self.entries.study, key=lambda item: (item.person_id or 0, item.day, item.module_id)
        ):
            person_id = item.person_id or 0
            module, day = self.module(item.module_id), _day(item.day)
            yield person_id, self.name(person_id), module, day, self._approved(item)

    def _approved(self, item: CompletedModule) -> int:
        return self.entries.project.approved_minutes[item.module_id].minutes


def _day(text: str) -> Cell:
    return date.fromisoformat(text)
