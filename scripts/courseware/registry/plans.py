"""Implementation plans: which organisation has one, how far it has come, and where the decision is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, select

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata, organisation

__all__ = ["STATES", "OrganisationPlan", "Plan", "PlanState", "implementation_plan", "plans_of", "put_plans"]

PlanState = Literal["draft", "decided", "in-place"]
STATES: tuple[PlanState, ...] = get_args(PlanState)
"""In the order in which a plan passes through them."""

implementation_plan = Table(
    "implementation_plan",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("organisation_id", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("reference", Text, nullable=False),
)
"""One plan an organisation: "draft", "decided" or "in-place", since which day, and where the paper is."""


class Plan(NamedTuple):
    """How far one organisation's plan has come."""

    state: PlanState
    day: str
    """ISO date since when."""
    reference: str
    """Where the paper is kept; may be empty for a draft."""


class OrganisationPlan(NamedTuple):
    """One organisation of a project with its plan, if it has one."""

    organisation_id: int
    organisation: str
    plan: Plan | None


def plans_of(tx: Transaction, project: str) -> list[OrganisationPlan]:
    """Gives every organisation of a project with its plan, also those without one, by name."""
    query = (
        select(
            organisation.c.id,
            organisation.c.name,
            implementation_plan.c.state,
            implementation_plan.c.day,
            implementation_plan.c.reference,
        )
        .outerjoin(
            implementation_plan,
            (implementation_plan.c.organisation_id == organisation.c.id)
            & (implementation_plan.c.project == organisation.c.project),
        )
        .where(organisation.c.project == project)
    )
    found = [
        OrganisationPlan(row_id, name, Plan(state, day, reference) if state else None)
        for row_id, name, state, day, reference in tx.connection.execute(query)
    ]
    # Sorted here: the databases do not agree about capital and Swedish letters.
    return sorted(found, key=lambda item: (item.organisation.casefold(), item.organisation_id))


def put_plans(
    tx: WriteTransaction, project: str, new: Iterable[tuple[int, Plan]], old: Iterable[OrganisationPlan]
) -> None:
    """Stores plans, each in place of what the organisation had, and logs every change.

    Args:
        tx: The writing transaction.
        project: Id of the project.
        new: The plans by id of the organisation.
        old: What stands now, as `plans_of` gives it.
    """
    before = {item.organisation_id: item.plan for item in old}
    added = []
    for organisation_id, plan in new:
        standing = before[organisation_id]
        if standing is None:
            added.append((project, organisation_id, *plan))
        else:
            tx.connection.execute(
                implementation_plan.update()
                .where(
                    implementation_plan.c.project == project,
                    implementation_plan.c.organisation_id == organisation_id,
                )
                .values(**plan._asdict())
            )
        action = "plan.change" if standing else "plan.add"
        subject = f"organisation:{organisation_id}"
        tx.log(action, subject, standing._asdict() if standing else None, plan._asdict())
    tx.insert(implementation_plan, ("project", "organisation_id", "state", "day", "reference"), added)
