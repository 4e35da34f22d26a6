"""One participant's months side by side: recorded, signed for, exported, and where each month stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from courseware.errors import CoursewareError
from courseware.registry.attendance import minutes_by_month
from courseware.registry.attestations import list_attestations
from courseware.registry.completed import list_completions
from courseware.registry.exports import person_exports
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.periods import period_states

__all__ = ["ParticipantMonth", "participant_months"]


@dataclass(frozen=True, slots=True)
class ParticipantMonth:
    """One month of one participant; everything in minutes."""

    month: str
    workshop: int
    modules: int
    """Modules finished."""
    study: int
    """Approved minutes of those modules."""
    attested: int | None
    """None where nothing is signed."""
    exported: int | None
    """What the latest version that names the participant reports; None where none does."""
    version: int
    """That version; 0 where there is none."""
    state: str
    """Where the month stands; empty where the project lacks the rules to tell, or it has not begun."""


def participant_months(
    tx: Transaction, project: Project, person_id: int, today: date
) -> tuple[list[ParticipantMonth], str]:
    """Gives the months in which there is something of a participant, in order, and why states are missing.

    Args:
        tx: A transaction.
        project: The project.
        person_id: The participant.
        today: The day that decides which months are over.
    """
    recorded = minutes_by_month(tx, project.id, person_id)
    modules: Counter[str] = Counter()
    study: Counter[str] = Counter()
    for completion, status in list_completions(tx, project.id, person_id=person_id):
        if status == "counts":
            month = completion.day[:7]
            approved = project.approved_minutes.get(completion.module_id)
            modules[month] += 1
            counted = project.self_study == "approved-minutes" and approved is not None
            study[month] += approved.minutes if approved is not None and counted else 0
    attested = {
        item.month: item.minutes
        for item in list_attestations(tx, project.id, person_id=person_id, standing=True)
    }
    exported = {export.month: (export, entry) for export, entry in person_exports(tx, project.id, person_id)}
    why, states = "", {}
    try:
        states = {str(one.period): one.state for one in period_states(tx, project, today)}
    except CoursewareError as error:  # A rule that nobody has answered yet: the rest can be shown.
        why = str(error)
    months = sorted({*recorded, *modules, *attested, *exported})
    return [
        ParticipantMonth(
            month,
            recorded.get(month, 0),
            modules[month],
            study[month],
            attested.get(month),
            exported[month][1].reported if month in exported else None,
            exported[month][0].version if month in exported else 0,
            states.get(month, ""),
        )
        for month in months
    ], why
