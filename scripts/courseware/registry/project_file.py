"""A project's file, read strictly: every key that is missing, misspelt or wrong is named at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from courseware.errors import Problem, ProblemsFound
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.registry.project import PERIODS, UNKNOWN, ApprovedMinutes, Project

__all__ = ["read_project"]

METHODS = ("portal", "ink", "mail")
TEMPLATE = 'a text such as "{yyyymmdd}Tf29", with {yyyymmdd} where the date stands'
CHOICES = {
    "rounding_policy": ("floor_month", "floor_activity", "floor_day", "exact_quarter"),
    "zero_hour_months": ("row", "no-row"),
    "empty_months": ("file", "nothing"),
    "returning_participants": ("first-start", "new-start"),
    "self_study": ("approved-minutes", "not-counted"),
    "participant_time": ("co-financing", "direct-cost", "not-financed"),
    "coordination_numbers": ("accept", "refuse"),
}
"""What each setting of a few words may be."""


class _Reader:
    """Takes the values out of a file's tables and gathers what is wrong with them."""

    def __init__(self, path: str, text: str, data: dict[str, Any]) -> None:
        self.path, self._lines, self.data = path, text.splitlines(), data
        self.problems: list[Problem] = []

    def wrong(self, key: str, message: str, hint: str) -> None:
        name = key.rsplit(".", 1)[-1]
        pattern = re.compile(rf"\s*\[?\s*(?:[\w\"-]+\.)*\"?{re.escape(name)}\"?\s*[=\]]")
        line = next((n for n, text in enumerate(self._lines, 1) if pattern.match(text)), 0)
        self.problems.append(Problem(self.path, line, "project-setting", f"{key} {message}.", hint))

    def take(self, key: str, kind: type, words: str, valid: Callable[[Any], bool] = bool) -> Any:
        """Gives one optional value; None where it is missing or wrong."""
        if key not in self.data:
            return None
        value = self.data.pop(key)
        right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        if kind is date and isinstance(value, datetime):
            right = False
        if not right or not valid(value):
            self.wrong(
                key, f"is {value!r}" if not isinstance(value, dict) else "is a table", f"Write {words}."
            )
            return None
        return value

    def require(self, key: str, kind: type, words: str, valid: Callable[[Any], bool] = bool) -> Any:
        """Gives one value that every project must have."""
        if key not in self.data:
            self.wrong(key, "is missing", f"Write {words}.")
            return None
        return self.take(key, kind, words, valid)


