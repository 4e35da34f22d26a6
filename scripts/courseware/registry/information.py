"""What participants were told about the register: which edition of the information sheet, and when.

By the decision conditions the owner must inform its participants about the reporting; handing everybody the
Council's sheet fulfils the duty (esf-reporting G7).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from courseware.registry.tables import metadata

__all__ = ["information"]

information = Table(
    "information",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("version", String(40), primary_key=True),
    Column("given_on", String(10), nullable=False),
)
"""One edition of the sheet that one person was given."""
