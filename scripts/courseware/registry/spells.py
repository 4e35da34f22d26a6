"""Spells: the unbroken stays of somebody who may leave a project and come back.

A participation keeps its first start and its final end (esf-reporting 3.4, R3); the spells say what lies
between, so that any month can be made again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from sqlalchemy import func, select

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import participation, spell

__all__ = [
    "Spell",
    "StayDifference",
    "are_apart",
    "broken_stays",
    "compare_stay",
    "join_spells",
    "put_spells",
    "spells_of",
    "stays_logged",
]


class Spell(NamedTuple):
    """One stay, both days included."""

    started: str
    """ISO date."""
    ended: str | None
    """ISO date, None while it lasts."""

    def holds(self, day: str) -> bool:
        """Says whether a day (ISO date) lies in it."""
        return self.started <= day and (self.ended is None or day <= self.ended)


class StayDifference(NamedTuple):
    """One date in which a stated stay departs from the known ones."""

    what: Literal["started", "ended", "returned", "stay"]
    """ "returned" for a stay after the final end, "stay" for one before or between those known."""
    register: str | None
    source: str | None


def are_apart(one: Spell, other: Spell) -> bool:
    """Says whether two stays share no day."""
    first, second = sorted((one, other), key=lambda stay: stay.started)
    return first.ended is not None and first.ended < second.started


def compare_stay(
    stays: Sequence[Spell], stated: Spell, *, states_end: bool = True
) -> tuple[list[StayDifference], list[Spell]]:
    """Gives how a stated stay departs from those known, and the stays as they are with it taken over.

    A list may name one stay by its own start and end, or the whole by its first start and final end. A
    stay that touches none of those known is one more; else it is the one that it overlaps, corrected.

    Args:
        stays: The known stays, in order; at least one.
        stated: What a list says.
        states_end: Whether it says anything about the end.
    """
    only = stays[0]
    if len(stays) == 1 and only.started == stated.started and (only.ended == stated.ended or not states_end):
        return [], list(stays)  # At once: so it is with nearly everybody of a list that is sent again.
    asked = stated if states_end else Spell(stated.started, None)
    final = stays[-1].ended
    touched = [place for place, stay in enumerate(stays) if not are_apart(stay, asked)]
    exact = next((place for place, stay in enumerate(stays) if stay.started == stated.started), None)
    if not touched:
        with_it = sorted([*stays, stated], key=lambda stay: stay.started)
        if final is not None and stated.started > final:
            # Who left and comes back keeps the first start; only the end moves (esf-reporting 1.5, T4).
            return [StayDifference("returned", final, stated.started)], with_it
        dates = f"{stated.started} to {stated.ended}"
        return [StayDifference("stay", None, dates)], with_it
    first, last = touched[0] if exact is None else exact, touched[-1]
    differences: list[StayDifference] = []
    changed = list(stays)
    if exact is None:
        differences.append(StayDifference("started", stays[first].started, stated.started))
        changed[first] = changed[first]._replace(started=stated.started)
    agreed = {stays[first].ended, stays[last].ended, *((final,) if first == 0 else ())}
    if states_end and stated.ended not in agreed:
        differences.append(StayDifference("ended", stays[last].ended, stated.ended))
        changed[last] = changed[last]._replace(ended=stated.ended)
    return differences, changed


def put_spells(tx: WriteTransaction, stays: Mapping[int, Sequence[Spell]]) -> None:
    """Stores the stays of participations in place of those stored, with the first start and final end."""
    for participation_id, spells in stays.items():
        tx.connection.execute(spell.delete().where(spell.c.participation_id == participation_id))
        tx.connection.execute(
            participation.update()
            .where(participation.c.id == participation_id)
            .values(started=spells[0].started, ended=spells[-1].ended)
        )
    rows = ((key, one.started, one.ended) for key, spells in stays.items() for one in spells)
    tx.insert(spell, ("participation_id", "started", "ended"), rows)


def stays_logged(stays: Sequence[Spell]) -> dict[str, object]:
    """Gives stays as the change log keeps them: first start, final end, and all where there are several."""
    ends: dict[str, object] = {"started": stays[0].started, "ended": stays[-1].ended}
    return ends if len(stays) == 1 else {**ends, "stays": [list(one) for one in stays]}


def join_spells(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Gives the stays in order, those that overlap as one: two organisations at a time are one stay."""
    joined: list[Spell] = []
    # By start alone: an open end does not compare with a day.
    for one in sorted(spells, key=lambda stay: stay.started):
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
