"""`courseware build`: the site from the content, only what changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courseware.languages import CODES

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["command", "progress"]


def split_languages(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Gives the languages of a comma-separated list, all of them where there is none."""
    if not value:
        return CODES
    found = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    wrong = [code for code in found if code not in CODES]
    if wrong or not found:
        raise click.BadParameter(
            f"{', '.join(wrong) or value!r}: choose among {', '.join(CODES)}.", ctx, parameter
        )
    return found


@click.command("build")
@click.option(
    "--languages",
    callback=split_languages,
    metavar="sv,en,…",
    help="Render only these; the pages of the other languages stay as they are. Default: all nine.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes side by side. Default: one a processor.")
@click.option("--clean", is_flag=True, help="Forget everything remembered and build from nothing.")
@click.pass_obj
def command(root: Path, languages: tuple[str, ...], jobs: int | None, clean: bool) -> None:
    """Build the site into site/: only what changed since the last time.

    New content versions of modules are first written to quizzes/versions/; commit them.

    Set SITE_URL to the address where the site is published to get canonical links, hreflang and sitemap.xml.

    \b
    Examples:
      courseware build
      courseware build --languages sv,en
      SITE_URL=https://utbildning.example.se/ courseware build --clean
    """
    from courseware.site.build import build_site

    started = time.monotonic()
    with progress() as report:
        built = build_site(root, languages=languages, jobs=jobs, clean=clean, report=report)
    for path in built.versions:
        click.echo(f"{path}: a new content version is published. Commit the file.", err=True)
    what = f"{built.rendered} of {built.pages} pages rendered, {built.written} files changed"
    click.echo(f"{built.site_dir}: {what}, {time.monotonic() - started:.1f} s", err=True)


@contextmanager
def progress() -> Generator[Callable[[int, int], None]]:
    """Gives a function that shows how far a build is, on a terminal and only once it takes long."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    shown: Progress | None = None

    def report(done: int, total: int) -> None:
        nonlocal shown
        if shown is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("Pages"), BarColumn(), MofNCompleteColumn())
            shown = Bar(*columns, console=Console(stderr=True), transient=True)
            shown.start()
            shown.add_task("pages", total=total)
        shown.update(shown.task_ids[0], completed=done, total=total)

    try:
        yield report
    finally:
        if shown is not None:
            shown.stop()
