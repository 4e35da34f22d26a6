"""What the open data is: docs/data/datapackage.json, a Data Package (datapackage.org), a resource a CSV file.

Texts for people follow the standard's pattern for languages: `{"": Swedish, "en": English}`, and
`languages` names both, the default first. A column in two languages is two columns, `measure_sv` and
`measure_en`, that readers see as one. What is ours beside the standard: a field's `unit`, and
`courseware.charts`, the drawings that can be made of a table.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from courseware.content.plain_json import read_json
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = [
    "BY_COUNTRY", "DATA_FOLDER", "KINDS", "MOST", "PACKAGE_FILE", "TYPES", "UNITS", "ChartSpec", "DataField",
    "Resource", "load_package",
]  # fmt: skip

DATA_FOLDER = "docs/data"
PACKAGE_FILE = "docs/data/datapackage.json"

TYPES = ("string", "number", "integer", "year", "boolean", "date")
"""Of the standard's field types those that we read."""

UNITS = ("percent", "percentage points", "persons", "years", "SEK", "count", "by row")
"""What a number may be counted in; "by row" where a column beside it says so."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "columns": ("x", "y"),
    "lines": ("x", "y"),
    "bars": ("label", "y"),
    "dots": ("label", "y"),
    "standing": ("country", "x", "y"),
    "panels": ("country", "x", "y"),
    "spark": ("country", "x", "y"),
}
"""Kinds of drawings, and the columns that each needs."""

BY_COUNTRY = ("standing", "panels", "spark")
"""Kinds that compare countries: where each stands, each over the years, one of them over the years."""

_ROLES = (
    "x", "y", "label", "series", "group", "detail", "qualifier", "break", "unverified",
    "country", "age", "flag", "note", "extraction", "sex",
)  # fmt: skip
_COUNTRY_ONLY = ("reference", "target", "datasets", "also")
_SPEC = ("kind", "title", "where", "top", "like", *_COUNTRY_ONLY, *_ROLES)
_VARIANT = re.compile(rf"(.+)_({'|'.join(CODES)})")


MOST = 10**15
"""What no number reaches: more than anybody counts, and less than a drawing can no longer divide."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -MOST < value < MOST


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(re.compile(value))
    except re.error:
        return False


def _is_choice(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(one, str | int | float) for one in value)
    )


_FLAG = (lambda value: isinstance(value, bool), "Write true or false.")
_LIMIT = (_is_number, "Write a number.")
_CONSTRAINTS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "required": _FLAG,
    "unique": _FLAG,
    "enum": (_is_choice, 'Write a list of values: ["a", "b"].'),
    "pattern": (_is_pattern, "Write a regular expression."),
    "minimum": _LIMIT,
    "maximum": _LIMIT,
}
"""The standard's rules for a column that we check, what each may be, and how to write it."""


@dataclass(frozen=True, slots=True)
class DataField:
    """One column."""

    name: str
    type: str
    titles: Mapping[str, str]
    """By language."""
    unit: str = ""
    format: str = ""
    constraints: Mapping[str, Any] | None = None

    @property
    def base(self) -> str:
        """The name without its language: "measure_sv" and "measure_en" are one column to readers."""
        return _base_of(self.name)


@lru_cache(maxsize=1024)
def _base_of(name: str) -> str:
    match = _VARIANT.fullmatch(name)
    return match[1] if match else name


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A drawing that can be made of a table."""

    kind: str
    columns: Mapping[str, str]
    """What each part of the drawing shows, by its role."""
    titles: Mapping[str, str]
    where: str = ""
    top: float | None = None
    """End of the scale, where it is not to follow from the largest value."""
    reference: str = ""
    """The country that stands for all: its line is drawn behind every other."""
    target: float | None = None
    """What has been agreed to stay below."""
    datasets: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the publisher calls the tables of the values, by the source that stands first in a row."""
    also: tuple[str, ...] = ()
    """Conditions of what stands in tables below the drawing, because it may not stand in it."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One table as it is described."""

    name: str
    path: str
    """Below docs/data/."""
    titles: Mapping[str, str]
    fields: tuple[DataField, ...]
    charts: Mapping[str, ChartSpec]
    line: int
    raw: Mapping[str, Any]
    """As it stands in the file, for publishing."""

    def field(self, name: str) -> DataField | None:
        """Gives a column by its name, or the first of those that readers see as one."""
        exact = next((one for one in self.fields if one.name == name), None)
        return exact or next((one for one in self.fields if one.base == name), None)

    @property
    def bases(self) -> tuple[str, ...]:
        """The columns as readers see them, in order."""
        return tuple(dict.fromkeys(one.base for one in self.fields))


