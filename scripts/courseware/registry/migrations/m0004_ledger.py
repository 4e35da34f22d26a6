"""Step 4: spells, former numbers, presence at sessions, exports of months, plans, what was told to whom."""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["upgrade"]

STATEMENTS = (
    # NULL while the person is a person of their own.
    "ALTER TABLE person ADD COLUMN merged_into INTEGER REFERENCES person (id)",
    "ALTER TABLE person ADD COLUMN erased_on VARCHAR(10)",
    """CREATE TABLE spell (
        participation_id INTEGER NOT NULL REFERENCES participation (id),
        started VARCHAR(10) NOT NULL,
        ended VARCHAR(10),
        PRIMARY KEY (participation_id, started)
    )""",
    # Who left and came back before this step has one spell: only the change log knows the gap.
    "INSERT INTO spell (participation_id, started, ended) SELECT id, started, ended FROM participation",
    """CREATE TABLE former_number (
        number_hash VARCHAR(64) NOT NULL PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person (id),
        number_enc {blob},
        until VARCHAR(10)
    )""",
    "CREATE INDEX ix_former_number_person ON former_number (person_id)",
    """CREATE TABLE information (
        project VARCHAR(64) NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person (id),
        version VARCHAR(40) NOT NULL,
        given_on VARCHAR(10) NOT NULL,
        PRIMARY KEY (project, person_id, version)
    )""",
    """CREATE TABLE situation (
        project VARCHAR(64) NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person (id),
        moment VARCHAR(8) NOT NULL,
        field VARCHAR(40) NOT NULL,
        value VARCHAR(60) NOT NULL,
        noted_on VARCHAR(10) NOT NULL,
        PRIMARY KEY (project, person_id, moment, field)
    )""",
    "ALTER TABLE session ADD COLUMN head_count INTEGER CHECK (head_count >= 0)",
    """CREATE TABLE session_activity (
        session_id INTEGER NOT NULL REFERENCES session (id),
        position INTEGER NOT NULL,
        activity VARCHAR(64) NOT NULL,
        planned_minutes INTEGER NOT NULL CHECK (planned_minutes >= 0),
        actual_minutes INTEGER CHECK (actual_minutes >= 0),
        PRIMARY KEY (session_id, position)
    )""",
    """CREATE TABLE presence (
        session_id INTEGER NOT NULL REFERENCES session (id),
        person_id INTEGER NOT NULL REFERENCES person (id),
        source VARCHAR(16) NOT NULL,
        PRIMARY KEY (session_id, person_id, source)
    )""",
    "CREATE INDEX ix_presence_person ON presence (person_id)",
    """CREATE TABLE check_in (
        session_id INTEGER NOT NULL REFERENCES session (id),
        code_random INTEGER NOT NULL,
        code_version INTEGER NOT NULL,
        at VARCHAR(20),
        PRIMARY KEY (session_id, code_random, code_version)
    )""",
    """CREATE TABLE explanation (
        id INTEGER NOT NULL PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES session (id),
        difference VARCHAR(200) NOT NULL,
        reason VARCHAR(40) NOT NULL,
        reference TEXT NOT NULL,
        who TEXT NOT NULL,
        at VARCHAR(20) NOT NULL,
        UNIQUE (session_id, difference)
    )""",
    """CREATE TABLE period_export (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        month VARCHAR(7) NOT NULL,
        version INTEGER NOT NULL,
        made_at VARCHAR(20) NOT NULL,
        who TEXT NOT NULL,
        content VARCHAR(64) NOT NULL,
        settings TEXT NOT NULL,
        entries INTEGER NOT NULL,
        reported INTEGER NOT NULL,
        UNIQUE (project, month, version)
    )""",
    """CREATE TABLE export_entry (
        export_id INTEGER NOT NULL REFERENCES period_export (id),
        person_id INTEGER NOT NULL REFERENCES person (id),
        number_tag VARCHAR(16),
        started VARCHAR(10) NOT NULL,
        ended VARCHAR(10) NOT NULL,
        reported INTEGER NOT NULL,
        left_out INTEGER NOT NULL,
        workshop INTEGER NOT NULL,
        study INTEGER NOT NULL,
        attested INTEGER NOT NULL,
        PRIMARY KEY (export_id, person_id)
    )""",
    "CREATE INDEX ix_export_entry_person ON export_entry (person_id)",
    """CREATE TABLE period_event (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        month VARCHAR(7) NOT NULL,
        version INTEGER NOT NULL,
        event VARCHAR(16) NOT NULL,
        day VARCHAR(10) NOT NULL,
        who TEXT NOT NULL,
        reference TEXT NOT NULL
    )""",
    "CREATE INDEX ix_period_event_month ON period_event (project, month)",
    """CREATE TABLE implementation_plan (
        project VARCHAR(64) NOT NULL,
        organisation_id INTEGER NOT NULL REFERENCES organisation (id),
        state VARCHAR(16) NOT NULL,
        day VARCHAR(10) NOT NULL,
        reference TEXT NOT NULL,
        PRIMARY KEY (project, organisation_id)
    )""",
)


def upgrade(connection: Connection) -> None:
    """Makes the tables of the ledger."""
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement.replace("{blob}", blob))
