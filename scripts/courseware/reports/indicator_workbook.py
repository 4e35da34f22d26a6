"""The indicator table as a workbook and as lines on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.metadata import version

from courseware.packaging.workbook import Cell, Column, Sheet, write_workbook
from courseware.reports.indicator_table import IndicatorRow, IndicatorTable
from courseware.reports.time_words import day_text
from courseware.strings import Strings

__all__ = ["indicator_lines", "indicator_workbook"]

_COLUMNS = (
    # name, kind, width, wrapped
    ("code", "text", 10, False),
    ("code-mark", "text", 17, True),
    ("name", "text", 46, True),
    ("name-mark", "text", 15, True),
    ("class", "text", 17, True),
    ("kind", "text", 18, True),
    ("provider", "text", 22, True),
    ("provider-mark", "text", 13, True),
    ("total", "integer", 9, False),
    ("women", "integer", 9, False),
    ("men", "integer", 9, False),
    ("non-binary", "text", 14, True),
    ("complete", "text", 13, False),
    ("note", "text", 52, True),
)


def indicator_title(table: IndicatorTable, t: Strings) -> str:
    """Gives the title, which names the project and the day."""
    return t("admin.indicators.title", project=table.project.title, until=day_text(table.until, t))


def indicator_workbook(table: IndicatorTable, t: Strings) -> bytes:
    """Gives the workbook's bytes; the same table gives the same bytes, dated by its own day."""
    names = _columns_of(table)
    columns = tuple(
        Column(t(f"admin.indicators.column.{name}"), "integer" if kind == "integer" else "text", width, wrap)
        for name, kind, width, wrap in _COLUMNS
        if name in names
    )
    rows = [[cells[name] for name in names] for cells in (_cells(row, table, t) for row in table.rows)]
    pair = (
        Column(t("admin.indicators.column.what"), "text", 30, wrap=True),
        Column(t("admin.indicators.column.text"), "text", 92, wrap=True),
    )
    audit = (pair[0], Column(t("admin.indicators.column.value"), "text", 60, wrap=True))
    status = _status(table, t)
    return write_workbook(
        [
            Sheet(t("admin.indicators.sheet.table"), columns, rows),
            Sheet(t("admin.indicators.sheet.read"), pair, _notes(table, t), landscape=False),
            Sheet(t("admin.indicators.sheet.audit"), audit, _audit(table, t), landscape=False),
        ],
        made=datetime.combine(table.until, time(), UTC),
        title=indicator_title(table, t),
        creator=t("admin.report.creator"),
        language=t.language,
        status=status,
    )


def indicator_lines(table: IndicatorTable, t: Strings) -> Iterator[str]:
    """Gives the table as lines of even columns, the long names last."""
    yield indicator_title(table, t)
    yield f"{_status(table, t)}. {t('admin.indicators.column.complete')}: {_complete(table, t)}."
    yield ""
    names = ("code", "total", "women", "men", "provider", "name")
    heads = {name: t(f"admin.indicators.column.{name}") for name in names}
    lines = [heads] + [
        {name: _shown(cells[name]) for name in names}
        | {
            "code": _marked(cells["code"], row.indicator.code_mark if row.indicator.code else ""),
            "name": _marked(cells["name"], row.indicator.name_mark),
        }
        for row, cells in ((row, _cells(row, table, t)) for row in table.rows)
    ]
    widths = {name: max(len(line[name]) for line in lines) for name in names[:-1]}
    for line in lines:
        numbers = "  ".join(line[name].rjust(widths[name]) for name in ("total", "women", "men"))
        yield (
            f"{line['code'].ljust(widths['code'])}  {numbers}  "
            f"{line['provider'].ljust(widths['provider'])}  {line['name']}"
        ).rstrip()
    yield ""
    yield f"[K]: {t('admin.indicators.code.K')}; {t('admin.indicators.name.K')}."


def _marked(cell: Cell, mark: str) -> str:
    """Gives a cell's text, marked where it is not verified."""
    return f"{cell} [K]" if mark == "K" else _shown(cell)


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _columns_of(table: IndicatorTable) -> list[str]:
    # The third sex is counted in ESF+ only (Regulation (EU) 2021/1057, Annex I; esf-reporting 3.2).
    without = set() if table.project.programme_period == "2021-2027" else {"non-binary"}
    return [name for name, *_ in _COLUMNS if name not in without]


def _cells(row: IndicatorRow, table: IndicatorTable, t: Strings) -> dict[str, Cell]:
    item = row.indicator
    words = {
        key: t(f"admin.indicators.{key}.{value}")
        for key, value in (
            ("class", item.data_class),
            ("kind", item.kind),
            ("provider", item.provider),
        )
    }
    is_of_people = item.kind == "output" and item.data_class != "entity"
    name = item.names.get(t.language) or item.names["en"]
    return {
        **words,
        "code": item.code,
        "code-mark": t(f"admin.indicators.code.{item.code_mark if item.code else 'none'}"),
        "name": name[:1].upper() + name[1:],
        "name-mark": t(f"admin.indicators.name.{item.name_mark}"),
        "provider-mark": t(f"admin.indicators.mark.{item.provider_mark}"),
        "total": _number(row, row.total, t),
        "women": _number(row, row.women, t),
        "men": _number(row, row.men, t),
        "non-binary": t("admin.indicators.non-binary") if row.is_counted else "",
        "complete": _complete(table, t) if is_of_people else "",
        "note": " ".join(
            t(f"admin.indicators.note.{note}", organisations=table.organisations) for note in item.notes
        ),
    }


def _number(row: IndicatorRow, value: int | None, t: Strings) -> Cell:
    if not row.is_counted:
        return None
    return t("admin.indicators.hidden") if value is None else value


def _complete(table: IndicatorTable, t: Strings) -> str:
    if table.complete is None or table.records is None:
        return t("admin.indicators.hidden")
    return t("admin.indicators.complete", complete=table.complete, records=table.records)


def _status(table: IndicatorTable, t: Strings) -> str:
    return t(f"admin.indicators.{'shared' if table.is_shared else 'internal'}")


def _notes(table: IndicatorTable, t: Strings) -> Iterator[tuple[str, str]]:
    last = "hidden" if table.is_shared else "exact"
    for name in (last, "use", "empty", "once", "complete", "sex", "marks"):
        yield t(f"admin.indicators.read.{name}"), t(f"admin.indicators.read.{name}.text")
    if table.project.invented:
        yield t("admin.report.month.invented"), t("admin.report.month.invented.text")


def _audit(table: IndicatorTable, t: Strings) -> Iterator[tuple[str, str]]:
    values = {
        "project": f"{table.project.id}: {table.project.title}",
        "until": table.until.isoformat(),
        "period": table.project.programme_period,
        "file": f"{table.definitions.name}, {table.definitions.fingerprint}",
        "source": table.definitions.source,
        "records": t("admin.indicators.hidden") if table.records is None else str(table.records),
        "complete": _complete(table, t),
        "program": f"courseware {version('fullfoljd-courseware')}",
    }
    for name, value in values.items():
        yield t(f"admin.indicators.audit.{name}"), value
