"""The people of a project: what is known about them, opened only for those who ask for it by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import literal, or_, select

from courseware.registry.keys import PersonKey
from courseware.registry.store import Transaction
from courseware.registry.tables import former_number, organisation, participation, person, spell

__all__ = [
    "Identity",
    "MonthPerson",
    "PeopleByMonth",
    "Person",
    "anybody_between",
    "find_person",
    "former_numbers",
    "list_people",
    "month_people",
    "names_of",
    "person_keys",
]


class MonthPerson(NamedTuple):
    """One participation as the month's report needs it."""

    participation_id: int
    person_id: int
    name: str
    """Empty for a person with protected identity, whose name is not kept, and for an erased one."""
    number12: str
    """Twelve digits, or the placeholder ÅÅÅÅMMDDTf29; empty for an erased person."""
    started: str
    """ISO date of the first start."""
    ended: str | None
    """ISO date of the final exit, None while active."""
    organisation: str
    protected: bool
    erased: bool = False
    """Whether the person was erased: what is left are the dates and the sums."""


class Identity(NamedTuple):
    """Who one person is."""

    name: str
    """Empty for a person with protected identity."""
    masked: str
    """The number as it may be shown."""
    email: str
    protected: bool


class Person(NamedTuple):
    """One participation with everything that the register knows, as lists and sheets show it."""

    participation_id: int
    person_id: int
    name: str
    number12: str
    email: str
    protected: bool
    organisation: str
    unit: str
    role: str
    started: str
    ended: str | None

    @property
    def masked(self) -> str:
        """The number as it may be shown; for a protected person not even the century."""
        return _masked(self.number12, protected=self.protected)


def month_people(
    tx: Transaction, project: str, *, names: bool = True, last_day: str | None = None
) -> Iterator[MonthPerson]:
    """Gives every participation of a project in the order of its id, names and numbers opened.

    A person who takes part through two organisations comes twice, with the same person_id (T7).

    Args:
        tx: A transaction.
        project: Id of the project.
        names: Whether names are opened too; a report that names few of many asks `names_of` for those.
        last_day: The day (ISO) whose numbers are wanted: who had another number then comes with that (T8).
    """
    former = former_numbers(tx, last_day) if last_day else {}
    query = select(
        participation.c.id,
        person.c.id,
        person.c.wrapped_key,
        person.c.name_enc if names else literal(None),
        person.c.number_enc,
        participation.c.started,
        participation.c.ended,
        organisation.c.name,
        person.c.protected,
    )
    key_of = tx.keys.person_key
    cursor: Any = tx.connection.execute(_of_project(query, project)).cursor
    # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
    for row_id, person_id, wrapped, name, number, started, ended, employer, protected in cursor:
        shown_name = shown_number = ""
        if wrapped is not None:
            key = key_of(person_id, wrapped)
            shown_name = key.decrypt("name", name) if name is not None else ""
            if person_id in former:
                shown_number = key.decrypt("former_number", former[person_id])
            else:
                shown_number = key.decrypt("number", number) if number is not None else ""
        yield MonthPerson(
            *(row_id, person_id, shown_name, shown_number, started, ended, employer),
            *(bool(protected), wrapped is None),
        )


def former_numbers(tx: Transaction, last_day: str) -> dict[int, bytes]:
    """Gives the sealed numbers of those who had another one on a day: the first that ended after it."""
    query = (
        select(former_number.c.person_id, former_number.c.number_enc)
        .where(former_number.c.until > last_day, former_number.c.number_enc.is_not(None))
        .order_by(former_number.c.until.desc())
    )
    return {row[0]: row[1] for row in tx.connection.execute(query)}


class PeopleByMonth:
    """The people of a project opened once, for many months: as each month's last day has them."""

    def __init__(self, tx: Transaction, project: str) -> None:
        self._tx, self._project = tx, project

    def at(self, last_day: str) -> Iterator[MonthPerson]:
        """Gives what `month_people` gives for a day (ISO)."""
        former = former_numbers(self._tx, last_day)
        if not former:
            return iter(self._now)
        numbers = {
            person_id: self._tx.keys.person_key(person_id, wrapped).decrypt(
                "former_number", former[person_id]
            )
            for person_id, wrapped in self._tx.connection.execute(
                select(person.c.id, person.c.wrapped_key).where(person.c.id.in_(sorted(former)))
            )
            if wrapped is not None
        }
        return (
            one._replace(number12=numbers[one.person_id]) if one.person_id in numbers else one
            for one in self._now
        )

    @cached_property
    def _now(self) -> list[MonthPerson]:
        return list(month_people(self._tx, self._project, names=False))


