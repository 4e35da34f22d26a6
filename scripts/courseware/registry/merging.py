"""Two people found to be one: everything of the one becomes the other's, and nothing is counted twice.

Only numbers that differ make two people of one (esf-reporting 1.5, T7): a mistyped number, or a
samordningsnummer in one list and the personnummer in another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from courseware.registry.attestations import let_stand
from courseware.registry.information import information
from courseware.registry.merge_plan import ROWS, Merge, parts_of, person_row, rows_of, standing_twice
from courseware.registry.spells import Spell, put_spells, stays_logged
from courseware.registry.store import WriteTransaction
from courseware.registry.tables import former_number, participation, person, spell

__all__ = ["merge_people"]


def merge_people(tx: WriteTransaction, plan: Merge, *, number_until: str | None = None) -> None:
    """Makes two people one, as planned.

    Args:
        tx: The transaction that everything happens in.
        plan: What `plan_merge` gave in this transaction.
        number_until: The day (ISO) until which the number of the one who goes was right, as a
            samordningsnummer is; None where it never was, so that no month is reported with it.

    Raises:
        CoursewareError: Something must be corrected first.
    """
    plan.refuse()
    keep, drop = plan.keep, plan.drop
    for twice in standing_twice(tx, keep, drop):
        if twice.standing_and_other is not None:
            let_stand(tx, keep, *twice.standing_and_other)
    moved = {
        what: _move(tx, table, key, keep, drop) for what, table, key in ROWS if table is not former_number
    }
    moved["participations"] = _move_parts(tx, plan)
    _move_person(tx, plan, moved, number_until)


def _move(tx: WriteTransaction, table: Table, key: Sequence[str], keep: int, drop: int) -> list[Any]:
    """Moves one kind of rows, and gives them as the log keeps them."""
    mine, theirs = rows_of(tx, table, key, keep), rows_of(tx, table, key, drop)
    for same in mine.keys() & theirs.keys():
        where = [table.c[name] == value for name, value in zip(key, same, strict=True)]
        if table is information:
            # The duty was fulfilled on the earlier of the two days.
            earlier = min(mine[same][0].given_on, theirs[same][0].given_on)
            kept = table.update().where(*where, table.c.person_id == keep)
            tx.connection.execute(kept.values(given_on=earlier))
        tx.connection.execute(table.delete().where(*where, table.c.person_id == drop))
    tx.connection.execute(table.update().where(table.c.person_id == drop).values(person_id=keep))
    names = [column.name for column in table.columns if column.name not in _NOT_LOGGED]
    return [[row._mapping[name] for name in names] for rows in theirs.values() for row in rows]


_NOT_LOGGED = frozenset({"person_id", "reference", "value"})
"""What the log need not hold to tell which rows moved: the log lives longer than a person's data."""


def _move_parts(tx: WriteTransaction, plan: Merge) -> list[int]:
    """Moves participations, or joins the stays of those through the same organisation."""
    rows = {row.id: row for row in parts_of(tx, [plan.keep, plan.drop])}
    joined: dict[int, Sequence[Spell]] = {}
    for part in plan.parts:
        if part.into is None:
            tx.connection.execute(
                participation.update().where(participation.c.id == part.id).values(person_id=plan.keep)
            )
            before, after = {"person": plan.drop}, {"person": plan.keep}
            tx.log("participation.change", f"participation:{part.id}", before, after)
            continue
        kept, gone = rows[part.into], rows[part.id]
        texts = {"unit": kept.unit or gone.unit, "role": kept.role or gone.role}
        tx.connection.execute(participation.update().where(participation.c.id == part.into).values(**texts))
        tx.connection.execute(spell.delete().where(spell.c.participation_id == part.id))
        tx.connection.execute(participation.delete().where(participation.c.id == part.id))
        joined[part.into] = part.stays
        old = {"unit": kept.unit, "role": kept.role, "started": kept.started, "ended": kept.ended}
        new = texts | stays_logged(part.stays)
        tx.log("participation.change", f"participation:{part.into}", old, new)
        removed = {"unit": gone.unit, "role": gone.role, "started": gone.started, "ended": gone.ended}
        who = {"person": plan.drop, "organisation": gone.organisation_id}
        tx.log("participation.remove", f"participation:{part.id}", who | removed, {"into": part.into})
    put_spells(tx, joined)
    return [part.id for part in plan.parts]


def _move_person(
    tx: WriteTransaction, plan: Merge, moved: Mapping[str, list[Any]], number_until: str | None
) -> None:
    """Turns the numbers of the one who goes into former ones of the one who stays, and empties the other."""
    keep, drop = plan.keep, plan.drop
    one, other = person_row(tx, keep), person_row(tx, drop)
    mine, theirs = tx.keys.person_key(keep, one.wrapped_key), tx.keys.person_key(drop, other.wrapped_key)

    def sealed_anew(field: str, sealed: bytes | None, as_field: str = "") -> bytes | None:
        return None if sealed is None else mine.encrypt(as_field or field, theirs.decrypt(field, sealed))

    former = select(former_number.c.number_hash, former_number.c.number_enc).where(
        former_number.c.person_id == drop
    )
    for number_hash, sealed in tx.connection.execute(former).all():
        tx.connection.execute(
            former_number.update()
            .where(former_number.c.number_hash == number_hash)
            .values(person_id=keep, number_enc=sealed_anew("former_number", sealed))
        )
    number = sealed_anew("number", other.number_enc, "former_number")
    emptied = {
        "number_hash": f"merged:{drop}",
        "wrapped_key": None,
        "name_enc": None,
        "number_enc": None,
        "email_enc": None,
        "merged_into": keep,
    }
    tx.connection.execute(person.update().where(person.c.id == drop).values(**emptied))
    columns = ("number_hash", "person_id", "number_enc", "until")
    tx.insert(former_number, columns, [(other.number_hash, keep, number, number_until)])
    after: dict[str, Any] = {"merged": drop, "former_number_enc": number, "until": number_until}
    before: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    if plan.becomes_protected:
        changed, before = {"protected": True, "name_enc": None, "email_enc": None}, {"protected": False}
    elif plan.takes_email:
        changed, before = {"email_enc": sealed_anew("email", other.email_enc)}, {"email_enc": None}
    if changed:
        tx.connection.execute(person.update().where(person.c.id == keep).values(**changed))
    # The key of the one who goes is destroyed: what the log keeps of them opens with the other's.
    kept = {"name_enc": None if plan.is_protected else sealed_anew("name", other.name_enc)}
    tx.log("person.merge", f"person:{drop}", kept | _as_logged(moved), {"merged_into": keep})
    tx.log("person.merge", f"person:{keep}", before or None, after | changed)


def _as_logged(moved: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {what.replace(" ", "_"): rows for what, rows in moved.items() if rows}
