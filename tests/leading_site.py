"""The small course of site_project.py with a workshop that has everything a leader prepares."""

from __future__ import annotations

from pathlib import Path

from site_project import write_project

__all__ = ["WORKSHOP", "write_leading"]

WORKSHOP = """---
title: Träff om uppdraget
summary: Två timmar om vem som gör vad.
---
Ta med kaffe.

:::{needs}
- Blanka A3-ark, två per grupp
- Pennor i tre färger
:::

:::{room}
- Grupper om fyra till sex vid egna bord
- En vägg att sätta upp ark på
:::

:::{activity minutes=10 core=true short=5 meeting=3}
## Före-frågan {#before-question}
Skriv en siffra.

:::{needs}
Lappar och ett kuvert
:::
:::{facilitator}
Säg: det finns inget rätt svar.
:::
:::

:::{activity minutes=15}
## Incheckning {#checkin}
Säg namn och roll.

:::{facilitator}
Börja själv.
:::
:::

:::{activity minutes=35 core=true short=20 meeting=10}
## Rita kedjan {#draw}
Rita.

:::{handout title="Kedjans länkar"}
Nämnd, förvaltning, skola.
:::
:::{needs}
Kartan *över* [arbetsbladet](../../worksheets/t1-chain.md) [@platform]
:::
:::{answers}
Nämnden först.
:::
:::{facilitator}
Rita fel först med flit.
:::
:::

:::{activity minutes=15 core=true}
## Paus {#break-1}
Lämna rummet.

:::{facilitator}
Sätt upp arken.
:::
:::

:::{activity minutes=25 core=true short=15 meeting=5}
## Vem äger steget? {#own}
Peka.

:::{facilitator}
Vänta.
:::
:::

:::{activity minutes=15}
## Gallerivandring {#gallery}
Gå runt.

:::{facilitator}
Ett nej är en gåva.
:::
:::

:::{activity minutes=5 core=true meeting=2}
## Uppgift hemma {#homework}
Fråga en kollega.

:::{facilitator}
Namn och dag.
:::
:::
"""


def write_leading(root: Path) -> Path:
    """Writes the project; its workshop takes 120 minutes, 105 without the break."""
    write_project(root)
    (root / "modules/sv/m01-mandate/workshop.md").write_text(WORKSHOP, encoding="utf-8")
    index = root / "modules/sv/m01-mandate/index.md"
    text = index.read_text(encoding="utf-8").replace("workshop: 60", "workshop: 120")
    index.write_text(f"{text}\n## Ta med ert uppdrag {{#before}}\n\nDet skrivna.\n", encoding="utf-8")
    return root
