"""A value of the open data as readers see it: numbers and units of their language, texts in their own."""

from __future__ import annotations

from decimal import Decimal

from courseware.content.data_package import DataField, Resource
from courseware.content.data_tables import Row
from courseware.languages import SOURCE
from courseware.site.written import decimal, percent
from courseware.strings import Strings

__all__ = ["cell", "localised", "number", "scale_number"]


def localised(resource: Resource, base: str, language: str) -> tuple[DataField, str]:
    """Gives the column that holds a text in a language, and the language it is in; empty where it has none.

    Other languages than those of the table read English, as its own readers' neighbours do.
    """
    names = {field.name: field for field in resource.fields}
    for code in (language, "en", SOURCE):
        if f"{base}_{code}" in names:
            return names[f"{base}_{code}"], code
    return names[base], ""


def number(value: str, unit: str, language: str) -> str:
    """Gives a number with as many decimals as it was written with: "84.10" stays exact."""
    decimals = len(value.partition(".")[2])
    return _written(Decimal(value), decimals, unit, language)


def scale_number(value: float, unit: str, language: str) -> str:
    """Gives a number of a scale: whole, unless its step is smaller than one."""
    shown = Decimal(f"{value:g}") if value < 1_000_000 else Decimal(round(value))
    decimals = max(0, -int(shown.as_tuple().exponent))
    return _written(shown, decimals, unit, language)


def _written(value: Decimal, decimals: int, unit: str, language: str) -> str:
    return (percent if unit == "percent" else decimal)(value, language, decimals)


def cell(row: Row, field: DataField, language: str, texts: Strings) -> str:
    """Gives what stands in a cell, as plain text."""
    value = row[field.name]
    if not value:
        return ""
    if field.type in ("number", "integer"):
        return number(value, field.unit, language)
    if field.type == "boolean":
        return texts(f"site.data.{value}")
    return value
