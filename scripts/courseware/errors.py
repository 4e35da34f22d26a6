"""Failures that a person can do something about, kept at the bottom so that every room can raise them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["CoursewareError", "Problem", "ProblemsFound"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, with the place and the way out."""

    path: str
    """File, relative to the project folder."""
    line: int
    """Line counted from 1; 0 where the whole file is meant."""
    code: str
    """Stable kebab-case name of the kind of problem, never reused."""
    message: str
    """What is wrong."""
    hint: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.code}: {self.message}" + (f" {self.hint}" if self.hint else "")


class CoursewareError(Exception):
    """An expected failure: the command line prints its text and ends with exit code 1."""


class ProblemsFound(CoursewareError):
    """Everything that is wrong with an input, gathered before failing once."""

    def __init__(self, problems: Iterable[Problem], summary: str = "") -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        self.summary = summary or f"{count} problem{'s' if count != 1 else ''} found."
        super().__init__("\n".join([*(str(problem) for problem in self.problems), self.summary]))
