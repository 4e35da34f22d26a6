"""What is drawn or tried has the same items, signs and percentages in every language, also in packets."""

from __future__ import annotations

import pytest

from courseware.content.documents import Document
from courseware.content.front_matter import Front
from courseware.translations.parity import check_parity, structure
from courseware.translations.units import fill_section, join_pieces, pair_units, split_pieces

SWEDISH = """:::{figure draw=pyramid title="Stödet smalnar"}
- **Intensiv:** några
- **Allmän:** alla
:::

:::{figure draw=process title="Arbetet"}
- **Fas ett**
  - **Uppdrag:** karta
  - ? **Välja:** plan
:::

:::{figure draw=ledger title="Vem betalar"}
| Post | Kommun | År |
|---|---|---|
| Stöd | − | 0–3 |
| Vård | (+) | 2–10+ |
:::

:::{simulator base=25 sensitivity=60 specificity=85}
- **Låg:** base=25 sensitivity=80 specificity=60
:::

:::{self-assessment id=chain}
1. **Mandat.** Vad?
   - Nej
   - Lite
   - Mer
   - Allt
:::
"""
ENGLISH = (
    SWEDISH.replace("Intensiv", "Intensive")
    .replace("Stödet smalnar", "Support narrows")
    .replace("karta", "map")
    .replace("Låg", "Low")
)


def found(text: str) -> list[tuple[int, str]]:
    source = structure(_document("sv", SWEDISH))
    return [
        (problem.line, problem.code) for problem in check_parity(source, structure(_document("en", text)))
    ]


def _document(language: str, body: str) -> Document:
    return Document("page", "a.md", language, f"docs/{language}/a.md", Front({}, {}, 1), body)


def test_a_faithful_translation_is_silent() -> None:
    assert found(ENGLISH) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "line"),
    [
        ("- **Allmän:** alla\n", "", 1),
        ("draw=pyramid", "draw=levels", 1),
        ("? **Välja", "**Välja", 6),
        ("| − |", "| + |", 12),
        ("0–3", "0–4", 12),
        ("sensitivity=80", "sensitivity=70", 19),
        ("specificity=85", "specificity=95", 19),
        ("   - Lite\n", "", 23),
        ("id=chain", "id=other", 23),
    ],
)
def test_other_items_signs_or_percentages_are_named(ours: str, theirs: str, line: int) -> None:
    assert (line, "parity-block") in found(ENGLISH.replace(ours, theirs))


def test_a_packet_takes_words_and_leaves_marks() -> None:
    assert join_pieces(split_pieces(SWEDISH)) == SWEDISH
    pairs = pair_units(SWEDISH, None)
    assert [pair.source for pair in pairs if pair.kind == "title"] == [
        "Stödet smalnar",
        "Arbetet",
        "Vem betalar",
    ]
    filled = fill_section(SWEDISH, None, {pair.id: pair.source for pair in pairs}, follow=True)
    assert filled == (SWEDISH, None)
    assert found(filled[0]) == []
