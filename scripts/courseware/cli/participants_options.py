"""What the commands of `courseware participants` have in common: options, prompts, words."""

from __future__ import annotations

import sys

import click

from courseware.cli.arguments import argument_or_option

__all__ = ["DRY_RUN", "PERSON", "PROJECT", "TRIAL", "WHO", "WHY", "ask_for_number", "count"]

PROJECT = click.option("--project", "project_id", required=True, metavar="ID", help="Which project.")
WHY = click.option("--why", required=True, help="Reason, kept in the change log.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Try everything, change nothing.")
PERSON = argument_or_option("person_id", "--participant", metavar="ID", type=click.IntRange(min=1))
WHO = click.option("--who", help="In whose name it is logged. Default: COURSEWARE_WHO, else your account.")

TRIAL = "This was a trial: nothing was changed."


def count(number: int, one: str, many: str = "") -> str:
    """Gives a number with its noun: "1 row", "2 rows"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def ask_for_number() -> str:
    """Gives an identity number from a prompt that hides it, or from standard input: never an argument."""
    if sys.stdin.isatty():
        return str(click.prompt("Identity number (not shown)", hide_input=True))
    return sys.stdin.readline().strip()
