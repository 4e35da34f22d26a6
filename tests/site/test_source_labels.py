"""What a source is called in the running text."""

from __future__ import annotations

from pathlib import Path

from courseware.site.sources import entry_html, label
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]

STATUTE = {
    "id": "skollagen",
    "type": "legislation",
    "title": "Skollag (2010:800), i lydelse till och med SFS 2025:1497",
    "title-short": "Skollagen",
    "issued": {"date-parts": [[2010]]},
    "publisher": "Svensk författningssamling",
}


def test_a_statute_goes_by_its_name() -> None:
    assert label(STATUTE) == "Skollagen"


def test_the_full_entry_keeps_title_and_publisher() -> None:
    entry = entry_html(STATUTE, load_strings(ROOT, "sv"))
    assert "Skollag (2010:800), i lydelse till och med SFS 2025:1497" in entry
    assert "Svensk författningssamling (2010)" in entry


def test_other_sources_go_by_who_and_when() -> None:
    assert label({"author": [{"literal": "CSN"}], "issued": {"date-parts": [[2024]]}}) == "CSN 2024"
