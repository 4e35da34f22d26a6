"""What the pages of slides and handouts show: a workshop for the wall, and for the hand.

Both are made from `workshop.md`; the wall's script shows what stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courseware.content.markdown import plain
from courseware.content.model import Activity, Module, Workshop
from courseware.content.slides import slides_of

__all__ = ["handouts_page", "slides_page"]

DENSE_LINES = 7
PACKED_LINES = 10
"""A list of more lines is set in smaller type, and then in the smallest that is read from the last row."""

LINE = 56
"""Characters that fit on a line of the wall."""


def slides_page(module: Module, workshop: Workshop, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives the slides in order, as the template `slides` shows them.

    Args:
        module: In the language of the page, or in Swedish where it has none.
        workshop: The same.
        to_html: Turns an author's Markdown into HTML with links that hold on this page.
    """
    shown = []
    for slide in slides_of(module, workshop):
        lines: list[dict[str, Any]] = []
        if slide.kind == "outcomes":
            lines = [{"title": outcome} for outcome in module.outcomes]
        elif slide.kind == "agenda":
            lines = [_line(one) for one in workshop.activities if one.session == slide.session]
        shown.append(
            {
                "kind": slide.kind,
                "title": slide.title,
                "text": to_html(slide.text) if slide.text else "",
                "notes": to_html(slide.notes) if slide.notes else "",
                "minutes": slide.minutes,
                "activity": slide.activity,
                "dense": slide.dense or bool(lines) and _room(lines) > DENSE_LINES,
                "packed": bool(lines) and _room(lines) > PACKED_LINES,
                "lines": lines,
            }
        )
    several = len({activity.session for activity in workshop.activities}) > 1
    return {"slides": shown, "product": module.product, "several": several}


def _room(lines: Sequence[Mapping[str, Any]]) -> int:
    """Gives how many lines of the wall a list takes."""
    return sum(1 + len(str(line["title"])) // LINE for line in lines)


def _line(activity: Activity) -> dict[str, Any]:
    return {"title": plain(activity.title), "minutes": activity.minutes, "break": activity.is_break}


def handouts_page(workshop: Workshop, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives every sheet that is handed out, with the task it belongs to; never an answer.

    Args:
        workshop: In the language of the page, or in Swedish where it has none.
        to_html: Turns an author's Markdown into HTML with links that hold on this page.
    """
    sheets = []
    for activity in workshop.activities:
        for number, handout in enumerate(activity.handouts, 1):
            sheets.append(
                {
                    "id": f"{activity.id}-{number}",
                    "title": plain(handout.title),
                    "activity": plain(activity.title),
                    "url": activity.id,
                    "minutes": activity.minutes,
                    "text": to_html(handout.text),
                    "task": to_html(activity.task) if activity.task else "",
                }
            )
    return {"sheets": sheets}
