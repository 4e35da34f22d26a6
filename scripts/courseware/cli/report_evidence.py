"""`courseware report evidence`, `statement` and `entry-list`: the hours, person by person."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from courseware.cli.options import FORCE, LANGUAGE, MONTH, PROJECT, OutFile
from courseware.cli.titles import module_titles
from courseware.packaging.files import write_private
from courseware.registry.log import current_user
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.entry_list import entry_list, entry_workbook
from courseware.reports.evidence import evidence_of, month_of
from courseware.reports.evidence_pack import draw, evidence_pack
from courseware.reports.evidence_page import evidence_page, file_name
from courseware.reports.month import refuse_outside
from courseware.reports.period import ReportPeriod
from courseware.reports.statement import statement_of, statement_page
from courseware.strings import strings_of

__all__ = [
    "entries",
    "evidence",
    "statement",
    "tell_early",
]


class IdsType(click.ParamType[tuple[int, ...]]):
    """Participants on the command line: 12,45."""

    name = "ids"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Gives the ids, or ends with what is wrong."""
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in value.split(",")]
        if not all(part.isdecimal() and len(part) < 10 for part in parts):
            # Not quoted: the text may be anybody's number.
            self.fail("is not a list of participant ids. Write for example 12,45.", param, ctx)
        return tuple(map(int, parts))


def tell_early(project: Project, period: ReportPeriod) -> None:
    """Tells that a month is not over, so that what is made of it is not final."""
    if project.today() < period.opens:
        click.echo(f"{period} is not over: sessions and signatures may still be added.", err=True)


@click.command("evidence")
@MONTH
@PROJECT
@click.option("--participant", type=click.IntRange(1), metavar="ID", help="One participant: a page.")
@click.option("--sample", type=IdsType(), metavar="ID,ID,…", help="These participants: a zip of pages.")
@click.option("--random", "count", type=click.IntRange(1), metavar="N", help="Drawn by lot: a zip.")
@click.option("--seed", type=click.IntRange(0), help="Repeats a draw. Default: a new one, which is told.")
@click.option("--all", "everybody", is_flag=True, help="Everybody who stands in the month: a zip.")
@click.option("--out", type=OutFile(".html", ".zip"), help="File to write. Default: a name of its own here.")
@click.option("--full-number", is_flag=True, help="Show whole identity numbers; never of protected people.")
@LANGUAGE
@FORCE
@click.pass_obj
def evidence(
    root: Path,
    period: ReportPeriod,
    project_id: str,
    participant: int | None,
    sample: tuple[int, ...] | None,
    count: int | None,
    seed: int | None,
    everybody: bool,
    out: Path | None,
    full_number: bool,
    language: str,
    force: bool,
) -> None:
    """Make the evidence behind somebody's hours: what was held, attended, signed, exported and changed.

    One participant gives a page to read or print; a sample gives a zip with a page each, an index and the
    fingerprint of every file. People are drawn by lot from those who are reported with time, and the same
    seed draws the same ones. The same register gives the same file, byte for byte.

    \b
    Examples:
      courseware report evidence 2026-11 --project demo --participant 12
      courseware report evidence 2026-11 --project demo --sample 12,45 --out sample.zip
      courseware report evidence 2026-11 --project demo --random 20 --seed 7 --out sample.zip
    """
    if sum((participant is not None, sample is not None, count is not None, everybody)) != 1:
        raise click.UsageError("Say whom, in one way: --participant, --sample, --random or --all.")
    if seed is not None and count is None:
        raise click.UsageError("--seed repeats a draw: give --random too.")
    ending = ".zip" if participant is None else ".html"
    if out is not None and out.suffix.lower() != ending:
        raise click.UsageError(f"--out must end in {ending}: one participant is a page, several are a zip.")
    project = load_project(project_id)
    refuse_outside(project, period)
    tell_early(project, period)
    t, titles = strings_of(root, language), module_titles(root, language)
    store = open_store()
    whose = f"project:{project.id}" if participant is None else f"person:{participant}"
    store.note_access(current_user(), "evidence", whose, f"evidence of {period}")
    with store.read() as tx:
        month = month_of(tx, project, period)
        if participant is not None:
            [found] = evidence_of(tx, month, [participant])
            content = evidence_page(found, t, titles, full_number=full_number).encode()
            target = out or Path(f"{project.id}-{file_name(found)}")
        else:
            ids = sample or tuple(month.standings)
            chosen = t(f"admin.evidence.pack.chosen.{'ids' if sample else 'all'}")
            if count is not None:
                seed = secrets.randbelow(1_000_000) if seed is None else seed
                ids = draw(month.reported, count, seed)
                among = len(month.reported)
                chosen = t("admin.evidence.pack.chosen.random", drawn=len(ids), among=among, seed=seed)
                click.echo(f"{len(ids)} of {among} drawn, seed {seed}.", err=True)
            content = evidence_pack(tx, month, ids, t, titles, chosen=chosen, full_number=full_number)
            target = out or Path(f"{project.id}-evidence-{period}.zip")
    write_private(target, content, replace=force)
    click.echo(str(target))


@click.command("statement")
@PROJECT
@click.option("--participant", type=click.IntRange(1), required=True, metavar="ID", help="Whose time.")
@click.option("--out", type=OutFile(".html"), help="Page to write. Default: a name of its own here.")
@LANGUAGE
@FORCE
@click.pass_obj
def statement(
    root: Path, project_id: str, participant: int, out: Path | None, language: str, force: bool
) -> None:
    """Make a participant's own time statement over the whole project, as a page to hand over.

    Month by month: minutes at sessions and in self-study, attested minutes, reported hours, what rounding
    left out, and the state; and the modules completed.

    \b
    Example:
      courseware report statement --project demo --participant 12 --language en
    """
    project, store = load_project(project_id), open_store()
    store.note_access(current_user(), "statement", f"person:{participant}")
    with store.read() as tx:
        found = statement_of(tx, project, participant)
    page = statement_page(found, strings_of(root, language), module_titles(root, language))
    target = out or Path(f"{project.id}-statement-{participant:06d}.html")
    write_private(target, page.encode(), replace=force)
    click.echo(str(target))


@click.command("entry-list")
@MONTH
@PROJECT
@click.option("--out", type=OutFile(".xlsx"), help="Workbook to write. Default: a name of its own here.")
@LANGUAGE
@FORCE
@click.pass_obj
def entries(
    root: Path, period: ReportPeriod, project_id: str, out: Path | None, language: str, force: bool
) -> None:
    """Make the list to type into Projektrummet: activities, who took part, and for how many minutes.

    No import into Projektrummet or its Deltagarportal is known, so this is a list to type from. It holds
    names and whole identity numbers: keep it where only those can read it who enter it.

    \b
    Example:
      courseware report entry-list 2026-11 --project demo
    """
    project = load_project(project_id)
    refuse_outside(project, period)
    tell_early(project, period)
    store = open_store()
    store.note_access(current_user(), "entry-list", f"project:{project.id}", f"entry list of {period}")
    with store.read() as tx:
        found = entry_list(tx, project, period)
    book = entry_workbook(found, strings_of(root, language), module_titles(root, language))
    target = out or Path(f"{project.id}-entry-list-{period}.xlsx")
    write_private(target, book, replace=force)
    click.echo(str(target))
    sessions, people = len(found.sessions), len(found.faces)
    click.echo(
        f"{sessions} session{'' if sessions == 1 else 's'}, "
        f"{people} participant{'' if people == 1 else 's'}.",
        err=True,
    )
