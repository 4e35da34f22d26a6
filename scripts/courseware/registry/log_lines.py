"""The change log as somebody reads it: found by subject, day and action, with ciphertext left sealed."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from courseware.registry.tables import change_log

__all__ = ["SEALED", "LogEntry", "find_entries", "is_sealed", "with_unsealed"]

SEALED = "(sealed)"

SHORTEST = 28
"""Bytes of the shortest ciphertext: nonce and tag of an empty text."""


class LogEntry(NamedTuple):
    """One entry, before and after as they are stored."""

    id: int
    at: str
    who: str
    why: str
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def find_entries(
    connection: Connection,
    *,
    subject: str | Collection[str] | None = None,
    since: date | None = None,
    action: str | None = None,
    limit: int | None = None,
) -> Iterator[LogEntry]:
    """Gives the entries that fit, in the order in which they were written.

    Args:
        connection: An open transaction's connection.
        subject: Only what was done to this, or to one of these: "person:12".
        since: Only from this day (UTC) on.
        action: Only actions that begin so: "attendance.".
        limit: Only so many, the latest ones.
    """
    columns = [change_log.c[name] for name in LogEntry._fields]
    query = select(*columns).order_by(change_log.c.id)
    if subject is not None:
        query = query.where(change_log.c.subject.in_([subject] if isinstance(subject, str) else subject))
    if since is not None:
        query = query.where(change_log.c.at >= since.isoformat())
    if action is not None:
        query = query.where(change_log.c.action.startswith(action, autoescape=True))
    if limit is not None:
        latest = query.order_by(None).order_by(change_log.c.id.desc()).limit(limit).subquery()
        query = select(*(latest.c[name] for name in LogEntry._fields)).order_by(latest.c.id)
    # Of this statement alone: an option of the connection would stay, and whoever reads the driver's own
    # tuples in the same transaction would miss the rows that are held back in a buffer.
    for *fields, before, after in connection.execute(query.execution_options(yield_per=5_000)):
        yield LogEntry(*fields, *(json.loads(text) if text else None for text in (before, after)))


def is_sealed(value: object) -> bool:
    """Says whether a logged value is ciphertext: base64 of at least a nonce and a tag, and no hash."""
    if (
        not isinstance(value, str)
        or len(value) < 4 * SHORTEST // 3
        or all(c in "0123456789abcdef" for c in value)
    ):
        return False
    try:
        return len(base64.b64decode(value, validate=True)) >= SHORTEST
    except binascii.Error:
        return False


def with_unsealed(
    values: Mapping[str, Any] | None, unseal: Callable[[str, bytes], str | None] | None = None
) -> dict[str, Any] | None:
    """Gives logged values with each ciphertext opened, or marked where it is not.

    Args:
        values: What an entry says.
        unseal: Gives the text of a field, or nothing where it does not open.
    """
    return None if values is None else {name: _shown(name, value, unseal) for name, value in values.items()}


def _shown(name: str, value: Any, unseal: Callable[[str, bytes], str | None] | None) -> Any:
    if isinstance(value, dict):
        return with_unsealed(value, unseal)
    if isinstance(value, list):
        return [_shown(name, part, unseal) for part in value]
    if not is_sealed(value):
        return value
    text = unseal(name.removesuffix("_enc"), base64.b64decode(value)) if unseal else None
    return SEALED if text is None else text
