"""`courseware new`: files to fill in that `courseware check` is content with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import click

from courseware.content.scaffold import new_module, new_page, new_quiz, section_above, write_new

__all__ = ["command"]

_dry_run = click.option(
    "--dry-run", is_flag=True, help="Show which files would be written, and write nothing."
)


@click.group(name="new", short_help="Start a module, a quiz or a page.")
def command() -> None:
    """Start a module, a quiz or a page with files to fill in.

    Files are Swedish, the source language. An existing file is never written over.
    """


@command.command()
@click.argument("module_id")
@click.option("--title", required=True, help="The module's title in Swedish.")
@click.option(
    "--role", default="principal", show_default=True, help="Whom it is for; add others in the file."
)
@click.option(
    "--lessons", type=click.IntRange(2, 5), default=3, show_default=True, help="Lessons to begin with."
)
@_dry_run
@click.pass_obj
def module(root: Path, module_id: str, title: str, role: str, lessons: int, dry_run: bool) -> None:
    """Start a module: index, lessons, workshop and quiz.

    MODULE_ID is registered in docs/data/ids.yml. The next `courseware build` notes its content version.

    \b
    Example:
      courseware new module m08-tiered-interventions --title "Insatser på tre nivåer" --role teacher
    """
    _write(root, new_module(root, module_id, title, role, lessons, _today()), dry_run=dry_run)


@command.command()
@click.argument("module_id")
@_dry_run
@click.pass_obj
def quiz(root: Path, module_id: str, dry_run: bool) -> None:
    """Start the quiz of a module that is there.

    \b
    Example:
      courseware new quiz m08-tiered-interventions
    """
    _write(root, new_quiz(root, module_id, _today()), dry_run=dry_run)


@command.command()
@click.argument("path")
@click.option("--title", required=True, help="The page's title in Swedish.")
@_dry_run
@click.pass_obj
def page(root: Path, path: str, title: str, dry_run: bool) -> None:
    """Start a page; PATH is below the language folder.

    A page in a section's folder is added at the end of the section's list by hand.

    \b
    Example:
      courseware new page guides/first-day --title "Din första dag"
    """
    files = new_page(path, title, _today())
    _write(root, files, dry_run=dry_run)
    index = section_above(root, path)
    if index:
        name = path.removesuffix(".md").rpartition("/")[2]
        click.echo(f"Then add '{name}' to pages in {index}: readers come to it by that list.", err=True)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def _write(root: Path, files: Mapping[str, str], *, dry_run: bool) -> None:
    if not dry_run:
        write_new(root, files)
    for name in files:
        click.echo(name)
    if dry_run:
        click.echo("Nothing written.", err=True)
    else:
        click.echo("Fill them in, then run `courseware check`.", err=True)
