"""Takes people into a project's register: new ones are added, known ones compared, nothing is doubled.

One normalised number is one person, however often and by whomever it is sent. Sending the same list twice
changes nothing; what differs from the register is reported, and taken over only when the caller says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Insert, Update, select

from courseware.registry.keys import PersonKey
from courseware.registry.spells import Spell, spells_of
from courseware.registry.store import WriteTransaction
from courseware.registry.tables import former_number, organisation, participation, person, spell

__all__ = ["Difference", "Enrolment", "Registration", "enrol"]


@dataclass(frozen=True, slots=True)
class Registration:
    """One person's part in a project, as somebody has sent it; every value is already checked."""

    row: int
    """Where it stood, for messages."""
    number12: str
    """Twelve digits, or a placeholder for protected identity."""
    name: str
    organisation: str
    started: str
    """ISO date."""
    ended: str | None = None
    """ISO date, None while active."""
    email: str = ""
    unit: str = ""
    role: str = ""
    organisation_number: str | None = None
    protected: bool = False
    states_end: bool = True
    """Whether the source says anything about the end; if not, an end in the register is no difference."""

    @property
    def identity(self) -> str:
        """What makes this person one: the number, or for a placeholder all that can tell two apart."""
        if self.number12.isdigit():
            return self.number12
        texts = (self.organisation, self.unit, self.name)
        return "|".join((self.number12, *(" ".join(text.split()).casefold() for text in texts)))


@dataclass(frozen=True, slots=True)
class Difference:
    """One value in which a source and the register do not agree."""

    row: int
    person_id: int
    what: str
    """Name of the value: "ended", "started", "name" …; "returned" for the start of a further stay."""
    register: str | None
    """The register's value; None for a personal one, which is never shown, and for an empty one."""
    source: str | None


@dataclass(slots=True)
class Enrolment:
    """What came of taking a list in."""

    added_people: int = 0
    added_participations: int = 0
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)
    updated: bool = False
    """Whether the differences were taken over."""
    person_ids: dict[int, int] = field(default_factory=dict)
    """Person id by source row."""


_PERSONAL = frozenset({"name", "email"})


@dataclass(slots=True)
class _Known:
    """A person or participation as the register has it."""

    id: int
    values: dict[str, Any]
    key: PersonKey | None = None
    spells: list[Spell] = field(default_factory=list)
    """A participation's stays, in order."""


def enrol(
    tx: WriteTransaction, project: str, registrations: Sequence[Registration], *, update: bool = False
) -> Enrolment:
    """Takes a list of registrations into a project, each identity at most once a source row.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        registrations: Checked rows; two rows of one identity and organisation must agree.
        update: Whether values that differ are taken over from the source.
    """
    outcome = Enrolment(updated=update)
    organisations = _organisations(tx, project, registrations)
    hashes = [tx.keys.hash_number(entry.identity) for entry in registrations]
    known = _known_people(tx, hashes)
    parts = _known_participations(tx, project)
    people_rows: list[tuple[Any, ...]] = []
    part_rows: list[tuple[Any, ...]] = []
    changes: list[Update | Insert] = []
    for entry, number_hash in zip(registrations, hashes, strict=True):
        found = known.get(number_hash)
        if found is None:
            found, row = _new_person(tx, entry, number_hash)
            known[number_hash] = found
            people_rows.append(row)
            outcome.added_people += 1
        elif found.key is None:
            _open(tx, found)
        outcome.person_ids[entry.row] = found.id
        employer = organisations[entry.organisation]
        part = parts.get((found.id, employer))
        if part is None:
            part, row = _new_participation(tx, project, entry, found.id, employer)
            parts[found.id, employer] = part
            part_rows.append(row)
            outcome.added_participations += 1
            differences = _person_differences(entry, found)
        else:
            differences = [*_person_differences(entry, found), *_part_differences(entry, part)]
            outcome.unchanged += not differences
        if differences:
            outcome.differences.extend(
                Difference(
                    entry.row, found.id, what, *(None if what in _PERSONAL else _shown(v) for v in values)
                )
                for what, *values in differences
            )
            if update:
                changes.extend(_take_over(tx, found, part, differences, entry))
    tx.insert(
        person,
        ("id", "number_hash", "wrapped_key", "name_enc", "number_enc", "email_enc", "protected"),
        people_rows,
    )
    tx.insert(
        participation,
        ("id", "project", "person_id", "organisation_id", "unit", "role", "started", "ended"),
        part_rows,
    )
    tx.insert(spell, ("participation_id", "started", "ended"), ((row[0], *row[6:8]) for row in part_rows))
    for change in changes:  # After the inserts: a person added by one row may be changed by the next.
        tx.connection.execute(change)
    return outcome


