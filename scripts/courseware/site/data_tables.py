"""A table of the open data in a page: `:::{table data=…}`, and the table below every chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from courseware.content.bibliography import KEY
from courseware.content.data_tables import DataTable, Row, sources_of
from courseware.languages import SOURCE
from courseware.site.data_values import cell, localised
from courseware.strings import Strings

__all__ = ["UNSHOWN", "Voice", "citation", "data_table"]

UNSHOWN = ("id", "url", "mark", "source", "qualifier")
"""Columns that are shown otherwise than as themselves, or only where they are asked for."""

_UNVERIFIED = "K"
"""The mark of a row that we have not checked."""

_WIDE = 3
"""Columns that a phone has room for; a row of more becomes a block of lines there."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a page says things."""

    language: str
    """Of the text that data stand in."""
    texts: Strings
    """The strings of the page's language."""
    own: str
    """Attribute of our own words, where that is another one."""
    cite: Callable[[str], str]
    """Turns a text with citations into HTML."""


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
    shown = [name.strip() for name in columns if name.strip()] or [
        base
        for base in table.resource.bases
        if base not in (*UNSHOWN, *leave_out) and _says_something(table, base, rows, language)
    ]
    same = [name for name in shown[1:] if fold and len(rows) > 1 and _is_same(table, name, rows, language)]
    shown = [name for name in shown if name not in same]
    if table.cites and not columns:
        shown.append("source")
    titles = {name: _title(table, name, language) for name in (*shown, *same)}
    wide = len(shown) > _WIDE
    # What is laid out otherwise than as a table has to be called one, or phones read it as loose lines.
    role = {name: f' role="{name}"' if wide else "" for name in ("table", "row", "cell", "rowheader")}
    head = "".join(
        f'<th scope="col"{_align(table, name, language)}>{escape(titles[name])}</th>' for name in shown
    )
    body = []
    for row in rows:
        parts = []
        for place, name in enumerate(shown):
            inner = _inner(table, row, name, voice)
            if name == shown[-1] and table.cites and "source" not in shown:
                # A figure never stands without its source.
                inner = f"{inner} {voice.cite(citation([row]))}".strip()
            empty = "" if inner else ' class="is-empty"'
            inner = inner or _nothing(voice)
            _, code = localised(table.resource, name, language)
            spoken = f' lang="{code}"' if code and code != language else ""
            if place == 0:
                parts.append(f'<th scope="row"{role["rowheader"]}{spoken}>{_headed(row, inner, voice)}</th>')
            else:
                told = f' data-label="{escape(titles[name])}"' if wide else ""
                align = _align(table, name, language)
                parts.append(f"<td{empty}{role['cell']}{align}{told}{spoken}>{inner}</td>")
        body.append(f"<tr{role['row']}>{''.join(parts)}</tr>")
    said = ". ".join(
        f"{titles[name]}: {cell(rows[0], table.resource, name, language, voice.texts)}" for name in same
    )
    caption = f"<caption>{escape(said)}.</caption>" if said else ""
    kind = ' class="is-wide"' if wide else ""
    return (
        f"<table{kind}{role['table']}>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(body)
        + "\n</tbody></table>"
    )


def _says_something(table: DataTable, base: str, rows: Sequence[Row], language: str) -> bool:
    """Tells whether a column is for readers: not empty, and no list of codes that go with a text."""
    field, _ = localised(table.resource, base, language)
    return not (field.constraints or {}).get("enum") and any(row[field.name] for row in rows)


def _is_same(table: DataTable, base: str, rows: Sequence[Row], language: str) -> bool:
    field, _ = localised(table.resource, base, language)
    return field.type != "number" and len({row[field.name] for row in rows}) == 1


def _title(table: DataTable, base: str, language: str) -> str:
    field = table.resource.field(base)
    titles = field.titles if field is not None else {}
    return titles.get(language) or titles.get("en") or titles.get(SOURCE) or base


def _align(table: DataTable, base: str, language: str) -> str:
    field, _ = localised(table.resource, base, language)
    return ' data-align="right"' if field.type in ("number", "integer") else ""


def _inner(table: DataTable, row: Row, name: str, voice: Voice) -> str:
    """Gives what stands in a cell, empty where it says nothing."""
    if name == "source":
        return voice.cite(citation([row]))
    said = cell(row, table.resource, name, voice.language, voice.texts)
    if said and name == _qualified(table):
        said = f"{cell(row, table.resource, 'qualifier', voice.language, voice.texts)} {said}".strip()
    return voice.cite(escape(said))


def _qualified(table: DataTable) -> str:
    """Gives the column that a column "qualifier" speaks of, such as "just over": the first with numbers."""
    if "qualifier" not in table.resource.bases:
        return ""
    numbers = (field.base for field in table.resource.fields if field.type in ("number", "integer"))
    return next(numbers, "")


def _headed(row: Row, inner: str, voice: Voice) -> str:
    """Gives the first cell of a row: a link where the row has an address, marked where it is not checked."""
    if row.get("url", "").startswith(("https://", "http://")):
        inner = f'<a href="{escape(row["url"])}" rel="external">{inner}</a>'
    if row.get("mark") == _UNVERIFIED:
        inner += f' <span class="mark"{voice.own}>{escape(voice.texts("site.mark.unverified"))}</span>'
    return inner


def _nothing(voice: Voice) -> str:
    none = escape(voice.texts("site.data.none"))
    return f'<span aria-hidden="true">–</span><span class="unseen"{voice.own}>{none}</span>'
