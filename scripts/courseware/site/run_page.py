"""The page of run mode: the facilitator's notes in short; its script makes the wall of the agenda."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from courseware.site.leaders_pages import activity_ids

if TYPE_CHECKING:
    from courseware.content.model import Workshop
    from courseware.site.prose import Prose
    from courseware.strings import Strings

__all__ = ["run_notes"]


def run_notes(workshop: Workshop, prose: Prose, texts: Strings) -> str:
    """Gives Markdown: what holds for the whole workshop, then each activity with needs, key and notes.

    Args:
        workshop: In the language of the page, or in Swedish where it has none.
        prose: Makes plain Markdown of the notes and remembers their sources.
        texts: The strings of the page.
    """
    whole = [
        prose.note(text, name)
        for text, name in (
            (workshop.needs, "needs"),
            (workshop.room, "room"),
            (workshop.facilitator, "facilitator"),
        )
    ]
    parts = [_part('class="run-whole"', whole)]
    ids = activity_ids(workshop)
    for activity in workshop.activities:
        name = ids[id(activity)]
        time = escape(texts("shell.minutes", minutes=activity.minutes))
        notes = [
            f"## {activity.title} {{#{name}}}",
            f'<p class="activity-time">{time}</p>',
            prose.note(activity.needs, "needs"),
            prose.note(activity.answers, "answers"),
            prose.note(activity.facilitator),
        ]
        parts.append(_part(f'class="run-note" data-activity="{escape(name)}"', notes))
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(attributes: str, pieces: list[str]) -> str:
    text = "\n\n".join(piece for piece in pieces if piece)
    return f'<div {attributes} markdown="1">\n\n{text}\n\n</div>' if text else ""
