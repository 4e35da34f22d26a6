"""Lists as spreadsheets damage them: rows with what must come of each, written as workbook or text table.

A damage changes cells of a sound row and says beside it which refusals it must lead to, by column and code,
or what it is repaired to. `damage_people` and `damage_hours` hold the damages, the same ones every time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from courseware.intake.workbook import column_letters

__all__ = [
    "PERSONS",
    "Damage",
    "fits",
    "refusals",
    "short",
    "write_list",
    "wrong_digit",
]

# The Swedish Tax Agency's open test data (CC0), as in the reporting study's 7.2.
PERSONS = (
    "199508032381",
    "199508042380",
    "199508032399",
    "200208032383",
    "200208042382",
    "199008042393",
    "199008032394",
    "196301052392",
    "196411182394",
    "196612312386",
    "195506302388",
    "200002292399",
    "200002292381",
    "198402292380",
    "198501012382",
    "198501012390",
)


@dataclass(frozen=True)
class Damage:
    """One damaged row."""

    what: str
    cells: Mapping[str, Any]
    """All cells by field; numbers, dates and yes/no as a workbook holds them."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Code by field, for everything that must be said about the row."""
    repaired: Mapping[str, Any] = field(default_factory=dict)
    """What fields must become; empty for a row that is refused."""
    before: Mapping[str, Any] | None = None
    """A sound row that stands before it, which it repeats or contradicts."""


def short(number: str, dash: str = "-") -> str:
    return f"{number[2:8]}{dash}{number[8:]}"


def wrong_digit(number: str, place: int, by: int = 1) -> str:
    return f"{number[:place]}{(int(number[place]) + by) % 10}{number[place + 1 :]}"


def fits(damage: Damage, kind: str) -> bool:
    """Says whether a list of that kind can hold the row at all."""
    try:
        "".join(map(str, damage.cells.values())).encode("utf-8" if kind == "xlsx" else kind)
    except UnicodeEncodeError:
        return False
    return True


def write_list(
    folder: Path, kind: str, headers: Mapping[str, str], damages: Iterable[Damage]
) -> tuple[Path, list[tuple[int, Damage]]]:
    """Writes a list and gives it with the row that each damage stands in.

    Args:
        folder: Where it goes.
        kind: "xlsx", or the encoding of a text table.
        headers: The columns' headers by field.
        damages: What it holds, in order.
    """
    rows: list[list[Any]] = []
    places = []
    for damage in damages:
        rows += [[cells[name] for name in headers] for cells in (damage.before, damage.cells) if cells]
        places.append((len(rows) + 1, damage))
    path = folder / ("lista.xlsx" if kind == "xlsx" else "lista.csv")
    if kind == "xlsx":
        _write_xlsx(path, headers.values(), rows)
    else:
        _write_csv(path, headers.values(), rows, kind)
    return path, places


def refusals(headers: Mapping[str, str], places: Iterable[tuple[int, Damage]]) -> set[tuple[int, str, str]]:
    """Gives all that must be said about a list: row, column as messages begin with it, code."""
    columns = {name: f"column {column_letters(at)} ({headers[name]})" for at, name in enumerate(headers)}
    columns[""] = ""  # A row that names nobody has no column to blame.
    return {(row, columns[name], code) for row, one in places for name, code in one.refused.items()}


def _write_xlsx(path: Path, headers: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes a workbook with numbers, dates and yes/no as such, and every text as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headers))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if value != "":
                cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # Also where it begins with "=".
    book.save(path)


def _write_csv(path: Path, headers: Iterable[str], rows: Iterable[Sequence[Any]], encoding: str) -> None:
    """Writes a text table as a Swedish Excel does."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headers)
    writer.writerows([_as_text(value) for value in row] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
