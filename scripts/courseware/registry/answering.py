"""Answers written into a project's file, where its explanations stand; the rest of the file is left alone."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date

from courseware.errors import CoursewareError, ProblemsFound
from courseware.ids import did_you_mean
from courseware.registry.project import UNKNOWN
from courseware.registry.project_file import CHOICES, read_project

__all__ = ["BASICS", "answer", "open_questions"]

BASICS = {
    "title": "what people call the project",
    "owner": "the organisation that got the support",
    "starts": "the first day, from the decision on support",
    "ends": "the last day, from the decision on support",
    "programme_period": "which generation of rules the reports follow: 2014-2020, or 2021-2027 (ESF+)",
    "programme_area": "1, or A in ESF+",
}
"""What every project must have, in the order in which it is asked for."""

_DATES = frozenset({"starts", "ends", "retain_until", "last_payment"})
_COUNTS = frozenset(
    {"max_hours_per_day", "planned_participants", "planned_organisations", "academic_hour_minutes"}
)
_LISTS = frozenset({"attestation_methods"})
_TEXTS = frozenset(
    {
        *BASICS,
        *CHOICES,
        *UNKNOWN,
        "case_number",
        "country",
        "first_period",
        "timezone",
    }
)
SETTINGS = sorted(_DATES | _COUNTS | _LISTS | _TEXTS)


def open_questions(text: str) -> list[str]:
    """Gives the settings of a project's file that have no value yet, those that every project needs first."""
    data = tomllib.loads(text)
    return [name for name in (*BASICS, *UNKNOWN) if data.get(name) in (None, "")]


def answer(text: str, path: str, project_id: str, setting: str, value: str) -> str:
    """Gives the file's text with one setting answered; other settings may still lack an answer.

    Args:
        text: The file as it is.
        path: Where it lies, for messages.
        project_id: The project.
        setting: Which setting.
        value: What somebody typed: `floor_month`, `13`, `2031-12-31`, `portal, mail`.

    Raises:
        CoursewareError: There is no such setting.
        ProblemsFound: The value is not one that the setting takes; says what to write.
    """
    if setting not in SETTINGS:
        raise CoursewareError(
            f"'{setting}' is not a setting that can be answered here. {did_you_mean(setting, SETTINGS)} "
            f"One of: {', '.join(SETTINGS)}."
        )
    line = f"{setting} = {_toml(setting, value.strip())}\n"
    # Below the first table's heading a line would belong to that table.
    table = re.search(r"^\s*\[", text, re.MULTILINE)
    top, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
    found = re.search(rf"^(?:# ?)?{setting}[ \t]*=.*(?:\n|\Z)", top, re.MULTILINE)
    if found:
        changed = f"{top[: found.start()]}{line}{top[found.end() :]}{rest}"
    else:
        changed = f"{top}{'' if top.endswith(chr(10)) or not top else chr(10)}{line}{rest}"
    try:
        read_project(changed, path, project_id)
    except ProblemsFound as found:
        wrong = [
            problem
            for problem in found.problems
            if problem.code == "project-toml" or problem.message.startswith(f"{setting} ")
        ]
        if wrong:
            raise ProblemsFound(wrong, "Nothing was changed.") from None
    return changed


def _toml(setting: str, value: str) -> str:
    if setting in _LISTS:
        return json.dumps([part.strip() for part in value.split(",") if part.strip()], ensure_ascii=False)
    if setting in _COUNTS and value.isdecimal():
        return str(int(value))
    if setting in _DATES:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass  # Written as a text, it is refused with what to write.
    return json.dumps(value, ensure_ascii=False)
