"""Plan against outcome: how many people, from where, in which role, since when, and what they have done.

    found = outcome(tx, project, until)      every figure as it is, for the administrator
    shared(found)                            the same with small numbers hidden, for everybody else

A person is counted once, where and when they first came in (esf-reporting 1.5, 3.4 R3), so that
organisations, roles, sexes and months each add up to the number of participants.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from courseware.registry.census import Counted, attested_minutes, census, organisations_taking_part
from courseware.registry.completed import completed_modules
from courseware.registry.plans import OrganisationPlan, Plan, plans_of
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.roles import OTHER, ROLES, role_of
from courseware.reports.suppression import SMALLEST, share_counts, share_running, share_table

__all__ = [
    "SEXES",
    "ModuleOutcome",
    "MonthOutcome",
    "OrganisationOutcome",
    "Outcome",
    "count_outcome",
    "outcome",
    "shared",
]

SEXES = ("woman", "man", "unknown")
"""Legal sex as the identity number states it; unknown where there is no number to tell (3.3 [I])."""


@dataclass(frozen=True, slots=True)
class OrganisationOutcome:
    """One organisation; None where a number is hidden."""

    name: str
    planned: int | None
    """Planned participants; None where the project file plans none for it."""
    participants: int | None
    sexes: Mapping[str, int | None]
    """By SEXES."""
    units: Mapping[str, int | None]
    """By school or workplace, in order of name; empty text where none was stated."""
    plan: Plan | None
    """Its implementation plan."""
    is_registered: bool
    """Whether it is in the register; if not, it stands only in the project file's plan."""


@dataclass(frozen=True, slots=True)
class MonthOutcome:
    """Who had started by the end of a month."""

    month: str
    """2026-02."""
    started: int | None
    """In this month; never shown in what is shared."""
    total: int | None
    """So far."""


@dataclass(frozen=True, slots=True)
class ModuleOutcome:
    """How many people have completed a module's self-study part."""

    module: str
    people: int | None
    roles: Mapping[str, int | None]
    """By role, "other" last."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A project's outcome up to a day; None where a number is hidden or no plan is known."""

    project: Project
    until: date
    participants: int | None
    organisations: tuple[OrganisationOutcome, ...]
    taking_part: int
    """How many organisations somebody has come through."""
    roles: Mapping[str, int | None]
    """By the nine roles in their order, "other" last."""
    sexes: Mapping[str, int | None]
    months: tuple[MonthOutcome, ...]
    without_start: int | None
    """People without a known start: in every figure but the months'."""
    modules: tuple[ModuleOutcome, ...]
    attested: int
    """Attested minutes, all together."""
    is_shared: bool = False
    """Whether small numbers are hidden."""

    @property
    def plans_in_place(self) -> int:
        """How many organisations have an implementation plan in place."""
        return sum(item.plan is not None and item.plan.state == "in-place" for item in self.registered)

    @property
    def registered(self) -> tuple[OrganisationOutcome, ...]:
        """The organisations that are in the register."""
        return tuple(item for item in self.organisations if item.is_registered)


def outcome(tx: Transaction, project: Project, until: date) -> Outcome:
    """Gives a project's outcome with every figure as it is.

    Args:
        tx: A reading transaction.
        project: The project with its plan.
        until: What came later is not counted.
    """
    completed = (
        (item.person_id, item.module_id)
        for item in completed_modules(tx, project.id)
        if item.person_id is not None and item.day <= until.isoformat()
    )
    return count_outcome(
        census(tx, project.id),
        plans_of(tx, project.id),
        completed,
        project,
        until,
        attested=attested_minutes(tx, project.id, f"{until:%Y-%m}"),
        taking_part=organisations_taking_part(tx, project.id, until),
    )


