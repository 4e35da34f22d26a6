"""Reminders to attest a month: who is asked, for what, and the mail that says so, to be sent by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from courseware.packaging.workbook import Cell, Column, Kind, Sheet, write_workbook
from courseware.registry.participants import Participant
from courseware.registry.project import Project
from courseware.reports.attestation_sheet import reference_of, sentence_of
from courseware.reports.page import Html, facts, html_page
from courseware.reports.period import ReportPeriod
from courseware.reports.standing import Standing
from courseware.reports.time_words import month_text, time_text
from courseware.strings import Strings

__all__ = ["FORMATS", "Reminder", "reminder_file", "reminders_of"]

FORMATS = (".csv", ".xlsx", ".html")

_COLUMNS: Mapping[str, tuple[Kind, float]] = {
    "participant": ("integer", 12),
    "name": ("text", 26),
    "email": ("text", 30),
    "organisation": ("text", 26),
    "recorded": ("integer", 14),
    "hours": ("decimal", 12),
    "attested": ("integer", 14),
    "missing": ("text", 44),
    "contact": ("text", 40),
    "subject": ("text", 44),
    "text": ("text", 90),
}

_STYLE = """
.mail p { white-space: pre-line }
"""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Reminder(NamedTuple):
    """One participant to remind."""

    person_id: int
    name: str
    """Empty with protected identity, as are all fields but the first and those about minutes."""
    email: str
    organisation: str
    recorded: int
    attested: int | None
    missing: str
    """What is missing, in a sentence."""
    contact: str
    """How to reach the person: the address, or whom to ask."""
    subject: str
    text: str


def reminders_of(
    project: Project,
    period: ReportPeriod,
    standings: Mapping[int, Standing],
    people: Mapping[int, Participant],
    t: Strings,
) -> list[Reminder]:
    """Gives everybody to remind, in order of id.

    Raises:
        Unanswered: The project does not say which ways of attesting are accepted.
    """
    methods = project.need("attestation_methods")
    # By mail, the answer is the attestation (A7); in the portal and on paper it is made elsewhere.
    way = next((name for name in ("mail", "portal", "ink") if name in methods), "ink")
    return [
        _reminder(project, period, standing, people[person_id], way, t)
        for person_id, standing in standings.items()
        if standing.waits and person_id in people
    ]


def _reminder(
    project: Project, period: ReportPeriod, standing: Standing, who: Participant, way: str, t: Strings
) -> Reminder:
    def say(key: str, /, **values: object) -> str:
        return t(f"admin.remind.{key}", **values)

    month, minutes, attested = month_text(period, t), standing.recorded, standing.attested
    figures = {
        "month": month,
        "time": time_text(minutes, t),
        "minutes": minutes,
        "attested": time_text(attested or 0, t),
        "project": project.title,
        "owner": project.owner,
        "reference": reference_of(project.id, str(period), who.id),
    }
    missing = say(f"missing.{standing.place}", **figures)
    if who.protected or who.erased:
        contact = say("contact.protected" if who.protected else "contact.erased")
        return Reminder(who.id, "", "", "", minutes, attested, missing, contact, "", "")
    span = (period.first.isoformat(), period.last.isoformat())
    sentence = sentence_of(who.name, minutes, span, project.title, t)
    parts = (
        say("text.greeting", name=who.name),
        say(f"text.{standing.place}", **figures),
        say(f"text.{way}", sentence=sentence, **figures),
        say("text.wrong"),
        say("text.end", **figures),
    )
    contact = who.email or say("contact.organisation", organisation=who.organisations)
    return Reminder(
        *(who.id, who.name, who.email, who.organisations, minutes, attested, missing, contact),
        say("subject", **figures),
        "\n\n".join(parts),
    )


def reminder_file(
    kind: str, reminders: Sequence[Reminder], project: Project, period: ReportPeriod, t: Strings
) -> bytes:
    """Gives the list as a file.

    Args:
        kind: One of FORMATS.
        reminders: Whom to remind.
        project: The project.
        period: The month.
        t: Texts of the list's language.
    """
    title = t("admin.remind.title", month=month_text(period, t), project=project.title)
    if kind == ".html":
        return _page(reminders, title, t).encode()
    heads = [t(f"admin.remind.column.{name}") for name in _COLUMNS]
    rows = [_cells(item) for item in reminders]
    if kind == ".csv":
        return _csv([heads, *rows])
    columns = tuple(
        Column(head, kind, width, wrap=width > 36)
        for head, (kind, width) in zip(heads, _COLUMNS.values(), strict=True)
    )
    return write_workbook(
        [Sheet(t("admin.remind.sheet"), columns, rows)],
        made=datetime.combine(period.opens, time(), UTC),
        title=title,
        creator=t("admin.report.creator"),
        language=t.language,
    )


def _cells(item: Reminder) -> tuple[Cell, ...]:
    return (
        *(item.person_id, item.name, item.email, item.organisation, item.recorded, item.recorded / 60),
        *(item.attested, item.missing, item.contact, item.subject, item.text),
    )


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Gives rows with semicolons and a byte order mark, as a Swedish spreadsheet opens them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for row in rows:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _harmless(cell: Cell) -> str:
    """Gives a cell that no spreadsheet takes for a formula, whatever somebody is called."""
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _page(reminders: Sequence[Reminder], title: str, t: Strings) -> str:
    def say(key: str, /, **values: object) -> str:
        return t(f"admin.remind.{key}", **values)

    parts = [f"<h1>{escape(title)}</h1>\n<p>{escape(t.count('admin.remind.intro', len(reminders)))}</p>\n"]
    for item in reminders:
        mail: str = item.email
        if item.email:
            address = f"mailto:{quote(item.email)}?subject={quote(item.subject)}&body={quote(item.text)}"
            mail = Html(f'<a href="{escape(address)}">{escape(item.email)}</a>')
        head = item.name or t("admin.sheet.nameless", id=item.person_id)
        parts.append(f"<section>\n<h2>{escape(head)}</h2>\n")
        parts.append(
            facts(
                [
                    (say("column.participant"), str(item.person_id)),
                    (say("column.email"), mail),
                    (say("column.organisation"), item.organisation),
                    (say("column.missing"), item.missing),
                    (say("column.contact"), "" if item.email else item.contact),
                    (say("column.subject"), item.subject),
                ]
            )
        )
        paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in item.text.split("\n\n") if part)
        parts.append(f'<div class="notice mail">\n{paragraphs}</div>\n' if paragraphs else "")
        parts.append("</section>\n")
    return html_page(t, title, "".join(parts), style=_STYLE)
