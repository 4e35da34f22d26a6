"""Participant codes as the register knows them: issued to a person or in advance, tied, looked up.

How a code is written and checked is `courseware.receipts.codes`; whose it is stands only here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from courseware.errors import CoursewareError
from courseware.receipts.codes import draw_random_part, find_key_version, make_code, split_code
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import code, code_key

__all__ = [
    "CodeError",
    "Holder",
    "IssuedCode",
    "code_keys",
    "codes_of",
    "holder_of",
    "issue_codes",
    "tie_code",
]


class CodeError(CoursewareError):
    """A well-written code that cannot be used in this place."""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """One issued code."""

    code: str
    """As printed: XXXXX-XXXXX-XXXX."""
    person_id: int | None
    """Whose it is; None while it waits."""
    issued_at: str


@dataclass(frozen=True, slots=True)
class Holder:
    """What the register knows about a genuine code."""

    project: str
    person_id: int | None
    """Whose it is; None for a code that was issued in advance and is not tied yet."""


def code_keys(tx: Transaction) -> dict[int, bytes]:
    """Gives every secret that codes were ever signed with, by version."""
    rows = tx.connection.execute(select(code_key.c.version, code_key.c.wrapped))
    return {version: tx.keys.unwrap(f"code-key:{version}", wrapped) for version, wrapped in rows}


def issue_codes(tx: WriteTransaction, project: str, people: Iterable[int | None]) -> list[IssuedCode]:
    """Issues one new code for each person id, None for a code in advance, and gives them in order."""
    keys = code_keys(tx) or {1: _first_key(tx)}
    version = max(keys)
    taken = set(tx.connection.execute(select(code.c.random).where(code.c.key_version == version)).scalars())
    at = tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    issued, rows = [], []
    for person_id in people:
        while (random := draw_random_part()) in taken:
            pass
        taken.add(random)
        rows.append((random, version, project, person_id, at))
        issued.append(IssuedCode(make_code(random, version, keys[version]), person_id, at))
        tx.log("code.issue", f"code:{version}:{random}", None, {"project": project, "person": person_id})
    tx.insert(code, ("random", "key_version", "project", "person_id", "issued_at"), rows)
    return issued


def codes_of(tx: Transaction, project: str) -> list[IssuedCode]:
    """Gives a project's codes in the order of issue, then of person."""
    keys = code_keys(tx)
    rows = tx.connection.execute(
        select(code.c.random, code.c.key_version, code.c.person_id, code.c.issued_at)
        .where(code.c.project == project)
        .order_by(code.c.issued_at, func.coalesce(code.c.person_id, 0), code.c.random)
    )
    return [
        IssuedCode(make_code(random, version, keys[version]), who, at) for random, version, who, at in rows
    ]


def holder_of(tx: Transaction, text: str) -> Holder | None:
    """Gives what the register knows about a code, nothing where it was not issued here.

    Raises:
        InvalidCodeError: The text is not a well-written code.
    """
    version = find_key_version(text, code_keys(tx))
    if version is None:
        return None
    row = tx.connection.execute(
        select(code.c.project, code.c.person_id).where(
            code.c.random == split_code(text).random_part, code.c.key_version == version
        )
    ).one_or_none()
    return Holder(row[0], row[1]) if row else None


def tie_code(tx: WriteTransaction, project: str, text: str, person_id: int) -> bool:
    """Makes a code issued in advance a person's own; says whether anything changed.

    Raises:
        InvalidCodeError: The text is not a well-written code.
        CodeError: The code was not issued here, belongs to another project, or is somebody else's.
    """
    holder = holder_of(tx, text)
    if holder is None:
        raise CodeError("was not issued by this register. Compare it with the printed sheet.")
    if holder.project != project:
        raise CodeError(f"was issued for the project {holder.project}.")
    if holder.person_id == person_id:
        return False
    if holder.person_id is not None:
        raise CodeError("is another participant's already. Give this person another code.")
    version = find_key_version(text, code_keys(tx))
    random = split_code(text).random_part
    tx.connection.execute(
        code.update()
        .where(code.c.random == random, code.c.key_version == version)
        .values(person_id=person_id)
    )
    tx.log("code.tie", f"code:{version}:{random}", {"person": None}, {"person": person_id})
    return True


def _first_key(tx: WriteTransaction) -> bytes:
    secret = os.urandom(32)
    wrapped = tx.keys.wrap("code-key:1", secret)
    at = tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    tx.insert(code_key, ("version", "wrapped", "made_at"), [(1, wrapped, at)])
    tx.log("code-key.make", "code-key:1", None, {"wrapped": wrapped})
    return secret
