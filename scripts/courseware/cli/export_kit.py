"""`courseware export kit`: everything for a workshop in one zip."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import click

from courseware.cli.bars import step_bar
from courseware.cli.options import FORCE
from courseware.cli.starts import Start, StartType
from courseware.cli.venues import PlaceType
from courseware.cli.words import count
from courseware.content.agenda_plan import LENGTHS, LaterDay, PlanOptions
from courseware.content.files import replace_file
from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.languages import CODES, LANGUAGES, SOURCE

if TYPE_CHECKING:
    from courseware.content.load import Library
    from courseware.exports.kit import Kit
    from courseware.site.press import Folio, Press

__all__ = ["kit"]

UNDATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""The date of a kit whose content nobody says when it was checked."""

NO_BROWSER = """No Chromium was found; it prints the PDF files. One of these gives it:
  Debian:  sudo apt-get install chromium
  Ubuntu:  Google Chrome's .deb package, or: .venv/bin/pip install playwright && \
sudo .venv/bin/playwright install --with-deps chromium
  Or name one:  CHROMIUM=/path/to/chromium courseware export kit …
Or leave the PDF files out: --no-pdf puts pages to print in their place."""


class _Languages(click.ParamType[tuple[str, ...]]):
    name = "language"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        found = tuple(part.strip() for part in str(value).split(","))
        wrong = [code or "(nothing)" for code in found if code not in CODES]
        if wrong:
            self.fail(f"{', '.join(wrong)}: choose among {', '.join(CODES)}.", param, ctx)
        return found


@click.command("kit")
@click.argument("names", metavar="[MODULE|FORMAT]…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every module and exchange format with a workshop.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=_Languages(),
    metavar="sv,en,…",
    help="One kit a language. Default: sv.",
)
@click.option(
    "--start",
    "starts",
    multiple=True,
    type=StartType(),
    help="When it begins, in Sweden; once for each day. Gives clock times and a calendar file.",
)
@click.option(
    "--length",
    type=click.Choice([str(length) for length in LENGTHS if length] + ["whole"]),
    default="whole",
    show_default=True,
    help="Minutes of all days together, breaks included.",
)
@click.option("--days", type=click.IntRange(1, 10), help="Over how many days. Default: as written.")
@click.option("--place", default="", type=PlaceType(), help="Where it is held.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A zip file, or a folder for several. Default: NAME-LANGUAGE.zip in the current folder.",
)
@click.option("--no-pdf", is_flag=True, help="Pages to print instead of PDF files; needs no browser.")
@click.option("--dry-run", is_flag=True, help="List what would be in it, write nothing.")
@FORCE
@click.pass_obj
def kit(
    root: Path,
    names: tuple[str, ...],
    everything: bool,
    languages: tuple[tuple[str, ...], ...],
    starts: tuple[Start, ...],
    length: str,
    days: int | None,
    place: str,
    out: Path | None,
    no_pdf: bool,
    dry_run: bool,
    force: bool,
) -> None:
    """Pack everything that a facilitator needs for a workshop into one zip.

    Run sheet, notes, checklist, attendance list, handouts, worksheets, quiz and slides, to print and to
    show without a network; the invitation; and sheets with the answers, which the site has not. Two runs
    give the same bytes.

    PDF files are printed by a Chromium. Set SITE_URL to the address where the site is published: links and
    the QR code on the attendance list lead there.

    \b
    Examples:
      courseware export kit m05-root-causes
      courseware export kit m05-root-causes --start "2026-12-03 09:00" --place "Rådhuset, sal 2"
      courseware export kit m05-root-causes --language sv,en --length 90 --start 13:10
      courseware export kit m07-early-detection --start "2026-12-03 09:00" --start "2026-12-10 09:00" --days 2
      courseware export kit peer-review --language lv
      courseware export kit --all --language sv --out kits/
    """
    if everything == bool(names):
        raise click.UsageError(
            "Name a module or an exchange format, as in m05-root-causes, or say --all for every one."
        )
    from courseware.site.press import Press

    _stamp(None)  # MkDocs reads the same variable, and does not say what is wrong with it.
    options = _options(starts, int(length) if length.isdigit() else 0, days)
    press = Press(root)
    wanted = _wanted(press.library, names, [code for codes in languages for code in codes] or [SOURCE])
    try:
        targets = {pair: _target(out, pair, many=len(wanted) > 1) for pair in wanted}
    except OSError as error:
        raise CoursewareError(f"{out} cannot be written: {error.strerror or error}.") from None
    if dry_run:
        for pair in wanted:
            _list(_kit(press, pair, options, place, pdf=not no_pdf), targets[pair])
        click.echo("Nothing was written.", err=True)
        return
    _refuse_to_replace(list(targets.values()), force)
    browser = None
    if not no_pdf:
        from courseware.exports.browser import find_browser

        browser = find_browser()
        if browser is None:
            raise CoursewareError(NO_BROWSER)
    with step_bar("Kits", len(wanted)) as step:
        for pair in wanted:
            started = time.monotonic()
            made = _kit(press, pair, options, place, pdf=browser is not None)
            data = _make(made, browser)
            _write(targets[pair], data)
            if step:
                step(1)
            held = f"{count(len(made.listed), 'file')}, {len(data) / 1e6:.1f} MB"
            click.echo(f"{targets[pair]}: {held}, {time.monotonic() - started:.0f} s", err=True)


