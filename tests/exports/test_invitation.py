"""The invitation as text and as a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar

from courseware.exports.invitation import Invitation, calendar_file, invitation_text
from courseware.strings import Strings, strings_of

STAMP = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
WHOLE = Invitation(
    title="Träff om uppdraget",
    when=("torsdag 3 december 2026, 09:00–12:00", ""),
    place="Rådhuset, sal 2; vån 3",
    product="Ansvarskarta",
    study_minutes=30,
    bring="Ta med ert uppdrag",
    url="https://site.example/modules/m01-mandate/",
)


@pytest.fixture(scope="module")
def swedish(project_root: object) -> Strings:
    return strings_of(project_root, "sv")  # type: ignore[arg-type]


def test_the_letter_says_everything_that_is_known(swedish: Strings) -> None:
    assert invitation_text(WHOLE, swedish).splitlines() == [
        "Träff om uppdraget",
        "Tid: torsdag 3 december 2026, 09:00–12:00",
        "Tid: …",
        "Plats: Rådhuset, sal 2; vån 3",
        "Du går därifrån med: Ansvarskarta",
        "Före workshopen: läs modulens lektioner och svara på frågorna. Det tar 30 min.",
        "Vad du tar med står på modulens sida, under rubriken: Ta med ert uppdrag",
        "Modulens sida: https://site.example/modules/m01-mandate/",
    ]


def test_a_workshop_without_a_part_that_carries_the_product_promises_none(swedish: Strings) -> None:
    text = invitation_text(replace(WHOLE, is_whole=False), swedish)
    assert "Vi börjar på: Ansvarskarta" in text.splitlines()
    assert "Du går därifrån med" not in text


def test_the_letter_leaves_room_for_what_is_not_known(swedish: Strings) -> None:
    bare = Invitation("Träff", (), "", "", 0, "Ta med", "")
    assert invitation_text(bare, swedish).splitlines() == ["Träff", "Tid: …", "Plats: …"]


def _calendar(swedish: Strings, days: list[tuple[dt.date, int, int]]) -> bytes:
    return calendar_file(WHOLE, days, swedish, uid="m01-mandate@site.example", stamp=STAMP)


def test_a_calendar_has_an_event_a_day_on_the_wall_clock_of_sweden(swedish: Strings) -> None:
    data = _calendar(swedish, [(dt.date(2026, 12, 3), 540, 720), (dt.date(2027, 6, 1), 23 * 60, 25 * 60)])
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [
        "20261203T090000-m01-mandate@site.example",
        "20270601T230000-m01-mandate@site.example",
    ]
    utc = [event.decoded("dtstart").astimezone(dt.UTC) for event in events]
    assert utc == [
        dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC),  # winter time
        dt.datetime(2027, 6, 1, 21, tzinfo=dt.UTC),  # summer time
    ]
    assert events[1].decoded("dtend").date() == dt.date(2027, 6, 2)
    assert events[0]["LOCATION"] == "Rådhuset, sal 2; vån 3"
    assert b"DTSTART;TZID=Europe/Stockholm:20261203T090000" in data
    assert data.count(b"BEGIN:VTIMEZONE") == 1


def test_a_calendar_is_what_calendars_read(swedish: Strings) -> None:
    data = _calendar(swedish, [(dt.date(2026, 12, 3), 540, 720)])
    assert data == _calendar(swedish, [(dt.date(2026, 12, 3), 540, 720)])
    assert b"DTSTAMP:20261126T000000Z" in data
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    # Clocks go forward at two and back at three, as they have since 1996.
    assert b"DTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in data
