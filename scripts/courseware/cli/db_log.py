"""`courseware db log`: who changed or read what, when and why."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from courseware.cli.options import DateType
from courseware.errors import CoursewareError
from courseware.registry.checks import log_faults
from courseware.registry.log_lines import find_entries, with_unsealed
from courseware.registry.participants import protected_parts
from courseware.registry.store import open_store

__all__ = ["log"]


@click.command("log")
@click.option("--subject", metavar="WHAT", help="Only entries about this: person:12, participation:7.")
@click.option("--since", type=DateType(), help="Only from this day on (UTC).")
@click.option("--action", metavar="START", help="Only actions that begin so: attendance. or access.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the latest N entries.")
@click.option(
    "--verify", is_flag=True, help="Check that no entry was altered or removed; print nothing else."
)
def log(subject: str | None, since: date | None, action: str | None, limit: int | None, verify: bool) -> None:
    """Print the change log, tab between: number, time, who, action, subject, why, before, after.

    Names and numbers are logged sealed and stay so here; where somebody with protected identity works is
    left out. Readings of personal data are entries too.

    \b
    Examples:
      courseware db log --subject person:12
      courseware db log --action access. --since 2026-11-01
      courseware db log --verify
    """
    store = open_store()
    if verify:
        _verify()
        return
    with store.read() as tx:
        found = find_entries(tx.connection, subject=subject, since=since, action=action, limit=limit)
        hidden = protected_parts(tx)
        for entry in found:
            is_hidden = entry.subject in hidden
            values = (_shown(entry.before, is_hidden), _shown(entry.after, is_hidden))
            cells = (entry.id, entry.at, entry.who, entry.action, entry.subject, entry.why, *values)
            # A tab or a new line inside a reason must not break the table.
            click.echo("\t".join(" ".join(str(cell).split()) for cell in cells))


def _verify() -> None:
    with open_store().read() as tx:
        faults, head = log_faults(tx)
    for fault in faults:
        click.echo(fault)
    click.echo(f"End of the change log: {head}", err=True)
    if faults:
        raise CoursewareError(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found in the change log.")
    click.echo("No entry was altered or removed.", err=True)


def _shown(values: dict[str, Any] | None, is_hidden: bool) -> str:
    if values is None:
        return ""
    if is_hidden:
        values = {name: "(protected)" if name in _WORKPLACE else value for name, value in values.items()}
    return json.dumps(with_unsealed(values), ensure_ascii=False)


_WORKPLACE = frozenset({"organisation", "unit", "role"})
