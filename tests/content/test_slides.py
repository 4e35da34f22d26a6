"""The wall shows what fits on a wall."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.front_matter import Front
from courseware.content.load import Library, load_library
from courseware.content.model import Module
from courseware.content.slides import MOST_WORDS, ShownSlide, slides_of
from courseware.content.workshop import parse_workshop

LONG = " ".join(["Vi tar det lugnt och noga."] * 14)
BODY = f"""## Träff 1 {{#session-1}}

:::{{activity minutes=20 core=true}}
### Kort {{#short-text}}

Svara tyst.

:::{{facilitator}}
**Säg:** börja.
:::
:::

:::{{activity minutes=30 core=true}}
### Lång {{#long-text}}

{LONG}

1. Läs korten. De ligger på bordet.
2. Välj ett, utan att prata: det tar en minut. Vänta sedan.

:::{{handout title="Kort"}}
| A |
|---|
| B |
:::

:::{{facilitator}}
**Säg:** läs.
:::
:::

## Träff 2 {{#session-2}}

:::{{activity minutes=15 core=true}}
### Paus {{#break-1}}

Gå ut.

:::{{facilitator}}
Korta.
:::
:::

:::{{activity minutes=15 core=false}}
### Input {{#input}}

{LONG}

:::{{slide}}
- Ett
:::

:::{{slide title="Två"}}
- Två
:::

:::{{facilitator}}
**Säg:** kort.
:::
:::
"""


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return load_library(project_root)


def _slides(module: Module) -> list[ShownSlide]:
    workshop, problems = parse_workshop(Front(), BODY, "workshop.md", "sv")
    assert not problems
    return list(slides_of(module, workshop))


def test_each_activity_is_shown_in_its_own_words(library: Library) -> None:
    shown = _slides(library.modules["sv"]["m07-early-detection"])
    assert [(slide.kind, slide.title) for slide in shown] == [
        ("title", "Bygg systemet för tidig upptäckt"),
        ("outcomes", ""),
        ("agenda", ""),
        ("activity", "Kort"),
        ("activity", "Lång"),
        ("agenda", ""),
        ("break", "Paus"),
        ("activity", "Input"),
        ("activity", "Två"),
    ]
    texts = [slide.text for slide in shown]
    assert texts[3] == "Svara tyst."
    assert texts[4] == "1. Läs korten.\n2. Välj ett, utan att prata: det tar en minut."
    assert texts[7:] == ["- Ett", "- Två"]
    assert [bool(slide.notes) for slide in shown[3:]] == [True, True, False, True, True, False]
    assert [slide.session for slide in shown[5:]] == [2, 2, 2, 2]


def test_no_slide_of_any_module_is_a_page_of_text(library: Library) -> None:
    for language in ("sv", "en"):
        for module in library.modules[language].values():
            assert module.workshop is not None
            for slide in slides_of(module, module.workshop):
                if slide.kind == "activity":
                    assert slide.text, (module.id, slide.activity)
                    # Steps may run to a little more than a text: the eye finds its place by the numbers.
                    assert len(slide.text.split()) <= MOST_WORDS * 2, (module.id, slide.activity)
