"""Who takes part, as counting needs it: sex and birth from the number, which itself stays in here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from sqlalchemy import func, select

from courseware.registry.attestations import attestation
from courseware.registry.identity import IdentityError, parse_identity_number
from courseware.registry.store import Transaction
from courseware.registry.tables import organisation, participation, person

__all__ = ["Counted", "Sex", "attested_minutes", "census", "organisations_taking_part"]

Sex = Literal["woman", "man"]


class Counted(NamedTuple):
    """One person of a project, once, however many stays and organisations (esf-reporting 1.5 and 3.4 R3)."""

    person_id: int
    sex: Sex | None
    """The legal sex that the number states; None where there is no number to tell (erased, placeholder)."""
    born: date | None
    """The date in the number; None as above."""
    started: date | None
    """The first day of the first stay; None where no start is known (T16)."""
    organisation_id: int
    """The organisation of the first entry: whoever comes through two is counted in one."""
    organisation: str
    unit: str
    role: str
    """Free text, as the list had it: to be sorted into roles, never to be shown."""


def census(tx: Transaction, project: str) -> Iterator[Counted]:
    """Gives everybody who takes part in a project, in order of person, with what the first entry says.

    Names are not opened. First start and output data refer to the first entry and are not changed (R3).
    """
    query = (
        select(
            participation.c.person_id,
            person.c.wrapped_key,
            person.c.number_enc,
            participation.c.started,
            organisation.c.id,
            organisation.c.name,
            participation.c.unit,
            participation.c.role,
        )
        .join(person, person.c.id == participation.c.person_id)
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.project == project)
        .order_by(participation.c.person_id, participation.c.id)
    )
    seen: dict[int, tuple[str, tuple[int, str, str, str]]] = {}
    sealed: dict[int, tuple[bytes | None, bytes | None]] = {}
    for person_id, wrapped, number, started, *where in tx.connection.execute(query):
        sealed[person_id] = (wrapped, number)
        before = seen.get(person_id)
        # A start that is missing says nothing about when: any other goes before it.
        if before is None or (started or "9999") < (before[0] or "9999"):
            seen[person_id] = (started, (where[0], where[1], where[2], where[3]))
    for person_id, (started, entry) in seen.items():
        sex, born = _from_number(tx, person_id, *sealed[person_id])
        yield Counted(person_id, sex, born, date.fromisoformat(started) if started else None, *entry)


def _from_number(
    tx: Transaction, person_id: int, wrapped: bytes | None, sealed: bytes | None
) -> tuple[Sex | None, date | None]:
    """Gives sex and birth from the sealed number; nothing for an erased person and for a placeholder."""
    if wrapped is None or sealed is None:
        return None, None
    text = tx.keys.person_key(person_id, wrapped).decrypt("number", sealed)
    if not text.isdigit():
        return None, None
    try:
        # Stored numbers have their century and have passed every check; the day given decides nothing.
        number = parse_identity_number(text, started=date(2000, 1, 1), ages=None)
    except IdentityError:
        return None, None
    return number.sex, number.born


def organisations_taking_part(tx: Transaction, project: str, until: date) -> int:
    """Gives how many organisations somebody has come through, up to a day."""
    query = select(func.count(func.distinct(participation.c.organisation_id))).where(
        participation.c.project == project, participation.c.started <= until.isoformat()
    )
    return int(tx.connection.execute(query).scalar_one())


def attested_minutes(tx: Transaction, project: str, month: str) -> int:
    """Gives the minutes that stand attested in a project up to a month (`2026-11`)."""
    query = select(func.coalesce(func.sum(attestation.c.minutes), 0)).where(
        attestation.c.project == project, attestation.c.month <= month, ~attestation.c.replaced
    )
    return int(tx.connection.execute(query).scalar_one())
