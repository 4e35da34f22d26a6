"""The sheet that people sign at a session: one page of HTML that prints well, without a name unless asked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from babel.dates import format_date

from courseware.registry.sessions import Session
from courseware.strings import Strings

__all__ = ["attendance_sheet"]

_STYLE = """
@page { size: A4 landscape; margin: 14mm }
body { font: 12pt/1.4 system-ui, sans-serif; color: #111; background: #fff; max-width: 270mm; margin: auto }
h1 { font-size: 20pt; margin: 0 0 4mm }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 6mm; margin: 0 0 4mm }
dt { font-weight: 600 }
dd { margin: 0 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #555; padding: 2mm; text-align: left; vertical-align: top }
td { height: 9mm }
thead { display: table-header-group }
tr { break-inside: avoid }
.number { width: 10mm }
.time { width: 22mm }
.signature { width: 70mm }
.leader { border-top: 1px solid #555; margin-top: 16mm; padding-top: 2mm; max-width: 150mm }
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

    day = format_date(session.starts.date(), format="full", locale=t.language)
    facts = {
        "session": session.name,
        "module": module_title or session.module or "",
        "when": f"{day}, {session.starts:%H:%M}–{session.ends:%H:%M}",
        "where": session.place or (t("admin.report.sheet-of.distance") if session.distance else ""),
        "minutes": str(session.planned_minutes),
        "organisation": session.organisation,
    }
    listed = "".join(f"<dt>{text(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts.items() if value)
    columns = (
        ("number", "number"),
        ("who", ""),
        ("from", "time"),
        ("to", "time"),
        ("signature", "signature"),
    )
    heads = "".join(
        f'<th scope="col"{f" class={kind!r}" if kind else ""}>{text(key)}</th>' for key, kind in columns
    )
    lines = [*names, *[""] * rows]
    body = "\n".join(
        f"<tr><td>{number}</td><td>{escape(name)}</td><td></td><td></td><td></td></tr>"
        for number, name in enumerate(lines, 1)
    )
    title = f"{text('title')}: {escape(session.name)}"
    return (
        f'<!doctype html>\n<html lang="{t.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{text('title')}</h1>\n"
        f"<dl>{listed}</dl>\n<p>{text('intro')}</p>\n"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
        f'<p>{text("note")}</p>\n<p class="leader">{text("leader")}</p>\n</main>\n</body>\n</html>\n'
    )
