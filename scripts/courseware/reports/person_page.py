"""What is held about one person, as a page that the person can read: the same content as the JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from courseware.reports.page import facts, html_page, section, table
from courseware.strings import Strings

__all__ = ["person_page"]

SECTIONS: Mapping[str, tuple[str, ...]] = {
    # part of the data: the columns that are shown. What only a machine needs stands in the JSON file.
    "also_entered_as": ("id", "name", "number", "email"),
    "former_numbers": ("number", "until"),
    "participations": ("project", "organisation", "unit", "role", "started", "ended", "stays"),
    "codes": ("code", "project", "issued_at"),
    "attendance": ("day", "project", "session", "module", "place", "minutes", "late", "early"),
    "seen_at_sessions": ("session", "project", "source"),
    "check_ins": ("session", "project", "at"),
    "attestations": (
        *("month", "project", "minutes", "whole_hours", "method", "signed_on", "reference", "replaced"),
    ),
    "reported": (
        "month",
        "project",
        "version",
        "reported",
        "workshop",
        "study",
        "left_out",
        "started",
        "ended",
    ),
    "modules": ("module", "project", "at"),
    "tests": ("module", "at", "right_answers", "questions", "score", "passed"),
    "statements": ("at", "verb", "module", "part", "language", "response"),
    "held_back": ("stored", "project", "reason", "waiting"),
    "information": ("given_on", "project", "version"),
    "situation": ("noted_on", "project", "moment", "field", "value"),
    "log": ("at", "action", "who", "why", "before", "after"),
}

NUMBERS = frozenset(
    [
        "minutes",
        "late",
        "early",
        "reported",
        "workshop",
        "study",
        "left_out",
        "right_answers",
        "questions",
        "score",
    ]
)
"""Columns of figures, aligned to the right."""
MOMENTS = frozenset({"at", "stored", "issued_at"})
UNBROKEN = MOMENTS | {"day", "month", "code", "signed_on", "given_on", "noted_on", "number", "until"}
LONG = frozenset({"before", "after"})
WORDS = frozenset({"source", "method", "verb", "moment"})
"""Columns whose values are words of the program, said in the reader's language."""
STYLE = """
main { max-width: 76rem }
td.wide { min-width: 12rem; overflow-wrap: anywhere }
"""


def person_page(data: Mapping[str, Any], t: Strings, *, made: date) -> str:
    """Gives the page.

    Args:
        data: What `registry.dossier.personal_data` gives, with the projects' names and dates as "projects".
        t: Texts of the page's language.
        made: The day on which the data were read.
    """
    someone = data["person"]
    title = t("admin.person.title", id=someone["id"])
    lead = t("admin.person.lead", day=made.isoformat())
    parts = [
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(lead)}</p>\n',
        facts(
            (t(f"admin.person.field.{name}"), _text(name, someone[name], t))
            for name in ("id", "name", "number", "email", "protected")
        ),
        *(_project(one, t) for one in data["projects"]),
    ]
    nothing = []
    for name, columns in SECTIONS.items():
        heading = t(f"admin.person.{name}")
        rows = data[name]
        if not rows:
            nothing.append(heading)
            continue
        shown = table(
            t.count("admin.person.rows", len(rows)),
            [t(f"admin.person.field.{column}") for column in columns],
            ([_text(column, row[column], t) for column in columns] for row in rows),
            kinds=[_kind(column) for column in columns],
            label=heading,
        )
        parts.append(section(heading, shown))
    if nothing:
        listed = "".join(f"<li>{escape(heading)}</li>\n" for heading in nothing)
        parts.append(section(t("admin.person.nothing"), f"<ul>\n{listed}</ul>\n"))
    return html_page(t, title, "".join(parts), style=STYLE, landscape=True)


def _project(one: Mapping[str, Any], t: Strings) -> str:
    """Gives who answers for a project's register, and how long it is kept."""
    until = one["retain_until"]
    kept = t("admin.person.kept", day=until) if until else t("admin.person.kept.unknown")
    owner = t("admin.person.owner", owner=one["owner"]) if one["owner"] else ""
    title, said = one["title"] or one["id"], f"{owner} {kept}".strip()
    return f'<p class="notice"><strong>{escape(title)}.</strong> {escape(said)}</p>\n'


def _kind(column: str) -> str:
    kinds = {"number": NUMBERS, "fixed": UNBROKEN, "wide": LONG}
    return next((kind for kind, columns in kinds.items() if column in columns), "")


def _text(column: str, value: Any, t: Strings) -> str:
    if column in MOMENTS and isinstance(value, str):
        return value[:16].replace("T", " ")
    if column == "stays":
        return ", ".join(f"{stay['started']} – {stay['ended'] or ''}".rstrip() for stay in value)
    if isinstance(value, bool):
        return t("admin.person.yes" if value else "admin.person.no")
    if isinstance(value, dict):
        return "; ".join(
            f"{name}: {part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)}"
            for name, part in value.items()
            if part is not None
        )
    key = f"admin.person.value.{value}"
    return "" if value is None else t(key) if column in WORDS and key in t else str(value)
