"""Stable ids of modules, roles and worksheets, as registered in docs/data/ids.yml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from courseware.errors import Problem, ProblemsFound

__all__ = ["IDS_FILE", "ID_PATTERN", "Ids", "did_you_mean", "load_ids"]

IDS_FILE = "docs/data/ids.yml"
ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""English kebab-case, ASCII."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Every id that may be used, in the order in which it is shown."""

    modules: tuple[str, ...]
    roles: tuple[str, ...]
    worksheets: tuple[str, ...]


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Gives "Did you mean 'x'?" for the nearest known word, or an empty text."""
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def load_ids(root: Path) -> Ids:
    """Gives the registered ids of a project folder.

    Raises:
        ProblemsFound: The file is missing, is not a mapping of lists, or holds malformed or repeated ids.
    """
    path = root / IDS_FILE
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProblemsFound(
            [
                Problem(
                    IDS_FILE, 0, "missing-ids", "the list of stable ids is missing.", "Restore it from git."
                )
            ]
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemsFound([Problem(IDS_FILE, 0, "bad-ids", f"not readable as YAML: {error}")]) from error
    problems: list[Problem] = []
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("modules", "roles", "worksheets"):
        values = data.get(kind) if isinstance(data, dict) else None
        if not isinstance(values, list):
            problems.append(Problem(IDS_FILE, 0, "bad-ids", f"'{kind}' must be a list of ids."))
            continue
        seen: list[str] = []
        for value in values:
            if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
                problems.append(
                    Problem(IDS_FILE, 0, "bad-id", f"{value!r} under '{kind}' is not English kebab-case.")
                )
            elif value in seen:
                problems.append(
                    Problem(IDS_FILE, 0, "repeated-id", f"'{value}' stands twice under '{kind}'.")
                )
            else:
                seen.append(value)
        found[kind] = tuple(seen)
    if problems:
        raise ProblemsFound(problems)
    return Ids(**found)
