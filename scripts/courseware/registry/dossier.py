"""Everything that is held about one person, in all projects, opened: the answer to a request under the GDPR.

Article 15 gives the person a copy of their data, article 20 the form of a file that a machine can read.
Protected persons have the same right to theirs.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select

from courseware.errors import CoursewareError
from courseware.receipts.codes import make_code
from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.claims import attempt, completion, held_statement, statement
from courseware.registry.codes import code_keys
from courseware.registry.exports import export_entry, period_export
from courseware.registry.information import information
from courseware.registry.keys import KeyFileError, PersonKey
from courseware.registry.log_lines import find_entries, with_unsealed
from courseware.registry.people import person_keys
from courseware.registry.presence import check_in, presence
from courseware.registry.sessions import session
from courseware.registry.situations import situation
from courseware.registry.store import Transaction
from courseware.registry.tables import code, former_number, organisation, participation, person, spell

__all__ = ["NobodyThere", "is_protected", "personal_data"]

Rows = list[dict[str, Any]]
Unseal = Callable[[str, bytes], str | None]

SEALED_FIELDS = ("name", "number", "email", "former_number", "reference")
"""What is ever sealed with a person's key: a logged ciphertext was sealed as one of these."""


class NobodyThere(CoursewareError):
    """There is nobody of that id, or nothing that leads to them any more."""


def is_protected(tx: Transaction, person_id: int) -> bool:
    """Says whether a person, or a row that was found to be theirs, has protected identity."""
    return any(row.protected for row in _people(tx, person_id))


def personal_data(tx: Transaction, person_id: int) -> dict[str, Any]:
    """Gives all that the register holds about a person, as plain values in a fixed order.

    Raises:
        NobodyThere: The person does not exist, was merged into another, or was erased.
    """
    people = _people(tx, person_id)
    ids = [row.id for row in people]
    keys = person_keys(tx, ids)
    unseal = _unsealer(list(keys.values()))
    codes = list(_codes(tx, ids))
    parts = _table(tx, _participations(ids))
    for part in parts:
        stays = select(spell.c.started, spell.c.ended).where(spell.c.participation_id == part["id"])
        part["stays"] = _table(tx, stays.order_by(spell.c.started))
    subjects = [f"person:{row_id}" for row_id in ids]
    subjects += [f"participation:{part['id']}" for part in parts]
    subjects += [f"code:{row['key_version']}:{row['random']}" for row in codes]
    return {
        "person": _opened(people[0], keys),
        "also_entered_as": [_opened(row, keys) for row in people[1:]],
        "former_numbers": list(_former_numbers(tx, ids, unseal)),
        "participations": parts,
        "codes": [{name: row[name] for name in ("project", "code", "issued_at")} for row in codes],
        "attendance": _table(tx, _attendance(ids)),
        "seen_at_sessions": _table(tx, _seen(ids)),
        "attestations": _table(tx, _of(attestation, ids).order_by(attestation.c.month, attestation.c.id)),
        **_claims(tx, codes),
        "information": _table(tx, _of(information, ids).order_by(information.c.given_on)),
        "situation": _table(tx, _of(situation, ids).order_by(situation.c.moment, situation.c.field)),
        "reported": _table(tx, _reported(ids)),
        "log": list(_log(tx, subjects, unseal)),
    }


def _people(tx: Transaction, person_id: int) -> Sequence[Any]:
    """Gives the person's row, then those that were merged into it."""
    found = list(tx.connection.execute(select(person).where(person.c.id == person_id)).all())
    if not found:
        raise NobodyThere(
            f"There is no person {person_id} in the register. "
            "Find the id: courseware participants list --project ID"
        )
    [row] = found
    if row.merged_into is not None:
        raise NobodyThere(f"Person {person_id} was found to be person {row.merged_into}: ask for that one.")
    if row.erased_on is not None:
        raise NobodyThere(
            f"Person {person_id} was erased on {row.erased_on}. What is left are sums that lead to nobody."
        )
    waiting = [person_id]
    while waiting:
        query = select(person).where(person.c.merged_into.in_(waiting)).order_by(person.c.id)
        known = {one.id for one in found}
        more = [one for one in tx.connection.execute(query).all() if one.id not in known]
        found += more
        waiting = [one.id for one in more]
    return found


def _opened(row: Any, keys: Mapping[int, PersonKey]) -> dict[str, Any]:
    key = keys.get(row.id)
    sealed = {"name": row.name_enc, "number": row.number_enc, "email": row.email_enc}
    return {
        "id": row.id,
        **{
            field: key.decrypt(field, value) if key is not None and value is not None else None
            for field, value in sealed.items()
        },
        "protected": bool(row.protected),
    }


def _former_numbers(tx: Transaction, ids: Sequence[int], unseal: Unseal) -> Iterator[dict[str, Any]]:
    query = select(former_number).where(former_number.c.person_id.in_(ids))
    for row in tx.connection.execute(query.order_by(former_number.c.until, former_number.c.number_hash)):
        number = None if row.number_enc is None else unseal("former_number", row.number_enc)
        yield {"number": number, "until": row.until}


