"""A workshop's agenda made into a plan: a length, a start, days and breaks.

The twin of overrides/assets/js/lib/agenda.js, for papers and calendar files that are made without a browser;
tests/vectors/agenda.json binds both. How a shorter length is reached:

1. Parts that the facilitator has dropped are out; what is core stays.
2. 20 minutes is the cut that the author marked (`meeting`), and nothing else.
3. Otherwise optional parts go first, then core parts are shortened to their least time, then core parts
   outside the 20-minute cut go, at last those in it are cut to their 20-minute time. Of several that may go,
   the one goes that is just long enough; where none is, the longest.
4. What is left is given back in the order of the source: first minutes, then parts.
5. A shorter length holds one break for each whole 90 minutes of a day, where the longest stretch is.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from courseware.content.model import Activity

__all__ = [
    "LENGTHS",
    "MEETING",
    "Dropped",
    "LaterDay",
    "Plan",
    "PlanDay",
    "PlanItem",
    "PlanOptions",
    "plan_agenda",
]

LENGTHS = (20, 60, 90, 180, 0)
"""The lengths to choose between, in minutes; 0 is everything."""

MEETING = 20
"""The length of an ordinary meeting, which the author has cut."""

STRETCH = 90
"""Minutes in a row that people manage without a break."""

_LEAST = 5
"""No part is shortened below it."""


@dataclass(frozen=True, slots=True)
class LaterDay:
    """What day two, three, … has of its own."""

    date: dt.date | None = None
    start: int | None = None
    """Minutes from midnight; None as on the first day."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How a facilitator wants a workshop."""

    date: dt.date | None = None
    start: int | None = None
    """Minutes from midnight; None counts from 0."""
    length: int = 0
    """Minutes of all days together, breaks included: one of LENGTHS."""
    breaks: int | None = None
    """Minutes of each break; None as the source says."""
    dropped: Collection[str] = ()
    """Ids of optional parts that are left out."""
    days: int = 0
    """Over how many days; 0 is as the source says, and one where it is shortened."""
    later: Sequence[LaterDay] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One activity in its time."""

    activity: Activity
    planned: int
    """Minutes."""
    begins: int
    """Minutes from midnight of the day's date, or from 0."""
    ends: int


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day from its start."""

    date: dt.date | None
    starts: int
    ends: int
    activities: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part that is not held."""

    activity: Activity
    chosen: bool
    """Whether the facilitator dropped it; else the length did."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what when."""

    days: tuple[PlanDay, ...]
    dropped: tuple[Dropped, ...]
    """Breaks apart."""
    minutes: int
    """Of all days, breaks included."""
    without_breaks: int
    notes: tuple[str, ...]
    """Of no-meeting, under, over, core-out, core-short, long-stretch."""


