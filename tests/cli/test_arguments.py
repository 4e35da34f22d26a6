"""An argument that may be given as an option too, as a person types it."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from courseware.cli.arguments import argument_or_option


@click.command()
@argument_or_option("month", "--month", metavar="YYYY-MM", type=click.STRING)
def command(month: str) -> None:
    """Says the month."""
    click.echo(f"It is {month}.")


@pytest.mark.parametrize(
    "typed", [["2026-11"], ["--month", "2026-11"], ["2026-11", "--month", "2026-11"], ["--month=2026-11"]]
)
def test_both_ways_say_the_same(typed: list[str]) -> None:
    assert CliRunner().invoke(command, typed).output == "It is 2026-11.\n"


def test_two_different_ones_and_none_are_misuse() -> None:
    differing = CliRunner().invoke(command, ["2026-11", "--month", "2026-10"])
    assert (differing.exit_code, "Give one." in differing.output) == (2, True)
    missing = CliRunner().invoke(command, [])
    assert (missing.exit_code, "Missing argument 'YYYY-MM'" in missing.output) == (2, True)


def test_help_shows_one_way() -> None:
    told = CliRunner().invoke(command, ["--help"]).output
    assert "[OPTIONS] YYYY-MM" in told
    assert "--month" not in told
