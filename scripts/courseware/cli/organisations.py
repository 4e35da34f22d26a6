"""`courseware organisations`: who takes part through whom, and their names put right."""

from __future__ import annotations

import click

from courseware.cli.options import DRY_RUN, PROJECT, WHY_OPTIONAL
from courseware.cli.words import count
from courseware.registry.log import current_user
from courseware.registry.organisations import list_organisations, set_organisation
from courseware.registry.projects import load_project
from courseware.registry.store import open_store

__all__ = ["command"]


@click.group("organisations")
def command() -> None:
    """Organisations: the school organisers of a project; they come into the register with participants.

    \b
    Examples:
      courseware organisations list --project demo
      courseware organisations set "Alnhärads kommun" --project demo --number 202100-5224
    """


@command.command("list")
@PROJECT
def list_(project_id: str) -> None:
    """Show a project's organisations as tab-separated text, with their units and how many come from each.

    Exact numbers, for the administrator. A person who comes through two organisations stands in both.

    \b
    Example:
      courseware organisations list --project demo
    """
    project = load_project(project_id)
    with open_store().read() as tx:
        found = list_organisations(tx, project.id)
    click.echo("organisation\tnumber\tunit\tparticipants")
    for item in found:
        click.echo(f"{item.name}\t{item.shown_number}\t(all)\t{item.participants}")
        for unit, people in item.units.items():
            click.echo(f"{item.name}\t{item.shown_number}\t{unit or '(none stated)'}\t{people}")
    click.echo(f"{count(len(found), 'organisation')}.", err=True)


@command.command("set")
@click.argument("name", metavar="NAME")
@PROJECT
@click.option("--number", default="", help="Organisation number: NNNNNN-NNNN.")
@click.option("--name", "new_name", default="", help="The new name.")
@WHY_OPTIONAL
@DRY_RUN
def set_(name: str, project_id: str, number: str, new_name: str, why: str, dry_run: bool) -> None:
    """Give an organisation its number, or another name. People, plans and sessions stay with it.

    \b
    Examples:
      courseware organisations set "Alnhärads kommun" --project demo --number 202100-5224
      courseware organisations set Ekdalen --project demo --name "Ekdalens kommun"
    """
    if not number.strip() and not new_name.strip():
        raise click.UsageError("Say what to change: --number NNNNNN-NNNN or --name NEW.")
    project = load_project(project_id)
    with open_store().write(who=current_user(), why=why or "organisation entered", trial=dry_run) as tx:
        change = set_organisation(tx, project.id, name, number=number, new_name=new_name)
    if not change.is_change:
        click.echo(f"{change.before.name} is so already.", err=True)
        return
    would = "Would be: " if dry_run else ""
    shown = f"{change.number[:6]}-{change.number[6:]}" if change.number else "no number"
    click.echo(f"{would}{change.name}, {shown}.", err=True)
    if change.same_number:
        click.echo(f"The same number has: {', '.join(change.same_number)}.", err=True)
    if change.name != change.before.name and change.before.name in project.planned_by_organisation:
        click.echo(
            f"{project.path or project.id} plans for '{change.before.name}': change the name there too, "
            "under [planned_by_organisation].",
            err=True,
        )
    if change.unsure:
        people = ", ".join(map(str, change.unsure))
        click.echo(
            f"Protected people {people} were registered by a placeholder and more than the organisation's "
            "name. A list with the new name may add them once more: run it with --dry-run first.",
            err=True,
        )
