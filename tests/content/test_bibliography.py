"""Sources that nothing can be made of are named, before a page or an export is made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courseware.content.bibliography import load_bibliography

GOOD: dict[str, Any] = {
    "id": "ek2020",
    "type": "article-journal",
    "title": "Skolan",
    "author": [{"family": "Ek", "given": "Ann"}, {"literal": "Skolverket"}],
    "issued": {"date-parts": [[2020, 3, 9]]},
    "volume": 4,
    "URL": "https://a.example/x",
    "DOI": "10.1000/182",
    "custom": {"mark": "S"},
}


def wrong(folder: Path, **other: Any) -> list[str]:
    path = folder / "docs/data/bibliography.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps([{**GOOD, **other}], indent=1), encoding="utf-8")
    problems = load_bibliography(folder)[1]
    assert all(one.hint or one.code == "bad-bibliography" for one in problems)
    return [f"{one.line}: {one.code}: {one.message}" for one in problems]


def test_a_good_source_is_read(tmp_path: Path) -> None:
    assert wrong(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("author", "Ek, Ann"),
        ("author", [None]),
        ("author", ["Ek"]),
        ("author", {"family": "Ek"}),
        ("author", [{"given": "Ann"}]),
        ("editor", [{"family": "Ek", "given": 5}]),
        ("issued", "2020"),
        ("issued", {"date-parts": []}),
        ("issued", {"date-parts": [[]]}),
        ("issued", {"date-parts": [["2020", "05"]]}),
        ("issued", {"date-parts": [[2020, 13]]}),
        ("issued", {"date-parts": [[2020, True]]}),
        ("URL", "javascript:alert(1)"),
        ("URL", "https://a.example/ b"),
        ("URL", ["https://a.example/"]),
        ("DOI", "https://doi.org/10.1000/182"),
        ("title-short", ["a"]),
        ("language", {}),
        ("number", True),
    ],
)
def test_a_field_that_cannot_be_read_is_named(tmp_path: Path, name: str, value: Any) -> None:
    assert wrong(tmp_path, **{name: value}) == [f"3: bad-source: the {name} of 'ek2020' cannot be read."]


@pytest.mark.parametrize("value", ["\ud800", "a\x00b", "a\x1b[31m", float("nan"), float("inf")])
def test_what_cannot_be_published_is_not_read(tmp_path: Path, value: Any) -> None:
    assert "bad-bibliography: not readable as JSON" in wrong(tmp_path, note=value)[0]
