"""The indicator table: what can be counted here, and for everything else who provides it.

A Swedish project reports identity numbers, dates and hours; the indicators on participants come from
registers, and nobody is asked for education, work, origin or disability (esf-reporting 3.3). Only the
number of participants, age and legal sex follow from the number, for the project's own use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from courseware.registry.census import Counted, Sex, census
from courseware.registry.identity import age_on
from courseware.registry.plans import plans_of
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.indicator_list import Indicator, IndicatorList, load_indicators
from courseware.reports.suppression import CountTable, plain_table, share_table

__all__ = ["IndicatorRow", "IndicatorTable", "count_indicators", "indicator_table"]

SEXES: tuple[Sex, ...] = ("woman", "man")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator with what could be counted; None where nothing can be, or where it is hidden."""

    indicator: Indicator
    is_counted: bool
    """Whether a value follows from numbers and dates at all."""
    total: int | None = None
    women: int | None = None
    men: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The table of one project on one day."""

    project: Project
    until: date
    definitions: IndicatorList
    rows: tuple[IndicatorRow, ...]
    records: int | None
    """All participants."""
    complete: int | None
    """Those whose number and start tell sex and age; the others count in the grand total only (3.4 R7)."""
    organisations: int
    """Organisations registered, as a help for the indicators on organisations; never their value."""
    is_shared: bool
    """Whether small numbers are hidden."""


def indicator_table(
    tx: Transaction, project: Project, until: date, *, is_shared: bool = False
) -> IndicatorTable:
    """Gives the table of a project.

    Args:
        tx: A reading transaction.
        project: The project.
        until: Who started later is not counted.
        is_shared: Whether small numbers are hidden, as in everything that leaves the administrator.

    Raises:
        CoursewareError: The project's programme period has no list of indicators.
    """
    definitions = load_indicators(project.programme_period)
    return count_indicators(
        census(tx, project.id),
        project,
        until,
        definitions,
        organisations=len(plans_of(tx, project.id)),
        is_shared=is_shared,
    )


def count_indicators(
    people: Iterable[Counted],
    project: Project,
    until: date,
    definitions: IndicatorList,
    *,
    organisations: int = 0,
    is_shared: bool = False,
) -> IndicatorTable:
    """Gives the table of some people, each counted once (3.4 R3)."""
    bands = [item for item in definitions.indicators if item.ages]
    rest, incomplete = len(bands), len(bands) + 1
    counts: Counter[tuple[int, int]] = Counter()
    for someone in people:
        if someone.started is not None and someone.started > until:
            continue
        if someone.sex is None or someone.born is None or someone.started is None:
            # R7 (2014-2020): an incomplete record counts only in the grand total. For ESF+ no rule was
            # found (R12); the Commission's toolbox lets the old advice stand, so it is kept.
            counts[incomplete, len(SEXES)] += 1
            continue
        # The age on the day of the first entry decides, and never changes (3.4 R3, 3.5).
        age = age_on(someone.born, someone.started)
        band = next((n for n, item in enumerate(bands) if _holds(item, age)), rest)
        counts[band, SEXES.index(someone.sex)] += 1
    cells = [[counts[row, column] for column in range(len(SEXES) + 1)] for row in range(incomplete + 1)]
    table = share_table(cells) if is_shared else plain_table(cells)
    rows = tuple(_row(item, bands, table) for item in definitions.indicators)
    lacking = table.rows[incomplete]
    complete = None if table.total is None or lacking is None else table.total - lacking
    return IndicatorTable(project, until, definitions, rows, table.total, complete, organisations, is_shared)


def _holds(indicator: Indicator, age: int) -> bool:
    return indicator.ages is not None and indicator.ages[0] <= age <= indicator.ages[1]


def _row(indicator: Indicator, bands: list[Indicator], table: CountTable) -> IndicatorRow:
    if indicator.counts_all:
        return IndicatorRow(indicator, True, table.total, table.columns[0], table.columns[1])
    if indicator in bands:
        place = bands.index(indicator)
        return IndicatorRow(indicator, True, table.rows[place], table.cells[place][0], table.cells[place][1])
    return IndicatorRow(indicator, False)
