"""A reminder leaves one entry in the log, found again by month and project."""

from __future__ import annotations

from datetime import UTC, datetime

from courseware.registry.log import entries
from courseware.registry.reminders import note_reminders, reminded_on
from courseware.registry.store import Store


def test_the_last_reminder_of_a_month_is_found(store: Store) -> None:
    for day, month in ((1, "2020-11"), (8, "2020-11"), (9, "2020-12")):
        now = datetime(2020, 12, day, 8, tzinfo=UTC)
        with store.write(who="maria", why="reminder", now=now) as tx:
            note_reminders(tx, "demo", month, {2: 165, 1: 60})
    with store.read() as tx:
        log = list(entries(tx.connection, "person:2"))
        assert reminded_on(tx, "demo", "2020-11") == dict.fromkeys((1, 2), "2020-12-08T08:00:00.000000Z")
        assert reminded_on(tx, "up2", "2020-11") == {}
    assert log[0]["after"] == {"project": "demo", "month": "2020-11", "recorded": 165}
    assert (log[0]["who"], log[0]["action"]) == ("maria", "attestation.remind")
