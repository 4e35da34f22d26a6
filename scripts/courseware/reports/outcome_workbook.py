"""Plan against outcome as a workbook: one sheet a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from courseware.packaging.workbook import Cell, Column, Kind, Sheet, write_workbook
from courseware.reports.outcome import SEXES, Outcome
from courseware.reports.outcome_words import (
    figures,
    notes,
    outcome_title,
    percent_text,
    role_title,
    status_text,
)
from courseware.strings import Strings

__all__ = ["outcome_workbook"]


def outcome_workbook(
    found: Outcome, t: Strings, *, titles: Mapping[str, str] | None = None, units: bool = False
) -> bytes:
    """Gives the workbook's bytes; the same outcome gives the same bytes, dated by its own day.

    Args:
        found: The outcome, exact or shared.
        t: Texts of the workbook's language.
        titles: Titles of modules by id.
        units: Whether the units of every organisation have a sheet.
    """
    writer = _Writer(found, t, titles or {})
    sheets = [writer.brief(), writer.organisations()]
    if units:
        sheets.append(writer.units())
    sheets += [writer.roles(), writer.months(), writer.modules(), writer.plans(), writer.about()]
    return write_workbook(
        sheets,
        made=datetime.combine(found.until, time(), UTC),
        title=outcome_title(found, t),
        creator=t("admin.report.creator"),
        language=t.language,
        status=status_text(found, t),
    )


class _Writer:
    def __init__(self, found: Outcome, t: Strings, titles: Mapping[str, str]) -> None:
        self.found, self.t, self.titles = found, t, titles

    def _sheet(self, name: str, columns: list[Column], rows: Iterator[tuple[Cell, ...]]) -> Sheet:
        return Sheet(self.t(f"admin.outcome.sheet.{name}"), tuple(columns), rows)

    def _column(self, name: str, kind: Kind = "integer", width: float = 12) -> Column:
        return Column(self.t(f"admin.outcome.column.{name}"), kind, width, wrap=kind == "text")

    def _count(self, count: int | None) -> Cell:
        return self.t("admin.outcome.hidden") if count is None else count

    def _sexes(self) -> list[Column]:
        return [Column(self.t(f"admin.outcome.sex.{sex}"), "integer", 12) for sex in SEXES]

    def brief(self) -> Sheet:
        columns = [
            self._column("what", "text", 36),
            self._column("value", "integer"),
            self._column("planned", "integer"),
            self._column("share", "text", 18),
        ]

        def rows() -> Iterator[tuple[Cell, ...]]:
            for item in figures(self.found, self.t):
                share = percent_text(item.reached, item.planned, self.t)
                yield item.name, self._count(item.reached), item.planned, share

        return self._sheet("brief", columns, rows())

    def organisations(self) -> Sheet:
        columns = [
            self._column("organisation", "text", 36),
            self._column("planned"),
            self._column("participants"),
            self._column("share", "text", 16),
            *self._sexes(),
            self._column("state", "text", 16),
        ]

        def rows() -> Iterator[tuple[Cell, ...]]:
            for item in self.found.organisations:
                share = percent_text(item.participants, item.planned, self.t)
                yield (
                    *(item.name, item.planned, self._count(item.participants), share),
                    *(self._count(item.sexes[sex]) for sex in SEXES),
                    self._state(item.plan.state if item.plan else "none", item.is_registered),
                )
            found = self.found
            planned = found.project.planned_participants
            yield (
                *(self.t("admin.outcome.total"), planned, self._count(found.participants)),
                percent_text(found.participants, planned, self.t),
                *(self._count(found.sexes[sex]) for sex in SEXES),
                "",
            )

        return self._sheet("by-organisation", columns, rows())

    def _state(self, state: str, is_registered: bool = True) -> str:
        return self.t(f"admin.outcome.state.{state}" if is_registered else "admin.outcome.not-registered")

    def units(self) -> Sheet:
        columns = [
            self._column("organisation", "text", 36),
            self._column("unit", "text", 36),
            self._column("participants"),
        ]
        rows: Iterator[tuple[Cell, ...]] = (
            (item.name, unit or self.t("admin.outcome.unit.none"), self._count(count))
            for item in self.found.organisations
            for unit, count in item.units.items()
        )
        return self._sheet("by-unit", columns, rows)

    def roles(self) -> Sheet:
        columns = [self._column("role", "text", 36), self._column("count")]
        rows: Iterator[tuple[Cell, ...]] = (
            (role_title(role, self.t), self._count(count)) for role, count in self.found.roles.items()
        )
        return self._sheet("by-role", columns, rows)

    def months(self) -> Sheet:
        is_exact = not self.found.is_shared
        columns = [self._column("month", "text", 12), self._column("total")]
        if is_exact:
            columns.insert(1, self._column("started"))
        rows: Iterator[tuple[Cell, ...]] = (
            (item.month, *([item.started] if is_exact else []), self._count(item.total))
            for item in self.found.months
        )
        return self._sheet("by-month", columns, rows)

    def modules(self) -> Sheet:
        columns = [
            self._column("module", "text", 40),
            self._column("people"),
            *(Column(role_title(role, self.t), "integer", 13) for role in self.found.roles),
        ]
        rows: Iterator[tuple[Cell, ...]] = (
            (
                self.titles.get(item.module) or item.module,
                self._count(item.people),
                *(self._count(item.roles[role]) for role in self.found.roles),
            )
            for item in self.found.modules
        )
        return self._sheet("by-module", columns, rows)

    def plans(self) -> Sheet:
        columns = [
            self._column("organisation", "text", 36),
            self._column("state", "text", 16),
            self._column("day", "text", 14),
        ]
        if not self.found.is_shared:
            columns.append(self._column("reference", "text", 36))

        def rows() -> Iterator[tuple[Cell, ...]]:
            for item in self.found.registered:
                plan = item.plan
                cells = (item.name, self._state(plan.state if plan else "none"), plan.day if plan else "")
                reference = plan.reference if plan else ""
                yield cells if self.found.is_shared else (*cells, reference)

        return self._sheet("by-plan", columns, rows())

    def about(self) -> Sheet:
        def rows() -> Iterator[tuple[Cell, ...]]:
            yield outcome_title(self.found, self.t), status_text(self.found, self.t)
            if self.found.project.invented:
                yield "", self.t("admin.outcome.invented")
            for note in notes(self.found, self.t):
                yield "", note

        return self._sheet(
            "about", [self._column("what", "text", 44), self._column("text", "text", 92)], rows()
        )
