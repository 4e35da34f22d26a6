"""Takes people into a project's register: new ones are added, known ones compared, nothing is doubled.

One normalised number is one person, however often and by whomever it is sent. Sending the same list twice
changes nothing; what differs from the register is reported, and taken over only when the caller says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Update, select

from courseware.registry.known import Known, known_participations, known_people, open_known
from courseware.registry.spells import Spell, compare_stay, put_spells, stays_logged
from courseware.registry.store import WriteTransaction
from courseware.registry.tables import organisation, participation, person, spell

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
    """ISO date; empty for somebody whose start is not known yet, who is in no month's file (T16)."""
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
    """Name of the value: "ended", "started", "name" …; "returned" for the start of a stay after the final
    end, "stay" for one before it that the register lacks."""
    register: str | None
    """The register's value; None for a personal one, which is never shown, and for an empty one."""
    source: str | None


@dataclass(slots=True)
class Enrolment:
    """What came of taking a list in."""

    added_people: int = 0
    added_participations: int = 0
    further_stays: int = 0
    """Rows that gave a participation added by the same list one more stay."""
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)
    updated: bool = False
    """Whether the differences were taken over."""
    person_ids: dict[int, int] = field(default_factory=dict)
    """Person id by source row."""


_PERSONAL = frozenset({"name", "email"})
_FINDING = frozenset({"unit", "role"})
"""What would help to find a person with protected identity, and so is not shown of one."""


def enrol(
    tx: WriteTransaction, project: str, registrations: Sequence[Registration], *, update: bool = False
) -> Enrolment:
    """Takes a list of registrations into a project, each identity at most once a source row.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        registrations: Checked rows; two rows of one identity and organisation agree, or are two stays.
        update: Whether values that differ are taken over from the source.
    """
    outcome = Enrolment(updated=update)
    organisations = _organisations(tx, project, registrations)
    hashes = [tx.keys.hash_number(entry.identity) for entry in registrations]
    known = known_people(tx, hashes)
    parts = known_participations(tx, project)
    people_rows: list[tuple[Any, ...]] = []
    added: dict[int, tuple[Known, int, int]] = {}
    changes: list[Update] = []
    moved: dict[int, list[Spell]] = {}
    for entry, number_hash in zip(registrations, hashes, strict=True):
        found = known.get(number_hash)
        if found is None:
            found, row = _new_person(tx, entry, number_hash)
            known[number_hash] = found
            people_rows.append(row)
            outcome.added_people += 1
        elif found.key is None:
            open_known(tx, found)
        outcome.person_ids[entry.row] = found.id
        employer = organisations[entry.organisation]
        stated = Spell(entry.started, entry.ended)
        personal, dated = _person_differences(entry, found), []
        part = parts.get((found.id, employer))
        if part is None:
            part = Known(tx.next_id(participation), {"unit": entry.unit, "role": entry.role}, spells=[stated])
            parts[found.id, employer] = part
            added[part.id] = (part, found.id, employer)
            outcome.added_participations += 1
        else:
            if not entry.started:  # An empty cell says nothing, so it is no difference.
                stated = stated._replace(started=part.spells[0].started)
            told, stays = compare_stay(part.spells, stated, states_end=entry.states_end)
            if part.id in added and told and len(stays) > len(part.spells):
                # Nothing of the register is changed by a second row of somebody whom the list brings in.
                part.spells = stays
                outcome.further_stays += 1
            else:
                dated = [*told, *_part_differences(entry, part)]
                outcome.unchanged += not personal and not dated
                if update and dated:
                    before = part.values | stays_logged(part.spells)
                    part.values |= {what: new for what, _, new in dated if what in part.values}
                    part.spells = stays
                    if part.id not in added:
                        moved[part.id] = stays
                        changes.append(
                            participation.update().where(participation.c.id == part.id).values(**part.values)
                        )
                        after = part.values | stays_logged(stays)
                        tx.log("participation.change", f"participation:{part.id}", before, after)
        if personal or dated:
            outcome.differences.extend(_shown_differences(entry, found, [*personal, *dated]))
        if update and personal:
            changes.append(_change_person(tx, found, personal))
    _insert(tx, project, people_rows, added)
    for change in changes:  # After the inserts: a person added by one row may be changed by the next.
        tx.connection.execute(change)
    put_spells(tx, moved)
    return outcome


