"""The invitation to a workshop: as text to send, and as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vText

from courseware.strings import Strings

__all__ = ["Invitation", "calendar_file", "invitation_text"]

ZONE = ZoneInfo("Europe/Stockholm")
"""Where workshops are held: a start is a time on the wall there."""

_ZONE_RULES = b"""BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
"""Sweden's clock since 1996 (Directive 2000/84/EC); icalendar's own table ends in 2038, an hour off."""

UNKNOWN = "…"
"""What is left to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is told of a workshop."""

    title: str
    when: tuple[str, ...]
    """Each day in words; an empty text for one of which nothing is known."""
    place: str
    product: str
    study_minutes: int
    bring: str
    """The heading of the module's page that says what to bring, or an empty text."""
    url: str
    """The module's page; empty where the site has no address."""
    is_whole: bool = True
    """Whether every part that carries the product is held; else the letter promises none."""


def invitation_text(invitation: Invitation, texts: Strings) -> str:
    """Gives the letter, a line for everything that is known, ready to be pasted into a mail."""
    lines = [invitation.title]
    lines += [texts("invitation.when", when=day or UNKNOWN) for day in invitation.when or ("",)]
    lines.append(texts("invitation.where", place=invitation.place or UNKNOWN))
    if invitation.product:
        promise = texts("invitation.leave" if invitation.is_whole else "invitation.leave-part")
        lines.append(f"{promise} {invitation.product}")
    if invitation.study_minutes:
        lines.append(texts("invitation.study", minutes=invitation.study_minutes))
    if invitation.bring and invitation.url:
        lines.append(f"{texts('invitation.bring')} {invitation.bring}")
    if invitation.url:
        lines.append(f"{texts('invitation.about')} {invitation.url}")
    return "\n".join(lines) + "\n"


def calendar_file(
    invitation: Invitation,
    days: Sequence[tuple[dt.date, int, int]],
    texts: Strings,
    *,
    uid: str,
    stamp: dt.datetime,
) -> bytes:
    """Gives a calendar with an event for each day.

    Args:
        invitation: What is told of the workshop.
        days: Date, start and end of each day, in minutes from its midnight in Sweden.
        texts: The strings of the reader's language.
        uid: What the events' names end with: the same workshop on the same day is the same event for ever.
        stamp: When the calendar was made: a property of its contents, never the clock.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Fullföljd utbildning//Workshop//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(Component.from_ical(_ZONE_RULES))
    text = invitation_text(invitation, texts).split("\n", 1)[1].strip()
    for date, starts, ends in days:
        event = Event()
        begins = _at(date, starts)
        event.add("uid", f"{begins:%Y%m%dT%H%M%S}-{uid}")
        event.add("dtstamp", stamp.astimezone(dt.UTC))
        event.add("dtstart", begins)
        event.add("dtend", _at(date, ends))
        event.add("summary", invitation.title)
        event["description"] = vText(text)
        if invitation.place:
            event.add("location", invitation.place)
        if invitation.url:
            event.add("url", invitation.url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _at(date: dt.date, minutes: int) -> dt.datetime:
    """Gives a time on the wall: minutes may run past midnight, and no clock change moves them."""
    day = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)
    return day.replace(tzinfo=ZONE)
