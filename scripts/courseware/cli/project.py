"""`courseware project`: projects and their rules."""

from __future__ import annotations

import os
from datetime import date

import click

from courseware.errors import CoursewareError, ProblemsFound
from courseware.registry import places
from courseware.registry.project import UNKNOWN, Project
from courseware.registry.projects import PROJECT_ID, SHIPPED, list_projects, load_project, shipped_text

__all__ = ["command"]


@click.group("project")
def command() -> None:
    """Projects: their dates, rules, and what nobody has answered yet.

    \b
    Examples:
      courseware project list
      courseware project init alnharad-2026 --template
      courseware project init up2
    """


@command.command("init")
@click.argument("project_id", metavar="ID")
@click.option("--from", "source", type=click.Choice(SHIPPED), help="Begin with a project that comes along.")
@click.option("--template", is_flag=True, help="Begin with an empty file that explains every setting.")
def init(project_id: str, source: str | None, template: bool) -> None:
    """Write a project's file, to be filled in.

    \b
    Examples:
      courseware project init alnharad-2026 --template
      courseware project init my-demo --from demo
    """
    if source and template:
        raise click.UsageError("Choose one of --from and --template.")
    if not PROJECT_ID.fullmatch(project_id):
        raise click.UsageError("A project's ID is lower-case letters a-z, digits and hyphens: alnharad-2026.")
    source = source or (project_id if project_id in SHIPPED and not template else None)
    if source is None and not template:
        raise click.UsageError("Say what to begin with: --template, or --from demo (2020-00358, up2).")
    text = shipped_text(source or "template").replace('id = "{id}"', f'id = "{project_id}"')
    if source and source != project_id:
        text = text.replace(f'id = "{source}"', f'id = "{project_id}"', 1)
    path = places.private_folder(places.projects_folder()) / f"{project_id}.toml"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise CoursewareError(
            f"{path} exists already and is left as it is. Edit it, or choose another ID."
        ) from None
    except OSError as error:
        raise CoursewareError(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    click.echo(str(path))
    try:
        _tell_unanswered(load_project(project_id))
    except ProblemsFound as problems:
        click.echo("Fill in before the project can be used:", err=True)
        for problem in problems.problems:
            click.echo(f"  {problem.message} {problem.hint}", err=True)


@command.command("list")
def list_() -> None:
    """List the projects, with what is unanswered."""
    for project_id, project in list_projects():
        if isinstance(project, Project):
            note = " (invented)" if project.invented else ""
            state = _state(project, date.today())  # noqa: DTZ011 (the reader's own day)
            click.echo(f"{project_id}\t{project.starts} to {project.ends}\t{state}\t{project.title}{note}")
            _tell_unanswered(project)
        else:
            click.echo(f"{project_id}\t-\tincomplete\t-")
            for problem in project.problems:
                click.echo(f"  {problem.message} {problem.hint}", err=True)


def _state(project: Project, today: date) -> str:
    return "not begun" if today < project.starts else "ended" if today > project.ends else "runs"


def _tell_unanswered(project: Project) -> None:
    if project.unanswered:
        click.echo(f"{project.id}: not answered yet, and asked for when it is needed:", err=True)
    for name in project.unanswered:
        decides, who, _ = UNKNOWN[name]
        click.echo(f"  {name} is not set. It decides {decides}. Ask {who}.", err=True)
