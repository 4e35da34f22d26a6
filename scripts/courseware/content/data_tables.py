"""The tables of the open data: CSV files in docs/data/ that must be what datapackage.json says they are."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from courseware.content.data_package import (
    DATA_FOLDER,
    MOST,
    PACKAGE_FILE,
    DataField,
    Resource,
    load_package,
)
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = ["DataTable", "OpenData", "load_data", "loose_rows", "read_table", "select"]

LIMIT = 2_000_000
"""Bytes of a table at most: what readers open beside a page."""

_WHERE = re.compile(r"\s*([a-z][a-z0-9_]*)\s*([=~])\s*(.*?)\s*")
_AND = re.compile(r";\s*(?=[a-z][a-z0-9_]*\s*[=~])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_UNPUBLISHED = ("K?",)
"""Marks of what may not be published."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table, read."""

    resource: Resource
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    """Where each row stands in the file."""
    raw: bytes

    @property
    def path(self) -> str:
        """The file, relative to the project folder."""
        return f"{DATA_FOLDER}/{self.resource.path}"

    @property
    def cites(self) -> bool:
        """Whether its rows name their sources."""
        return any(field.name == "source" for field in self.resource.fields)


@dataclass(frozen=True, slots=True)
class OpenData:
    """Every table there is, and their description."""

    tables: Mapping[str, DataTable]
    package: Mapping[str, Any]


def sources_of(row: Row) -> list[str]:
    """Gives the bibliography keys of a row."""
    return [key.strip().removeprefix("@") for key in row.get("source", "").split(";") if key.strip()]


def select(table: DataTable, where: str) -> list[Row]:
    """Gives the rows that fit every condition: `column=value`, or `column~value` for a value in a list.

    Args:
        table: Where the rows are.
        where: Conditions with semicolons between them.

    Raises:
        ValueError: A condition cannot be read, or names a column there is not.
    """
    rows = list(table.rows)
    for condition in _AND.split(where) if where else ():
        rows = _fitting(table, rows, condition)
    return rows


def _fitting(table: DataTable, rows: Sequence[Row], condition: str) -> list[Row]:
    match = _WHERE.fullmatch(condition)
    if match is None:
        raise ValueError(
            f"where '{condition}' is no condition. Write column=value, or column~value for lists."
        )
    name, sign, value = match.groups()
    field = table.resource.field(name)
    if field is None:
        names = table.resource.bases
        raise ValueError(
            f"'{table.resource.name}' has no column '{name}'. "
            + (did_you_mean(name, names) or f"Columns: {', '.join(names)}.")
        )
    if sign == "=":
        return [row for row in rows if row[field.name] == value]
    return [row for row in rows if value in (part.strip() for part in row[field.name].split(";"))]


def load_data(root: Path) -> tuple[OpenData, list[Problem]]:
    """Gives the described tables that can be read, and everything wrong with them and their description."""
    resources, package, problems = load_package(root)
    tables: dict[str, DataTable] = {}
    for resource in resources.values():
        path = root / DATA_FOLDER / resource.path
        where = f"{DATA_FOLDER}/{resource.path}"
        try:
            # Asked first, because reading from a pipe would wait for ever.
            found = path.lstat()
        except OSError:
            hint = f"Put it there, or take '{resource.name}' out of the description."
            message = f"{where} is not there."
            problems.append(Problem(PACKAGE_FILE, resource.line, "missing-data", message, hint))
            continue
        if not stat.S_ISREG(found.st_mode):
            hint = "Put the file itself there."
            problems.append(
                Problem(where, 0, "bad-data", "this is a link, a folder or no file at all.", hint)
            )
        elif found.st_size > LIMIT:
            hint = f"A table has {LIMIT // 1_000_000} MB at most: publish a summary, or split it."
            message = f"the file has {found.st_size / 1_000_000:.1f} MB."
            problems.append(Problem(where, 0, "bad-data", message, hint))
        else:
            table, wrong = read_table(path.read_bytes(), resource)
            problems.extend(wrong)
            if table is not None:
                tables[resource.name] = table
    if package:
        described = {resource.path for resource in resources.values()}
        for path in sorted((root / DATA_FOLDER).glob("*.csv")):
            if path.name not in described:
                hint = (
                    f"Describe it in {PACKAGE_FILE}: name, path, title, and each field with title and type."
                )
                message = "nothing says what this table holds."
                problems.append(Problem(f"{DATA_FOLDER}/{path.name}", 0, "undescribed-data", message, hint))
    return OpenData(tables, package), problems


def read_table(raw: bytes, resource: Resource) -> tuple[DataTable | None, list[Problem]]:
    """Gives a table out of the bytes of its file, None where it cannot be read, and what is wrong with it."""
    where = f"{DATA_FOLDER}/{resource.path}"
    problems: list[Problem] = []
    text = _text(raw, where, problems)
    if text is None:
        return None, problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    names = [field.name for field in resource.fields]
    line = 1
    try:
        header = next(reader, [])
        problems.extend(_check_header(header, names, where))
        if problems:
            return None, problems
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(names):
                if not cells:
                    message, hint = "an empty line.", "Take it out."
                else:
                    message = f"{len(cells)} cells; the first line names {len(names)}."
                    hint = "Put a text that holds a comma in quotes."
                problems.append(Problem(where, line, "data-columns", message, hint))
            else:
                row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        hint = 'Look for a quotation mark that is not closed; inside a text write it twice: "".'
        problems.append(Problem(where, line, "bad-data", f"not readable as CSV: {error}.", hint))
        return None, problems
    if not rows and not problems:
        message = "there are no rows below the names of the columns."
        problems.append(Problem(where, 1, "bad-data", message, "Add them, or take the file out."))
    for field in resource.fields:
        problems.extend(_check_column(field, rows, lines, where))
    return DataTable(resource, tuple(rows), tuple(lines), raw), problems


