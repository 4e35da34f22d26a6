"""Every organisation stands in the list of plans, and every change of one is in the log."""

from __future__ import annotations

from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.plans import Plan, plans_of, put_plans
from courseware.registry.store import Store

NUMBERS = ("198501012382", "198501012390", "199508032399")


def test_plans_are_kept_listed_and_logged(store: Store) -> None:
    with store.write(who="test", why="test") as tx:
        names = ("Örnvik", "ekdalen", "Björkvik")
        enrol(
            tx,
            "demo",
            [
                Registration(n, number, "Någon Påhittad", name, "2026-02-01")
                for n, (number, name) in enumerate(zip(NUMBERS, names, strict=True))
            ],
        )
    draft, placed = Plan("draft", "2026-03-01", ""), Plan("in-place", "2026-09-01", "KS 2026/1")
    with store.write(who="test", why="test") as tx:
        put_plans(tx, "demo", [(1, draft)], plans_of(tx, "demo"))
    with store.write(who="test", why="test") as tx:
        put_plans(tx, "demo", [(1, placed), (2, draft)], plans_of(tx, "demo"))
    with store.read() as tx:
        found = [(item.organisation, item.plan) for item in plans_of(tx, "demo")]
        logged = [
            (entry["action"], entry["before"], entry["after"])
            for entry in entries(tx.connection, "organisation:1")
            if entry["action"].startswith("plan.")
        ]
        assert plans_of(tx, "up2") == []
    assert found == [("Björkvik", None), ("ekdalen", draft), ("Örnvik", placed)]
    assert logged == [
        ("plan.add", None, draft._asdict()),
        ("plan.change", draft._asdict(), placed._asdict()),
    ]
