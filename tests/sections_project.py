"""A course with a hub, two sections and a page in English: what tests of sections share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_project import write_project

WORDS = "Rektor läser listan på måndag. " * 80
"""Two minutes of reading: 400 words."""

SECTIONS: Mapping[str, str] = {
    "docs/sv/knowledge/index.md": (
        "---\ntitle: Kunskapsbas\nsummary: Allt.\n"
        "pages: [../framework/index, ../law/index, ../phases]\n---\nVälj.\n"
    ),
    "docs/sv/framework/index.md": (
        "---\ntitle: Ramverket\nsummary: Helheten.\npages: [problem, theories, ../roles/principal]\n---\n"
        "## Därför {#why}\n\nText.\n\n## Ta med dig {#takeaway}\n\nEn sak.\n"
    ),
    "docs/sv/framework/problem.md": f"---\ntitle: Problemet\nsummary: Orsaker.\n---\n{WORDS}\n",
    "docs/sv/framework/theories.md": "---\ntitle: Teorier\nsummary: Fyra.\n---\nText.\n",
    "docs/sv/law/index.md": "---\ntitle: Juridiken\nsummary: Plikter.\npages: [sharing]\n---\nText.\n",
    "docs/sv/law/sharing.md": "---\ntitle: Dela\nsummary: Rätt uppgift.\n---\nText.\n",
    "docs/sv/phases.md": "---\ntitle: Faserna\nsummary: Två.\n---\nText.\n",
    "docs/en/framework/index.md": (
        "---\ntitle: The framework\nsummary: The whole.\ntranslation: original\n---\n"
        "## Why {#why}\n\nText.\n\n## Take with you {#takeaway}\n\nOne thing.\n"
    ),
    "docs/en/framework/problem.md": (
        "---\ntitle: The problem\nsummary: Causes.\ntranslation: original\n---\nText.\n"
    ),
}


def write_sections(root: Path) -> Path:
    """Writes the course of `site_project` with sections in it."""
    write_project(root)
    for name, text in SECTIONS.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
