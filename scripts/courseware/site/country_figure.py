"""A chart that compares countries: where each stands, each over the years, or one of them over the years.

Values of one indicator and one age band only; what else belongs to it stands in tables of its own below. What
the reading rules ask for is not left to authors: age band, extraction, breaks, flags, gaps, the unverified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape

from courseware.charts.lines import Point
from courseware.charts.panels import Panel, draw_key, draw_panels
from courseware.charts.rows import Level, draw_rows
from courseware.charts.rows import Row as Bar
from courseware.charts.spark import draw_spark
from courseware.content.data_package import BY_COUNTRY
from courseware.content.data_tables import DataTable, Row, select, sources_of
from courseware.site.countries import country_name, in_reading_order
from courseware.site.data_tables import citation
from courseware.site.data_values import number
from courseware.site.figures import Figure, whole
from courseware.site.pivot import Cell, pivot_table
from courseware.site.voice import Voice

__all__ = ["CountryFigure", "profile_spark"]

_SIGNS = {"derived": "†", "rounded": "‡"}
"""How a table marks a value that did not come as it stands."""


class CountryFigure(Figure):
    """Draws one of the views in `BY_COUNTRY`."""

    def __init__(self, table: DataTable, view: str, voice: Voice, country: str = "") -> None:
        """Prepares a figure; as `Figure` has it.

        Args:
            table: The data.
            view: Name of one of its charts.
            voice: How the page says things.
            country: The one that a spark is about.

        Raises:
            KeyError: The table has no such chart.
            ValueError: A condition of the chart fits no column, or the country has no value.
        """
        super().__init__(table, view, voice)
        if self._spec.kind not in BY_COUNTRY:
            raise ValueError(f"'{view}' does not compare countries.")
        self._one = country if self._spec.kind == "spark" else ""
        if self._spec.kind == "spark" and country not in self._by_country:
            raise ValueError(f"'{country}' has no value.")
        if self._one:
            self._rows = self._by_country[country]
        elif self._spec.kind == "standing":
            latest = max((self._year(row) for row in self._rows), default=0)
            self._rows = [row for row in self._rows if self._year(row) == latest]

    @property
    def name(self) -> str:
        """The name of its files, without ending."""
        return f"{super().name}{f'-{self._one.lower()}' if self._one else ''}"

    @property
    def _classes(self) -> str:  # type: ignore[override]
        wide = " is-broad" if self._spec.kind == "panels" else ""
        return f"chart is-{self._spec.kind}{wide}"

    # What is drawn

    @cached_property
    def _by_country(self) -> dict[str, list[Row]]:
        """The rows of every country in the order of the years; whatever the view shows of them."""
        found: dict[str, list[Row]] = {}
        for row in sorted(select(self._table, self._spec.where), key=lambda row: row[self._column("x")]):
            if row[self._y.name] and row[self._column("x")]:
                found.setdefault(row[self._column("country")], []).append(row)
        return found

    @cached_property
    def _codes(self) -> list[str]:
        """Every country of the table, in the order of reading: one without a value is still a country."""
        if self._one:
            return [self._one]
        codes = dict.fromkeys(row[self._column("country")] for row in self._table.rows)
        return in_reading_order(codes, self._texts, self._spec.reference)

    @property
    def _years(self) -> tuple[int, int]:
        years = [self._year(row) for rows in self._by_country.values() for row in rows]
        return min(years, default=0), max(years, default=0)

    def _points(self, code: str, *, unit: bool = False) -> list[Point]:
        points: list[Point] = []
        before: Row | None = None
        for row in self._by_country.get(code, ()):
            year = self._year(row)
            words = "; ".join(dict.fromkeys(self._remarks(row)))
            name = f"{year}: {self._value(row)}{f' ({words})' if words else ''}"
            points.append(
                Point(
                    year,
                    float(row[self._y.name]),
                    name,
                    label=self._value(row, unit=unit),
                    joined=before is not None and year - self._year(before) == 1,
                    broken=self._is_broken(row),
                    hollow=self._flag(row, "unverified"),
                    loose=before is not None and self._is_loose(before, row),
                )
            )
            before = row
        return points

    def _is_broken(self, row: Row) -> bool:
        return self._flag(row, "break") or "b" in self._get(row, "flag")

    def _is_loose(self, before: Row, row: Row) -> bool:
        """Tells whether two values were not published together: a line between them proves little."""
        if self._flag(before, "unverified") or self._flag(row, "unverified"):
            return True
        return self._get(before, "extraction") != self._get(row, "extraction")

    def _get(self, row: Row, role: str) -> str:
        return row[self._column(role)] if role in self._spec.columns else ""

    def _flags(self, row: Row) -> list[tuple[str, str]]:
        """Gives the flags of a value: a letter and what it means."""
        letters = dict.fromkeys(("b" if self._is_broken(row) else "") + self._get(row, "flag"))
        flags = [(letter, self._texts(f"site.rates.flag-{letter}")) for letter in letters]
        note = self._get(row, "note")
        if note:
            flags.append((_SIGNS.get(note, "*"), self._texts(f"site.rates.note-{note}")))
        return flags

    def _remarks(self, row: Row) -> list[str]:
        unverified = [self._texts("site.mark.unverified")] if self._flag(row, "unverified") else []
        return [*(words for _, words in self._flags(row)), *unverified]

    # What is written

    @property
    def _title(self) -> str:
        years = self._years
        span = (
            str(years[1]) if self._spec.kind == "standing" else "–".join(str(y) for y in dict.fromkeys(years))
        )
        parts = [super()._title, self._ages(self._rows), span]
        said = ", ".join(part for part in parts if part)
        return f"{country_name(self._one, self._texts)}: {said}" if self._one else said

    def _ages(self, rows: Sequence[Row]) -> str:
        ages = dict.fromkeys(self._get(row, "age") for row in rows)
        return ", ".join(self._texts("site.rates.age", age=age) for age in ages if age)

    @property
    def _unit(self) -> str:
        return self._texts("site.rates.unit")

    def _before(self, data_url: str) -> str:
        own = self._voice.own
        unit = f'<p class="chart-unit"{own}>{escape(self._unit)}</p>\n'
        if self._spec.kind != "panels":
            return unit
        where = escape(self._spec.where)
        url = escape(f"{data_url}{self._table.resource.path}")
        columns = f'data-countries="{self._column("country")}" data-years="{self._column("x")}"'
        return f'{unit}<rate-explorer data-table="{url}" data-where="{where}" {columns}></rate-explorer>\n'

    def _with_key(self, drawing: str, key: Sequence[tuple[str, str]]) -> str:
        """Gives the drawing with its key; beside the first panel it tells how to read the others."""
        if self._spec.kind != "panels":
            return super()._with_key(drawing, key)
        lines = drawing.split("\n")
        listed = super()._with_key("", key).strip()
        return "\n".join((*lines[:2], *([listed] if listed else ()), *lines[2:], ""))

    def _foot(self) -> str:
        notes = self._extracted(self._rows)
        return f'<p class="chart-extracted"{self._voice.own}>{escape(notes)}</p>\n' if notes else ""

    def _notes(self) -> list[str]:
        return [f"{self._unit}. {self._extracted(self._rows)}".strip()]

    def _extracted(self, rows: Sequence[Row]) -> str:
        """Gives where and when the values were taken: Eurostat revises backwards."""
        years = sorted({found for row in rows if (found := self._get(row, "extraction"))})
        dataset = self._datasets(rows)
        if not years:
            return dataset
        key = "site.rates.extracted" if len(years) == 1 else "site.rates.extracted-several"
        return self._texts(key, dataset=dataset, years=", ".join(years))

    def _datasets(self, rows: Sequence[Row]) -> str:
        """Gives the tables that rows come from: each names its own before where it was read."""
        keys = dict.fromkeys(key for row in rows for key in sources_of(row)[:1])
        return "; ".join(self._spec.datasets[key] for key in keys if key in self._spec.datasets)

    def _target_text(self, key: str) -> str:
        target = self._spec.target
        shown = "" if target is None else number(f"{target:g}", self._y.unit, self._language)
        return self._texts(key, value=shown) if shown else ""

    def _drawing(self, anchor: str) -> tuple[str, list[tuple[str, str]]]:
        match self._spec.kind:
            case "standing":
                return self._standing()
            case "panels":
                return self._panels(anchor)
            case _:
                points = self._points(self._one, unit=True)
                drawing = draw_spark(
                    points,
                    self._years,
                    name=anchor,
                    title=self._title,
                    broken=self._texts("site.chart.break"),
                )
                return drawing, self._explained([points])

    def _standing(self) -> tuple[str, list[tuple[str, str]]]:
        rows = {row[self._column("country")]: row for row in self._rows}
        reference = rows.get(self._spec.reference)
        bars = []
        for code in self._codes:
            row = rows.get(code)
            name = country_name(code, self._texts)
            if row is None:
                bars.append(Bar(name, None, self._texts("site.data.none"), code=code))
            elif row is not reference:
                bars.append(
                    Bar(
                        name,
                        float(row[self._y.name]),
                        self._value(row),
                        detail="; ".join(self._remarks(row)),
                        hollow=self._flag(row, "unverified"),
                        code=code,
                    )
                )
        bars.sort(key=lambda bar: (bar.value is None, bar.value or 0))
        levels, key = [], []
        if reference is not None:
            union = country_name(self._spec.reference, self._texts)
            said = "; ".join((self._value(reference), *self._remarks(reference)))
            levels.append(Level(float(reference[self._y.name]), f"{union}: {said}", "reference"))
            key.append((draw_key("reference"), self._texts("site.rates.reference", union=union)))
        if self._spec.target is not None:
            levels.append(Level(self._spec.target, self._target_text("site.rates.target-short"), "target"))
            key.append((draw_key("target"), self._target_text("site.rates.target")))
        drawing = draw_rows(
            bars,
            title=self._title,
            kind="dot",
            top=self._spec.top or 0,
            levels=levels,
            number=lambda value: number(f"{value:g}", "", self._language),
        )
        if any(bar.hollow for bar in bars):
            key.append((draw_key("hollow"), self._texts("site.rates.hollow")))
        return drawing, key

    def _panels(self, anchor: str) -> tuple[str, list[tuple[str, str]]]:
        panels = [Panel(code, country_name(code, self._texts), self._points(code)) for code in self._codes]
        has_target = self._spec.target is not None
        drawing = draw_panels(
            panels,
            self._years,
            reference=self._spec.reference,
            name=anchor,
            number=lambda value: number(f"{value:g}", "", self._language),
            broken=self._texts("site.chart.break"),
            none=self._texts("site.data.none"),
            target=self._spec.target or 0,
            target_text=self._target_text("site.rates.target-short") if has_target else "",
            top=self._spec.top or 0,
        )
        key = []
        if self._spec.reference in self._by_country:
            union = country_name(self._spec.reference, self._texts)
            key.append((draw_key("pale"), self._texts("site.rates.reference", union=union)))
        if has_target:
            key.append((draw_key("target"), self._target_text("site.rates.target")))
        return drawing, [*key, *self._explained([panel.points for panel in panels])]

    def _explained(self, lines: Sequence[Sequence[Point]]) -> list[tuple[str, str]]:
        """Gives the key of what lines hold."""
        later = [point for points in lines for point in points[1:]]
        holds = {
            "hollow": any(point.hollow for points in lines for point in points),
            "break": any(point.broken for point in later),
            "loose": any(point.loose and point.joined and not point.broken for point in later),
            "gap": any(not point.joined for point in later),
        }
        return [
            (draw_key(kind), self._texts(f"site.rates.{kind}"))
            for kind, is_there in holds.items()
            if is_there
        ]

    # What is read

    def _tables(self) -> str:
        main = self._pivot(_by(self._rows, self._column("country")), self._codes)
        more = self._also()
        others = [self._pivot(_by(rows, self._column("country")), dated=True) for rows in more]
        if not others:
            return f"{main}\n{self._legend()}"
        own, t = self._voice.own, self._texts
        cited = self._voice.said(citation([row for rows in more for row in rows]))
        lead = f'<p class="pivot-more"{own}>{escape(t("site.rates.more"))}</p>'
        source = f'<p class="chart-source"><span{own}>{escape(t("shell.sources"))}: </span>{cited}</p>'
        return "\n".join((main, self._legend(), lead, *others, source))

    def _also(self) -> list[list[Row]]:
        if self._spec.kind != "panels":
            return []
        return [select(self._table, where) for where in self._spec.also]

    def _pivot(
        self, rows: Mapping[str, Sequence[Row]], codes: Sequence[str] = (), *, dated: bool = False
    ) -> str:
        """Gives a table of rows by country; `dated` where no other text says when they were taken."""
        every = [row for several in rows.values() for row in several]
        codes = codes or in_reading_order(rows, self._texts, self._spec.reference)
        years = [self._year(row) for row in every]
        cells = {
            code: {
                self._year(row): Cell(
                    self._value(row, unit=False), self._flags(row), self._flag(row, "unverified")
                )
                for row in rows.get(code, ())
            }
            for code in codes
        }
        dates = f" {self._extracted(every)}" if dated else ""
        sexes = dict.fromkeys(self._get(row, "sex") for row in every)
        who = [self._texts(f"site.rates.sex-{sex}") for sex in sexes if sex not in ("", "total")]
        parts = [super()._title, *who, self._ages(every)]
        return pivot_table(
            cells,
            range(min(years, default=0), max(years, default=0) + 1),
            self._voice,
            caption=f"{', '.join(part for part in parts if part)}. {self._unit}.{dates}",
            country=self._field_title("country"),
        )

    def _field_title(self, role: str) -> str:
        field = self._table.resource.field(self._spec.columns.get(role, ""))
        titles = field.titles if field is not None else {}
        return titles.get(self._language) or titles.get("en", "")

    def _legend(self) -> str:
        """Explains the letters of the table, those that stand in it."""
        rows = [row for rows in (self._rows, *self._also()) for row in rows]
        flags = dict(flag for row in rows for flag in self._flags(row))
        if any(self._flag(row, "unverified") for row in rows):
            flags["○"] = self._texts("site.mark.unverified")
        flags["–"] = self._texts("site.data.none")
        said = "; ".join(f"{letter} = {words}" for letter, words in flags.items())
        return f'<p class="pivot-legend"{self._voice.own}>{escape(said)}.</p>'

    def small(self, anchor: str, *, drawn: bool = True) -> str:
        """Gives a spark without a figure around it; `drawn` is false where the country has no value."""
        own, t = self._voice.own, self._texts
        name = whole(escape(", ".join((super()._title, self._ages(self._rows)))))
        if not drawn:
            return (
                f'<div class="rate"><p class="rate-name">{name}</p>\n'
                f'<p class="rate-none"{own}>{escape(t("site.data.none"))}</p></div>'
            )
        points = self._points(self._one)
        signs = [f"○ {t('site.mark.unverified')}"] if any(point.hollow for point in points) else []
        if any(point.broken for point in points[1:]):
            signs.append(f"┊ {t('site.rates.flag-b')}")
        marks = f'<p class="rate-marks"{own}>{escape(" · ".join(signs))}</p>\n' if signs else ""
        taken = sorted({found for row in self._rows if (found := self._get(row, "extraction"))})
        span = "–".join(dict.fromkeys((*taken[:1], *taken[-1:])))
        dataset = self._datasets(self._rows)
        foot = t("site.rates.extracted", dataset=dataset, years=span) if span else dataset
        cited = self._voice.said(citation(self._rows))
        return (
            f'<div class="rate"><p class="rate-name">{name}</p>\n{self._drawing(anchor)[0]}\n{marks}'
            f'<p class="chart-extracted"><span{own}>{escape(foot)}</span> {cited}</p></div>'
        )


def _by(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def profile_spark(table: DataTable, country: str, indicator: str, voice: Voice, *, name: str = "") -> str:
    """Gives the line of a country for the head of its profile: figures, line, extraction and source.

    Args:
        table: The rates.
        country: Its code.
        indicator: As in the table's column: "elet", "neet".
        voice: How the page says things.
        name: Unique on the page; ids begin with it. Without one they say country and indicator.

    Returns:
        A `div`. It says so where the country has no value; it is empty where no view shows the indicator.
    """
    for view, spec in table.resource.charts.items():
        rows = select(table, spec.where) if spec.kind == "spark" else []
        if not any(row.get("indicator") == indicator for row in rows):
            continue
        column = table.resource.field(spec.columns["country"])
        codes = {row[column.name] for row in rows} if column is not None else set()
        figure = CountryFigure(table, view, voice, country if country in codes else min(codes))
        return figure.small(name or f"spark-{country.lower()}-{indicator}", drawn=country in codes)
    return ""
