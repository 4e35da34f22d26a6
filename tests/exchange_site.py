"""An exchange format of two meetings for a small project: in Swedish, its page in English too."""

from __future__ import annotations

from pathlib import Path

from leading_site import write_leading

__all__ = ["ENGLISH", "FOLDER", "INDEX", "SHEET", "WORKSHOP", "add_exchange", "write_exchange"]

FOLDER = "baltic/formats/peer-review"
INDEX = f"docs/sv/{FOLDER}/index.md"
WORKSHOP = f"docs/sv/{FOLDER}/workshop.md"
ENGLISH = f"docs/en/{FOLDER}/index.md"
SHEET = "docs/sv/baltic/worksheets/b1-record.md"

REVIEW = "review: {date: 2026-11-01, next: 2027-11-01, evidence: own proposal}"

FILES = {
    "docs/sv/baltic/formats/index.md": f"""---
title: Former för utbyte
summary: Så möts ni.
pages: [peer-review/index]
{REVIEW}
---
Formerna är för er som möts.

## Ta med dig {{#takeaway}}

Välj en.
""",
    INDEX: f"""---
title: Kollegial granskning
summary: Två länder läser ett tredje.
product: Ett brev med råd
worksheets: [b1-record]
{REVIEW}
---
Formen är för er som vill bli granskade. [Programmet](workshop.md) och [körschemat](run-sheet.md).

## Ta med ert utkast {{#before}}

Det skrivna.

## Ta med dig {{#takeaway}}

Skriv tre frågor.
""",
    WORKSHOP: f"""---
title: Två dagar med granskare
summary: En dag lyssnar ni, en dag skriver ni.
minutes: 130
{REVIEW}
---
Programmet är för er som är med.

:::{{needs}}
- Bladet till den som skriver
:::

:::{{facilitator}}
Läs utkastet.
:::

## Dag ett {{#session-1}}

:::{{activity minutes=40 core=true short=30}}
### Tre frågor {{#questions}}
Läs upp frågorna.

:::{{handout title="Frågekort"}}
Vad hände?
:::
:::{{facilitator}}
Läs långsamt.
:::
:::

:::{{activity minutes=15}}
### Paus {{#break-1}}
Rör på er.

:::{{facilitator}}
Vädra.
:::
:::

:::{{activity minutes=30}}
### Samtal {{#talk}}
Tala två och två.

:::{{facilitator}}
Lyssna.
:::
:::

## Dag två {{#session-2}}

:::{{activity minutes=45 core=true short=30}}
### Skriv brevet {{#letter}}
Skriv råden.

:::{{answers}}
Ett gott råd har en ägare.
:::
:::{{facilitator}}
Läs upp det.
:::
:::

## Ta med dig {{#takeaway}}

Skicka brevet.
""",
    SHEET: f"""---
title: Protokollsblad B1
summary: Vad ni såg och vad ni gör.
{REVIEW}
---
Bladet är för den som skriver.

:::{{worksheet id=b1-record}}
- **Fynd:** ett i taget {{#finding}}
- **Steg:** vad ni gör {{#step}}
:::

## Ett ifyllt blad {{#example}}

:::{{case}}
| Fält | Svar |
|---|---|
| **Fynd** | Blanketten läses sällan |
| **Steg** | Vi frågar fem skolor |

Bladet är påhittat. [@invented]
:::

## Ta med dig {{#takeaway}}

Läs upp det.
""",
}
EN_INDEX = """---
title: Peer review
summary: Two countries read a third.
product: A letter with advice
translation: original
---
The format is for you who want to be reviewed. [The programme](workshop.md) and [the run sheet](run-sheet.md).

## Bring your draft {#before}

What is written.

## Take away {#takeaway}

Write three questions.
"""


def add_exchange(root: Path) -> Path:
    """Adds the format and its worksheet to a project; it takes 130 minutes, 115 without the break."""
    for name, text in {**FILES, ENGLISH: EN_INDEX}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ids = root / "docs/data/ids.yml"
    text = ids.read_text(encoding="utf-8").replace("worksheets: [", "worksheets: [b1-record, ")
    ids.write_text(text, encoding="utf-8")
    return root


def write_exchange(root: Path) -> Path:
    """Writes the small course with the format beside its module, below a section of the Baltic room."""
    add_exchange(write_leading(root))
    index = root / "docs/sv/baltic/index.md"
    text = index.read_text(encoding="utf-8").replace(
        "summary: Grannar.", "summary: Grannar.\npages: [formats/index]"
    )
    index.write_text(text, encoding="utf-8")
    return root
