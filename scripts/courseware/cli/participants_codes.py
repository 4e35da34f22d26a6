"""`courseware participants codes`: a sheet with everybody's code, to print and cut."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from courseware.cli.bars import bar
from courseware.cli.options import PROJECT, WHO, OutFile
from courseware.cli.words import count
from courseware.errors import CoursewareError
from courseware.packaging.files import write_private
from courseware.registry.code_sheet import CodeCard, code_sheet
from courseware.registry.codes import IssuedCode, codes_of, issue_codes
from courseware.registry.log import current_user
from courseware.registry.people import Person, list_people
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.strings import strings_of

__all__ = ["codes"]


@click.command("codes")
@PROJECT
@click.option(
    "--blank", type=click.IntRange(1, 100_000), help="Print this many new codes in advance, for anybody."
)
@click.option("--organisation", help="Only the people of one organisation.")
@click.option("--only-new", is_flag=True, help="Only people who had no code before.")
@click.option(
    "--base-url",
    envvar="SITE_URL",
    default="",
    help="The site's address, for QR codes and links. Default: SITE_URL; without it there are codes only.",
)
@click.option("--language", default="sv", type=click.Choice(["sv", "en"]), help="The sheet's language.")
@click.option(
    "--out",
    type=OutFile(".html"),
    help="File to write. Default: codes-ID-TIME.html here.",
)
@WHO
@click.pass_obj
def codes(
    root: Path,
    project_id: str,
    blank: int | None,
    organisation: str | None,
    only_new: bool,
    base_url: str,
    language: str,
    out: Path | None,
    who: str | None,
) -> None:
    """Write the codes as a sheet to print; people without a code get one.

    \b
    Examples:
      courseware participants codes --project demo --base-url https://kurs.example
      courseware participants codes --project demo --blank 30 --out koder.html
    """
    if base_url and not base_url.startswith(("https://", "http://")):
        raise click.UsageError(
            "--base-url begins with https:// (or http:// for a trial on your own machine)."
        )
    project = load_project(project_id)
    strings = strings_of(root, language)
    # Both sheets in one go have the same time: their names differ by what they are.
    kind = "blank-codes" if blank else "codes"
    out = out or Path(f"{kind}-{project.id}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.html")
    if out.exists():
        raise CoursewareError(f"{out} exists already and is left as it is. Choose another name: --out FILE")
    with open_store().write(who=who or current_user(), why="participants codes") as tx:
        if blank:
            issued = issue_codes(tx, project.id, [None] * blank)
            cards = [CodeCard(code.code) for code in issued]
        else:
            people: dict[int, Person] = {}
            for person in list_people(tx, project.id):
                if organisation is None or person.organisation.casefold() == organisation.strip().casefold():
                    people.setdefault(person.person_id, person)
            had: dict[int | None, IssuedCode] = {code.person_id: code for code in codes_of(tx, project.id)}
            issued = issue_codes(tx, project.id, [person_id for person_id in people if person_id not in had])
            all_codes = had | {code.person_id: code for code in issued}
            cards = [
                CodeCard(
                    all_codes[person_id].code,
                    strings("admin.codes.protected", id=person_id) if person.protected else person.name,
                    # Where a protected person works would help to find them (esf-reporting 1.6).
                    "" if person.protected else " · ".join(filter(None, (person.organisation, person.unit))),
                )
                for person_id, person in people.items()
                if not only_new or person_id not in had
            ]
        if not blank:
            tx.note_access("codes", f"project:{project.id}")
        if not cards:
            raise CoursewareError(
                "There is nobody to print a code for. To print codes in advance: --blank 30"
            )
        with bar("Drawing") as progress:
            done = 0

            def step() -> None:
                nonlocal done
                done += 1
                if progress is not None:
                    progress(done, len(cards))

            page = code_sheet(cards, strings, title=project.title, base_url=base_url, progress=step)
        # Inside the transaction: where the sheet cannot be written, no code was issued.
        try:
            write_private(out, page.encode())
        except CoursewareError as error:
            raise CoursewareError(f"{error} No code was issued.") from None
    click.echo(str(out))
    click.echo(f"{count(len(cards), 'code')} on the sheet, {len(issued)} of them new.", err=True)
    if not base_url:
        click.echo("No QR codes and links: give the site's address with --base-url to have them.", err=True)
    click.echo("Whoever holds a code can hand in work in its name: give each to its person alone.", err=True)
