"""Erasing a person: what names them goes, what they add to the sums stays, and the log's chain holds.

The evidence of an ESF project must be kept until a date that its own decision says (esf-reporting 4.1).
Until then nobody is erased who has attested a month or was reported; anybody else may be, with a reason.
What stays hangs on a number that leads to nobody: organisation, unit, role, dates, minutes, codes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select

from courseware.errors import CoursewareError
from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.exports import export_entry, period_export
from courseware.registry.finding import merged_into
from courseware.registry.information import information
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.scrub import erase_thoroughly, scrub
from courseware.registry.situations import situation
from courseware.registry.store import Store, StoreError, Transaction, WriteTransaction
from courseware.registry.tables import code, former_number, participation, person

__all__ = ["Erasure", "ErasureRefused", "erase_person", "plan_erasure"]


class ErasureRefused(CoursewareError):
    """A person may not be erased, or not yet; says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One person's erasure, planned or done."""

    person_id: int
    merged: tuple[int, ...]
    """Rows that were found to be the same person; they go with it."""
    projects: tuple[str, ...]
    retain_until: date | None
    """The latest date until which a project of theirs must keep its evidence; None without a project."""
    early: bool
    """Whether that date has not passed: allowed, because nothing of theirs was attested or reported."""
    gone: dict[str, int] = field(default_factory=dict)
    """How many of each kind go: "numbers", "names", "e-mail addresses", …; never one of them itself."""
    kept: dict[str, int] = field(default_factory=dict)
    """What stays, in minutes and rows."""
    scrubbed: bool = False
    """Whether the remains in the register's file could be overwritten."""

    @property
    def ids(self) -> tuple[int, ...]:
        """Every row that is erased."""
        return (self.person_id, *self.merged)


def plan_erasure(
    tx: Transaction, person_id: int, today: date, load: Callable[[str], Project] = load_project
) -> Erasure:
    """Gives what erasing a person would take and leave.

    Args:
        tx: A transaction.
        person_id: The person.
        today: The day on which it is asked.
        load: Gives a project by its id.

    Raises:
        ErasureRefused: There is no such person, they are erased already, or must be kept.
        Unanswered: A project of theirs does not say until when its evidence has to be kept.
    """
    row = tx.connection.execute(
        select(person.c.erased_on, person.c.merged_into).where(person.c.id == person_id)
    ).one_or_none()
    if row is None:
        raise ErasureRefused(
            f"There is no person {person_id} in the register. "
            "Find the id: courseware participants list --project ID"
        )
    if row.erased_on is not None:
        raise ErasureRefused(f"Person {person_id} was erased on {row.erased_on} already.")
    if row.merged_into is not None:
        raise ErasureRefused(
            f"Person {person_id} was found to be person {row.merged_into}. Erase that one: "
            "this row goes with it."
        )
    ids = (person_id, *merged_into(tx, person_id))
    projects = _projects_of(tx, ids)
    keep_until = max((load(project).need("retain_until") for project in projects), default=None)
    early = keep_until is not None and today <= keep_until
    if early:
        _refuse_evidence(tx, person_id, ids, keep_until)
    return Erasure(person_id, ids[1:], projects, keep_until, early, _gone(tx, ids), _kept(tx, ids))


def erase_person(
    store: Store,
    person_id: int,
    *,
    who: str,
    why: str,
    today: date,
    load: Callable[[str], Project] = load_project,
    trial: bool = False,
    now: datetime | None = None,
) -> Erasure:
    """Erases a person and gives what went and what stayed.

    Args:
        store: The register.
        person_id: The person.
        who: In whose name.
        why: The reason, which stands in the log for ever: never a name.
        today: The day of the erasure.
        load: Gives a project by its id.
        trial: Whether to try everything and then change nothing.
        now: The moment to log; default the clock's.

    Raises:
        ErasureRefused: As `plan_erasure` says.
    """
    if not store.exists():
        raise StoreError(f"There is no register at {store.address} yet. Make one: courseware db init")
    with store.write(who=who, why=why, trial=trial, now=now) as tx:
        planned = plan_erasure(tx, person_id, today, load)
        erase_thoroughly(tx)
        for one in planned.ids:
            _erase(tx, one, today)
        tx.log(
            "person.erase",
            f"person:{person_id}",
            None,
            {
                "merged": list(planned.merged),
                "retain_until": planned.retain_until and planned.retain_until.isoformat(),
                "early": planned.early,
                "gone": planned.gone,
                "kept": planned.kept,
            },
        )
    if trial:
        return planned
    return Erasure(
        *(planned.person_id, planned.merged, planned.projects, planned.retain_until, planned.early),
        *(planned.gone, planned.kept, scrub(store)),
    )


