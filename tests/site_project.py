"""A small course for tests: in Swedish, half of it in English, nothing of it in the other languages."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]

FILES = {
    "docs/data/ids.yml": (
        "modules: [m01-mandate, m02-why]\nroles: [principal, teacher]\nworksheets: [t1-chain]\n"
    ),
    "docs/data/bibliography.json": """[{"id": "skolverket2025", "type": "report",
        "title": "Stödmaterial & råd", "author": [{"literal": "Skolverket"}],
        "issued": {"date-parts": [[2025]]},
        "URL": "https://www.skolverket.example/a?b=1&c=2", "custom": {"mark": "S"}}]\n""",
    "docs/assets/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n',
    "docs/sv/index.md": (
        "---\ntitle: Välkommen\nsummary: Början.\n---\nBörja med [uppdraget](modules/m01-mandate/index.md).\n"
    ),
    "docs/en/index.md": (
        "---\ntitle: Welcome\nsummary: The beginning.\ntranslation: original\n---\n"
        "Begin with [the mandate](modules/m01-mandate/index.md).\n"
    ),
    "docs/sv/about.md": (
        "---\ntitle: Om <oss> & er\nsummary: Vilka vi är.\n---\n## Kontakt {#kontakt}\n\n"
        "![Karta](assets/map.svg) och [start](index.md).\n"
    ),
    "docs/sv/knowledge/index.md": "---\ntitle: Kunskapsbas\nsummary: Vad vi vet.\n---\nText.\n",
    "docs/sv/facilitator.md": "---\ntitle: Leda\nsummary: Så leder du.\n---\nText.\n",
    "docs/sv/baltic/index.md": (
        "---\ntitle: Östersjön\nsummary: Grannar.\n---\n[Källor](../data/bibliography.json)\n"
    ),
    "docs/sv/accessibility.md": "---\ntitle: Tillgänglighet\nsummary: Brister.\n---\nText.\n",
    "docs/sv/privacy.md": "---\ntitle: Personuppgifter\nsummary: Inga.\n---\nText.\n",
    "docs/sv/roles/principal.md": "---\ntitle: Rektor\nsummary: Du leder skolan.\n---\nDin väg.\n",
    "docs/sv/roles/teacher.md": "---\ntitle: Lärare\nsummary: Du undervisar.\n---\nDin väg.\n",
    "docs/en/roles/teacher.md": (
        "---\ntitle: Teacher\nsummary: You teach.\ntranslation: machine\n---\nYour path.\n"
    ),
    "docs/sv/worksheets/t1-chain.md": "---\ntitle: Kedjan\nsummary: Ett blad.\n---\nFyll i.\n",
    "modules/sv/m01-mandate/index.md": """---
title: Uppdraget
summary: Vem som ansvarar.
product: Ansvarskarta
outcomes: [veta vem]
order: 1
phase: 1
strands: [process]
roles: [principal]
minutes: {study: 30, workshop: 60}
worksheets: [t1-chain]
---
Inledning med källa [@skolverket2025, s. 4] och förslag [@platform].

| Mått | Antal |
|---|---:|
| Elever | 7 |
""",
    "modules/sv/m01-mandate/lesson-1-chain.md": """---
title: Styrkedjan
summary: Från nämnd till klassrum.
minutes: 10
---
Text om kedjan. Se [nästa](lesson-2-law.md#skyldighet) och [arbetsbladet](../../worksheets/t1-chain.md).

:::{case title="Alnhärad"}
Ett fall. [@invented]
:::

:::{facilitator}
Hemlig anteckning.
:::
""",
    "modules/sv/m01-mandate/lesson-2-law.md": """---
title: Lagen
summary: Vad som gäller.
minutes: 10
---
## Skyldighet {#skyldighet}

:::{swedish-context}
Bara i Sverige.
:::

:::{quizdown}
### Vad gäller? {#q1}

1. [x] Detta
1. [ ] Inte detta
:::
""",
    "modules/en/m01-mandate/index.md": """---
title: The mandate
summary: Who is responsible.
product: Map of responsibilities
outcomes: [know who]
translation: original
---
Introduction.
""",
    "modules/en/m01-mandate/lesson-1-chain.md": (
        "---\ntitle: The chain\nsummary: From board to classroom.\ntranslation: machine\n---\n"
        "See [the next one](lesson-2-law.md#skyldighet).\n"
    ),
    "modules/sv/m01-mandate/workshop.md": """---
title: Träff om uppdraget
summary: En timme.
---
Ta med kaffe.

:::{activity minutes=20 core=true}
## Rita kedjan {#draw}
Rita.

:::{facilitator}
Rita fel först med flit.
:::
:::

:::{activity minutes=40}
## Tala {#talk}
Tala.

:::{facilitator}
Lyssna.
:::
:::
""",
    "modules/sv/m02-why/index.md": """---
title: Varför
summary: Orsaker.
product: Lista
outcomes: [förstå]
order: 2
phase: 1
strands: [analysis]
roles: [principal, teacher]
minutes: {study: 10, workshop: 0}
---
Text.
""",
    "modules/sv/m02-why/lesson-1-why.md": "---\ntitle: Orsak\nsummary: En.\nminutes: 10\n---\nText.\n",
    "quizzes/sv/m01-mandate.md": """---
title: Frågor om uppdraget
passMark: 50
---
# Vem beslutar? {#q1}

1. [x] Nämndvalrossen
    > Kommentarspingvin.
1. [ ] Rektorn

Förklaringsalbatross. [@skolverket2025]

# Ordna stegen {#q2}

1. Stegett
2. Stegtva
3. Stegtre
""",
}


def write_project(root: Path) -> Path:
    """Writes the course with the real shell around it."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copy2(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """Gives every file of a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
