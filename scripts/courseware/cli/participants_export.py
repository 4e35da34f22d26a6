"""`courseware participants export`: everything that is held about one person, for that person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from courseware.cli.options import FORCE, PERSON, WHO
from courseware.errors import CoursewareError
from courseware.packaging.files import write_private
from courseware.registry.dossier import is_protected, personal_data
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.person_page import person_page
from courseware.strings import strings_of

__all__ = ["export"]


@click.command("export")
@PERSON
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write. Default: participant-ID.json here."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["json", "html"]),
    help="Default: as the file's name ends, else json.",
)
@click.option(
    "--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the page."
)
@click.option("--why", default="", metavar="REASON", help="Why, for the change log; no names.")
@click.option("--yes", is_flag=True, help="Also for a person with protected identity.")
@FORCE
@WHO
@click.pass_obj
def export(
    root: Path,
    person_id: int,
    out: Path | None,
    kind: str | None,
    language: str,
    why: str,
    yes: bool,
    force: bool,
    who: str | None,
) -> None:
    """Write everything that is held about one person, in all projects, opened (GDPR, articles 15 and 20).

    Name, numbers, e-mail, participations, attendance, attestations, work handed in, what was reported, and
    every entry of the change log about the person. Make sure that whoever gets the file is the person.

    \b
    Examples:
      courseware participants export 12
      courseware participants export 12 --out /media/safe/participant-12.html
    """
    if kind is None:
        kind = "html" if out and out.suffix.casefold() in {".html", ".htm"} else "json"
    out = out or Path(f"participant-{person_id}.{kind}")
    if out.exists() and not force:
        raise CoursewareError(f"{out} exists already. Choose another name, or replace it with --force.")
    store, now = open_store(), datetime.now(UTC)
    with store.read() as tx:
        protected = is_protected(tx, person_id)
    if protected and not yes:
        raise CoursewareError(
            f"Person {person_id} has protected identity, and the file holds all that the register "
            "has, the number too. Hand it over in person, never by mail, and delete it afterwards. "
            "If that is what you want: --yes"
        )
    store.note_access(who or current_user(), "export", f"person:{person_id}", why)
    with store.read() as tx:
        data = personal_data(tx, person_id)
    data = {"person": data.pop("person"), "projects": _projects(data), **data}
    if kind == "html":
        content = person_page(data, strings_of(root, language), made=now.date())
    else:
        content = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    write_private(out, content.encode(), replace=force)
    click.echo(str(out))
    click.echo("The file is readable by your account alone. Give it to the person, then delete it.", err=True)


def _projects(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Gives who answers for each project that holds something, and until when it must be kept."""
    ids = {row["project"] for rows in data.values() for row in rows if "project" in row}
    found = []
    for project_id in sorted(ids):
        about: dict[str, Any] = {"id": project_id, "title": "", "owner": "", "retain_until": None}
        try:
            project = load_project(project_id)
        except CoursewareError:  # Its file is gone or broken; what is held is given all the same.
            click.echo(
                f"The file of project {project_id} cannot be read: its owner and dates are left out.",
                err=True,
            )
        else:
            until = project.retain_until.isoformat() if project.retain_until else None
            about |= {"title": project.title, "owner": project.owner, "retain_until": until}
        found.append(about)
    return found
