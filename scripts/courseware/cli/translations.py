"""`courseware translations`: where each language stands, and noting what a translation follows."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from courseware.cli.translations_packet import export_packet, import_packet
from courseware.content.documents import documents
from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.translations.drift import drift
from courseware.translations.stamp import plan_stamp, write_stamp
from courseware.translations.status import (
    Translation,
    progress_of,
    source_hashes,
    source_words,
    translations,
)

__all__ = ["command"]

_OTHERS = [code for code in CODES if code != SOURCE]


@click.group(name="translations", short_help="Where each language stands against Swedish.")
def command() -> None:
    """Compare the languages with Swedish, and note what a translation follows."""


command.add_command(export_packet)
command.add_command(import_packet)


@command.command()
@click.option("--language", type=click.Choice(_OTHERS), help="Show every page of one language.")
@click.option("--json", "as_json", is_flag=True, help="Print objects instead of lines.")
@click.pass_obj
def status(root: Path, language: str | None, as_json: bool) -> None:
    """Show which pages are missing, outdated (in which sections, how many words) or current.

    Drift counts pages that are built otherwise than Swedish: headings, links, questions, right
    answers, citation keys, figures. `courseware check` names the places.

    \b
    Examples:
      courseware translations status
      courseware translations status --language lv
      courseware translations status --json | jq '.[] | select(.status == "outdated") | .path'
    """
    library = load_library(root)
    hashes, words = source_hashes(library), source_words(library)
    chosen = [language] if language else _OTHERS
    found = {code: translations(library, code, hashes, words) for code in chosen}
    drifted = {code: drift(library, code) for code in chosen}
    if as_json:
        rows = [
            _as_json(one, words, drifted[code].get(one.key, ()))
            for code, pages in found.items()
            for one in pages
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif language:
        for one in found[language]:
            click.echo(_page_line(one, words, drifted[language].get(one.key, ())))
    else:
        heads = (f"{title:>{width}}" for title, width in _COLUMNS)
        click.echo("  ".join((f"{'language':<12}", *heads)))
        for code, pages in found.items():
            click.echo(_language_line(code, pages, drifted[code]))


_COLUMNS = (
    ("pages", 5),
    ("current", 7),
    ("outdated", 8),
    ("missing", 7),
    ("original", 8),
    ("machine", 7),
    ("reviewed", 8),
    ("adapted", 7),
    ("drift", 5),
    ("words left", 10),
    ("done", 4),
)


def _language_line(code: str, pages: list[Translation], drifted: Mapping[str, object]) -> str:
    states = [one.status for one in pages]
    kinds = [one.kind for one in pages]
    progress = progress_of(pages)
    figures: list[int | str] = [
        len(pages),
        *(states.count(state) for state in ("current", "outdated", "missing")),
        *(kinds.count(kind) for kind in ("original", "machine", "reviewed", "adapted")),
        len(drifted),
        progress.missing + progress.outdated,
        f"{progress.percent(progress.current)}%",
    ]
    name = f"{code} {LANGUAGES[code].name}"
    widths = [width for _, width in _COLUMNS]
    return "  ".join(
        (f"{name:<12}", *(f"{figure:>{width}}" for figure, width in zip(figures, widths, strict=True)))
    )


def _page_line(one: Translation, words: Mapping[str, Mapping[str, int]], drifted: tuple[str, ...]) -> str:
    if one.kind == "missing":
        return f"{one.path}: missing ({one.words} words)"
    line = f"{one.path}: {one.status} ({one.kind})"
    if one.outdated:
        counted = words[one.key]
        parts = (f"{section} ({counted.get(section, 0)})" for section in one.outdated)
        line += f": {', '.join(parts)}; {one.outdated_words} words"
    return line + (f"; drift: {', '.join(drifted)}" if drifted else "")


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
    keys = {document.key for document in documents(library, SOURCE)}
    followers = [
        document.path for code in _OTHERS for document in documents(library, code) if document.key in keys
    ]
    files: list[str] = []
    for path in paths:
        absolute = path.resolve()
        if not absolute.is_relative_to(root):
            raise CoursewareError(f"{path} is not in the project folder.")
        if absolute.is_dir():
            # What a language has of its own, such as its country's counterparts, follows nothing.
            below = f"{absolute.relative_to(root).as_posix()}/"
            files.extend(name for name in followers if name.startswith(below))
        else:
            files.append(absolute.relative_to(root).as_posix())
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


def _as_json(
    one: Translation, words: Mapping[str, Mapping[str, int]], drifted: tuple[str, ...]
) -> dict[str, object]:
    counted = words[one.key]
    return {
        "path": one.path,
        "source": one.source_path,
        "language": one.language,
        "translation": one.kind,
        "status": one.status,
        "words": one.words,
        "outdated": [{"section": section, "words": counted.get(section, 0)} for section in one.outdated],
        "drift": list(drifted),
    }
