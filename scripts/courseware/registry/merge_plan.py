"""What making two people one would move, and what stands in the way: told before anything is done.

A merge cannot be undone, and it concerns every project, because a person is one in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, select

from courseware.errors import CoursewareError
from courseware.registry.attendance import attendance
from courseware.registry.attestations import Attestation, attestation, list_attestations
from courseware.registry.information import information
from courseware.registry.presence import presence
from courseware.registry.sessions import session
from courseware.registry.situations import situation
from courseware.registry.spells import Spell, join_spells
from courseware.registry.store import Transaction
from courseware.registry.tables import code, former_number, organisation, participation, person, spell

__all__ = ["ROWS", "Merge", "MovedPart", "parts_of", "person_row", "plan_merge", "rows_of", "standing_twice"]


class MovedPart(NamedTuple):
    """One participation of the person who goes."""

    id: int
    into: int | None
    """The participation that it is joined with; None where it moves as it is."""
    project: str
    organisation: str
    stays: tuple[Spell, ...]
    """The stays afterwards."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do; two that are equal do the same."""

    keep: int
    drop: int
    parts: tuple[MovedPart, ...]
    rows: tuple[tuple[str, int], ...]
    """How many rows move of attendance, attestations and so on, by what they are."""
    doubles: tuple[tuple[str, int], ...]
    """How many rows stand the same in both, so that one is kept."""
    is_protected: bool
    """Whether one of the two has protected identity, so that both have."""
    becomes_protected: bool
    """Whether the one who stays gets protected identity from the other."""
    takes_email: bool
    """Whether the one who stays gets the other's e-mail address, having none."""
    conflicts: tuple[str, ...]
    """Sentences about what differs and must be corrected first."""

    def refuse(self) -> None:
        """Makes sure that nothing stands in the way.

        Raises:
            CoursewareError: Something does; names all of it.
        """
        if self.conflicts:
            raise CoursewareError(
                "\n".join(
                    (
                        *self.conflicts,
                        f"Participant {self.drop} cannot be merged into {self.keep} until that is corrected. "
                        "Nothing was changed.",
                    )
                )
            )


ROWS: tuple[tuple[str, Table, tuple[str, ...]], ...] = (
    ("sessions attended", attendance, ("session_id",)),
    ("attestations", attestation, ("id",)),
    ("lines of sign-in lists", presence, ("session_id", "source")),
    ("codes", code, ("random", "key_version")),
    ("former numbers", former_number, ("number_hash",)),
    ("editions of the information sheet", information, ("project", "version")),
    ("answers about the situation", situation, ("project", "moment", "field")),
)
"""A person's rows: what to call them, the table, and the key that they have without the person."""

Key = tuple[Any, ...]
Rows = dict[Key, list[Row[Any]]]
"""Rows of one person by their key without the person."""


def plan_merge(tx: Transaction, keep: int, drop: int) -> Merge:
    """Gives what merging one person into another would do, without doing it.

    Args:
        tx: A transaction.
        keep: The person who stays.
        drop: The person found to be the same; both exist.
    """
    conflicts = _attestation_conflicts(keep, drop, standing_twice(tx, keep, drop))
    rows, doubles = [], []
    for what, table, key in ROWS:
        mine, theirs = rows_of(tx, table, key, keep), rows_of(tx, table, key, drop)
        same = mine.keys() & theirs.keys()
        differing = _differing(table, mine, theirs)
        if differing and table is attendance:
            conflicts.append(_attendance_conflict(tx, keep, drop, [at for (at,) in differing]))
        elif differing:
            conflicts.append(_situation_conflict(keep, drop, differing))
        rows.append((what, len(theirs) - len(same)))
        doubles.append((what, len(same) - len(differing)))
    one, other = (person_row(tx, person_id) for person_id in (keep, drop))
    protected = bool(one.protected or other.protected)
    return Merge(
        keep,
        drop,
        tuple(_moved_parts(tx, keep, drop)),
        tuple(pair for pair in rows if pair[1]),
        tuple(pair for pair in doubles if pair[1]),
        is_protected=protected,
        becomes_protected=protected and not one.protected,
        takes_email=not protected and one.email_enc is None and other.email_enc is not None,
        conflicts=tuple(conflicts),
    )


def person_row(tx: Transaction, person_id: int) -> Row[Any]:
    """Gives a person as stored."""
    return tx.connection.execute(select(person).where(person.c.id == person_id)).one()


