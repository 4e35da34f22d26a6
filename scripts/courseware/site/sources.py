"""A source as readers see it: a short label in the text, a full entry at the foot and on the sources page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from courseware.strings import Strings

__all__ = ["entry_html", "label", "sources_list"]

Entry = Mapping[str, Any]


def label(entry: Entry) -> str:
    """Gives "Skolverket 2025": who and when, as it stands in the running text."""
    if name := str(entry.get("title-short", "")):
        return name  # a statute or an inquiry is known by its name, and all have one publisher
    return " ".join(part for part in (_names(entry, short=True), _year(entry)) if part)


def entry_html(entry: Entry, texts: Strings) -> str:
    """Gives the full entry as HTML: who, when, what, where, and how far we have checked it."""
    parts = [
        escape(
            " ".join(part for part in (_names(entry), f"({_year(entry)})" if _year(entry) else "") if part)
        )
    ]
    title = escape(str(entry.get("title", "")))
    address = str(entry.get("URL", ""))
    shown = f"<cite>{title}</cite>"
    language = str(entry.get("language", "")).split("-")[0]
    attribute = f' lang="{escape(language)}"' if language.isalpha() and len(language) == 2 else ""
    if address.startswith(("https://", "http://")):
        parts.append(f'<a href="{escape(address)}"{attribute} rel="external">{shown}</a>')
    else:
        parts.append(shown.replace("<cite", f"<cite{attribute}"))
    container = entry.get("container-title") or entry.get("publisher")
    if container and str(container) not in parts[0]:
        parts.append(escape(str(container)))
    if entry.get("DOI"):
        parts.append(escape(f"doi:{entry['DOI']}"))
    html = ". ".join(part.rstrip(".") for part in parts if part) + "."
    if _mark(entry) in ("K", "K?"):
        html += f' <span class="mark">{escape(texts("site.mark.unverified"))}</span>'
    return html


def sources_list(bibliography: Mapping[str, Entry], texts: Strings) -> str:
    """Gives the whole bibliography as an HTML list by label, without what may not be published."""
    shown = [(key, entry) for key, entry in bibliography.items() if _mark(entry) != "K?"]
    shown.sort(key=lambda pair: (label(pair[1]).casefold(), pair[0]))
    items = "\n".join(
        f'<li id="source-{escape(key)}">{entry_html(entry, texts)}</li>' for key, entry in shown
    )
    return f'<ul class="bibliography">\n{items}\n</ul>' if items else ""


def _mark(entry: Entry) -> str:
    custom = entry.get("custom")
    return str(custom.get("mark", "")) if isinstance(custom, Mapping) else ""


def _names(entry: Entry, *, short: bool = False) -> str:
    people: Iterable[Mapping[str, str]] = entry.get("author") or entry.get("editor") or ()
    names = []
    for person in people:
        family = person.get("literal") or person.get("family") or ""
        given = person.get("given", "")
        names.append(family if short or not given else f"{family}, {given[:1]}.")
    if not names:
        return str(entry.get("publisher") or entry.get("title", ""))[: 60 if short else None]
    if short and len(names) > 2:
        return f"{names[0]} m.fl." if entry.get("language", "sv").startswith("sv") else f"{names[0]} et al."
    return " & ".join(names) if len(names) <= 2 else ", ".join(names[:-1]) + " & " + names[-1]


def _year(entry: Entry) -> str:
    try:
        return str(entry["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError):
        return ""
