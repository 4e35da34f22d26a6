"""What the pages of who leads a workshop show: run sheet, checklist, sign-in sheet; all from one agenda.

Every such page holds the agenda as data too, so that its script can plan it for another start or length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from courseware.content.agenda_plan import MEETING, PlanItem, plan_agenda
from courseware.content.bibliography import CITATION
from courseware.content.markdown import headings, plain
from courseware.content.model import Host, Workshop

__all__ = ["activity_ids", "agenda_data", "leaders_page", "to_bring"]

_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)
BEFORE = "before"
"""The anchor of the section about what to bring, on the page of a module or an exchange format."""


def activity_ids(workshop: Workshop) -> dict[int, str]:
    """Gives what the page calls each activity, by `id(activity)`: two breaks may be equal."""
    return {
        id(activity): activity.id or f"part-{number}"
        for number, activity in enumerate(workshop.activities, 1)
    }


def agenda_data(workshop: Workshop, host: Host) -> dict[str, Any]:
    """Gives the agenda as lib/agenda.js reads it: minutes, an id for every activity, and whose it is."""
    ids = activity_ids(workshop)
    return {
        host.kind: host.id,
        "title": plain(workshop.title),
        "activities": [
            {
                "id": ids[id(activity)],
                "title": plain(activity.title),
                "minutes": activity.minutes,
                "core": activity.core,
                "short": activity.short,
                "meeting": activity.meeting,
                "break": activity.is_break,
                "session": activity.session,
            }
            for activity in workshop.activities
        ],
    }


def leaders_page(kind: str, workshop: Workshop, host: Host, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives what the template of a kind shows.

    Args:
        kind: "run-sheet", "checklist" or "sign-in".
        workshop: In the language of the page, or in Swedish where it has none.
        host: What it belongs to.
        to_html: Turns Markdown into HTML with links that hold on this page.
    """
    agenda = agenda_data(workshop, host)
    plan = plan_agenda(workshop.activities)
    ids = activity_ids(workshop)
    html = _Inline(to_html)
    shown: dict[str, Any] = {
        "agenda": agenda,
        "minutes": plan.minutes,
        "without_breaks": plan.without_breaks,
    }
    if kind == "run-sheet":
        shown["days"] = [
            {
                "minutes": day.ends,
                "activities": [_row(item, ids[id(item.activity)], html) for item in day.activities],
            }
            for day in plan.days
        ]
        shown["parts"] = [
            {"id": row["id"], "title": row["title"], "minutes": row["minutes"], "core": row["core"]}
            for row in agenda["activities"]
            if not row["break"]
        ]
        shown["before"] = to_bring(host)
        shown["meeting"] = MEETING if any(activity.meeting for activity in workshop.activities) else 0
    elif kind == "checklist":
        shown["room"] = html.items(workshop.room)
        shown["needs"] = html.items(workshop.needs)
        shown["activities"] = [
            {
                "id": ids[id(activity)],
                "title": plain(activity.title),
                "needs": html.items(activity.needs),
                "handouts": [plain(handout.title) for handout in activity.handouts],
            }
            for activity in workshop.activities
        ]
        shown["handouts"] = sum(len(activity.handouts) for activity in workshop.activities)
        shown["slides"] = sum(len(activity.slides) for activity in workshop.activities)
        shown["answers"] = any(activity.answers for activity in workshop.activities)
        shown["homework"] = any(activity.id == "homework" for activity in workshop.activities)
    return shown


def to_bring(host: Host) -> str:
    """Gives what participants bring, as the heading of the host's page says it; empty where none does."""
    return next((plain(heading.text) for heading in headings(host.body) if heading.id == BEFORE), "")


def _row(item: PlanItem, name: str, html: _Inline) -> dict[str, Any]:
    activity = item.activity
    return {
        "id": name,
        "title": plain(activity.title),
        "begins": item.begins,
        "minutes": item.planned,
        "core": activity.core and not activity.is_break,
        "break": activity.is_break,
        "needs": html.items(activity.needs),
    }


class _Inline:
    """Turns what must lie ready into pieces of HTML without blocks around them."""

    def __init__(self, to_html: Callable[[str], str]) -> None:
        self._to_html = to_html

    def items(self, text: str) -> list[str]:
        """Gives a piece for every point of a list, one for a text that is none."""
        # A source is named where the text is read, not where it is ticked off.
        return [self._piece(part) for part in _points(CITATION.sub("", text)) if part.strip()]

    def _piece(self, text: str) -> str:
        html = self._to_html(text.strip()).strip()
        alone = _PARAGRAPH.fullmatch(html)
        return alone[1] if alone and "<p>" not in alone[1] else html


def _points(text: str) -> Sequence[str]:
    starts = [match.start() for match in _ITEM.finditer(text)]
    if not starts:
        return [text]
    pieces = [text[: starts[0]], *(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))]
    return [_ITEM.sub("", piece, count=1) for piece in pieces]
