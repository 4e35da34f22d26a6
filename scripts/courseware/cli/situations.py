"""`courseware situations`: what participants answered about themselves, in countries that ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from courseware.cli.options import DRY_RUN, PROJECT, SHEET, WHY_FILE, DateType
from courseware.cli.unread import tell_unread
from courseware.cli.words import count
from courseware.intake.situations import Asked, import_situations, read_moment
from courseware.registry.log import current_user
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.situations import Moment, list_situations
from courseware.registry.store import open_store
from courseware.reports.country import questions_of
from courseware.reports.profile import Question
from courseware.reports.profile_file import list_profiles, load_profile
from courseware.reports.profile_text import question_text
from courseware.strings import Strings, strings_of

__all__ = ["command"]


class MomentType(click.ParamType[str]):
    """A moment on the command line: start or slut."""

    name = "start|slut"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Gives the moment, or ends with what is wrong."""
        try:
            return "exit" if value == "exit" else read_moment(str(value))
        except ValueError as error:
            self.fail(f"'{value}' {error}", param, ctx)


@click.group("situations")
def command() -> None:
    """Situations: education, employment and the like, where a country asks for them. Never in Sweden.

    \b
    Examples:
      courseware situations import svar.xlsx --project pl-2019 --moment start --dry-run
      courseware situations list --project pl-2019
    """


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--moment", type=MomentType(), help="Start or end, where the list has no column for it.")
@click.option(
    "--day",
    "--date",
    "day",
    type=DateType(),
    help="When the answers were given. Default: the list's, else today.",
)
@SHEET
@click.option("--correct", is_flag=True, help="Let an answer replace the one that stands; needs --why.")
@WHY_FILE
@DRY_RUN
@click.pass_obj
def import_(
    root: Path,
    file: Path,
    project_id: str,
    moment: Moment | None,
    day: date | None,
    sheet: str | None,
    correct: bool,
    why: str,
    dry_run: bool,
) -> None:
    """Take in a list of answers: CSV, .xlsx or .ods; all of it, or nothing.

    Columns: Deltagarkod, Personnummer or Deltagare (the id); Moment (start or slut); Datum; and either a
    column for each question or Fråga and Svar. Only the answers that the country's profile lists are taken
    in; an empty cell is a question without an answer. Which questions: courseware report profile CODE.

    \b
    Examples:
      courseware situations import svar.xlsx --project pl-2019 --moment start --dry-run
      courseware situations import rättad.csv --project pl-2019 --correct --why "two rows were swapped"
    """
    if correct and not why:
        raise click.UsageError("--correct changes what somebody answered: give the reason with --why.")
    project = load_project(project_id)
    changes = import_situations(
        file,
        open_store(),
        project,
        asked_of(project, strings_of(root, "sv"), strings_of(root, "en")),
        who=current_user(),
        why=why or file.name,
        day=day or project.today(),
        moment=moment,
        sheet=sheet,
        correct=correct,
        dry_run=dry_run,
    )
    tell_unread(changes.unread)
    people = "1 person" if changes.people == 1 else f"{changes.people} people"
    click.echo(
        f"{'Would be: ' if dry_run else ''}{changes.added} added, {changes.changed} changed, "
        f"{changes.unchanged} as before; answers of {people} in the list.",
        err=True,
    )


@command.command("list")
@PROJECT
def list_(project_id: str) -> None:
    """Show the answers, one a line, tab between; people by id.

    \b
    Example:
      courseware situations list --project pl-2019
    """
    project = load_project(project_id)
    with open_store().read() as tx:
        found = list_situations(tx, project.id)
    click.echo("participant\tmoment\tquestion\tanswer\tnoted")
    for item in found:
        click.echo("\t".join((str(item.person_id), item.moment, item.field, item.value, item.noted_on)))
    click.echo(f"{count(len(found), 'answer')}.", err=True)


def asked_of(project: Project, *texts: Strings) -> list[Asked]:
    """Gives the questions that a project may ask, with their words in every language given."""
    if project.country.lower() not in list_profiles():
        return []
    return [
        _asked(question, texts)
        for question in questions_of(project, load_profile(project.country))
        if question.kind != "register"
    ]


def _asked(question: Question, texts: tuple[Strings, ...]) -> Asked:
    answers = {}
    for answer in question.answers:
        for word in (answer, *(t(f"admin.situation.answer.{answer}") for t in texts)):
            answers[word.casefold()] = answer
    spellings = (question.field, *(question_text(question, t) for t in texts))
    return Asked(question.field, question.moment, spellings, answers, question.may_refuse)
