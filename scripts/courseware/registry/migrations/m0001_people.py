"""Step 1: people, organisations, participations, codes and the change log."""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["upgrade"]

TABLES = (
    """CREATE TABLE setting (
        name VARCHAR(64) NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    )""",
    """CREATE TABLE person (
        id INTEGER NOT NULL PRIMARY KEY,
        number_hash VARCHAR(64) NOT NULL UNIQUE,
        wrapped_key {blob},
        name_enc {blob},
        number_enc {blob},
        email_enc {blob},
        protected BOOLEAN NOT NULL
    )""",
    """CREATE TABLE organisation (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        name TEXT NOT NULL,
        number VARCHAR(10),
        UNIQUE (project, name)
    )""",
    """CREATE TABLE participation (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person (id),
        organisation_id INTEGER NOT NULL REFERENCES organisation (id),
        unit TEXT NOT NULL,
        role TEXT NOT NULL,
        started VARCHAR(10) NOT NULL,
        ended VARCHAR(10),
        UNIQUE (project, person_id, organisation_id)
    )""",
    "CREATE INDEX ix_participation_person_id ON participation (person_id)",
    """CREATE TABLE code_key (
        version INTEGER NOT NULL PRIMARY KEY,
        wrapped {blob} NOT NULL,
        made_at VARCHAR(20) NOT NULL
    )""",
    """CREATE TABLE code (
        random INTEGER NOT NULL,
        key_version INTEGER NOT NULL REFERENCES code_key (version),
        project VARCHAR(64) NOT NULL,
        person_id INTEGER REFERENCES person (id),
        issued_at VARCHAR(20) NOT NULL,
        PRIMARY KEY (random, key_version)
    )""",
    "CREATE INDEX ix_code_person_id ON code (person_id)",
    """CREATE TABLE change_log (
        id INTEGER NOT NULL PRIMARY KEY,
        at VARCHAR(27) NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        action VARCHAR(64) NOT NULL,
        subject VARCHAR(200) NOT NULL,
        before TEXT,
        after TEXT,
        previous VARCHAR(64) NOT NULL,
        hash VARCHAR(64) NOT NULL
    )""",
    "CREATE INDEX ix_change_log_subject ON change_log (subject)",
)

APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log
           BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
        """CREATE TRIGGER change_log_no_delete BEFORE DELETE ON change_log
           BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION change_log_append_only() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$""",
        """CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log
           FOR EACH STATEMENT EXECUTE FUNCTION change_log_append_only()""",
    ),
}


def upgrade(connection: Connection) -> None:
    """Makes the tables and the triggers that keep the log append-only."""
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in (*TABLES, *APPEND_ONLY[connection.dialect.name]):
        connection.exec_driver_sql(statement.replace("{blob}", blob))
