"""A chart of the open data in a page, `:::{chart data=…}`: with its table, sources and files to take home."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from courseware.charts.columns import Column, draw_columns
from courseware.charts.lines import Line, Point, draw_lines, draw_sign
from courseware.charts.poster import draw_poster
from courseware.charts.rows import Row as Bar
from courseware.charts.rows import draw_rows
from courseware.content.data_package import ChartSpec, DataField
from courseware.content.data_tables import DataTable, Row, select
from courseware.languages import SOURCE
from courseware.site.data_tables import citation, data_table
from courseware.site.data_values import cell, localised, number, scale_number
from courseware.site.voice import Voice

__all__ = ["Drawn", "Figure", "whole"]


class Drawn(NamedTuple):
    """A figure ready for a page."""

    html: str
    name: str
    """Of the file beside the page."""
    poster: bytes
    """The drawing as a file of its own."""


class Figure:
    """Draws one view of one table in one language."""

    def __init__(self, table: DataTable, view: str, voice: Voice) -> None:
        """Prepares a figure.

        Args:
            table: The data.
            view: Name of one of its charts; empty for the only one.
            voice: How the page says things.

        Raises:
            KeyError: The table has no such chart.
            ValueError: The chart's condition fits no column.
        """
        charts = table.resource.charts
        self._table, self._voice = table, voice
        self._language, self._texts = voice.language, voice.texts
        self._view = view or next(iter(charts))
        self._spec: ChartSpec = charts[self._view]
        needed = [self._y.name, *([self._column("x")] if "x" in self._spec.columns else ())]
        self._rows = [row for row in select(table, self._spec.where) if all(row[name] for name in needed)]

    @property
    def name(self) -> str:
        """The name of its files, without ending."""
        only = len(self._table.resource.charts) == 1
        return self._table.resource.name + ("" if only else f"-{self._view}")

    def draw(
        self,
        caption: str,
        *,
        number_on_page: int,
        data_url: str,
        sources: Callable[[Sequence[Row]], str],
    ) -> Drawn:
        """Gives the figure.

        Args:
            caption: HTML of the author's text below the drawing.
            number_on_page: Tells the ids of several figures apart.
            data_url: Where the open data lie, seen from the page.
            sources: Gives the sources of rows as plain text, for the file.
        """
        t, own, cite = self._texts, self._voice.own, self._voice.said
        anchor = f"chart-{number_on_page}"
        drawing, key = self._drawing(anchor)
        links = "".join(
            f'<a href="{escape(url)}" download{own}>{escape(t(text))}</a> '
            for url, text in (
                (f"{data_url}{self._table.resource.path}", "site.data.csv"),
                (f"{self.name}.svg", "site.chart.svg"),
            )
        )
        label = f"{t('shell.sources')}: "
        html = (
            f'<figure class="{self._classes}" aria-labelledby="{anchor}-name">\n'
            f'<p class="chart-title" id="{anchor}-name">{whole(escape(self._title))}</p>\n'
            f"{self._before(data_url)}{self._with_key(drawing, key)}"
            f"<figcaption>\n{caption}\n{self._foot()}"
            f'<p class="chart-source"><span{own}>{escape(label)}</span>{cite(citation(self._rows))}</p>\n'
            f'<details class="chart-table"><summary{own}>{escape(t("site.chart.table"))}</summary>\n'
            f'{self._tables()}\n<p class="chart-files">{links.strip()}</p>\n</details>\n'
            f"</figcaption>\n</figure>"
        )
        notes = [*self._notes(), f"{label}{sources(self._rows)}", f"{t('shell.site')}, CC BY 4.0"]
        poster = draw_poster(
            drawing,
            title=self._title,
            language=self._language,
            key=[text for _, text in key],
            signs=[sign for sign, _ in key],
            notes=notes,
        )
        return Drawn(html, f"{self.name}.svg", poster)

    _classes = "chart"

    def _before(self, data_url: str) -> str:
        """Gives what stands between title and drawing."""
        return ""

    def _with_key(self, drawing: str, key: Sequence[tuple[str, str]]) -> str:
        """Gives the drawing with its key."""
        items = "".join(f"<li>{sign} {escape(text)}</li>\n" for sign, text in key)
        return f"{drawing}\n" + (f'<ul class="chart-key">\n{items}</ul>\n' if items else "")

    def _foot(self) -> str:
        """Gives what stands between the author's text and the sources."""
        return ""

    def _notes(self) -> list[str]:
        """Gives what the file says before its sources."""
        return []

    def _tables(self) -> str:
        chosen_by = re.split("[=~]", self._spec.where, maxsplit=1)[0].strip()
        return data_table(
            self._table,
            self._rows,
            self._voice,
            leave_out=(chosen_by, *(self._spec.columns.get(role, "") for role in ("break", "unverified"))),
            fold=True,
        )

    @property
    def _title(self) -> str:
        titles = self._spec.titles
        return titles.get(self._language) or titles.get("en") or titles[SOURCE]

    @property
    def _y(self) -> DataField:
        name = self._spec.columns["y"]
        return next(field for field in self._table.resource.fields if name in (field.name, field.base))

    def _text(self, row: Row, role: str) -> str:
        fields = (
            localised(self._table.resource, name, self._language)[0]
            for name in self._spec.columns.get(role, "").split()
        )
        return " · ".join(cell(row, field, self._language, self._texts) for field in fields)

    def _year(self, row: Row) -> int:
        return int(row[self._column("x")])

    def _flag(self, row: Row, role: str) -> bool:
        return role in self._spec.columns and row[self._column(role)] == "true"

    def _column(self, role: str) -> str:
        """Gives the name that a role's column has in the file."""
        field = self._table.resource.field(self._spec.columns[role])
        return field.name if field is not None else ""

    def _value(self, row: Row, *, unit: bool = True) -> str:
        written = number(row[self._y.name], self._y.unit if unit else "", self._language)
        return f"{self._text(row, 'qualifier')} {written}".strip()

    def _scale(self, value: float) -> str:
        return scale_number(value, self._y.unit, self._language)

    def _drawing(self, anchor: str) -> tuple[str, list[tuple[str, str]]]:
        """Gives the drawing, and its key: pictures and their words."""
        match self._spec.kind:
            case "columns":
                return self._columns(anchor), []
            case "lines":
                return self._lines(anchor)
            case _:
                return self._bars(), []

    def _columns(self, anchor: str) -> str:
        columns = [
            Column(
                float(row[self._y.name]),
                "open" if self._flag(row, "unverified") else "full",
                f"{self._text(row, 'x')}: {self._value(row)}",
                label=self._value(row, unit=False),
                tick=_short(self._text(row, "x")),
            )
            for row in self._rows
        ]
        return draw_columns(
            columns,
            name=anchor,
            title=self._title,
            description="; ".join(column.name for column in columns),
            number=self._scale,
            slots=4,
            whole=float(self._spec.top or 0) if self._y.unit == "percent" else 0,
        )

    def _lines(self, anchor: str) -> tuple[str, list[tuple[str, str]]]:
        series: dict[str, list[Point]] = {}
        years = sorted({self._year(row) for row in self._rows})
        step = min((after - before for before, after in pairwise(years)), default=1)
        for row in sorted(self._rows, key=self._year):
            name, year = self._text(row, "series"), self._year(row)
            points = series.setdefault(name, [])
            points.append(
                Point(
                    year,
                    float(row[self._y.name]),
                    f"{name} {year}: {self._value(row)}".strip(),
                    label=self._value(row, unit=False),
                    joined=bool(points) and year - points[-1].at == step,
                    broken=self._flag(row, "break"),
                    hollow=self._flag(row, "unverified"),
                )
            )
        drawing = draw_lines(
            [Line(name, points) for name, points in series.items()],
            name=anchor,
            title=self._title,
            description="; ".join(point.name for points in series.values() for point in points),
            number=self._scale,
            top=self._spec.top or 0,
            broken=self._texts("site.chart.break"),
        )
        several = enumerate(series) if len(series) > 1 else ()
        return drawing, [(draw_sign(place), name) for place, name in several]

    def _bars(self) -> str:
        rows = [
            Bar(
                self._text(row, "label"),
                float(row[self._y.name]),
                self._value(row),
                detail=self._text(row, "detail"),
                group=self._text(row, "group"),
                hollow=self._flag(row, "unverified"),
            )
            for row in self._rows
        ]
        top = self._spec.top or 0
        return draw_rows(
            rows,
            title=self._title,
            kind="dot" if self._spec.kind == "dots" else "bar",
            top=top,
            whole=top == 100 if self._y.unit == "percent" else top > 0,
        )


def whole(title: str) -> str:
    """Keeps ages and years of a title from being broken over two lines."""
    return re.sub(r"\d+–\d+", r"<span>\g<0></span>", title)


def _short(name: str) -> str:
    """Gives "19/20" for "2019/20": six school years stand beside each other on a phone."""
    return name[2:] if len(name) == 7 and name[4] == "/" else name
