"""Tables of a text made whole: headers with a scope, a name, a box of their own to scroll in."""

from __future__ import annotations

import re
from html import escape

__all__ = ["finish_tables"]

_PLACE = re.compile(r'<h[2-6]\b[^>]*\bid="([^"]+)"|<table\b.*?</table>', re.DOTALL)
_ALIGN = re.compile(r'(<t[hd]\b[^>]*?) align="(\w+)"')
_CORNER = re.compile(r"<th\b([^>]*)>\s*</th>")
_COLUMN = re.compile(r"<th(?![^>]*\bscope=)(?=[ >])")
_BODY = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
_FIRST = re.compile(r"(<tr>\s*)<td\b([^>]*)><strong>((?:(?!</?(?:strong|td)\b).)*)</strong></td>", re.DOTALL)


def finish_tables(html: str, label: str) -> str:
    """Gives a text whose tables a screen reader can walk through and a phone can scroll.

    A table has the name of the heading it stands under, in the language of the text, or else `label`.
    Where every row begins with a bold cell, that cell is the header of its row; an empty corner is no
    header. The alignment moves to `data-align`, since `align` is obsolete and the policy refuses `style`.
    """
    if "<table" not in html:
        return html
    heading = ""

    def finish(match: re.Match[str]) -> str:
        nonlocal heading
        if match[1]:
            heading = match[1]
            return match[0]
        name = f'aria-labelledby="{heading}"' if heading else f'aria-label="{escape(label)}"'
        return f'<div class="table" role="group" tabindex="0" {name}>{_finish_table(match[0])}</div>'

    return _PLACE.sub(finish, html)


def _finish_table(table: str) -> str:
    table = _ALIGN.sub(r'\1 data-align="\2"', table)
    table = _CORNER.sub(r"<td\1></td>", table)
    table = _COLUMN.sub('<th scope="col"', table)
    return _BODY.sub(_name_rows, table)


def _name_rows(body: re.Match[str]) -> str:
    named, count = _FIRST.subn(r'\1<th scope="row"\2>\3</th>', body[0])
    return named if count == body[0].count("<tr") else body[0]
