"""Who was seen at a session, by which source: head-count, sign-in list, check-ins; and how they differ."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from courseware.registry.tables import metadata

__all__ = ["check_in", "explanation", "presence"]

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
