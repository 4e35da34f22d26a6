"""The facilitator's session file into the register: how a workshop was held, and who checked in.

A page or program at the workshop writes the file; `courseware sessions import` takes it in. It is JSON
(UTF-8, at most 5 MB) and holds no name and no identity number:

    {
      "format": "courseware-session/1",
      "session": {
        "id": "M07-1112",                   letters, digits, "-", "_", "."; at most 64
        "module": "m07-early-detection",    or null
        "starts": "2026-11-12T09:00",       the project's local time
        "ends": "2026-11-12T12:00",
        "place": "Rådhuset, sal 2",         at most 200 characters; or
        "distance": true,                   instead of a place, or beside it
        "planned_minutes": 165,             without breaks
        "actual_minutes": 160,              without breaks; null while the session is not held
        "organisation": "Ekdalen"           who arranged it, at most 200 characters; may be left out
      },
      "activities": [                       in the order in which they were held; may be left out
        {"id": "checkin-1", "planned": 10, "actual": 12}
      ],
      "head_count": 12,                     how many were counted in the room; may be left out
      "list_count": 11,                     how many names stand on the signed list; may be left out
      "check_ins": [                        participant codes that were shown; may be left out
        {"code": "XXXXX-XXXXX-XXXX", "at": "2026-11-12T08:05:12Z"}
      ]
    }

`at` is UTC with a "Z", else local time; it may be left out. An activity's `actual` may be null. A key left
out and null are the same. Keys that are not listed here are refused: a misspelled one would be lost.

The same file again changes nothing. A code that is nobody's yet waits; the file again, or `courseware
sessions reconcile`, makes it attendance once it is tied. Check-ins are only ever added.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from courseware.errors import CoursewareError
from courseware.ids import ID_PATTERN
from courseware.intake.sessions import check_session
from courseware.intake.strict_json import JsonReader, decode_json
from courseware.intake.tables import Row, SheetTable
from courseware.receipts.codes import InvalidCodeError, normalise_code
from courseware.registry.project import Project
from courseware.registry.sessions import Session, SessionActivity

__all__ = ["SessionFile", "is_session_file", "read_session_file"]

FORMAT = "courseware-session/1"
MAX_ACTIVITIES = 200
MAX_CHECK_INS = 5_000
MAX_PEOPLE = 9_999
FILE_KEYS = ("format", "session", "activities", "head_count", "list_count", "check_ins")
SESSION_KEYS = {
    "id": "name",
    "module": "module",
    "starts": "start",
    "ends": "end",
    "place": "place",
    "distance": "distance",
    "planned_minutes": "planned",
    "actual_minutes": "actual",
    "organisation": "organisation",
}
"""The file's keys, and the fields of a session list that they are checked as."""

_LOCAL = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,9})?)?")


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A session file, checked as far as that is possible without the register."""

    name: str
    """The file's name, for messages."""
    session: Session
    activities: tuple[SessionActivity, ...]
    list_count: int | None
    check_ins: tuple[tuple[str, str | None], ...]
    """Well-written code and time in UTC, in the file's order."""


