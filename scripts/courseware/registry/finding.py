"""People of a project found by what a list says about them: number, code or id, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.registry.codes import codes_of
from courseware.registry.store import Transaction
from courseware.registry.tables import former_number, participation, person

__all__ = ["People", "Span", "merged_into", "people_of", "projects_of", "require_participant"]


class Span(NamedTuple):
    """From when to when somebody takes part, whatever number of organisations they come through."""

    started: str
    ended: str | None


@dataclass(slots=True)
class People:
    """The people of a project, for looking up."""

    spans: dict[int, Span]
    """First start and final end by person id."""
    _hashes: dict[str, int]
    _tx: Transaction
    _project: str
    _codes: dict[str, int | None] | None = None

    def by_number(self, number12: str) -> int | None:
        """Gives the person of a normalised identity number, present or former; nothing for strangers."""
        return self.by_numbers([number12])[0]

    def by_numbers(self, numbers: Iterable[str]) -> list[int | None]:
        """Gives the people of many texts, each a normalised identity number or nobody's."""
        hash_number, known = self._tx.keys.hash_number, self._hashes.get
        return [known(hash_number(number)) for number in numbers]

    def by_code(self, code: str) -> int | None:
        """Gives the person of a well-written code.

        Raises:
            LookupError: The code was not issued in this project; its text says so.
        """
        if self._codes is None:
            self._codes = {issued.code: issued.person_id for issued in codes_of(self._tx, self._project)}
        if code not in self._codes:
            raise LookupError("was not issued in this project. Compare it with the printed sheet.")
        return self._codes[code]


def people_of(tx: Transaction, project: str) -> People:
    """Gives everybody who takes part in a project."""
    query = (
        select(person.c.id, person.c.number_hash, participation.c.started, participation.c.ended)
        .join(person, person.c.id == participation.c.person_id)
        .where(participation.c.project == project)
    )
    cursor: Any = tx.connection.execute(query).cursor
    # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
    spans: dict[int, Span] = {}
    hashes: dict[str, int] = {}
    days: dict[str, str] = {}
    """Each date once: many people start together."""
    for person_id, number_hash, started, ended in cursor.fetchall():
        known = spans.get(person_id)
        if known is not None:
            started = min(known.started, started)
            ended = max(known.ended, ended) if known.ended and ended else None
        hashes[number_hash] = person_id
        spans[person_id] = Span(days.setdefault(started, started), ended)
    former = select(former_number.c.number_hash, former_number.c.person_id)
    for number_hash, person_id in tx.connection.execute(former):
        if person_id in spans:
            hashes.setdefault(number_hash, person_id)
    return People(spans, hashes, tx, project)


def merged_into(tx: Transaction, person_id: int) -> list[int]:
    """Gives the people who were found to be this one, by the ids that the change log still knows them by."""
    found: list[int] = []
    waiting = [person_id]
    while waiting:
        query = select(person.c.id).where(person.c.merged_into.in_(waiting))
        waiting = list(tx.connection.execute(query).scalars())
        found += waiting
    return sorted(found)


def projects_of(tx: Transaction, person_id: int) -> list[str]:
    """Gives the projects that somebody takes part in, in order."""
    query = select(participation.c.project).where(participation.c.person_id == person_id).distinct()
    return sorted(tx.connection.execute(query).scalars())


def require_participant(tx: Transaction, person_id: int, project: str | None = None) -> None:
    """Makes sure that an id is somebody's in the register, and in a project where one is given.

    Raises:
        CoursewareError: There is nobody of that id, or no longer, or not in the project.
    """
    row = tx.connection.execute(
        select(person.c.merged_into, person.c.wrapped_key).where(person.c.id == person_id)
    ).one_or_none()
    look_up = f"Look the id up: courseware participants list --project {project or 'ID'}"
    if row is None:
        raise CoursewareError(f"There is no participant {person_id}. {look_up}")
    if row[0] is not None:
        raise CoursewareError(f"Participant {person_id} was merged into {row[0]}. Use that id.")
    if row[1] is None:
        raise CoursewareError(f"Participant {person_id} was erased: only dates and sums are left.")
    takes_part = select(participation.c.id).where(
        participation.c.person_id == person_id, participation.c.project == project
    )
    if project is not None and tx.connection.execute(takes_part).first() is None:
        raise CoursewareError(f"Participant {person_id} takes no part in {project}. {look_up}")
