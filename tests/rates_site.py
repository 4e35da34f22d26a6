"""The small course of site_project.py with one page that compares countries.

Its rates are the real ones with what they may hold and happen not to: gaps, the unverified, flags and notes.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from site_project import ROOT, write_project

__all__ = ["LANGUAGES", "RATES", "ROWS", "write_rates"]

_UNVERIFIED = {"unverified": "true", "mark": "K", "extraction": ""}
_CHANGES: dict[tuple[str, str, str], dict[str, str] | None] = {
    ("SE", "elet", "2011"): _UNVERIFIED,
    ("SE", "elet", "2012"): _UNVERIFIED,
    ("SE", "elet", "2018"): None,
    ("DK", "elet", "2011"): None,
    ("DK", "elet", "2012"): None,
    ("DK", "elet", "2023"): _UNVERIFIED,
    ("PL", "elet", "2016"): {"flag": "p", "extraction": "2019"},
    ("EU", "neet", "2022"): {"note": "derived"},
    ("LV", "neet", "2022"): {"note": "rounded"},
    ("LV", "neet", "2023"): _UNVERIFIED,
    ("EU", "neet", "2025"): None,
}
"""By country, indicator and year, of both sexes and the main age band; None for a row that is not there."""


def _changed() -> tuple[str, list[dict[str, str]]]:
    """Gives the table as a file and as rows."""
    with (ROOT / "docs" / "data" / "rates.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        rows = []
        for row in reader:
            main = row["sex"] == "total" and row["age"] in (
                "18–24" if row["indicator"] == "elet" else "15–29"
            )
            place = (row["country"], row["indicator"], row["year"])
            change = _CHANGES.get(place, {}) if main else {}
            if change is not None:
                rows.append({**row, **change})
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue(), rows


RATES, ROWS = _changed()
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

:::{{chart data=rates view=elet-standing}}
Andelarna skiljer sig åt. [@platform]
:::

:::{{chart data=rates view=elet-panels}}
Inget land följer ett annat. [@platform]
:::

:::{{chart data=rates view=elet country=LV}}
Lettland för sig. [@platform]
:::

## NEET {{#neet}}

:::{{chart data=rates view=neet-standing}}
Ett annat mått. [@platform]
:::

:::{{chart data=rates view=neet-panels}}
Få år. [@platform]
:::

:::{{chart data=rates view=elet country=NO}}
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
    (root / "docs" / "data" / "rates.csv").write_text(RATES, encoding="utf-8")
    shutil.copy2(ROOT / "docs" / "data" / "bibliography.json", root / "docs" / "data" / "bibliography.json")
    package = json.loads((ROOT / "docs" / "data" / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] == "rates"]
    (root / "docs" / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return root