def names_of(tx: Transaction, person_ids: Iterable[int]) -> dict[int, str]:
    """Gives the names of some people; empty for those with protected identity and for erased ones."""
    found: dict[int, str] = {}
    wanted = sorted(set(person_ids))
    for first in range(0, len(wanted), 5_000):
        query = select(person.c.id, person.c.wrapped_key, person.c.name_enc).where(
            person.c.id.in_(wanted[first : first + 5_000])
        )
        for person_id, wrapped, name in tx.connection.execute(query):
            opened = wrapped is not None and name is not None
            found[person_id] = tx.keys.person_key(person_id, wrapped).decrypt("name", name) if opened else ""
    return found


def person_keys(tx: Transaction, person_ids: Iterable[int]) -> dict[int, PersonKey]:
    """Gives the data keys of some people; none for erased ones."""
    found: dict[int, PersonKey] = {}
    wanted = sorted(set(person_ids))
    for first in range(0, len(wanted), 5_000):
        query = select(person.c.id, person.c.wrapped_key).where(
            person.c.id.in_(wanted[first : first + 5_000]), person.c.wrapped_key.is_not(None)
        )
        for person_id, wrapped in tx.connection.execute(query):
            found[person_id] = tx.keys.person_key(person_id, wrapped)
    return found


def list_people(tx: Transaction, project: str) -> Iterator[Person]:
    """Gives every participation of a project with all that is known, in the order of its id."""
    query = select(
        participation.c.id,
        person.c.id,
        person.c.wrapped_key,
        person.c.name_enc,
        person.c.number_enc,
        person.c.email_enc,
        person.c.protected,
        organisation.c.name,
        participation.c.unit,
        participation.c.role,
        participation.c.started,
        participation.c.ended,
    )
    for row in tx.connection.execute(_of_project(query, project)):
        opened = {"name": "", "number": "", "email": ""}
        if row[2] is not None:
            key = tx.keys.person_key(row[1], row[2])
            for field, sealed in zip(opened, row[3:6], strict=True):
                opened[field] = key.decrypt(field, sealed) if sealed is not None else ""
        yield Person(
            row[0], row[1], opened["name"], opened["number"], opened["email"], bool(row[6]), *row[7:]
        )


def find_person(tx: Transaction, person_id: int) -> Identity:
    """Gives who somebody in the register is; not for somebody who was merged or erased."""
    row = tx.connection.execute(select(person).where(person.c.id == person_id)).one()
    key = tx.keys.person_key(person_id, row.wrapped_key)
    name, number, email = (
        "" if sealed is None else key.decrypt(field, sealed)
        for field, sealed in (("name", row.name_enc), ("number", row.number_enc), ("email", row.email_enc))
    )
    protected = bool(row.protected)
    return Identity(name, _masked(number, protected=protected), email, protected)


def _masked(number12: str, *, protected: bool) -> str:
    return "protected" if protected else f"{number12[:2]}XXXXXX-****" if number12 else "erased"


def anybody_between(tx: Transaction, project: str, first: str, last: str) -> bool:
    """Says whether somebody takes part on some day of a span (ISO dates, both included)."""
    query = (
        select(spell.c.started)
        .join(participation, participation.c.id == spell.c.participation_id)
        .where(
            participation.c.project == project,
            spell.c.started <= last,
            or_(spell.c.ended.is_(None), spell.c.ended >= first),
        )
        .limit(1)
    )
    return tx.connection.execute(query).first() is not None


def _of_project(query: Any, project: str) -> Any:
    return (
        query.select_from(participation)
        .join(person, person.c.id == participation.c.person_id)
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.project == project)
        .order_by(participation.c.id)
    )