@dataclass(slots=True)
class _Held:
    activity: Activity
    planned: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A break by how many minutes of its day lie before it."""

    day: int
    before: int
    total: int
    activity: Activity


def plan_agenda(activities: Sequence[Activity], options: PlanOptions | None = None) -> Plan:
    """Gives a workshop's plan.

    Args:
        activities: In the order of the source.
        options: What the facilitator wants; nothing gives the whole workshop from 0.

    Raises:
        ValueError: Where the length is none of LENGTHS, or days, breaks or a start are impossible.
    """
    options = options or PlanOptions()
    _refuse_impossible(options)
    removed = set(options.dropped)
    content = [each for each in activities if not each.is_break]
    wanted = [each for each in content if each.core or each.id not in removed]
    asked = options.days or (1 if options.length else len({each.session for each in wanted}))
    rest = [each for each in activities if each.is_break and _break_minutes(each, options) > 0]
    notes: dict[str, None] = {}
    most, room = len(rest), 0
    cut = options.length == MEETING and any(each.meeting for each in content)
    if cut:
        held = [_Held(each, each.meeting) for each in wanted if each.meeting]
        most = 0
    elif options.length:
        if options.length == MEETING:
            notes["no-meeting"] = None
        most = asked * ((math.ceil(options.length / asked) - 1) // STRETCH)
        longest = sorted((_break_minutes(each, options) for each in rest), reverse=True)
        room = sum(longest[:most])
        held = _fit(wanted, options.length - room)
    else:
        held = [_Held(each, each.minutes) for each in wanted]
    days = _split(held, asked)
    breaks = _pauses(activities, days, rest, most)
    resting = sum(_break_minutes(each, options) for each in breaks)
    _give_back(held, room - resting)

    shown = tuple(_lay_out(activities, items, breaks, number, options) for number, items in enumerate(days))
    without_breaks = sum(each.planned for each in held)
    minutes = without_breaks + resting
    kept = {id(each.activity) for each in held}
    findings = {
        "under": bool(options.length) and minutes < options.length,
        "over": bool(options.length) and minutes > options.length,
        # In the author's own cut it is no news.
        "core-out": not cut and any(each.core and id(each) not in kept for each in content),
        "core-short": not cut
        and any(each.activity.core and each.planned < each.activity.minutes for each in held),
        "long-stretch": any(stretch > STRETCH for day in shown for stretch in _stretches(day)),
    }
    notes |= dict.fromkeys(name for name, found in findings.items() if found)
    dropped = tuple(
        Dropped(each, chosen=not each.core and each.id in removed) for each in content if id(each) not in kept
    )
    return Plan(shown, dropped, minutes, without_breaks, tuple(notes))


def _refuse_impossible(options: PlanOptions) -> None:
    starts = [options.start, *(day.start for day in options.later)]
    if options.length not in LENGTHS:
        raise ValueError(f"a plan is {', '.join(map(str, LENGTHS))} minutes long, not {options.length}")
    if not 0 <= options.days <= 10:
        raise ValueError(f"a workshop has at most 10 days, not {options.days}")
    if options.breaks is not None and not 0 <= options.breaks <= 60:
        raise ValueError(f"a break has 0 to 60 minutes, not {options.breaks}")
    if any(start is not None and not 0 <= start < 1440 for start in starts):
        raise ValueError("a start is 0 to 1439 minutes from midnight")


def _break_minutes(activity: Activity, options: PlanOptions) -> int:
    return activity.minutes if options.breaks is None else options.breaks


def _least(activity: Activity) -> int:
    """Gives the least time of a part: what the author says, else three fifths to the nearest five."""
    fifths = max(_LEAST, 5 * ((6 * activity.minutes + 25) // 50))
    return min(activity.minutes, activity.short or fifths)


def _fit(wanted: Sequence[Activity], room: int) -> list[_Held]:
    """Makes parts fit into minutes."""
    times = {number: each.minutes for number, each in enumerate(wanted)}
    gone: set[int] = set()

    def held() -> list[_Held]:
        return [_Held(each, times[number]) for number, each in enumerate(wanted) if number not in gone]

    def over() -> int:
        return sum(each.planned for each in held()) - room

    def let_go(may: Callable[[Activity], bool]) -> None:
        while over() > 0 and len(gone) < len(wanted) - 1:
            candidates = [n for n, each in enumerate(wanted) if n not in gone and may(each)]
            if not candidates:
                return
            enough = [number for number in candidates if times[number] >= over()]
            # Of equals the last one goes: what comes first carries what comes after.
            if enough:
                gone.add(min(enough, key=lambda number: (times[number], -number)))
            else:
                gone.add(max(candidates, key=lambda number: (times[number], number)))

    let_go(lambda each: not each.core)
    if over() > 0:
        times = {number: _least(each) for number, each in enumerate(wanted)}
    let_go(lambda each: not each.meeting)
    if over() > 0:
        for number, each in enumerate(wanted):
            if each.meeting:
                times[number] = min(each.meeting, _least(each))
    left = -over()
    for number, each in enumerate(wanted):
        if number not in gone:
            more = max(0, min(each.minutes - times[number], left))
            times[number] += more
            left -= more
    for core in (True, False):
        for number, each in enumerate(wanted):
            if number in gone and each.core == core and _least(each) <= left:
                gone.remove(number)
                times[number] = min(each.minutes, left)
                left -= times[number]
    return held()


def _give_back(held: Sequence[_Held], left: int) -> None:
    for each in held:
        more = max(0, min(each.activity.minutes - each.planned, left))
        each.planned += more
        left -= more


def _split(held: list[_Held], asked: int) -> list[list[_Held]]:
    """Spreads parts over days: by the source's meetings where there are as many, else as even as possible."""
    if not held:
        return []
    sessions = list(dict.fromkeys(each.activity.session for each in held))
    if len(sessions) == asked:
        return [[each for each in held if each.activity.session == session] for session in sessions]
    count = min(asked, len(held))
    if count < 2:
        return [held]
    sums = [0]
    for each in held:
        sums.append(sums[-1] + each.planned)
    # The least sum of squares of days: [day][parts so far], and where that day begins.
    cost = [[0.0] + [math.inf] * len(held)]
    begun: list[list[int]] = [[]]
    for day in range(1, count + 1):
        cost.append([math.inf] * len(sums))
        begun.append([0] * len(sums))
        for end in range(day, len(held) + 1):
            for begin in range(day - 1, end):
                total = cost[day - 1][begin] + (sums[end] - sums[begin]) ** 2
                if total < cost[day][end]:
                    cost[day][end], begun[day][end] = total, begin
    days: list[list[_Held]] = []
    end = len(held)
    for day in range(count, 0, -1):
        days.insert(0, held[begun[day][end] : end])
        end = begun[day][end]
    return days


