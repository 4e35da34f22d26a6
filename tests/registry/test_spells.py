"""Stays: which one a list means, what it corrects, and when it is one more."""

from __future__ import annotations

import pytest

from courseware.registry.spells import Spell, StayDifference, are_apart, compare_stay, join_spells

ONE = [Spell("2020-09-15", "2020-11-20")]
TWO = [*ONE, Spell("2021-02-01", None)]
ENDED = [*ONE, Spell("2021-02-01", "2021-05-31")]
THREE = [*ENDED, Spell("2022-01-10", None)]


def spell(text: str) -> Spell:
    started, _, ended = text.partition("/")
    return Spell(started, ended or None)


@pytest.mark.parametrize(
    ("known", "stated"),
    [
        (TWO, "2020-09-15/2020-11-20"),  # An old list, from before the return.
        (TWO, "2020-09-15"),  # Older still, from before the person left; or the whole by its first start.
        (TWO, "2021-02-01"),
        (ENDED, "2020-09-15/2021-05-31"),  # The first start with the final end.
        (THREE, "2020-09-15/2021-05-31"),  # The whole, as it was before the third stay.
    ],
)
def test_what_agrees_with_one_stay_or_with_the_whole_is_no_difference(
    known: list[Spell], stated: str
) -> None:
    assert compare_stay(known, spell(stated)) == ([], known)


@pytest.mark.parametrize(
    ("known", "stated", "what", "after"),
    [
        # The start of the first stay, of a later one by its end, and of a later one that is open.
        (TWO, "2020-09-01/2020-11-20", ["started"], ["2020-09-01/2020-11-20", "2021-02-01"]),
        (ENDED, "2021-01-11/2021-05-31", ["started"], ["2020-09-15/2020-11-20", "2021-01-11/2021-05-31"]),
        (TWO, "2021-02-15", ["started"], ["2020-09-15/2020-11-20", "2021-02-15"]),
        # The end of an earlier stay moves nothing else; so does that of the last.
        (TWO, "2020-09-15/2020-12-18", ["ended"], ["2020-09-15/2020-12-18", "2021-02-01"]),
        (ENDED, "2021-02-01/2021-06-10", ["ended"], ["2020-09-15/2020-11-20", "2021-02-01/2021-06-10"]),
        (ENDED, "2020-09-15/2021-06-10", ["ended"], ["2020-09-15/2020-11-20", "2021-02-01/2021-06-10"]),
        (ENDED, "2021-02-01", ["ended"], ["2020-09-15/2020-11-20", "2021-02-01"]),
        # Both dates of one stay.
        (ONE, "2020-10-01/2020-12-31", ["started", "ended"], ["2020-10-01/2020-12-31"]),
        # One more stay: after, before, and between those known.
        (ONE, "2021-02-01", ["returned"], ["2020-09-15/2020-11-20", "2021-02-01"]),
        (ONE, "2020-08-10/2020-08-20", ["stay"], ["2020-08-10/2020-08-20", "2020-09-15/2020-11-20"]),
        (
            ENDED,
            "2020-12-01/2020-12-18",
            ["stay"],
            ["2020-09-15/2020-11-20", "2020-12-01/2020-12-18", "2021-02-01/2021-05-31"],
        ),
    ],
)
def test_a_stay_is_corrected_where_it_is_meant_or_added(
    known: list[Spell], stated: str, what: list[str], after: list[str]
) -> None:
    differences, stays = compare_stay(known, spell(stated))
    assert [one.what for one in differences] == what
    assert stays == [spell(text) for text in after]
    assert all(one.ended is None or one.started <= one.ended for one in stays)
    assert join_spells(stays) == tuple(stays), "no two share a day"


def test_a_difference_names_both_sides() -> None:
    assert compare_stay(ONE, Spell("2021-02-01", None))[0] == [
        StayDifference("returned", "2020-11-20", "2021-02-01")
    ]
    assert compare_stay(TWO, Spell("2020-09-15", "2020-12-18"))[0] == [
        StayDifference("ended", "2020-11-20", "2020-12-18")
    ]


def test_a_list_without_ends_says_nothing_of_them() -> None:
    assert compare_stay(ENDED, Spell("2021-02-01", None), states_end=False) == ([], ENDED)
    differences, stays = compare_stay(ENDED, Spell("2021-01-11", None), states_end=False)
    assert [one.what for one in differences] == ["started"]
    assert stays[1] == Spell("2021-01-11", "2021-05-31")
    assert compare_stay(ENDED, Spell("2021-09-01", None), states_end=False)[0][0].what == "returned"


def test_two_that_begin_on_one_day_are_joined_also_where_one_is_open() -> None:
    """Through two organisations at a time: one of them ended, the other lasts."""
    started = "2020-09-15"
    for both in ([Spell(started, "2020-11-20"), Spell(started, None)], [Spell(started, None), ONE[0]]):
        assert join_spells(both) == (Spell(started, None),)


def test_stays_are_apart_only_when_they_share_no_day() -> None:
    assert are_apart(TWO[1], ONE[0])
    assert not are_apart(ONE[0], Spell("2020-11-20", None))
    assert not are_apart(Spell("2020-01-01", None), TWO[1])
