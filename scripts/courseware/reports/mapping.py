"""Which columns the entry sheet has: one file a programme period, so that a real template drops in.

The order, headers and formats of the authority's own template are not known to us (esf-reporting 1.2).
Nothing here claims to be it; when the template is at hand, the file under mappings/ is what changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal, get_args

from courseware.errors import CoursewareError
from courseware.packaging.workbook import Kind
from courseware.reports.period import ReportPeriod
from courseware.reports.shipped import list_shipped, parse_toml, read_shipped

__all__ = ["Field", "Mapping", "MappingColumn", "load_mapping", "parse_mapping"]

Field = Literal["number", "started", "ended", "hours", "constant"]
FIELDS: tuple[Field, ...] = get_args(Field)
_KEYS = {"field", "header", "kind", "width", "value", "from", "to"}


@dataclass(frozen=True, slots=True)
class MappingColumn:
    """One column of the entry sheet."""

    field: Field
    header: str
    kind: Kind
    width: float
    value: str
    """What stands in every row of a constant column."""
    first: str
    """First month that has the column (`2019-08`), or nothing."""
    last: str
    """Last month that has the column, or nothing."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The entry sheet of one programme period."""

    name: str
    """The file's name, printed in the audit trail."""
    fingerprint: str
    """The first 16 hex digits of SHA-256 over the file, printed in the audit trail."""
    sheet: str
    columns: tuple[MappingColumn, ...]

    def columns_of(self, period: ReportPeriod) -> tuple[MappingColumn, ...]:
        """Gives the columns that a month has, in order."""
        month = str(period)
        return tuple(
            column
            for column in self.columns
            if (not column.first or column.first <= month) and (not column.last or month <= column.last)
        )


def load_mapping(programme_period: str) -> Mapping:
    """Gives the mapping of a programme period (`2014-2020`).

    Raises:
        CoursewareError: There is none, or the file is not a valid mapping.
    """
    known = list_shipped("mappings")
    if programme_period not in known:
        raise CoursewareError(
            f"There is no column mapping for programme period '{programme_period}' "
            f"(there is: {', '.join(known)}). Set programme_period in the project file to one of them, "
            f"or add mappings/{programme_period}.toml."
        )
    return parse_mapping(f"{programme_period}.toml", read_shipped("mappings", programme_period))


def parse_mapping(name: str, content: bytes) -> Mapping:
    """Gives the mapping that a file's bytes describe.

    Raises:
        CoursewareError: Something in it is wrong; names every column and fault.
    """
    data = parse_toml(name, content)
    faults: list[str] = []
    columns = [_column(position, entry, faults) for position, entry in enumerate(data.get("column", []), 1)]
    sheet = data.get("sheet")
    if not isinstance(sheet, str) or not sheet:
        faults.append("'sheet' must be the title of the entry sheet")
    if not columns:
        faults.append("there must be at least one [[column]]")
    if faults:
        raise CoursewareError("\n".join(f"{name}: {fault}." for fault in faults))
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    return Mapping(name, fingerprint, str(sheet), tuple(columns))


def _column(position: int, entry: dict[str, Any], faults: list[str]) -> MappingColumn:
    def fault(text: str) -> None:
        faults.append(f"column {position} ({entry.get('header', 'without header')}): {text}")

    if unknown := set(entry) - _KEYS:
        fault(f"unknown {', '.join(sorted(unknown))}; there is {', '.join(sorted(_KEYS))}")
    if entry.get("field") not in FIELDS:
        fault(f"'field' must be one of {', '.join(FIELDS)}")
    if not isinstance(entry.get("header"), str):
        fault("'header' must be a text")
    if entry.get("kind") not in get_args(Kind):
        fault(f"'kind' must be one of {', '.join(get_args(Kind))}")
    if (entry.get("field") == "constant") != ("value" in entry):
        fault("'value' stands in a column with field = \"constant\", and only there")
    for key in ("from", "to"):
        if key in entry:
            try:
                ReportPeriod.parse(str(entry[key]))
            except CoursewareError as error:
                fault(str(error).rstrip("."))
    return MappingColumn(
        field=entry.get("field", "constant"),
        header=str(entry.get("header", "")),
        kind=entry.get("kind", "text"),
        width=float(entry.get("width", 16)),
        value=str(entry.get("value", "")),
        first=str(entry.get("from", "")),
        last=str(entry.get("to", "")),
    )
