"""`courseware db`: the store that the register lives in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from courseware.errors import CoursewareError
from courseware.registry import places
from courseware.registry.backup import back_up, backup_name
from courseware.registry.checks import check_register
from courseware.registry.store import open_store

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """The register's store: make, upgrade, back up, check.

    \b
    Where it is: COURSEWARE_DATABASE_URL, else a SQLite file in COURSEWARE_DATA.
    Its key:     COURSEWARE_KEY_FILE, else in your config folder. Never in a backup.

    \b
    Examples:
      courseware db init
      courseware db backup
      courseware db check
    """


@command.command("init")
def init() -> None:
    """Make the register and its key file, where there is none."""
    store = open_store()
    if store.exists():
        raise CoursewareError(
            f"There is a register at {store.address} already. To upgrade it: courseware db upgrade"
        )
    store.upgrade()
    click.echo(store.address)
    click.echo(f"Key file: {store.key_file}", err=True)
    click.echo(
        "Keep a copy of the key file in a safe place of its own: without it no name can be read again.",
        err=True,
    )


@command.command("upgrade")
def upgrade() -> None:
    """Bring an older register up to date; it is backed up first."""
    store = open_store()
    if not store.exists():
        raise CoursewareError(f"There is no register at {store.address} yet. Make one: courseware db init")
    steps = store.lacking()
    if not steps:
        click.echo("The register is up to date.", err=True)
        return
    target = places.data_folder() / "backups" / backup_name(datetime.now(UTC))
    back_up(store, target)
    click.echo(f"Backed up first: {target}", err=True)
    for step in store.upgrade():
        click.echo(step)


@command.command("backup")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="File to write. Default: data folder, backups/."
)
def backup(target: Path | None) -> None:
    """Copy the register to one file, and open and check the copy.

    \b
    Example:
      courseware db backup --to /media/safe/registry-november.sqlite
    """
    target = target or places.data_folder() / "backups" / backup_name(datetime.now(UTC))
    counts = back_up(open_store(), target.absolute())
    click.echo(str(target))
    rows = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    click.echo(f"Opened and checked: {rows}. The key is not in it: keep a copy of it elsewhere.", err=True)


@command.command("check")
def check() -> None:
    """Check the file, its links, the change log and the key; exit code 1 if anything is wrong."""
    store = open_store()
    health = check_register(store)
    for fault in health.faults:
        click.echo(fault)
    counts = ", ".join(f"{count} {name}" for name, count in health.counts.items())
    click.echo(f"{store.address}: {counts}.", err=True)
    click.echo(f"End of the change log: {health.log_head}", err=True)
    if health.faults:
        count = len(health.faults)
        raise CoursewareError(f"{count} fault{'s' if count > 1 else ''} found.")
    click.echo("Everything is whole.", err=True)