def _organisations(
    tx: WriteTransaction, project: str, registrations: Iterable[Registration]
) -> dict[str, int]:
    """Gives the ids of all organisations named, adding those that are new."""
    rows = tx.connection.execute(
        select(organisation.c.name, organisation.c.id, organisation.c.number).where(
            organisation.c.project == project
        )
    )
    known = {name: (row_id, number) for name, row_id, number in rows}
    sent: dict[str, str | None] = {}
    for entry in registrations:
        sent[entry.organisation] = sent.get(entry.organisation) or entry.organisation_number
    added: list[tuple[int, str, str, str | None]] = []
    ids: dict[str, int] = {}
    for name, number in sent.items():
        ids[name], stored = known.get(name) or (tx.next_id(organisation), None)
        subject = f"organisation:{ids[name]}"
        if name not in known:
            added.append((ids[name], project, name, number))
            tx.log("organisation.add", subject, None, {"name": name, "number": number})
        elif number and not stored:
            tx.connection.execute(
                organisation.update().where(organisation.c.id == ids[name]).values(number=number)
            )
            tx.log("organisation.change", subject, {"number": None}, {"number": number})
    tx.insert(organisation, ("id", "project", "name", "number"), added)
    return ids


def _known_people(tx: WriteTransaction, hashes: Sequence[str]) -> dict[str, _Known]:
    """Gives the people of these hashes who are in the register already, still sealed."""
    query = select(
        person.c.number_hash,
        person.c.id,
        person.c.wrapped_key,
        person.c.name_enc,
        person.c.email_enc,
        person.c.protected,
    )
    found: dict[str, _Known] = {}
    for chunk in _chunks(sorted(set(hashes))):
        for number_hash, row_id, wrapped, name, email, protected in tx.connection.execute(
            query.where(person.c.number_hash.in_(chunk))
        ):
            values = {"wrapped": wrapped, "name": name, "email": email, "protected": bool(protected)}
            found[number_hash] = _Known(row_id, values)
        # A number that somebody had before is still theirs: a samordningsnummer in an old list (T8).
        former = query.with_only_columns(former_number.c.number_hash, *query.selected_columns[1:]).join(
            former_number, former_number.c.person_id == person.c.id
        )
        for number_hash, row_id, wrapped, name, email, protected in tx.connection.execute(
            former.where(former_number.c.number_hash.in_(chunk))
        ):
            by_id = next((known for known in found.values() if known.id == row_id), None)
            values = {"wrapped": wrapped, "name": name, "email": email, "protected": bool(protected)}
            found[number_hash] = by_id or _Known(row_id, values)
    return found


def _open(tx: WriteTransaction, found: _Known) -> None:
    """Opens what a known person is compared by."""
    found.key = tx.keys.person_key(found.id, found.values.pop("wrapped"))
    for name in ("name", "email"):
        sealed = found.values[name]
        found.values[name] = found.key.decrypt(name, sealed) if sealed is not None else ""


def _known_participations(tx: WriteTransaction, project: str) -> dict[tuple[int, int], _Known]:
    rows = tx.connection.execute(
        select(
            participation.c.id,
            participation.c.person_id,
            participation.c.organisation_id,
            participation.c.unit,
            participation.c.role,
            participation.c.started,
            participation.c.ended,
        ).where(participation.c.project == project)
    )
    spells = spells_of(tx, project)
    return {
        (person_id, employer): _Known(
            row_id,
            {"unit": unit, "role": role, "started": started, "ended": ended},
            spells=spells.get(row_id, []),
        )
        for row_id, person_id, employer, unit, role, started, ended in rows
    }


def _new_person(
    tx: WriteTransaction, entry: Registration, number_hash: str
) -> tuple[_Known, tuple[Any, ...]]:
    row_id = tx.next_id(person)
    key, wrapped = tx.keys.new_person_key(row_id)
    # A protected person's name and address are not kept: whatever is not here cannot leak.
    name, email = ("", "") if entry.protected else (entry.name, entry.email)
    sealed = {
        "name": key.encrypt("name", name) if name else None,
        "number": key.encrypt("number", entry.number12),
        "email": key.encrypt("email", email) if email else None,
    }
    tx.log("person.add", f"person:{row_id}", None, {**sealed, "protected": entry.protected})
    row = (row_id, number_hash, wrapped, *sealed.values(), entry.protected)
    return _Known(row_id, {"name": name, "email": email, "protected": entry.protected}, key), row


