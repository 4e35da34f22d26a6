"""Provisions: nothing without a source, a mark and both languages, and pages that show every one."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LAW = ROOT / "docs/sv/law"
OFFICIAL_HOSTS = {
    "data.riksdagen.se",
    "eur-lex.europa.eu",
    "www.csn.se",
    "www.digg.se",
    "www.regeringen.se",
    "www.riksdagen.se",
    "www.skolverket.se",
}
SITUATIONS = {
    "absence",
    "concern",
    "data-protection",
    "governance",
    "re-engagement",
    "rights-and-access",
    "sharing",
    "support",
}
STATUS = {
    "text": ("Läst i kopia", "Read in a copy"),
    "seen": ("Sedd i sammanfattning", "Seen in a summary"),
    "partly": ("Delvis kontrollerad", "Partly checked"),
    "not-verified": ("Ej kontrollerad", "Not verified"),
    "proposal": ("Förslag", "Proposal"),
}
"""How we have read a provision, and what the reader is told."""

_SHOWN = re.compile(r':::\{table data=provisions where="(\w+)([=~])([a-z0-9-]+)" columns="([a-z,]+)"\}')


def _rows() -> list[dict[str, str]]:
    with (ROOT / "docs/data/provisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


ROWS = _rows()


def _shown() -> list[tuple[str, str, str, str, str]]:
    pages = sorted(LAW.glob("*.md"))
    return [(page.stem, *match) for page in pages for match in _SHOWN.findall(page.read_text("utf-8"))]


def _matches(row: dict[str, str], column: str, sign: str, value: str) -> bool:
    return value in row[column].split(";") if sign == "~" else row[column] == value


@pytest.fixture(scope="module")
def sources() -> dict[str, dict[str, object]]:
    entries = json.loads((ROOT / "docs/data/bibliography.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries}


def test_ids_stand_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) for name in ids)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_cell_is_filled_in_both_languages(row: dict[str, str]) -> None:
    assert not [name for name, cell in row.items() if not cell or cell != cell.strip()]
    assert row["meaning_sv"].endswith(".")
    assert row["meaning_en"].endswith(".")
    assert row["meaning_sv"] != row["meaning_en"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_status_is_known_and_said_in_both_languages(row: dict[str, str]) -> None:
    assert (row["status_sv"], row["status_en"]) == STATUS[row["reading"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_sources_are_known_and_may_be_published(
    row: dict[str, str], sources: dict[str, dict[str, object]]
) -> None:
    for key in row["source"].split(";"):
        custom = sources[key]["custom"]
        assert isinstance(custom, dict)
        assert custom["mark"] in ("S", "K")


def test_a_statute_read_in_a_copy_cites_one(sources: dict[str, dict[str, object]]) -> None:
    for row in ROWS:
        notes = [str(sources[key].get("custom")) for key in row["source"].split(";")]
        read = any("read in a copy" in note for note in notes)
        assert read or row["reading"] != "text", row["id"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_roles_and_situations_are_known(row: dict[str, str]) -> None:
    ids = yaml.safe_load((ROOT / "docs/data/ids.yml").read_text(encoding="utf-8"))
    roles, situations = row["roles"].split(";"), row["situations"].split(";")
    assert set(roles) <= set(ids["roles"])
    assert set(situations) <= SITUATIONS
    assert len(roles) == len(set(roles))
    assert len(situations) == len(set(situations))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_links_lead_to_official_sites(row: dict[str, str]) -> None:
    address = urlsplit(row["url"])
    assert address.scheme == "https"
    assert address.hostname in OFFICIAL_HOSTS


def test_section_numbers_are_the_same_in_both_languages() -> None:
    for row in ROWS:
        assert re.findall(r"\d+", row["provision_sv"]) == re.findall(r"\d+", row["provision_en"]), row["id"]


def test_every_provision_stands_in_the_whole_table_once() -> None:
    whole = [shown for shown in _shown() if shown[0] == "provisions"]
    for row in ROWS:
        assert sum(_matches(row, *shown[1:4]) for shown in whole) == 1, row["id"]


def test_every_situation_page_and_every_role_shows_its_provisions() -> None:
    shown = {(page, column, value) for page, column, _, value, _ in _shown()}
    ids = yaml.safe_load((ROOT / "docs/data/ids.yml").read_text(encoding="utf-8"))
    assert {("by-role", "roles", role) for role in ids["roles"]} <= shown
    assert {(page, "situations", page) for page in SITUATIONS - {"governance"}} <= shown


def test_no_table_is_empty_or_asks_for_a_column_that_is_not_there() -> None:
    assert _shown()
    for page, column, sign, value, columns in _shown():
        assert any(_matches(row, column, sign, value) for row in ROWS), (page, value)
        for name in columns.split(","):
            assert name in ROWS[0] or {f"{name}_sv", f"{name}_en"} <= set(ROWS[0]), (page, name)
