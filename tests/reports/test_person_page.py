"""The page that a person gets of what is held about them: everything, escaped, the same for the same data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courseware.reports.person_page import SECTIONS, person_page
from courseware.strings import Strings, load_strings

DAY = date(2026, 11, 21)


@pytest.fixture
def data() -> dict[str, Any]:
    """Somebody with a row in every part, whose texts try to break the page."""
    row = {column: f"{column}<&" for columns in SECTIONS.values() for column in columns}
    row |= {
        "stays": [{"started": "2026-02-01", "ended": None}],
        "at": "2026-02-03T10:00:00Z",
        "whole_hours": True,
    }
    row |= {
        "before": None,
        "after": {"name": "Anna <Påhittad>", "minutes": {"2026-02-12": 180}},
        "minutes": 180,
    }
    someone = {
        "id": 1,
        "name": "Anna <Påhittad>",
        "number": "198501012382",
        "email": None,
        "protected": False,
    }
    project = {"id": "demo", "title": "Ett & annat", "owner": "Ekdalen", "retain_until": "2033-12-31"}
    return {"person": someone, "projects": [project], **{name: [row] for name in SECTIONS}}


def test_every_part_has_its_heading_columns_and_row(data: dict[str, Any], t: Strings) -> None:
    page = person_page(data, t, made=DAY)
    for name in SECTIONS:
        assert f"<h2>{t(f'admin.person.{name}')}</h2>" in page
    assert page.count(">1 rad<") == len(SECTIONS)
    assert "Anna &lt;Påhittad&gt;" in page
    assert "<Påhittad>" not in page
    assert "Ekdalen ansvarar för uppgifterna. Underlaget måste sparas till och med 2033-12-31." in page
    assert "2026-02-03 10:00" in page
    assert t("admin.person.nothing") not in page


def test_parts_without_rows_are_named_as_such(data: dict[str, Any], t: Strings) -> None:
    data["codes"] = []
    page = person_page(data, t, made=DAY)
    assert f"<h2>{t('admin.person.codes')}</h2>" not in page
    assert f"<li>{t('admin.person.codes')}</li>" in page


def test_a_date_that_nobody_has_decided_is_said_to_be_missing(data: dict[str, Any], t: Strings) -> None:
    data["projects"][0] |= {"retain_until": None, "owner": ""}
    assert t("admin.person.kept.unknown") in person_page(data, t, made=DAY)


def test_the_same_data_give_the_same_page(data: dict[str, Any], t: Strings) -> None:
    assert person_page(data, t, made=DAY) == person_page(data, t, made=DAY)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(
    data: dict[str, Any], project_root: Any, browser_page: Any, language: str, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    browser_page.emulate_media(color_scheme=scheme)
    browser_page.set_viewport_size({"width": 320, "height": 800})
    browser_page.set_content(person_page(data, load_strings(project_root, language), made=DAY))
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(browser_page)
    assert found.violations_count == 0, found.generate_report()
