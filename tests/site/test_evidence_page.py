"""Evidence cards in pages and on the page of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from courseware.content.evidence import Card
from courseware.site.evidence_page import card_html, evidence_filters, evidence_list
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]
SV, LV = load_strings(ROOT, "sv"), load_strings(ROOT, "lv")


def _card(card_id: str = "signal", strength: str = "moderate", sources: tuple[str, ...] = ("a", "b")) -> Card:
    return Card(
        card_id,
        {"sv": "Hälften < alla.", "en": "Half < all."},
        strength,
        sources,
        {"sv": "En årskull.", "en": "One year group."},
        dt.date(2026, 11, 25),
        dt.date(2027, 11, 25),
        1,
    )


def test_a_card_in_a_page_holds_claim_sources_strength_limits_and_dates() -> None:
    html = card_html(_card(), SV, "sv", all_cards="../evidence/")
    assert '<div class="block block-evidence" role="group" aria-labelledby="evidence-signal">' in html
    assert '<p id="evidence-signal" class="evidence-claim">Hälften &lt; alla.</p>' in html
    assert '<span class="badge badge-moderate">måttligt</span>' in html
    assert "[@a; @b]" in html
    assert "En årskull." in html
    assert "25 november 2026" in html
    assert '<strong data-due="2027-11-25" hidden>' in html
    assert '<a href="../evidence/#signal">' in html


def test_a_card_without_sources_has_no_empty_citation() -> None:
    assert "[" not in card_html(_card(strength="own proposal", sources=()), SV, "sv")


def test_a_language_without_the_card_shows_english_and_says_so() -> None:
    html = card_html(_card(), LV, "lv")
    assert 'class="evidence-claim" lang="en">Half &lt; all.</p>' in html


def test_our_own_words_in_a_swedish_text_on_a_foreign_page_say_whose_they_are() -> None:
    html = card_html(_card(), LV, "sv")
    assert 'class="evidence-claim">Hälften &lt; alla.</p>' in html
    assert '<p class="block-label" lang="lv">' in html


def test_the_page_groups_by_strength_with_the_strongest_first() -> None:
    cards = {
        name: _card(name, strength)
        for name, strength in (("weak", "limited"), ("own", "own proposal"), ("firm", "strong"))
    }
    html = evidence_list(cards, SV, "sv")
    places = [
        html.index(f'id="{name}"')
        for name in ("strength-strong", "firm", "strength-limited", "weak", "strength-own-proposal", "own")
    ]
    assert places == sorted(places)
    assert '<section class="evidence-card" data-strength="own-proposal" aria-labelledby="own">' in html
    assert [value for value, _ in evidence_filters(cards, SV)[0]["choices"]] == [
        "strong",
        "limited",
        "own-proposal",
    ]