def load_package(root: Path) -> tuple[dict[str, Resource], dict[str, Any], list[Problem]]:
    """Gives the described tables by name, the description itself, and what is wrong with it."""
    path = root / PACKAGE_FILE
    if not path.is_file():
        return {}, {}, []
    raw = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        data = read_json(raw)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        hint = "A comma or quotation mark is missing or left over near there."
        return (
            {},
            {},
            [Problem(PACKAGE_FILE, line, "bad-datapackage", f"not readable as JSON: {error}.", hint)],
        )
    reader = _Reader(raw)
    found = reader.package(data)
    return found, data if isinstance(data, dict) else {}, reader.problems


class _Reader:
    """Reads the description and gathers what is wrong with it."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.problems: list[Problem] = []

    def _wrong(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(PACKAGE_FILE, line, "bad-datapackage", message, hint))

    def _line(self, key: str, value: str, after: int = 0) -> int:
        """Gives the line of `"key": "value"`, the first below another line; 0 where there is none."""
        start = 0
        for _ in range(max(after - 1, 0)):
            start = self._raw.find("\n", start) + 1
        match = re.compile(rf'"{key}"\s*:\s*{re.escape(json.dumps(value, ensure_ascii=False))}').search(
            self._raw, start
        )
        return self._raw.count("\n", 0, match.start()) + 1 if match else after

    def package(self, data: Any) -> dict[str, Resource]:
        resources = data.get("resources") if isinstance(data, dict) else None
        if not isinstance(resources, list):
            self._wrong(1, "there is no list of resources.", 'Write {"resources": [ … ]}.')
            return {}
        if data.get("languages") != ["sv", "en"]:
            self._wrong(1, "the languages are not given.", 'Write "languages": ["sv", "en"].')
        found: dict[str, Resource] = {}
        for position, entry in enumerate(resources, 1):
            resource = self._resource(entry, position)
            if resource is None:
                continue
            if resource.name in found:
                self._wrong(resource.line, f"'{resource.name}' stands twice.", "Keep one of them.")
                continue
            found[resource.name] = resource
        return found

    def _resource(self, entry: Any, position: int) -> Resource | None:
        if not isinstance(entry, dict):
            self._wrong(0, f"resource {position} is no mapping.", 'Write {"name": …, "path": …}.')
            return None
        name, path = entry.get("name"), entry.get("path")
        if not isinstance(name, str) or not ID_PATTERN.fullmatch(name):
            hint = 'Give it a "name" of small letters, digits and hyphens.'
            self._wrong(0, f"resource {position} has no name.", hint)
            return None
        line = self._line("name", name)
        if not isinstance(path, str) or not re.fullmatch(r"[a-z0-9-]+\.csv", path):
            hint = f'Write "path": "{name}.csv", the name of a file in {DATA_FOLDER}/.'
            self._wrong(line, f"'{name}' has no path to a CSV file.", hint)
            return None
        schema = entry.get("schema")
        written = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(written, list) or not written:
            self._wrong(line, f"'{name}' describes no fields.", 'Write "schema": {"fields": [ … ]}.')
            return None
        fields = tuple(
            field for field in (self._field(one, name, line) for one in written) if field is not None
        )
        names = [field.name for field in fields]
        for twice in sorted({one for one in names if names.count(one) > 1}):
            self._wrong(line, f"'{name}' has the field '{twice}' twice.", "Keep one of them.")
        for field in fields:
            if field.name != field.base:
                for code in ("sv", "en"):
                    if f"{field.base}_{code}" not in names:
                        hint = f"Add a column '{field.base}_{code}'."
                        self._wrong(line, f"'{name}': '{field.base}' is not in both languages.", hint)
        resource = Resource(name, path, self._titles(entry, f"'{name}'", line), fields, {}, line, entry)
        return Resource(name, path, resource.titles, fields, dict(self._charts(entry, resource)), line, entry)

    def _field(self, entry: Any, resource: str, after: int) -> DataField | None:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            hint = 'Give each a "name" of small letters, digits and underscores.'
            self._wrong(after, f"a field of '{resource}' has no name.", hint)
            return None
        line = self._line("name", name, after)
        kind, unit = str(entry.get("type", "")), str(entry.get("unit", ""))
        if kind not in TYPES:
            hint = did_you_mean(kind, TYPES) or f"One of {', '.join(TYPES)}."
            self._wrong(line, f"'{resource}.{name}' has the type '{kind}'.", hint)
            kind = "string"
        if (kind in ("number", "integer") or unit) and unit not in UNITS:
            hint = did_you_mean(unit, UNITS) or f'Add "unit": one of {", ".join(UNITS)}.'
            self._wrong(line, f"'{resource}.{name}' has no known unit.", hint)
        constraints = entry.get("constraints") or {}
        if not isinstance(constraints, dict) or set(constraints) - set(_CONSTRAINTS):
            hint = f"We read {', '.join(_CONSTRAINTS)}."
            self._wrong(line, f"'{resource}.{name}' has constraints that nobody checks.", hint)
            constraints = {}
        for key, (accepts, hint) in _CONSTRAINTS.items():
            if key in constraints and not accepts(constraints[key]):
                self._wrong(line, f"'{resource}.{name}': the {key} is none.", hint)
                constraints = {other: value for other, value in constraints.items() if other != key}
        field = DataField(name, kind, {}, unit, str(entry.get("format", "")), constraints)
        # The second language of a column has no title of its own.
        if field.name == field.base or name.endswith(f"_{SOURCE}"):
            field = DataField(
                name, kind, self._titles(entry, f"'{resource}.{name}'", line), unit, field.format, constraints
            )
        return field

    def _titles(self, entry: Mapping[str, Any], what: str, line: int) -> dict[str, str]:
        title = entry.get("title")
        if (
            not isinstance(title, dict)
            or not all(isinstance(text, str) and text.strip() for text in title.values())
            or not {"", "en"} <= set(title)
        ):
            hint = 'Write "title": {"": "svenska", "en": "English"}.'
            self._wrong(line, f"{what} has no title in both languages.", hint)
            return {SOURCE: what, "en": what}
        return {code or SOURCE: text for code, text in title.items()}

    def _charts(self, entry: Mapping[str, Any], resource: Resource) -> Iterator[tuple[str, ChartSpec]]:
        own = entry.get("courseware")
        charts = own.get("charts", {}) if isinstance(own, dict) else {}
        if not isinstance(charts, dict):
            hint = 'Write "charts": {"a-name": {"kind": …}}.'
            self._wrong(resource.line, f"the charts of '{resource.name}' are no mapping.", hint)
            return
        for name, spec in charts.items():
            line = self._line("kind", str(spec.get("kind")), resource.line) if isinstance(spec, dict) else 0
            if isinstance(spec, dict) and "like" in spec:
                other = charts.get(str(spec["like"]))
                if not isinstance(other, dict) or "like" in other:
                    hint = "Name one that stands beside it and says everything itself."
                    message = f"the chart '{name}' of '{resource.name}': like is '{spec['like']}'."
                    self._wrong(line or resource.line, message, hint)
                    continue
                spec = {**other, **spec}
            wrong = _chart_problem(spec, resource)
            if wrong:
                self._wrong(
                    line or resource.line, f"the chart '{name}' of '{resource.name}': {wrong[0]}", wrong[1]
                )
                continue
            titles = self._titles(spec, f"the chart '{name}'", line) if "title" in spec else resource.titles
            columns = {role: str(spec[role]) for role in _ROLES if role in spec}
            yield (
                name,
                ChartSpec(
                    spec["kind"],
                    columns,
                    titles,
                    str(spec.get("where", "")),
                    spec.get("top"),
                    str(spec.get("reference", "")),
                    spec.get("target"),
                    spec.get("datasets", {}),
                    tuple(spec.get("also", ())),
                ),
            )


def _chart_problem(spec: Any, resource: Resource) -> tuple[str, str] | None:
    """Gives what is wrong with a chart, and the way out."""
    kind = spec.get("kind") if isinstance(spec, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return f"there is no kind '{kind}'.", did_you_mean(str(kind), KINDS) or f"One of {', '.join(KINDS)}."
    for key in spec:
        if key not in _SPEC:
            return f"'{key}' means nothing.", did_you_mean(key, _SPEC) or f"Known: {', '.join(_SPEC)}."
    for role in KINDS[kind]:
        if role not in spec:
            return f"it does not say what {role} is.", f'Add "{role}": the name of a column.'
    for role in _ROLES:
        name = spec.get(role)
        names = name.split() if role == "detail" and isinstance(name, str) else [name]
        if role in spec and any(not isinstance(one, str) or resource.field(one) is None for one in names):
            return f"{role} is '{name}', which is no column.", did_you_mean(str(name), resource.bases) or (
                f"Columns: {', '.join(resource.bases)}."
            )
    y = resource.field(spec["y"])
    if y is None or y.type not in ("number", "integer"):
        return f"'{spec['y']}' holds no numbers.", "Choose a column of the type number or integer."
    x = resource.field(spec.get("x", ""))
    if kind in ("lines", *BY_COUNTRY) and (x is None or x.type not in ("year", "integer")):
        return "a line needs years along its foot.", "Choose a column of the type year."
    for key in ("top", "target"):
        number = spec.get(key)
        if number is not None and not (_is_number(number) and number >= 1e-9):
            return f"{key} is {str(number)[:20]}.", "Write a number above 0."
    for key in _COUNTRY_ONLY:
        if key in spec and kind not in BY_COUNTRY:
            return f"'{key}' means nothing to {kind}.", f"Only {', '.join(BY_COUNTRY)} read it."
    datasets = spec.get("datasets", {})
    if not isinstance(datasets, dict) or not all(isinstance(one, str) for one in datasets.values()):
        return "datasets is no mapping of names.", 'Write "datasets": {"a_source": "Publisher table"}.'
    also = spec.get("also", [])
    if not isinstance(also, list) or not all(isinstance(one, str) for one in also):
        return "also is no list of conditions.", 'Write "also": ["column=value"].'
    return None
