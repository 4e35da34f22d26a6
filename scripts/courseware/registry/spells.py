"""Spells: the unbroken stays of somebody who may leave a project and come back.

A participation keeps its first start and its final end (esf-reporting 3.4, R3); the spells say what lies
between, so that any month can be made again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from courseware.registry.store import Transaction
from courseware.registry.tables import participation, spell

__all__ = ["Spell", "broken_stays", "join_spells", "spells_of"]


class Spell(NamedTuple):
    """One stay, both days included."""

    started: str
    """ISO date."""
    ended: str | None
    """ISO date, None while it lasts."""

    def holds(self, day: str) -> bool:
        """Says whether a day (ISO date) lies in it."""
        return self.started <= day and (self.ended is None or day <= self.ended)


def join_spells(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Gives the stays in order, those that overlap as one: two organisations at a time are one stay."""
    joined: list[Spell] = []
    for one in sorted(spells):
        before = joined[-1] if joined else None
        if before is None or (before.ended is not None and before.ended < one.started):
            joined.append(one)
        else:
            is_open = before.ended is None or one.ended is None
            joined[-1] = Spell(before.started, None if is_open else max(before.ended or "", one.ended or ""))
    return tuple(joined)


def spells_of(tx: Transaction, project: str) -> dict[int, list[Spell]]:
    """Gives every stay of a project by participation, in order."""
    query = (
        select(spell.c.participation_id, spell.c.started, spell.c.ended)
        .join(participation, participation.c.id == spell.c.participation_id)
        .where(participation.c.project == project)
        .order_by(spell.c.participation_id, spell.c.started)
    )
    found: dict[int, list[Spell]] = {}
    for participation_id, started, ended in tx.connection.execute(query):
        found.setdefault(participation_id, []).append(Spell(started, ended))
    return found


def broken_stays(tx: Transaction, project: str) -> dict[int, tuple[Spell, ...]]:
    """Gives the stays of those people who have more than one, by person: few of many."""
    several = (
        select(participation.c.person_id)
        .join(spell, spell.c.participation_id == participation.c.id)
        .where(participation.c.project == project)
        .group_by(participation.c.person_id)
        .having(func.count() > 1)
    )
    # Asked for one after the other: as one question, a database without statistics compares all with all.
    wanted = sorted(tx.connection.execute(several).scalars())
    found: dict[int, list[Spell]] = {}
    for first in range(0, len(wanted), 5_000):
        query = (
            select(participation.c.person_id, spell.c.started, spell.c.ended)
            .join(spell, spell.c.participation_id == participation.c.id)
            .where(
                participation.c.project == project,
                participation.c.person_id.in_(wanted[first : first + 5_000]),
            )
        )
        for person_id, started, ended in tx.connection.execute(query):
            found.setdefault(person_id, []).append(Spell(started, ended))
    joined = {person_id: join_spells(spells) for person_id, spells in sorted(found.items())}
    return {person_id: spells for person_id, spells in joined.items() if len(spells) > 1}
