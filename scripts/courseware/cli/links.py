"""`courseware links`: addresses outside the site, and whether they still answer."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from courseware.cli.bars import step_bar
from courseware.cli.words import count
from courseware.content.external_links import (
    LINKS_FILE,
    LinkRecord,
    Mention,
    brought_up_to_date,
    mentions,
    read_records,
    write_records,
)
from courseware.content.link_visitor import Visitor
from courseware.content.load import load_library
from courseware.errors import CoursewareError, ProblemsFound

__all__ = ["command"]

SAVED_EVERY = 10.0
"""Seconds between two writings of the record, so that a run that is cut short loses little."""


@click.group(name="links", short_help="Addresses outside the site, and whether they still answer.")
def command() -> None:
    """List the addresses outside the site, and visit them from a machine with a network.

    Begin with `links list`. Then, where pages outside can be reached, `links check`: it visits every
    address and notes in docs/data/links.csv what it found and when. Commit that file: `courseware
    check --links` reads it, and asks no network.
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects instead of lines.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Note every address in this record instead: what is known stays, new ones are not-checked.",
)
@click.pass_obj
def list_links(root: Path, as_json: bool, out: Path | None) -> None:
    """Show every address in texts, bibliography and tables, with where it stands and what is known of it.

    \b
    Examples:
      courseware links list
      courseware links list --json | jq -r '.[] | select(.result == "gone") | .url'
      courseware links list --out docs/data/links.csv
    """
    found = mentions(load_library(root))
    records = _known(out or root / LINKS_FILE, found)
    if out is not None:
        _save(out, records)
        fresh = sum(record.checked is None for record in records.values())
        click.echo(
            f"{count(len(records), 'address', 'addresses')} noted in {out}, {fresh} never visited.", err=True
        )
        return
    places = _places(found)
    if as_json:
        rows = [
            {
                "url": url,
                "result": record.result,
                "checked": record.checked.isoformat() if record.checked else None,
                "status": record.status,
                "address": record.address or None,
                "places": places[url],
            }
            for url, record in sorted(records.items())
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for url, record in sorted(records.items()):
        state = f"{record.result} {record.checked}" if record.checked else record.result
        click.echo(f"{url}  [{state}]" + (f" -> {record.address}" if record.address else ""))
        for place in places[url]:
            click.echo(f"    {place}")


@command.command(name="check")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The record to fill. Default: {LINKS_FILE}.",
)
@click.option(
    "--only-new", is_flag=True, help="Visit only what nobody has visited yet; also goes on after a stop."
)
@click.option(
    "--jobs", type=click.IntRange(1, 32), default=8, show_default=True, help="Hosts at the same time."
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=1.0,
    show_default=True,
    help="Seconds between two visits to one host.",
)
@click.pass_obj
def check_links(root: Path, out: Path | None, only_new: bool, jobs: int, delay: float) -> None:
    """Visit every address, and note in the record what answered and when.

    Needs a network that reaches the web directly (no proxy). Asks for the head of each page and
    reads nothing more; follows redirects; refuses addresses on private networks. What was found is
    saved on the way: after Ctrl-C, --only-new goes on. Results are ok, moved (write the new
    address), gone, unreachable (try again another day) and refused (open it yourself: some sites
    show themselves to people only).

    \b
    Examples:
      courseware links check
      courseware links check --only-new
      courseware check --links
    """
    path = out or root / LINKS_FILE
    found = mentions(load_library(root))
    records = _known(path, found)
    wanted = [url for url, record in records.items() if record.checked is None or not only_new]
    if not wanted:
        _save(path, records)
        click.echo("Every address has been visited. Leave out --only-new to visit them again.", err=True)
        return
    _save(path, records)  # Before the visits, so that a place that cannot be written to is told at once.
    saved = time.monotonic()
    try:
        with (
            step_bar("Visiting", len(wanted)) as step,
            closing(Visitor(delay=delay).visit_all(wanted, jobs)) as visits,
        ):
            for url, visit in visits:
                today = datetime.datetime.now(datetime.UTC).date()
                records[url] = LinkRecord(url, today, visit.result, visit.status, visit.address)
                if step is not None:
                    step(1)
                if time.monotonic() - saved > SAVED_EVERY:
                    _save(path, records)
                    saved = time.monotonic()
    finally:
        _save(path, records)
    results = [records[url].result for url in wanted]
    places = _places(found)
    for url in wanted:
        record = records[url]
        if record.result != "ok":
            answer = f" {record.status}" if record.status else ""
            click.echo(
                f"{record.result}{answer}: {url}" + (f" -> {record.address}" if record.address else "")
            )
            for place in places[url]:
                click.echo(f"    {place}")
    told = ", ".join(f"{results.count(result)} {result}" for result in sorted(set(results)))
    click.echo(f"{count(len(wanted), 'address', 'addresses')} visited: {told}. Noted in {path}", err=True)
    if "gone" in results or "unreachable" in results:
        raise click.exceptions.Exit(1)


def _known(path: Path, found: list[Mention]) -> dict[str, LinkRecord]:
    records, problems = read_records(path, path.name)
    if problems:
        raise ProblemsFound(problems)
    return brought_up_to_date(found, records)


def _save(path: Path, records: Mapping[str, LinkRecord]) -> None:
    if not path.parent.is_dir():
        raise CoursewareError(f"The folder {path.parent} does not exist. Make it first, or name another.")
    write_records(path, records.values())


def _places(found: list[Mention]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for mention in found:
        place = f"{mention.path}:{mention.line}" if mention.line else mention.path
        places.setdefault(mention.url, []).append(place)
    return places
