"""What participants signed: the minutes of a month, how, when, and where the original is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, select, text

from courseware.registry.keys import PersonKey
from courseware.registry.people import person_keys
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata

__all__ = [
    "Attestation",
    "Attested",
    "Method",
    "attestation",
    "let_stand",
    "list_attestations",
    "month_attestations",
    "put_attestations",
]

Method = Literal["portal", "ink", "mail"]
"""Ways in which the Swedish ESF Council has accepted an attestation (esf-reporting 2.1 A6-A7, 2.2 D2)."""

attestation = Table(
    "attestation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("whole_hours", Boolean, nullable=False),
    Column("method", String(16), nullable=False),
    Column("signed_on", String(10), nullable=False),
    Column("reference", Text, nullable=False),
    Column("replaced", Boolean, nullable=False),
)
"""One signature. A later one for the same month replaces it; both are kept, one stands."""

_STANDS = text("NOT attestation.replaced")
"""In the words of the index of those that stand: behind "replaced = 0" SQLite does not see it."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """One participant's signature for one month."""

    person_id: int
    month: str
    minutes: int
    method: Method
    signed_on: str
    reference: str
    """Where the signed original is kept; never the original itself."""
    whole_hours: bool = False
    """Whether whole hours were signed for, as in the Council's mail text, rather than minutes."""
    replaced: bool = False
    id: int = 0


class Attested(NamedTuple):
    """What stands signed for one person and month."""

    person_id: int
    minutes: int
    whole_hours: bool
    """True or 1, as the database gives it."""
    signed_on: str = ""
    """ISO date."""


def list_attestations(
    tx: Transaction,
    project: str,
    month: str | None = None,
    *,
    person_id: int | None = None,
    standing: bool = False,
) -> list[Attestation]:
    """Gives the attestations of a project, a month or a person, replaced ones too, oldest first.

    Args:
        tx: A transaction.
        project: Id of the project.
        month: Only of this month (2026-11).
        person_id: Only of this person.
        standing: Only those that nothing has replaced.
    """
    query = select(attestation).where(attestation.c.project == project)
    if standing:
        query = query.where(_STANDS)
    if month is not None:
        query = query.where(attestation.c.month == month)
    if person_id is not None:
        query = query.where(attestation.c.person_id == person_id)
    query = query.order_by(attestation.c.month, attestation.c.person_id, attestation.c.id)
    return [
        Attestation(**{key: row[key] for key in row if key != "project"})
        for row in tx.connection.execute(query).mappings()
    ]


def month_attestations(tx: Transaction, project: str, month: str) -> list[Attested]:
    """Gives what stands signed for a month, in order of person."""
    query = (
        select(
            attestation.c.person_id,
            attestation.c.minutes,
            attestation.c.whole_hours,
            attestation.c.signed_on,
        )
        .where(attestation.c.project == project, attestation.c.month == month, _STANDS)
        .order_by(attestation.c.person_id)
    )
    cursor = tx.connection.execute(query).cursor
    # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
    return [] if cursor is None else list(map(Attested._make, cursor.fetchall()))


def put_attestations(
    tx: WriteTransaction, project: str, new: Iterable[tuple[Attestation, Attestation | None]]
) -> None:
    """Stores attestations, each with the one it replaces, and logs them."""
    rows = []
    new = list(new)
    keys = person_keys(tx, {item.person_id for item, _ in new})
    for item, before in new:
        if before is not None:
            tx.connection.execute(
                attestation.update().where(attestation.c.id == before.id).values(replaced=True)
            )
        stored = replace(item, id=tx.next_id(attestation))
        action = "attestation.replace" if before else "attestation.add"
        key = keys.get(item.person_id)
        tx.log(action, f"person:{item.person_id}", _logged(before, key), _logged(stored, key))
        rows.append(
            (
                *(stored.id, project, stored.person_id, stored.month, stored.minutes, stored.whole_hours),
                *(stored.method, stored.signed_on, stored.reference, False),
            )
        )
    tx.insert(attestation, [column.name for column in attestation.columns], rows)


def let_stand(tx: WriteTransaction, person_id: int, standing: Attestation, other: Attestation) -> None:
    """Makes one of two signatures that stand for the same month give way to the other, and logs it."""
    tx.connection.execute(attestation.update().where(attestation.c.id == other.id).values(replaced=True))
    key = person_keys(tx, {person_id}).get(person_id)
    tx.log("attestation.replace", f"person:{person_id}", _logged(other, key), _logged(standing, key))


def _logged(item: Attestation | None, key: PersonKey | None) -> dict[str, Any] | None:
    if item is None:
        return None
    # A reference may name whose paper it is ("Pärm 3, Anna"), and the log can never be changed: sealed, it
    # goes with the person's key. An erased person's reference is not logged at all.
    sealed = key.encrypt("reference", item.reference) if key and item.reference else None
    return {
        "id": item.id,
        "month": item.month,
        "minutes": item.minutes,
        "whole_hours": item.whole_hours,
        "method": item.method,
        "signed_on": item.signed_on,
        "reference": sealed,
    }
