"""`courseware translations`: where each language stands, and noting what a translation follows."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.translations.stamp import plan_stamp, write_stamp
from courseware.translations.status import Translation, source_hashes, translations

__all__ = ["command"]

_OTHERS = [code for code in CODES if code != SOURCE]


@click.group(name="translations", short_help="Where each language stands against Swedish.")
def command() -> None:
    """Compare the languages with Swedish, and note what a translation follows."""


@command.command()
@click.option("--language", type=click.Choice(_OTHERS), help="Show every page of one language.")
@click.option("--json", "as_json", is_flag=True, help="Print objects instead of lines.")
@click.pass_obj
def status(root: Path, language: str | None, as_json: bool) -> None:
    """Show which pages are missing, outdated (and in which sections) or current.

    \b
    Examples:
      courseware translations status
      courseware translations status --language lv
    """
    library = load_library(root)
    hashes = source_hashes(library)
    chosen = [language] if language else _OTHERS
    found = {code: translations(library, code, hashes) for code in chosen}
    if as_json:
        rows = [_as_json(one) for pages in found.values() for one in pages]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif language:
        for one in found[language]:
            sections = f": {', '.join(one.outdated)}" if one.outdated else ""
            word = one.status if one.kind == "missing" else f"{one.status} ({one.kind}){sections}"
            click.echo(f"{one.path}: {word}")
    else:
        click.echo("language      pages  current  outdated  missing  original  machine  reviewed  adapted")
        for code, pages in found.items():
            states = [one.status for one in pages]
            kinds = [one.kind for one in pages]
            numbers = (
                (len(pages), 5),
                (states.count("current"), 7),
                (states.count("outdated"), 8),
                (states.count("missing"), 7),
                (kinds.count("original"), 8),
                (kinds.count("machine"), 7),
                (kinds.count("reviewed"), 8),
                (kinds.count("adapted"), 7),
            )
            name = f"{code} {LANGUAGES[code].name}"
            click.echo("  ".join((f"{name:<12}", *(f"{number:>{width}}" for number, width in numbers))))


@command.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--section", "only", multiple=True, help="Stamp this section only; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def stamp(root: Path, paths: tuple[Path, ...], only: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Note in translations that they now say what the Swedish source says.

    PATHS are translated files or folders of them. First the sections that changed are shown; the
    stamp is your word that the translation follows them.

    \b
    Examples:
      courseware translations stamp modules/en/m07-early-detection --dry-run
      courseware translations stamp quizzes/lv/m07-early-detection.md --section q3
    """
    library = load_library(root)
    files: list[str] = []
    for path in paths:
        absolute = path.resolve()
        if not absolute.is_relative_to(root):
            raise CoursewareError(f"{path} is not in the project folder.")
        members = sorted(absolute.rglob("*.md")) if absolute.is_dir() else [absolute]
        files.extend(member.relative_to(root).as_posix() for member in members)
    plans = [plan_stamp(library, name, only) for name in dict.fromkeys(files)]
    changing = [plan for plan in plans if plan.changes]
    for plan in changing:
        click.echo(f"{plan.path} follows {plan.source_path}:", err=True)
        for change in plan.changes:
            place = f" (line {change.line})" if change.line else ""
            click.echo(f"  {change.state:<7} {change.section}{place}", err=True)
    if not changing:
        click.echo("Nothing has changed since the last stamp.", err=True)
        return
    if dry_run:
        click.echo("Nothing written.", err=True)
        return
    if not yes and not click.confirm("Do the translations say all this now?", err=True):
        click.echo("Nothing written.", err=True)
        sys.exit(1)
    for plan in changing:
        write_stamp(root, plan)
        click.echo(plan.path)


def _as_json(one: Translation) -> dict[str, object]:
    return {
        "path": one.path,
        "source": one.source_path,
        "language": one.language,
        "translation": one.kind,
        "status": one.status,
        "outdated": list(one.outdated),
    }
