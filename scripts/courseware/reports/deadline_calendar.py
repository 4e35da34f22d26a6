"""The days that reporting hangs on as a file for any calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from importlib.metadata import version

from icalendar import Alarm, Calendar, Event, vText

from courseware.registry.project import Project
from courseware.reports.deadlines import Deadline, deadline_text
from courseware.reports.periods import DONE
from courseware.strings import Strings

__all__ = ["deadline_calendar"]

DOMAIN = "courseware.invalid"
"""Ends every event's id. A name that nobody can own (RFC 2606), since the register has no address."""

_KINDS = frozenset({"month", "quarter", "year", "immediate", "longer", "retention"})
"""What belongs to a day of its own; who lacks the information sheet today is no date."""


def deadline_calendar(project: Project, found: Iterable[Deadline], t: Strings) -> bytes:
    """Gives the calendar's bytes: the same days and states give the same bytes, whatever the clock says.

    An event keeps its id whenever the file is made anew, so that importing it again replaces instead of
    doubling; its sequence is the version in which a month was last exported.
    """
    calendar = Calendar()
    program = f"courseware {version('fullfoljd-courseware')}"
    calendar.add("prodid", f"-//courseware//{program}//{t.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = t("admin.deadlines.title", project=project.title)
    # RFC 7986, and the name that most calendars read instead of it.
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, _text(title, t))
    for one in found:
        if one.day is not None and one.kind in _KINDS:
            calendar.add_component(_event(project, one, t))
    return bytes(calendar.to_ical())


def _event(project: Project, one: Deadline, t: Strings) -> Event:
    if one.day is None:
        raise ValueError(f"a {one.kind} without a day is no event")
    what, is_done = deadline_text(one, t), one.state in DONE
    event = Event()
    profile = f"-{one.code}" if one.code else ""
    subject = f"-{one.subject}" if one.subject else ""
    event.add("uid", f"{project.id}-{one.kind}{subject}{profile}@{DOMAIN}")
    event.add("dtstamp", datetime.combine(one.stamp, time(), UTC))
    event.add("sequence", one.version)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    shown = t("admin.deadlines.calendar.done", what=what) if is_done else what
    event.add("summary", _text(t("admin.deadlines.calendar.summary", project=project.id, what=shown), t))
    version_line = t("admin.deadlines.calendar.version", version=one.version) if one.version else ""
    event.add("description", _text(" ".join(filter(None, (project.title + ".", what, version_line))), t))
    event.add("categories", [t("admin.deadlines.calendar.category")], parameters={"LANGUAGE": t.language})
    event.add("transp", "TRANSPARENT")  # A date to keep in mind makes nobody busy.
    if not is_done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _text(t("admin.deadlines.calendar.alarm", what=what), t))
        alarm.add("trigger", timedelta(days=-7))
        event.add_component(alarm)
    return event


def _text(text: str, t: Strings) -> vText:
    value = vText(text)
    value.params["LANGUAGE"] = t.language
    return value
