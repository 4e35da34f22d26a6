"""Who was seen at a session, by which source: the sign-in list, codes shown, and the differences explained.

The head-count is the session's own. What the sources say is compared in `courseware.registry.reconciliation`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    select,
)

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import code, metadata

__all__ = [
    "CheckIn",
    "check_in",
    "check_ins_of",
    "explanation",
    "listed_at",
    "presence",
    "put_check_ins",
    "put_presence",
]

presence = Table(
    "presence",
    metadata,
    Column("session_id", Integer, ForeignKey("session.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True, index=True),
    Column("source", String(16), primary_key=True),
)
"""A person stands on a session's sign-in list ("list") or was entered by hand ("hand")."""

check_in = Table(
    "check_in",
    metadata,
    Column("session_id", Integer, ForeignKey("session.id"), primary_key=True),
    Column("code_random", Integer, primary_key=True),
    Column("code_version", Integer, primary_key=True),
    Column("at", String(20)),
)
"""A participant code shown at a session; whose it is stands in the table `code`, perhaps only later."""

explanation = Table(
    "explanation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("session_id", Integer, ForeignKey("session.id"), nullable=False),
    Column("difference", String(200), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("reference", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(20), nullable=False),
    UniqueConstraint("session_id", "difference"),
)
"""Why the sources differ; `difference` names the very figures, so that new figures need a new explanation."""

_AT_A_TIME = 500


class CheckIn(NamedTuple):
    """A code that was shown at a session, and whose it is by now."""

    session_id: int
    random: int
    version: int
    person_id: int | None
    """None while the code waits for its person."""


def listed_at(tx: Transaction, session_ids: Iterable[int]) -> dict[int, set[int]]:
    """Gives the people on the sign-in lists of some sessions, entered by hand or not, by session."""
    found: dict[int, set[int]] = {}
    columns = select(presence.c.session_id, presence.c.person_id)
    for session_id, person_id in _fetch(
        tx, session_ids, lambda ids: columns.where(presence.c.session_id.in_(ids))
    ):
        found.setdefault(session_id, set()).add(person_id)
    return found


def check_ins_of(tx: Transaction, session_ids: Iterable[int]) -> list[CheckIn]:
    """Gives the codes shown at some sessions, in order of session and code."""
    same = and_(code.c.random == check_in.c.code_random, code.c.key_version == check_in.c.code_version)
    query = select(
        check_in.c.session_id, check_in.c.code_random, check_in.c.code_version, code.c.person_id
    ).join(code, same)
    found = _fetch(tx, session_ids, lambda ids: query.where(check_in.c.session_id.in_(ids)))
    return sorted(map(CheckIn._make, found), key=lambda item: item[:3])


def put_presence(
    tx: WriteTransaction,
    source: str,
    present: Iterable[tuple[int, int]],
    absent: Iterable[tuple[int, int]] = (),
) -> None:
    """Notes who stands on the lists of sessions, and strikes out who was not there after all.

    Args:
        tx: The writing transaction.
        source: "list" or "hand".
        present: (session, person) of those who were there.
        absent: (session, person) of those whom a correction takes away, whatever source named them.
    """
    rows: list[tuple[int, int, str]] = []
    wanted = _by_session(present)
    query = select(presence.c.session_id, presence.c.person_id).where(presence.c.source == source)
    for session_id, person_id in _fetch(tx, wanted, lambda ids: query.where(presence.c.session_id.in_(ids))):
        wanted[session_id].discard(person_id)
    for session_id, people in wanted.items():
        if new := sorted(people):
            rows += zip(repeat(session_id), new, repeat(source))
            tx.log("presence.add", f"session:{session_id}", None, {"source": source, "people": new})
    for session_id, people in _by_session(absent).items():
        if gone := sorted(people.intersection(listed_at(tx, [session_id]).get(session_id, ()))):
            for person_id in gone:
                struck = and_(presence.c.session_id == session_id, presence.c.person_id == person_id)
                tx.connection.execute(delete(presence).where(struck))
            tx.log("presence.remove", f"session:{session_id}", {"people": gone}, None)
    # In the order of people, whose index and existence are then looked up page by page.
    tx.insert(presence, ("session_id", "person_id", "source"), sorted(rows, key=itemgetter(1)))


def put_check_ins(tx: WriteTransaction, session_id: int, shown: Mapping[tuple[int, int], str | None]) -> int:
    """Notes which codes were shown at a session and gives how many are new; none is ever taken away.

    Args:
        tx: The writing transaction.
        session_id: The session.
        shown: Time in UTC (`2026-11-12T08:01:30Z`), or nothing where it is not known, by the code's random
            bits and key version. A code that is there already keeps the time it has.
    """
    known = {(item.random, item.version) for item in check_ins_of(tx, [session_id])}
    new = sorted(shown.keys() - known)
    if new:
        names = [f"{version}:{random}" for random, version in new]
        tx.log("check-in.add", f"session:{session_id}", None, {"codes": names})
    rows = [(session_id, *key, shown[key]) for key in new]
    return tx.insert(check_in, ("session_id", "code_random", "code_version", "at"), rows)


def _by_session(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for session_id, person_id in pairs:
        found[session_id].add(person_id)
    return found


def _fetch(
    tx: Transaction, session_ids: Iterable[int], query_for: Callable[[Sequence[int]], Any]
) -> Iterator[tuple[Any, ...]]:
    wanted = sorted(set(session_ids))
    for first in range(0, len(wanted), _AT_A_TIME):
        result = tx.connection.execute(query_for(wanted[first : first + _AT_A_TIME]))
        # The driver's own tuples: SQLAlchemy would wrap each of a hundred thousand rows.
        yield from [] if result.cursor is None else result.cursor.fetchall()
