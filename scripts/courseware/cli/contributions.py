"""`courseware contributions`: corrections and practices that partners send, as drafts for an editor."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from courseware.cli.options import DRY_RUN, FILES
from courseware.cli.starts import ZONE
from courseware.cli.words import TRIAL, count
from courseware.content.files import alone_in
from courseware.content.load import load_library
from courseware.content.model import Page
from courseware.errors import ProblemsFound
from courseware.intake.contribution_pages import draft_pages, write_drafts
from courseware.intake.contributions import read_contributions
from courseware.languages import CODES, LANGUAGES
from courseware.registry.identity import without_numbers
from courseware.strings import strings_of

__all__ = ["command"]


@click.group("contributions")
def command() -> None:
    """Contributions: corrections and practices from partners, as drafts to read.

    \b
    Examples:
      courseware contributions import contribution-latvia-2026-11-26.json labojums.eml --dry-run
      courseware contributions list
    """


@command.command("import")
@FILES
@DRY_RUN
@click.pass_obj
def import_(root: Path, files: tuple[Path, ...], dry_run: bool) -> None:
    """Make drafts of what was sent; all of the files, or nothing.

    A file is what the form on the page Contribute saved (JSON), a mail that your mail program saved (.eml),
    with the answers in its text or the JSON file attached, or the answered questions as text (.txt, UTF-8).
    The questions may be in any of the nine languages. A file that is here already, in whichever form it came,
    makes no second draft.

    Drafts lie in docs/<language>/baltic/practices/ and corrections/. `courseware serve` shows them with a
    notice; `courseware build` leaves them out. A practice is published by taking `draft:` out of its front
    matter; a correction is made on its page, and its draft deleted.

    Names, senders and whatever stands outside the answers are not read. A file with what looks like an
    identity number, an e-mail address or a telephone number is refused; the message names the field.

    \b
    Examples:
      courseware contributions import contribution-latvia-2026-11-26.json --dry-run
      courseware contributions import ~/inbox/*.eml
    """
    texts = {code: strings_of(root, code) for code in CODES}
    found = read_contributions(files, texts, _today())
    with alone_in(root / "docs", "docs/ cannot be opened"):
        library = load_library(root)
        drafts, before = draft_pages(library, found, texts)
        if not dry_run:
            write_drafts(root, drafts)
    for draft in drafts:
        click.echo(draft.path)
    click.echo(f"{count(len(drafts), 'draft')}{' would be' if dry_run else ''} made.", err=True)
    for one in before:
        click.echo(f"{without_numbers(one.name)} is here already and is left as it is.", err=True)
    if dry_run:
        click.echo(TRIAL, err=True)
    elif drafts:
        click.echo("Read them: courseware serve. What to do then: the guide 'Ta emot bidrag'.", err=True)


@command.command("list")
@click.pass_obj
def list_(root: Path) -> None:
    """Show the drafts that wait for an editor as tab-separated text, the oldest first.

    The address is where `courseware serve` shows the draft. Exit code 1 where a draft cannot be read.

    \b
    Example:
      courseware contributions list
    """
    library = load_library(root)
    drafts = [page for pages in library.drafts.values() for page in pages.values()]
    paths = {page.source_path for page in drafts}
    wrong = [problem for problem in library.problems if problem.path in paths]
    if wrong:
        raise ProblemsFound(wrong)
    click.echo("date\tkind\tlanguage\tcountry\trole\taddress\tfile\ttitle")
    for page in sorted(drafts, key=lambda page: (_day(page), page.source_path)):
        draft = page.front["draft"]
        address = f"/{LANGUAGES[page.language].prefix}{page.path.removesuffix('.md')}/"
        facts = (
            _day(page).isoformat(),
            *(str(draft[key]) for key in ("kind", "language", "country", "role")),
        )
        click.echo("\t".join((*facts, address, page.source_path, page.title)))
    click.echo(f"{count(len(drafts), 'draft')}.", err=True)


def _day(page: Page) -> date:
    day = page.front["draft"]["date"]
    return day if isinstance(day, date) else date.min


def _today() -> date:
    return datetime.now(ZONE).date()