def _participations(ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            participation.c.id,
            participation.c.project,
            organisation.c.name.label("organisation"),
            participation.c.unit,
            participation.c.role,
            participation.c.started,
            participation.c.ended,
        )
        .join(organisation, organisation.c.id == participation.c.organisation_id)
        .where(participation.c.person_id.in_(ids))
        .order_by(participation.c.id)
    )


def _codes(tx: Transaction, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    query = select(code).where(code.c.person_id.in_(ids)).order_by(code.c.issued_at, code.c.random)
    rows = tx.connection.execute(query).mappings().all()
    keys = code_keys(tx) if rows else {}
    for row in rows:
        version = row["key_version"]
        yield {**row, "code": make_code(row["random"], version, keys[version])}


def _attendance(ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            attendance.c.project,
            session.c.name.label("session"),
            session.c.module,
            session.c.place,
            attendance.c.day,
            attendance.c.minutes,
            attendance.c.late,
            attendance.c.early,
        )
        .join(session, session.c.id == attendance.c.session_id)
        .where(attendance.c.person_id.in_(ids))
        .order_by(attendance.c.day, session.c.name)
    )


def _seen(ids: Sequence[int]) -> Select[Any]:
    return (
        select(session.c.project, session.c.name.label("session"), presence.c.source)
        .join(session, session.c.id == presence.c.session_id)
        .where(presence.c.person_id.in_(ids))
        .order_by(session.c.project, session.c.name, presence.c.source)
    )


def _reported(ids: Sequence[int]) -> Select[Any]:
    names = ("started", "ended", "reported", "left_out", "workshop", "study", "attested")
    return (
        select(
            period_export.c.project,
            period_export.c.month,
            period_export.c.version,
            period_export.c.made_at,
            *(export_entry.c[name] for name in names),
        )
        .join(period_export, period_export.c.id == export_entry.c.export_id)
        .where(export_entry.c.person_id.in_(ids))
        .order_by(period_export.c.project, period_export.c.month, period_export.c.version)
    )


def _of(table: Any, ids: Sequence[int]) -> Select[Any]:
    columns = [column for column in table.columns if column.name not in {"id", "person_id"}]
    return select(*columns).where(table.c.person_id.in_(ids))


def _claims(tx: Transaction, codes: Sequence[Mapping[str, Any]]) -> dict[str, Rows]:
    """Gives what came in by the person's codes: work handed in, tests, modules, and what was held back."""
    found: dict[str, Rows] = {"check_ins": [], "statements": [], "tests": [], "modules": [], "held_back": []}
    for one in codes:
        ins = (
            select(session.c.project, session.c.name.label("session"), check_in.c.at)
            .join(session, session.c.id == check_in.c.session_id)
            .where(check_in.c.code_random == one["random"], check_in.c.code_version == one["key_version"])
            .order_by(session.c.name)
        )
        found["check_ins"] += _table(tx, ins)
        for what, table in (("statements", statement), ("tests", attempt), ("modules", completion)):
            hidden = {"code_random", "code_version", "import_id", "registration"}
            columns = [column for column in table.columns if column.name not in hidden]
            query = select(*columns).where(
                table.c.code_random == one["random"], table.c.code_version == one["key_version"]
            )
            found[what] += _table(tx, query.order_by(table.c.at, table.c.id))
        held = select(
            held_statement.c.project,
            held_statement.c.waiting,
            held_statement.c.reason,
            held_statement.c.stored,
        ).where(held_statement.c.code == one["code"])
        found["held_back"] += _table(tx, held.order_by(held_statement.c.stored, held_statement.c.digest))
    return found


def _log(tx: Transaction, subjects: Sequence[str], unseal: Unseal) -> Iterator[dict[str, Any]]:
    for first in range(0, len(subjects), 500):
        for entry in find_entries(tx.connection, subject=subjects[first : first + 500]):
            values = {
                "before": with_unsealed(entry.before, unseal),
                "after": with_unsealed(entry.after, unseal),
            }
            yield {**entry._asdict(), **values}


def _unsealer(keys: Sequence[PersonKey]) -> Unseal:
    """Gives a way to open what any of a person's rows has sealed, as whatever field."""

    def unseal(field: str, sealed: bytes) -> str | None:
        for name in dict.fromkeys((field, *SEALED_FIELDS)):
            for key in keys:
                with suppress(KeyFileError):
                    return key.decrypt(name, sealed)
        return None

    return unseal


def _table(tx: Transaction, query: Select[Any]) -> Rows:
    return [
        {name: _plain(name, value) for name, value in row.items()}
        for row in tx.connection.execute(query).mappings()
    ]


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value)) if len(value) == 16 else value.hex()
    if name in {"at", "stored"} and isinstance(value, int):  # Milliseconds, in the two large tables.
        return datetime.fromtimestamp(value / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value
