"""A table of the open data in a page: `:::{table data=…}`, and the table below every chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from courseware.content.bibliography import KEY
from courseware.content.data_package import DataField, Resource
from courseware.content.data_tables import DataTable, Row, sources_of
from courseware.languages import SOURCE
from courseware.site.data_values import cell, localised
from courseware.site.voice import Voice

__all__ = ["UNSHOWN", "citation", "data_table", "nothing"]

UNSHOWN = ("id", "url", "mark", "source", "qualifier")
"""Columns that are shown otherwise than as themselves, or only where they are asked for."""

_UNVERIFIED = "K"
"""The mark of a row that we have not checked."""

_WIDE = 3
"""Columns that a phone has room for; a row of more becomes a block of lines there."""


def citation(rows: Sequence[Row]) -> str:
    """Gives the sources of rows as a citation, each key once; empty where they name none."""
    keys = dict.fromkeys(key for row in rows for key in sources_of(row) if KEY.fullmatch(key))
    return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def data_table(
    table: DataTable,
    rows: Sequence[Row],
    voice: Voice,
    *,
    columns: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    fold: bool = False,
) -> str:
    """Gives the table as HTML: headers with a scope, numbers to the right, sources in every row.

    Args:
        table: Where the rows come from.
        rows: Those to show.
        voice: How the page says things.
        columns: Those to show; all that say something without them.
        leave_out: Columns that stand for something else than what readers look for.
        fold: Whether a text that is the same in every row is said once, above the table.
    """
    language = voice.language
    shown = [_column(table, name.strip(), language) for name in columns if name.strip()] or [
        column
        for base in table.resource.bases
        if base not in (*UNSHOWN, *leave_out)
        and _says_something(column := _column(table, base, language), rows)
    ]
    same = [column for column in shown[1:] if fold and len(rows) > 1 and _is_same(column, rows)]
    shown = [column for column in shown if column not in same]
    if table.cites and not columns:
        shown.append(_column(table, "source", language))
    # A figure never stands without its source: it follows the last column, where it has none of its own.
    trailing = table.cites and all(column.name != "source" for column in shown)
    wide = len(shown) > _WIDE
    head = "".join(f'<th scope="col"{column.align}>{escape(column.title)}</th>' for column in shown)
    body = []
    for row in rows:
        parts = []
        for place, column in enumerate(shown):
            inner = _inner(row, column, voice)
            if trailing and place == len(shown) - 1:
                inner = f"{inner} {voice.said(citation([row]))}".strip()
            empty = "" if inner else ' class="is-empty"'
            inner = inner or nothing(voice)
            if place == 0:
                inner = _headed(row, inner, voice)
                parts.append(f'<th scope="row"{column.spoken}>{inner}</th>')
            else:
                told = f' data-label="{escape(column.title)}"' if wide else ""
                parts.append(f"<td{empty}{column.align}{told}{column.spoken}>{inner}</td>")
        body.append(f"<tr>{''.join(parts)}</tr>")
    said = ". ".join(
        f"{column.title}: {cell(rows[0], column.field, language, voice.texts)}" for column in same
    )
    caption = f"<caption>{escape(said)}.</caption>" if said else ""
    kind = ' class="is-wide"' if wide else ""
    return (
        f"<table{kind}>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table>"
    )


class _Column(NamedTuple):
    """A column as readers of one language see it; worked out once a table, not once a cell."""

    name: str
    title: str
    field: DataField
    """What holds its values in that language."""
    qualifier: DataField | None
    """What says "just over" and the like of its values."""
    align: str
    """Attribute of numbers, which stand to the right."""
    spoken: str
    """Attribute of texts in another language than the page's."""


def _column(table: DataTable, name: str, language: str) -> _Column:
    resource = table.resource
    field, code = localised(resource, name, language)
    titled = resource.field(name)
    titles = titled.titles if titled is not None else {}
    number = field.type in ("number", "integer")
    return _Column(
        name,
        titles.get(language) or titles.get("en") or titles.get(SOURCE) or name,
        field,
        localised(resource, "qualifier", language)[0] if name == _qualified(resource) else None,
        ' data-align="right"' if number else "",
        f' lang="{code}"' if code and code != language else "",
    )


def _qualified(resource: Resource) -> str:
    """Gives the column that a column "qualifier" speaks of: the first with numbers."""
    if "qualifier" not in resource.bases:
        return ""
    numbers = (field.base for field in resource.fields if field.type in ("number", "integer"))
    return next(numbers, "")


def _says_something(column: _Column, rows: Sequence[Row]) -> bool:
    """Tells whether a column is for readers: not empty, and no list of codes that go with a text."""
    field = column.field
    return not (field.constraints or {}).get("enum") and any(row[field.name] for row in rows)


def _is_same(column: _Column, rows: Sequence[Row]) -> bool:
    return column.field.type != "number" and len({row[column.field.name] for row in rows}) == 1


def _inner(row: Row, column: _Column, voice: Voice) -> str:
    """Gives what stands in a cell, empty where it says nothing."""
    if column.name == "source":
        return voice.said(citation([row]))
    said = cell(row, column.field, voice.language, voice.texts)
    if said and column.qualifier is not None:
        said = f"{cell(row, column.qualifier, voice.language, voice.texts)} {said}".strip()
    return voice.said(escape(said))


def _headed(row: Row, inner: str, voice: Voice) -> str:
    """Gives the first cell of a row: a link where the row has an address, marked where it is not checked."""
    if row.get("url", "").startswith(("https://", "http://")):
        inner = f'<a href="{escape(row["url"])}" rel="external">{inner}</a>'
    if row.get("mark") == _UNVERIFIED:
        inner += f' <span class="mark"{voice.own}>{escape(voice.texts("site.mark.unverified"))}</span>'
    return inner


def nothing(voice: Voice) -> str:
    """Gives what stands in a cell without a value, for the eye and for the ear."""
    none = escape(voice.texts("site.data.none"))
    return f'<span aria-hidden="true">–</span><span class="unseen"{voice.own}>{none}</span>'
