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
    # name, which is its file's name too: first sentence of its help. A door appears here when it works.
    "attendance": "Attendance: who was at which session, and how long.",
    "attestations": "Attestations: the time that participants have signed for.",
    "build": "Build the site into site/: only what changed since the last time.",
    "check": "Every problem in the content, with file, line and fix.",
    "completions": (
        "Completions: take in what learners have finished, show what counts and why the rest does not."
    ),
    "contributions": "Contributions: corrections and practices from partners, as drafts to read.",
    "db": "The register's store: make, upgrade, back up, restore, move, check; its key and its change log.",
    "export": "A facilitator's kit: everything for one workshop in one file.",
    "feedback": "Feedback: how long activities really take, and how modules are judged, as sums.",
    "links": "Addresses outside the site, and whether they still answer.",
    "new": "Start a module, an exchange format, a quiz or a page.",
    "organisations": (
        "Organisations: the school organisers of a project; they come into the register with participants."
    ),
    "participants": (
        "Participants: take in lists, show the register, print codes, keep up who comes and goes."
    ),
    "periods": "Months: open, exported, sent, accepted; and stale, when something sent has changed since.",
    "plans": "Implementation plans: every organisation's system for early detection and intervention.",
    "project": "Projects: their dates, rules, and what nobody has answered yet.",
    "readability": "How long each page takes to read, and how hard it is.",
    "report": (
        "Reports: where the project stands; the month's hours and what is missing; evidence; indicators."
    ),
    "serve": "Build the site, serve it with the inbox, and follow what you write.",
    "sessions": "Sessions: workshops held, when, where and how long.",
    "situations": "Situations: education, employment and the like, where a country asks for them.",
    "terms": "The nine-language term base as CSV or TBX.",
    "translations": "Where each language stands against Swedish.",
}
"""Every command group; its sentence stands here too, so that the list of all of them imports none."""


class LazyGroup(click.Group):
    """A group whose commands are imported when asked for, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Gives the names of all commands in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Gives one command, or nothing where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"courseware.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"courseware.cli.{cmd_name}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of all commands into the help."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=COMMANDS[name]).get_short_help_str(room))
                    for name in self.list_commands(ctx)
                ]
            )


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
