"""Days in the participants' records that others' deadlines hang on; people are counted and never named."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from courseware.registry.finding import people_of
from courseware.registry.information import information
from courseware.registry.store import Transaction

__all__ = ["exits_by_day", "uninformed_since"]


def exits_by_day(tx: Transaction, project: str, ends: str) -> dict[str, int]:
    """Gives how many people leave the project for good on which day, in order.

    Args:
        tx: A transaction.
        project: Id of the project.
        ends: The project's last day (ISO date), on which whoever is still there leaves.
    """
    spans = people_of(tx, project).spans.values()
    return dict(sorted(Counter(min(span.ended or ends, ends) for span in spans).items()))


def uninformed_since(tx: Transaction, project: str, version: str) -> list[str]:
    """Gives the start dates of those who were not given an edition of the information sheet, in order."""
    query = select(information.c.person_id).where(
        information.c.project == project, information.c.version == version
    )
    informed = set(tx.connection.execute(query).scalars())
    spans = people_of(tx, project).spans
    return sorted(span.started for person_id, span in spans.items() if person_id not in informed)
