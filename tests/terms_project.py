"""The course of site_project.py with terms, passages about Sweden, and translations that have drifted."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from site_project import write_project

from courseware.content.front_matter import split_front
from courseware.content.sections import section_hashes
from courseware.content.terms import TERMS_FILE
from courseware.languages import CODES
from courseware.site.build import build_site

__all__ = ["TABLE", "built_course", "write_course"]

TABLE = [
    {
        "id": "school_absence",
        "sv": "skolfrånvaro",
        "en": "school absence",
        "lv": "mācību kavējums",
        "definition_sv": "Tid då en elev inte är <där> & borde vara det.",
        "definition_en": "Time that a student is away from school.",
        "definition_lv": "Laiks, kad skolēna nav skolā.",
        "note_sv": "Inte samma sak som skolk.",
        "reviewed": "sv en",
    },
    {
        "id": "student",
        "sv": "elev",
        "en": "student",
        "lv": "skolēns",
        "definition_en": "Someone who is taught.",
        "reviewed": "en",
    },
]

DRIFT = "modules/sv/m01-mandate/lesson-3-drift.md"

SWEDISH = """---
title: Att följa frånvaro
summary: Vad skolan gör.
minutes: 5
---
Ingressen om skolfrånvaro.

## Se den tidigt {#early}

Skolfrånvaron syns först här. Varje elev räknas. [@skolverket2025]

:::{swedish-context id=follow-up}
Kommunen har ett aktivitetsansvar.
:::

## Ta det på allvar {#late}

Ring hem. Rigorös bokföring.
"""

ENGLISH = """---
title: Following absence
summary: What a school does.
translation: machine
source:
{hashes}
---
The opening about school absence.

## See it early {#early}

School absence shows here first. Every student counts.

:::{swedish-context id=follow-up}
A municipality is responsible for following up.
:::

## Take it seriously {#late}

Call home. Rigorous bookkeeping.
"""

LATVIAN = ENGLISH.replace("School absence shows", "Mācību kavējums redzams").replace(
    "Call home. Rigorous bookkeeping.", "Zvaniet mājās. Rūpīga grāmatvedība."
)

COURSE = {
    DRIFT: SWEDISH,
    "modules/lv/m01-mandate/index.md": """---
title: Pilnvaras
summary: Kas atbild.
product: Karte
outcomes: [zināt]
translation: machine
---
Ievads.
""",
    "docs/sv/guides/duty.md": """---
title: Plikten
summary: Om plikten.
---
Om plikten.

:::{swedish-context id=duty}
Skollagen gäller.
:::
""",
    "docs/lv/counterparts/follow-up.md": """---
title: Pašvaldības <pienākums>
translation: machine
---
Pašvaldība **seko** līdzi. [@skolverket2025, s. 9]
""",
    "docs/lv/counterparts/duty.md": """---
title: Likums
translation: original
---
Izglītības likums.
""",
    "docs/en/about.md": """---
title: About us
summary: Who we are.
translation: reviewed
reviewer: {role: teacher, date: 2026-11-01}
---
## Contact {#kontakt}

![Map](assets/map.svg) and [start](index.md).
""",
}


QUIZ = "quizzes/sv/m01-mandate.md"
PRIVACY = "docs/sv/privacy.md"

TRANSLATED = {
    DRIFT.replace("/sv/", "/en/"): (DRIFT, ENGLISH, ("early",)),
    DRIFT.replace("/sv/", "/lv/"): (DRIFT, LATVIAN, ("early",)),
    QUIZ.replace("/sv/", "/en/"): (
        QUIZ,
        """---
title: Questions about the mandate
translation: machine
source:
{hashes}
---
# Who decides? {#q1}

> A hintheron.

1. [x] The boardwalrus
    > A commentpenguin.
1. [ ] The head

An explanationalbatross.

# Put the steps in order {#q2}

1. Stepone
2. Steptwo
3. Stepthree
""",
        ("_title", "q1"),
    ),
    PRIVACY.replace("/sv/", "/en/"): (
        PRIVACY,
        """---
title: Personal data
summary: None.
translation: machine
source:
{hashes}
---
Text.

## What Swedish no longer says {#gone}

Text.
""",
        ("gone",),
    ),
}
"""Translations: the Swedish file, the text, and sections whose Swedish was another one, or none, then."""


def write_course(root: Path) -> Path:
    """Writes the course; three of its translations note an older Swedish text."""
    write_project(root)
    out = io.StringIO()
    columns = ("id", *CODES, "definition_sv", "definition_en", "definition_lv", "note_sv", "note", "reviewed")
    table = csv.DictWriter(out, columns)
    table.writeheader()
    table.writerows(TABLE)
    _write(root, {**COURSE, TERMS_FILE: out.getvalue()})
    for name, (swedish, text, changed) in TRANSLATED.items():
        front, body, _ = split_front((root / swedish).read_text(encoding="utf-8"), swedish)
        hashes = {**section_hashes(front, body), **dict.fromkeys(changed, "0" * 12)}
        noted = "\n".join(f'  {section}: "{value}"' for section, value in hashes.items())
        _write(root, {name: text.replace("{hashes}", noted)})
    return root


def _write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@cache
def built_course(folder: Path) -> Path:
    """Builds the course below a folder, once a session, and gives its root; not to be changed."""
    root = write_course(folder / "terms-project")
    build_site(root)
    return root
