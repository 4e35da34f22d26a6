"""`courseware terms`: the term base as files that others can use."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import click

from courseware.cli.words import count
from courseware.content.files import replace_file
from courseware.content.terms import TERMS_FILE, Term, load_terms
from courseware.errors import CoursewareError, ProblemsFound
from courseware.languages import CODES
from courseware.strings import strings_of
from courseware.translations.tbx import terms_tbx

__all__ = ["command"]


@click.group(name="terms", short_help="The nine-language term base as CSV or TBX.")
def command() -> None:
    """Give the term base to translators, term banks and other programs."""


@command.command()
@click.option("--format", "form", type=click.Choice(["csv", "tbx"]), default="csv", show_default=True)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(CODES),
    help="These languages only; may be given several times. Default: all nine.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a file instead of stdout."
)
@click.pass_obj
def export(root: Path, form: str, languages: tuple[str, ...], out: Path | None) -> None:
    """Write the term base: a table (CSV) or an exchange file for translation tools (TBX, ISO 30042).

    \b
    Examples:
      courseware terms export --language sv --language lv --out sv-lv.csv
      courseware terms export --format tbx --out terms.tbx
    """
    terms, problems = load_terms(root)
    if problems:
        raise ProblemsFound(problems)
    if not terms:
        raise CoursewareError(f"There are no terms: {TERMS_FILE} is missing or empty.")
    chosen = tuple(code for code in CODES if code in languages) or CODES
    if form == "csv":
        data = _table(terms, chosen)
    else:
        texts = strings_of(root, "en")
        source = f"{texts('shell.rights')} CC BY 4.0"
        data = terms_tbx(terms, title=texts("terms.base"), source=source, languages=chosen)
    if out is None:
        sys.stdout.buffer.write(data)
        return
    if not out.parent.is_dir():
        raise CoursewareError(f"The folder {out.parent} does not exist. Make it first, or name another.")
    replace_file(out, data)
    click.echo(f"{len(terms)} terms in {count(len(chosen), 'language')} written to {out}", err=True)


def _table(terms: dict[str, Term], languages: tuple[str, ...]) -> bytes:
    # With a byte order mark, so that a spreadsheet takes the letters for what they are.
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(["id", *languages, *(f"definition_{code}" for code in languages)])
    for term in terms.values():
        cells = [term.words.get(code, "") for code in languages]
        meanings = [term.definitions.get(code, "") for code in languages]
        writer.writerow([term.id, *cells, *meanings])
    return ("\ufeff" + table.getvalue()).encode()
