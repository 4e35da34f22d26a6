"""The sheet that people sign at a session: one page of HTML that prints well, without a name unless asked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from babel.dates import format_date

from courseware.registry.sessions import Session
from courseware.reports.page import facts, html_page
from courseware.strings import Strings

__all__ = ["attendance_sheet"]

_STYLE = """
th, td { border: 1px solid var(--edge); padding: 2mm }
td { height: 9mm }
.count { width: 10mm }
.time { width: 22mm }
.signature { width: 70mm }
.leader { border-top: 1px solid var(--edge); margin-top: 16mm; padding-top: 2mm; max-width: 150mm }
@media print { html { font-size: 12pt } }
"""


def attendance_sheet(
    session: Session, t: Strings, *, module_title: str = "", rows: int = 25, names: Sequence[str] = ()
) -> str:
    """Gives the page as HTML.

    Args:
        session: The session that is signed for.
        t: Texts of the page's language.
        module_title: The module in words, where there is one.
        rows: How many empty rows follow the names.
        names: Names to print, only where somebody asked for them.
    """

    def text(key: str) -> str:
        return escape(t(f"admin.report.sheet-of.{key}"))

    day = format_date(session.starts.date(), format="full", locale=t.locale)
    said = {
        "session": session.name,
        "module": module_title or session.module or "",
        "when": f"{day}, {session.starts:%H:%M}–{session.ends:%H:%M}",
        "where": session.place or (t("admin.report.sheet-of.distance") if session.distance else ""),
        "minutes": str(session.planned_minutes),
        "organisation": session.organisation,
    }
    listed = facts((t(f"admin.report.sheet-of.{key}"), value) for key, value in said.items())
    columns = (
        ("number", "count"),
        ("who", ""),
        ("from", "time"),
        ("to", "time"),
        ("signature", "signature"),
    )
    heads = "".join(
        f'<th scope="col"{f" class={kind!r}" if kind else ""}>{text(key)}</th>' for key, kind in columns
    )
    lines = [*names, *[""] * rows]
    rows_shown = "\n".join(
        f"<tr><td>{number}</td><td>{escape(name)}</td><td></td><td></td><td></td></tr>"
        for number, name in enumerate(lines, 1)
    )
    label = text("title")
    body = (
        f"<h1>{label}</h1>\n{listed}<p>{text('intro')}</p>\n"
        f'<div class="table" role="group" tabindex="0" aria-label="{label}">\n'
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows_shown}\n</tbody>\n</table>\n</div>\n"
        f'<p>{text("note")}</p>\n<p class="leader">{text("leader")}</p>\n'
    )
    title = f"{t('admin.report.sheet-of.title')}: {session.name}"
    return html_page(t, title, body, style=_STYLE, landscape=True)