def _erase(tx: WriteTransaction, row_id: int, today: date) -> None:
    for table in (former_number, situation, information):
        tx.connection.execute(table.delete().where(table.c.person_id == row_id))
    tx.connection.execute(
        export_entry.update().where(export_entry.c.person_id == row_id).values(number_tag=None)
    )
    # A reference says where the paper lies, and may name whose paper it is.
    tx.connection.execute(attestation.update().where(attestation.c.person_id == row_id).values(reference=""))
    # The data key first of all: with it goes every ciphertext, in the log and in each copy of it.
    tx.connection.execute(
        person.update()
        .where(person.c.id == row_id)
        .values(
            number_hash=f"erased:{row_id}",
            wrapped_key=None,
            name_enc=None,
            number_enc=None,
            email_enc=None,
            erased_on=today.isoformat(),
        )
    )


def _projects_of(tx: Transaction, ids: Sequence[int]) -> tuple[str, ...]:
    """Gives every project that holds anything about a person."""
    found: set[str] = set()
    for table in (participation, attestation, attendance, code, information, situation):
        query = select(table.c.project).where(table.c.person_id.in_(ids)).distinct()
        found.update(tx.connection.execute(query).scalars())
    reported = (
        select(period_export.c.project)
        .join(export_entry, export_entry.c.export_id == period_export.c.id)
        .where(export_entry.c.person_id.in_(ids))
        .distinct()
    )
    found.update(tx.connection.execute(reported).scalars())
    return tuple(sorted(found))


def _refuse_evidence(tx: Transaction, person_id: int, ids: Sequence[int], keep_until: date | None) -> None:
    """Refuses somebody whose hours are evidence that must be kept (esf-reporting 4.1)."""
    query = select(attestation.c.month).where(attestation.c.person_id.in_(ids)).distinct()
    attested = sorted(tx.connection.execute(query).scalars())
    reported = _count(tx, export_entry, ids)
    if not attested and not reported:
        return
    has = []
    if attested:
        which = attested[0] if len(attested) == 1 else f"{attested[0]} to {attested[-1]}"
        has.append(f"attested {_plural(len(attested), 'month')} ({which})")
    if reported:
        has.append(f"was reported in {_plural(reported, 'export')}")
    raise ErasureRefused(
        f"Person {person_id} {' and '.join(has)}: that is evidence, kept until {keep_until} "
        "(retain_until of the project). Erase the person after that day. Until then answer a request with "
        "the reason: the decision on support obliges the project to keep it (GDPR Art. 17.3 b)."
    )


def _gone(tx: Transaction, ids: Sequence[int]) -> dict[str, int]:
    columns = {
        "numbers": person.c.number_enc,
        "names": person.c.name_enc,
        "e-mail addresses": person.c.email_enc,
    }
    counts = {
        what: tx.connection.execute(select(func.count(column)).where(person.c.id.in_(ids))).scalar_one()
        for what, column in columns.items()
    }
    tables = {
        "former numbers": former_number,
        "situation answers": situation,
        "information notes": information,
    }
    counts |= {what: _count(tx, table, ids) for what, table in tables.items()}
    query = select(func.count()).where(attestation.c.person_id.in_(ids), attestation.c.reference != "")
    counts["attestation references"] = tx.connection.execute(query).scalar_one()
    return {what: count for what, count in counts.items() if count}


def _kept(tx: Transaction, ids: Sequence[int]) -> dict[str, int]:
    sums = {"minutes recorded": attendance, "minutes attested": attestation}
    counts: dict[str, int] = {}
    for what, table in sums.items():
        query = select(func.coalesce(func.sum(table.c.minutes), 0)).where(table.c.person_id.in_(ids))
        if table is attestation:
            query = query.where(~attestation.c.replaced)
        counts[what] = int(tx.connection.execute(query).scalar_one())
    tables = {"participations": participation, "codes": code, "export rows": export_entry}
    counts |= {what: _count(tx, table, ids) for what, table in tables.items()}
    return {what: count for what, count in counts.items() if count}


def _count(tx: Transaction, table: Table, ids: Sequence[int]) -> int:
    query: Any = select(func.count()).select_from(table).where(table.c.person_id.in_(ids))
    return int(tx.connection.execute(query).scalar_one())


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
