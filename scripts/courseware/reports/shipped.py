"""The lists that come with the program: one TOML file a programme period or country."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from courseware.errors import CoursewareError

__all__ = ["list_shipped", "parse_toml", "read_shipped"]


def list_shipped(folder: str) -> list[str]:
    """Gives the names of a folder's lists, in order."""
    entries = (files("courseware.reports") / folder).iterdir()
    return sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml"))


def read_shipped(folder: str, name: str) -> bytes:
    """Gives a list's bytes, so that whoever prints from it can print their fingerprint."""
    return (files("courseware.reports") / folder / f"{name}.toml").read_bytes()


def parse_toml(name: str, content: bytes) -> dict[str, Any]:
    """Gives what a TOML file holds.

    Raises:
        CoursewareError: It is not TOML.
    """
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CoursewareError(f"{name} is not readable as TOML: {error}") from error
