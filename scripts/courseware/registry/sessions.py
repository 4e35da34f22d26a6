"""Workshops held: when, where, how long; times are the project's own local time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint, select

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata

__all__ = [
    "Part",
    "Session",
    "SessionActivity",
    "activities_of",
    "add_session",
    "change_session",
    "list_sessions",
    "put_activities",
    "session",
    "session_activity",
    "sessions_by_name",
]

session = Table(
    "session",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("module", String(64)),
    Column("starts", String(16), nullable=False),
    Column("ends", String(16), nullable=False),
    Column("place", Text, nullable=False),
    Column("distance", Boolean, nullable=False),
    Column("planned_minutes", Integer, nullable=False),
    Column("actual_minutes", Integer),
    Column("organisation", Text, nullable=False),
    Column("head_count", Integer),
    UniqueConstraint("project", "name"),
)
"""An occasion; `starts` and `ends` are local (`2026-11-12T09:00`), `name` is the id its organiser gave it."""

session_activity = Table(
    "session_activity",
    metadata,
    Column("session_id", Integer, ForeignKey("session.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("activity", String(64), nullable=False),
    Column("planned_minutes", Integer, nullable=False),
    Column("actual_minutes", Integer),
)
"""An activity of a session's agenda with planned and actual minutes, in the order in which it was held."""

_FORMAT = "%Y-%m-%dT%H:%M"


