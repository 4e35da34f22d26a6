"""`courseware report profiles`, `profile` and `country`: what each country's system asks for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, PROJECT, MonthType, OutFile
from courseware.cli.words import count
from courseware.packaging.files import write_private
from courseware.registry.log import current_user
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.country import country_register
from courseware.reports.country_workbook import country_workbook
from courseware.reports.deadlines import deadlines, within
from courseware.reports.period import ReportPeriod
from courseware.reports.profile_file import list_profiles, load_profile, profile_of
from courseware.reports.profile_text import profile_lines, profile_title
from courseware.strings import strings_of

__all__ = ["country", "profile", "profiles"]


@click.command("profiles")
@LANGUAGE
@click.pass_obj
def profiles(root: Path, language: str) -> None:
    """List the countries' profiles, tab between: code, country, periods, cadence, record, output.

    \b
    Example:
      courseware report profiles --language en
    """
    t = strings_of(root, language)
    click.echo("code\tcountry\tperiods\tcadence\trecord\toutput")
    for code in list_profiles():
        found = load_profile(code)
        what = (found.value("cadence"), found.value("record_unit"), found.output)
        click.echo("\t".join((code, t(found.name), ", ".join(found.periods), *what)))


@click.command("profile")
@click.argument("code")
@LANGUAGE
@click.pass_obj
def profile(root: Path, code: str, language: str) -> None:
    """Tell what is known about a country's reporting, from which source, and whom to ask about the rest.

    \b
    Example:
      courseware report profile ee --language en
    """
    t, found = strings_of(root, language), load_profile(code)
    click.echo(profile_title(found, t))
    click.echo(f"\n{t('admin.profile.warning')}")
    above = ""
    for heading, sentence in profile_lines(found, t):
        click.echo(f"  {sentence}" if heading == above else f"\n{heading}\n  {sentence}")
        above = heading


@click.command("country")
@PROJECT
@click.option("--profile", "code", metavar="CODE", help="Whose profile. Default: the project's country's.")
@click.option("--from", "first", type=MonthType(), help="First month. Default: the project's first.")
@click.option("--to", "last", type=MonthType(), help="Last month. Default: the latest that is over.")
@click.option("--out", type=OutFile(".xlsx"), help="Workbook. Default: PROJECT-CODE-FROM-TO.xlsx.")
@click.option("--numbers", is_flag=True, help="Include names and identity numbers, but of protected people.")
@LANGUAGE
@FORCE
@click.pass_obj
def country(
    root: Path,
    project_id: str,
    code: str | None,
    first: ReportPeriod | None,
    last: ReportPeriod | None,
    out: Path | None,
    numbers: bool,
    language: str,
    force: bool,
) -> None:
    """Make a neutral participant register in the unit that a country's records have, as a workbook.

    It is no official format: no country's column list is known, and the workbook says whom to ask. A
    profile whose participants report themselves (fi) gives a checklist instead. Names and identity
    numbers are left out unless asked for.

    \b
    Examples:
      courseware report country --project demo --profile lv --from 2026-01 --to 2026-12
      courseware report country --project demo --profile lt --numbers --out deltagare.xlsx
    """
    project, t = load_project(project_id), strings_of(root, language)
    found = load_profile(code) if code else profile_of(project)
    first = first or ReportPeriod.parse(project.first_month)
    last = last or _last_over(project, first)
    target = out or Path(f"{project.id}-{found.code}-{first}-{last}.xlsx")
    store = open_store()
    if numbers:
        store.note_access(current_user(), "country", f"project:{project.id}")
    with store.read() as tx:
        register = country_register(tx, project, found, first, last, numbers=numbers)
        # A year ahead: the dates that follow from these months come after them.
        dates = within(deadlines(tx, project, found), first, ReportPeriod(last.year + 1, last.month))
    write_private(target, country_workbook(register, dates, t), replace=force)
    click.echo(str(target))
    lacking = len(register.incomplete)
    left_out = f", {register.below} left out as too short" if register.below else ""
    click.echo(
        f"{count(len(register.records), 'record')}{left_out}; "
        f"{lacking} {'person lacks' if lacking == 1 else 'people lack'} an answer.",
        err=True,
    )


def _last_over(project: Project, first: ReportPeriod) -> ReportPeriod:
    """Gives the latest month of the project that is over, but none before the first."""
    today = project.today()
    day = min(today.replace(day=1) - timedelta(days=1), project.ends)
    return max(ReportPeriod(day.year, day.month), first)
