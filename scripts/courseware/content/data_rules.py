"""Rules for the open data in use: every row has a source, every chart and table in a text has its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from courseware.content.bibliography import BIBLIOGRAPHY_FILE, MARKS
from courseware.content.blocks import Block, blocks_named
from courseware.content.data_package import BY_COUNTRY, PACKAGE_FILE, ChartSpec
from courseware.content.data_tables import DataTable, OpenData, select, sources_of
from courseware.content.documents import Document
from courseware.content.source_rules import check_source
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = ["check_data_blocks", "check_data_sources"]


def check_data_sources(
    data: OpenData, sources: Mapping[str, Mapping[str, Any]], used: set[str]
) -> Iterator[Problem]:
    """Yields rows without a source that may be published, and adds the keys of the others to `used`."""
    for table in data.tables.values():
        if not table.cites:
            if not table.resource.raw.get("sources"):
                hint = 'Add a column "source" with bibliography keys, or "sources" for the whole table.'
                message = f"'{table.resource.name}' does not say where it comes from."
                yield Problem(PACKAGE_FILE, table.resource.line, "data-source", message, hint)
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            keys = sources_of(row)
            if not keys and not row.get("url"):  # an address is where its row comes from
                hint = f"Write a key of {BIBLIOGRAPHY_FILE}, or platform for our own proposal."
                yield Problem(table.path, line, "data-source", "the row has no source.", hint)
            for key in keys:
                if key not in MARKS:
                    yield from check_source(key, sources, used, table.path, line)
        yield from _check_charts(table)


def _check_charts(table: DataTable) -> Iterator[Problem]:
    """Yields drawings that would show nothing."""
    for name, spec in table.resource.charts.items():
        where = (PACKAGE_FILE, table.resource.line)
        try:
            rows = select(table, spec.where)
        except ValueError as error:
            message = f"the chart '{name}' of '{table.resource.name}': {error}"
            yield Problem(*where, "bad-chart", message)
            continue
        field = table.resource.field(spec.columns["y"])
        if field is None or not any(row[field.name] for row in rows):
            message = f"the chart '{name}' of '{table.resource.name}' would be empty."
            yield Problem(*where, "bad-chart", message, "Change its where, or fill in the rows.")
        if spec.kind in ("lines", *BY_COUNTRY):
            yield from _check_foot(table, name, spec)
        if spec.kind in BY_COUNTRY:
            yield from _check_countries(table, name, spec)


def _check_foot(table: DataTable, name: str, spec: ChartSpec) -> Iterator[Problem]:
    """Yields rows that a line over years cannot place."""
    x, y = (table.resource.field(spec.columns[role]) for role in ("x", "y"))
    wanted = {id(row) for row in select(table, spec.where)}
    for row, line in zip(table.rows, table.lines, strict=True):
        if id(row) in wanted and x is not None and y is not None and row[y.name] and not row[x.name]:
            message = f"the chart '{name}' has a value without {x.name}."
            yield Problem(table.path, line, "bad-chart", message, f"Fill in {x.name}.")


def _check_countries(table: DataTable, name: str, spec: ChartSpec) -> Iterator[Problem]:
    """Yields what a comparison of countries may not do: mix groups, or hold two values of a year."""
    said = f"the chart '{name}' of '{table.resource.name}'"
    column = {role: table.resource.field(base) for role, base in spec.columns.items()}
    country, x = column["country"], column["x"]
    for condition in (spec.where, *spec.also):
        try:
            rows = select(table, condition)
        except ValueError as error:
            yield Problem(PACKAGE_FILE, table.resource.line, "bad-chart", f"{said}: {error}")
            continue
        if not rows and condition != spec.where:
            hint = "Write a condition that a row fits, or take it out."
            message = f"{said}: no row fits '{condition}'."
            yield Problem(PACKAGE_FILE, table.resource.line, "bad-chart", message, hint)
        for role in ("age", "sex"):
            field = column.get(role)
            groups = dict.fromkeys(row[field.name] for row in rows) if field is not None else {}
            if len(groups) > 1:
                hint = f"Add {spec.columns[role]}=… to its where; the others may stand in also."
                message = f"{said} mixes {', '.join(groups)}."
                yield Problem(PACKAGE_FILE, table.resource.line, "bad-chart", message, hint)
        seen: dict[tuple[str, str], int] = {}
        chosen = {id(row) for row in rows}
        for row, line in zip(table.rows, table.lines, strict=True):
            if id(row) not in chosen or country is None or x is None:
                continue
            place = row[country.name], row[x.name]
            if place in seen:
                hint = f"Line {seen[place]} has one already; narrow down its where."
                message = f"{said} has a second value for {' '.join(place)}."
                yield Problem(table.path, line, "bad-chart", message, hint)
            seen.setdefault(place, line)


def check_data_blocks(document: Document, data: OpenData) -> Iterator[Problem]:
    """Yields charts and tables of a text whose data there is not."""
    if ":::" not in document.body:
        return
    for block in blocks_named(document.nodes, "chart", "table"):
        wrong = _wrong_block(block, data)
        if wrong:
            yield Problem(document.path, block.line, *wrong)


def _wrong_block(block: Block, data: OpenData) -> tuple[str, str, str] | None:
    name = str(block.options.get("data", ""))
    if not name:
        return None  # the reader of blocks has said so
    table = data.tables.get(name)
    if table is None:
        if any(
            isinstance(one, dict) and one.get("name") == name for one in data.package.get("resources", ())
        ):
            return None  # its file cannot be read, which has been said
        hint = did_you_mean(name, data.tables) or f"Tables: {', '.join(data.tables) or 'none are described'}."
        return "unknown-data", f"there is no table '{name}'.", hint
    if block.name == "chart":
        charts = table.resource.charts
        view = str(block.options.get("view", ""))
        if not charts:
            hint = f"Add one to courseware.charts in {PACKAGE_FILE}, or write :::{{table data={name}}}."
            return "bad-chart", f"'{name}' has no drawing.", hint
        if view and view not in charts:
            return (
                "bad-chart",
                f"'{name}' has no drawing '{view}'.",
                did_you_mean(view, charts) or (f"Drawings: {', '.join(charts)}."),
            )
        if not view and len(charts) > 1:
            return "bad-chart", f"'{name}' has several drawings.", f"Write view=…: {', '.join(charts)}."
        return _wrong_country(block, table, charts[view or next(iter(charts))])
    try:
        rows = select(table, str(block.options.get("where", "")))
    except ValueError as error:
        return "unknown-data", str(error), ""
    if not rows:
        return "unknown-data", f"no row of '{name}' fits where.", "Write a value that stands in the column."
    bases = table.resource.bases
    for column in str(block.options.get("columns", "")).split(","):
        column = column.strip()
        if column and table.resource.field(column) is None:
            hint = did_you_mean(column, bases) or f"Columns: {', '.join(bases)}."
            return "unknown-data", f"'{name}' has no column '{column}'.", hint
    return None


def _wrong_country(block: Block, table: DataTable, spec: ChartSpec) -> tuple[str, str, str] | None:
    """Gives what is wrong with the country that a chart names, or does not name."""
    country = str(block.options.get("country", ""))
    if spec.kind != "spark":
        hint = "Take it out."
        return ("bad-chart", "country belongs to a drawing of one country.", hint) if country else None
    field = table.resource.field(spec.columns["country"])
    try:
        known = dict.fromkeys(row[field.name] for row in select(table, spec.where)) if field else {}
    except ValueError:
        return None  # said of the description
    if country in known:
        return None
    said = f"'{country}' has no value in it." if country else "it draws one country and names none."
    return "bad-chart", said, did_you_mean(country, known) or f"Write country=…: {', '.join(known)}."
