"""`courseware translations export` and `import`: the texts to a translator without git, and back."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import yaml

from courseware.cli.words import count
from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.languages import CODES, SOURCE
from courseware.strings import load_strings

if TYPE_CHECKING:
    from courseware.translations.bring_in import BringIn
    from courseware.translations.packet import Packet
    from courseware.translations.packet_file import PacketFormat

__all__ = ["export_packet", "import_packet"]


@click.command(name="export", short_help="One document for a translator: Word, XLIFF or PO.")
@click.option(
    "--language",
    required=True,
    type=click.Choice([code for code in CODES if code != SOURCE]),
    help="Into which.",
)
@click.option("--outdated", is_flag=True, help="Only sections whose Swedish text has changed.")
@click.option("--missing", is_flag=True, help="Only pages that are not there yet; with --outdated, both.")
@click.option(
    "--page", "pages", multiple=True, help="Only this page, file or folder; 'strings' for the reader texts."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["docx", "xliff", "po"]),
    help="Default: the ending of --out, or docx.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Default: the language and the format, lv.docx.",
)
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@click.pass_obj
def export_packet(
    root: Path,
    language: str,
    outdated: bool,
    missing: bool,
    pages: tuple[str, ...],
    format_: str | None,
    out: Path | None,
    force: bool,
) -> None:
    """Write one document that a translator can work in without git or this program.

    It holds the Swedish text beside the translation, with the agreed terms of that text. Marks that
    are not words (headings' ids, list signs, ticks, blocks, code) stay here and cannot be broken.
    Without --outdated, --missing or --page it holds every page.

    \b
    Examples:
      courseware translations export --language lv --outdated --out lv.docx
      courseware translations export --language fi --missing --format xliff
      courseware translations export --language de --page modules/m07-early-detection --format po
      courseware translations export --language et --page strings --page index.md
    """
    # Imported here and in `import`: `translations status` should not wait for them.
    from courseware.packaging.files import write_private
    from courseware.translations.packet import make_packet
    from courseware.translations.packet_file import FORMATS, write_packet

    chosen = _format(format_, out)
    out = out or Path(f"{language}{FORMATS[chosen]}")
    packet = make_packet(
        load_library(root),
        language,
        _project(root),
        only_outdated=outdated,
        only_missing=missing,
        pages=pages,
    )
    if not packet.pages:
        click.echo("There is nothing to translate: no page is in question.", err=True)
        return
    content = write_packet(packet, chosen, load_strings(root, "en"))
    write_private(out, content, replace=force)
    click.echo(f"{_sum(packet)}, {count(len(packet.terms), 'agreed term')}.", err=True)
    click.echo(str(out))


@click.command(name="import", short_help="A translator's document back into the pages.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--reviewer", "role", help="Call the pages reviewed by somebody in this role; never a name.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day they were read, with --reviewer.")
@click.pass_obj
def import_packet(
    root: Path, file: Path, dry_run: bool, yes: bool, role: str | None, date: datetime | None
) -> None:
    """Take a translator's document in: all of it, or nothing and every reason at once.

    Headings, links, sources, figures, right answers and marks are compared with Swedish. Where the
    Swedish text has changed since the document was made, the section stays outdated.

    \b
    Examples:
      courseware translations import lv.docx --dry-run
      courseware translations import lv.docx
      courseware translations import fi.xlf --reviewer "teacher" --date 2026-12-01
    """
    from courseware.translations.bring_in import Reviewer, plan_bring_in
    from courseware.translations.packet_file import MAX_BYTES, read_packet
    from courseware.translations.put_in_place import put_in_place

    if (role is None) is not (date is None):
        raise click.UsageError("--reviewer and --date belong together.")
    reviewer = Reviewer(_role(role), date.date()) if role is not None and date is not None else None
    with file.open("rb") as opened:
        packet = read_packet(opened.read(MAX_BYTES + 1))
    plan = plan_bring_in(load_library(root), packet, _project(root), reviewer)
    for comment in packet.comments:
        click.echo(f"Comment: {comment}", err=True)
    for line in _describe(plan):
        click.echo(line, err=True)
    if not plan.files:
        click.echo("Nothing in the document differs from the project. Nothing written.", err=True)
        return
    if dry_run:
        click.echo("Nothing written.", err=True)
        return
    if not yes and not click.confirm(f"Write {count(len(plan.files), 'file')}?", err=True):
        click.echo("Nothing written.", err=True)
        sys.exit(1)
    put_in_place(root, plan.files, plan.present)
    for path in plan.files:
        click.echo(path)


def _format(given: str | None, out: Path | None) -> PacketFormat:
    from courseware.translations.packet_file import FORMATS

    if given is not None:
        return cast("PacketFormat", given)
    if out is None:
        return "docx"
    endings = {**{ending: name for name, ending in FORMATS.items()}, ".xliff": "xliff"}
    found = endings.get(out.suffix.lower())
    if found is None:
        raise click.UsageError(f"'{out.name}' does not say its format. Add --format {'|'.join(FORMATS)}.")
    return found


def _project(root: Path) -> str:
    """Gives what tells this project from others: `extra.iri_base` in mkdocs.yml, which is never changed."""
    try:
        tree = yaml.compose((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        tree = None
    for name in ("extra", "iri_base"):
        pairs = tree.value if isinstance(tree, yaml.MappingNode) else ()
        tree = next((value for key, value in pairs if key.value == name), None)
    found = re.sub(r"[\s<>\]]", "", str(tree.value)) if isinstance(tree, yaml.ScalarNode) else ""
    if not found:
        raise CoursewareError(
            "mkdocs.yml with its extra.iri_base is missing. Run the command in the project's folder, or name "
            "it: courseware --root FOLDER translations …"
        )
    return found


def _role(role: str) -> str:
    words = role.split()
    if not words or len(role) > 80:
        raise click.UsageError("--reviewer needs a role, for example 'teacher'.")
    if "@" in role or (len(words) > 1 and all(word[:1].isupper() for word in words)):
        raise click.UsageError(f"'{role}' looks like a name. Give the role only, for example 'teacher'.")
    return " ".join(words)


def _describe(plan: BringIn) -> Iterator[str]:
    for note in plan.notes:
        yield str(note)
    for page in plan.pages:
        state = " (new)" if page.new else ""
        yield f"{page.path}{state}:" + (" reviewed" if page.reviewed else "")
        for section in page.sections:
            word = f"{count(len(section.texts), 'text')} changed" if section.texts else "confirmed as it was"
            yield f"  {section.section}: {word}"
            for before, after in section.texts[:1]:
                if before:
                    yield f"    - {_part(before, after)}"
                yield f"    + {_part(after, before)}"


def _part(text: str, other: str) -> str:
    """Gives a short piece of a text from where it begins to differ."""
    start = next(
        (number for number, (a, b) in enumerate(zip(text, other, strict=False)) if a != b),
        min(len(text), len(other)),
    )
    start = max(0, start - 20) if other else 0
    line = ("…" if start else "") + " ".join(text[start : start + 80].split())
    return line + ("…" if len(text) > start + 80 else "")


def _sum(packet: Packet) -> str:
    sections = [section for page in packet.pages for section in page.sections]
    texts = sum(len(section.units) for section in sections)
    return f"{count(len(packet.pages), 'page')}, {count(len(sections), 'section')}, {count(texts, 'text')}"
