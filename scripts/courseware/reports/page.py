"""The shell of every page that the reports make: one file that needs nothing else, on screen and on paper.

Colours are those of the site (overrides/assets/css/shell.css); letters are the reader's own, because a page
that is kept as evidence must not fetch anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from courseware.strings import Strings

__all__ = ["Html", "document", "facts", "html_page", "section", "table"]

TOKENS, _STYLE = (
    (files("courseware.reports") / name).read_text(encoding="utf-8") for name in ("tokens.css", "page.css")
)


class Html(str):
    """Text that is HTML already; everything else is escaped."""

    __slots__ = ()


def html_page(t: Strings, title: str, body: str, *, style: str = "", landscape: bool = False) -> str:
    """Gives a whole page.

    Args:
        t: Texts of the page's language.
        title: The page's title; its heading is the caller's, in the body.
        body: HTML that goes into the page's one main part.
        style: What this kind of page adds to the common style.
        landscape: Whether it is printed across.
    """
    sheet = f"@page {{ size: A4{' landscape' if landscape else ''}; margin: 15mm }}\n"
    return document(t, title, f"<main>\n{body.strip()}\n</main>", f"{sheet}{_STYLE}{style.lstrip()}")


def document(t: Strings, title: str, body: str, style: str, *, kind: str = "") -> str:
    """Gives a document with a look of its own, which has only the site's colours in common with others.

    Args:
        t: Texts of the document's language.
        title: Its title.
        body: HTML of all that is seen.
        style: Its style sheet.
        kind: A class of the whole body.
    """
    marked = f' class="{kind}"' if kind else ""
    return (
        f'<!doctype html>\n<html lang="{t.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{TOKENS}{style}</style>\n</head>\n"
        f"<body{marked}>\n{body}\n</body>\n</html>\n"
    )


def section(heading: str, *parts: str) -> str:
    """Gives a part of a page under a heading of the second level."""
    return f"<section>\n<h2>{escape(heading)}</h2>\n{''.join(parts)}</section>\n"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Gives names and values as a list; those without a value are left out."""
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{_cell(value)}</dd>\n" for name, value in pairs if value)
    return f"<dl>\n{listed}</dl>\n" if listed else ""


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | None]],
    *,
    kinds: Sequence[str] = (),
    foot: Sequence[str | int | None] = (),
    label: str = "",
) -> str:
    """Gives a table that scrolls by itself where the screen is too narrow for it.

    Args:
        caption: What it shows, above it; read out, too.
        heads: The columns' headers.
        rows: The cells; the first of each row heads it.
        kinds: The columns' classes: "number" for right-aligned figures, "fixed" for no breaks, "wide".
        foot: The cells of a last row, for sums.
        label: What the scrolling part is called, where several tables of a page have one caption.
    """
    classes = [*kinds, *[""] * (len(heads) - len(kinds))]

    def line(cells: Sequence[str | int | None]) -> str:
        first, *others = zip(cells, classes, strict=True)
        return f"<tr>{_th('row', *first)}{''.join(_td(*cell) for cell in others)}</tr>\n"

    head = "".join(_th("col", *cell) for cell in zip(heads, classes, strict=True))
    last = f"<tfoot>\n{line(foot)}</tfoot>\n" if foot else ""
    # Focusable, so that the keyboard can scroll it (WCAG 2.1.1); a group, because a page has many.
    return (
        f'<div class="table" role="group" tabindex="0" aria-label="{escape(label or caption)}">\n'
        f"<table>\n<caption><span>{escape(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{''.join(map(line, rows))}</tbody>\n{last}</table>\n</div>\n"
    )


def _th(scope: str, value: str | int | None, kind: str) -> str:
    return f'<th scope="{scope}"{_kind(kind)}>{_cell(value)}</th>'


def _td(value: str | int | None, kind: str) -> str:
    return f"<td{_kind(kind)}>{_cell(value)}</td>"


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _cell(value: str | int | None) -> str:
    if isinstance(value, Html):
        return value
    return "" if value is None else escape(str(value))