def _pauses(
    activities: Sequence[Activity], days: Sequence[Sequence[_Held]], rest: Sequence[Activity], most: int
) -> list[Activity]:
    """Gives the breaks that are held: in the midst of a day, one in a place, no more than `most`."""
    resting = {id(each) for each in rest}
    places: list[_Place] = []
    for day, items in enumerate(days):
        times = {id(each.activity): each.planned for each in items}
        total = sum(times.values())
        before = latest = 0
        for activity in activities:
            before += times.get(id(activity), 0)
            if id(activity) in resting and latest < before < total:
                places.append(_Place(day, before, total, activity))
                latest = before
    chosen: list[_Place] = places if len(places) <= most else []
    while len(chosen) < min(most, len(places)):
        chosen.append(
            min((place for place in places if place not in chosen), key=lambda place: _merit(place, chosen))
        )
    return [place.activity for place in chosen]


def _merit(place: _Place, chosen: Sequence[_Place]) -> tuple[int, int]:
    """Gives what sorts first the break that parts the longest stretch nearest its middle."""
    edges = {0, place.total, *(other.before for other in chosen if other.day == place.day)}
    low = max(edge for edge in edges if edge < place.before)
    high = min(edge for edge in edges if edge > place.before)
    return -(high - low), max(place.before - low, high - place.before)


def _lay_out(
    activities: Sequence[Activity],
    items: Sequence[_Held],
    breaks: Sequence[Activity],
    number: int,
    options: PlanOptions,
) -> PlanDay:
    own = LaterDay(options.date, options.start)
    if number:
        own = options.later[number - 1] if number <= len(options.later) else LaterDay()
    starts = next((start for start in (own.start, options.start) if start is not None), 0)
    planned: Mapping[int, int] = {id(each.activity): each.planned for each in items}
    pausing = {id(each) for each in breaks}
    total = sum(planned.values())
    at, done = starts, 0
    shown = []
    for each in activities:
        # A break belongs to the day in the midst of which it falls.
        is_pause = id(each) in pausing and 0 < done < total
        if not is_pause and id(each) not in planned:
            continue
        time = _break_minutes(each, options) if is_pause else planned[id(each)]
        shown.append(PlanItem(each, time, at, at + time))
        at += time
        done += 0 if is_pause else time
    return PlanDay(own.date, starts, at, tuple(shown))


def _stretches(day: PlanDay) -> list[int]:
    """Gives the minutes in a row without a break."""
    found = [0]
    for item in day.activities:
        if item.activity.is_break:
            found.append(0)
        else:
            found[-1] += item.planned
    return found
