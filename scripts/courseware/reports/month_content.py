"""What of a month the receiver gets, row by row: what makes two versions of a month the same or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from courseware.registry.exports import Export, ExportEntry, export_entries, number_tag
from courseware.registry.store import Transaction
from courseware.reports.ledger_data import Ledger

__all__ = ["EntryChange", "content_hash", "content_rows", "is_version", "row_changes"]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One person whose row is another than the one that was sent."""

    person_id: int
    before: ExportEntry | None
    """None for somebody who was not in the month that was sent."""
    after: ExportEntry | None
    """None for somebody who is no longer in it."""
    number_changed: bool = False


def content_rows(tx: Transaction, ledger: Ledger, tags: dict[str, str] | None = None) -> list[ExportEntry]:
    """Gives the reported people as they are stored, in order of person.

    Args:
        tx: A transaction.
        ledger: The month.
        tags: Tags by number that were made already; those made here are added.
    """
    tags = {} if tags is None else tags
    for entry in ledger.entries:
        if entry.number and entry.number not in tags:
            tags[entry.number] = number_tag(tx, entry.number)
    rows = (
        ExportEntry(
            entry.person_id,
            tags.get(entry.number),
            entry.started,
            entry.ended,
            round(entry.hours * 60),
            entry.left_out,
            entry.workshop,
            entry.study,
            entry.attested,
        )
        for entry in ledger.entries
    )
    return sorted(rows)


def content_hash(rows: Iterable[ExportEntry]) -> str:
    """Gives SHA-256 over all that the receiver gets of these rows."""
    sent = [(row.person_id, row.number_tag, *_sent_part(row)) for row in rows]
    return hashlib.sha256(msgspec.json.encode(sent)).hexdigest()


def is_version(tx: Transaction, version: Export, rows: list[ExportEntry]) -> bool:
    """Says whether rows are what a version holds; people erased since have no number to differ in."""
    if content_hash(rows) == version.content:
        return True
    return version.entries == len(rows) and not row_changes(tx, version, rows)


def row_changes(tx: Transaction, version: Export, rows: Iterable[ExportEntry]) -> list[EntryChange]:
    """Gives the people whose rows are others than in a version, in order of person."""
    before = {row.person_id: row for row in export_entries(tx, version.id)}
    after = {row.person_id: row for row in rows}
    changes = []
    for person_id in sorted(before.keys() | after.keys()):
        old, new = before.get(person_id), after.get(person_id)
        if old is None or new is None:
            changes.append(EntryChange(person_id, old, new))
            continue
        # An erased person has no number any more, and nothing was sent wrong by that.
        number_changed = new.number_tag is not None and old.number_tag != new.number_tag
        if number_changed or _sent_part(old) != _sent_part(new):
            changes.append(EntryChange(person_id, old, new, number_changed))
    return changes


def _sent_part(row: ExportEntry) -> tuple[str, str, int]:
    """Gives what of a row the receiver gets, beside the number."""
    return row.started, row.ended, row.reported
