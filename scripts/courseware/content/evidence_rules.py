"""Rules for evidence cards and for the pages that show them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from courseware.content.bibliography import MARKS
from courseware.content.blocks import blocks_named
from courseware.content.documents import Document
from courseware.content.evidence import EVIDENCE_FILE, Card
from courseware.content.numbers import figures, unsourced
from courseware.content.source_rules import check_source
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = ["check_cards", "check_evidence_blocks"]


def check_cards(
    cards: Mapping[str, Card], sources: Mapping[str, Mapping[str, Any]], used: set[str]
) -> Iterator[Problem]:
    """Yields sources that are unknown or unpublishable and figures without any; adds known ones to `used`."""
    for card in cards.values():
        for key in card.sources:
            for problem in check_source(key, sources, used, EVIDENCE_FILE, card.line, of=card.id, known=()):
                hint = "Say it with the strength: own proposal." if key in MARKS else problem.hint
                yield replace(problem, hint=hint)
        if not card.sources:
            found = [
                figure
                for text in (*card.claim.values(), *card.limits.values())
                for figure in dict.fromkeys(figures(text))
            ]
            if found:
                yield unsourced(EVIDENCE_FILE, card.line, found, "Name a source in the card's sources.")


def check_evidence_blocks(document: Document, cards: Collection[str]) -> Iterator[Problem]:
    """Yields blocks that show an evidence card there is not."""
    if "evidence" not in document.body:
        return
    for block in blocks_named(document.nodes, "evidence"):
        card = str(block.options.get("id", ""))
        if card and card not in cards:
            hint = did_you_mean(card, cards) or f"Write the card in {EVIDENCE_FILE}."
            message = f"there is no evidence card '{card}'."
            yield Problem(document.path, block.line, "unknown-evidence", message, hint)
