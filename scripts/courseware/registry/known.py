"""Who is in the register already, as a list of registrations is compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from courseware.registry.keys import PersonKey
from courseware.registry.spells import Spell, spells_of
from courseware.registry.store import WriteTransaction
from courseware.registry.tables import former_number, participation, person

__all__ = ["Known", "known_participations", "known_people", "open_known"]


@dataclass(slots=True)
class Known:
    """A person or participation as the register has it."""

    id: int
    values: dict[str, Any]
    key: PersonKey | None = None
    spells: list[Spell] = field(default_factory=list)
    """A participation's stays, in order."""


def known_people(tx: WriteTransaction, hashes: Sequence[str]) -> dict[str, Known]:
    """Gives the people of these hashes who are in the register already, still sealed."""
    query = select(
        person.c.number_hash,
        person.c.id,
        person.c.wrapped_key,
        person.c.name_enc,
        person.c.email_enc,
        person.c.protected,
    )
    # A number that somebody had before is still theirs: a samordningsnummer in an old list (T8).
    former = query.with_only_columns(former_number.c.number_hash, *query.selected_columns[1:]).join(
        former_number, former_number.c.person_id == person.c.id
    )
    found: dict[str, Known] = {}
    by_id: dict[int, Known] = {}
    for chunk in _chunks(sorted(set(hashes))):
        for asked in (
            query.where(person.c.number_hash.in_(chunk)),
            former.where(former_number.c.number_hash.in_(chunk)),
        ):
            for number_hash, row_id, wrapped, name, email, protected in tx.connection.execute(asked):
                values = {"wrapped": wrapped, "name": name, "email": email, "protected": bool(protected)}
                found[number_hash] = by_id.setdefault(row_id, Known(row_id, values))
    return found


def open_known(tx: WriteTransaction, found: Known) -> None:
    """Opens what a known person is compared by."""
    found.key = tx.keys.person_key(found.id, found.values.pop("wrapped"))
    for name in ("name", "email"):
        sealed = found.values[name]
        found.values[name] = found.key.decrypt(name, sealed) if sealed is not None else ""


def known_participations(tx: WriteTransaction, project: str) -> dict[tuple[int, int], Known]:
    """Gives the participations of a project by person and organisation."""
    rows = tx.connection.execute(
        select(
            participation.c.id,
            participation.c.person_id,
            participation.c.organisation_id,
            participation.c.unit,
            participation.c.role,
        ).where(participation.c.project == project)
    )
    spells = spells_of(tx, project)
    return {
        (person_id, employer): Known(row_id, {"unit": unit, "role": role}, spells=spells[row_id])
        for row_id, person_id, employer, unit, role in rows
    }


def _chunks(values: Sequence[str], size: int = 5_000) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
