"""The small course of site_project.py with a page to correct, and the page where that is done."""

from __future__ import annotations

import shutil
from pathlib import Path

from site_project import ROOT, write_project

__all__ = ["LATVIA", "write_contributions"]

LATVIA = """---
title: Lettland
summary: En påhittad sida om ett land.
review: {date: 2026-11-26, next: 2027-11-26, evidence: own proposal}
---
Sidan är för prov.

## Systemet börjar tidigt {#system}

Skolplikten börjar vid fem år. [@invented]

### Vem som följer upp {#follow-up}

Kommunen. [@invented]
"""


def write_contributions(root: Path) -> Path:
    """Writes the project."""
    write_project(root)
    for language in ("sv", "en"):
        for name in ("baltic/contribute.md", "baltic/worksheets/b5-practice.md", "guides/contributions.md"):
            target = root / f"docs/{language}/{name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / f"docs/{language}/{name}", target)
    (root / "docs/sv/baltic/latvia.md").write_text(LATVIA, encoding="utf-8")
    return root
