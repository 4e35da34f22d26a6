"""Leaving a project and coming back to it, one participant at a time (esf-reporting 1.5, 3.4 R3, T3, T4).

Who comes back is the same participant with one more stay: the first start is kept, the end is the final one.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.registry.spells import Spell, put_spells, stays_logged
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import organisation, participation, spell

__all__ = ["Part", "leave_project", "parts_of_person", "return_to_project"]


class Part(NamedTuple):
    """One person's part in a project through one organisation."""

    id: int
    organisation: str
    unit: str
    role: str
    stays: tuple[Spell, ...]

    @property
    def is_open(self) -> bool:
        """Says whether the latest stay lasts."""
        return self.stays[-1].ended is None


def parts_of_person(tx: Transaction, project: str, person_id: int) -> list[Part]:
    """Gives what one person takes part through, in the order of taking in."""
    query = (
        select(participation.c.id, organisation.c.name, participation.c.unit, participation.c.role)
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.project == project, participation.c.person_id == person_id)
        .order_by(participation.c.id)
    )
    found = []
    for row in tx.connection.execute(query).all():
        stays = tx.connection.execute(
            select(spell.c.started, spell.c.ended)
            .where(spell.c.participation_id == row.id)
            .order_by(spell.c.started)
        )
        found.append(Part(row.id, row.name, row.unit, row.role, tuple(Spell(*stay) for stay in stays)))
    return found


def leave_project(
    tx: WriteTransaction, project: str, person_id: int, day: str, organisation_name: str = ""
) -> list[Part]:
    """Ends the stays that last, and gives the parts as they are afterwards.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        person_id: Who leaves; takes part in the project.
        day: The last day (ISO).
        organisation_name: Through which organisation; all of them where it is empty.

    Raises:
        CoursewareError: The person has left already, or the day is before a stay's start.
    """
    parts = _chosen(tx, project, person_id, organisation_name)
    going = [part for part in parts if part.is_open]
    if not going:
        last = max(part.stays[-1].ended or "" for part in parts)
        raise CoursewareError(
            f"Participant {person_id} has left already, on {last}. To correct that day, import a list with "
            f"the right one: courseware participants import LIST --project {project} --update"
        )
    for part in going:
        if day < part.stays[-1].started:
            raise CoursewareError(
                f"Participant {person_id} cannot leave on {day}: the stay began on {part.stays[-1].started}."
            )
    return [_put(tx, part, (*part.stays[:-1], Spell(part.stays[-1].started, day))) for part in going]


def return_to_project(
    tx: WriteTransaction, project: str, person_id: int, day: str, organisation_name: str = ""
) -> Part:
    """Begins one more stay of somebody who had left, and gives the part as it is afterwards.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        person_id: Who comes back; took part in the project.
        day: The first day (ISO) of the new stay.
        organisation_name: Through which organisation; may be empty where there is only one.

    Raises:
        CoursewareError: The person has not left, the day is not after the final end, or it does not say
            through which of several organisations.
    """
    parts = _chosen(tx, project, person_id, organisation_name)
    if len(parts) > 1:
        # Not even the names of the organisations: they could help to find a protected person.
        raise CoursewareError(
            f"Participant {person_id} takes part through {len(parts)} organisations. "
            "Say through which one the person comes back: --organisation NAME"
        )
    [part] = parts
    ended = part.stays[-1].ended
    if ended is None:
        raise CoursewareError(
            f"Participant {person_id} has not left: the stay since {part.stays[-1].started} lasts. "
            "Note first when it ended: "
            f"courseware participants leave {person_id} --project {project} --date DAY"
        )
    if day <= ended:
        raise CoursewareError(
            f"Participant {person_id} cannot come back on {day}: the stay before lasted until {ended}."
        )
    return _put(tx, part, (*part.stays, Spell(day, None)))


def _chosen(tx: Transaction, project: str, person_id: int, organisation_name: str) -> list[Part]:
    parts = parts_of_person(tx, project, person_id)
    if not organisation_name:
        return parts
    wanted = " ".join(organisation_name.split()).casefold()
    chosen = [part for part in parts if part.organisation.casefold() == wanted]
    if not chosen:
        raise CoursewareError(
            f"Participant {person_id} takes no part in {project} through '{organisation_name}'. "
            "Check how the organisation is spelled: courseware participants show"
        )
    return chosen


def _put(tx: WriteTransaction, part: Part, stays: tuple[Spell, ...]) -> Part:
    put_spells(tx, {part.id: stays})
    tx.log("participation.change", f"participation:{part.id}", stays_logged(part.stays), stays_logged(stays))
    return part._replace(stays=stays)
