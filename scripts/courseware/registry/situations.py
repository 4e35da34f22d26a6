"""What some countries' systems ask about a participant at entry and exit; never asked in Sweden.

Swedish projects take these values from registers (esf-reporting 3.3), so the record is optional and of its
own: one row a question, with the answer as one of the words that the country's profile lists.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from courseware.registry.tables import metadata

__all__ = ["situation"]

situation = Table(
    "situation",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("moment", String(8), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("value", String(60), nullable=False),
    Column("noted_on", String(10), nullable=False),
)
"""One answer; `moment` is "entry" or "exit"."""
