"""The pages that a workshop's source gives: for participants, and for the one who leads it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from courseware.content.blocks import LEADERS, Text, parse_blocks
from courseware.content.feedback import usual_minutes
from courseware.content.model import Activity, Host, Workshop
from courseware.languages import SOURCE
from courseware.site.addresses import relink
from courseware.site.agenda import agenda_table
from courseware.site.body import Body
from courseware.site.leaders_pages import agenda_data, leaders_page
from courseware.site.run_page import run_notes
from courseware.site.slides_page import handouts_page, slides_page

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas, Place
    from courseware.site.prose import Prose
    from courseware.strings import Strings

__all__ = ["WorkshopBodies"]

Equip = Callable[["Place", str], tuple["Prose", Callable[[Body], Body]]]
"""Gives the prose of a page for a text in a language, and what adds to its body what that brought up."""


class WorkshopBodies:
    """Writes these pages in one language."""

    def __init__(
        self, atlas: Atlas, language: str, texts: Strings, to_html: Callable[[str], str], equip: Equip
    ) -> None:
        """Prepares a language.

        Args:
            atlas: Every page there is.
            language: The language of the pages, not always of their text.
            texts: The strings of that language.
            to_html: Turns Markdown into HTML with the extensions of the site.
            equip: Gives the prose of a page.
        """
        self._atlas = atlas
        self._language = language
        self._texts = texts
        self._to_html = to_html
        self._equip = equip

    def _host(self, place: Place) -> Host:
        host = self._atlas.host(self._language, place)
        assert host is not None  # noqa: S101 (a workshop has one, or it has no pages)
        return host

    def body(self, workshop: Workshop, place: Place) -> Body:
        """Gives a page: the workshop itself, or one of LEADERS_PAGES."""
        match place.kind:
            case "workshop" | "facilitator":
                return self._told(workshop, place, notes=place.kind == "facilitator")
            case "run":
                return self._run(workshop, place)
            case "slides" | "handouts":
                return self._shown(workshop, place)
            case _:
                return self._planned(workshop, place)

    def _told(self, workshop: Workshop, place: Place, *, notes: bool) -> Body:
        """Follows the source; the agenda of each meeting stands before its first activity."""
        prose, complete = self._equip(place, workshop.language or SOURCE)
        parts: list[str] = []
        activities = iter(workshop.activities)
        several = len({activity.session for activity in workshop.activities}) > 1
        shown = 0
        nodes, _ = parse_blocks(workshop.body, workshop.path)
        for node in nodes:
            if isinstance(node, Text):
                parts.append(prose.plain(node.text).strip())
            elif node.name in LEADERS:
                parts.append(prose.note(node.body, node.name) if notes else "")
            elif node.name == "activity":
                activity = next(activities)
                if activity.session != shown:
                    shown = activity.session
                    meeting = [other for other in workshop.activities if other.session == shown]
                    parts.append(agenda_table(meeting, self._texts, self._texts("site.agenda")))
                anchor = f" {{#{activity.id}}}" if activity.id else ""
                parts.append(f"{'###' if several else '##'} {activity.title}{anchor}")
                time = escape(self._texts("shell.minutes", minutes=activity.minutes))
                if notes:
                    time += self._usually(self._host(place).id, activity)
                parts.append(f'<p class="activity-time">{time}</p>')
                if notes:
                    parts.append(prose.note(activity.needs, "needs"))
                parts.append(prose.plain(activity.text))
                if notes:
                    parts.append(prose.note(activity.answers, "answers"))
                    parts.append(prose.note(activity.facilitator))
            else:
                parts.append(prose.plain(node.raw))
        return complete(Body("\n\n".join(part for part in parts if part) + "\n"))

    def _run(self, workshop: Workshop, place: Place) -> Body:
        """Gives the page of run mode: the notes in short, and the agenda that it keeps the time of."""
        prose, complete = self._equip(place, workshop.language or SOURCE)
        notes = run_notes(workshop, prose, self._texts)
        return complete(Body(notes, shown={"agenda": agenda_data(workshop, self._host(place))}))

    def _usually(self, host: str, activity: Activity) -> str:
        """Gives what an activity really takes, where enough workshops have told and it is not as planned."""
        usual = usual_minutes(self._atlas.library.feedback.get(host), activity)
        if usual is None or usual[0] == activity.minutes:
            return ""
        said = self._texts("site.agenda.usually", minutes=usual[0], workshops=usual[1])
        return f' <span class="usually">{escape(said)}</span>'

    def _shown(self, workshop: Workshop, place: Place) -> Body:
        """Gives slides or handouts: pieces of HTML for their template, no text of its own."""
        prose, complete = self._equip(place, workshop.language or SOURCE)
        to_html = lambda text: relink(self._to_html(prose.plain(text)), place.file)  # noqa: E731 (one noun)
        if place.kind == "handouts":
            return complete(Body("", shown=handouts_page(workshop, to_html)))
        return complete(Body("", shown=slides_page(self._host(place), workshop, to_html)))

    def _planned(self, workshop: Workshop, place: Place) -> Body:
        """Gives a page that is a view of the agenda: data for its template, no text of its own."""
        host = self._host(place)
        shown = leaders_page(place.kind, workshop, host, lambda text: relink(self._to_html(text), place.file))
        if place.kind == "checklist":
            sheets = (self._atlas.sheets.get(name) for name in host.worksheets)
            shown["worksheets"] = [self._named(sheet) for sheet in sheets if sheet]
        if place.kind == "sign-in":
            known = host.counts and "check-in.md" in self._atlas.places
            shown["check_in"] = "check-in/" if known else ""
        return Body("", shown=shown)

    def _named(self, place: Place) -> dict[str, str]:
        """Gives the title, the language and the address of a page."""
        source, language = self._atlas.source(self._language, place)
        return {"title": str(getattr(source, "title", "")), "lang": language, "url": place.address}
