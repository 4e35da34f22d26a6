"""The shell of every page that the reports make: one file that needs nothing else, on screen and on paper.

Colours are those of the site (overrides/assets/css/shell.css); letters are the reader's own, because a page
that is kept as evidence must not fetch anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from courseware.strings import Strings

__all__ = ["Html", "facts", "html_page", "section", "table"]

_STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --sand: #f2ede2; --line: #d9d2c2; --ink: #1f2b28; --muted: #56635e;
  --spruce: #17453b; --sea: #0a5a7d; --need: #9d1b38; --edge: #7b7767;
}
@media (prefers-color-scheme: dark) { :root {
  --paper: #101c26; --sand: #1a2934; --line: #33444f; --ink: #e6e8e1; --muted: #a9b6ba;
  --spruce: #a5d3c1; --sea: #8fcbea; --need: #f4a3b1; --edge: #7f929c;
} }
*, ::before, ::after { box-sizing: border-box }
html {
  font: 400 100%/1.55 "Source Sans 3", "Segoe UI", system-ui, sans-serif; text-size-adjust: none;
  background: var(--paper); color: var(--ink);
}
body { margin: 0; overflow-wrap: break-word }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 3rem }
h1, h2, h3 { line-height: 1.2; font-weight: 600; color: var(--spruce); text-wrap: balance }
h1 { font-size: clamp(1.6rem, 1.3rem + 1.6vw, 2.2rem); margin: 0 0 .5rem }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem }
p { margin: 0 0 1rem; max-width: 44rem }
a { color: var(--sea); text-underline-offset: .18em }
:focus-visible { outline: 3px solid var(--sea); outline-offset: 2px; border-radius: 3px }
dl {
  display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .25rem 1.5rem;
  margin: 0 0 1.5rem;
}
dt { color: var(--muted) }
dd { margin: 0; min-width: 0 }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } }
.table { overflow-x: auto; margin: 0 0 1.5rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .94rem }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem }
caption span { position: sticky; left: 0; display: inline-block; max-width: 88vw }
th, td {
  text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line);
}
thead th { color: var(--muted); font-weight: 600; border-bottom-color: var(--edge) }
tbody th { font-weight: 400 }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; border-top: 1px solid var(--edge) }
.number { text-align: right }
tbody .number, tfoot .number { white-space: nowrap }
thead th { vertical-align: bottom }
.fixed { white-space: nowrap }
td.wide { min-width: 14rem }
code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere }
.lead { color: var(--muted) }
.funder { font-weight: 600; margin: 0 0 1.5rem }
.notice { border-left: 3px solid var(--sea); background: var(--sand); padding: .75rem 1rem; max-width: 44rem }
.notice.need { border-color: var(--need) }
.notice > :last-child { margin: 0 }
.verify { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .88rem }
.verify h2 { font-size: 1.05rem; margin-top: 0 }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --sand: #fff; --line: #999; --ink: #000; --muted: #333; --spruce: #000; --sea: #000;
    --need: #000; --edge: #555;
  }
  html { font-size: 10pt }
  main { max-width: none; padding: 0 }
  h2 { margin-top: 1.25rem }
  h2, h3, caption { break-after: avoid }
  tr, dl, .notice { break-inside: avoid }
  thead { display: table-header-group }
  .table { overflow: visible }
  .notice { border: 1px solid #555 }
  .screen { display: none }
}
"""


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
    sheet = f"@page {{ size: A4{' landscape' if landscape else ''}; margin: 15mm }}"
    return (
        f'<!doctype html>\n<html lang="{t.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{sheet}{_STYLE}{style.lstrip()}</style>\n</head>\n"
        f"<body>\n<main>\n{body.strip()}\n</main>\n</body>\n</html>\n"
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
