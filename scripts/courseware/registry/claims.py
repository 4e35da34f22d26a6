"""What learners claim, once verified: statements, graded attempts, completed modules, and what is held back.

Everything here hangs on a participant code; whose it is stands in the table `code` and may become known
later. A statement is stored once, by its id. Times are milliseconds since 1970 in the two large tables,
because a million of them are written at a time; a completion has its day and month in the project's zone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text, func, select

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import code, metadata, participation

__all__ = [
    "AttemptRow",
    "CodeHolder",
    "CompletionRow",
    "HeldRow",
    "StatementRow",
    "StatementTuple",
    "attempts_of_code",
    "code_holders",
    "codes_with_statements",
    "held_ids",
    "held_statements",
    "hold_statements",
    "mailbox_position",
    "new_import",
    "prepare_bulk",
    "put_mailbox_position",
    "release_statements",
    "statements_by_id",
    "statements_of_code",
    "store_claims",
]

statement_import = Table(
    "statement_import",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("project", String(64), nullable=False),
    Column("source", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)
"""One run of `completions import`; `source` is "inbox" or "receipt" with a digest, never a file's name."""

mailbox_position_table = Table(
    "mailbox_position",
    metadata,
    Column("mailbox", String(36), primary_key=True),
    Column("project", String(64), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
"""How far an inbox file was read for a project; written in the transaction that stores what was read."""

statement = Table(
    "statement",
    metadata,
    Column("id", LargeBinary, unique=True, nullable=False),
    Column("code_random", Integer, nullable=False, index=True),
    Column("code_version", Integer, nullable=False),
    Column("verb", String(12), nullable=False),
    Column("module", String(64), nullable=False),
    Column("part", String(64), nullable=False),
    Column("version", String(16), nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("stored", BigInteger, nullable=False),
    Column("registration", LargeBinary),
    Column("response", Text),
    Column("import_id", Integer, nullable=False),
)
"""A verified statement; `part` is the lesson's or question's id, empty for quiz and module."""

attempt = Table(
    "attempt",
    metadata,
    Column("id", LargeBinary, unique=True, nullable=False),
    Column("code_random", Integer, nullable=False, index=True),
    Column("code_version", Integer, nullable=False),
    Column("module", String(64), nullable=False),
    Column("version", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("right_answers", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
)
"""A quiz attempt as we graded it from its answers; `id` is its passed or failed statement's."""

completion = Table(
    "completion",
    metadata,
    Column("id", LargeBinary, unique=True, nullable=False),
    Column("project", String(64), nullable=False),
    Column("code_random", Integer, nullable=False),
    Column("code_version", Integer, nullable=False),
    Column("code", String(16), nullable=False),
    Column("module", String(64), nullable=False),
    Column("version", String(16), nullable=False),
    Column("month", String(7), nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(20), nullable=False),
    Column("import_id", Integer, nullable=False),
)
"""A module's self-study part, finished: a claim, which somebody must attest before it counts."""

held_statement = Table(
    "held_statement",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("project", String(64), nullable=False),
    Column("statement_id", LargeBinary),
    Column("code", String(16), nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("details", Text, nullable=False),
    Column("place", String(80), nullable=False),
    Column("stored", BigInteger, nullable=False),
    Column("body", LargeBinary),
    Column("import_id", Integer, nullable=False),
)
"""A statement that waits or was refused; `body` only where its form is right, so that it names nobody."""

_IDS_AT_A_TIME = 500


class StatementRow(NamedTuple):
    """A verified statement as it is stored."""

    id: bytes
    code_random: int
    code_version: int
    verb: str
    module: str
    part: str
    version: str
    language: str
    at: int
    stored: int
    registration: bytes | None
    response: str | None


StatementTuple = tuple[Any, ...]
"""The same without names, for a million at a time: making a named tuple costs as much as checking it."""


class AttemptRow(NamedTuple):
    """A graded attempt as it is stored."""

    id: bytes
    code_random: int
    code_version: int
    module: str
    version: str
    at: int
    right_answers: int
    questions: int
    score: int
    passed: bool


class CompletionRow(NamedTuple):
    """A completed module as it is stored."""

    id: bytes
    project: str
    code_random: int
    code_version: int
    code: str
    module: str
    version: str
    month: str
    day: str
    at: str
    import_id: int


class HeldRow(NamedTuple):
    """A statement that waits or was refused."""

    digest: bytes
    project: str
    statement_id: bytes | None
    code: str
    waiting: bool
    reason: str
    details: str
    """JSON of the values that the reason's sentence names."""
    place: str
    stored: int
    body: bytes | None
    import_id: int


class CodeHolder(NamedTuple):
    """What verification needs to know about an issued code."""

    project: str
    person_id: int | None
    started: str | None
    """The person's first start in the project; None while the code waits for its person."""


def code_holders(tx: Transaction) -> dict[tuple[int, int], CodeHolder]:
    """Gives every issued code, by random part and key version."""
    starts = {
        (project, person_id): started
        for project, person_id, started in tx.connection.execute(
            select(
                participation.c.project, participation.c.person_id, func.min(participation.c.started)
            ).group_by(participation.c.project, participation.c.person_id)
        )
    }
    rows = tx.connection.execute(select(code.c.random, code.c.key_version, code.c.project, code.c.person_id))
    return {
        (random, version): CodeHolder(project, person_id, starts.get((project, person_id)))
        for random, version, project, person_id in rows
    }


def new_import(tx: WriteTransaction, project: str, source: str) -> int:
    """Notes that an import begins and gives its number."""
    number = tx.next_id(statement_import)
    at = tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    tx.insert(statement_import, ("id", "project", "source", "at"), [(number, project, source, at)])
    return number


def prepare_bulk(tx: WriteTransaction) -> None:
    """Gives SQLite room to keep the index of ids in memory: ids are random, so every page is touched."""
    if tx.connection.dialect.name == "sqlite":
        tx.connection.exec_driver_sql("PRAGMA cache_size = -131072")


def store_claims(
    tx: WriteTransaction,
    statements: Sequence[StatementTuple],
    attempts: Sequence[AttemptRow],
    completions: Sequence[CompletionRow],
) -> None:
    """Stores verified rows; statements are tuples like `StatementRow` with the import's number last."""
    tx.insert(statement, (*StatementRow._fields, "import_id"), statements)
    tx.insert(attempt, AttemptRow._fields, attempts)
    tx.insert(completion, CompletionRow._fields, completions)


def statements_by_id(tx: Transaction, ids: Iterable[bytes]) -> dict[bytes, StatementRow]:
    """Gives those of the ids that are stored already."""
    wanted = list(ids)
    found: dict[bytes, StatementRow] = {}
    columns = ", ".join(StatementRow._fields)
    cursor = tx.connection.connection.cursor()
    try:
        for start in range(0, len(wanted), _IDS_AT_A_TIME):
            some = wanted[start : start + _IDS_AT_A_TIME]
            if tx.connection.dialect.name == "sqlite":
                marks = ",".join("?" * len(some))
                cursor.execute(f"SELECT {columns} FROM statement WHERE id IN ({marks})", some)  # noqa: S608 (our names)
            else:
                cursor.execute(f"SELECT {columns} FROM statement WHERE id = ANY(%s)", (some,))  # noqa: S608 (our names)
            for row in cursor.fetchall():
                found[bytes(row[0])] = StatementRow(bytes(row[0]), *row[1:])
    finally:
        cursor.close()
    return found


def codes_with_statements(tx: Transaction, code_randoms: Iterable[int]) -> set[int]:
    """Gives those random parts that have stored statements."""
    wanted = list(code_randoms)
    found: set[int] = set()
    for start in range(0, len(wanted), _IDS_AT_A_TIME):
        some = statement.c.code_random.in_(wanted[start : start + _IDS_AT_A_TIME])
        found.update(tx.connection.execute(select(statement.c.code_random).where(some).distinct()).scalars())
    return found


def statements_of_code(tx: Transaction, code_random: int, code_version: int) -> list[StatementRow]:
    """Gives everything that is stored for one code, in the order in which it was done."""
    rows = tx.connection.execute(
        select(*(statement.c[name] for name in StatementRow._fields))
        .where(statement.c.code_random == code_random, statement.c.code_version == code_version)
        .order_by(statement.c.at, statement.c.id)
    )
    return [StatementRow(*row) for row in rows]


def attempts_of_code(tx: Transaction, code_random: int, code_version: int) -> list[AttemptRow]:
    """Gives the graded attempts of one code, earliest first."""
    rows = tx.connection.execute(
        select(*(attempt.c[name] for name in AttemptRow._fields))
        .where(attempt.c.code_random == code_random, attempt.c.code_version == code_version)
        .order_by(attempt.c.at, attempt.c.id)
    )
    return [AttemptRow(*row) for row in rows]


def hold_statements(tx: WriteTransaction, rows: Iterable[HeldRow]) -> None:
    """Keeps what waits or was refused; the same statement again takes the place of itself."""
    latest = {row.digest: row for row in rows}
    for digest in latest:
        tx.connection.execute(held_statement.delete().where(held_statement.c.digest == digest))
    tx.insert(held_statement, HeldRow._fields, latest.values())


def release_statements(tx: WriteTransaction, ids: Iterable[bytes]) -> None:
    """Forgets that statements were held back, now that they are stored."""
    wanted = list(ids)
    for start in range(0, len(wanted), _IDS_AT_A_TIME):
        some = wanted[start : start + _IDS_AT_A_TIME]
        tx.connection.execute(held_statement.delete().where(held_statement.c.statement_id.in_(some)))


def held_statements(
    tx: Transaction, project: str, *, waiting_or: Collection[str] | None = None
) -> Iterator[HeldRow]:
    """Gives what waits or was refused in a project, oldest first.

    Args:
        tx: The transaction.
        project: The project's id.
        waiting_or: Where given, only what waits and what was refused for one of these reasons.
    """
    query = select(*(held_statement.c[name] for name in HeldRow._fields)).where(
        held_statement.c.project == project
    )
    if waiting_or is not None:
        query = query.where(held_statement.c.waiting | held_statement.c.reason.in_(list(waiting_or)))
    for row in tx.connection.execute(query.order_by(held_statement.c.stored, held_statement.c.digest)):
        yield HeldRow(*row)


def held_ids(tx: Transaction, project: str) -> set[bytes]:
    """Gives the ids of the statements that are held back in a project."""
    ids = tx.connection.execute(
        select(held_statement.c.statement_id).where(held_statement.c.project == project)
    )
    return {bytes(id_) for id_ in ids.scalars() if id_ is not None}


def mailbox_position(tx: Transaction, mailbox: str, project: str) -> int:
    """Gives how far an inbox file was read for a project, 0 when it never was."""
    table = mailbox_position_table
    found = tx.connection.execute(
        select(table.c.position).where(table.c.mailbox == mailbox, table.c.project == project)
    ).scalar()
    return int(found or 0)


def put_mailbox_position(tx: WriteTransaction, mailbox: str, project: str, position: int) -> None:
    """Notes how far an inbox file was read for a project."""
    table = mailbox_position_table
    where = (table.c.mailbox == mailbox, table.c.project == project)
    if not tx.connection.execute(table.update().where(*where).values(position=position)).rowcount:
        tx.connection.execute(table.insert().values(mailbox=mailbox, project=project, position=position))
