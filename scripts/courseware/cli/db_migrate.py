"""`courseware db migrate`: the register from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.bars import bar
from courseware.errors import CoursewareError
from courseware.registry.store import open_store
from courseware.registry.transfer import migrate

__all__ = ["address", "migrate_"]


def address(target: str) -> str:
    """Gives the address of a database that was named by its address or by its file."""
    return target if "://" in target else f"sqlite:///{Path(target).expanduser().absolute()}"


@click.command("migrate")
@click.option("--to", "target", required=True, metavar="URL", help="The empty database, or a file to make.")
def migrate_(target: str) -> None:
    """Copy the register into an empty database of either kind, and prove that nothing changed.

    Rows and a SHA-256 over all of them are compared for every table and printed, tab between: table, rows,
    checksum. The register stays where it is; the key stays the same. What is written during the copy is not
    in it, so let nobody work meanwhile.

    \b
    Examples:
      courseware db migrate --to postgresql://courseware@db.example/register
      courseware db migrate --to /srv/courseware/registry.sqlite
    """
    store, other = open_store(), open_store(address(target))
    if not store.exists():
        raise CoursewareError(f"There is no register at {store.address} yet. Make one: courseware db init")
    with bar("Copying") as progress:
        sums = migrate(store, other, progress)
    for name, found in sums.items():
        click.echo(f"{name}\t{found.rows}\t{found.checksum}")
    click.echo(f"The same in {store.address} and {other.address}.", err=True)
    click.echo(
        "To work with the new one, set COURSEWARE_DATABASE_URL to it. Then put the old one away like a "
        "backup, so that nobody goes on writing there.",
        err=True,
    )
