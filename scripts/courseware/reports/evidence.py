"""What stands behind one person's hours of one month, from the session to the figure that was sent.

The five parts are those that an auditor asks for (esf-reporting 2.5): what was held, who was there, what was
signed, what was reported, and every change on the way. Whoever tests a sample asks for many at once.

    with store.read() as tx:
        [page] = evidence_of(tx, month_of(tx, project, ReportPeriod(2026, 11)), [12])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from courseware.errors import CoursewareError
from courseware.registry.attestations import Attestation, list_attestations
from courseware.registry.completed import CompletedModule, completed_modules
from courseware.registry.exports import (
    Export,
    ExportEntry,
    PeriodEvent,
    events_of,
    export_entries,
    exports_of,
)
from courseware.registry.log import last_change
from courseware.registry.participants import Participant, participants_of, secrets_of
from courseware.registry.project import Project
from courseware.registry.sessions import Session, list_sessions
from courseware.registry.store import Transaction
from courseware.registry.traces import Attended, HourChange, attended_in, hour_changes, informed_on, seen_at
from courseware.reports.evidence_data import Evidence, Exported, Noted, Presence, Signature, Study
from courseware.reports.period import ReportPeriod
from courseware.reports.redaction import Redaction
from courseware.reports.standing import Standing, standings

__all__ = ["Month", "evidence_of", "month_of"]


@dataclass(frozen=True, slots=True)
class Month:
    """What is the same for everybody in a month, read once however many people are asked for."""

    project: Project
    period: ReportPeriod
    standings: Mapping[int, Standing]
    exports: tuple[Export, ...]
    events: tuple[PeriodEvent, ...]
    entries: Mapping[int, Mapping[int, ExportEntry]]
    """The rows of each version by its number and person."""
    sessions: Mapping[int, Session]
    log_head: str

    @property
    def reported(self) -> tuple[int, ...]:
        """Who is reported with time: in the last version, or as it would be now before there is one."""
        if self.exports:
            last = self.entries[self.exports[-1].version]
            return tuple(sorted(person_id for person_id, entry in last.items() if entry.reported))
        return tuple(person_id for person_id, one in self.standings.items() if one.reported)


def month_of(tx: Transaction, project: Project, period: ReportPeriod) -> Month:
    """Gives what is the same for everybody in a month.

    Raises:
        CoursewareError: The project lacks a rule that the month needs; says whom to ask.
    """
    exports = tuple(exports_of(tx, project.id, str(period)))
    return Month(
        project,
        period,
        standings(tx, project, period),
        exports,
        tuple(events_of(tx, project.id, str(period))),
        {made.version: {row.person_id: row for row in export_entries(tx, made.id)} for made in exports},
        {held.id: held for held in list_sessions(tx, project.id)},
        last_change(tx.connection),
    )


def evidence_of(tx: Transaction, month: Month, ids: Collection[int]) -> list[Evidence]:
    """Gives the evidence of some people, in order of id.

    Args:
        tx: The transaction that the month was read in.
        month: The month.
        ids: Whom.

    Raises:
        CoursewareError: Some of them take no part in the project; says which.
    """
    project, name = month.project, str(month.period)
    people = participants_of(tx, project.id, ids, day=month.period.last.isoformat())
    if unknown := sorted(set(ids) - people.keys()):
        raise CoursewareError(
            f"There is no participant {', '.join(map(str, unknown))} in {project.id}. "
            f"The ids stand in: courseware participants list --project {project.id}"
        )
    attended = _by_person(attended_in(tx, project.id, name, people))
    done = _by_person(item for item in completed_modules(tx, project.id, name) if item.person_id in people)
    signed = _by_person(item for item in list_attestations(tx, project.id, name) if item.person_id in people)
    seen, told = seen_at(tx, project.id, people), informed_on(tx, project.id, people)
    changes = hour_changes(tx, project.id, name, people)
    found = []
    for person_id, person in people.items():
        own = _Own(month, person, changes.get(person_id, []), seen)
        rows = attended.get(person_id, [])
        evidence = Evidence(
            project,
            month.period,
            person,
            tuple(told.get(person_id, ())),
            tuple(
                sorted(
                    {month.sessions[row.session_id] for row in rows},
                    key=lambda held: (held.starts, held.name),
                )
            ),
            tuple(own.presence(row) for row in rows),
            tuple(own.study(item) for item in done.get(person_id, ())),
            tuple(own.signature(item) for item in signed.get(person_id, ())),
            tuple(own.exported(made) for made in month.exports),
            month.standings.get(person_id),
            tuple(own.changes),
            month.log_head,
        )
        found.append(_without_secrets(tx, evidence) if person.protected else evidence)
    return found


class _Own:
    """What one person's rows are made with."""

    def __init__(
        self,
        month: Month,
        person: Participant,
        changes: list[HourChange],
        seen: Mapping[tuple[int, int], list[str]],
    ) -> None:
        self.month, self.person, self.changes, self.seen = month, person, changes, seen
        self._noted: dict[object, Noted] = {}
        for change in changes:
            # The last entry about a session or a signature is the one that stands.
            after = change.after or {}
            self._noted[after.get("session") or after.get("id")] = Noted(change.who, change.at)

    def presence(self, row: Attended) -> Presence:
        held = self.month.sessions[row.session_id]
        sources = tuple(self.seen.get((held.id, self.person.id), ()))
        noted = self._noted.get(held.name, Noted())
        return Presence(held.name, row.day, row.minutes, row.late, row.early, sources, noted)

    def study(self, item: CompletedModule) -> Study:
        approved = self.month.project.approved_minutes.get(item.module_id)
        if approved is None or self.month.project.self_study == "not-counted":
            return Study(item.day, item.module_id, item.version, None, "", "")
        by, on = approved.approved_by, approved.approved_on.isoformat()
        return Study(item.day, item.module_id, item.version, approved.minutes, by, on)

    def signature(self, item: Attestation) -> Signature:
        return Signature(
            *(item.minutes, bool(item.whole_hours), item.method, item.signed_on, item.reference),
            not item.replaced,
            self._noted.get(item.id, Noted()),
        )

    def exported(self, made: Export) -> Exported:
        row = self.month.entries[made.version].get(self.person.id)
        events = tuple(
            (event.event, event.day, event.reference)
            for event in self.month.events
            if event.version == made.version
        )
        if row is None:
            return Exported(made.version, made.made_at, made.who, None, None, None, None, None, events)
        figures = (row.reported, row.left_out, row.workshop, row.study, row.attested)
        return Exported(made.version, made.made_at, made.who, *figures, events)


def _by_person(items: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for item in items:
        found.setdefault(item.person_id, []).append(item)
    return found


def _without_secrets(tx: Transaction, evidence: Evidence) -> Evidence:
    """Gives a protected person's evidence without places, and without what in free texts tells who it is."""
    redacted = Redaction(secrets_of(tx, evidence.project.id, evidence.person.id))
    return replace(
        evidence,
        sessions=tuple(
            replace(held, name=redacted(held.name), place="", organisation="") for held in evidence.sessions
        ),
        presence=redacted(evidence.presence),
        signatures=redacted(evidence.signatures),
        exports=redacted(evidence.exports),
        changes=redacted(evidence.changes),
    )
