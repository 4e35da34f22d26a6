"""People of a project found by what a list says about them: number, code or id, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from courseware.registry.codes import codes_of
from courseware.registry.store import Transaction
from courseware.registry.tables import participation, person

__all__ = ["People", "Span", "people_of"]


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
        """Gives the person of a normalised identity number, nothing where none takes part."""
        return self._hashes.get(self._tx.keys.hash_number(number12))

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
        select(
            person.c.id,
            person.c.number_hash,
            func.min(participation.c.started),
            func.max(func.coalesce(participation.c.ended, "9999-12-31")),
        )
        .join(person, person.c.id == participation.c.person_id)
        .where(participation.c.project == project)
        .group_by(person.c.id, person.c.number_hash)
    )
    spans, hashes = {}, {}
    for person_id, number_hash, started, ended in tx.connection.execute(query):
        spans[person_id] = Span(started, None if ended == "9999-12-31" else ended)
        hashes[number_hash] = person_id
    return People(spans, hashes, tx, project)
