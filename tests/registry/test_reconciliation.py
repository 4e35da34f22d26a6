"""Head-count, list and check-ins compared: every difference, only of sources used, until it is explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.errors import CoursewareError
from courseware.receipts.codes import split_code
from courseware.registry.check_ins import plan_settlement, settle
from courseware.registry.codes import issue_codes, tie_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.presence import check_ins_of, listed_at, put_check_ins, put_presence
from courseware.registry.projects import load_project
from courseware.registry.reconciliation import REASONS, Seen, compare, explain, open_differences, reconcile
from courseware.registry.sessions import Session, add_session
from courseware.registry.store import Store

NUMBERS = ("198501012382", "198501012390", "199508032381")


def keys(seen: Seen) -> list[str]:
    return [difference.key for difference in compare(seen)]


def test_every_kind_of_difference_has_a_key_that_names_its_figures() -> None:
    seen = Seen(5, {1, 2, 3}, {2, 4}, {(1, 77)})
    assert keys(seen) == [
        "head-count:5/list:3",
        "head-count:5/check-ins:3",
        "listed-not-checked-in:1",
        "listed-not-checked-in:3",
        "checked-in-not-listed:4",
        "untied-code:1:77",
    ]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen(None, {1, 2}, {1, 2}), []),
        (Seen(None, {1}, {1, 2}), ["checked-in-not-listed:2"]),
        (Seen(12, (), ()), []),
        (Seen(None, {1}, ()), []),
        (Seen(2, {1, 2}, ()), []),
        (Seen(0, {1}, ()), ["head-count:0/list:1"]),
        (Seen(3, (), {1, 2}), ["head-count:3/check-ins:2"]),
        (Seen(3, (), {1, 2}, {(1, 5)}), ["untied-code:1:5"]),
    ],
)
def test_only_sources_that_were_used_are_compared(seen: Seen, expected: list[str]) -> None:
    assert keys(seen) == expected


PEOPLE = st.sets(st.integers(1, 8))


@given(st.none() | st.integers(0, 9), PEOPLE, PEOPLE, st.sets(st.tuples(st.just(1), st.integers(0, 9))))
def test_sources_that_say_the_same_never_differ_and_others_always_do(
    head_count: int | None, listed: set[int], checked_in: set[int], untied: set[tuple[int, int]]
) -> None:
    found = keys(Seen(head_count, listed, checked_in, untied))
    assert len(found) == len(set(found))
    shown = len(checked_in) + len(untied)
    said = [count for count in (head_count, len(listed) or None, shown or None) if count is not None]
    if len(said) > 1 and len(set(said)) > 1:
        assert found
    if listed == checked_in and not untied and head_count in (None, len(listed)):
        assert found == []


@pytest.fixture
def seen(store: Store) -> tuple[Store, list[str]]:
    """Three people with codes and a blank code; W1 counted 3, two on its list, Anna and the blank shown."""
    with store.write(who="test", why="test") as tx:
        rows = [
            Registration(row, number, f"Påhittad {row}", "Ekdalen", "2026-10-01")
            for row, number in enumerate(NUMBERS, 1)
        ]
        enrol(tx, "demo", rows)
        codes = [item.code for item in issue_codes(tx, "demo", [1, 2, 3, None])]
        day = datetime(2026, 11, 12, 9), datetime(2026, 11, 12, 12)  # noqa: DTZ001 (local time)
        number = add_session(tx, "demo", Session("W1", *day, 165, actual_minutes=165, head_count=3))
        put_presence(tx, "list", [(number, 2)])
        put_presence(tx, "hand", [(number, 1), (number, 2)])
        put_check_ins(tx, number, {(split_code(codes[place]).random_part, 1): None for place in (0, 3)})
    return store, codes


def open_keys(store: Store) -> list[str]:
    with store.read() as tx:
        return [item.key for item in open_differences(tx, "demo", "2026-11")]


def test_a_person_of_two_sources_counts_once_and_a_tied_code_is_a_person(
    seen: tuple[Store, list[str]],
) -> None:
    store, codes = seen
    blank = f"untied-code:1:{split_code(codes[3]).random_part}"
    expected = ["head-count:3/list:2", "head-count:3/check-ins:2", "listed-not-checked-in:2", blank]
    assert open_keys(store) == expected
    with store.write(who="test", why="test") as tx:
        assert tie_codes(tx, "demo", [(1, codes[3], 2)]) == []
    assert open_keys(store) == ["head-count:3/list:2", "head-count:3/check-ins:2"]
    with store.read() as tx:
        assert open_differences(tx, "demo", "2026-10") == []
        assert open_differences(tx, "up2", "2026-11") == []


def test_an_explanation_holds_for_its_figures_and_is_kept_as_past(seen: tuple[Store, list[str]]) -> None:
    store, _ = seen
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    with store.write(who="anna", why="test", now=at) as tx:
        assert explain(tx, "demo", "W1", "head-count:3/list:2", "did-not-sign")
        assert not explain(tx, "demo", "W1", "head-count:3/list:2", "did-not-sign", " ")
        assert explain(tx, "demo", "W1", "head-count:3/list:2", "counted-wrong", " Pärm  3 ")
    assert "head-count:3/list:2" not in open_keys(store)
    with store.write(who="test", why="test") as tx:
        number = reconcile(tx, "demo", session="W1")[0].session.id
        put_presence(tx, "list", [(number, 3)])
        put_presence(tx, "list", [(number, 3)])
    with store.read() as tx:
        (one,) = reconcile(tx, "demo", session="W1")
        (past,) = one.past
        assert (past.reason, past.reference, past.who, past.at) == (
            *("counted-wrong", "Pärm 3", "anna", "2026-12-01T10:00:00Z"),
        )
        assert "head-count:3/list:3" not in [item.key for item, _ in one.differences]
        logged = [row for row in entries(tx.connection, f"session:{number}") if row["action"].startswith("d")]
    assert [row["before"] and row["before"]["reason"] for row in logged] == [None, "did-not-sign"]
    with store.write(who="test", why="test") as tx:
        put_presence(tx, "list", [], [(number, 3)])
        assert listed_at(tx, [number]) == {number: {1, 2}}
    assert "head-count:3/list:2" not in open_keys(store), "the figures are those that were explained"


@pytest.mark.parametrize(
    ("session", "key", "reason", "reference", "message"),
    [
        (
            "W2",
            "head-count:3/list:2",
            "did-not-sign",
            "",
            "There is no session 'W2' in demo.",
        ),
        (
            "W1",
            "head-count:3/list:1",
            "did-not-sign",
            "",
            "no such difference now. Did you mean 'head-count:3/l",
        ),
        ("W1", "head-count:3/list:2", "did-not-signe", "", "no such reason. Did you mean 'did-not-sign'?"),
        ("W1", "head-count:3/list:2", "other-see-reference", " ", "needs a reference"),
        ("W1", "head-count:3/list:2", "did-not-sign", "x" * 101, "at most 100 characters"),
        ("W1", "head-count:3/list:2", "did-not-sign", "a\x07b", "at most 100 characters"),
        ("W1", "head-count:3/list:2", "did-not-sign", "gäller 850101-2382", "like an identity number"),
        ("W1", "head-count:3/list:2", "did-not-sign", "198501012382", "like an identity number"),
        ("W1", "head-count:3/list:2", "did-not-sign", "19790101Tf29", "like an identity number"),
    ],
)
def test_what_cannot_be_an_explanation_is_refused(
    seen: tuple[Store, list[str]], session: str, key: str, reason: str, reference: str, message: str
) -> None:
    store, _ = seen
    with pytest.raises(CoursewareError) as refused, store.write(who="test", why="test") as tx:
        explain(tx, "demo", session, key, reason, reference)
    assert message in str(refused.value)
    assert "8501012382" not in str(refused.value)
    assert key not in open_keys(store) or "head-count:3/list:2" in open_keys(store)


def test_references_to_a_register_of_documents_are_accepted(seen: tuple[Store, list[str]]) -> None:
    store, _ = seen
    with store.write(who="test", why="test") as tx:
        assert explain(tx, "demo", "W1", "head-count:3/list:2", "other-see-reference", "Dnr KS 2026/12345-7")
    assert set(REASONS) >= {"counted-wrong", "other-see-reference"}


def test_check_ins_become_attendance_once_and_never_against_what_somebody_said(
    seen: tuple[Store, list[str]],
) -> None:
    store, codes = seen
    project = load_project("demo")

    def settled() -> tuple[list[int], list[int], list[str], int]:
        with store.write(who="test", why="test") as tx:
            sessions = [one.session for one in reconcile(tx, "demo")]
            plan = plan_settlement(tx, project, sessions)
            settle(tx, plan)
        people = sorted(person for _, person in plan.new)
        return (
            people,
            [kept.person_id for kept in plan.kept],
            [item.cause for item in plan.unsettled],
            plan.waiting,
        )

    assert settled() == ([1], [], [], 1)
    assert settled() == ([], [], [], 1)
    with store.write(who="test", why="test") as tx:
        tie_codes(tx, "demo", [(1, codes[3], 3)])
        ended = [Registration(3, NUMBERS[2], "Påhittad 3", "Ekdalen", "2026-10-01", ended="2026-11-01")]
        enrol(tx, "demo", ended, update=True)
    assert settled() == ([], [], ["takes part 2026-10-01 to 2026-11-01, the session is on 2026-11-12."], 0)
    # A session without minutes gives nobody any.
    with store.write(who="test", why="test") as tx:
        held = reconcile(tx, "demo", session="W1")[0].session
        plan = plan_settlement(tx, project, [replace(held, actual_minutes=None)])
        assert [item.cause for item in plan.unsettled] == [
            "session 'W1' has no actual minutes yet: import it with them first."
        ]
        assert len(check_ins_of(tx, [held.id])) == 2
