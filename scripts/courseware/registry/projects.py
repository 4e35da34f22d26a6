"""The projects there are: the owner's files, and those that come with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.registry import places
from courseware.registry.project import Project
from courseware.registry.project_file import read_project

__all__ = ["PROJECT_ID", "SHIPPED", "list_projects", "load_project", "shipped_text"]

SHIPPED = ("2020-00358", "demo", "up2")
"""Projects whose files come with the program; the owner's own file of the same id goes before."""

PROJECT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def shipped_text(name: str) -> str:
    """Gives the text of a project file that comes with the program; "template" is the empty one."""
    return (resources.files("courseware.registry") / "project_files" / f"{name}.toml").read_text(
        encoding="utf-8"
    )


def load_project(project_id: str, folder: Path | None = None) -> Project:
    """Gives a project by id: the owner's file, else one that comes with the program.

    Raises:
        CoursewareError: There is no such project.
        ProblemsFound: Its file has problems.
    """
    folder = folder or places.projects_folder()
    if PROJECT_ID.fullmatch(project_id):
        own = folder / f"{project_id}.toml"
        if own.is_file():
            try:
                return read_project(own.read_text(encoding="utf-8-sig"), str(own), project_id)
            except UnicodeDecodeError:
                problem = Problem(str(own), 0, "project-toml", "is not UTF-8.", "Save it as UTF-8.")
                raise ProblemsFound([problem]) from None
        if project_id in SHIPPED:
            return read_project(shipped_text(project_id), f"{project_id}.toml (shipped)", project_id)
    known = sorted({*SHIPPED, *(path.stem for path in folder.glob("*.toml"))})
    raise CoursewareError(
        f"There is no project '{project_id}'. {did_you_mean(project_id, known)} "
        f"Known: {', '.join(known)}. A new one: courseware project init {project_id} --template".replace(
            "  ", " "
        )
    )


def list_projects(folder: Path | None = None) -> Iterator[tuple[str, Project | ProblemsFound]]:
    """Gives every project by id, or what is wrong with its file."""
    folder = folder or places.projects_folder()
    for project_id in sorted({*SHIPPED, *(path.stem for path in folder.glob("*.toml"))}):
        try:
            yield project_id, load_project(project_id, folder)
        except ProblemsFound as problems:
            yield project_id, problems