def rows_of(tx: Transaction, table: Table, key: Sequence[str], person_id: int) -> Rows:
    """Gives a person's rows of a table by the key that they have without the person."""
    found: Rows = {}
    query = select(table).where(table.c.person_id == person_id).order_by(*table.primary_key.columns)
    for row in tx.connection.execute(query):
        found.setdefault(tuple(row._mapping[name] for name in key), []).append(row)
    return found


_SAID: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (attendance, ("day", "minutes", "late", "early")),
    (situation, ("value",)),
)
"""What must be equal where both people have a row; of other rows any one may be kept."""


def _differing(table: Table, mine: Rows, theirs: Rows) -> list[Key]:
    """Gives the keys of rows in which two people do not agree."""
    names = next((names for of, names in _SAID if of is table), ())

    def said(rows: Sequence[Row[Any]]) -> list[Key]:
        return [tuple(row._mapping[name] for name in names) for row in rows]

    return [key for key in sorted(mine.keys() & theirs.keys()) if said(mine[key]) != said(theirs[key])]


def _attendance_conflict(tx: Transaction, keep: int, drop: int, session_ids: Sequence[int]) -> str:
    query = select(session.c.name, session.c.project).where(session.c.id.in_(session_ids))
    found = tx.connection.execute(query.order_by(session.c.project, session.c.name))
    names = ", ".join(f"{name} ({project})" for name, project in found)
    return (
        f"Both were at the same session with different minutes: {names}. Correct the attendance of {keep} "
        f"or {drop} there: courseware attendance import LIST --correct --why REASON"
    )


def _situation_conflict(keep: int, drop: int, keys: Sequence[Key]) -> str:
    answers = ", ".join(f"{field} at {moment} ({project})" for project, moment, field in keys)
    return f"Participants {keep} and {drop} have different answers: {answers}. Correct one of them."


class Twice(NamedTuple):
    """A month for which both have a signature that stands."""

    project: str
    mine: Attestation
    theirs: Attestation

    @property
    def month(self) -> str:
        """The month, 2026-11."""
        return self.mine.month

    @property
    def standing_and_other(self) -> tuple[Attestation, Attestation] | None:
        """The signature that stands, then the one that gives way: noted twice, or over no time.

        None where nobody can tell which of the two holds.
        """
        is_same = replace(self.theirs, id=self.mine.id, person_id=self.mine.person_id) == self.mine
        if is_same or not self.theirs.minutes:
            return self.mine, self.theirs
        return None if self.mine.minutes else (self.theirs, self.mine)


def standing_twice(tx: Transaction, keep: int, drop: int) -> list[Twice]:
    """Gives the months for which both people have a signature that stands, in order."""
    found = []
    query = select(attestation.c.project).where(attestation.c.person_id == drop).distinct()
    for project in sorted(tx.connection.execute(query).scalars()):
        mine, theirs = (
            {item.month: item for item in list_attestations(tx, project, person_id=person_id, standing=True)}
            for person_id in (keep, drop)
        )
        found += [Twice(project, mine[month], theirs[month]) for month in sorted(mine.keys() & theirs.keys())]
    return found


def _attestation_conflicts(keep: int, drop: int, twice: Sequence[Twice]) -> list[str]:
    """Gives a sentence where nobody can tell which of two signatures holds."""
    months = [f"{one.month} ({one.project})" for one in twice if one.standing_and_other is None]
    if not months:
        return []
    return [
        f"Both have signed for the same month: {', '.join(months)}. Note {keep}'s for the whole month "
        f"and 0 minutes for {drop}: courseware attestations import LIST --correct --why REASON"
    ]


def _moved_parts(tx: Transaction, keep: int, drop: int) -> list[MovedPart]:
    parts = parts_of(tx, [keep, drop])
    mine = {(row.project, row.organisation_id): row for row in parts if row.person_id == keep}
    moved = []
    for row in parts:
        if row.person_id != drop:
            continue
        same = mine.get((row.project, row.organisation_id))
        ids = [row.id] if same is None else [row.id, same.id]
        stays = join_spells(
            Spell(*found)
            for found in tx.connection.execute(
                select(spell.c.started, spell.c.ended).where(spell.c.participation_id.in_(ids))
            )
        )
        moved.append(MovedPart(row.id, None if same is None else same.id, row.project, row.name, stays))
    return moved


def parts_of(tx: Transaction, person_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Gives the participations of people in every project, with the organisation's name."""
    query = (
        select(participation, organisation.c.name)
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.person_id.in_(person_ids))
        .order_by(participation.c.id)
    )
    return tx.connection.execute(query).all()
