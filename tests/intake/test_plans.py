"""A list of implementation plans goes in as a whole or not at all, and twice is once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.plans import PlanChanges, one_plan, put_plan_list, read_plans
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.plans import Plan, plans_of
from courseware.registry.projects import load_project
from courseware.registry.store import Store

HEAD = "Huvudman;Läge;Datum;Referens\n"
TODAY = date(2026, 12, 1)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write(who="test", why="test") as tx:
        people = zip(
            ("198501012382", "198501012390", "199508032399"), ("Ekdalen", "Björkvik", "Lindby"), strict=True
        )
        enrol(
            tx,
            "demo",
            [
                Registration(n, number, "Någon Påhittad", name, "2026-02-01")
                for n, (number, name) in enumerate(people)
            ],
        )
    return store


def put(store: Store, tmp_path: Path, rows: str, **values: Any) -> PlanChanges:
    path = tmp_path / "planer.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return put_plan_list(
        store,
        load_project("demo"),
        read_plans(path),
        **{"today": TODAY, "who": "test", "why": "test", **values},
    )


def plans(store: Store) -> dict[str, Plan]:
    with store.read() as tx:
        return {item.organisation: item.plan for item in plans_of(tx, "demo") if item.plan}


def log_size(store: Store) -> int:
    with store.read() as tx:
        return sum(1 for _ in entries(tx.connection))


def test_list_goes_in_and_the_same_list_again_changes_nothing(filled: Store, tmp_path: Path) -> None:
    rows = "EKDALEN;På plats;2026-11-30;KS 2026/12\nBjörkvik;utkast;1 oktober 2026;\n"
    assert put(filled, tmp_path, rows, dry_run=True).added == 2
    assert plans(filled) == {}
    done = put(filled, tmp_path, rows)
    assert (done.added, done.changed, done.unchanged, done.in_place, done.organisations) == (2, 0, 0, 1, 3)
    assert plans(filled) == {
        "Ekdalen": Plan("in-place", "2026-11-30", "KS 2026/12"),
        "Björkvik": Plan("draft", "2026-10-01", ""),
    }
    size = log_size(filled)
    again = put(filled, tmp_path, rows)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert log_size(filled) == size


def test_later_state_replaces_an_earlier_one_and_an_earlier_only_as_a_correction(
    filled: Store, tmp_path: Path
) -> None:
    put(filled, tmp_path, "Ekdalen;beslutad;2026-10-01;KS 2026/12\n")
    assert put(filled, tmp_path, "Ekdalen;på plats;2026-11-01;KS 2026/12\n").changed == 1
    with pytest.raises(ProblemsFound, match=r"is earlier than 2026-11-01.*says in-place. If .*--correct"):
        put(filled, tmp_path, "Ekdalen;beslutad;2026-10-01;KS 2026/12\n")
    assert put(filled, tmp_path, "Ekdalen;beslutad;2026-10-01;KS 2026/12\n", correct=True).changed == 1


def test_everything_wrong_is_named_at_once_and_nothing_taken_in(filled: Store, tmp_path: Path) -> None:
    rows = (
        "Ekdaln;utkast;2026-10-01;\n"
        "Björkvik;klar;2026-10-01;x\n"
        "Björkvik;på plats;2026-10-01;\n"
        "Lindby;utkast;2026-12-02;\n"
        "Ekdalen;utkast;snart;\n"
        "Ekdalen;utkast;2026-10-01;850101-2382\n"
        ";utkast;2026-10-01;\n"
        "Lindby;;2026-10-01;\n"
        "Lindby;utkast;2026-10-01;\n"
        "Lindby;utkast;2026-10-02;\n"
    )
    with pytest.raises(ProblemsFound) as refused:
        put(filled, tmp_path, rows)
    text = str(refused.value)
    for part in (
        "planer.csv:2: plan-organisation: column A (Huvudman): 'Ekdaln' is not an organisation of this "
        "project. Did you mean 'Ekdalen'?",
        "planer.csv:3: plan-state: column B (Läge): is not a state of a plan. Write utkast, beslutad",
        "planer.csv:4: plan-reference: column D (Referens): is empty. Write where the decision is kept.",
        "planer.csv:5: plan-day: column C (Datum): has not been yet.",
        "planer.csv:6: plan-day: column C (Datum):",
        "planer.csv:7: plan-reference: column D (Referens): looks like an identity number.",
        "planer.csv:8: plan-organisation: column A (Huvudman): is empty.",
        "planer.csv:9: plan-state: column B (Läge): is empty.",
        "planer.csv:11: plan-organisation: column A (Huvudman): the same organisation stands in row 10",
        "9 of 10 rows need mending in planer.csv. Nothing was changed.",
    ):
        assert part in text, part
    assert "850101" not in text
    assert plans(filled) == {}


def test_one_plan_is_checked_like_a_list(filled: Store) -> None:
    cells = {"organisation": "Lindby", "state": "decided", "day": "2026-11-01", "reference": "KS 1"}
    project = load_project("demo")
    done = put_plan_list(filled, project, one_plan(cells), today=TODAY, who="test", why="test")
    assert done.added == 1
    wrong = one_plan(cells | {"organisation": "Lindbo"})
    with pytest.raises(ProblemsFound, match="plans set: plan-organisation: --organisation: 'Lindbo'"):
        put_plan_list(filled, project, wrong, today=TODAY, who="test", why="test")


def test_list_without_rows_is_refused(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="has headers but no rows below them"):
        put(filled, tmp_path, "")