class SessionActivity(NamedTuple):
    """An activity of a session's agenda as it was held."""

    activity: str
    """The anchor of its heading in the module's workshop: `checkin-1`."""
    planned_minutes: int
    actual_minutes: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """The minutes of something that fall on one date."""

    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Session:
    """One workshop occasion."""

    name: str
    """The id that the organiser gave it, unique in the project."""
    starts: datetime
    """Local time without a zone; the project says which zone is meant."""
    ends: datetime
    planned_minutes: int
    module: str | None = None
    place: str = ""
    distance: bool = False
    actual_minutes: int | None = None
    """Minutes without breaks; nothing until the session was held."""
    organisation: str = ""
    head_count: int | None = None
    """How many people were counted in the room, whoever they were; nothing where nobody counted."""
    id: int = 0
    """The register's own number; 0 until it is stored."""

    @property
    def crosses_midnight(self) -> bool:
        """Says whether its minutes fall on more than one date."""
        return self.starts.date() != (self.ends - timedelta(minutes=1)).date()

    def clock_minutes(self, zone: ZoneInfo) -> int:
        """Gives the minutes from start to end; on the nights of summer time an hour off what it seems."""
        return _minutes_between(self.starts, self.ends, zone)

    def parts(
        self, zone: ZoneInfo, *, late: int = 0, early: int = 0, minutes: int | None = None
    ) -> list[Part]:
        """Gives the minutes on each date for somebody who was there.

        Args:
            zone: The project's time zone.
            late: Minutes missed at the beginning.
            early: Minutes missed at the end.
            minutes: Minutes present, where it is not known which ones.

        Raises:
            ValueError: The minutes do not fit the session, or cannot be placed on a date; says why.
        """
        if self.actual_minutes is None:
            raise ValueError(f"session '{self.name}' has no actual minutes yet: import it with them first")
        if minutes is not None and not 0 <= minutes <= self.actual_minutes:
            raise ValueError(
                f"{minutes} minutes do not fit session '{self.name}' of {self.actual_minutes} minutes"
            )
        if late < 0 or early < 0 or late + early > self.actual_minutes:
            raise ValueError(
                f"{late} minutes late and {early} early do not fit session '{self.name}' "
                f"of {self.actual_minutes} minutes"
            )
        if not self.crosses_midnight:
            present = self.actual_minutes - late - early if minutes is None else minutes
            return [Part(self.starts.date(), present)] if present else []
        if minutes == 0:
            return []
        if minutes is not None and minutes != self.actual_minutes:
            raise ValueError(
                f"session '{self.name}' crosses midnight: say how many minutes late or early, "
                "so that the minutes land on the right date"
            )
        return self._split(zone, late, early)

    def _split(self, zone: ZoneInfo, late: int, early: int) -> list[Part]:
        came = self.starts.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=late)
        left = self.ends.replace(tzinfo=zone).astimezone(UTC) - timedelta(minutes=early)
        parts: list[Part] = []
        day = came.astimezone(zone).date()
        while came < left:
            midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
            parts.append(Part(day, int((min(midnight, left) - came).total_seconds()) // 60))
            came, day = midnight, day + timedelta(days=1)
        return parts


def _minutes_between(starts: datetime, ends: datetime, zone: ZoneInfo) -> int:
    # Through UTC: subtracting two times of one zone ignores the change to summer time in between.
    span = ends.replace(tzinfo=zone).astimezone(UTC) - starts.replace(tzinfo=zone).astimezone(UTC)
    return int(span.total_seconds()) // 60


def sessions_by_name(tx: Transaction, project: str) -> dict[str, Session]:
    """Gives every session of a project by the id its organiser gave it."""
    return {found.name: found for found in list_sessions(tx, project)}


def list_sessions(tx: Transaction, project: str, month: str | None = None) -> list[Session]:
    """Gives the sessions of a project in order of time, or those that begin in a month (`2026-11`)."""
    query = select(*(session.c[name] for name in _FIELDS)).where(session.c.project == project)
    if month is not None:
        query = query.where(session.c.starts.startswith(month, autoescape=True))
    cursor: Any = tx.connection.execute(query.order_by(session.c.starts, session.c.name)).cursor
    # The driver's own tuples: SQLAlchemy would wrap each, and a country has tens of thousands.
    return [_from_row(row) for row in cursor.fetchall()]


def add_session(tx: WriteTransaction, project: str, new: Session) -> int:
    """Stores a session and gives its number."""
    number = tx.next_id(session)
    values = _values(new)
    tx.connection.execute(session.insert().values(id=number, project=project, **values))
    tx.log("session.add", f"session:{number}", None, {"project": project, **values})
    return number


def change_session(tx: WriteTransaction, old: Session, new: Session) -> None:
    """Gives a stored session other values; who was there is the caller's to recount."""
    before, after = _values(old), _values(new)
    changed = {key: value for key, value in after.items() if before[key] != value}
    tx.connection.execute(session.update().where(session.c.id == old.id).values(**changed))
    tx.log("session.change", f"session:{old.id}", {key: before[key] for key in changed}, changed)


def activities_of(tx: Transaction, session_id: int) -> list[SessionActivity]:
    """Gives the activities of a session in the order in which they were held."""
    columns = (session_activity.c[name] for name in SessionActivity._fields)
    query = select(*columns).where(session_activity.c.session_id == session_id)
    rows = tx.connection.execute(query.order_by(session_activity.c.position))
    return [SessionActivity(*row) for row in rows]


def put_activities(tx: WriteTransaction, session_id: int, activities: Sequence[SessionActivity]) -> bool:
    """Gives a session these activities in place of those it has; says whether that changed anything."""
    before = activities_of(tx, session_id)
    if before == list(activities):
        return False
    tx.connection.execute(session_activity.delete().where(session_activity.c.session_id == session_id))
    rows = [(session_id, position, *item) for position, item in enumerate(activities, start=1)]
    tx.insert(session_activity, ("session_id", "position", *SessionActivity._fields), rows)
    logged = [{"activities": [item._asdict() for item in items]} for items in (before, activities)]
    tx.log("session.activities", f"session:{session_id}", logged[0] if before else None, logged[1])
    return True


def _values(item: Session) -> dict[str, Any]:
    return {
        "name": item.name,
        "module": item.module,
        "starts": item.starts.strftime(_FORMAT),
        "ends": item.ends.strftime(_FORMAT),
        "place": item.place,
        "distance": item.distance,
        "planned_minutes": item.planned_minutes,
        "actual_minutes": item.actual_minutes,
        "organisation": item.organisation,
        "head_count": item.head_count,
    }


_FIELDS = tuple(Session.__dataclass_fields__)


def _from_row(row: Sequence[Any]) -> Session:
    name, starts, ends, planned, module, place, distance, *others = row
    # Local times without a zone, as in the table: the zone is the project's.
    begins, finishes = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    return Session(name, begins, finishes, planned, module, place, bool(distance), *others)
