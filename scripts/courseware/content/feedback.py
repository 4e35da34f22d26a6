"""What workshops have taught us, as sums: how long activities really take, how modules are judged.

`modules/feedback.json` holds counts alone. A workshop is known by a fingerprint, so that it is counted once;
who was there, when and where it was held, and what anybody wrote, is nowhere in it. Sums are shown once
`ENOUGH` workshops have reported: below that they would say more about one group than about the module.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courseware.content.files import replace_file
from courseware.content.model import Activity
from courseware.errors import CoursewareError, Problem
from courseware.ids import ID_PATTERN

__all__ = [
    "ENOUGH",
    "FEEDBACK_FILE",
    "SCALES",
    "Feedback",
    "mean_of",
    "read_feedback",
    "usual_minutes",
    "write_feedback",
]

FEEDBACK_FILE = "modules/feedback.json"
FORMAT = "courseware-feedback/1"
ENOUGH = 5
"""Workshops that must have reported before anything is shown."""
SCALES = ("usefulness", "confidence")
"""Questions of worksheet T12 that are answered on a scale; its texts are never read."""
STEPS = (1, 2, 3, 4, 5)

_PRINT = re.compile(r"[0-9a-f]{16}")
_DAY = 24 * 60
_LARGEST = 10_000_000
"""Bytes: a hundred times what sixteen modules make."""
_MOST = 1_000_000
"""A count above it is no count."""


@dataclass(slots=True)
class Feedback:
    """The sums of one module."""

    timed: set[str] = field(default_factory=set)
    """Fingerprints of the workshops whose minutes are counted."""
    minutes: dict[str, dict[int, dict[int, int]]] = field(default_factory=dict)
    """By activity id, planned minutes and actual minutes: in how many workshops."""
    judged: set[str] = field(default_factory=set)
    """Fingerprints of the workshops whose evaluations are counted."""
    scales: dict[str, dict[int, int]] = field(default_factory=dict)
    """By question and step of its scale: how many answers."""


def usual_minutes(feedback: Feedback | None, activity: Activity) -> tuple[int, int] | None:
    """Gives the median of an activity's actual minutes, and of how many workshops; nothing before `ENOUGH`.

    Only workshops that planned it as long as the agenda does are counted: a shortened one says nothing.
    """
    counts = feedback.minutes.get(activity.id, {}).get(activity.minutes, {}) if feedback else {}
    number = sum(counts.values())
    if number < ENOUGH:
        return None
    low, high = (_ranked(counts, rank) for rank in ((number - 1) // 2, number // 2))
    return round((low + high) / 2), number


def _ranked(counts: Mapping[int, int], rank: int) -> int:
    """Gives the value at a place, from 0, of all values in order."""
    for value, count in sorted(counts.items()):
        if rank < count:
            return value
        rank -= count
    raise IndexError(rank)


def mean_of(feedback: Feedback | None, scale: str) -> tuple[float, int] | None:
    """Gives the mean of a question's answers (1 to 5) and their number; nothing before `ENOUGH` workshops."""
    if feedback is None or len(feedback.judged) < ENOUGH:
        return None
    counts = feedback.scales.get(scale, {})
    number = sum(counts.values())
    return (sum(step * count for step, count in counts.items()) / number, number) if number else None


def read_feedback(root: Path) -> tuple[dict[str, Feedback], list[Problem]]:
    """Gives the sums by module id, and what is wrong with their file; none where there is no file."""
    path = root / FEEDBACK_FILE
    if not os.path.lexists(path):
        return {}, []
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("it is no file of its own")
        if about.st_size > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 1_000_000} MB")
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        return {_id(name): _feedback(value) for name, value in content["modules"].items()}, []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "It is written by `courseware feedback import`; take the last committed one back."
        said = f"it cannot be read: {str(error) or type(error).__name__}."
        return {}, [Problem(FEEDBACK_FILE, 0, "bad-feedback", said, hint)]


def write_feedback(root: Path, feedback: Mapping[str, Feedback]) -> None:
    """Writes the sums of all modules in one step.

    Raises:
        CoursewareError: The folder cannot be written to.
    """
    content = {
        "format": FORMAT,
        "modules": {name: _json(feedback[name]) for name in sorted(feedback)},
    }
    try:
        replace_file(root / FEEDBACK_FILE, (json.dumps(content, indent=1) + "\n").encode())
    except OSError as error:
        raise CoursewareError(f"{FEEDBACK_FILE} cannot be written: {error.strerror}.") from None


def _json(one: Feedback) -> dict[str, Any]:
    return {
        "timed": sorted(one.timed),
        "minutes": {
            activity: {
                str(planned): {str(actual): count for actual, count in sorted(actuals.items())}
                for planned, actuals in sorted(by_plan.items())
            }
            for activity, by_plan in sorted(one.minutes.items())
        },
        "judged": sorted(one.judged),
        "scales": {
            scale: {str(step): count for step, count in sorted(counts.items())}
            for scale, counts in sorted(one.scales.items())
        },
    }


def _feedback(value: Mapping[str, Any]) -> Feedback:
    one = Feedback(
        timed=_prints(value["timed"]),
        minutes={
            _id(activity): {
                _whole(planned, _DAY): _counts(actuals, _DAY) for planned, actuals in by_plan.items()
            }
            for activity, by_plan in value["minutes"].items()
        },
        judged=_prints(value["judged"]),
        scales={str(scale): _counts(counts, STEPS[-1]) for scale, counts in value["scales"].items()},
    )
    if not set(one.scales) <= set(SCALES):
        raise ValueError(f"scales are {', '.join(SCALES)}")
    return one


def _id(name: str) -> str:
    # Whatever else stood there would be published with the file.
    if len(name) > 64 or not ID_PATTERN.fullmatch(name):
        raise ValueError("a module and an activity are named by their ids")
    return name


def _prints(value: Any) -> set[str]:
    if not isinstance(value, list) or not all(
        isinstance(one, str) and _PRINT.fullmatch(one) for one in value
    ):
        raise ValueError("a workshop is sixteen hex digits")
    return set(value)


def _counts(value: Mapping[str, Any], most: int) -> dict[int, int]:
    found = {_whole(key, most): count for key, count in value.items()}
    if not all(
        isinstance(count, int) and not isinstance(count, bool) and 0 < count <= _MOST
        for count in found.values()
    ):
        raise ValueError(f"a count is a whole number from 1 to {_MOST}")
    return found


def _whole(text: str, most: int) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,4}", text) or int(text) > most:
        raise ValueError(f"a number of minutes or a step is a whole number up to {most}")
    return int(text)
