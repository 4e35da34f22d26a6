"""The small course of site_project.py with one page that compares countries, on the real table of rates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from site_project import ROOT, write_project

__all__ = ["LANGUAGES", "TABLE", "write_rates"]

TABLE = ROOT / "docs" / "data" / "rates.csv"
LANGUAGES = ("sv", "en", "de", "lv")

PAGE = """---
title: {title}
summary: Varje slag en gång.
{state}---
Sidan är för prov.

<table>
<thead><tr><th scope="col">Land</th><th scope="col">Till vilken ålder</th></tr></thead>
<tbody>
<tr data-country="SE"><th scope="row">Sverige</th><td>16</td></tr>
<tr data-country="LV"><th scope="row">Lettland</th><td>18</td></tr>
<tr data-country="NO"><th scope="row">Norge</th><td>16</td></tr>
</tbody>
</table>

## ELET {{#elet}}

:::{{chart data=rates view=standing}}
Andelarna skiljer sig åt. [@platform]
:::

:::{{chart data=rates view=panels}}
Inget land följer ett annat. [@platform]
:::

:::{{chart data=rates view=spark country=LV}}
Lettland för sig. [@platform]
:::

## NEET {{#neet}}

:::{{chart data=rates view=neet-standing}}
Ett annat mått. [@platform]
:::

:::{{chart data=rates view=neet-panels}}
Få år. [@platform]
:::

:::{{chart data=rates view=spark country=NO}}
Norge har ett enda värde. [@platform]
:::
"""


def write_rates(root: Path) -> Path:
    """Writes the project."""
    write_project(root)
    for code in LANGUAGES:
        page = root / "docs" / code / "comparison.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        state = "" if code == "sv" else "translation: machine\n"
        page.write_text(PAGE.format(title=f"Jämförelse {code}", state=state), encoding="utf-8")
    shutil.copy2(TABLE, root / "docs" / "data" / "rates.csv")
    shutil.copy2(ROOT / "docs" / "data" / "bibliography.json", root / "docs" / "data" / "bibliography.json")
    package = json.loads((ROOT / "docs" / "data" / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] == "rates"]
    (root / "docs" / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return root
