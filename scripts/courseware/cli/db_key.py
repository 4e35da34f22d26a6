"""`courseware db rotate-key` and `db key-check`: the master key changed, and its copy tried."""

from __future__ import annotations

from pathlib import Path

import click

from courseware.cli.bars import bar
from courseware.cli.options import WHO
from courseware.errors import CoursewareError
from courseware.registry.key_check import check_key
from courseware.registry.log import current_user
from courseware.registry.rotation import finish_rotation, rotate_key
from courseware.registry.store import open_store

__all__ = ["key_check", "rotate_key_"]


@click.command("rotate-key")
@click.option(
    "--why", metavar="REASON", help="Why, for the change log; needed unless a change is only ended."
)
@click.option("--dry-run", is_flag=True, help="Try it on everybody, change nothing.")
@WHO
def rotate_key_(why: str | None, dry_run: bool, who: str | None) -> None:
    """Give the register a new master key: everything that the old one sealed is sealed anew.

    Do it when somebody who could read the key file leaves, or when the file may have been copied. The old
    key is kept beside the new one under its date, because backups made before open with it alone. Broken
    off at any moment, the register still opens; the same command ends what was begun.

    \b
    Examples:
      courseware db rotate-key --why "somebody who had the key has left" --dry-run
      courseware db rotate-key --why "somebody who had the key has left"
    """
    store = open_store()
    ended = None if dry_run else finish_rotation(store)
    if ended is not None:
        click.echo(str(store.key_file))
        click.echo(f"A change of keys that was broken off is ended. The old key: {ended}", err=True)
        return
    if not why:
        raise click.UsageError("A change of keys needs a reason: --why")
    if not store.exists():
        raise CoursewareError(f"There is no register at {store.address} yet. Make one: courseware db init")
    with bar("Sealing") as progress:
        done = rotate_key(store, who=who or current_user(), why=why, progress=progress, trial=dry_run)
    if done.kept is None:
        click.echo(f"{done.people} people would be sealed anew. This was a trial: nothing was changed.")
        return
    click.echo(str(store.key_file))
    for line in (
        f"{done.people} people sealed anew. Fingerprint: {done.former} before, {done.fingerprint} now.",
        "Put a copy of the new key in the safe today, then try it: courseware db key-check --copy FILE",
        f"The old key: {done.kept}. Backups made before open with it alone. Move it to where they are kept, "
        "or throw both away; whoever has it reads them.",
        "Other registers that use this key file open with the old key only.",
    ):
        click.echo(line, err=True)
    if not done.scrubbed:
        click.echo(
            "Old seals may still lie in the register's file. Overwrite them: courseware db scrub", err=True
        )


@click.command("key-check")
@click.option(
    "--copy",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A stored copy of the key. Default: the key file itself.",
)
def key_check(copy: Path | None) -> None:
    """Try whether a key file, or a stored copy of it, is the key of this register; prints its fingerprint.

    \b
    Examples:
      courseware db key-check
      courseware db key-check --copy /media/stick/master.key
    """
    store = open_store()
    path = copy or store.key_file
    found = check_key(store, path, private=copy is None)
    click.echo(found.fingerprint)
    click.echo(f"{path} is the key of {store.address}: it opens all of its {found.people} people.", err=True)
