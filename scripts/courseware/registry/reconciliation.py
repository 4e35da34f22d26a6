"""Head-count, sign-in list and check-ins of a session, compared: each difference until it is explained.

    with store.read() as tx:
        for one in reconcile(tx, "demo", month="2026-11"):
            one.differences, one.past

Only sources that were used at a session are compared. A difference is named by the figures or the person
it is about, so an explanation holds for these figures and no others; it is never taken away, and once its
difference is gone it is past. Explanations are words of a closed list and a reference to where a note is
kept: records of attendance hold no free text (esf-reporting 4.2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.registry.presence import check_ins_of, explanation, listed_at
from courseware.registry.sessions import Session, list_sessions
from courseware.registry.store import Transaction, WriteTransaction

__all__ = [
    "REASONS",
    "Difference",
    "Explanation",
    "Reconciled",
    "Seen",
    "compare",
    "explain",
    "open_differences",
    "reconcile",
]

OTHER = "other-see-reference"
"""The reason that says nothing by itself: it needs a reference."""

REASONS = {
    "counted-wrong": "the head-count was wrong",
    "came-after-count": "came after the head-count",
    "left-before-count": "left before the head-count",
    "did-not-sign": "was there and did not sign the list",
    "no-device": "was there and had nothing to check in with",
    "device-failed": "was there and the check-in failed",
    "not-a-participant": "was in the room and is no participant",
    OTHER: "another reason: the reference says where it is noted",
}
"""Why sources may differ, and what that means."""

REFERENCE_LENGTH = 100
_LIKE_A_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?(?:\d{4}|[Tt][Ff]\d{2})(?!\d)")


class Seen(NamedTuple):
    """What the sources say about one session."""

    head_count: int | None
    listed: Collection[int]
    """People on the sign-in list or entered by hand; empty where there was no list."""
    checked_in: Collection[int]
    """People whose code was shown."""
    untied: Collection[tuple[int, int]] = ()
    """Codes shown that nobody has yet, by key version and random bits."""


class Difference(NamedTuple):
    """One way in which two sources differ."""

    kind: str
    """head-count-list, head-count-check-ins, listed-not-checked-in, checked-in-not-listed, untied-code."""
    key: str
    """Names this difference and no other: "head-count:12/list:11", "listed-not-checked-in:7"."""
    person_id: int | None = None
    code: tuple[int, int] | None = None
    """Key version and random bits of a code that nobody has yet."""
    session: str = ""
    """The session, by the id that its organiser gave it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a difference is as it is."""

    difference: str
    reason: str
    reference: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A session with what its sources say and how they differ."""

    session: Session
    seen: Seen
    differences: tuple[tuple[Difference, Explanation | None], ...]
    """Each difference with its explanation, where it has one."""
    past: tuple[Explanation, ...]
    """Explanations of differences that are no more."""

    @property
    def open(self) -> list[Difference]:
        """The differences that nobody has explained."""
        return [difference for difference, explained in self.differences if explained is None]


def compare(seen: Seen, session: str = "") -> list[Difference]:
    """Gives every difference between the sources that were used at a session, in a fixed order."""
    head_count, listed, checked_in = seen.head_count, set(seen.listed), set(seen.checked_in)
    shown = len(checked_in) + len(seen.untied)
    found = []
    if head_count is not None and listed and head_count != len(listed):
        found.append(Difference("head-count-list", f"head-count:{head_count}/list:{len(listed)}"))
    if head_count is not None and shown and head_count != shown:
        found.append(Difference("head-count-check-ins", f"head-count:{head_count}/check-ins:{shown}"))
    if listed and shown:
        for kind, people in (
            ("listed-not-checked-in", listed - checked_in),
            ("checked-in-not-listed", checked_in - listed),
        ):
            found += [Difference(kind, f"{kind}:{person}", person) for person in sorted(people)]
    for version, random in sorted(seen.untied):
        found.append(Difference("untied-code", f"untied-code:{version}:{random}", code=(version, random)))
    return [item._replace(session=session) for item in found]


def reconcile(
    tx: Transaction, project: str, *, month: str | None = None, session: str | None = None
) -> list[Reconciled]:
    """Gives the sessions of a project compared, in order of time.

    Args:
        tx: A transaction.
        project: The project's id.
        month: Only sessions that begin in this month (`2026-11`).
        session: Only this one, by the id that its organiser gave it.

    Raises:
        CoursewareError: There is no such session.
    """
    sessions = list_sessions(tx, project, month)
    if session is not None:
        sessions = [_named(session, sessions, project)]
    explained = _explanations(tx, [item.id for item in sessions])
    return [_with_explanations(item, seen, explained.get(item.id, {})) for item, seen in _seen(tx, sessions)]


