"""What the commands ask for at the terminal, because it may not stand in a command line."""

from __future__ import annotations

import sys

import click

__all__ = ["ask_for_number"]


def ask_for_number() -> str:
    """Gives an identity number from a prompt that hides it, or from standard input: never an argument."""
    if sys.stdin.isatty():
        return str(click.prompt("Identity number (not shown)", hide_input=True))
    return sys.stdin.readline().strip()
