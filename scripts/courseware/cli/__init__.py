"""The doors: `courseware`, one command group a noun, loaded only when it is used."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from courseware.errors import CoursewareError
from courseware.registry.identity import without_numbers

__all__ = ["main"]

COMMANDS: dict[str, str] = {
    # name: where its click command lives. A door appears here when it works.
    "attendance": "attendance",
    "attestations": "attestations",
    "build": "build",
    "check": "check",
    "completions": "completions",
    "db": "db",
    "new": "new",
    "organisations": "organisations",
    "participants": "participants",
    "periods": "periods",
    "plans": "plans",
    "project": "project",
    "report": "report",
    "serve": "serve",
    "sessions": "sessions",
    "situations": "situations",
    "terms": "terms",
    "translations": "translations",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when asked for, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Gives the names of all commands in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Gives one command, or nothing where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"courseware.cli.{COMMANDS[cmd_name]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"courseware.cli.{COMMANDS[cmd_name]}.command is not a command")
        return command


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="fullfoljd-courseware", prog_name="courseware")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Project folder, where mkdocs.yml stands. Default: the current folder.",
)
@click.pass_context
def courseware(ctx: click.Context, root: Path) -> None:
    """Fullföljd utbildning: build the site, check the content, keep the evidence, make the reports.

    \b
    Examples:
      courseware serve                    build, serve site and inbox, follow changes
      courseware check                    every problem in the content, with file and line
      courseware participants import deltagare.xlsx --project demo --dry-run
      courseware report month 2026-11 --project demo
    """
    ctx.obj = root.resolve()


def main() -> None:
    """Runs the command line: exit code 0 fine, 1 problems, 2 misuse."""
    try:
        courseware()
    except CoursewareError as error:
        # A file may be named after a person, and messages name files.
        click.echo(without_numbers(str(error)), err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`courseware … | head`): that is not our failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
