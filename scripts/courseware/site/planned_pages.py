"""Run sheet and sign-in sheet for one start, length and place, as their pages' scripts would show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import segno

from courseware.content.agenda_plan import Plan, PlanDay, PlanOptions
from courseware.content.markdown import plain
from courseware.content.model import Workshop
from courseware.languages import LANGUAGES
from courseware.site.agenda import elapsed
from courseware.site.leaders_pages import activity_ids
from courseware.strings import Strings

__all__ = ["days_in_words", "planned_run_sheet", "planned_sign_in"]

ROWS = 16
"""Lines to sign on one A4."""


def days_in_words(plan: Plan, options: PlanOptions, language: str) -> list[str]:
    """Gives each day as far as it is known: "torsdag 3 december 2026, 09:00–12:00", or an empty text."""
    return [
        ", ".join(part for part in (_date(day, language), _span(day, at, options)) if part)
        for at, day in enumerate(plan.days)
    ]


def planned_run_sheet(
    shown: Mapping[str, Any], workshop: Workshop, plan: Plan, options: PlanOptions, texts: Strings
) -> dict[str, Any]:
    """Gives what the template papers/run-sheet.html shows.

    Args:
        shown: What the page shows before its script runs: needs in HTML, by activity.
        workshop: In the language of the sheet, or in Swedish.
        plan: For the length and start that are wanted.
        options: What was wanted.
        texts: The strings of the reader's language.
    """
    rows = {row["id"]: row for day in shown["days"] for row in day["activities"]}
    ids = activity_ids(workshop)
    days = []
    for at, day in enumerate(plan.days):
        clock = _clock if _is_timed(options, at) else elapsed
        heads = [
            texts("run-sheet.day", day=at + 1) if len(plan.days) > 1 else "",
            _date(day, texts.language),
            _span(day, at, options),
        ]
        days.append(
            {
                "head": " · ".join(head for head in heads if head),
                "ends": clock(day.ends),
                "rows": [
                    {
                        **rows[ids[id(item.activity)]],
                        "time": clock(item.begins),
                        "minutes": item.planned,
                        "of": item.activity.minutes if item.planned < item.activity.minutes else 0,
                    }
                    for item in day.activities
                ],
            }
        )
    apart = abs(plan.minutes - options.length)
    return {
        **shown,
        "days": days,
        "minutes": plan.minutes,
        "without_breaks": plan.without_breaks,
        "timed": bool(plan.days) and _is_timed(options, 0),
        "notes": [texts(f"run-sheet.note-{note}", minutes=apart) for note in plan.notes],
        "dropped": [plain(each.activity.title) for each in plan.dropped],
    }


def planned_sign_in(
    shown: Mapping[str, Any], plan: Plan, options: PlanOptions, place: str, language: str, check_in: str
) -> dict[str, Any]:
    """Gives what the template papers/sign-in.html shows: one sheet a day.

    Args:
        shown: What the page shows before its script runs.
        plan: For the length and start that are wanted.
        options: What was wanted.
        place: Where it is held, or an empty text.
        language: The reader's.
        check_in: The whole address of the page that shows a participant's code; empty where there is none.
    """
    sheets = [
        {
            "date": _date(day, language),
            "time": _span(day, at, options),
            "minutes": sum(item.planned for item in day.activities if not item.activity.is_break),
        }
        for at, day in enumerate(plan.days)
    ]
    code = _code(check_in) if check_in else ""
    return {**shown, "sheets": sheets, "place": place, "rows": ROWS, "check_in": check_in, "code": code}


def _code(address: str) -> str:
    svg = segno.make(address, error="q", micro=False).svg_inline(omitsize=True, border=4, svgclass="qr")
    # The address stands beside it in letters: the picture adds nothing for who does not see it.
    return str(svg).replace("<svg ", '<svg aria-hidden="true" ', 1)


def _is_timed(options: PlanOptions, at: int) -> bool:
    later: Sequence[Any] = options.later
    return options.start is not None or (0 < at <= len(later) and later[at - 1].start is not None)


def _span(day: PlanDay, at: int, options: PlanOptions) -> str:
    return f"{_clock(day.starts)}–{_clock(day.ends)}" if _is_timed(options, at) else ""


def _date(day: PlanDay, language: str) -> str:
    return _long_day(day.date, language) if day.date else ""


@cache
def _long_day(date: dt.date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(date, format="full", locale=LANGUAGES[language].locale))


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
