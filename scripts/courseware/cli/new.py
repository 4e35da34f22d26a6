"""`courseware new`: files to fill in that `courseware check` is content with."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Mapping
from pathlib import Path

import click

from courseware.content.scaffold import new_format, new_module, new_page, new_quiz, section_above, write_new

__all__ = ["command"]

_dry_run = click.option(
    "--dry-run", is_flag=True, help="Show which files would be written, and write nothing."
)


@click.group(name="new", short_help="Start a module, an exchange format, a quiz or a page.")
def command() -> None:
    """Start a module, an exchange format, a quiz or a page with files to fill in.

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
      courseware new module m17-first-weeks --title "De första veckorna" --role teacher
    """
    _write(root, new_module(root, module_id, title, role, lessons, _today()), dry_run=dry_run)
    if not dry_run:
        click.echo(
            "Begin with index.md, and rename each lesson after what it says: lesson-1-first-day.md.\n"
            f"`make serve` shows every page of it at /modules/{module_id}/ while you write.",
            err=True,
        )


@command.command("format")
@click.argument("format_id")
@click.option("--title", required=True, help="The format's title in Swedish.")
@click.option(
    "--room", default="baltic", show_default=True, help="The folder of docs/sv that holds the folder formats."
)
@_dry_run
@click.pass_obj
def exchange_format(root: Path, format_id: str, title: str, room: str, dry_run: bool) -> None:
    """Start an exchange format: its page and its programme.

    FORMAT_ID is the name of its folder and the last part of its address. Worksheets are named in the
    page's front matter: worksheets: [b3-protocol].

    \b
    Example:
      courseware new format working-day --title "En arbetsdag tillsammans"
    """
    files = new_format(root, format_id, title, room, _today())
    _write(root, files, dry_run=dry_run)
    _tell_section(root, f"{room}/formats/{format_id}/index")


@command.command()
@click.argument("module_id")
@_dry_run
@click.pass_obj
def quiz(root: Path, module_id: str, dry_run: bool) -> None:
    """Start the quiz of a module that is there.

    \b
    Example:
      courseware new quiz m17-first-weeks
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
    _tell_section(root, path)


def _tell_section(root: Path, path: str) -> None:
    index = section_above(root, path)
    if index:
        below = posixpath.dirname(index.split("/", 2)[2])
        name = posixpath.relpath(path.removesuffix(".md"), below)
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
