"""The chain of command: one template for every link, all in their place, and one picture of the phases."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LANGUAGES = ("sv", "en")
IDS: dict[str, list[str]] = yaml.safe_load((ROOT / "docs/data/ids.yml").read_text(encoding="utf-8"))
LINKS = sorted(path.stem for path in (ROOT / "docs/sv/chain").glob("*.md") if path.stem != "index")
PAGES = [f"roles/{role}" for role in IDS["roles"]] + [f"chain/{link}" for link in LINKS]
TEMPLATE = ("your-link", "know", "do", "ask-up", "ask-down", "first-30-days", "time", "takeaway")
MODULES = [f"M{number:02}" for number in range(1, 17)]


def _text(language: str, page: str) -> str:
    return (ROOT / "docs" / language / f"{page}.md").read_text(encoding="utf-8")


def _front(page: str) -> dict[str, Any]:
    front: dict[str, Any] = yaml.safe_load(_text("sv", page).split("---\n")[1])
    return front


def _section(text: str, name: str) -> str:
    found = re.search(rf"^## .*\{{#{name}\}}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, name
    return found[1]


def _rows(section: str) -> list[list[str]]:
    """Gives the cells of a table, without its heading."""
    lines = [line for line in section.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _minutes(text: str) -> int:
    return sum(int(number) for number in re.findall(r"\d+", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_has_the_same_headings_in_the_same_order(language: str, page: str) -> None:
    found = re.findall(r"^## .*\{#([a-z0-9-]+)\}$", _text(language, page), re.M)
    wanted = [name for name in TEMPLATE if name in found or name != "time"]
    assert found == wanted
    if page.startswith("roles/"):
        assert "time" in found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_asks_up_and_down_and_leaves_a_product_within_a_month(language: str, page: str) -> None:
    text = _text(language, page)
    for name in ("ask-up", "ask-down"):
        rows = _rows(_section(text, name))
        assert len(rows) >= 3
        assert all(len(row) == 2 and all(row) for row in rows)
    month = _section(text, "first-30-days")
    week = {"sv": "Vecka", "en": "Week"}[language]
    assert re.findall(rf"\*\*{week} (\d)\.\*\*", month) == ["1", "2", "3", "4"]
    assert len(re.findall(r"^\*\*(?:Din|Er|Your) (?:produkt|product):\*\* ", month, re.M)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chain_names_every_link_once_in_the_same_order_in_list_and_table(language: str) -> None:
    listed = [entry.removeprefix("../") for entry in _front("chain/index")["pages"]]
    listed = [entry if "/" in entry else f"chain/{entry}" for entry in listed]
    assert sorted(listed) == sorted(PAGES)
    table = _rows(_section(_text(language, "chain/index"), "link-by-link"))
    targets = [re.search(r"\]\((?:\.\./)?([a-z/-]+)\.md\)", row[0]) for row in table]
    linked = [match[1] if "/" in match[1] else f"chain/{match[1]}" for match in targets if match]
    assert linked == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_shows_every_module_in_order_with_what_it_leaves(language: str) -> None:
    text = _text(language, "phases")
    figure = re.search(r":::\{figure draw=process title=\"[^\"]+\"\}\n(.*?)\n:::", text, re.S)
    assert figure
    steps = re.findall(r"^  - \*\*(M\d\d) ([^*]+)\*\*:? ?(.*)$", figure[1], re.M)
    assert [step[0] for step in steps] == MODULES
    assert all(len(product) > 5 for _, _, product in steps)
    first, second = re.split(r"^- \*\*(?:Fas|Phase) 2", figure[1], flags=re.M)
    assert re.findall(r"M\d\d", first) == MODULES[:13]
    assert re.findall(r"M\d\d", second) == MODULES[13:]
    decisions = re.findall(r"^  - \? \*\*(?:Beslut|Decision) (\d), [^*]+:\*\* .*\?$", figure[1], re.M)
    assert decisions == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_year_and_plan_agree_with_the_picture(language: str) -> None:
    text = _text(language, "phases")
    decisions = _rows(_section(text, "decisions"))
    dated = [re.match(r"\*\*(\d) [^*]+\*\*, (\w+),? (?:år|year) (\d): ", row[0]) for row in decisions]
    assert [found[1] for found in dated if found] == ["1", "2", "3", "4", "5"]
    wheel = _rows(_section(text, "year-wheel"))
    for number, month, year in (found.groups() for found in dated if found):
        cell = next(row for row in wheel if row[0].lower() == month.lower())[int(year)]
        assert re.search(rf"(?:beslut|decision) {number}\b", cell), month
    first = [name for row in wheel for name in re.findall(r"M\d\d", row[1])]
    assert first == MODULES[:13]
    second = [name for row in wheel for name in re.findall(r"M\d\d", row[2])]
    assert sorted(set(second)) == MODULES[13:]
    assert all(earlier <= later for earlier, later in pairwise(second))
    plan = _rows(_section(text, "plan-headings"))
    assert [row[0].partition(".")[0] for row in plan] == [str(number) for number in range(1, 15)]
    assert set(re.findall(r"M\d\d", " ".join(row[1] for row in plan))) == set(MODULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_of_the_meetings_add_up(language: str) -> None:
    meetings = _rows(_section(_text(language, "phases"), "cadence"))
    for row in (meetings[0], meetings[2]):
        assert _minutes(row[2]) == _minutes(row[1])
    agenda = _section(_text(language, "chain/development-team"), "do")
    steps = re.findall(r"^\d\. \*\*.*?, (\d+) min", agenda, re.M)
    assert sum(map(int, steps)) == _minutes(meetings[0][1])


def test_cases_use_the_figures_of_the_invented_municipality() -> None:
    text = (ROOT / "docs/data/example-municipality.yml").read_text(encoding="utf-8")
    municipality = yaml.safe_load(text)
    grade, kaa = municipality["grade_9"], municipality["kaa"]
    school = next(entry for entry in municipality["schools"] if entry["id"] == "gymnasiet")
    detection, absence = municipality["early_detection"], municipality["absence_spring_2026"]["years_7_9"]
    cases = {
        "roles/board-member": (grade["eligible"], grade["pupils"], grade["not_eligible"]),
        "roles/head-of-administration": (grade["not_eligible"], grade["pupils"]),
        "chain/index": (grade["not_eligible"], grade["pupils"]),
        "roles/principal": (
            detection["first_list"]["flagged"],
            school["pupils"],
            detection["second_list"]["flagged"],
            school["mentors"],
        ),
        "roles/kaa-coordinator": (
            kaa["registered"],
            kaa["reached"],
            kaa["in_measure"],
            kaa["back_in_education"],
            kaa["registered"] - kaa["reached"],
        ),
        "chain/operations-manager": (absence["at_least_10_percent"], 630),
    }
    for page, figures in cases.items():
        for language in LANGUAGES:
            case = re.search(r"^:::\{case.*?\n:::$", _text(language, page), re.M | re.S)
            assert case, page
            said = {int(number) for number in re.findall(r"\d+", case[0])}
            assert set(figures) <= said, (page, language)
