"""`courseware report dashboard`: where the project stands, as a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, PROJECT, DateType, OutFile
from courseware.cli.titles import module_title
from courseware.ids import load_ids
from courseware.packaging.files import write_private
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.dashboard import dashboard_page
from courseware.reports.dashboard_reading import dashboard as figures_of
from courseware.strings import strings_of

__all__ = ["dashboard"]

FONT = "overrides/assets/fonts/kedja-sans-latin.woff2"
EMBLEM = "overrides/assets/img/eu.svg"


@click.command("dashboard")
@PROJECT
@click.option("--out", type=OutFile(".html"), help="Page to write. Default: PROJECT-dashboard-DAY.html here.")
@click.option("--today", type=DateType(), help="The day that the figures are of. Default: today.")
@LANGUAGE
@FORCE
@click.pass_obj
def dashboard(
    root: Path, project_id: str, out: Path | None, today: date | None, language: str, force: bool
) -> None:
    """Show on one page what is ready, what is missing and what to do next, with charts and their tables.

    The page holds sums only: no name, no number, and fewer than five people are never shown. It needs no
    network and prints on A4. Where the project lacks an answer, the page says which, and leaves out the
    figures that hang on it.

    \b
    Examples:
      courseware report dashboard --project demo
      courseware report dashboard --project demo --today 2026-12-12 --out läget.html --force
    """
    project = load_project(project_id)
    day = today or project.today()
    known = load_ids(root).modules
    titles = {module: title for module in known if (title := module_title(root, module, language))}
    with open_store().read() as tx:
        figures = figures_of(tx, project, day, titles)
    font, emblem = root / FONT, root / EMBLEM
    page = dashboard_page(
        figures,
        strings_of(root, language),
        titles,
        font=font.read_bytes() if font.is_file() else b"",
        emblem=emblem.read_text(encoding="utf-8") if emblem.is_file() else "",
    )
    target = out or Path(f"{project.id}-dashboard-{day}.html")
    write_private(target, page.encode(), replace=force)
    click.echo(str(target))
