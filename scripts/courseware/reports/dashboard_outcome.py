"""Modules by role and organisations against their plan, as shares with small numbers kept back.

A share tells two numbers: those who have completed and those who have not. Both are people, so both are kept
back when they are few; and what is kept back in the outcome that is shared elsewhere is kept back here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from courseware.registry.census import census
from courseware.registry.completed import completed_modules
from courseware.registry.plans import Plan
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.outcome import Outcome, outcome, shared
from courseware.reports.suppression import SMALLEST, CountTable, share_table

__all__ = ["ModuleShare", "OrganisationShare", "OutcomeShares", "RoleShare", "outcome_shares"]


@dataclass(frozen=True, slots=True)
class RoleShare:
    """How many participants have a role; None where the number is kept back."""

    role: str
    people: int | None


@dataclass(frozen=True, slots=True)
class ModuleShare:
    """How many people of each role, in the order of the roles, have completed a module."""

    module: str
    people: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class OrganisationShare:
    """How far one organisation has come."""

    name: str
    planned: int | None
    """None where the project file plans nobody for it."""
    people: int | None
    """None where the number is kept back."""
    modules_each: float | None
    """Completed modules a participant; None where that would tell a small number, or nobody takes part."""
    plan: Plan | None
    """Its implementation plan."""


@dataclass(frozen=True, slots=True)
class OutcomeShares:
    """What the project has come to, for everybody to see."""

    participants: int | None
    roles: tuple[RoleShare, ...]
    modules: tuple[ModuleShare, ...]
    organisations: tuple[OrganisationShare, ...]


def outcome_shares(
    tx: Transaction, project: Project, until: date, modules: Iterable[str] = ()
) -> OutcomeShares:
    """Gives the shares up to a day.

    Args:
        tx: A reading transaction.
        project: The project with its plan.
        until: What came later is not counted.
        modules: Ids of the modules that there are, in order; those that only the register knows follow.
    """
    found = outcome(tx, project, until)
    public = shared(found)
    roles, table = _modules(found, public, modules)
    return OutcomeShares(public.participants, roles, table, _organisations(tx, project, found, public))


def _modules(
    found: Outcome, public: Outcome, modules: Iterable[str]
) -> tuple[tuple[RoleShare, ...], tuple[ModuleShare, ...]]:
    present = [role for role, count in found.roles.items() if count]
    done = {item.module: item for item in found.modules}
    told = {item.module: item for item in public.modules}
    ids = list(dict.fromkeys([*modules, *sorted(done)]))
    tables: dict[str, CountTable] = {}
    for module in ids:
        counts = done[module].roles if module in done else {}
        tables[module] = share_table(
            [_pair(counts.get(role) or 0, found.roles[role] or 0) for role in present]
        )
    roles = []
    for place, role in enumerate(present):
        known = public.roles[role] is not None
        # A role's size stands beside every module: it is shown only where each of them may show it.
        known &= all(table.rows[place] is not None for table in tables.values())
        roles.append(RoleShare(role, found.roles[role] if known else None))
    shares = []
    for module in ids:
        cells = tables[module].cells
        people = tuple(
            cells[place][0]
            if roles[place].people is not None
            and (module not in told or told[module].roles[role] is not None)
            else None
            for place, role in enumerate(present)
        )
        total = tables[module].columns[0] if present else 0
        shares.append(
            ModuleShare(module, people, None if module in told and told[module].people is None else total)
        )
    return tuple(roles), tuple(shares)


def _organisations(
    tx: Transaction, project: Project, found: Outcome, public: Outcome
) -> tuple[OrganisationShare, ...]:
    """Gives the organisations, those furthest behind first.

    Those whose number is kept back come last, by name: a place in between would tell their number.
    """
    home = {
        item.person_id: item.organisation
        for item in census(tx, project.id)
        if item.started is None or item.started <= found.until
    }
    completions = Counter(
        item.person_id
        for item in completed_modules(tx, project.id)
        if item.person_id is not None and item.person_id in home and item.day <= found.until.isoformat()
    )
    modules: Counter[str] = Counter()
    for who, count in completions.items():
        modules[home[who]] += count
    shares = []
    for place, item in enumerate(found.organisations):
        size, done = public.organisations[place].participants, modules[item.name]
        each = None
        if size:
            # What could have been completed and was not tells people too, where there is one module.
            left = size * len(found.modules) - done
            each = None if 0 < done < SMALLEST or 0 < left < SMALLEST else done / size
        shares.append(OrganisationShare(item.name, item.planned, size, each, item.plan))
    return tuple(sorted(shares, key=_behind))


def _pair(done: int, people: int) -> Sequence[int]:
    return done, people - done


def _behind(item: OrganisationShare) -> tuple[int, float, str, str]:
    name = item.name.casefold(), item.name
    if item.people is None:
        return 2, 0.0, *name
    return (0, item.people / item.planned, *name) if item.planned else (1, 0.0, *name)
