"""A table of the open data in a page: `:::{table data=…}`, and the table below every chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from courseware.content.data_tables import DataTable, Row, sources_of
from courseware.languages import SOURCE
from courseware.site.data_values import cell, localised
from courseware.strings import Strings

__all__ = ["UNSHOWN", "citation", "data_table"]

UNSHOWN = ("id", "url", "mark", "source")
"""Columns that are shown otherwise than as themselves, or only where they are asked for."""

_UNVERIFIED = "K"
"""The mark of a row that we have not checked."""


def citation(rows: Sequence[Row]) -> str:
    """Gives the sources of rows as a citation, each key once; empty where they name none."""
    keys = dict.fromkeys(key for row in rows for key in sources_of(row))
    return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def data_table(
    table: DataTable,
    rows: Sequence[Row],
    *,
    columns: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    fold: bool = False,
    language: str,
    texts: Strings,
    own: str,
    cite: Callable[[str], str],
) -> str:
    """Gives the table as HTML: headers with a scope, numbers to the right, sources in every row.

    Args:
        table: Where the rows come from.
        rows: Those to show.
        columns: Those to show; all that say something without them.
        leave_out: Columns that stand for something else than what readers look for.
        fold: Whether a text that is the same in every row is said once, above the table.
        language: Of the text that the table stands in.
        texts: The strings of the page's language.
        own: Attribute of our own words, where that is another one.
        cite: Turns a text with citations into HTML.
    """
    resource = table.resource
    shown = [name.strip() for name in columns if name.strip()] or [
        base
        for base in resource.bases
        if base not in (*UNSHOWN, *leave_out) and _says_something(table, base, rows, language)
    ]
    same = [name for name in shown[1:] if fold and len(rows) > 1 and _is_same(table, name, rows, language)]
    shown = [name for name in shown if name not in same]
    said = [
        f"{_title(table, name, language)}: {cell(rows[0], resource, name, language, texts)}" for name in same
    ]
    last = table.cites and "source" not in shown and not columns
    head = []
    for name in shown:
        field, _ = localised(resource, name, language)
        align = ' data-align="right"' if field.type in ("number", "integer") else ""
        head.append(f'<th scope="col"{align}>{escape(_title(table, name, language))}</th>')
    if last:
        head.append(f'<th scope="col">{escape(_title(table, "source", language))}</th>')
    body = []
    for row in rows:
        cells = [
            _cell(table, row, name, place, language=language, texts=texts, own=own, cite=cite)
            for place, name in enumerate(shown)
        ]
        if last:
            cells.append(f"<td>{cite(citation([row]))}</td>")
        elif table.cites and "source" not in shown:  # a figure never stands without its source
            cells[-1] = _with_source(cells[-1], cite(citation([row])))
        body.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{escape('. '.join(said))}.</caption>" if said else ""
    return (
        f"<table>{caption}<thead><tr>{''.join(head)}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table>"
    )


def _with_source(cell_html: str, source: str) -> str:
    """Gives a cell with a source behind what it says; one that says nothing is the source alone."""
    opening, _, inner = cell_html.partition(">")
    inner = "" if 'aria-hidden="true">–<' in inner else inner.rpartition("</")[0]
    return f"{opening}>{f'{inner} {source}'.strip()}</{opening[1:3]}>"


def _says_something(table: DataTable, base: str, rows: Sequence[Row], language: str) -> bool:
    """Tells whether a column is for readers: not empty, and no list of codes that go with a text."""
    field, _ = localised(table.resource, base, language)
    return not (field.constraints or {}).get("enum") and any(row[field.name] for row in rows)


def _is_same(table: DataTable, base: str, rows: Sequence[Row], language: str) -> bool:
    field, _ = localised(table.resource, base, language)
    return field.type not in ("number",) and len({row[field.name] for row in rows}) == 1


def _title(table: DataTable, base: str, language: str) -> str:
    field = table.resource.field(base)
    titles = field.titles if field is not None else {}
    return titles.get(language) or titles.get("en") or titles.get(SOURCE) or base


def _cell(
    table: DataTable,
    row: Row,
    name: str,
    place: int,
    *,
    language: str,
    texts: Strings,
    own: str,
    cite: Callable[[str], str],
) -> str:
    field, code = localised(table.resource, name, language)
    spoken = f' lang="{code}"' if code and code != language else ""
    if name == "source":
        return f"<td>{cite(citation([row]))}</td>"
    inner = cite(escape(cell(row, table.resource, name, language, texts)))
    if not inner:
        none = escape(texts("site.data.none"))
        inner = f'<span aria-hidden="true">–</span><span class="unseen"{own}>{none}</span>'
    if place == 0:
        if row.get("url"):
            inner = f'<a href="{escape(row["url"])}" rel="external">{inner}</a>'
        if row.get("mark") == _UNVERIFIED:
            inner += f' <span class="mark"{own}>{escape(texts("site.mark.unverified"))}</span>'
        return f'<th scope="row"{spoken}>{inner}</th>'
    align = ' data-align="right"' if field.type in ("number", "integer") else ""
    return f"<td{align}{spoken}>{inner}</td>"
