"""Step 3: sessions, attendance and attestations."""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["upgrade"]

STATEMENTS = (
    """CREATE TABLE session (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        name VARCHAR(64) NOT NULL,
        module VARCHAR(64),
        starts VARCHAR(16) NOT NULL,
        ends VARCHAR(16) NOT NULL,
        place TEXT NOT NULL,
        distance BOOLEAN NOT NULL,
        planned_minutes INTEGER NOT NULL CHECK (planned_minutes > 0),
        actual_minutes INTEGER CHECK (actual_minutes > 0),
        organisation TEXT NOT NULL,
        UNIQUE (project, name)
    )""",
    """CREATE TABLE attendance (
        session_id INTEGER NOT NULL REFERENCES session (id),
        person_id INTEGER NOT NULL REFERENCES person (id),
        day VARCHAR(10) NOT NULL,
        project VARCHAR(64) NOT NULL,
        month VARCHAR(7) NOT NULL,
        minutes INTEGER NOT NULL CHECK (minutes > 0),
        late INTEGER CHECK (late >= 0),
        early INTEGER CHECK (early >= 0),
        PRIMARY KEY (session_id, person_id, day)
    )""",
    # Answers the month's question from the index alone, and in the order of its groups: no sorting.
    "CREATE INDEX ix_attendance_month ON attendance (project, month, person_id, day, minutes, session_id)",
    """CREATE TABLE attestation (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person (id),
        month VARCHAR(7) NOT NULL,
        minutes INTEGER NOT NULL CHECK (minutes >= 0),
        whole_hours BOOLEAN NOT NULL,
        method VARCHAR(16) NOT NULL,
        signed_on VARCHAR(10) NOT NULL,
        reference TEXT NOT NULL,
        replaced BOOLEAN NOT NULL
    )""",
    # Whatever was attested before is kept; one statement stands.
    "CREATE UNIQUE INDEX ux_attestation_standing ON attestation (project, month, person_id) "
    "WHERE NOT replaced",
)


def upgrade(connection: Connection) -> None:
    """Makes the tables of the hours."""
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
