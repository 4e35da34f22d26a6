"""`courseware check`: every problem in content, translations and reader texts, at once."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from courseware.cli.words import count
from courseware.content.check import check_library
from courseware.content.codes import CODES
from courseware.content.external_links import check_external
from courseware.content.load import load_library
from courseware.content.reviews import Overdue, overdue_reviews
from courseware.errors import Problem, ProblemsFound
from courseware.translations.bring_in import PACKET_CODES
from courseware.translations.check import TRANSLATION_CODES, check_translations

__all__ = ["command", "is_below", "relative"]


@click.command(name="check", short_help="Every problem in the content, with file, line and fix.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects instead of lines.")
@click.option("--links", "external", is_flag=True, help="Also addresses outside the site, from their record.")
@click.option(
    "--reviews", is_flag=True, help="Only what should have been checked by now; exit code 1 if any."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge by. Default: today.")
@click.option("--codes", "show_codes", is_flag=True, help="Print what each code means, and check nothing.")
@click.pass_obj
def command(
    root: Path,
    paths: tuple[Path, ...],
    as_json: bool,
    external: bool,
    reviews: bool,
    today: datetime | None,
    show_codes: bool,
) -> None:
    """Show every problem in content, quizzes, links, sources, terms, translations and reader texts.

    One line a problem: path:line: code: what is wrong, and what to do. PATHS limit what is shown
    (the whole project is read all the same, because links cross files). Exit code 1 when there
    is a problem.

    Links between pages are always followed. With --links, addresses outside the site are judged too,
    by what docs/data/links.csv says of the last visit: never, gone, without an answer, or more than
    180 days ago. No network is asked; `courseware links check` is what visits them.

    Pages and evidence cards whose next review has passed are listed too, but are no problem: the
    calendar alone ends nothing. With --reviews they are all that is printed (path, due date, days,
    with tabs between), and the exit code is 1 when there is one.

    \b
    Examples:
      courseware check
      courseware check quizzes/sv modules/sv/m07-early-detection
      courseware check --json | jq -r '.[].code' | sort | uniq -c
      courseware check --links
      courseware check --reviews --today 2027-12-01
      courseware check --codes
    """
    if show_codes:
        _print_codes(as_json)
        return
    overdue: list[Overdue] = []
    day = (today or datetime.now(UTC)).date()
    try:
        library = load_library(root)
        overdue = overdue_reviews(library, day)
        problems = sorted({*check_library(library), *check_translations(library)})
        if external:
            problems = sorted({*problems, *check_external(library, day)})
    except ProblemsFound as found:
        problems, reviews = list(found.problems), False
    if paths:
        wanted = [relative(root, path) for path in paths]
        problems = [problem for problem in problems if is_below(problem.path, wanted)]
        overdue = [one for one in overdue if is_below(one.path.partition("#")[0], wanted)]
    if reviews:
        _print_reviews(overdue, as_json)
        sys.exit(1 if overdue else 0)
    if as_json:
        rows = [_as_json(problem) for problem in (*problems, *(one.problem for one in overdue))]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    if overdue:
        click.echo(f"{count(len(overdue), 'review')} overdue, which is no problem yet:", err=True)
        for one in overdue:
            click.echo(f"  {one.path}: due {one.due}, {count(one.days, 'day')} ago", err=True)
    if problems:
        files = len({problem.path for problem in problems})
        click.echo(f"{count(len(problems), 'problem')} in {count(files, 'file')}.", err=True)
        sys.exit(1)
    click.echo("No problems.", err=True)


def _print_codes(as_json: bool) -> None:
    codes = dict(sorted({**CODES, **TRANSLATION_CODES, **PACKET_CODES}.items()))
    if as_json:
        click.echo(json.dumps(codes, ensure_ascii=False, indent=2))
        return
    width = max(len(code) for code in codes)
    for code, meaning in codes.items():
        click.echo(f"{code:<{width}}  {meaning}")


def _print_reviews(overdue: list[Overdue], as_json: bool) -> None:
    if as_json:
        rows = [{"path": one.path, "due": str(one.due), "days": one.days} for one in overdue]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in overdue:
        click.echo(f"{one.path}\t{one.due}\t{one.days}")
    click.echo(f"{count(len(overdue), 'review')} overdue." if overdue else "No review is overdue.", err=True)


def relative(root: Path, path: Path) -> str:
    """Gives a path below the project folder as problems name it, "" for the folder itself."""
    absolute = path if path.is_absolute() else Path.cwd() / path
    for candidate in (absolute, root / path):
        if candidate.exists() and candidate.resolve().is_relative_to(root):
            name = candidate.resolve().relative_to(root).as_posix()
            return "" if name == "." else name
    raise click.BadParameter(f"'{path}' is not in the project folder.", param_hint="PATHS")


def is_below(path: str, wanted: list[str]) -> bool:
    """Tells whether a file is one of some files, or lies below one of some folders."""
    return any(not one or path == one or path.startswith(f"{one}/") for one in wanted)


def _as_json(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
