"""The evidence of one person's month, as a page shows it; it is read in `courseware.reports.evidence`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from courseware.registry.participants import Participant
from courseware.registry.project import Project
from courseware.registry.sessions import Session
from courseware.registry.traces import HourChange
from courseware.reports.period import ReportPeriod
from courseware.reports.standing import Standing

__all__ = ["Evidence", "Exported", "Noted", "Presence", "Signature", "Study"]


class Noted(NamedTuple):
    """Who put something into the register, and when; empty where the log does not say."""

    who: str = ""
    at: str = ""


class Presence(NamedTuple):
    """Minutes at one session on one date, as the responsible person recorded them."""

    session: str
    day: str
    minutes: int
    late: int | None
    early: int | None
    sources: tuple[str, ...]
    """What else saw the person there: "list", "hand", or the moment of a check-in."""
    noted: Noted


class Study(NamedTuple):
    """One completed self-study module, and who approved how many minutes for it."""

    day: str
    module: str
    version: str
    minutes: int | None
    """Nothing where nobody approved any."""
    approved_by: str
    approved_on: str


class Signature(NamedTuple):
    """One attestation, also one that a later one replaced."""

    minutes: int
    whole_hours: bool
    method: str
    signed_on: str
    reference: str
    stands: bool
    noted: Noted


class Exported(NamedTuple):
    """One version of the month as it was exported."""

    version: int
    made_at: str
    who: str
    reported: int | None
    """Minutes; nothing where the person is not in this version, and so the four that follow."""
    left_out: int | None
    workshop: int | None
    study: int | None
    attested: int | None
    events: tuple[tuple[str, str, str], ...]
    """("sent" or "accepted", day, reference) in order."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One person's month with everything that it rests on."""

    project: Project
    period: ReportPeriod
    person: Participant
    informed: tuple[tuple[str, str], ...]
    """When the information sheet was given, and which edition."""
    sessions: tuple[Session, ...]
    presence: tuple[Presence, ...]
    study: tuple[Study, ...]
    signatures: tuple[Signature, ...]
    exports: tuple[Exported, ...]
    standing: Standing | None
    """The month as it is settled now; nothing for somebody who has no part in it."""
    changes: tuple[HourChange, ...]
    log_head: str
    """The end of the change log when the page was made: how many entries, and the last one's hash."""

    @property
    def is_equal(self) -> bool | None:
        """Says whether the last version says what the register says now; nothing before the first."""
        if not self.exports:
            return None
        last, now = self.exports[-1], self.standing
        stated = (last.reported, last.left_out, last.workshop, last.study)
        if now is None or now.reported is None:
            return last.reported is None
        return stated == (now.reported, now.left_out, now.workshop, now.study)

    def fingerprint(self, number: str) -> str:
        """Gives SHA-256 over all that the page states, in one canonical form.

        Args:
            number: The identity number as the page shows it.
        """
        who, project = self.person, self.project
        content = (
            *(project.id, project.title, project.case_number, str(self.period), project.rounding_policy),
            *(who.id, who.name, number, who.parts, who.started, who.ended, who.protected),
            *(self.informed, [_plain(held) for held in self.sessions], self.presence, self.study),
            *(self.signatures, self.exports, self.standing, self.changes),
        )
        return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _plain(held: Session) -> tuple[Any, ...]:
    return (
        *(held.name, held.module, held.starts.isoformat(), held.ends.isoformat(), held.place, held.distance),
        *(held.planned_minutes, held.actual_minutes),
    )
