"""The shared vectors of workshop plans, and plans as they are written there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from courseware.content.agenda_plan import LaterDay, Plan, PlanOptions
from courseware.content.model import Activity

__all__ = ["VECTORS", "activity", "options_of", "written"]

VECTORS = json.loads((Path(__file__).parent / "vectors" / "agenda.json").read_text("utf-8"))


def activity(id: str, minutes: int, core: bool, short: int, meeting: int, session: int) -> Activity:
    """Gives an activity that has a time and nothing else."""
    return Activity(id, minutes, core, "", "", 1, session, id, short, meeting)


def options_of(given: dict[str, Any]) -> PlanOptions:
    """Gives options as a page would have written them."""

    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    later = [LaterDay(day(each["date"]), each["start"]) for each in given.get("later", ())]
    return PlanOptions(**{**given, "date": day(given.get("date", "")), "later": later})


def written(plan: Plan) -> dict[str, Any]:
    """Gives a plan as the vectors hold it."""
    return {
        "days": [
            {
                "date": each.date.isoformat() if each.date else "",
                "starts": each.starts,
                "ends": each.ends,
                "activities": [
                    [item.activity.id, item.planned, item.begins, item.ends] for item in each.activities
                ],
            }
            for each in plan.days
        ],
        "dropped": [[each.activity.id, each.chosen] for each in plan.dropped],
        "minutes": plan.minutes,
        "withoutBreaks": plan.without_breaks,
        "notes": list(plan.notes),
    }
