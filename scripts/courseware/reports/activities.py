"""Who took part in which activity, for countries that count a person once in each.

An activity is a module with all its sessions, or a session without a module: what a country's own system
takes for one, no source says (esf-reporting 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from courseware.registry.attendance import session_minutes
from courseware.registry.completed import completed_modules
from courseware.registry.project import Project
from courseware.registry.sessions import list_sessions
from courseware.registry.store import Transaction
from courseware.reports.period import ReportPeriod

__all__ = ["ActivityPart", "activity_parts"]


@dataclass(slots=True)
class ActivityPart:
    """One person's part in one activity."""

    person_id: int
    activity: str
    """Id of the module, or of the session where it has none."""
    first_day: str = "9999-12-31"
    last_day: str = ""
    by_month: dict[str, int] = field(default_factory=dict)
    """Recorded minutes, those of self-study that the owner approved included."""
    sessions: dict[int, int] = field(default_factory=dict)
    """Minutes of the sessions that the person was at, whether to the end or not."""

    @property
    def length(self) -> int:
        """How long the activity's sessions were for the person: contact time, without self-study."""
        return sum(self.sessions.values())

    def add(self, month: str, minutes: int, first_day: str, last_day: str) -> None:
        """Adds minutes of a month."""
        self.by_month[month] = self.by_month.get(month, 0) + minutes
        self.first_day, self.last_day = min(self.first_day, first_day), max(self.last_day, last_day)


def activity_parts(tx: Transaction, project: Project, last: ReportPeriod) -> list[ActivityPart]:
    """Gives everybody's part in every activity from the project's beginning to a month, in order of person.

    Raises:
        CoursewareError: The project does not say whether self-study counts, and somebody has some.
    """
    sessions = {item.id: item for item in list_sessions(tx, project.id)}
    parts: dict[tuple[int, str], ActivityPart] = {}

    def part(person_id: int, activity: str) -> ActivityPart:
        return parts.setdefault((person_id, activity), ActivityPart(person_id, activity))

    for row in session_minutes(tx, project.id, str(last)):
        held = sessions[row.session_id]
        found = part(row.person_id, held.module or held.name)
        found.sessions[held.id] = held.actual_minutes or held.planned_minutes
        found.add(row.month, row.minutes, row.first_day, row.last_day)
    for done in completed_modules(tx, project.id):
        if done.person_id is None or done.day > last.last.isoformat():
            continue
        approved = project.approved_minutes.get(done.module_id)
        if project.need("self_study") == "approved-minutes" and approved is not None:
            part(done.person_id, done.module_id).add(done.day[:7], approved.minutes, done.day, done.day)
    return [parts[key] for key in sorted(parts)]
