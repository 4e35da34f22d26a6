"""Reviews that are due: pages and evidence cards whose next check has passed.

A calendar must not stop anybody's work: they are listed, and are no problems of the content.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from courseware.content.documents import documents
from courseware.content.evidence import EVIDENCE_FILE
from courseware.content.load import Library
from courseware.errors import Problem
from courseware.languages import CODES, SOURCE

__all__ = ["Overdue", "overdue_reviews"]


@dataclass(frozen=True, slots=True, order=True)
class Overdue:
    """One page or card that should have been checked."""

    due: dt.date
    path: str
    """File, relative to the project folder; a card's id stands behind a #."""
    line: int
    days: int
    """Days since it was due."""

    @property
    def problem(self) -> Problem:
        """The same in the form of a problem, for lists that hold both."""
        hint = "Check it against its sources, and set the dates of its review."
        return Problem(self.path, self.line, "overdue-review", f"the review was due on {self.due}.", hint)


def overdue_reviews(library: Library, today: dt.date) -> list[Overdue]:
    """Gives what should have been checked before a day, the longest overdue first.

    A translation is checked with its Swedish page: of other languages only pages without one are listed.

    Args:
        library: Everything that is written.
        today: The day; what is due on it is not overdue yet.
    """
    found: list[Overdue] = []
    seen: set[str] = set()
    for language in sorted(CODES, key=lambda code: code != SOURCE):
        for document in documents(library, language):
            if document.key in seen:
                continue
            seen.add(document.key)
            review = document.front.get("review")
            due = review.get("next") if isinstance(review, dict) else None
            # A day with a time of day is a problem of its own, and cannot be compared.
            if isinstance(due, dt.date) and not isinstance(due, dt.datetime) and due < today:
                line = document.front.line("review.next")
                found.append(Overdue(due, document.path, line, (today - due).days))
    for card in library.evidence.values():
        if card.next < today:
            path = f"{EVIDENCE_FILE}#{card.id}"
            found.append(Overdue(card.next, path, card.line, (today - card.next).days))
    return sorted(found)