def _options(starts: Sequence[Start], length: int, days: int | None) -> PlanOptions:
    if len(starts) > (days or 10):
        raise click.UsageError(f"--start is given {len(starts)} times for {count(days or 10, 'day')}.")
    dated = [(start.date, start.minutes) for start in starts if start.date]
    if any(one >= other for one, other in pairwise(dated)):
        raise click.UsageError(
            "--start is once for each day, the first day first: two of them are not in order."
        )
    first, later = (starts[0], starts[1:]) if starts else (None, ())
    return PlanOptions(
        date=first.date if first else None,
        start=first.minutes if first else None,
        length=length,
        days=days or (len(starts) if len(starts) > 1 else 0),
        later=tuple(LaterDay(start.date, start.minutes) for start in later),
    )


def _wanted(library: Library, names: Sequence[str], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Gives the kits to make: module or exchange format, and language; of all of them where none is named."""
    known = {host.id: host for host in library.hosts(SOURCE)}
    led = [name for name, host in known.items() if host.workshop]
    problems: list[str] = []
    chosen: list[str] = []
    for name in names or led:
        short = [one for one in led if one.startswith(f"{name}-")]
        if name in led or len(short) == 1:
            chosen.append(name if name in led else short[0])
        elif name in known:
            problems.append(f"{name} has no workshop, so there is nothing to lead.")
        else:
            hint = did_you_mean(name, led) or f"There are: {', '.join(led) or 'none'}."
            problems.append(f"{name or 'Nothing'} is neither a module nor an exchange format. {hint}")
    pairs = [(name, code) for code in dict.fromkeys(languages) for name in dict.fromkeys(chosen)]
    own = {code: {host.id for host in library.hosts(code)} for code in CODES}
    lacking = [(name, code) for name, code in pairs if name not in own[code]]
    for name, code in lacking if names else ():
        there = [other for other in CODES if name in own[other]]
        problems.append(
            f"{name} is not translated into {LANGUAGES[code].name} ({code}): every text in that kit would "
            f"be Swedish. It exists in {', '.join(there)}: --language {there[0]}"
        )
    for name, code in () if names else lacking:
        click.echo(f"{name} is left out in {code}: it is not translated.", err=True)
    pairs = [pair for pair in pairs if pair not in lacking]
    if not pairs and not problems:
        problems.append("No workshop exists in the languages that were asked for.")
    if problems:
        raise CoursewareError("\n".join(problems))
    return pairs


def _target(out: Path | None, pair: tuple[str, str], *, many: bool) -> Path:
    name = f"{pair[0]}-{pair[1]}.zip"
    if out is None:
        return Path(name)
    is_file = out.suffix.lower() == ".zip" and not out.is_dir()
    if is_file and many:
        raise click.UsageError(
            f"There are several kits to write, and {out} is one file. Name a folder: --out kits/"
        )
    if is_file:
        if not out.parent.is_dir():
            raise CoursewareError(f"The folder {out.parent} does not exist. Make it first, or name another.")
        return out
    if not out.is_dir():
        raise CoursewareError(
            f"{out} is neither a folder that exists nor a name that ends in .zip. "
            f"Make the folder first: mkdir {out}"
        )
    return out / name


def _refuse_to_replace(targets: Sequence[Path], force: bool) -> None:
    """Says before anything is made what could not be written after it."""
    for path in targets:
        if path.is_dir():
            raise CoursewareError(f"{path} is a folder. Name another file with --out, or move the folder.")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise CoursewareError(
                f"Nothing can be written into the folder {path.parent}. Name another one with --out."
            )
    there = [str(path) for path in targets if os.path.lexists(path)]
    if there and not force:
        raise CoursewareError(
            f"{', '.join(there)} exist{'s' if len(there) == 1 else ''} already. "
            "Choose another name with --out, or replace with --force."
        )


def _write(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise CoursewareError(f"{path} cannot be written: {error.strerror or error}.") from error


def _kit(press: Press, pair: tuple[str, str], options: PlanOptions, place: str, *, pdf: bool) -> Kit:
    from courseware.exports.invitation import Invitation
    from courseware.exports.kit import Kit, KitContents

    folio = press.folio(*pair, options, place)
    published = folio.url if press.site_url else ""
    contents = KitContents(
        host_id=folio.host.id,
        title=folio.workshop.title,
        texts=folio.texts,
        papers=folio.papers,
        screens=folio.screens,
        worksheets=folio.worksheets,
        files=folio.files,
        shared=press.shared,
        site_url=press.site_url,
        invitation=Invitation(
            title=folio.workshop.title,
            when=folio.when,
            place=place,
            product=folio.host.product,
            study_minutes=folio.host.study_minutes,
            bring=folio.bring,
            url=published,
            is_whole=not any(each.activity.core for each in folio.plan.dropped),
        ),
        days=_dated(folio, options),
        uid=f"{folio.host.id}@{urlsplit(press.site_url or press.iri_base).hostname or 'localhost'}",
        checked=folio.checked_in_words,
        version=folio.version,
        stamp=_stamp(folio.checked),
    )
    _tell(folio, options)
    return Kit(contents, pdf)


def _dated(folio: Folio, options: PlanOptions) -> list[tuple[dt.date, int, int]]:
    if options.start is None:
        return []
    days = [(day.date, day.starts, day.ends) for day in folio.plan.days if day.date]
    for (date, _, ends), (later, starts, _) in pairwise(days):
        # Minutes may run past midnight.
        if (later - date).days * 24 * 60 + starts < ends:
            clock = f"{ends // 60 % 24:02}:{ends % 60:02}"
            raise CoursewareError(f"The day that begins on {date} ends at {clock}, after the next has begun.")
    return days


def _tell(folio: Folio, options: PlanOptions) -> None:
    """Says on the error stream what of a kit is not as its reader might expect."""
    name = f"{folio.host.id} ({folio.texts.language})"
    swedish = sorted({paper.kind for paper in folio.papers if paper.text_language != paper.language})
    if swedish:
        click.echo(f"{name}: not translated, so in Swedish: {', '.join(swedish)}.", err=True)
    undated = sum(1 for day in folio.plan.days if day.date is None)
    if options.date and undated:
        click.echo(
            f"{name}: {count(undated, 'day')} of {len(folio.plan.days)} without a date, so not in the "
            "calendar file. Give --start once a day.",
            err=True,
        )


def _stamp(checked: dt.date | None) -> dt.datetime:
    """Gives the date of a kit: SOURCE_DATE_EPOCH, else when its content was checked."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return dt.datetime.combine(checked, dt.time(), dt.UTC) if checked else UNDATED
    try:
        stamp = dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        stamp = None
    if stamp is None or not 1980 <= stamp.year <= 2107:
        raise CoursewareError(
            f"SOURCE_DATE_EPOCH={epoch} is not a date that a zip file can hold. Give seconds since 1970, "
            "for 1980 to 2107, or leave it out."
        )
    return stamp


def _make(made: Kit, browser: Path | None) -> bytes:
    from courseware.exports.printing import print_pages

    if browser is None:
        return made.make(None)
    with _ending_gently():
        return made.make(lambda pages: print_pages(pages, browser))


@contextmanager
def _ending_gently() -> Iterator[None]:
    """Lets a signal end the command as an error does, so that its browsers and temporary files go with it."""

    def end(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    signals = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, end) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _list(made: Kit, target: Path) -> None:
    click.echo(f"{target}:")
    for file in made.listed:
        click.echo(f"  {file.path}\t{file.title}{' (in Swedish)' if file.swedish else ''}")
