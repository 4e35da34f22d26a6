"""What a change to the register does to months that were sent: told at once, in the order to send again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from courseware.registry.project import Project
from courseware.registry.store import Store, WriteTransaction
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import stale_months

__all__ = ["tell_stale", "telling_stale"]


@contextmanager
def telling_stale(store: Store, project: Project) -> Iterator[None]:
    """Watches a change, or the trial of one, and tells which sent months it makes stale."""
    found: list[ReportPeriod] = []
    is_trial = False

    def watch(tx: WriteTransaction) -> None:
        nonlocal is_trial
        found[:], is_trial = stale_months(tx, project), tx.is_trial

    store.watchers.append(watch)
    try:
        yield
    finally:
        store.watchers.remove(watch)
    tell_stale(project, found, is_trial=is_trial)


def tell_stale(project: Project, months: list[ReportPeriod], *, is_trial: bool = False) -> None:
    """Tells which months have to be sent again, first the one to begin with."""
    if not months:
        return
    click.echo(
        f"{', '.join(map(str, months))} {'was' if len(months) == 1 else 'were'} sent and "
        f"{'would have to' if is_trial else 'must'} be sent again, in this order. "
        f"For each, one at a time: courseware report month MONTH --project {project.id} --force, "
        f"then courseware periods sent MONTH --project {project.id}.",
        err=True,
    )
