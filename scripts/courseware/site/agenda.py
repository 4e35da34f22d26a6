"""The agenda of a meeting as a table: when each activity begins, counted from the start."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from courseware.content.model import Activity
from courseware.strings import Strings

__all__ = ["agenda_table", "elapsed"]


def agenda_table(activities: Sequence[Activity], texts: Strings, caption: str) -> str:
    """Gives an HTML table without blank lines, so that it is one block in Markdown."""
    begins = 0
    rows = []
    for activity in activities:
        ends = begins + activity.minutes
        core = (
            f' <span class="mark mark-core">{escape(texts("site.agenda.core"))}</span>'
            if activity.core
            else ""
        )
        title = escape(activity.title)
        name = f'<a href="#{escape(activity.id)}">{title}</a>' if activity.id else title
        rows.append(
            f'<tr><td align="right"><time datetime="PT{begins}M">{elapsed(begins)}</time>–'
            f'<time datetime="PT{ends}M">{elapsed(ends)}</time></td>'
            f'<td align="right">{activity.minutes}</td><td>{name}{core}</td></tr>'
        )
        begins = ends
    head = (
        f'<tr><th scope="col" align="right">{escape(texts("site.agenda.from-start"))}</th>'
        f'<th scope="col" align="right">{escape(texts("site.agenda.minutes"))}</th>'
        f'<th scope="col">{escape(texts("site.agenda.activity"))}</th></tr>'
    )
    total = escape(texts("site.agenda.total"))
    foot = f'<tr><th scope="row">{total}</th><td align="right">{begins}</td><td></td></tr>'
    return (
        f'<table class="agenda"><caption>{escape(caption)}</caption>\n<thead>{head}</thead>\n'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody>\n<tfoot>{foot}</tfoot></table>"
    )


def elapsed(minutes: int) -> str:
    """Gives minutes counted from the start: 65 is "1:05"."""
    return f"{minutes // 60}:{minutes % 60:02d}"
