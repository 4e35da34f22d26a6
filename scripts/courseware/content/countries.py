"""The countries of the Baltic room, and what a country is called in a language (Unicode locale data)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from courseware.languages import LANGUAGES

__all__ = ["COUNTRIES", "country_name"]

COUNTRIES: Mapping[str, str] = {
    "SE": "sweden",
    "DK": "denmark",
    "EE": "estonia",
    "FI": "finland",
    "DE": "germany",
    "LV": "latvia",
    "LT": "lithuania",
    "PL": "poland",
    "NO": "norway",
}
"""ISO 3166-1: the member states of the EU Strategy for the Baltic Sea Region, and a neighbour; each with the
English word that stands for it in the names of pages and files."""


def country_name(code: str, language: str) -> str:
    """Gives a country's name in a language; a code that nobody knows stays a code."""
    return _names(language).get(code, code)


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    from babel import Locale  # It takes a while, and most commands need none.

    return dict(Locale.parse(LANGUAGES[language].locale).territories)
