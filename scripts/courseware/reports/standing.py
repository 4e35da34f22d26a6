"""How each person stands in a month: reported, waiting for a signature, signed for another time, or left out.

The month's ledger is what decides. It says more than one thing about some people; here everybody who is in
it has one place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple, get_args

from courseware.registry.people import PeopleByMonth
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.checks import Fault
from courseware.reports.ledger_data import Held, Ledger
from courseware.reports.month import month_ledger
from courseware.reports.period import ReportPeriod

__all__ = [
    "SIGNATURE_STATES",
    "Place",
    "SignatureState",
    "Standing",
    "standings",
    "standings_of",
    "with_placeholders",
]

Place = Literal["ready", "pending", "differing", "excluded"]
SignatureState = Literal["pending", "attested", "differing", "excluded"]
SIGNATURE_STATES: tuple[SignatureState, ...] = get_args(SignatureState)


class Standing(NamedTuple):
    """One person's month as it is settled now; everything in minutes."""

    person_id: int
    place: Place
    workshop: int
    study: int
    attested: int | None
    """Nothing where nobody signed."""
    reported: int | None = None
    """What the hours to report come to; nothing for somebody who is not ready."""
    left_out: int | None = None
    faults: tuple[Fault, ...] = ()
    modules: tuple[str, ...] = ()
    """Completed modules that nobody has approved minutes for."""

    @property
    def recorded(self) -> int:
        """Everything that was recorded."""
        return self.workshop + self.study

    @property
    def signature(self) -> SignatureState | None:
        """How far the person's own signature has come; nothing where there is nothing to sign.

        Somebody excluded by a fault is not asked to sign: the fault is mended first. A completion without
        approved minutes waits for the project's owner, not for the participant.
        """
        if self.place in ("differing", "excluded"):
            return self.place
        if not self.recorded and not self.attested:
            return None
        return "attested" if self.place == "ready" else "pending"

    @property
    def waits(self) -> bool:
        """Says whether the person has recorded time that no signature of theirs agrees with."""
        return self.signature in ("pending", "differing")


def standings(
    tx: Transaction, project: Project, period: ReportPeriod, people: PeopleByMonth | None = None
) -> dict[int, Standing]:
    """Gives how everybody stands in a month, by id, from what the register holds now.

    Args:
        tx: A transaction.
        project: The project with its rules.
        period: The month.
        people: The project's people, where several months are asked for one after the other.

    Raises:
        CoursewareError: The project lacks a rule that the month needs; says whom to ask.
    """
    return standings_of(month_ledger(tx, with_placeholders(project), period, people))


def with_placeholders(project: Project) -> Project:
    """Gives the project with something to write for protected people, where nobody has asked SCB yet.

    It decides nothing about hours and stands on nobody's page: that it is not known must keep nobody from
    signing and stop no figure. The month's own report takes the project as it is, and stops (T15).
    """
    return replace(
        project,
        protected_identity_female=project.protected_identity_female or "{yyyymmdd}F",
        protected_identity_male=project.protected_identity_male or "{yyyymmdd}M",
    )


def standings_of(ledger: Ledger) -> dict[int, Standing]:
    """Gives how everybody in a ledger stands, by id in order."""
    found: dict[int, Standing] = {}
    for entry in ledger.entries:
        found[entry.person_id] = Standing(
            *(entry.person_id, "ready", entry.workshop, entry.study, entry.attested),
            *(round(entry.hours * 60), entry.left_out),
        )
    places: tuple[tuple[Place, list[Held]], ...] = (
        ("pending", ledger.pending),
        ("differing", ledger.differing),
        ("excluded", ledger.excluded),
    )
    for place, items in places:
        for held in items:
            known = found.get(held.person_id)
            if held.reason == "no-approved-minutes" and known is not None:
                found[held.person_id] = known._replace(modules=held.modules)
                continue
            faults = (held.fault,) if held.fault else ()
            if known is not None and known.place == place:
                faults = (*known.faults, *faults)
            found[held.person_id] = Standing(
                *(held.person_id, place, held.workshop, held.study, held.attested),
                faults=faults,
                modules=held.modules,
            )
    return dict(sorted(found.items()))
