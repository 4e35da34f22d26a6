"""What the pages of slides and handouts show: a workshop for the wall, and for the hand.

Both are made from `workshop.md`; the wall's script shows what stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from courseware.content.markdown import plain
from courseware.content.model import Activity, Host, Workshop
from courseware.content.slides import DENSE_WORDS, PACKED_WORDS, slides_of
from courseware.site.leaders_pages import agenda_data

__all__ = ["handouts_page", "slides_page"]

DENSE_LINES, PACKED_LINES = 6, 8
"""An agenda of more lines is set in smaller type, and in two columns."""


def slides_page(host: Host, workshop: Workshop, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives the slides in order, as the template `slides` shows them.

    Args:
        host: In the language of the page, or in Swedish where it has none.
        workshop: The same.
        to_html: Turns an author's Markdown into HTML with links that hold on this page.
    """
    shown = []
    for slide in slides_of(host, workshop):
        lines: list[dict[str, Any]] = []
        words = slide.words
        if slide.kind == "outcomes":
            lines = [{"title": outcome} for outcome in host.outcomes]
            words = DENSE_WORDS + 1  # Three to five of them fill a slide and no more.
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
                "size": _size(words, len(lines) if slide.kind == "agenda" else 0),
                "lines": lines,
            }
        )
    return {
        "slides": shown,
        "product": host.product,
        "agenda": agenda_data(workshop, host),
    }


def _size(words: int, lines: int) -> str:
    """Gives how small a slide is set: "", "dense" or "packed"."""
    if words > PACKED_WORDS or lines > PACKED_LINES:
        return "packed"
    return "dense" if words > DENSE_WORDS or lines > DENSE_LINES else ""


def _line(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.id,
        "title": plain(activity.title),
        "minutes": activity.minutes,
        "break": activity.is_break,
    }


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