def _insert(
    tx: WriteTransaction,
    project: str,
    people_rows: list[tuple[Any, ...]],
    added: dict[int, tuple[Known, int, int]],
) -> None:
    """Stores new people, and new participations with their stays."""
    tx.insert(
        person,
        ("id", "number_hash", "wrapped_key", "name_enc", "number_enc", "email_enc", "protected"),
        people_rows,
    )
    rows = []
    for part, person_id, employer in added.values():
        values = part.values | stays_logged(part.spells)
        subject = f"participation:{part.id}"
        tx.log("participation.add", subject, None, {"person": person_id, "organisation": employer, **values})
        dates = (part.spells[0].started, part.spells[-1].ended)
        rows.append((part.id, project, person_id, employer, *part.values.values(), *dates))
    columns = ("id", "project", "person_id", "organisation_id", "unit", "role", "started", "ended")
    tx.insert(participation, columns, rows)
    spells = ((part.id, *stay) for part, _, _ in added.values() for stay in part.spells)
    tx.insert(spell, ("participation_id", "started", "ended"), spells)


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


def _new_person(tx: WriteTransaction, entry: Registration, number_hash: str) -> tuple[Known, tuple[Any, ...]]:
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
    return Known(row_id, {"name": name, "email": email, "protected": entry.protected}, key), row


def _person_differences(entry: Registration, found: Known) -> list[tuple[str, Any, Any]]:
    """Gives (what, register, source); an empty cell says nothing, so it is no difference."""
    differences: list[tuple[str, Any, Any]] = []
    # Only `participants unprotect` lifts a protection: a list that does not know of it must not.
    if entry.protected and not found.values["protected"]:
        differences.append(("protected", False, True))
    if not entry.protected and not found.values["protected"]:
        for what, value in (("name", entry.name), ("email", entry.email)):
            if value and value != found.values[what]:
                differences.append((what, found.values[what], value))
    return differences


def _part_differences(entry: Registration, part: Known) -> list[tuple[str, Any, Any]]:
    stated = (("unit", entry.unit), ("role", entry.role))
    return [
        (what, part.values[what], value) for what, value in stated if value not in ("", part.values[what])
    ]


def _shown_differences(
    entry: Registration, found: Known, differences: Iterable[tuple[str, Any, Any]]
) -> list[Difference]:
    """Gives differences as they may be told: nothing that names or finds somebody who must not be found."""
    hidden = _PERSONAL | (_FINDING if entry.protected or found.values["protected"] else frozenset())
    return [
        Difference(entry.row, found.id, what, *(None if what in hidden else _shown(v) for v in values))
        for what, *values in differences
    ]


def _change_person(tx: WriteTransaction, found: Known, differences: list[tuple[str, Any, Any]]) -> Update:
    """Logs the source's values of a person and gives the statement that puts them in the register."""
    if found.key is None:
        raise TypeError("a person is compared opened")
    personal: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for what, old, new in differences:
        found.values[what] = new
        if what != "protected":
            personal[f"{what}_enc"] = found.key.encrypt(what, new)
            before[f"{what}_enc"] = found.key.encrypt(what, old) if old else None
            continue
        personal |= {"protected": True, "name_enc": None, "email_enc": None}
        before["protected"] = False
        found.values |= {"name": "", "email": ""}
    tx.log("person.change", f"person:{found.id}", before, personal)
    return person.update().where(person.c.id == found.id).values(**personal)


def _shown(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else "yes" if value else "no"