def _new_participation(
    tx: WriteTransaction, project: str, entry: Registration, person_id: int, employer: int
) -> tuple[_Known, tuple[Any, ...]]:
    row_id = tx.next_id(participation)
    values = {"unit": entry.unit, "role": entry.role, "started": entry.started, "ended": entry.ended}
    subject = f"participation:{row_id}"
    tx.log("participation.add", subject, None, {"person": person_id, "organisation": employer, **values})
    known = _Known(row_id, values, spells=[Spell(entry.started, entry.ended)])
    return known, (row_id, project, person_id, employer, *values.values())


def _person_differences(entry: Registration, found: _Known) -> list[tuple[str, Any, Any]]:
    """Gives (what, register, source); an empty cell says nothing, so it is no difference."""
    differences: list[tuple[str, Any, Any]] = []
    if entry.protected != found.values["protected"]:
        differences.append(("protected", found.values["protected"], entry.protected))
    if not entry.protected and not found.values["protected"]:
        for what, value in (("name", entry.name), ("email", entry.email)):
            if value and value != found.values[what]:
                differences.append((what, found.values[what], value))
    return differences


def _part_differences(entry: Registration, part: _Known) -> list[tuple[str, Any, Any]]:
    stored = part.values
    differences: list[tuple[str, Any, Any]] = []
    # Somebody who left and comes back keeps the first start; only the end moves (esf-reporting 1.5, T4).
    if stored["ended"] is not None and entry.started > stored["ended"]:
        differences.append(("returned", stored["ended"], entry.started))
    elif entry.started not in {one.started for one in part.spells}:
        differences.append(("started", stored["started"], entry.started))
    # A list may name a stay by its own start and end, or the whole by its first start and final end.
    ends = {one.ended for one in part.spells if one.started == entry.started}
    if entry.started == stored["started"]:
        ends.add(stored["ended"])
    returns = bool(differences) and differences[0][0] == "returned"
    if not returns and entry.states_end and entry.ended not in (ends or {stored["ended"]}):
        differences.append(("ended", stored["ended"], entry.ended))
    for what, value in (("unit", entry.unit), ("role", entry.role)):
        if value and value != stored[what]:
            differences.append((what, stored[what], value))
    return differences


def _take_over(
    tx: WriteTransaction,
    found: _Known,
    part: _Known,
    differences: list[tuple[str, Any, Any]],
    entry: Registration,
) -> Iterator[Update | Insert]:
    """Logs the source's values and gives the statements that put them in the register."""
    personal: dict[str, Any] = {}
    dated: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for what, old, new in differences:
        if what in _PERSONAL:
            if found.key is None:
                raise TypeError("a person is compared opened")
            personal[f"{what}_enc"] = found.key.encrypt(what, new)
            before[f"{what}_enc"] = found.key.encrypt(what, old) if old else None
            found.values[what] = new
        elif what == "protected":
            personal[what], before[what] = new, old
            found.values[what] = new
            if new:
                personal |= {"name_enc": None, "email_enc": None}
                found.values |= {"name": "", "email": ""}
        else:
            dated[what] = new
    if personal:
        yield person.update().where(person.c.id == found.id).values(**personal)
        tx.log("person.change", f"person:{found.id}", before, personal)
    if dated:
        old_values = {"started": part.values["started"], "ended": part.values["ended"]} | {
            what: part.values[what] for what in dated if what in part.values
        }
        yield from _move_spells(part, dated, entry)
        part.values |= dated
        yield participation.update().where(participation.c.id == part.id).values(**dated)
        tx.log("participation.change", f"participation:{part.id}", old_values, part.values.copy())


def _move_spells(part: _Known, dated: dict[str, Any], entry: Registration) -> Iterator[Update | Insert]:
    """Moves the stays with the dates; turns "returned" into the final end that the participation gets."""
    if dated.pop("returned", None) is not None:
        part.spells.append(Spell(entry.started, entry.ended))
        dated["ended"] = entry.ended
        yield spell.insert().values(participation_id=part.id, started=entry.started, ended=entry.ended)
        return
    for place, what in ((0, "started"), (-1, "ended")):
        if what in dated:
            old = part.spells[place]
            part.spells[place] = old._replace(**{what: dated[what]})
            yield (
                spell.update()
                .where(spell.c.participation_id == part.id, spell.c.started == old.started)
                .values(**{what: dated[what]})
            )


def _shown(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else "yes" if value else "no"


def _chunks(values: Sequence[str], size: int = 5_000) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
