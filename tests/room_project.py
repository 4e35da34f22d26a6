"""A course with a room of two countries, one of them in Latvian too: what tests of the room share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_project import write_project

from courseware.content.profiles import SECTIONS, THEMES

PACKAGE = """{"name": "room", "languages": ["sv", "en"], "licenses": [{"name": "CC-BY-4.0"}],
"title": {"": "Rum", "en": "Room"}, "description": {"": "Rum.", "en": "Room."},
"resources": [{"name": "changes", "path": "changes.csv",
"title": {"": "Ändringar", "en": "Changes"}, "description": {"": "Ändringar.", "en": "Changes."},
"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "sources": [{"title": "Vi"}],
"schema": {"fields": [
{"name": "date", "type": "date", "title": {"": "Dag", "en": "Day"}, "constraints": {"required": true}},
{"name": "page", "type": "string", "title": {"": "Sida", "en": "Page"}, "constraints": {"required": true}},
{"name": "kind", "type": "string", "title": {"": "Slag", "en": "Kind"},
"constraints": {"required": true, "enum": ["new", "figures", "rewritten", "corrected"]}}]}}]}
"""


def glance(country: str, gaps: tuple[str, ...] = ()) -> str:
    """Gives a block with a sourced line on every theme, `-` where there is a gap."""
    lines = (
        f"- {theme}: -" if theme in gaps else f"- {theme}: {country} om {theme}. [@skolverket2025]"
        for theme in THEMES
    )
    return ":::{glance}\n" + "\n".join(lines) + "\n:::"


def profile(title: str, block: str, *, country: str = "", front: str = "") -> str:
    """Gives a profile on the template."""
    named = f"country: {country}\n" if country else ""
    sections = "\n\n".join(
        f"## Om {section} {{#{section}}}\n\n{block if section == 'glance' else 'Text.'}"
        for section in SECTIONS
    )
    return f"---\ntitle: {title}\nsummary: Ett land.\n{named}{front}---\nInledning.\n\n{sections}\n"


FILES: Mapping[str, str] = {
    "docs/sv/baltic/index.md": (
        "---\ntitle: Rummet\nsummary: Grannar.\npages: [comparison, latvia, sweden]\n---\n"
        "## Nytt {#new}\n\n:::{changes under=baltic count=2}\n:::\n"
    ),
    "docs/sv/baltic/comparison.md": (
        "---\ntitle: Jämförelsen\nsummary: Sida vid sida.\n---\n"
        "## Teman {#themes}\n\n:::{themes}\nLäs så.\n:::\n"
    ),
    "docs/lv/baltic/comparison.md": (
        "---\ntitle: Salīdzinājums\nsummary: Blakus.\ntranslation: machine\n---\n"
        "## Temati {#themes}\n\n:::{themes}\n:::\n"
    ),
    "docs/sv/baltic/latvia.md": profile("Lettland", glance("Lettland", ("guidance",)), country="LV"),
    "docs/lv/baltic/latvia.md": profile(
        "Latvija", glance("Latvija", ("guidance",)), front="translation: adapted\n"
    ),
    "docs/sv/baltic/sweden.md": profile("Sverige", glance("Sverige"), country="SE"),
    "docs/data/datapackage.json": PACKAGE,
    "docs/data/changes.csv": (
        "date,page,kind\n2026-11-20,baltic/latvia.md,new\n2026-11-25,baltic/sweden.md,corrected\n"
        "2026-11-26,about.md,new\n2026-11-24,baltic/comparison.md,figures\n"
    ),
}


def write_room(root: Path) -> Path:
    """Writes the course of `site_project` with the room in it."""
    write_project(root)
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
