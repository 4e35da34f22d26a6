"""Implementation plans: which organisation has one, how far it has come, and where the decision is kept."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from courseware.registry.tables import metadata

__all__ = ["implementation_plan"]

implementation_plan = Table(
    "implementation_plan",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("organisation_id", Integer, ForeignKey("organisation.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("reference", Text, nullable=False),
)
"""One plan an organisation: "draft", "decided" or "in-place", since which day, and where the paper is."""
