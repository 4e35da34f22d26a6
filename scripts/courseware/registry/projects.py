"""Projects as files: their dates and rules, read strictly, with what nobody may guess left unanswered.

A rule that esf-reporting.md marks as not found is a setting without a default. It may be missing in the
file; whoever needs it asks by `Project.need(...)` and gets the value or an error that says whom to ask.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.registry import places

__all__ = [
    "SHIPPED",
    "UNKNOWN",
    "ApprovedMinutes",
    "Project",
    "Unanswered",
    "list_projects",
    "load_project",
    "read_project",
    "shipped_text",
]

SHIPPED = ("2020-00358", "demo", "up2")
"""Projects whose files come with the program; the owner's own file of the same id goes before."""

PROJECT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
ROUNDING = ("floor_month", "floor_activity", "floor_day", "exact_quarter")
ZERO_MONTHS = ("row", "no-row")
PERIODS = ("2007-2013", "2014-2020", "2021-2027")
METHODS = ("portal", "ink", "mail")


@dataclass(frozen=True, slots=True)
class ApprovedMinutes:
    """Minutes that one module's self-study counts for, signed off by the project's owner."""

    minutes: int
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class Project:
    """A project's dates and rules; None where nobody has answered yet."""

    id: str
    title: str
    owner: str
    starts: date
    ends: date
    programme_period: str
    """One of PERIODS: which generation of rules the reports follow."""
    programme_area: str
    case_number: str = ""
    invented: bool = False
    """Whether the project exists only to try the program; printed on everything made for it."""
    timezone: str = "Europe/Stockholm"
    """Which days and months a moment belongs to."""
    age_at_start: tuple[int, int] = (15, 80)
    """Youngest and oldest age at the start that is believed (E4)."""
    max_hours_per_day: int | None = None
    rounding_policy: str | None = None
    zero_hour_months: str | None = None
    coordination_numbers: str | None = None
    """"accept" or "refuse": what SCB's upload does with a samordningsnummer."""
    protected_identity_female: str | None = None
    protected_identity_male: str | None = None
    attestation_methods: tuple[str, ...] | None = None
    approved_minutes: Mapping[str, ApprovedMinutes] = field(default_factory=dict)
    """Minutes by module id; a module that is not here gives no hours."""
    retain_until: date | None = None
    path: str = ""
    """The file the project was read from."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that days and months are counted in."""
        return ZoneInfo(self.timezone)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The settings that somebody has to find out before they are needed."""
        return tuple(name for name in UNKNOWN if getattr(self, name) is None)

    def need(self, setting: str) -> Any:
        """Gives a setting that has no default.

        Raises:
            Unanswered: Nobody has answered it; the message says what it decides, whom to ask, what to write.
        """
        value = getattr(self, setting)
        if value is None:
            raise Unanswered(self, setting)
        return value


UNKNOWN: Mapping[str, tuple[str, str, str]] = {
    # setting: (what it decides, who can answer; esf-reporting section 9), (what to write)
    "rounding_policy": (
        "whether hours are reported whole or with decimals, and at which level they are rounded",
        "SCB or the ESF Council's coordinator (question Q4)",
        'rounding_policy = "floor_month", which rounds the month down to whole hours and is our proposal; '
        "or " + ", ".join(f'"{name}"' for name in ROUNDING[1:]),
    ),
    "zero_hour_months": (
        "whether an active participant without hours in a month gets a row with 0 or no row",
        "SCB (question Q3)",
        'zero_hour_months = "row" or "no-row"',
    ),
    "max_hours_per_day": (
        "how many hours on one day are taken for a mistake",
        "SCB or the project's owner (esf-reporting 1.3, E4)",
        "max_hours_per_day = a whole number from 1 to 24",
    ),
    "coordination_numbers": (
        "whether a samordningsnummer is accepted in the monthly file",
        "SCB (question Q5)",
        'coordination_numbers = "accept" or "refuse"',
    ),
    "protected_identity_female": (
        "what is written for a woman with protected identity",
        "SCB; its page says ÅÅÅÅMMDDTf29",
        'protected_identity_female = "{yyyymmdd}Tf29"',
    ),
    "protected_identity_male": (
        "what is written for a man with protected identity, and for two with the same date",
        "SCB (question Q2); it must not be invented",
        "protected_identity_male = the text SCB gives, with {yyyymmdd} for the date",
    ),
    "attestation_methods": (
        "which ways of attesting time are accepted",
        "the ESF Council's coordinator (question Q6)",
        'attestation_methods = a list of "portal", "ink", "mail"',
    ),
    "retain_until": (
        "until when the evidence has to be kept; nothing is erased before",
        "whoever holds the project's decision on support and its conditions (question Q9)",
        "retain_until = a date such as 2031-12-31",
    ),
}
"""What nobody may guess: what it decides, who can answer, what to write."""


class Unanswered(CoursewareError):
    """A rule is needed that the project's file does not state and that no source could tell us."""

    def __init__(self, project: Project, setting: str) -> None:
        decides, who, write = UNKNOWN[setting]
        super().__init__(
            f"{project.path or project.id}: {setting} is not set. It decides {decides}. "
            f"No public source says it: ask {who}. Then write {write}."
        )
        self.setting = setting


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
    template = 'a text such as "{yyyymmdd}Tf29", with {yyyymmdd} where the date stands'
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
        "max_hours_per_day": reader.take(
            "max_hours_per_day", int, UNKNOWN["max_hours_per_day"][2], lambda v: 1 <= v <= 24
        ),
        "rounding_policy": reader.take(
            "rounding_policy", str, UNKNOWN["rounding_policy"][2], lambda v: v in ROUNDING
        ),
        "zero_hour_months": reader.take(
            "zero_hour_months", str, UNKNOWN["zero_hour_months"][2], lambda v: v in ZERO_MONTHS
        ),
        "coordination_numbers": reader.take(
            "coordination_numbers",
            str,
            UNKNOWN["coordination_numbers"][2],
            lambda v: v in {"accept", "refuse"},
        ),
        "protected_identity_female": reader.take(
            "protected_identity_female", str, template, lambda v: "{yyyymmdd}" in v
        ),
        "protected_identity_male": reader.take(
            "protected_identity_male", str, template, lambda v: "{yyyymmdd}" in v
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
    for name in ("age_at_start", "attestation_methods"):
        if values[name] is not None:
            values[name] = tuple(values[name])
    return values


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


def shipped_text(name: str) -> str:
    """Gives the text of a project file that comes with the program; "template" is the empty one."""
    return (resources.files("courseware.registry") / "project_files" / f"{name}.toml").read_text(
        encoding="utf-8"
    )


def load_project(project_id: str, folder: Path | None = None) -> Project:
    """Gives a project by id: the owner's file, else one that comes with the program.

    Raises:
        CoursewareError: There is no such project.
        ProblemsFound: Its file has problems.
    """
    folder = folder or places.projects_folder()
    if PROJECT_ID.fullmatch(project_id):
        own = folder / f"{project_id}.toml"
        if own.is_file():
            try:
                return read_project(own.read_text(encoding="utf-8-sig"), str(own), project_id)
            except UnicodeDecodeError:
                problem = Problem(str(own), 0, "project-toml", "is not UTF-8.", "Save it as UTF-8.")
                raise ProblemsFound([problem]) from None
        if project_id in SHIPPED:
            return read_project(shipped_text(project_id), f"{project_id}.toml (shipped)", project_id)
    known = sorted({*SHIPPED, *(path.stem for path in folder.glob("*.toml"))})
    raise CoursewareError(
        f"There is no project '{project_id}'. {did_you_mean(project_id, known)} "
        f"Known: {', '.join(known)}. A new one: courseware project init {project_id} --template".replace(
            "  ", " "
        )
    )


def list_projects(folder: Path | None = None) -> Iterator[tuple[str, Project | ProblemsFound]]:
    """Gives every project by id, or what is wrong with its file."""
    folder = folder or places.projects_folder()
    for project_id in sorted({*SHIPPED, *(path.stem for path in folder.glob("*.toml"))}):
        try:
            yield project_id, load_project(project_id, folder)
        except ProblemsFound as problems:
            yield project_id, problems


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _is_range(value: list[object]) -> bool:
    return len(value) == 2 and all(type(v) is int and 0 <= v <= 130 for v in value) and value[0] <= value[1]  # type: ignore[operator]
