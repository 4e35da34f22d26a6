"""Which indicators a programme period has, who provides each, and which can be counted here: a file a period.

What was found in a source and what is only practice is marked in the file and printed in every table.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from courseware.errors import CoursewareError
from courseware.reports.shipped import list_shipped, parse_toml, read_shipped

__all__ = ["Indicator", "IndicatorList", "load_indicators", "parse_indicators"]

Kind = Literal["output", "immediate", "longer", "programme"]
Class = Literal["ordinary", "special", "entity"]
Provider = Literal["computed", "registers", "asked", "partly-registers", "entity", "project"]
Mark = Literal["F", "K", "I"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "code_mark": ("F", "K"),
    "name_mark": ("F", "K"),
    "class": get_args(Class),
    "kind": get_args(Kind),
    "provider": get_args(Provider),
    "provider_mark": ("F", "I"),
}
_KEYS = {*_CHOICES, "code", "en", "sv", "count", "ages", "notes"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One common indicator, or the programme's own."""

    code: str
    """Empty where there is none."""
    code_mark: Mark
    """F where the code was seen in a source, K where it only follows practice."""
    names: dict[str, str]
    """By language; the Swedish one is our translation."""
    name_mark: Mark
    data_class: Class
    kind: Kind
    provider: Provider
    provider_mark: Mark
    counts_all: bool
    """Whether it is the number of all participants."""
    ages: tuple[int, int] | None
    """Youngest and oldest age at the first entry, where the indicator is nothing but an age."""
    notes: tuple[str, ...]
    """Ends of the keys `admin.indicators.note.…`."""


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """The indicators of one programme period, in the regulation's order."""

    name: str
    """The file's name, printed with the table."""
    fingerprint: str
    """The first 16 hex digits of SHA-256 over the file, printed with the table."""
    source: str
    indicators: tuple[Indicator, ...]


def load_indicators(programme_period: str) -> IndicatorList:
    """Gives the indicators of a programme period (`2014-2020`).

    Raises:
        CoursewareError: There are none, or the file is not a valid list.
    """
    known = list_shipped("indicators")
    if programme_period not in known:
        raise CoursewareError(
            f"There is no list of indicators for programme period '{programme_period}' "
            f"(there is: {', '.join(known)}). Set programme_period in the project file to one of them."
        )
    return parse_indicators(f"{programme_period}.toml", read_shipped("indicators", programme_period))


def parse_indicators(name: str, content: bytes) -> IndicatorList:
    """Gives the list that a file's bytes describe.

    Raises:
        CoursewareError: Something in it is wrong; names every indicator and fault.
    """
    data = parse_toml(name, content)
    faults: list[str] = []
    entries = data.get("indicator", [])
    found = [_indicator(place, entry, faults) for place, entry in enumerate(entries, 1)]
    codes = [entry.get("code") for entry in entries if entry.get("code")]
    faults += [f"the code {code} stands twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    ages = sorted(item.ages for item in found if item.ages)
    if any(one[1] >= other[0] for one, other in pairwise(ages)):
        # The table is cut by age, so that a person stands in one row of it.
        faults.append("two indicators share an age")
    if not found:
        faults.append("there must be at least one [[indicator]]")
    if faults:
        raise CoursewareError("\n".join(f"{name}: {fault}." for fault in faults))
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    return IndicatorList(name, fingerprint, str(data.get("source", "")), tuple(found))


def _indicator(place: int, entry: dict[str, Any], faults: list[str]) -> Indicator:
    def fault(text: str) -> None:
        faults.append(f"indicator {place} ({entry.get('code') or 'without code'}): {text}")

    if unknown := set(entry) - _KEYS:
        fault(f"unknown {', '.join(sorted(unknown))}; there is {', '.join(sorted(_KEYS))}")
    for key, choices in _CHOICES.items():
        if key == "code_mark" and not entry.get("code"):
            continue
        if entry.get(key) not in choices:
            fault(f"'{key}' must be one of {', '.join(choices)}")
    for key in ("en", "sv"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            fault(f"'{key}' must be the name")
    ages = entry.get("ages")
    whole = isinstance(ages, list) and len(ages) == 2 and all(type(age) is int for age in ages)
    if ages is not None and not (whole and ages[0] <= ages[1]):
        fault("'ages' must be the youngest and the oldest age")
        ages = None
    if entry.get("count", "all") != "all":
        fault("'count' can only be \"all\"")
    return Indicator(
        code=str(entry.get("code", "")),
        code_mark=entry.get("code_mark", "F"),
        names={language: str(entry.get(language, "")) for language in ("en", "sv")},
        name_mark=entry.get("name_mark", "K"),
        data_class=entry.get("class", "ordinary"),
        kind=entry.get("kind", "output"),
        provider=entry.get("provider", "registers"),
        provider_mark=entry.get("provider_mark", "I"),
        counts_all="count" in entry,
        ages=(ages[0], ages[1]) if ages else None,
        notes=tuple(map(str, entry.get("notes", ()))),
    )
