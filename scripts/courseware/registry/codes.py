"""Participant codes as the register knows them: issued to a person or in advance, tied, looked up.

How a code is written and checked is `courseware.receipts.codes`; whose it is stands only here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from courseware.receipts.codes import draw_random_part, find_key_version, make_code, split_code
from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import code, code_key

__all__ = [
    "CodeTie",
    "IssuedCode",
    "code_keys",
    "codes_of",
    "issue_codes",
    "tie_codes",
    "ties_of",
    "written_codes",
]

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """One issued code."""

    code: str
    """As printed: XXXXX-XXXXX-XXXX."""
    person_id: int | None
    """Whose it is; None while it waits."""
    issued_at: str


class CodeTie(NamedTuple):
    """An issued code as it is stored, and whose it is."""

    random: int
    version: int
    project: str
    person_id: int | None
    """None while the code waits for its person."""


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


def ties_of(tx: Transaction, codes: Iterable[str]) -> dict[str, CodeTie]:
    """Gives whose some well-written codes are; a code that this register never issued is left out."""
    keys = code_keys(tx)
    parts = {
        (split_code(text).random_part, version): text
        for text in codes
        if (version := find_key_version(text, keys)) is not None
    }
    wanted, found = sorted({random for random, _ in parts}), {}
    for first in range(0, len(wanted), _AT_A_TIME):
        query = select(code.c.random, code.c.key_version, code.c.project, code.c.person_id).where(
            code.c.random.in_(wanted[first : first + _AT_A_TIME])
        )
        for row in tx.connection.execute(query):
            if (row[0], row[1]) in parts:
                found[parts[row[0], row[1]]] = CodeTie(*row)
    return found


def tie_codes(
    tx: WriteTransaction, project: str, ties: Iterable[tuple[int, str, int]]
) -> list[tuple[int, str]]:
    """Makes codes issued in advance people's own; gives the rows that could not be tied, with the cause.

    Args:
        tx: The transaction that everything happens in.
        project: Id of the project.
        ties: Row for messages, well-written code, person id. A code that is the person's already is fine.
    """
    keys = code_keys(tx)
    known = {
        (random, version): (where, who)
        for random, version, where, who in tx.connection.execute(
            select(code.c.random, code.c.key_version, code.c.project, code.c.person_id)
        )
    }
    refused: list[tuple[int, str]] = []
    for row, text, person_id in ties:
        random, version = split_code(text).random_part, find_key_version(text, keys)
        if version is None or (random, version) not in known:
            refused.append((row, "was not issued by this register. Compare it with the printed sheet."))
            continue
        where, who = known[random, version]
        if where != project:
            refused.append((row, f"was issued for the project {where}. Give a code of {project}."))
        elif who is not None and who != person_id:
            refused.append((row, "is another participant's already. Give this person another code."))
        elif who is None:
            known[random, version] = where, person_id
            tx.connection.execute(
                code.update()
                .where(code.c.random == random, code.c.key_version == version)
                .values(person_id=person_id)
            )
            tx.log("code.tie", f"code:{version}:{random}", {"person": None}, {"person": person_id})
    return refused


def written_codes(tx: Transaction, codes: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Gives how codes are written, by key version and random bits."""
    wanted = list(codes)
    keys = code_keys(tx) if wanted else {}
    return {(version, random): make_code(random, version, keys[version]) for version, random in wanted}


def _first_key(tx: WriteTransaction) -> bytes:
    secret = os.urandom(32)
    wrapped = tx.keys.wrap("code-key:1", secret)
    at = tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    tx.insert(code_key, ("version", "wrapped", "made_at"), [(1, wrapped, at)])
    # Not the secret: the log is for ever, and a master key that was changed must open nothing in it.
    tx.log("code-key.make", "code-key:1", None, {"made_at": at})
    return secret
