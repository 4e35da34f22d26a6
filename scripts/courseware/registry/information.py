"""What participants were told about the register: which edition of the information sheet, and when.

By the decision conditions the owner must inform its participants about the reporting; handing everybody the
Council's sheet fulfils the duty (esf-reporting G7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Integer, String, Table, select

from courseware.errors import CoursewareError
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata, participation, person

__all__ = [
    "Information",
    "InformationChanges",
    "information",
    "list_information",
    "put_information",
    "uninformed",
]

MAX_VERSION = 40
"""Characters of an edition's name."""

information = Table(
    "information",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("version", String(MAX_VERSION), primary_key=True),
    Column("given_on", String(10), nullable=False),
)
"""One edition of the sheet that one person was given."""


class Information(NamedTuple):
    """One edition that one person was given."""

    person_id: int
    version: str
    given_on: str
    """ISO date."""


@dataclass(slots=True)
class InformationChanges:
    """What came of noting who was informed."""

    added: int = 0
    unchanged: int = 0
    differing: list[int] = field(default_factory=list)
    """People for whom the register has another day, in order."""
    updated: bool = False
    """Whether the other days were taken over."""


def put_information(
    tx: WriteTransaction, project: str, version: str, given: Mapping[int, str], *, update: bool = False
) -> InformationChanges:
    """Notes that people were given an edition of the sheet, and gives what came of it.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        version: The edition's name or date, as printed on it.
        given: The day (ISO) by person.
        update: Whether a day takes the place of another one that the register has.

    Raises:
        CoursewareError: The edition's name is too long for one.
    """
    if len(version) > MAX_VERSION:
        raise CoursewareError(
            f"The edition '{version[:MAX_VERSION]}…' is longer than {MAX_VERSION} characters. "
            "Use its date or number, as printed on it."
        )
    outcome = InformationChanges(updated=update)
    known = {item.person_id: item.given_on for item in list_information(tx, project, version=version)}
    rows = []
    for person_id, day in sorted(given.items()):
        before = known.get(person_id)
        if before == day:
            outcome.unchanged += 1
            continue
        subject, after = f"person:{person_id}", {"project": project, "version": version, "given_on": day}
        if before is None:
            outcome.added += 1
            rows.append((project, person_id, version, day))
            tx.log("information.add", subject, None, after)
            continue
        outcome.differing.append(person_id)
        if update:
            tx.connection.execute(
                information.update()
                .where(
                    information.c.project == project,
                    information.c.person_id == person_id,
                    information.c.version == version,
                )
                .values(given_on=day)
            )
            tx.log("information.change", subject, {**after, "given_on": before}, after)
    tx.insert(information, ("project", "person_id", "version", "given_on"), rows)
    return outcome


def list_information(
    tx: Transaction, project: str, *, version: str | None = None, person_id: int | None = None
) -> list[Information]:
    """Gives what was given to whom in a project, or of one edition, or to one person; by person and day."""
    table = information
    query = select(table.c.person_id, table.c.version, table.c.given_on).where(table.c.project == project)
    if version is not None:
        query = query.where(table.c.version == version)
    if person_id is not None:
        query = query.where(table.c.person_id == person_id)
    query = query.order_by(table.c.person_id, table.c.given_on, table.c.version)
    return [Information(*row) for row in tx.connection.execute(query)]


def uninformed(tx: Transaction, project: str, version: str) -> list[int]:
    """Gives the participants who were not given an edition, in order of id; not those who were erased."""
    told = select(information.c.person_id).where(
        information.c.project == project,
        information.c.version == version,
        information.c.person_id == participation.c.person_id,
    )
    query = (
        select(participation.c.person_id)
        .join(person, person.c.id == participation.c.person_id)
        .where(participation.c.project == project, person.c.wrapped_key.is_not(None), ~told.exists())
        .distinct()
        .order_by(participation.c.person_id)
    )
    return list(tx.connection.execute(query).scalars())
