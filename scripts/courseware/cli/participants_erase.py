"""`courseware participants erase`: takes a person out of the register and leaves the sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from courseware.cli.options import PERSON, WHO
from courseware.registry import places
from courseware.registry.erasure import Erasure, erase_person
from courseware.registry.log import current_user
from courseware.registry.store import open_store

__all__ = ["erase"]


@click.command("erase")
@PERSON
@click.option("--why", required=True, metavar="REASON", help="Why; stands in the log for ever, so no names.")
@click.option("--dry-run", is_flag=True, help="Say what would go and what would stay; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@WHO
def erase(person_id: int, why: str, dry_run: bool, yes: bool, who: str | None) -> None:
    """Erase one person: name, numbers, e-mail and the key to them; hours and sums stay.

    Every project the person takes part in must say until when its evidence is kept (retain_until). Until
    that day nobody is erased who has attested a month or stands in an export; anybody else may be, with a
    reason. There is no way back: not from the log, and from no backup that is made afterwards.

    \b
    Examples:
      courseware participants erase 12 --why "asked for it, never took part" --dry-run
      courseware participants erase 12 --why "the time for keeping evidence is over" --yes
    """
    store, name = open_store(), who or current_user()
    today = datetime.now(UTC).date()
    if dry_run or not yes:
        planned = erase_person(store, person_id, who=name, why=why, today=today, trial=True)
        for line in _summary(planned, done=False):
            click.echo(line)
        if dry_run:
            click.echo("This was a trial: nothing was changed.")
            return
        click.confirm(f"Erase person {person_id} for ever?", abort=True, err=True)
    done = erase_person(store, person_id, who=name, why=why, today=today)
    for line in _summary(done, done=True):
        click.echo(line)
    for line in _remains(done, sorted((places.data_folder() / "backups").glob("*.sqlite"))):
        click.echo(line, err=True)


def _summary(erasure: Erasure, *, done: bool) -> Iterator[str]:
    """Gives what goes and what stays; never a value."""
    also = f", with {', '.join(map(str, erasure.merged))}" if erasure.merged else ""
    yield f"Person {erasure.person_id}{also}, in {', '.join(erasure.projects) or 'no project'}."
    if erasure.retain_until is not None:
        until = f"{erasure.retain_until:%Y-%m-%d}"
        if erasure.early:
            yield f"Before {until}, until when evidence is kept: nothing was attested or exported."
        else:
            yield f"The evidence had to be kept until {until}."
    gone = ", ".join(f"{count} {what}" for what, count in erasure.gone.items())
    kept = ", ".join(f"{count} {what}" for what, count in erasure.kept.items())
    yield f"{'Erased' if done else 'Would be erased'}: the key to it all{', ' if gone else ''}{gone}."
    yield f"{'Kept' if done else 'Would be kept'}, under the number alone: {kept or 'nothing'}."


def _remains(erasure: Erasure, backups: list[Path]) -> Iterator[str]:
    """Gives what is not yet in order: copies elsewhere, and remains that could not be overwritten."""
    if not erasure.scrubbed:
        yield (
            "Old bytes may still lie in the register's file, because another command used it. "
            "Overwrite them: courseware db scrub"
        )
    if backups:
        yield (
            f"{len(backups)} backup{'s' if len(backups) > 1 else ''} made before still "
            f"hold{'' if len(backups) > 1 else 's'} the person. Throw them away, or keep them no longer than "
            "you must; after restoring one, erase the person again:"
        )
        yield from (f"  {path}" for path in backups)
    yield (
        "Also yours to throw away: lists and workbooks that were made, the printed sheet of codes, and "
        "backups kept elsewhere."
    )
