"""The month as a workbook: the entry sheet, and beside it everything that is not in it and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any

from courseware.packaging.workbook import Cell, Column, Sheet, write_workbook
from courseware.reports.held_words import who_text, why_and_what
from courseware.reports.ledger_data import Entry, Held
from courseware.reports.mapping import Mapping, MappingColumn
from courseware.reports.month import MonthReport
from courseware.reports.month_summary import audit_trail, report_title, summary
from courseware.reports.time_words import month_text
from courseware.strings import Strings

__all__ = ["month_workbook"]


def month_workbook(report: MonthReport, mapping: Mapping, t: Strings) -> bytes:
    """Gives the workbook's bytes; the same report gives the same bytes.

    The file carries the date on which the month's window opens: a property of the month, not the clock.
    """
    sheets = [
        _table("summary", _pair(t, "what", "text"), summary(report, mapping, t), t),
        _entry_sheet(report, mapping),
        _calculation(report, t),
        _held_sheet("pending", ("missing", "ask"), _pending(report, t), t),
        _held_sheet("differing", ("difference", "do"), _differing(report, t), t),
        _held_sheet("excluded", ("class", "reason", "do"), _excluded(report, t), t),
        _table("audit", _pair(t, "what", "value"), audit_trail(report, mapping, t), t),
    ]
    return write_workbook(
        sheets,
        made=datetime.combine(report.period.opens, time(), UTC),
        title=report_title(report, t),
        creator=t("admin.report.creator"),
        language=t.language,
        status=t("admin.report.month.preliminary") if report.preliminary else "",
    )


def _entry_sheet(report: MonthReport, mapping: Mapping) -> Sheet:
    columns = mapping.columns_of(report.period)
    shown = tuple(Column(column.header, column.kind, column.width) for column in columns)
    # A column at a time, so that a hundred thousand rows are made by map and zip and not by our own loop.
    rows = zip(*(_cells(column, report.ledger.entries) for column in columns), strict=True)
    return Sheet(mapping.sheet, shown, rows, landscape=False)


def _cells(column: MappingColumn, entries: list[Entry]) -> Iterable[Cell]:
    """Gives a column's cells in the order of the entries."""
    if column.field == "constant":
        return repeat(column.value, len(entries))
    values: Iterable[Any] = map(itemgetter(Entry._fields.index(column.field)), entries)
    if column.kind == "date":
        return map(_date, values)
    if column.kind == "text" and column.field == "hours":
        return (f"{hours:g}" for hours in values)
    return values


@cache
def _date(text: str) -> date | None:
    """Gives the date of an ISO text, nothing for an empty one; few dates stand in many rows."""
    return date.fromisoformat(text) if text else None


def _calculation(report: MonthReport, t: Strings) -> Sheet:
    columns = tuple(
        Column(
            _head(name, t), "decimal" if name == "hours" else "integer", 14 if name == "participant" else 18
        )
        for name in ("participant", "workshop", "study", "attested", "hours", "left-out")
    )
    read = itemgetter(
        *map(Entry._fields.index, ("person_id", "workshop", "study", "attested", "hours", "left_out"))
    )
    return Sheet(t("admin.report.sheet.calculation"), columns, map(read, report.ledger.entries))


def _held_sheet(name: str, last: tuple[str, ...], rows: Iterator[tuple[Cell, ...]], t: Strings) -> Sheet:
    """A sheet of people who are not reported: who, their minutes, and the reason in the last columns."""
    columns = (
        Column(_head("participant", t), "integer", 14),
        Column(_head("name", t), "text", 26),
        Column(_head("organisation", t), "text", 26),
        Column(_head("workshop", t), "integer", 12),
        Column(_head("study", t), "integer", 12),
        Column(_head("attested", t), "integer", 12),
        *(
            Column(_head(key, t), "integer", 14)
            if key == "difference"
            else Column(_head(key, t), "text", 24 if key == "class" else 48, wrap=key != "class")
            for key in last
        ),
    )
    return Sheet(t(f"admin.report.sheet.{name}"), columns, rows)


def _who(held: Held, t: Strings) -> tuple[Cell, ...]:
    who = who_text(held, t)
    return (held.person_id, who, held.organisation, held.workshop, held.study, held.attested)


def _pending(report: MonthReport, t: Strings) -> Iterator[tuple[Cell, ...]]:
    month = month_text(report.period, t)
    for held in report.ledger.pending:
        yield (*_who(held, t), *why_and_what(held, month, t))


def _differing(report: MonthReport, t: Strings) -> Iterator[tuple[Cell, ...]]:
    for held in report.ledger.differing:
        difference = (held.attested or 0) - held.workshop - held.study
        yield (*_who(held, t), difference, t("admin.report.differing.do"))


def _excluded(report: MonthReport, t: Strings) -> Iterator[tuple[Cell, ...]]:
    month = month_text(report.period, t)
    for held in report.ledger.excluded:
        if held.fault is None:
            raise ValueError(f"participant {held.person_id} is excluded without a fault")
        kind = t(f"admin.report.class.{held.fault.error_class}")
        yield (*_who(held, t), kind, *why_and_what(held, month, t))


def _table(name: str, columns: tuple[Column, ...], rows: Iterator[tuple[str, str]], t: Strings) -> Sheet:
    return Sheet(t(f"admin.report.sheet.{name}"), columns, rows, landscape=False)


def _pair(t: Strings, first: str, second: str) -> tuple[Column, ...]:
    return Column(_head(first, t), "text", 38, wrap=True), Column(_head(second, t), "text", 92, wrap=True)


def _head(name: str, t: Strings) -> str:
    return t(f"admin.report.column.{name}")