def loose_rows(text: str) -> Iterator[tuple[dict[str, str], int]]:
    """Yields the rows of any CSV file with their lines, up to where it can no longer be read."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield row, reader.line_num
    except csv.Error:  # `load_data` says so
        return


def _text(raw: bytes, where: str, problems: list[Problem]) -> str | None:
    hint = "Save it as UTF-8 without a byte order mark, with commas between the columns."
    if not raw.strip():
        problems.append(
            Problem(where, 0, "bad-data", "the file is empty.", "Add the columns, or take it out.")
        )
        return None
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        problems.append(Problem(where, 1, "bad-data", "the file begins with a byte order mark.", hint))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(where, line, "bad-data", "the file is not saved as UTF-8.", hint))
        return None
    stray = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    if stray:
        line = text.count("\n", 0, stray.start()) + 1
        message = f"a character that no text has (code {ord(stray[0])})."
        problems.append(Problem(where, line, "bad-data", message, "Take it out."))
        return None
    return text


def _check_header(header: Sequence[str], names: Sequence[str], where: str) -> Iterator[Problem]:
    if list(header) == list(names):
        return
    if len(header) == 1 and re.search(r"[;\t|]", header[0]) and len(names) > 1:
        hint = "Save it with commas between the columns."
        yield Problem(where, 1, "data-columns", "the columns are not separated by commas.", hint)
        return
    missing = [name for name in names if name not in header]
    extra = [name for name in header if name not in names]
    said = []
    if missing:
        said.append(f"missing {', '.join(missing)}")
    if extra:
        said.append(f"not described: {', '.join(extra)}")
    message = f"columns differ from the description: {'; '.join(said) or 'another order'}."
    hint = f"{PACKAGE_FILE} says {','.join(names)}."
    yield Problem(where, 1, "data-columns", message, hint)


def _check_column(
    field: DataField, rows: Sequence[Row], lines: Sequence[int], where: str
) -> Iterator[Problem]:
    constraints = field.constraints or {}
    seen: dict[str, int] = {}
    for row, line in zip(rows, lines, strict=True):
        value = row[field.name]
        if not value:
            if constraints.get("required"):
                message = f"'{field.name}' is empty."
                yield Problem(where, line, "data-value", message, "Fill it in, or take the row out.")
            continue
        wrong = _wrong_value(value, field)
        if wrong:
            yield Problem(where, line, "data-value", f"'{field.name}' is '{value[:40]}'.", wrong)
        elif constraints.get("unique") and value in seen:
            hint = f"Line {seen[value]} has it already."
            yield Problem(where, line, "data-value", f"'{field.name}' is '{value[:40]}' again.", hint)
        if field.name == "mark" and value in _UNPUBLISHED:
            hint = "Take the row out, or check it and change its mark."
            yield Problem(where, line, "unpublishable-source", f"the row is marked {value}.", hint)
        seen.setdefault(value, line)


def _wrong_value(value: str, field: DataField) -> str:
    """Gives what a value should be, or an empty text where it is that."""
    constraints = field.constraints or {}
    number: Decimal | None = None
    match field.type:
        case "number" | "integer":
            try:
                number = Decimal(value) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else None
            except InvalidOperation:
                number = None
            if number is None:
                return "Write digits with a point: 79.7. Nothing else belongs in the cell."
            if abs(number) >= MOST:
                return "Write fewer digits, and the unit that they are in."
            if field.type == "integer" and number != int(number):
                return "Write a whole number."
            if field.unit == "percent" and not 0 <= number <= 100:
                return "A percentage lies between 0 and 100."
        case "year":
            if not re.fullmatch(r"(19|20)[0-9]{2}", value):
                return "Write a year of four digits."
        case "boolean":
            if value not in ("true", "false"):
                return "Write true or false."
        case "date":
            try:
                dt.date.fromisoformat(value)
            except ValueError:
                return "Write a date as 2026-11-25."
        case _:
            if value.startswith(_FORMULA):
                return "A spreadsheet would take this for a formula; begin it with a letter or a digit."
            if field.format == "uri" and not re.fullmatch(r"https?://[^\s/]+\S*", value):
                return "Write a whole address: https://…"
    if number is not None:
        if "minimum" in constraints and number < Decimal(str(constraints["minimum"])):
            return f"At least {constraints['minimum']}."
        if "maximum" in constraints and number > Decimal(str(constraints["maximum"])):
            return f"At most {constraints['maximum']}."
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
        return f"It must look like {constraints['pattern']}."
    if "enum" in constraints and value not in map(str, constraints["enum"]):
        return f"One of {', '.join(map(str, constraints['enum']))}."
    return ""
