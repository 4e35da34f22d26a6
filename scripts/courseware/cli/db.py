"""`courseware db`: the store that the register lives in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from courseware.cli.db_key import key_check, rotate_key_
from courseware.cli.db_log import log
from courseware.cli.db_migrate import address, migrate_
from courseware.errors import CoursewareError
from courseware.registry import places
from courseware.registry.backup import back_up, backup_name, restore
from courseware.registry.checks import Health, check_register
from courseware.registry.scrub import scrub
from courseware.registry.store import open_store

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """The register's store: make, upgrade, back up, restore, move, check; its key and its change log.

    \b
    Where it is: COURSEWARE_DATABASE_URL, else a SQLite file in COURSEWARE_DATA.
    Its key:     COURSEWARE_KEY_FILE, else in your config folder. Never in a backup.

    \b
    Examples:
      courseware db init
      courseware db backup
      courseware db restore registry-20261121T224000Z.sqlite
      courseware db check
      courseware db log --subject person:12
      courseware db rotate-key --why "somebody who had the key has left"
    """


command.add_command(log)
command.add_command(migrate_)
command.add_command(key_check)
command.add_command(rotate_key_)


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
    """Copy the register to one file, restore that copy and compare it with the register.

    The copy holds one moment, whoever writes meanwhile. It holds no key.

    \b
    Example:
      courseware db backup --to /media/safe/registry-november.sqlite
    """
    target = target or places.data_folder() / "backups" / backup_name(datetime.now(UTC))
    counts = back_up(open_store(), target.absolute())
    click.echo(str(target))
    click.echo(
        f"Restored on trial and compared: {_rows(counts)}. "
        "The key is not in it: keep a copy of it elsewhere.",
        err=True,
    )


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", "target", metavar="PATH", help="File or database to restore to. Default: where yours is."
)
def restore_(file: Path, target: str | None) -> None:
    """Bring a backup back to a place where there is no register; never over one.

    What was restored is compared with the backup, and the key is tried on everybody. A person who was
    erased after the backup was made is in it again: erase them again.

    \b
    Examples:
      courseware db restore registry-20261121T224000Z.sqlite --to trial.sqlite
      courseware db restore registry-20261121T224000Z.sqlite
    """
    store = open_store(address(target) if target else None)
    sums = restore(file.absolute(), store)
    click.echo(store.address)
    click.echo(f"Restored and compared: {_rows({name: one.rows for name, one in sums.items()})}.", err=True)
    steps = store.lacking()
    if steps:
        click.echo("It is from an older version. Upgrade it: courseware db upgrade", err=True)
        return
    _tell_health(check_register(store))


def _rows(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


@command.command("scrub")
def scrub_() -> None:
    """Overwrite what erased rows have left behind in the register's file; erasing does it by itself."""
    if not scrub(open_store()):
        raise CoursewareError("Another command uses the register. Wait until it is done and try again.")
    click.echo("Nothing is left of what was erased.", err=True)


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
    _tell_health(health, shown=True)


def _tell_health(health: Health, *, shown: bool = False) -> None:
    """Says what a check found, and ends with a failure where something is wrong."""
    click.echo(f"Fingerprint of the register's key: {health.fingerprint}", err=True)
    if health.waiting_key:
        click.echo("A change of keys was broken off. End it: courseware db rotate-key", err=True)
    if not shown:
        for fault in health.faults:
            click.echo(fault)
    for sentence in health.without_key:
        click.echo(sentence)
    if health.faults:
        count = len(health.faults)
        raise CoursewareError(f"{count} fault{'s' if count > 1 else ''} found.")
    click.echo("Everything is whole.", err=True)
