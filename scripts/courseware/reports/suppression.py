"""Small numbers hidden so that nothing gives them away: neither the table's own sums nor a difference.

A count of one to four people can point at somebody. In what is shared with others such a cell is hidden,
and with it so many others that no hidden cell can be worked out from the cells and sums that are left:
its complement, when a row or column has only one, and further ones until, for every hidden cell, at least
two tables of whole numbers fit what is published and differ in that very cell. What is hidden in one row
or column is together never fewer than five people either, so that a sum minus the rest says nothing.

The grand total stays, unless it is itself a small number; then there is nothing to show. A zero stays too,
unless it gives another cell away. A sum of a row or column is a cell like any other: three people from one
organisation are a small number whether or not they are cut by sex.

The proof is exact and not by search. A table whose rows and columns add up is a flow: the total runs
through the row sums into the cells and through the column sums out again. A hidden cell can be one more
exactly when a unit of flow can take another way round over hidden cells, and one less likewise.

What this cannot see are other publications: two reports of different days can be subtracted from each
other, and a person who knows everybody in a group of five knows the fifth. Share reports seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "SMALLEST",
    "CountTable",
    "is_derivable",
    "plain_table",
    "share_counts",
    "share_running",
    "share_table",
]

SMALLEST = 5
"""The smallest number of people that is shown; one to four are hidden."""

_Cell = tuple[int, int]
"""Row and column; in the last of each stand the sums."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of two ways with its sums: None where a number is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int | None, ...]
    """The sums of the rows."""
    columns: tuple[int | None, ...]
    """The sums of the columns."""
    total: int | None


def share_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Gives counts that add up to a published total, with None for what must be hidden.

    Args:
        counts: How many people there are in each group; a person is in one group.
    """
    hidden = _hidden_of(list(counts.values()))
    return {name: None if place in hidden else counts[name] for place, name in enumerate(counts)}


def share_running(steps: Sequence[int]) -> list[int | None]:
    """Gives the running total after each step, hidden where its growth would tell a small step.

    From one number that is shown to the next it grows by five or more, or not at all; the last one is
    the total and stays.
    """
    shown: list[int | None] = []
    last = total = 0
    for step in steps:
        total += step
        if total - last == 0 or total - last >= SMALLEST:
            shown.append(total)
            last = total
        else:
            shown.append(None)
    if shown and shown[-1] is None:
        # The end is known: what was shown last goes, and what equals it, until the last growth is large.
        shown[-1] = total if total >= SMALLEST else None
        for place in range(len(shown) - 2, -1, -1):
            value = shown[place]
            if value is not None and 0 < total - value < SMALLEST:
                shown[place] = None
    return shown


def share_table(cells: Sequence[Sequence[int]]) -> CountTable:
    """Gives a table of rows and columns with its sums, with None for what must be hidden.

    Args:
        cells: How many people stand in each row and column; a person stands in one cell.
    """
    table = _with_sums(cells)
    return _count_table(table, _Search(table).run())


def plain_table(cells: Sequence[Sequence[int]]) -> CountTable:
    """Gives a table of rows and columns with its sums, everything shown: for the administrator alone."""
    return _count_table(_with_sums(cells), set())


def _count_table(table: list[list[int]], hidden: set[_Cell]) -> CountTable:
    shown = [
        [None if (i, j) in hidden else value for j, value in enumerate(row)] for i, row in enumerate(table)
    ]
    return CountTable(
        tuple(tuple(row[:-1]) for row in shown[:-1]),
        tuple(row[-1] for row in shown[:-1]),
        tuple(shown[-1][:-1]),
        shown[-1][-1],
    )


def is_derivable(cells: Sequence[Sequence[int]], hidden: Iterable[_Cell], cell: _Cell) -> bool:
    """Says whether a hidden cell is the only one that fits what is left of a table.

    Args:
        cells: The table without its sums.
        hidden: Every hidden cell as (row, column); a row or column after the last is the sum.
        cell: The one that is asked about.
    """
    table = _with_sums(cells)
    return not _Flow(table, set(hidden)).can_vary(cell)


def _with_sums(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    table = [[*row, sum(row)] for row in cells]
    return [*table, [sum(column) for column in zip(*table, strict=True)]] if table else [[0]]


def _is_small(value: int) -> bool:
    return 0 < value < SMALLEST


def _hidden_of(values: Sequence[int]) -> set[int]:
    """Gives the places that must be hidden in one row of counts whose sum is published."""
    if _is_small(sum(values)):
        return {place for place, value in enumerate(values) if value}
    hidden = {place for place, value in enumerate(values) if _is_small(value)}
    left = sorted((value, place) for place, value in enumerate(values) if value and place not in hidden)
    for _, place in left:
        if not hidden or not _tells(values[at] for at in hidden):
            break
        hidden.add(place)
    return hidden


def _tells(hidden: Iterable[int]) -> bool:
    """Says whether the sum of what is hidden in a row or column tells too much.

    One alone is the sum; fewer than five are a small number themselves; as many people as cells are one
    in each for a reader who takes it that zeros are shown.
    """
    values = list(hidden)
    return len(values) == 1 or 0 < sum(values) < SMALLEST or sum(values) == len(values)


class _Flow:
    """A table with sums as a flow: which hidden cells can still be more or less."""

    def __init__(self, table: Sequence[Sequence[int]], hidden: set[_Cell]) -> None:
        self.table, self.hidden = table, hidden
        self._last_row, self._last_column = len(table) - 1, len(table[0]) - 1
        self._ways: dict[tuple[str, int], list[tuple[tuple[str, int], _Cell]]] = {}
        for cell in sorted(hidden):
            start, end = self._ends(cell)
            self._ways.setdefault(start, []).append((end, cell))  # One more is always possible,
            if table[cell[0]][cell[1]]:
                self._ways.setdefault(end, []).append((start, cell))  # one less only where there is one.

    def _ends(self, cell: _Cell) -> tuple[tuple[str, int], tuple[str, int]]:
        """Gives where a cell's flow comes from and goes to."""
        row, column = cell
        if cell == (self._last_row, self._last_column):
            return ("out", 0), ("in", 0)
        if column == self._last_column:
            return ("in", 0), ("row", row)
        if row == self._last_row:
            return ("column", column), ("out", 0)
        return ("row", row), ("column", column)

    def can_vary(self, cell: _Cell) -> bool:
        """Says whether a hidden cell could be one more or one less with everything published as it is."""
        start, end = self._ends(cell)
        if self._reaches(end, start, cell):
            return True
        return self.table[cell[0]][cell[1]] > 0 and self._reaches(start, end, cell)

    def _reaches(self, start: tuple[str, int], end: tuple[str, int], without: _Cell) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for place, cell in self._ways.get(waiting.pop(), ()):
                if cell == without or place in seen:
                    continue
                if place == end:
                    return True
                seen.add(place)
                waiting.append(place)
        return False


