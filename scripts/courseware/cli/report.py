"""`courseware report`: what the register says, in the shape that somebody needs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, MONTH, PROJECT, OutFile
from courseware.cli.report_country import country, profile, profiles
from courseware.cli.report_dashboard import dashboard
from courseware.cli.report_deadlines import report_deadlines
from courseware.cli.report_evidence import entries, evidence, statement
from courseware.cli.report_indicators import indicators
from courseware.cli.report_outcome import outcome
from courseware.cli.stale import tell_stale
from courseware.packaging.files import write_private
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.mapping import load_mapping
from courseware.reports.month import month_report, refuse_early, refuse_outside
from courseware.reports.month_summary import report_title, summary
from courseware.reports.month_workbook import month_workbook
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import Months, refuse_out_of_order
from courseware.reports.sending import export_month
from courseware.reports.todo import todo_groups, todo_page, todo_text
from courseware.strings import strings_of

__all__ = ["command"]


@click.group("report")
def command() -> None:
    """Reports: where the project stands; the month's hours and what is missing; evidence; indicators.

    \b
    Examples:
      courseware report dashboard --project demo
      courseware report todo 2026-11 --project demo
      courseware report month 2026-11 --project demo
      courseware report evidence 2026-11 --project demo --participant 12
      courseware report indicators --project demo --summary
      courseware report outcome --project demo --out utfall.html
      courseware report deadlines --project demo --out datum.ics
      courseware report country --project demo --profile lv --from 2026-01 --to 2026-12
    """


command.add_command(dashboard)
command.add_command(indicators)
command.add_command(outcome)
command.add_command(report_deadlines)
command.add_command(country)
command.add_command(profile)
command.add_command(profiles)
command.add_command(evidence)
command.add_command(statement)
command.add_command(entries)


@command.command("month")
@MONTH
@PROJECT
@click.option("--out", type=OutFile(".xlsx"), help="Workbook to write. Default: PROJECT-YYYY-MM.xlsx here.")
@click.option("--summary", "only_summary", is_flag=True, help="Print the summary and write no workbook.")
@click.option(
    "--preliminary", is_flag=True, help="Only to look at: not stored as exported, and the workbook says so."
)
@LANGUAGE
@FORCE
@click.pass_obj
def month(
    root: Path,
    period: ReportPeriod,
    project_id: str,
    out: Path | None,
    only_summary: bool,
    preliminary: bool,
    language: str,
    force: bool,
) -> None:
    """Export the month: its workbook of attested hours, and what waits, differs or is left out, with reasons.

    An hour is reported only when the participant has attested it and the attestation agrees with what
    was recorded. Months are exported in order, and every version is kept; the same data give the same
    file, byte for byte. The columns come from a mapping file in the program; nothing here is the format
    of SCB or the ESF Council. With --preliminary or --summary nothing is stored.

    \b
    Examples:
      courseware report month 2026-11 --project demo
      courseware report month 2026-11 --project demo --out november.xlsx --force
      courseware report month 2026-11 --project demo --summary
    """
    project = load_project(project_id)
    refuse_outside(project, period)
    today = project.today()
    if not preliminary:
        refuse_early(period, today)
    mapping, t = load_mapping(project.programme_period), strings_of(root, language)
    if only_summary:
        with open_store().read() as tx:
            report = month_report(tx, project, period, preliminary=preliminary)
        click.echo(report_title(report, t))
        for heading, sentence in summary(report, mapping, t):
            click.echo(f"\n{heading}\n  {sentence}")
        return
    mark = "-preliminary" if preliminary else ""
    target = out or Path(f"{project.id}-{period}{mark}.xlsx")
    if preliminary:
        store = open_store()
        store.note_access(current_user(), "month", f"project:{project.id}", f"preliminary report of {period}")
        with store.read() as tx:
            report = month_report(tx, project, period, preliminary=True)
        write_private(target, month_workbook(report, mapping, t), replace=force)
        stale = []
    else:
        with open_store().write(who=current_user(), why=f"export of {period}") as tx:
            tx.note_access("month", f"project:{project.id}")
            months = Months(tx, project)
            refuse_out_of_order(project, months.states(today), period, "exported")
            report = month_report(tx, project, period, people=months.people)
            made = export_month(tx, project, period, report.ledger)
            report = replace(report, version=made.version)
            stale = months.stale()
            # Inside the transaction: where the file cannot be written, the month was not exported. After a
            # kill in between, the same command writes the same file again.
            write_private(target, month_workbook(report, mapping, t), replace=force)
    click.echo(str(target))
    ledger = report.ledger
    click.echo(
        f"{len(ledger.entries)} reported, {len(ledger.pending)} pending, {len(ledger.differing)} differing, "
        f"{len({held.person_id for held in ledger.excluded})} excluded.",
        err=True,
    )
    if not preliminary:
        click.echo(
            f"{period} is exported as version {report.version}. "
            f"When it is sent: courseware periods sent {period} --project {project.id}",
            err=True,
        )
        tell_stale(project, stale)


@command.command("todo")
@MONTH
@PROJECT
@click.option("--out", type=OutFile(".html"), help="Page to write, to print and tick off.")
@LANGUAGE
@FORCE
@click.pass_obj
def todo(
    root: Path, period: ReportPeriod, project_id: str, out: Path | None, language: str, force: bool
) -> None:
    """List what is to be done before a month is exported: faults by class (E1 to E5), then what waits.

    Exit code 1 while there is something to do. Without --out the list goes to the terminal, people by id;
    the page has their names.

    \b
    Examples:
      courseware report todo 2026-11 --project demo
      courseware report todo 2026-11 --project demo --out att-gora.html
    """
    project, t = load_project(project_id), strings_of(root, language)
    refuse_outside(project, period)
    today = project.today()
    store = open_store()
    if out is not None:
        store.note_access(current_user(), "todo", f"project:{project.id}", f"to-do list of {period}")
    with store.read() as tx:
        report = month_report(tx, project, period, preliminary=today < period.opens)
    groups = todo_groups(report, t)
    if out is None:
        click.echo(todo_text(report, t), nl=False)
    else:
        write_private(out, todo_page(report, t).encode(), replace=force)
        click.echo(str(out))
    count = sum(len(group.tasks) for group in groups)
    click.echo(f"{count} {'thing' if count == 1 else 'things'} to do in {period}.", err=True)
    if groups:
        sys.exit(1)
