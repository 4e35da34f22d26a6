"""When a workshop begins, as it is written on the command line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import click

__all__ = ["Start", "StartType"]

ZONE = ZoneInfo("Europe/Stockholm")

YEARS = (2000, 2099)
"""What a session file takes, too: another year is a slip of the finger."""

_START = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]\s*)?([0-9]{1,2})[:.]([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a day."""

    date: dt.date | None
    """None where only the time is known."""
    minutes: int
    """From midnight, on the clock in Sweden."""


class StartType(click.ParamType[Start]):
    """A start on the command line: date and time, or a time alone."""

    name = "start"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Start:
        """Gives the start, or ends with how to write one."""
        if isinstance(value, Start):
            return value
        match = _START.fullmatch(str(value).strip())
        if match is None:
            self.fail(
                f'{value!r} is not a start. Write date and time, as in "2026-12-03 09:00", or a time alone, '
                'as in "09:00".',
                param,
                ctx,
            )
        hours, minutes = int(match[2]), int(match[3])
        if hours > 23 or minutes > 59:
            self.fail(f"there is no time {match[2]}:{match[3]}. Times run from 00:00 to 23:59.", param, ctx)
        try:
            date = dt.date.fromisoformat(match[1]) if match[1] else None
        except ValueError:
            self.fail(f"there is no day {match[1]}.", param, ctx)
        if date is not None:
            if not YEARS[0] <= date.year <= YEARS[1]:
                self.fail(f"no workshop is held in {match[1][:4]}: {YEARS[0]} to {YEARS[1]}.", param, ctx)
            if not _is_on_the_clock(dt.datetime.combine(date, dt.time(hours, minutes))):
                self.fail(
                    f"there is no {hours:02}:{minutes:02} on {date}: clocks go forward from 02:00 to 03:00.",
                    param,
                    ctx,
                )
        return Start(date, 60 * hours + minutes)


def _is_on_the_clock(wall: dt.datetime) -> bool:
    """Whether a clock in Sweden shows a time: when summer time begins, an hour is left out."""
    there = wall.replace(tzinfo=ZONE).astimezone(dt.UTC).astimezone(ZONE)
    return there.replace(tzinfo=None) == wall
