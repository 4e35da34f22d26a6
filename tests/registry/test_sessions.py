"""A session's minutes land on the dates they fell on, also over midnight, month ends and summer time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.registry.log import entries
from courseware.registry.sessions import Part, Session, add_session, change_session, list_sessions
from courseware.registry.store import Store

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def held(start: str, end: str, actual: int | None = None) -> Session:
    starts, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    made = Session("S1", starts, ends, 60)
    return Session("S1", starts, ends, 60, actual_minutes=actual or made.clock_minutes(STOCKHOLM))


def test_whole_session_with_breaks_is_its_actual_minutes() -> None:
    day = held("2026-11-12T09:00", "2026-11-12T12:00", 165)
    assert day.parts(STOCKHOLM) == [Part(date(2026, 11, 12), 165)]
    assert day.parts(STOCKHOLM, late=15, early=30) == [Part(date(2026, 11, 12), 120)]
    assert day.parts(STOCKHOLM, minutes=90) == [Part(date(2026, 11, 12), 90)]
    assert day.parts(STOCKHOLM, minutes=0) == []
    assert day.parts(STOCKHOLM, late=165) == []


def test_t11_minutes_are_split_at_midnight_and_month_end() -> None:
    night = held("2026-10-31T23:00", "2026-11-01T02:00")
    assert night.parts(STOCKHOLM) == [Part(date(2026, 10, 31), 60), Part(date(2026, 11, 1), 120)]
    assert night.parts(STOCKHOLM, late=90) == [Part(date(2026, 11, 1), 90)]
    assert night.parts(STOCKHOLM, early=130) == [Part(date(2026, 10, 31), 50)]
    with pytest.raises(ValueError, match="say how many minutes late or early"):
        night.parts(STOCKHOLM, minutes=100)


def test_session_that_ends_at_midnight_is_one_days() -> None:
    evening = held("2026-10-31T21:00", "2026-11-01T00:00")
    assert not evening.crosses_midnight
    assert evening.parts(STOCKHOLM) == [Part(date(2026, 10, 31), 180)]


def test_summer_time_makes_a_night_an_hour_shorter_or_longer() -> None:
    spring = held("2026-03-28T23:00", "2026-03-29T04:00")
    assert [part.minutes for part in spring.parts(STOCKHOLM)] == [60, 180]
    autumn = held("2026-10-24T23:00", "2026-10-25T04:00")
    assert [part.minutes for part in autumn.parts(STOCKHOLM)] == [60, 300]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)),  # noqa: DTZ001 (local time)
    st.integers(1, 960),
    st.integers(0, 300),
    st.integers(0, 300),
)
def test_parts_always_add_up_to_the_minutes_present(
    start: datetime, length: int, late: int, early: int
) -> None:
    from datetime import UTC, timedelta

    start = start.replace(second=0, microsecond=0, fold=0)
    begin = start.replace(tzinfo=STOCKHOLM).astimezone(UTC)
    if begin.astimezone(STOCKHOLM).replace(tzinfo=None) != start:
        return  # A time that the clock jumps over in spring.
    end = (begin + timedelta(minutes=length)).astimezone(STOCKHOLM)
    if end.fold:
        return  # The second of two equal times in autumn cannot be written down.
    session = Session("S", start, end.replace(tzinfo=None), length, actual_minutes=length)
    if late + early > length:
        with pytest.raises(ValueError, match="do not fit"):
            session.parts(STOCKHOLM, late=late, early=early)
        return
    parts = session.parts(STOCKHOLM, late=late, early=early)
    assert sum(part.minutes for part in parts) == length - late - early
    assert all(part.minutes > 0 for part in parts)
    assert [part.day for part in parts] == sorted({part.day for part in parts})


def test_unheld_session_and_impossible_minutes_are_refused() -> None:
    planned = Session("S1", datetime(2026, 11, 1, 9), datetime(2026, 11, 1, 10), 60)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no actual minutes yet"):
        planned.parts(STOCKHOLM)
    with pytest.raises(ValueError, match="200 minutes do not fit session 'S1' of 165 minutes"):
        held("2026-11-12T09:00", "2026-11-12T12:00", 165).parts(STOCKHOLM, minutes=200)


def test_sessions_come_back_as_stored_in_order_of_time(store: Store) -> None:
    later, earlier = (
        held("2026-11-12T09:00", "2026-11-12T12:00", 165),
        held("2026-10-01T09:00", "2026-10-01T10:00"),
    )
    with store.write(who="test", why="test") as tx:
        first = add_session(tx, "demo", later)
        from dataclasses import replace

        second = add_session(tx, "demo", replace(earlier, name="S0", distance=True, module="m06-law"))
        stored = replace(later, id=first)
        change_session(tx, stored, replace(stored, place="Rådhuset"))
    with store.read() as tx:
        assert [(item.id, item.name, item.place) for item in list_sessions(tx, "demo")] == [
            (second, "S0", ""),
            (first, "S1", "Rådhuset"),
        ]
        assert [item.name for item in list_sessions(tx, "demo", "2026-11")] == ["S1"]
        assert list_sessions(tx, "other") == []
        changed = list(entries(tx.connection, f"session:{first}"))[1]
        assert (changed["before"], changed["after"]) == ({"place": ""}, {"place": "Rådhuset"})
