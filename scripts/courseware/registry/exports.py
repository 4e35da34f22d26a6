"""Months as they were exported and sent: every version is kept, and what happened to it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from courseware.registry.tables import metadata

__all__ = ["export_entry", "period_event", "period_export"]

period_export = Table(
    "period_export",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("who", Text, nullable=False),
    Column("content", String(64), nullable=False),
    Column("settings", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("reported", Integer, nullable=False),
    UniqueConstraint("project", "month", "version"),
)
"""One version of a month; `content` is the hash of what the receiver gets, `reported` the sum in minutes."""

export_entry = Table(
    "export_entry",
    metadata,
    Column("export_id", Integer, ForeignKey("period_export.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True, index=True),
    Column("number_tag", String(16)),
    Column("started", String(10), nullable=False),
    Column("ended", String(10), nullable=False),
    Column("reported", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("workshop", Integer, nullable=False),
    Column("study", Integer, nullable=False),
    Column("attested", Integer, nullable=False),
)
"""One reported person of a version, all in minutes; `number_tag` tells whether a number is still the same."""

period_event = Table(
    "period_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("version", Integer, nullable=False),
    Column("event", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("who", Text, nullable=False),
    Column("reference", Text, nullable=False),
)
"""A version was "sent" or "accepted" on a day; the order of the numbers is the order of events."""
