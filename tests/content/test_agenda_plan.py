"""A plan holds what it must, fills its length where it can, and is the same every time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import VECTORS, activity, options_of, written

from courseware.content.agenda_plan import LENGTHS, PlanOptions, plan_agenda
from courseware.content.model import Activity

WORKSHOPS = {name: [activity(*each) for each in rows] for name, rows in VECTORS["workshops"].items()}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['workshop']}: {case['what']}")
def test_vectors_shared_with_the_browser(case: dict[str, Any]) -> None:
    found = plan_agenda(WORKSHOPS[case["workshop"]], options_of(case["options"]))
    assert written(found) == case["plan"]


@st.composite
def workshops(draw: st.DrawFn) -> list[Activity]:
    rows = []
    session = 1
    for number in range(draw(st.integers(0, 12))):
        if number and draw(st.booleans()) and draw(st.booleans()):
            session += 1
        pause = draw(st.integers(0, 4)) == 0
        minutes = draw(st.integers(1, 60))
        short = draw(st.integers(0, minutes))
        meeting = 0 if pause else draw(st.integers(0, min(minutes, 10)))
        name = f"break-{number}" if pause else f"a{number}"
        rows.append(activity(name, minutes, draw(st.booleans()), short, meeting, session))
    return rows


WISHES = st.builds(
    PlanOptions,
    start=st.none() | st.integers(0, 1439),
    length=st.sampled_from(LENGTHS),
    breaks=st.none() | st.integers(0, 60),
    dropped=st.sets(st.sampled_from([f"a{number}" for number in range(12)])),
    days=st.integers(0, 10),
)


@given(rows=workshops(), wish=WISHES)
def test_whatever_is_asked_for(rows: list[Activity], wish: PlanOptions) -> None:
    plan = plan_agenda(rows, wish)
    shown = [item for day in plan.days for item in day.activities]
    order = [rows.index(item.activity) for item in shown]
    assert order == sorted(set(order))  # In the order of the source, nothing twice.
    assert sum(item.planned for item in shown) == plan.minutes
    assert sum(item.planned for item in shown if not item.activity.is_break) == plan.without_breaks
    for day in plan.days:
        assert day.activities
        assert not day.activities[0].activity.is_break
        assert not day.activities[-1].activity.is_break
        assert day.activities[0].begins == day.starts == (wish.start or 0)
        assert day.activities[-1].ends == day.ends
        for item, following in zip(day.activities, day.activities[1:], strict=False):
            assert item.ends == following.begins
            assert not (item.activity.is_break and following.activity.is_break)
    for item in shown:
        if not item.activity.is_break:
            assert 0 < item.planned <= item.activity.minutes
    content = [each for each in rows if not each.is_break]
    held = [item.activity for item in shown if not item.activity.is_break]
    assert sorted(map(id, [*held, *(each.activity for each in plan.dropped)])) == sorted(map(id, content))
    assert not any(each.chosen and each.activity.core for each in plan.dropped)
    if wish.length == 0:
        assert all(each.chosen for each in plan.dropped)
    if wish.length and "over" not in plan.notes:
        assert plan.minutes <= wish.length
    if wish.days and shown:
        assert len(plan.days) == min(wish.days, len(held)) or len(plan.days) == wish.days
    assert plan_agenda(rows, wish) == plan


def test_nothing_is_left_unfilled_that_could_be_filled() -> None:
    """Where the plan is shorter than asked, everything held is held in full."""
    for case in VECTORS["cases"]:
        found = plan_agenda(WORKSHOPS[case["workshop"]], options_of(case["options"]))
        if "under" in found.notes:
            items = [item for day in found.days for item in day.activities]
            assert all(item.planned == item.activity.minutes for item in items)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (PlanOptions(length=45), "20, 60, 90, 180, 0 minutes long, not 45"),
        (PlanOptions(days=11), "at most 10 days, not 11"),
        (PlanOptions(breaks=61), "0 to 60 minutes, not 61"),
        (PlanOptions(start=1440), "0 to 1439"),
    ],
)
def test_the_impossible_is_refused(wrong: PlanOptions, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        plan_agenda(WORKSHOPS["marked"], wrong)
