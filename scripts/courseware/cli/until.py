"""Up to which day a report counts: the one that is named, else today, never after the project's end."""

from __future__ import annotations

from datetime import date

from courseware.errors import CoursewareError
from courseware.registry.project import Project

__all__ = ["last_day"]


def last_day(project: Project, until: date | None) -> date:
    """Gives the last day that counts.

    Raises:
        CoursewareError: The project had not begun.
    """
    day = until or min(project.today(), project.ends)
    if day < project.starts:
        raise CoursewareError(
            f"The project {project.id} begins on {project.starts}; up to {day} there is nothing to count. "
            "Give a later day: --until YYYY-MM-DD"
        )
    return day
