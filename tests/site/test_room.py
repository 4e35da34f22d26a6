"""A country at a glance, the themes of all countries and what is new, as readers of a language get them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from room_project import write_room

from courseware.site.build import build_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_room(tmp_path_factory.mktemp("room") / "project")
    build_site(root, languages=("sv", "lv"), jobs=1)
    return root / "site"


def html(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def test_a_profile_says_every_theme_with_its_source_and_names_its_gaps(site: Path) -> None:
    page = html(site, "baltic/latvia")
    shown = re.search(r'<dl class="glance">(.*?)</dl>', page, re.DOTALL)
    assert shown is not None
    assert len(re.findall("<dt>", shown[1])) == 7
    assert '<a class="cite"' in shown[1]
    assert '<span class="gap">ingen källa hittad</span>' in shown[1]
    assert '<body class="kind-profile' in page or "kind-profile" in page


def test_themes_compare_the_countries_in_the_words_of_their_profiles(site: Path) -> None:
    page = html(site, "baltic/comparison")
    assert page.count('<table class="themes">') == 7
    rows = re.findall(r'<tr data-country="(..)">', page)
    assert rows == ["SE", "LV"] * 7
    assert '<a href="../latvia/">Lettland</a>' in page
    assert "Lettland om age." in page
    # The sources of the lines are the page's own.
    assert 'id="source-skolverket2025"' in page


def test_a_country_without_a_profile_in_the_language_is_shown_in_swedish_and_says_so(site: Path) -> None:
    page = html(site, "lv/baltic/comparison")
    assert '<a href="../latvia/">Latvija</a>' in page
    assert '<a href="../sweden/" lang="sv">Sverige</a>' in page
    assert re.search(r'<td lang="sv">Sverige om age', page)
    assert re.search(r"<td>Latvija om age", page)
    assert "avots nav atrasts" in page


def test_what_is_new_is_told_in_the_readers_language(site: Path) -> None:
    swedish = re.search(r'<ul class="changes">(.*?)</ul>', html(site, "baltic"), re.DOTALL)
    assert swedish is not None
    assert re.findall(r"<a [^>]*>(.*?)</a>", swedish[1]) == ["Sverige", "Jämförelsen"]
    assert '<time datetime="2026-11-25">25 november 2026</time>' in swedish[1]
    assert "Rättelse:" in swedish[1]
    # The page falls back to Swedish; our words in it are Latvian and say so.
    latvian = html(site, "lv/baltic")
    assert '<time datetime="2026-11-25" lang="lv">' in latvian
    assert '<a href="comparison/" lang="lv">Salīdzinājums</a>' in latvian
