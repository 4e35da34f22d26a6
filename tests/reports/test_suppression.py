"""No hidden number can be worked out: proved against every table that fits what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.reports.suppression import (
    SMALLEST,
    CountTable,
    is_derivable,
    plain_table,
    share_counts,
    share_running,
    share_table,
)

Table = list[list[int]]


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[Table]:
    """Tables with many zeros and small numbers, where giving away is easy."""
    cell = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, most))
    return st.integers(1, columns).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=rows)
    )


def full(table: Sequence[Sequence[int]]) -> Table:
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def shown(shared: CountTable) -> list[list[int | None]]:
    rows = [[*row, total] for row, total in zip(shared.cells, shared.rows, strict=True)]
    return [*rows, [*shared.columns, shared.total]]


def hidden(shared: CountTable) -> list[tuple[int, int]]:
    cells = shown(shared)
    return [(i, j) for i, row in enumerate(cells) for j, value in enumerate(row) if value is None]


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def fitting(published: list[list[int | None]], total: int) -> Iterator[Table]:
    """Every table of that total whose published cells and sums are what is shown."""
    height, width = len(published) - 1, len(published[0]) - 1
    for flat in splits(total, height * width):
        table = [list(flat[i * width : (i + 1) * width]) for i in range(height)]
        cells = full(table)
        places = product(range(height + 1), range(width + 1))
        if all(published[i][j] in (None, cells[i][j]) for i, j in places):
            yield cells


@settings(max_examples=150, deadline=None)
@given(tables(3, 2, 7).filter(lambda table: sum(map(sum, table)) <= 11))
def test_two_tables_that_fit_differ_in_every_hidden_cell(table: Table) -> None:
    """By trying them all: the definition itself, for tables small enough to try."""
    shared = share_table(table)
    places, total = hidden(shared), sum(map(sum, table))
    # A hidden total leaves more tables still; those of the true one are enough here, or of one beside it.
    totals = [total] if shared.total is not None else [total, total + 1]
    seen: dict[tuple[int, int], set[int]] = {place: set() for place in places}
    for amount in totals:
        for cells in fitting(shown(shared), amount):
            for i, j in places:
                seen[i, j].add(cells[i][j])
    assert all(len(values) > 1 for values in seen.values()), (table, shown(shared), seen)


@settings(max_examples=400, deadline=None)
@given(tables(9, 4, 60))
def test_nothing_hidden_is_derivable_and_nothing_small_is_shown(table: Table) -> None:
    shared, cells = share_table(table), full(table)
    places = hidden(shared)
    for i, row in enumerate(shown(shared)):
        for j, value in enumerate(row):
            assert value is None or value == cells[i][j]
            assert value is None or not 0 < value < SMALLEST
    assert not [place for place in places if is_derivable(table, places, place)]


@settings(max_examples=300, deadline=None)
@given(tables(9, 4, 60))
def test_what_a_row_or_column_hides_is_no_small_number_itself(table: Table) -> None:
    shared = share_table(table)
    if shared.total is None:
        return
    cells, published = full(table), shown(shared)
    lines = [[(i, j) for j in range(len(cells[0]))] for i in range(len(cells))]
    lines += [[(i, j) for i in range(len(cells))] for j in range(len(cells[0]))]
    for *parts, total in lines:
        inside = [(i, j) for i, j in parts if published[i][j] is None]
        if published[total[0]][total[1]] is not None and inside:
            assert len(inside) > 1
            assert sum(cells[i][j] for i, j in inside) >= SMALLEST


@settings(max_examples=200, deadline=None)
@given(tables(5, 3, 20))
def test_the_sums_are_hidden_alike_in_a_table_of_one_way(table: Table) -> None:
    """Organisations by sex and organisations alone may both be published: they say the same."""
    shared = share_table(table)
    alone = share_counts({str(n): sum(row) for n, row in enumerate(table)})
    assert {n for n, value in enumerate(shared.rows) if value is None} >= {
        int(n) for n, value in alone.items() if value is None
    }


def test_the_proof_finds_what_is_given_away() -> None:
    """A proof that never fails proves nothing."""
    table = [[3, 20], [10, 30]]
    assert is_derivable(table, [(0, 0)], (0, 0))
    assert is_derivable(table, [(0, 0), (0, 1)], (0, 0))  # The columns still add up.
    everything = [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert not [place for place in everything if is_derivable(table, everything, place)]
    assert is_derivable([[0, 9], [0, 3]], [(0, 0), (0, 1), (1, 0), (1, 1)], (0, 0))  # A column of nobody.
    assert is_derivable([[3, 4]], [(0, 0), (0, 1), (0, 2)], (0, 0))  # The column's sum is the cell.


def test_a_complement_is_hidden_with_its_small_number() -> None:
    assert share_counts({"a": 3, "b": 20, "c": 9}) == {"a": None, "b": 20, "c": None}
    assert share_counts({"a": 3, "b": 20}) == {"a": None, "b": None}
    assert share_counts({"a": 20, "b": 9}) == {"a": 20, "b": 9}


def test_hidden_numbers_that_are_few_together_take_a_further_one_with_them() -> None:
    assert share_counts({"a": 1, "b": 2, "c": 30, "d": 7}) == {"a": None, "b": None, "c": 30, "d": None}
    # One person in each of six: known to whoever takes it that zeros are shown.
    ones = dict.fromkeys("abcdef", 1)
    assert share_counts({**ones, "g": 8, "h": 9}) == {**dict.fromkeys("abcdefg"), "h": 9}


def test_a_zero_is_shown_unless_it_gives_away() -> None:
    assert share_counts({"a": 0, "b": 6, "c": 0}) == {"a": 0, "b": 6, "c": 0}
    table = share_table([[0, 20], [3, 17], [10, 0]])
    assert table.rows == (20, 20, 10)
    assert any(value is None and true == 0 for value, true in zip(table.cells[0], (0, 20), strict=True)) or (
        table.cells[2][1] is None
    )


@pytest.mark.parametrize("total", [1, 4])
def test_a_total_that_is_small_itself_leaves_nothing_to_show(total: int) -> None:
    table = share_table([[total, 0], [0, 0]])
    assert (table.total, table.rows[0], table.columns[0], table.cells[0][0]) == (None,) * 4
    assert share_counts({"a": total, "b": 0}) == {"a": None, "b": 0}


def test_tables_of_nothing() -> None:
    assert share_table([]).total == 0
    assert share_table([[0, 0]]).cells == ((0, 0),)
    assert share_counts({}) == {}
    assert share_running([]) == []


def test_plain_table_shows_everything_with_its_sums() -> None:
    table = plain_table([[1, 2], [3, 4]])
    assert (table.rows, table.columns, table.total) == ((3, 7), (4, 6), 10)
    assert table.cells == ((1, 2), (3, 4))


def test_running_total_never_grows_by_a_small_number() -> None:
    assert share_running([0, 3, 4, 0, 2, 6]) == [0, None, 7, 7, None, 15]
    assert share_running([6, 3]) == [None, 9]
    assert share_running([2, 1]) == [None, None]


@given(st.lists(st.integers(0, 8), max_size=20))
def test_running_total_keeps_its_end_and_gives_no_step_away(steps: list[int]) -> None:
    totals = [sum(steps[: n + 1]) for n in range(len(steps))]
    running = share_running(steps)
    assert all(value in (None, total) for value, total in zip(running, totals, strict=True))
    known = [0, *(value for value in running if value is not None)]
    growth = [later - sooner for sooner, later in pairwise(known)]
    assert not [step for step in growth if 0 < step < SMALLEST]
    if totals and not 0 < totals[-1] < SMALLEST:
        assert running[-1] == totals[-1]
