"""The participants of a project, each once, as pages about them may show them.

Here is the one door that keeps people with protected identity nameless: whatever list, page or workbook
asks here gets neither name, number, address nor organisation of theirs (esf-reporting 1.6, 4.2).
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from courseware.registry.keys import KeyFileError, PersonKey
from courseware.registry.log_lines import find_entries, is_sealed
from courseware.registry.people import former_numbers
from courseware.registry.store import Transaction
from courseware.registry.tables import organisation, participation, person

__all__ = ["Part", "Participant", "participants_of", "protected_in", "protected_parts", "secrets_of"]

_AT_A_TIME = 5_000


class Part(NamedTuple):
    """Somebody's part in a project through one organisation."""

    organisation: str
    number: str
    """The organisation number, ten digits; empty where it is not known."""
    unit: str
    role: str

    @property
    def employer(self) -> str:
        """The organisation as papers name it: Ekdalen (202100-5224)."""
        return (
            f"{self.organisation} ({self.number[:6]}-{self.number[6:]})" if self.number else self.organisation
        )


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one project, whatever number of organisations they come through (T7)."""

    id: int
    name: str
    """Empty with protected identity and for an erased person, as are number, e-mail and parts."""
    number12: str
    email: str
    parts: tuple[Part, ...]
    started: str
    ended: str | None
    protected: bool
    erased: bool

    @property
    def masked(self) -> str:
        """The number as it may be shown; empty where there is none to show."""
        return f"{self.number12[:2]}XXXXXX-****" if self.number12 else ""

    @property
    def organisations(self) -> str:
        """The names of the organisations, in the order in which the person was taken in."""
        return ", ".join(part.organisation for part in self.parts)


def participants_of(
    tx: Transaction, project: str, ids: Collection[int] | None = None, *, day: str | None = None
) -> dict[int, Participant]:
    """Gives the people of a project by id, in its order.

    Args:
        tx: A transaction.
        project: Id of the project.
        ids: Whom; everybody where it is not said.
        day: The day (ISO) whose numbers are wanted: who had another number then comes with that (T8).
    """
    former = former_numbers(tx, day) if day else {}
    found: dict[int, Participant] = {}
    for row in _rows(tx, project, ids):
        known = found.get(row.id)
        part = Part(row.organisation, row.organisation_number or "", row.unit, row.role)
        if known is None:
            found[row.id] = _opened(tx, row, part, former)
            continue
        is_open = known.ended is None or row.ended is None
        found[row.id] = Participant(
            *(known.id, known.name, known.number12, known.email),
            (*known.parts, part) if known.parts else (),
            min(known.started, row.started),
            None if is_open else max(known.ended or "", row.ended),
            known.protected,
            known.erased,
        )
    return dict(sorted(found.items()))


def secrets_of(tx: Transaction, project: str, person_id: int) -> tuple[str, ...]:
    """Gives what must not stand in any text about a protected person, longest first.

    Reasons, file names and places are free texts, and any of them may name an organisation.
    """
    found: set[str] = set()
    for row in _rows(tx, project, [person_id]):
        found.update((row.organisation, row.unit))
        if row.wrapped_key is not None:
            key = tx.keys.person_key(row.id, row.wrapped_key)
            found.update(_said_before(tx, person_id, key))
            opened = {field: getattr(row, f"{field}_enc") for field in ("name", "number", "email")}
            for field, sealed in opened.items():
                text = key.decrypt(field, sealed) if sealed is not None else ""
                found.add(text)
                if field == "number" and text:
                    found.update((text[2:], f"{text[:8]}-{text[8:]}", f"{text[2:8]}-{text[8:]}"))
    return tuple(sorted(filter(None, found), key=lambda text: (-len(text), text)))


def _said_before(tx: Transaction, person_id: int, key: PersonKey) -> Iterator[str]:
    """Gives names, each word of them too, and addresses that were forgotten when somebody became protected.

    References and reasons of the time before may hold them still; the log keeps them, sealed.
    """
    for entry in find_entries(tx.connection, subject=f"person:{person_id}", action="person."):
        for values in (entry.before or {}, entry.after or {}):
            for field in ("name", "email"):
                sealed = values.get(f"{field}_enc", values.get(field))
                if sealed is not None and is_sealed(sealed):
                    # A value that was sealed under the key of somebody since merged does not open: pass over.
                    with suppress(KeyFileError):
                        text = key.decrypt(field, base64.b64decode(sealed))
                        yield text
                        yield from text.split()


def protected_in(tx: Transaction, project: str) -> list[int]:
    """Gives the ids of a project's people with protected identity, in order."""
    query = (
        select(person.c.id)
        .join(participation, participation.c.person_id == person.c.id)
        .where(participation.c.project == project, person.c.protected)
        .distinct()
        .order_by(person.c.id)
    )
    return list(tx.connection.execute(query).scalars())


def protected_parts(tx: Transaction) -> frozenset[str]:
    """Gives the log's subjects that tell where people with protected identity work: "participation:7"."""
    query = (
        select(participation.c.id)
        .join(person, person.c.id == participation.c.person_id)
        .where(person.c.protected)
    )
    return frozenset(f"participation:{number}" for number in tx.connection.execute(query).scalars())


def _opened(tx: Transaction, row: Any, part: Part, former: dict[int, bytes]) -> Participant:
    name = number = email = ""
    if row.wrapped_key is not None and not row.protected:
        key = tx.keys.person_key(row.id, row.wrapped_key)
        name, email = (
            key.decrypt(field, sealed) if sealed is not None else ""
            for field, sealed in (("name", row.name_enc), ("email", row.email_enc))
        )
        if row.id in former:
            number = key.decrypt("former_number", former[row.id])
        elif row.number_enc is not None:
            number = key.decrypt("number", row.number_enc)
    parts = () if row.protected else (part,)
    return Participant(
        *(row.id, name, number, email, parts, row.started, row.ended),
        bool(row.protected),
        row.wrapped_key is None,
    )


def _rows(tx: Transaction, project: str, ids: Collection[int] | None) -> Iterator[Any]:
    query = (
        select(
            person.c.id,
            person.c.wrapped_key,
            person.c.name_enc,
            person.c.number_enc,
            person.c.email_enc,
            person.c.protected,
            organisation.c.name.label("organisation"),
            organisation.c.number.label("organisation_number"),
            participation.c.unit,
            participation.c.role,
            participation.c.started,
            participation.c.ended,
        )
        .select_from(participation)
        .join(person, person.c.id == participation.c.person_id)
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.project == project)
        .order_by(participation.c.id)
    )
    if ids is None:
        yield from tx.connection.execute(query)
        return
    wanted = sorted(set(ids))
    for first in range(0, len(wanted), _AT_A_TIME):
        some = wanted[first : first + _AT_A_TIME]
        yield from tx.connection.execute(query.where(person.c.id.in_(some)))
