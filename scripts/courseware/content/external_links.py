"""Addresses outside the site: which there are, where they stand, and what a visit once found there.

Nothing here asks the network. The record is a dated file, docs/data/links.csv, that
`courseware links check` fills where there is a network; checks read it anywhere.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urldefrag, urlsplit

from courseware.content.bibliography import BIBLIOGRAPHY_FILE
from courseware.content.data_tables import loose_rows
from courseware.content.documents import documents
from courseware.content.files import replace_file
from courseware.content.load import Library
from courseware.content.markdown import links, without_code
from courseware.errors import Problem
from courseware.languages import CODES

__all__ = [
    "LINKS_FILE",
    "LinkRecord",
    "Mention",
    "Result",
    "brought_up_to_date",
    "check_external",
    "mentions",
    "read_records",
    "write_records",
]

LINKS_FILE = "docs/data/links.csv"
MAX_AGE = 180
"""Days that a visit is believed."""

Result = Literal["ok", "moved", "gone", "unreachable", "refused", "not-checked"]
"""ok: the page answers. moved: another address answers for it. gone: there is no such page.
unreachable: no answer, or a broken one. refused: it would not show itself to a program, or lies
on a private network. not-checked: nobody has been there."""

_COLUMNS = ("url", "checked", "result", "status", "address")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)
_RESERVED = (".example", ".invalid", ".test", ".localhost", "example.com", "example.net", "example.org")
"""Names that nobody can own: they stand in examples (RFC 2606, RFC 6761)."""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One address in one place."""

    url: str
    """Without its fragment, which no server gets to see."""
    path: str
    """File, relative to the project folder."""
    line: int


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What a visit to an address found."""

    url: str
    checked: datetime.date | None = None
    result: Result = "not-checked"
    status: int | None = None
    """What the server answered, if it did."""
    address: str = ""
    """Where the visit ended, if elsewhere."""


def mentions(library: Library) -> list[Mention]:
    """Gives every address outside the site: in texts, in the bibliography, in tables with a url column."""
    found = {
        Mention(urldefrag(url).url, path, line)
        for url, path, line in (*_in_texts(library), *_in_sources(library), *_in_tables(library.root))
        if _is_outside(url)
    }
    return sorted(found)


def _in_texts(library: Library) -> Iterator[tuple[str, str, int]]:
    for language in CODES:
        for document in documents(library, language):
            if "://" not in document.body:
                continue
            first = document.front.body_line
            for link in links(document.body, first):
                yield link.target, document.path, link.line
            bare = without_code(document.body)
            for match in _AUTOLINK.finditer(bare):
                yield match[1], document.path, first + bare.count("\n", 0, match.start())


def _in_sources(library: Library) -> Iterator[tuple[str, str, int]]:
    path = library.root / BIBLIOGRAPHY_FILE
    lines: dict[str, int] = {}
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            named = re.search(r'"id"\s*:\s*"([^"\\]*)"', line)
            if named:
                lines.setdefault(named[1], number)
    for key, entry in library.bibliography.items():
        for url in _addresses(entry):
            yield url, BIBLIOGRAPHY_FILE, lines.get(key, 0)


def _addresses(entry: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(entry.get("URL"), str):
        yield entry["URL"]
    if isinstance(entry.get("DOI"), str):
        yield f"https://doi.org/{entry['DOI']}"


def _in_tables(root: Path) -> Iterator[tuple[str, str, int]]:
    for path in sorted((root / "docs" / "data").glob("*.csv")):
        name = path.relative_to(root).as_posix()
        if name == LINKS_FILE or not path.is_file():
            continue
        for row, line in loose_rows(path.read_text(encoding="utf-8-sig", errors="replace")):
            if row.get("url"):
                yield row["url"].strip(), name, line


def _is_outside(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not f".{host}".endswith(_RESERVED)


def read_records(path: Path, name: str = LINKS_FILE) -> tuple[dict[str, LinkRecord], list[Problem]]:
    """Gives what is recorded by address, empty where there is no file, and what is wrong with it."""
    if not path.is_file():
        return {}, []
    hint = (
        "Put it back from git, or remove it and make it anew: courseware links list --out docs/data/links.csv"
    )
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            message = f"the columns are not {', '.join(_COLUMNS)}."
            return {}, [Problem(name, 1, "bad-link-record", message, hint)]
        records: dict[str, LinkRecord] = {}
        problems: list[Problem] = []
        for row in reader:
            try:
                record = _record(row)
            except (ValueError, TypeError, AttributeError):
                message = "the row holds no record of a visit."
                problems.append(Problem(name, reader.line_num, "bad-link-record", message, hint))
            else:
                records[record.url] = record
    except (UnicodeDecodeError, csv.Error) as error:
        return {}, [Problem(name, 1, "bad-link-record", f"not readable as CSV: {error}.", hint)]
    return records, problems


def _record(row: Mapping[str, str]) -> LinkRecord:
    result = row["result"]
    if result not in get_args(Result) or not row["url"]:
        raise ValueError(result)
    checked = datetime.date.fromisoformat(row["checked"]) if row["checked"] else None
    if (checked is None) != (result == "not-checked"):
        raise ValueError(row["checked"])
    status = int(row["status"]) if row["status"] else None
    return LinkRecord(row["url"], checked, result, status, row["address"])  # type: ignore[arg-type]


def write_records(path: Path, records: Iterable[LinkRecord]) -> None:
    """Writes the record whole, in the order of the addresses."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record in sorted(records, key=lambda record: record.url):
        checked = record.checked.isoformat() if record.checked else ""
        writer.writerow((record.url, checked, record.result, record.status or "", record.address))
    replace_file(path, table.getvalue().encode())


def brought_up_to_date(found: Iterable[Mention], records: Mapping[str, LinkRecord]) -> dict[str, LinkRecord]:
    """Gives a record of every address there is: what is known of it, or that nobody has been there."""
    return {mention.url: records.get(mention.url, LinkRecord(mention.url)) for mention in found}


def check_external(library: Library, today: datetime.date) -> list[Problem]:
    """Gives every address that may lead nowhere, by what the record says; asks nobody."""
    records, problems = read_records(library.root / LINKS_FILE)
    for mention in mentions(library):
        record = records.get(mention.url, LinkRecord(mention.url))
        where = (mention.path, mention.line)
        url = mention.url
        if record.checked is None:
            hint = "Where there is a network: courseware links check --only-new"
            problems.append(Problem(*where, "link-unchecked", f"nobody has visited {url}.", hint))
            continue
        on = f"on {record.checked.isoformat()}"
        if record.result == "gone":
            hint = "Look for where it went, or say that the original is no longer there."
            problems.append(Problem(*where, "link-gone", f"{url} answered {record.status} {on}.", hint))
        elif record.result == "unreachable":
            hint = "Open it yourself; if it is gone, look for another address."
            answer = f"answered {record.status}" if record.status else "did not answer"
            problems.append(Problem(*where, "link-unreachable", f"{url} {answer} {on}.", hint))
        elif (today - record.checked).days > MAX_AGE:
            hint = "Where there is a network: courseware links check"
            message = f"{url} was last visited {on}, more than {MAX_AGE} days ago."
            problems.append(Problem(*where, "link-stale", message, hint))
    return sorted(set(problems))
