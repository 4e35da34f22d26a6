"""Evidence cards as readers see them: one in a page, or all of them by strength."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from courseware.content.evidence import Card
from courseware.content.front_matter import EVIDENCE
from courseware.site.written import day
from courseware.strings import Strings

__all__ = ["card_html", "evidence_filters", "evidence_list"]


def card_html(card: Card, texts: Strings, text_language: str, *, all_cards: str = "", level: int = 0) -> str:
    """Gives one card as HTML in which citations are still as authors write them.

    Args:
        card: The card.
        texts: The strings of the reader's language.
        text_language: The language of the text around it.
        all_cards: Address of the page of all cards, relative to this one; empty on that page itself.
        level: Level of the heading that the claim is; 0 where it is no heading.
    """
    told = card.told(text_language)
    theirs = f' lang="{told}"' if told != text_language else ""
    own = f' lang="{texts.language}"' if texts.language != text_language else ""
    strength = card.strength.replace(" ", "-")
    badge = f'<span class="badge badge-{strength}">{escape(texts(f"shell.evidence.{strength}"))}</span>'
    anchor = f"evidence-{card.id}"
    name = f"h{level}" if level else "p"
    claim = (
        f'<{name} id="{card.id if level else anchor}" class="evidence-claim"{theirs}>'
        f"{escape(card.claim[told], quote=False)}</{name}>"
    )
    label = f'<p class="block-label"{own}>{escape(texts("site.block.evidence"))} {badge}</p>'
    cited = f'<p class="evidence-sources">[{"; ".join(f"@{key}" for key in card.sources)}]</p>'
    limits = (
        f'<p class="evidence-limits"><strong{own}>{escape(texts("evidence.limits"))}</strong> '
        f"<span{theirs}>{escape(card.limits[told], quote=False)}</span></p>"
    )
    due = f'<strong data-due="{card.next}" hidden>{escape(texts("shell.review.overdue"))}</strong>'
    dates = (
        f"{escape(texts('shell.review.date', date=day(card.reviewed, texts.language)))} "
        f"{escape(texts('shell.review.next', date=day(card.next, texts.language)))} {due}"
    )
    if all_cards:
        dates += f' <a href="{all_cards}#{card.id}">{escape(texts("evidence.all"))}</a>'
    parts = [label, claim, cited if card.sources else "", limits, f'<p class="meta"{own}>{dates}</p>']
    opening = (
        f'<section class="evidence-card" data-strength="{strength}" aria-labelledby="{card.id}">'
        if level
        else f'<div class="block block-evidence" role="group" aria-labelledby="{anchor}">'
    )
    return "\n".join([opening, *(part for part in parts if part), "</section>" if level else "</div>"])


def evidence_list(cards: Mapping[str, Card], texts: Strings, text_language: str) -> str:
    """Gives every card under the heading of its strength, the strongest first."""
    groups = []
    for strength in EVIDENCE:
        there = [card for card in cards.values() if card.strength == strength]
        if there:
            name = strength.replace(" ", "-")
            own = f' lang="{texts.language}"' if texts.language != text_language else ""
            heading = f"{texts('shell.review.evidence')} {texts(f'shell.evidence.{name}')}"
            groups.append(
                f'<div class="evidence-group">\n<h2 id="strength-{name}"{own}>{escape(heading)}</h2>\n'
                + "\n".join(card_html(card, texts, text_language, level=3) for card in there)
                + "\n</div>"
            )
    return "\n\n".join(groups)


def evidence_filters(cards: Mapping[str, Card], texts: Strings) -> list[dict[str, Any]]:
    """Gives the choices of the page's filter: the strengths that there are, the strongest first."""
    there = {card.strength for card in cards.values()}
    names = [strength.replace(" ", "-") for strength in EVIDENCE if strength in there]
    choices = [[name, texts(f"shell.evidence.{name}")] for name in names]
    return [{"name": "strength", "label": texts("list-filter.strength"), "choices": choices}]
