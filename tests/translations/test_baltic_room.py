"""The Baltic room is whole in nine languages, says how each text was made, and follows the Swedish."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.countries import COUNTRIES
from courseware.content.load import Library, load_library
from courseware.content.profiles import profiles
from courseware.languages import CODES, SOURCE
from courseware.translations.status import translations

OWN = {"da": "DK", "de": "DE", "et": "EE", "fi": "FI", "lt": "LT", "lv": "LV", "pl": "PL"}
"""The country that a language is spoken in."""
TRANSLATED = tuple(code for code in CODES if code != SOURCE)


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return load_library(project_root)


def test_every_country_of_the_room_has_a_profile(library: Library) -> None:
    assert tuple(profiles(library, SOURCE)) == tuple(COUNTRIES)
    assert profiles(library, SOURCE)["LV"].path == "baltic/latvia.md"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_of_the_room_is_missing_or_behind(library: Library, language: str) -> None:
    found = {
        page.key: page.status
        for page in translations(library, language)
        if page.key.startswith("baltic/") and page.status != "current"
    }
    assert found == {}


@pytest.mark.parametrize("language", sorted(OWN))
def test_a_country_is_described_for_its_own_readers_in_its_own_language(
    library: Library, language: str
) -> None:
    adapted = [
        path
        for path, page in library.pages[language].items()
        if path.startswith("baltic/") and page.front["translation"] == "adapted"
    ]
    assert adapted == [profiles(library, language)[OWN[language]].path]
