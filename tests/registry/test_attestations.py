"""Attestations: what stands signed is found without reading every signature there ever was."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from courseware.registry.attestations import list_attestations, month_attestations
from courseware.registry.store import Store


def test_what_stands_in_a_month_is_found_through_its_index(store: Store) -> None:
    asked: list[tuple[str, object]] = []
    with store.read() as tx:
        if tx.connection.dialect.name != "sqlite":
            pytest.skip("how SQLite finds its rows")
        event.listen(tx.connection, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
        month_attestations(tx, "demo", "2026-11")
        list_attestations(tx, "demo", "2026-11", standing=True)
        for statement, values in list(asked):
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            assert "USING INDEX ux_attestation_standing (project=? AND month=?)" in str(plan), plan
    assert len(asked) == 4
