"""Countries in the reader's language and order, the European Union by our own texts."""

from __future__ import annotations

from collections.abc import Iterable

from courseware.content import countries
from courseware.strings import Strings
from courseware.words.alphabet import sort_key

__all__ = ["UNION", "country_name", "in_reading_order"]

UNION = "EU"
"""Code of the European Union in the open data: all its member states together."""


def country_name(code: str, texts: Strings) -> str:
    """Gives a country's name; a code that nobody knows stays a code."""
    return texts("site.rates.union") if code == UNION else countries.country_name(code, texts.language)


def in_reading_order(codes: Iterable[str], texts: Strings, first: str = "") -> list[str]:
    """Gives codes in the order of the names, after the one that comes first."""
    names = {code: country_name(code, texts) for code in codes}
    return sorted(names, key=lambda code: (code != first, sort_key(texts.language, names[code])))