def count_outcome(
    people: Iterable[Counted],
    plans: Iterable[OrganisationPlan],
    completed: Iterable[tuple[int, str]],
    project: Project,
    until: date,
    *,
    attested: int = 0,
    taking_part: int = 0,
) -> Outcome:
    """Gives the outcome of some people; `completed` are people's ids with modules, each pair once."""
    counted = [someone for someone in people if someone.started is None or someone.started <= until]
    role = {someone.person_id: role_of(someone.role) for someone in counted}
    modules: dict[str, Counter[str]] = {}
    for person_id, module in completed:
        if person_id in role:
            modules.setdefault(module, Counter())[role[person_id]] += 1
    return Outcome(
        project=project,
        until=until,
        participants=len(counted),
        organisations=_organisations(counted, plans, project),
        taking_part=taking_part,
        roles=_by_role(Counter(role.values())),
        sexes=_by_sex(counted),
        months=_months(counted, project, until),
        without_start=sum(someone.started is None for someone in counted),
        modules=tuple(
            ModuleOutcome(module, sum(found.values()), _by_role(found))
            for module, found in sorted(modules.items())
        ),
        attested=attested,
    )


def shared(found: Outcome) -> Outcome:
    """Gives an outcome with small numbers hidden, and whatever would give them away (`suppression`)."""
    cells = [[item.sexes[sex] or 0 for sex in SEXES] for item in found.organisations]
    table = share_table(cells)
    organisations = tuple(
        replace(
            item,
            participants=table.rows[n],
            sexes=dict(zip(SEXES, table.cells[n], strict=True)),
            # The units of an organisation add up to its number; where that is hidden, so are they all.
            units=_shared(item.units) if table.rows[n] is not None else dict.fromkeys(item.units),
        )
        for n, item in enumerate(found.organisations)
    )
    running = share_running([month.started or 0 for month in found.months])
    months = tuple(
        MonthOutcome(month.month, None, total) for month, total in zip(found.months, running, strict=True)
    )
    lacking = found.without_start or 0
    if 0 < lacking < SMALLEST:  # The last month is the total without them.
        months = tuple(replace(month, total=None) for month in months)
    return replace(
        found,
        participants=table.total,
        organisations=organisations,
        roles=_shared(found.roles),
        sexes=dict(zip(SEXES, table.columns, strict=True)) if cells else found.sexes,
        months=months,
        without_start=None if 0 < lacking < SMALLEST else lacking,
        modules=tuple(
            ModuleOutcome(
                item.module,
                None if 0 < (item.people or 0) < SMALLEST else item.people,
                _shared(item.roles),
            )
            for item in found.modules
        ),
        is_shared=True,
    )


def _shared(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    return share_counts({name: count or 0 for name, count in counts.items()})


def _organisations(
    counted: list[Counted], plans: Iterable[OrganisationPlan], project: Project
) -> tuple[OrganisationOutcome, ...]:
    """Gives every organisation of register and plan, by name."""
    planned = {_key(name): (name, count) for name, count in project.planned_by_organisation.items()}
    members: dict[int, list[Counted]] = {}
    for someone in counted:
        members.setdefault(someone.organisation_id, []).append(someone)
    found = []
    for item in plans:
        of = members.get(item.organisation_id, [])
        units = Counter(someone.unit for someone in of)
        _, plan_count = planned.pop(_key(item.organisation), ("", None))
        found.append(
            OrganisationOutcome(
                item.organisation,
                plan_count,
                len(of),
                _by_sex(of),
                {unit: units[unit] for unit in sorted(units, key=lambda unit: (unit.casefold(), unit))},
                item.plan,
                True,
            )
        )
    found += [
        OrganisationOutcome(name, count, 0, _by_sex([]), {}, None, False) for name, count in planned.values()
    ]
    return tuple(sorted(found, key=lambda item: (item.name.casefold(), item.name)))


def _by_sex(people: list[Counted]) -> dict[str, int | None]:
    found: Counter[str] = Counter(someone.sex or "unknown" for someone in people)
    return {sex: found[sex] for sex in SEXES}


def _by_role(found: Counter[str]) -> dict[str, int | None]:
    return {role: found[role] for role in (*ROLES, OTHER)}


def _months(counted: list[Counted], project: Project, until: date) -> tuple[MonthOutcome, ...]:
    """Gives every month from the project's first, or the first start, to the day's or the project's end."""
    started = Counter(f"{someone.started:%Y-%m}" for someone in counted if someone.started)
    month = min([f"{project.starts:%Y-%m}", *started])
    last = max([min(f"{until:%Y-%m}", f"{project.ends:%Y-%m}"), *started])
    found, total = [], 0
    while month <= last:
        total += started[month]
        found.append(MonthOutcome(month, started[month], total))
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return tuple(found)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
