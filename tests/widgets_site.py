"""The small course of site_project.py with one page of everything that is drawn or tried."""

from __future__ import annotations

from pathlib import Path

from site_project import write_project

__all__ = ["PAGE", "write_widgets"]

PAGE = """---
title: Saker att titta på och prova
summary: Varje slag en gång.
---
Sidan är för prov.

## Simulator {#simulator}

:::{simulator base=25 sensitivity=60 specificity=85}
Dra i reglagen. Talen är påhittade. [@invented]

- **Låg gräns:** base=25 sensitivity=80 specificity=60 [@invented]
- **Hög gräns:** base=25 sensitivity=35 specificity=97
- **Ingen flaggas:** base=25 sensitivity=0 specificity=100
:::
"""


def write_widgets(root: Path) -> Path:
    """Writes the project."""
    write_project(root)
    (root / "docs/sv/widgets.md").write_text(PAGE, encoding="utf-8")
    return root
