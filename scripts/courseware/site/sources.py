"""A source as readers see it: a short label in the text, a full entry at the foot and on the sources page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from courseware.content.bibliography import READ_NOTES, mark_of
from courseware.strings import Strings

__all__ = ["KINDS", "READINGS", "entry_html", "kind_of", "label", "places", "published", "reading_of"]

Entry = Mapping[str, Any]

_KINDS = {
    "article-journal": "article",
    "article-newspaper": "news",
    "bill": "law",
    "book": "book",
    "chapter": "book",
    "dataset": "dataset",
    "legislation": "law",
    "report": "report",
    "thesis": "thesis",
}
KINDS = ("article", "report", "book", "thesis", "law", "dataset", "news", "web")
"""What readers can choose among; a type of CSL that is none of these is shown as the web page that it is."""

_READINGS = dict(zip(READ_NOTES, ("part", "copy", "secondary", "title"), strict=True))
READINGS = ("seen", "part", "copy", "secondary", "title", "known")
"""How we have read a source, from the source itself to nothing but hearsay."""

OTHERS = "et al."
"""As an author's name: and others, whose names we have not written down."""


def kind_of(entry: Entry) -> str:
    """Gives what a source is, one of KINDS."""
    return _KINDS.get(str(entry.get("type")), "web")


def reading_of(entry: Entry) -> str:
    """Gives how we have read a source, one of READINGS."""
    if mark_of(entry) in ("K", "K?"):
        return "known"
    custom = entry.get("custom")
    return _READINGS.get(str(custom.get("note", "")), "seen") if isinstance(custom, Mapping) else "seen"


def label(entry: Entry) -> str:
    """Gives "Skolverket 2025": who and when, as it stands in the running text."""
    if name := str(entry.get("title-short", "")):
        return name  # a statute or an inquiry is known by its name, and all have one publisher
    return " ".join(part for part in (_names(entry, short=True), _year(entry)) if part)


def entry_html(entry: Entry, texts: Strings) -> str:
    """Gives the full entry as HTML: who, when, what, where, and how far we have checked it."""
    year = _year(entry)
    names = _names(entry)
    who = escape(" ".join(part for part in (names, f"({year})" if year else "") if part))
    parts = [who, _title(entry)]
    parts.extend(escape(part) for part in _where(entry) if part not in names)
    doi = str(entry.get("DOI", ""))
    if doi:
        parts.append(f'<a href="https://doi.org/{escape(doi)}" rel="external">doi:{escape(doi)}</a>')
    html = ". ".join(part.rstrip(".") for part in parts if part) + "."
    reading = reading_of(entry)
    if reading != "seen":
        html += f' <span class="mark">{escape(texts(f"sources.mark.{reading}"))}</span>'
    return html


def published(entry: Entry) -> list[str]:
    """Gives year, month and day, as far as they are known."""
    try:
        year, *rest = entry["issued"]["date-parts"][0]
    except (KeyError, IndexError, TypeError, ValueError):
        return []
    return [str(year), *(f"{part:02d}" for part in rest)]


_PLACE = re.compile(r'id="cite-([a-z0-9_-]+)-(\d+)"')


def places(markdown: str) -> dict[str, list[int]]:
    """Gives, by key, the numbers of the places in a staged text that cite it."""
    found: dict[str, list[int]] = {}
    for key, number in _PLACE.findall(markdown):
        found.setdefault(key, []).append(int(number))
    return found


def _title(entry: Entry) -> str:
    title = f"<cite>{escape(str(entry.get('title', '')))}</cite>"
    language = str(entry.get("language", "")).split("-")[0]
    attribute = f' lang="{escape(language)}"' if language.isalpha() and len(language) == 2 else ""
    address = str(entry.get("URL", ""))
    if address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}"{attribute} rel="external">{title}</a>'
    return title.replace("<cite", f"<cite{attribute}")


def _where(entry: Entry) -> list[str]:
    """Gives what a source is part of, its number, who published it."""
    container = str(entry.get("container-title", ""))
    volume, issue, page = (str(entry.get(name, "")) for name in ("volume", "issue", "page"))
    if container and volume:
        container += f" {volume}" + (f"({issue})" if issue else "")
        container += f", {page.replace('-', '–')}" if page else ""
    series = " ".join(str(entry[name]) for name in ("collection-title", "number") if entry.get(name))
    isbn = f"ISBN {entry['ISBN']}" if entry.get("ISBN") else ""
    title = str(entry.get("title", ""))
    found = (container, series, str(entry.get("publisher", "")), str(entry.get("note", "")), isbn)
    # A number that is the title, or the only thing that is part of it, is said once.
    return [part for part in found if part and part not in title]


def _names(entry: Entry, *, short: bool = False) -> str:
    people: Iterable[Mapping[str, str]] = entry.get("author") or entry.get("editor") or ()
    names = []
    for person in people:
        family = person.get("literal") or person.get("family") or ""
        given = person.get("given", "")
        names.append(family if short or not given else f"{family}, {given[:1]}.")
    if not names:
        return str(entry.get("publisher") or entry.get("title", ""))[: 60 if short else None]
    others = "m.fl." if str(entry.get("language", "sv")).startswith("sv") else OTHERS
    if OTHERS in names:
        names.remove(OTHERS)
        return f"{names[0] if short else ', '.join(names)} {others}"
    if short and len(names) > 2:
        return f"{names[0]} {others}"
    return " & ".join(names) if len(names) <= 2 else ", ".join(names[:-1]) + " & " + names[-1]


def _year(entry: Entry) -> str:
    return next(iter(published(entry)), "")
