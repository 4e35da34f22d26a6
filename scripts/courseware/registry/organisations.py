"""The organisations of a project: who they are, how many come from them, and their names put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.registry.enrolment import Registration
from courseware.registry.identity import IdentityError, parse_organisation_number
from courseware.registry.sessions import session
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import organisation, participation, person

__all__ = ["Organisation", "OrganisationChange", "list_organisations", "set_organisation"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A school organiser (huvudman) that takes part in a project."""

    id: int
    name: str
    number: str | None
    """Ten digits, where it is known."""
    participants: int
    units: Mapping[str, int]
    """Participants by school or workplace, in order of name; empty text where none was stated."""

    @property
    def shown_number(self) -> str:
        """The number as it is written: NNNNNN-NNNN, or nothing."""
        return f"{self.number[:6]}-{self.number[6:]}" if self.number else ""


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """What came of changing an organisation."""

    before: Organisation
    name: str
    number: str | None
    same_number: Sequence[str]
    """Other organisations of the project with the same number."""
    unsure: Sequence[int]
    """Protected people that a list with the new name may not find again: their identity took in a name."""

    @property
    def is_change(self) -> bool:
        """Says whether anything became another."""
        return (self.name, self.number) != (self.before.name, self.before.number)


def list_organisations(tx: Transaction, project: str) -> list[Organisation]:
    """Gives the organisations of a project by name, with how many come from them, unit by unit."""
    counts: dict[int, dict[str, int]] = {}
    units = (
        select(participation.c.organisation_id, participation.c.unit, func.count())
        .where(participation.c.project == project)
        .group_by(participation.c.organisation_id, participation.c.unit)
    )
    for organisation_id, unit, count in tx.connection.execute(units):
        counts.setdefault(organisation_id, {})[unit] = count
    query = select(organisation.c.id, organisation.c.name, organisation.c.number).where(
        organisation.c.project == project
    )
    found = []
    for row_id, name, number in tx.connection.execute(query):
        of = counts.get(row_id, {})
        # Sorted here: the databases do not agree about capital and Swedish letters.
        ordered = {unit: of[unit] for unit in sorted(of, key=lambda unit: (unit.casefold(), unit))}
        found.append(Organisation(row_id, name, number, sum(of.values()), ordered))
    return sorted(found, key=lambda item: (item.name.casefold(), item.id))


def set_organisation(
    tx: WriteTransaction, project: str, name: str, *, number: str = "", new_name: str = ""
) -> OrganisationChange:
    """Gives an organisation another name or its number; everybody and everything stays with it.

    Args:
        tx: The writing transaction.
        project: Id of the project.
        name: The organisation as the register has it; case and spaces do not matter.
        number: The organisation number in any written form, or nothing to leave it.
        new_name: The new name, or nothing to leave it.

    Raises:
        CoursewareError: There is no such organisation, the number is wrong, or the name is another's.
    """
    known = list_organisations(tx, project)
    by_name = {_key(item.name): item for item in known}
    before = by_name.get(_key(name))
    if before is None:
        guess = did_you_mean(name, [item.name for item in known])
        raise CoursewareError(
            f"There is no organisation '{name}' in {project}. "
            f"{guess or f'See: courseware organisations list --project {project}'}"
        )
    digits = before.number
    if number:
        try:
            digits = parse_organisation_number(number)
        except IdentityError as error:
            raise CoursewareError(f"--number: it {error}") from None
    wanted = " ".join(new_name.split()) or before.name
    other = by_name.get(_key(wanted))
    if other is not None and other.id != before.id:
        raise CoursewareError(f"'{other.name}' is an organisation of {project} already. Choose another name.")
    same_number = [item.name for item in known if digits and item.number == digits and item.id != before.id]
    unsure: list[int] = []
    if (wanted, digits) != (before.name, before.number):
        tx.connection.execute(
            organisation.update().where(organisation.c.id == before.id).values(name=wanted, number=digits)
        )
        tx.log(
            "organisation.change",
            f"organisation:{before.id}",
            {"name": before.name, "number": before.number},
            {"name": wanted, "number": digits},
        )
    if wanted != before.name:
        unsure = _follow_name(tx, before, wanted)
        _rename_arranger(tx, project, before.name, wanted)
    return OrganisationChange(before, wanted, digits, same_number, unsure)


def _follow_name(tx: WriteTransaction, before: Organisation, wanted: str) -> list[int]:
    """Lets people with a placeholder be found under the new name; gives those for whom that cannot be done.

    A placeholder tells nobody apart, so the organisation's name is part of who they are (`Registration`).
    """
    query = (
        select(
            person.c.id, person.c.wrapped_key, person.c.number_enc, person.c.number_hash, participation.c.unit
        )
        .join(participation, participation.c.person_id == person.c.id)
        .where(
            participation.c.organisation_id == before.id,
            person.c.protected,
            person.c.wrapped_key.is_not(None),
            person.c.number_enc.is_not(None),
        )
        .order_by(person.c.id)
    )
    unsure = []
    for person_id, wrapped, sealed, number_hash, unit in tx.connection.execute(query).all():
        number = tx.keys.person_key(person_id, wrapped).decrypt("number", sealed)
        if number.isdigit():
            continue
        old, new = (
            tx.keys.hash_number(Registration(0, number, "", name, "", unit=unit).identity)
            for name in (before.name, wanted)
        )
        if old != number_hash:  # The list had a name, which is not kept, or the unit has changed since.
            unsure.append(person_id)
        elif new != old:
            tx.connection.execute(person.update().where(person.c.id == person_id).values(number_hash=new))
            tx.log("person.follow", f"person:{person_id}", None, {"organisation": before.id})
    return unsure


def _rename_arranger(tx: WriteTransaction, project: str, old: str, new: str) -> None:
    """Gives sessions that the organisation arranged its new name, by which sheets find who is expected."""
    is_its = (session.c.project == project) & (session.c.organisation == old)
    ids = tx.connection.execute(select(session.c.id).where(is_its).order_by(session.c.id)).scalars().all()
    if ids:
        tx.connection.execute(session.update().where(is_its).values(organisation=new))
    for row_id in ids:
        tx.log("session.change", f"session:{row_id}", {"organisation": old}, {"organisation": new})


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
