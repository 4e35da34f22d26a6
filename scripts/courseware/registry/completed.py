"""Which modules were completed, by whom as far as it is known, and which of that counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import text

from courseware.registry.store import Transaction

__all__ = ["CompletedModule", "CompletionStatus", "completed_modules", "list_completions"]

# A code has one project, so its completions are found by the code alone: asked for the project too, SQLite
# would walk through all of the project's completions for every row.
_QUERY = """
SELECT d.person_id, d.code, d.module, d.version, d.at, d.day, d.started,
    EXISTS (
        SELECT 1 FROM completion e
        WHERE e.code_random = d.code_random AND e.code_version = d.code_version AND e.module = d.module
        AND (e.at < d.at OR (e.at = d.at AND e.id < d.id)) AND (d.started IS NULL OR e.day >= d.started)
    ) OR EXISTS (
        -- The same through another code of the same person.
        SELECT 1 FROM code o
        JOIN completion e ON e.code_random = o.random AND e.code_version = o.key_version
        WHERE o.person_id = d.person_id AND (o.random <> d.code_random OR o.key_version <> d.code_version)
        AND o.project = :project AND e.module = d.module
        AND (e.at < d.at OR (e.at = d.at AND e.id < d.id)) AND e.day >= d.started
    ) AS repeated
FROM (
    SELECT c.*, k.person_id,
        -- For each row, through the index of persons: joining a grouped table would have none.
        (SELECT MIN(p.started) FROM participation p
         WHERE p.person_id = k.person_id AND p.project = :project) AS started
    FROM completion c
    LEFT JOIN code k ON k.random = c.code_random AND k.key_version = c.code_version
    WHERE c.project = :project {month} {person}
) d
ORDER BY d.at, d.id
"""


class CompletedModule(NamedTuple):
    """A completion that counts: the first of its module by this person (or code), not before their start."""

    person_id: int | None
    """Whose it is; None while the code waits for its person."""
    code: str
    module_id: str
    version: str
    completed_at: str
    """In UTC, 2026-11-21T22:40:00Z."""
    day: str
    """The date in the project's time zone; its month is the month it belongs to."""


class CompletionStatus(NamedTuple):
    """A completion with what becomes of it."""

    completion: CompletedModule
    status: str
    """ "counts", "unlinked" (nobody has the code yet), "repeated", or "before-start"."""


def completed_modules(
    tx: Transaction, project: str, month: str | None = None, *, person_id: int | None = None
) -> Iterator[CompletedModule]:
    """Gives what counts as completed in a month (2026-11) or by a person; each module once a person.

    Completions of a code that nobody has yet come with `person_id` None. All of it is claimed by the
    learner and must be attested before it is reported.
    """
    for completion, status in list_completions(tx, project, month, person_id=person_id):
        if status in ("counts", "unlinked"):
            yield completion


def list_completions(
    tx: Transaction, project: str, month: str | None = None, *, person_id: int | None = None
) -> Iterator[CompletionStatus]:
    """Gives every completion of a project, month or person with its status, in the order of making."""
    whose = "AND k.person_id = :person" if person_id is not None else ""
    query = text(_QUERY.format(month="AND c.month = :month" if month else "", person=whose))
    values: dict[str, str | int] = {"project": project}
    values |= ({"month": month} if month else {}) | ({"person": person_id} if person_id is not None else {})
    for person_id, code, module, version, at, day, started, repeated in tx.connection.execute(query, values):
        if person_id is not None and (started is None or day < started):
            status = "before-start"
        elif repeated:
            status = "repeated"
        else:
            status = "counts" if person_id is not None else "unlinked"
        yield CompletionStatus(CompletedModule(person_id, code, module, version, at, day), status)
