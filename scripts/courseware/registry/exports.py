"""Months as they were exported and sent: every version is kept, and what happened to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint, select

from courseware.registry.identity import without_numbers
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata

__all__ = [
    "Event",
    "Export",
    "ExportEntry",
    "PeriodEvent",
    "add_event",
    "add_export",
    "events_of",
    "export_entries",
    "export_entry",
    "exports_of",
    "number_tag",
    "period_event",
    "period_export",
    "person_exports",
    "reported_in",
]

Event = Literal["sent", "accepted", "withdrawn"]

period_export = Table(
    "period_export",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("who", Text, nullable=False),
    Column("content", String(64), nullable=False),
    Column("settings", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("reported", Integer, nullable=False),
    UniqueConstraint("project", "month", "version"),
)
"""One version of a month; `content` is the hash of what the receiver gets, `reported` the sum in minutes."""

export_entry = Table(
    "export_entry",
    metadata,
    Column("export_id", Integer, ForeignKey("period_export.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True, index=True),
    Column("number_tag", String(16)),
    Column("started", String(10), nullable=False),
    Column("ended", String(10), nullable=False),
    Column("reported", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("workshop", Integer, nullable=False),
    Column("study", Integer, nullable=False),
    Column("attested", Integer, nullable=False),
)
"""One reported person of a version, all in minutes; `number_tag` tells whether a number is still the same."""

period_event = Table(
    "period_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("version", Integer, nullable=False),
    Column("event", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("who", Text, nullable=False),
    Column("reference", Text, nullable=False),
)
"""A version was "sent" or "accepted" on a day; the order of the numbers is the order of events."""


class Export(NamedTuple):
    """One version of a month."""

    id: int
    project: str
    month: str
    version: int
    """Counted from 1; a month that is exported again unchanged keeps its version."""
    made_at: str
    who: str
    content: str
    """Hash of what the receiver gets."""
    settings: str
    """The project's rules at that time, as JSON."""
    entries: int
    reported: int
    """Minutes."""


class ExportEntry(NamedTuple):
    """One reported person of a version; everything in minutes."""

    person_id: int
    number_tag: str | None
    """Tells whether the number is still the same; None once the person was erased."""
    started: str
    ended: str
    reported: int
    left_out: int
    workshop: int
    study: int
    attested: int


class PeriodEvent(NamedTuple):
    """What happened to a version."""

    id: int
    month: str
    version: int
    event: str
    """ "sent", "accepted", or "withdrawn" for a mark that was set by mistake."""
    day: str
    who: str
    reference: str


def number_tag(tx: Transaction, number12: str) -> str:
    """Gives a short keyed hash that tells whether an entry's number is still the same."""
    return tx.keys.number_tag(number12)


def exports_of(tx: Transaction, project: str, month: str | None = None) -> list[Export]:
    """Gives the versions of a project's months, or of one month, in order of month and version."""
    query = select(*(period_export.c[name] for name in Export._fields)).where(
        period_export.c.project == project
    )
    if month is not None:
        query = query.where(period_export.c.month == month)
    rows = tx.connection.execute(query.order_by(period_export.c.month, period_export.c.version))
    return [Export(*row) for row in rows]


def export_entries(tx: Transaction, export_id: int) -> list[ExportEntry]:
    """Gives the reported people of a version, in order of person."""
    query = (
        select(*(export_entry.c[name] for name in ExportEntry._fields))
        .where(export_entry.c.export_id == export_id)
        .order_by(export_entry.c.person_id)
    )
    return [ExportEntry(*row) for row in tx.connection.execute(query)]


def reported_in(tx: Transaction, project: str, month: str) -> frozenset[int]:
    """Gives everybody who stands in a version of a month."""
    query = (
        select(export_entry.c.person_id)
        .join(period_export, period_export.c.id == export_entry.c.export_id)
        .where(period_export.c.project == project, period_export.c.month == month)
    )
    return frozenset(tx.connection.execute(query).scalars())


def person_exports(tx: Transaction, project: str, person_id: int) -> list[tuple[Export, ExportEntry]]:
    """Gives every version in which somebody was reported, in order of month and version."""
    query = (
        select(
            *(period_export.c[name] for name in Export._fields),
            *(export_entry.c[name] for name in ExportEntry._fields),
        )
        .join(export_entry, export_entry.c.export_id == period_export.c.id)
        .where(period_export.c.project == project, export_entry.c.person_id == person_id)
        .order_by(period_export.c.month, period_export.c.version)
    )
    width = len(Export._fields)
    return [(Export(*row[:width]), ExportEntry(*row[width:])) for row in tx.connection.execute(query)]


def events_of(tx: Transaction, project: str, month: str | None = None) -> list[PeriodEvent]:
    """Gives what happened to a project's months, or to one month, in order."""
    query = select(*(period_event.c[name] for name in PeriodEvent._fields)).where(
        period_event.c.project == project
    )
    if month is not None:
        query = query.where(period_event.c.month == month)
    return [PeriodEvent(*row) for row in tx.connection.execute(query.order_by(period_event.c.id))]


def add_export(
    tx: WriteTransaction,
    project: str,
    month: str,
    content: str,
    settings: Mapping[str, Any],
    entries: Iterable[ExportEntry],
) -> Export:
    """Stores a new version of a month and gives it."""
    known = exports_of(tx, project, month)
    rows = list(entries)
    made = Export(
        tx.next_id(period_export),
        project,
        month,
        known[-1].version + 1 if known else 1,
        tx.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        tx.who,
        content,
        json.dumps(settings, ensure_ascii=False, sort_keys=True),
        len(rows),
        sum(row.reported for row in rows),
    )
    tx.insert(period_export, Export._fields, [made])
    tx.insert(export_entry, ("export_id", *ExportEntry._fields), ((made.id, *row) for row in rows))
    shown = {"version": made.version, "content": content, "entries": made.entries, "minutes": made.reported}
    before = {"version": known[-1].version, "content": known[-1].content} if known else None
    tx.log("period.export", f"period:{project}:{month}", before, shown)
    return made


def add_event(
    tx: WriteTransaction, project: str, month: str, version: int, event: Event, day: str, reference: str
) -> None:
    """Notes what happened to a version of a month."""
    reference = without_numbers(reference)
    number = tx.next_id(period_event)
    columns = ("id", "project", "month", "version", "event", "day", "who", "reference")
    tx.insert(period_event, columns, [(number, project, month, version, event, day, tx.who, reference)])
    tx.log(
        f"period.{event}",
        f"period:{project}:{month}",
        None,
        {"version": version, "day": day, "reference": reference},
    )