class _Search:
    """Hides more and more of a table until nothing hidden is given away; the least first."""

    def __init__(self, table: list[list[int]]) -> None:
        self.table = table
        self.sums = (len(table) - 1, len(table[0]) - 1)
        self.hidden: set[_Cell] = set()

    def run(self) -> set[_Cell]:
        """Gives the cells to hide."""
        rows, columns = range(self.sums[0]), range(self.sums[1])
        if _is_small(self._value(self.sums)):
            return {
                (i, j) for i in range(len(self.table)) for j in range(len(self.table[0])) if self.table[i][j]
            }
        # The sums first, each set as a table of one way, so that they are hidden alike wherever they stand.
        self.hidden |= {(i, self.sums[1]) for i in _hidden_of([self.table[i][self.sums[1]] for i in rows])}
        self.hidden |= {(self.sums[0], j) for j in _hidden_of([self.table[self.sums[0]][j] for j in columns])}
        self.hidden |= {(i, j) for i in rows for j in columns if _is_small(self._value((i, j)))}
        while (more := self._next()) is not None:
            self.hidden.add(more)
        return self.hidden

    def _value(self, cell: _Cell) -> int:
        return self.table[cell[0]][cell[1]]

    def _lines(self) -> Iterable[list[_Cell]]:
        """Gives every row and column whose sum is shown, without the sum."""
        for i in range(self.sums[0]):
            if (i, self.sums[1]) not in self.hidden:
                yield [(i, j) for j in range(self.sums[1])]
        for j in range(self.sums[1]):
            if (self.sums[0], j) not in self.hidden:
                yield [(i, j) for i in range(self.sums[0])]

    def _next(self) -> _Cell | None:
        """Gives one more cell to hide, nothing where all is well."""
        for line in self._lines():
            inside = [cell for cell in line if cell in self.hidden]
            if inside and _tells(map(self._value, inside)):
                found = self._least(line)
                if found is not None:
                    return found
        flow = _Flow(self.table, self.hidden)
        for cell in sorted(self.hidden):
            if not flow.can_vary(cell):
                # Any other way round needs a cell beside it; where there is none, any cell at all.
                beside = [(cell[0], j) for j in range(self.sums[1])] + [
                    (i, cell[1]) for i in range(self.sums[0])
                ]
                inner = [(i, j) for i in range(self.sums[0]) for j in range(self.sums[1])]
                sums = [(i, self.sums[1]) for i in range(self.sums[0])]
                sums += [(self.sums[0], j) for j in range(self.sums[1])]
                for choice in (beside, inner, sums):
                    if (found := self._least(choice)) is not None:
                        return found
        return None

    def _least(self, cells: Iterable[_Cell]) -> _Cell | None:
        """Gives the cell whose hiding costs least: not zero, where something is hidden already, small."""
        open_rows = {row for row, _ in self.hidden}
        left = [
            cell for cell in cells if cell not in self.hidden and cell != self.sums and self._may_vary(cell)
        ]
        return min(
            left,
            key=lambda cell: (not self._value(cell), cell[0] not in open_rows, self._value(cell), cell),
            default=None,
        )

    def _may_vary(self, cell: _Cell) -> bool:
        """Says whether hiding a cell hides anything: a zero in a row or column of nothing is known anyway."""
        return bool(self._value((cell[0], self.sums[1])) and self._value((self.sums[0], cell[1])))
