"""`courseware report indicators`: the common indicators, who provides them, what can be counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, PROJECT, UNTIL, OutFile
from courseware.cli.until import last_day
from courseware.packaging.files import write_private
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.indicator_table import indicator_table
from courseware.reports.indicator_workbook import indicator_lines, indicator_workbook
from courseware.strings import strings_of

__all__ = ["indicators"]


@click.command("indicators")
@PROJECT
@UNTIL
@click.option("--out", type=OutFile(".xlsx"), help="Workbook to write. Default: PROJECT-indicators-DAY.xlsx.")
@click.option("--summary", "only_summary", is_flag=True, help="Print the table and write no workbook.")
@click.option("--share", is_flag=True, help="Hide small numbers, for everybody but the administrator.")
@LANGUAGE
@FORCE
@click.pass_obj
def indicators(
    root: Path,
    project_id: str,
    until: date | None,
    out: Path | None,
    only_summary: bool,
    share: bool,
    language: str,
    force: bool,
) -> None:
    """List the programme's common indicators: code, name, who provides it, and the value where one follows.

    Only the number of participants, age at the first entry and legal sex can be counted, from numbers and
    dates. Everything else comes from registers or is asked by others, and its number is empty: a Swedish
    project asks nobody for education, labour-market status, origin or disability. Codes that were seen in
    no source are marked [K]. Nothing of this is sent in.

    \b
    Examples:
      courseware report indicators --project demo --summary
      courseware report indicators --project demo --until 2026-12-31 --out indikatorer.xlsx
      courseware report indicators --project demo --share --out indikatorer-delad.xlsx
    """
    project = load_project(project_id)
    day = last_day(project, until)
    t = strings_of(root, language)
    with open_store().read() as tx:
        table = indicator_table(tx, project, day, is_shared=share)
    if only_summary:
        for line in indicator_lines(table, t):
            click.echo(line)
        return
    mark = "-shared" if share else ""
    target = out or Path(f"{project.id}-indicators-{day}{mark}.xlsx")
    write_private(target, indicator_workbook(table, t), replace=force)
    click.echo(str(target))
    if not share:
        click.echo("Exact numbers, for the administrator only. To share the table: --share", err=True)