def is_session_file(path: Path) -> bool:
    """Says whether a file is JSON, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(256).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False  # The reader of lists says what is the matter.


def read_session_file(path: Path, project: Project, modules: Collection[str]) -> SessionFile:
    """Gives a session file's content, checked.

    Raises:
        CoursewareError: The file cannot be read as such a file.
        ProblemsFound: Everything that is wrong in it, each with its place, cause and what to do.
    """
    content = decode_json(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CoursewareError(
            f'{path.name} is JSON, but no session file: it must be an object with "format": "{FORMAT}". '
            "Was it saved by another version, or is it another file?"
        )
    reader = _Reader(path.name, project)
    reader.known_keys(content, "", FILE_KEYS)
    session = reader.session(content.get("session"), modules)
    head_count = reader.whole(content.get("head_count"), "head_count", MAX_PEOPLE)
    list_count = reader.whole(content.get("list_count"), "list_count", MAX_PEOPLE)
    activities = reader.activities(content.get("activities"))
    check_ins = reader.check_ins(content.get("check_ins"), session)
    reader.finish()
    assert session is not None  # noqa: S101 (what made it nothing was a problem)
    return SessionFile(path.name, replace(session, head_count=head_count), activities, list_count, check_ins)


class _Reader(JsonReader):
    """Reads a session file's content."""

    def __init__(self, name: str, project: Project) -> None:
        super().__init__(name)
        self.project = project

    def session(self, content: Any, modules: Collection[str]) -> Session | None:
        """Gives the session, or nothing where something is wrong with it."""
        if not isinstance(content, dict):
            self.wrong("session", "json-type", "is not an object.", 'Write "session": {"id": …}.')
            return None
        self.known_keys(content, "session", SESSION_KEYS)
        before = len(self.problems)
        cells = {
            "name": self.text(content.get("id"), "session.id", 64),
            "module": self.text(content.get("module"), "session.module", 64),
            "place": self.text(content.get("place"), "session.place", 200),
            "organisation": self.text(content.get("organisation"), "session.organisation", 200),
        }
        for key in ("planned_minutes", "actual_minutes"):
            minutes = self.whole(content.get(key), f"session.{key}", 24 * 60)
            cells[SESSION_KEYS[key]] = "" if minutes is None else str(minutes)
        distance = content.get("distance")
        if distance is not None and not isinstance(distance, bool):
            self.wrong("session.distance", "json-type", "is neither true nor false.")
        cells["distance"] = "ja" if distance is True else ""
        times = self._times(content)
        # What could not be read is told once, not again as an empty cell.
        told = {problem.path for problem in self.problems[before:]}
        if not times:
            told |= {self.place("session.starts"), self.place("session.ends")}
        cells |= times
        made, problems = check_session(
            SheetTable(self.name, None, 0, {}, {}, ()), Row(0, cells.items()), self.project, modules
        )
        paths = {field: f"session.{key}" for key, field in SESSION_KEYS.items()} | {"date": "session.starts"}
        for problem in problems:
            path = paths.get(problem.code.removeprefix("session-"), "session")
            if self.place(path) not in told:
                self.wrong(path, problem.code, problem.message, problem.hint)
        return made if len(self.problems) == before else None

    def _times(self, content: Mapping[str, Any]) -> dict[str, str]:
        starts, ends = (self._local(content.get(key), f"session.{key}") for key in ("starts", "ends"))
        if starts is None or ends is None:
            return {}
        if not timedelta() < ends - starts <= timedelta(days=1):
            self.wrong(
                "session.ends", "session-end", "is not after the start within a day.", "Correct one of them."
            )
            return {}
        return {"date": f"{starts:%Y-%m-%d}", "start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}"}

    def _local(self, value: Any, path: str) -> datetime | None:
        match = _LOCAL.fullmatch(value) if isinstance(value, str) else None
        try:
            if match is None or (match[3] or ":00") != ":00":
                raise ValueError
            # Local time without a zone: the project says which zone is meant.
            return datetime.strptime(f"{match[1]} {match[2]}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
        except ValueError:
            self.wrong(path, "session-time", "is not a local time.", "Write it as 2026-11-12T09:00.")
            return None

    def activities(self, content: Any) -> tuple[SessionActivity, ...]:
        """Gives the activities that are right."""
        found: dict[str, SessionActivity] = {}
        for path, item in self.objects(content, "activities", MAX_ACTIVITIES, ("id", "planned", "actual")):
            name = item.get("id")
            if not isinstance(name, str) or len(name) > 64 or not ID_PATTERN.fullmatch(name):
                hint = "It is the anchor on the activity's heading: checkin-1."
                self.wrong(f"{path}.id", "activity-id", "is not an activity's id.", hint)
                continue
            if name in found:
                self.wrong(f"{path}.id", "activity-id", f"'{name}' stands twice.", "Take one of them out.")
            if item.get("planned") is None:
                self.wrong(f"{path}.planned", "json-number", "is missing.", "Write the planned minutes.")
            planned = self.whole(item.get("planned"), f"{path}.planned", 24 * 60)
            found[name] = SessionActivity(
                name, planned or 0, self.whole(item.get("actual"), f"{path}.actual", 24 * 60)
            )
        return tuple(found.values())

    def check_ins(self, content: Any, session: Session | None) -> tuple[tuple[str, str | None], ...]:
        """Gives the check-ins that are right."""
        found: dict[str, str | None] = {}
        for path, item in self.objects(content, "check_ins", MAX_CHECK_INS, ("code", "at")):
            at = self._moment(item.get("at"), f"{path}.at", session)
            typed = item.get("code")
            if not isinstance(typed, str) or len(typed) > 80:
                self.wrong(f"{path}.code", "check-in-code", "is not a participant code.")
                continue
            try:
                code = normalise_code(typed)
            except InvalidCodeError as error:
                self.wrong(f"{path}.code", "check-in-code", f"{error}.")
                continue
            if code in found:
                self.wrong(f"{path}.code", "check-in-code", "the code stands twice.", "Keep one of them.")
            found.setdefault(code, at)
        if found and session is not None and session.actual_minutes is None:
            message = "is missing, and there are check-ins: nobody knows how long they were there."
            self.wrong(
                "session.actual_minutes", "session-actual", message, "Write the minutes without breaks."
            )
        return tuple(found.items())

    def _moment(self, value: Any, path: str, session: Session | None) -> str | None:
        """Gives a time in UTC as it is stored."""
        if value is None:
            return None
        is_utc = isinstance(value, str) and value.endswith("Z")
        match = _LOCAL.fullmatch(value.removesuffix("Z")) if isinstance(value, str) else None
        try:
            if match is None:
                raise ValueError
            text = f"{match[1]} {match[2]}{(match[3] or ':00')[:3]}"
            zone = UTC if is_utc else self.project.zone
            moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            self.wrong(path, "check-in-at", "is not a time.", "Write it as 2026-11-12T08:05:12Z.")
            return None
        if session is not None and not _is_near(moment, session, self.project.zone):
            self.wrong(
                path, "check-in-at", "is more than a day from the session.", "Is it another session's?"
            )
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _is_near(moment: datetime, session: Session, zone: ZoneInfo) -> bool:
    day = timedelta(days=1)
    starts, ends = session.starts.replace(tzinfo=zone), session.ends.replace(tzinfo=zone)
    return starts - day <= moment <= ends + day
