"""Reminders to attest a month: that somebody was reminded stands in the change log, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from courseware.registry.log import read_entry
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import change_log

__all__ = ["REMINDED", "note_reminders", "reminded_on"]

REMINDED = "attestation.remind"
"""The action of the log's entries."""


def note_reminders(tx: WriteTransaction, project: str, month: str, recorded: Mapping[int, int]) -> None:
    """Notes that people were reminded to attest a month.

    Args:
        tx: A writing transaction, whose who and why are those of the reminder.
        project: The project.
        month: The month (`2026-11`).
        recorded: The minutes that each was asked about, by person.
    """
    for person_id, minutes in sorted(recorded.items()):
        values = {"project": project, "month": month, "recorded": minutes}
        tx.log(REMINDED, f"person:{person_id}", None, values)


def reminded_on(tx: Transaction, project: str, month: str) -> dict[int, str]:
    """Gives by person the moment of the last reminder to attest a month, as the log has it."""
    query = select(change_log).where(change_log.c.action == REMINDED).order_by(change_log.c.id)
    found = {}
    for row in tx.connection.execute(query).mappings():
        after = read_entry(row)["after"] or {}
        if (after.get("project"), after.get("month")) == (project, month):
            found[int(row["subject"].partition(":")[2])] = row["at"]
    return found
