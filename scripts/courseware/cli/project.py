"""`courseware project`: projects and their rules."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from courseware.errors import CoursewareError, ProblemsFound
from courseware.packaging.files import write_private
from courseware.registry import places
from courseware.registry.answering import BASICS, answer, open_questions
from courseware.registry.project import UNKNOWN, Project
from courseware.registry.projects import PROJECT_ID, SHIPPED, list_projects, load_project, shipped_text
from courseware.registry.retention import propose_retention

__all__ = ["command"]


@click.group("project")
def command() -> None:
    """Projects: their dates, rules, and what nobody has answered yet.

    \b
    Examples:
      courseware project list
      courseware project init alnharad-2026 --template
      courseware project init up2
      courseware project answer up2
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


@command.command("answer")
@click.argument("project_id", metavar="ID")
@click.argument("setting", required=False)
@click.argument("value", required=False)
def answer_(project_id: str, setting: str | None, value: str | None) -> None:
    """Answer what a project's file leaves open: one setting, or one after the other.

    Without SETTING every open question is asked in turn, with what it decides and who can answer. Enter
    alone leaves a question open: it is asked again when a report needs it.

    \b
    Examples:
      courseware project answer mitt-projekt
      courseware project answer mitt-projekt rounding_policy floor_month
      courseware project answer mitt-projekt attestation_methods "portal, mail"
    """
    if (setting is None) != (value is None):
        raise click.UsageError("Give a setting and its value, or neither.")
    path = places.projects_folder() / f"{project_id}.toml"
    if not PROJECT_ID.fullmatch(project_id) or not path.is_file():
        raise CoursewareError(
            f"There is no file {path} to write in. Make it first: courseware project init {project_id}"
            + ("" if project_id in SHIPPED else " --template")
        )
    text = path.read_text(encoding="utf-8-sig")
    if setting is not None and value is not None:
        write_private(path, answer(text, str(path), project_id, setting, value).encode(), replace=True)
        click.echo(f"{setting} is answered in {path}.", err=True)
        return
    asked = open_questions(text)
    for name in asked:
        text = _ask(text, path, project_id, name)
    left = open_questions(text)
    click.echo(f"{len(asked) - len(left)} answered, {len(left)} left open.", err=True)


def _ask(text: str, path: Path, project_id: str, name: str) -> str:
    """Asks one question until it is answered or left open, and writes the answer at once."""
    if name in BASICS:
        click.echo(f"\n{name}: {BASICS[name]}.", err=True)
    else:
        decides, who, write = UNKNOWN[name]
        click.echo(f"\n{name} decides {decides}. Ask {who}. Write {write}.", err=True)
        if name == "retain_until":
            _propose(project_id)
    while given := click.prompt(name, default="", show_default=False, err=True).strip():
        try:
            text = answer(text, str(path), project_id, name, given)
        except CoursewareError as error:
            click.echo(str(error), err=True)
            continue
        write_private(path, text.encode(), replace=True)
        break
    return text


def _propose(project_id: str) -> None:
    """Tells which day a rule would give, where the last payment's day is known."""
    try:
        proposed = propose_retention(load_project(project_id))
    except ProblemsFound:
        return
    if proposed is not None:
        click.echo(f"{proposed.day} would follow from {proposed.rule}.", err=True)


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
