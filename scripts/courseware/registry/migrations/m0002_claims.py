"""Step 2: statements, attempts, completions, and what is held back."""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["upgrade"]

STATEMENTS = (
    """CREATE TABLE statement_import (
        id INTEGER NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        source VARCHAR(80) NOT NULL,
        at VARCHAR(20) NOT NULL
    )""",
    """CREATE TABLE mailbox_position (
        mailbox VARCHAR(36) NOT NULL,
        project VARCHAR(64) NOT NULL,
        position BIGINT NOT NULL,
        PRIMARY KEY (mailbox, project)
    )""",
    """CREATE TABLE statement (
        id {blob} NOT NULL UNIQUE,
        code_random INTEGER NOT NULL,
        code_version INTEGER NOT NULL,
        verb VARCHAR(12) NOT NULL,
        module VARCHAR(64) NOT NULL,
        part VARCHAR(64) NOT NULL,
        version VARCHAR(16) NOT NULL,
        language VARCHAR(35) NOT NULL,
        at BIGINT NOT NULL,
        stored BIGINT NOT NULL,
        registration {blob},
        response TEXT,
        import_id INTEGER NOT NULL REFERENCES statement_import (id)
    )""",
    # What regrading and `completions show` look for is found through a person's code.
    "CREATE INDEX ix_statement_code ON statement (code_random)",
    """CREATE TABLE attempt (
        id {blob} NOT NULL UNIQUE,
        code_random INTEGER NOT NULL,
        code_version INTEGER NOT NULL,
        module VARCHAR(64) NOT NULL,
        version VARCHAR(16) NOT NULL,
        at BIGINT NOT NULL,
        right_answers INTEGER NOT NULL,
        questions INTEGER NOT NULL,
        score INTEGER NOT NULL,
        passed BOOLEAN NOT NULL
    )""",
    "CREATE INDEX ix_attempt_code ON attempt (code_random)",
    """CREATE TABLE completion (
        id {blob} NOT NULL UNIQUE,
        project VARCHAR(64) NOT NULL,
        code_random INTEGER NOT NULL,
        code_version INTEGER NOT NULL,
        code VARCHAR(16) NOT NULL,
        module VARCHAR(64) NOT NULL,
        version VARCHAR(16) NOT NULL,
        month VARCHAR(7) NOT NULL,
        day VARCHAR(10) NOT NULL,
        at VARCHAR(20) NOT NULL,
        import_id INTEGER NOT NULL REFERENCES statement_import (id)
    )""",
    "CREATE INDEX ix_completion_month ON completion (project, month)",
    "CREATE INDEX ix_completion_code ON completion (code_random, module)",
    """CREATE TABLE held_statement (
        digest {blob} NOT NULL PRIMARY KEY,
        project VARCHAR(64) NOT NULL,
        statement_id {blob},
        code VARCHAR(16) NOT NULL,
        waiting BOOLEAN NOT NULL,
        reason VARCHAR(40) NOT NULL,
        details TEXT NOT NULL,
        place VARCHAR(80) NOT NULL,
        stored BIGINT NOT NULL,
        body {blob},
        import_id INTEGER NOT NULL REFERENCES statement_import (id)
    )""",
    "CREATE INDEX ix_held_statement_project ON held_statement (project, waiting)",
)


def upgrade(connection: Connection) -> None:
    """Makes the tables of what learners claim."""
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement.replace("{blob}", blob))
