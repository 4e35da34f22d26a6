"""`courseware report outcome`: plan against outcome, as a page, a workbook or lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, PROJECT, UNTIL, OutFile
from courseware.cli.titles import module_title
from courseware.cli.until import last_day
from courseware.packaging.files import write_private
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.outcome import outcome as count
from courseware.reports.outcome import shared
from courseware.reports.outcome_page import outcome_page
from courseware.reports.outcome_words import figures, outcome_title, percent_text, status_text
from courseware.reports.outcome_workbook import outcome_workbook
from courseware.strings import strings_of

__all__ = ["outcome"]


@click.command("outcome")
@PROJECT
@UNTIL
@click.option(
    "--out",
    type=OutFile(".html", ".xlsx"),
    help="Page (.html) or workbook (.xlsx) to write. Default: PROJECT-outcome-DAY.html.",
)
@click.option("--summary", "only_summary", is_flag=True, help="Print the main figures and write no file.")
@click.option("--units", is_flag=True, help="Also by school or workplace.")
@click.option("--exact", is_flag=True, help="Small numbers too: for the administrator only.")
@LANGUAGE
@FORCE
@click.pass_obj
def outcome(
    root: Path,
    project_id: str,
    until: date | None,
    out: Path | None,
    only_summary: bool,
    units: bool,
    exact: bool,
    language: str,
    force: bool,
) -> None:
    """Set the plan against the outcome: participants by organisation, role, sex and month, modules, plans.

    What was planned stands in the project's file (planned_participants, planned_organisations,
    planned_by_organisation). Numbers from one to four are hidden, and so many others that none of them
    can be worked out; --exact shows every number and marks the file as internal.

    \b
    Examples:
      courseware report outcome --project demo --out utfall.html
      courseware report outcome --project demo --until 2026-12-31 --out utfall.xlsx
      courseware report outcome --project demo --exact --units --out internt.xlsx
    """
    project = load_project(project_id)
    day = last_day(project, until)
    t = strings_of(root, language)
    with open_store().read() as tx:
        found = count(tx, project, day)
    if not exact:
        found = shared(found)
    if only_summary:
        click.echo(f"{outcome_title(found, t)} ({status_text(found, t)})")
        for figure in figures(found, t):
            share = percent_text(figure.reached, figure.planned, t)
            words = (figure.value, figure.of, f"({share})" if share else "")
            click.echo(f"{figure.name}: {' '.join(filter(None, words))}")
        return
    mark = "-internal" if exact else ""
    target = out or Path(f"{project.id}-outcome-{day}{mark}.html")
    titles = {item.module: module_title(root, item.module, language) for item in found.modules}
    if target.suffix.lower() == ".xlsx":
        content = outcome_workbook(found, t, titles=titles, units=units)
    else:
        content = outcome_page(found, t, titles=titles, units=units).encode()
    write_private(target, content, replace=force)
    click.echo(str(target))
    if exact:
        click.echo("Exact numbers, for the administrator only. To share it: without --exact", err=True)
