"""The register's tables as SQLAlchemy sees them; the migrations are what makes them.

Dates are ISO texts (`2026-11-21`), times ISO texts in UTC (`2026-11-21T22:40:00Z`): both sort as they
read, are equal in SQLite and PostgreSQL, and pass through bulk inserts without conversion.
Other rooms' tables hang on the same `metadata`, in the file of their noun.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "change_log",
    "code",
    "code_key",
    "former_number",
    "metadata",
    "organisation",
    "participation",
    "person",
    "setting",
    "spell",
]

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Facts about the register itself, such as the fingerprint of the master key it belongs to."""

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number_hash", String(64), nullable=False, unique=True),
    Column("wrapped_key", LargeBinary),
    Column("name_enc", LargeBinary),
    Column("number_enc", LargeBinary),
    Column("email_enc", LargeBinary),
    Column("protected", Boolean, nullable=False),
    Column("merged_into", Integer, ForeignKey("person.id")),
    Column("erased_on", String(10)),
)
"""One human being; everything that names them is encrypted with a key of their own.

`number_hash` is keyed, so that it finds a person without telling a number. `wrapped_key` is NULL once erased.
A person found to be another one stays as a row that names the one: `merged_into`.
"""

former_number = Table(
    "former_number",
    metadata,
    Column("number_hash", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, index=True),
    Column("number_enc", LargeBinary),
    Column("until", String(10)),
)
"""A number that a person had: a samordningsnummer until the day given, or one found to be wrong (NULL)."""

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", String(10)),
    UniqueConstraint("project", "name"),
)
"""A school organiser (huvudman) that takes part in a project."""

participation = Table(
    "participation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, index=True),
    Column("organisation_id", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("started", String(10), nullable=False),
    Column("ended", String(10)),
    UniqueConstraint("project", "person_id", "organisation_id"),
)
"""A person's part in a project through one organisation: first start, final end (esf-reporting 3.4)."""

spell = Table(
    "spell",
    metadata,
    Column("participation_id", Integer, ForeignKey("participation.id"), primary_key=True),
    Column("started", String(10), primary_key=True),
    Column("ended", String(10)),
)
"""One unbroken stay: who leaves and comes back has two, and only the month knows which one it names."""

code_key = Table(
    "code_key",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", String(20), nullable=False),
)
"""The secrets that participant codes are signed with, wrapped by the master key and kept for ever."""

code = Table(
    "code",
    metadata,
    Column("random", Integer, primary_key=True, autoincrement=False),
    Column("key_version", Integer, ForeignKey("code_key.version"), primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), index=True),
    Column("issued_at", String(20), nullable=False),
)
"""An issued participant code, by its thirty random bits.

person_id is NULL while a code issued in advance waits for its person.
"""

change_log = Table(
    "change_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(200), nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Every change to a person, a date or an hour, each entry sealed by the hash of the one before."""