def read_project(text: str, path: str, project_id: str) -> Project:
    """Gives the project that a file's text describes.

    Raises:
        ProblemsFound: Every key that is missing, misspelt or wrong, with what to write.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else 0
        problem = Problem(path, line, "project-toml", f"not readable as TOML: {error}.", "Mend the line.")
        raise ProblemsFound([problem]) from None
    reader = _Reader(path, text, data)
    values = _values(reader, project_id)
    for key in sorted(reader.data):
        known = [*Project.__dataclass_fields__][:-1]
        reader.wrong(key, "is not a setting", did_you_mean(key, known) or "Take it out.")
    if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
        reader.wrong("ends", "is before starts", "Write the last day of the project.")
    if reader.problems:
        raise ProblemsFound(reader.problems, f"The project '{project_id}' cannot be used yet.")
    return Project(**{name: value for name, value in values.items() if value is not None}, path=path)


def _values(reader: _Reader, project_id: str) -> dict[str, Any]:
    one_of: Callable[[tuple[str, ...]], str] = lambda names: " or ".join(f'"{name}"' for name in names)  # noqa: E731
    values = {
        "id": reader.require(
            "id", str, f'id = "{project_id}", as the file is named', lambda v: v == project_id
        ),
        "title": reader.require("title", str, 'title = "…", the name people know'),
        "owner": reader.require("owner", str, 'owner = "…", the organisation that got the support'),
        "starts": reader.require("starts", date, "starts = a date such as 2026-01-01, without quotes"),
        "ends": reader.require("ends", date, "ends = a date such as 2028-12-31, without quotes"),
        "programme_period": reader.require(
            "programme_period", str, f"programme_period = {one_of(PERIODS)}", lambda v: v in PERIODS
        ),
        "programme_area": reader.require("programme_area", str, 'programme_area = "1", or "A" in ESF+'),
        "case_number": reader.take("case_number", str, 'case_number = "2020/00358" or the like'),
        "invented": reader.take("invented", bool, "invented = true or false", lambda v: True),
        "timezone": reader.take("timezone", str, 'timezone = "Europe/Stockholm" or the like', _is_zone),
        "age_at_start": reader.take("age_at_start", list, "age_at_start = [15, 80]", _is_range),
        "first_period": reader.take("first_period", str, 'first_period = "2026-02" or the like', _is_month),
        "country": reader.take(
            "country", str, 'country = two letters such as "SE"', lambda v: bool(re.fullmatch("[A-Z]{2}", v))
        ),
        "academic_hour_minutes": reader.take(
            "academic_hour_minutes",
            int,
            "academic_hour_minutes = a whole number from 1 to 120",
            lambda v: 1 <= v <= 120,
        ),
        "planned_participants": reader.take("planned_participants", int, _COUNT, _is_count),
        "planned_organisations": reader.take("planned_organisations", int, _COUNT, _is_count),
        "planned_by_organisation": reader.take(
            "planned_by_organisation",
            dict,
            'under [planned_by_organisation] lines such as "Alnhärads kommun" = 22',
            lambda v: all(type(count) is int and _is_count(count) for count in v.values()),
        )
        or {},
        "last_payment": reader.take("last_payment", date, "last_payment = a date such as 2026-03-12"),
        "information_version": reader.take(
            "information_version", str, UNKNOWN["information_version"][2], lambda v: 0 < len(v) <= 40
        ),
        "max_hours_per_day": reader.take(
            "max_hours_per_day", int, UNKNOWN["max_hours_per_day"][2], lambda v: 1 <= v <= 24
        ),
        "protected_identity_female": reader.take(
            "protected_identity_female", str, TEMPLATE, lambda v: "{yyyymmdd}" in v
        ),
        "protected_identity_male": reader.take(
            "protected_identity_male", str, TEMPLATE, lambda v: "{yyyymmdd}" in v
        ),
        "attestation_methods": reader.take(
            "attestation_methods",
            list,
            UNKNOWN["attestation_methods"][2],
            lambda v: bool(v) and all(name in METHODS for name in v),
        ),
        "retain_until": reader.take("retain_until", date, UNKNOWN["retain_until"][2]),
        "approved_minutes": _approved(reader),
    }
    for name, choices in CHOICES.items():
        values[name] = reader.take(name, str, UNKNOWN[name][2], choices.__contains__)
    for name in ("age_at_start", "attestation_methods"):
        if values[name] is not None:
            values[name] = tuple(values[name])
    return values


_COUNT = "a whole number from 1 to 1000000"


def _is_count(value: int) -> bool:
    return 1 <= value <= 1_000_000


def _is_month(text: str) -> bool:
    return bool(re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text))


def _approved(reader: _Reader) -> dict[str, ApprovedMinutes]:
    """Gives the signed-off minutes by module, in the order of the file."""
    tables = reader.take(
        "approved_minutes", dict, "[approved_minutes.m07-early-detection] and its keys", lambda v: True
    )
    approved: dict[str, ApprovedMinutes] = {}
    words = 'minutes = 90, approved_by = "name", approved_on = 2026-01-01'
    for module_id, table in (tables or {}).items():
        key = f"approved_minutes.{module_id}"
        if not ID_PATTERN.fullmatch(module_id):
            reader.wrong(key, "is not a module's id", "Write the id as in docs/data/ids.yml.")
        elif not isinstance(table, dict):
            reader.wrong(key, f"is {table!r}", f"Write a table: {words}.")
        else:
            inner = _Reader(reader.path, "\n".join(reader._lines), dict(table))
            minutes = inner.require(
                "minutes", int, "minutes = a whole number from 1 to 6000", lambda v: 0 < v <= 6000
            )
            by = inner.require("approved_by", str, 'approved_by = "…", who signed it off')
            on = inner.require("approved_on", date, "approved_on = the day it was signed off")
            for name in inner.data:
                inner.wrong(name, "is not a setting", f"Only these: {words}.")
            reader.problems.extend(
                Problem(p.path, p.line, p.code, f"{key}.{p.message}", p.hint) for p in inner.problems
            )
            if not inner.problems:
                approved[module_id] = ApprovedMinutes(minutes, by, on)
    return approved


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _is_range(value: list[object]) -> bool:
    return len(value) == 2 and all(type(v) is int and 0 <= v <= 130 for v in value) and value[0] <= value[1]  # type: ignore[operator]
