"""Starting up: what is not used is not loaded."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import click
import pytest

from courseware.cli import COMMANDS, courseware

HEAVY = ("sqlalchemy", "babel", "mkdocs", "cryptography", "starlette", "yaml")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_itself_says(name: str) -> None:
    command = courseware.get_command(click.Context(courseware), name)
    assert command is not None
    assert command.get_short_help_str(400) == COMMANDS[name]


def test_the_list_of_commands_loads_none_of_them(
    run_courseware: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run_courseware("--help", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & set(HEAVY)
    assert {name for name in loaded if name.startswith("courseware.cli.")} == set()
    listed = done.stdout.partition("Commands:")[2].split("\n")
    assert [line.split()[0] for line in listed if line.strip()] == sorted(COMMANDS)
