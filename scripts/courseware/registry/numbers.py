"""A person's numbers: the one that holds, and those that held before or were wrong (esf-reporting 1.5, T8).

A samordningsnummer is replaced by a personnummer when the person is registered in Sweden. The person stays
one participant; months before the day keep the old number, months from it have the new one.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import former_number, person

__all__ = ["FormerNumber", "numbers_before", "renumber"]


class FormerNumber(NamedTuple):
    """A number that somebody had."""

    number12: str
    until: str | None
    """The day (ISO) from which another number holds; None for a number that was found to be wrong."""


def numbers_before(tx: Transaction, person_id: int) -> list[FormerNumber]:
    """Gives the former numbers of one person, the wrong ones first, then the oldest."""
    query = (
        select(person.c.wrapped_key, former_number.c.number_enc, former_number.c.until)
        .join(person, person.c.id == former_number.c.person_id)
        .where(former_number.c.person_id == person_id)
    )
    found = []
    for wrapped, sealed, until in tx.connection.execute(query):
        opened = wrapped is not None and sealed is not None
        number = tx.keys.person_key(person_id, wrapped).decrypt("former_number", sealed) if opened else ""
        found.append(FormerNumber(number, until))
    return sorted(found, key=lambda former: (former.until or "", former.number12))


def renumber(tx: WriteTransaction, person_id: int, number12: str, *, from_day: str | None) -> None:
    """Gives a person another number; the old one is kept, and still finds the person.

    Args:
        tx: The transaction that everything happens in.
        person_id: Whose number.
        number12: The new number, twelve digits, checked.
        from_day: The day (ISO) from which it holds; None where the old one was never right.

    Raises:
        CoursewareError: It is the person's number already, it is another person's, or the day does not fit
            the earlier changes.
    """
    new_hash = tx.keys.hash_number(number12)
    wrapped, old_hash, old_sealed = tx.connection.execute(
        select(person.c.wrapped_key, person.c.number_hash, person.c.number_enc).where(
            person.c.id == person_id
        )
    ).one()
    if new_hash == old_hash:
        raise CoursewareError(f"That is participant {person_id}'s number already. Nothing was changed.")
    _refuse_taken(tx, person_id, new_hash)
    if from_day is not None:
        _refuse_disorder(tx, person_id, new_hash, from_day)
    key = tx.keys.person_key(person_id, wrapped)
    kept = key.encrypt("former_number", key.decrypt("number", old_sealed))
    sealed = key.encrypt("number", number12)
    # A number that comes back is no former one.
    tx.connection.execute(former_number.delete().where(former_number.c.number_hash == new_hash))
    tx.connection.execute(
        person.update().where(person.c.id == person_id).values(number_hash=new_hash, number_enc=sealed)
    )
    tx.insert(
        former_number,
        ("number_hash", "person_id", "number_enc", "until"),
        [(old_hash, person_id, kept, from_day)],
    )
    tx.log(
        "person.renumber",
        f"person:{person_id}",
        {"number_enc": old_sealed},
        {"number_enc": sealed, "from": from_day, "former_number_enc": kept},
    )


def _refuse_taken(tx: Transaction, person_id: int, number_hash: str) -> None:
    holder = select(person.c.id).where(person.c.number_hash == number_hash)
    former = select(former_number.c.person_id).where(former_number.c.number_hash == number_hash)
    for query in (holder, former):
        found = tx.connection.execute(query).scalar_one_or_none()
        if found is not None and found != person_id:
            raise CoursewareError(
                f"Another participant, {found}, has that number. If both are one person, keep one of them: "
                f"courseware participants merge {found} {person_id} --project ID --dry-run --why REASON"
            )


def _refuse_disorder(tx: Transaction, person_id: int, number_hash: str, from_day: str) -> None:
    """Makes sure that numbers follow each other, each of them once."""
    query = select(former_number.c.number_hash, former_number.c.until).where(
        former_number.c.person_id == person_id, former_number.c.until.is_not(None)
    )
    held = {hashed: str(until) for hashed, until in tx.connection.execute(query)}
    if number_hash in held:
        raise CoursewareError(
            f"Participant {person_id} had that number until {held[number_hash]}. "
            "If the present number was never right, take it back with --wrong instead of --from."
        )
    latest = max(held.values(), default="")
    if from_day <= latest:
        raise CoursewareError(
            f"Participant {person_id}'s number changed on {latest} already, so the next change lies after "
            "that day. Where the present number was never right: --wrong"
        )