def open_differences(tx: Transaction, project: str, month: str) -> list[Difference]:
    """Gives what is still to be explained about the sessions that begin in a month, in order of time."""
    return [difference for one in reconcile(tx, project, month=month) for difference in one.open]


def explain(
    tx: WriteTransaction, project: str, session: str, key: str, reason: str, reference: str = ""
) -> bool:
    """Notes why two sources of a session differ; says whether that is new.

    Raises:
        CoursewareError: There is no such session or difference, or the explanation cannot be kept.
    """
    reference = " ".join(reference.split())
    _refuse_explanation(reason, reference)
    (one,) = reconcile(tx, project, session=session)
    known = {difference.key: before for difference, before in one.differences}
    if key not in known:
        raise CoursewareError(_no_such_difference(session, key, known, project))
    before, at = known[key], tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    values = {"reason": reason, "reference": reference, "who": tx.who, "at": at}
    subject, after = (
        f"session:{one.session.id}",
        {"difference": key, "reason": reason, "reference": reference},
    )
    if before is None:
        number = tx.next_id(explanation)
        row = {"id": number, "session_id": one.session.id, "difference": key, **values}
        tx.connection.execute(explanation.insert().values(**row))
        tx.log("difference.explain", subject, None, after)
        return True
    if (before.reason, before.reference) == (reason, reference):
        return False
    same = (explanation.c.session_id == one.session.id) & (explanation.c.difference == key)
    tx.connection.execute(explanation.update().where(same).values(**values))
    replaced = {"difference": key, "reason": before.reason, "reference": before.reference}
    tx.log("difference.explain", subject, replaced, after)
    return True


def _named(name: str, sessions: Sequence[Session], project: str) -> Session:
    by_name = {item.name: item for item in sessions}
    if name not in by_name:
        raise CoursewareError(
            f"There is no session '{name}' in {project}. {did_you_mean(name, by_name)}".rstrip()
        )
    return by_name[name]


def _no_such_difference(session: str, key: str, known: Collection[str], project: str) -> str:
    now = f"courseware sessions reconcile {session} --project {project}"
    if not known:
        return f"The sources of session '{session}' do not differ: there is nothing to explain."
    meant = did_you_mean(key, known)
    return " ".join(filter(None, (f"Session '{session}' has no such difference now.", meant, f"See: {now}")))


def _refuse_explanation(reason: str, reference: str) -> None:
    if reason not in REASONS:
        meant = did_you_mean(reason, REASONS)
        raise CoursewareError(
            f"There is no such reason. {meant} One of: {', '.join(REASONS)}.".replace("  ", " ")
        )
    if reason == OTHER and not reference:
        raise CoursewareError(f"The reason {OTHER} needs a reference: write where the note is kept.")
    if len(reference) > REFERENCE_LENGTH or not reference.isprintable():
        raise CoursewareError(
            f"A reference is at most {REFERENCE_LENGTH} characters: write where the note is kept, "
            "not what it says."
        )
    if _LIKE_A_NUMBER.search(reference):
        raise CoursewareError(
            "The reference holds something like an identity number. Write only where the note is kept."
        )


def _seen(tx: Transaction, sessions: Sequence[Session]) -> Iterator[tuple[Session, Seen]]:
    shown: dict[int, tuple[set[int], set[tuple[int, int]]]] = {}
    for found in check_ins_of(tx, [item.id for item in sessions]):
        people, untied = shown.setdefault(found.session_id, (set(), set()))
        if found.person_id is None:
            untied.add((found.version, found.random))
        else:
            people.add(found.person_id)
    # Where nobody counted and nobody checked in, the list has nothing to differ from: it need not be read.
    listed = listed_at(tx, [item.id for item in sessions if item.head_count is not None or item.id in shown])
    for item in sessions:
        people, untied = shown.get(item.id, (set(), set()))
        yield item, Seen(item.head_count, listed.get(item.id, set()), people, untied)


def _with_explanations(session: Session, seen: Seen, explained: dict[str, Explanation]) -> Reconciled:
    differences = tuple((item, explained.get(item.key)) for item in compare(seen, session.name))
    now = {item.key for item, _ in differences}
    past = tuple(explained[key] for key in sorted(explained.keys() - now))
    return Reconciled(session, seen, differences, past)


def _explanations(tx: Transaction, session_ids: Sequence[int]) -> dict[int, dict[str, Explanation]]:
    found: dict[int, dict[str, Explanation]] = {}
    wanted = set(session_ids)
    columns: list[Any] = [
        explanation.c[name] for name in ("session_id", "difference", "reason", "reference", "who", "at")
    ]
    query = select(*columns)
    if len(wanted) <= 500:
        query = query.where(explanation.c.session_id.in_(wanted))
    for session_id, *rest in tx.connection.execute(query):
        if session_id in wanted:
            found.setdefault(session_id, {})[rest[0]] = Explanation(*rest)
    return found
