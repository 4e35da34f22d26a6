"""Progress bars on the error stream, for those who watch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["bar", "step_bar"]


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a way to show how far long work has come (done, of how many); silent where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as shown:

        def show(done: int, total: int) -> None:
            shown.length = max(total, 1)
            shown.update(done - shown.pos)

        yield show


@contextmanager
def step_bar(label: str, length: int) -> Iterator[Callable[[int], object] | None]:
    """Gives a way to say how many more of a known number are done; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as shown:
        yield shown.update
