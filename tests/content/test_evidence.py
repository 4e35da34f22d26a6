"""Evidence cards: read whole or refused with the place and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.check import check_content
from courseware.content.evidence import EVIDENCE_FILE, LIMIT, load_evidence
from courseware.content.evidence_rules import check_cards
from courseware.content.load import load_library

ROOT = Path(__file__).parents[2]

CARD = """\
- id: early-signal
  claim: {sv: "Av tio elever fortsätter fem.", en: "Of ten pupils five go on."}
  strength: moderate
  sources: [scb2025]
  limits: {sv: "En årskull.", en: "One year group."}
  reviewed: 2026-11-25
  next: 2027-11-25
"""


@pytest.fixture
def problems_of(two_languages: Path) -> Callable[[str], list[str]]:
    """Gives 'line: code' and message of every problem that cards bring into a clean project."""

    def problems(text: str) -> list[str]:
        (two_languages / EVIDENCE_FILE).write_text(text, encoding="utf-8")
        return [
            f"{problem.line}: {problem.code}: {problem.message}"
            for problem in check_content(two_languages)
            if problem.path == EVIDENCE_FILE
        ]

    return problems


def _known(two_languages: Path) -> str:
    return next(iter(load_library(two_languages).bibliography))


def test_a_card_is_read(tmp_path: Path) -> None:
    (tmp_path / "docs/data").mkdir(parents=True)
    (tmp_path / EVIDENCE_FILE).write_text(CARD, encoding="utf-8")
    cards, problems = load_evidence(tmp_path)
    assert problems == []
    card = cards["early-signal"]
    assert (card.strength, card.sources, card.line) == ("moderate", ("scb2025",), 1)
    assert (card.reviewed, card.next) == (dt.date(2026, 11, 25), dt.date(2027, 11, 25))
    assert [card.told(language) for language in ("sv", "en", "lv")] == ["sv", "en", "en"]


def test_what_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    (tmp_path / "docs/data").mkdir(parents=True)
    (tmp_path / EVIDENCE_FILE).write_text("- a\n" * (LIMIT // 2), encoding="utf-8")
    cards, problems = load_evidence(tmp_path)
    assert cards == {}
    assert [(one.code, one.message) for one in problems] == [("bad-evidence", "the file has 2.0 MB.")]


BROKEN = {
    # situation: (what stands in the card, what stands there instead, problems)
    "misspelt field": (
        "strength:",
        "strenght:",
        [
            "1: bad-evidence: 'early-signal' has a field 'strenght'.",
            "1: bad-evidence: 'early-signal' has no strength.",
        ],
    ),
    "no such strength": (
        "moderate",
        "medium",
        ["1: bad-evidence: the strength of 'early-signal' cannot be read."],
    ),
    "no English": (
        ', en: "One year group."',
        "",
        ["1: bad-evidence: the limits of 'early-signal' cannot be read."],
    ),
    "no such language": (
        'en: "One',
        'xx: "Ein", en: "One',
        ["1: bad-evidence: the limits of 'early-signal' cannot be read."],
    ),
    "no date": ("2027-11-25", "soon", ["1: bad-evidence: the next of 'early-signal' cannot be read."]),
    "impossible date": ("2027-11-25", "2027-11-31", ["0: bad-evidence: day is out of range for month."]),
    "backwards": (
        "2027",
        "2025",
        ["1: bad-evidence: the next review of 'early-signal' is not after the last."],
    ),
    "no sources": (
        "[scb2025]",
        "[]",
        ["1: bad-evidence: 'early-signal' is 'moderate' and has no sources."],
    ),
    "a source twice": (
        "[scb2025]",
        "[scb2025, scb2025]",
        ["1: bad-evidence: 'early-signal' names a source twice."],
    ),
    "a source that closes its citation": (
        "[scb2025]",
        '["x] <script>alert(1)</script>"]',
        ["1: bad-evidence: the sources of 'early-signal' cannot be read."],
    ),
    "unknown source": (
        "[scb2025]",
        "[scb2052]",
        ["1: unknown-source: 'scb2052', a source of 'early-signal', is not in the bibliography."],
    ),
    "a mark is no source": (
        "[scb2025]",
        "[platform]",
        ["1: unknown-source: 'platform', a source of 'early-signal', is not in the bibliography."],
    ),
    "no id": (
        "id: early-signal",
        "id: Early Signal",
        ["1: bad-evidence: the id of 'Early Signal' cannot be read."],
    ),
    "no list": ("- id", "id", ["1: bad-evidence: the file is not a list of cards."]),
    "no YAML": ("claim: {sv", "claim: {{sv", ["3: bad-evidence: did not find expected ',' or '}'."]),
    "a text among cards": ("- id", "- text\n- id", ["1: bad-evidence: this is no card."]),
}


@pytest.mark.parametrize("situation", BROKEN)
def test_what_is_wrong_is_named(
    situation: str, two_languages: Path, problems_of: Callable[[str], list[str]]
) -> None:
    old, new, expected = BROKEN[situation]
    card = CARD
    if situation == "no list":
        card = "\n".join(line[2:] if line[:2] in ("- ", "  ") else line for line in CARD.splitlines())
    else:
        assert old in card
        card = card.replace(old, new)
    assert problems_of(card.replace("scb2025", _known(two_languages))) == [
        text.replace("scb2025", _known(two_languages)) for text in expected
    ]


def test_a_card_that_stands_twice_is_one_too_many(
    two_languages: Path, problems_of: Callable[[str], list[str]]
) -> None:
    cards = CARD.replace("scb2025", _known(two_languages)) * 2
    assert problems_of(cards) == ["8: repeated-evidence: the card 'early-signal' stands twice."]


def test_an_own_proposal_needs_no_source_until_it_holds_a_figure(
    problems_of: Callable[[str], list[str]],
) -> None:
    own = CARD.replace("moderate", "own proposal").replace("[scb2025]", "[]")
    assert problems_of(own) == []
    assert problems_of(own.replace("Av tio elever", "Av 446 elever")) == [
        "1: number-without-source: 446 has no source."
    ]


def test_bytes_that_are_no_text_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "docs/data").mkdir(parents=True)
    (tmp_path / EVIDENCE_FILE).write_bytes("- id: å".encode("cp1252"))
    assert [problem.message for problem in load_evidence(tmp_path)[1]] == ["the file is not UTF-8."]


def test_a_source_that_may_not_be_published_stands_behind_no_card(tmp_path: Path) -> None:
    (tmp_path / "docs/data").mkdir(parents=True)
    (tmp_path / EVIDENCE_FILE).write_text(CARD, encoding="utf-8")
    cards, _ = load_evidence(tmp_path)
    used: set[str] = set()
    sources = {"scb2025": {"id": "scb2025", "custom": {"mark": "K?"}}}
    assert [problem.code for problem in check_cards(cards, sources, used)] == ["unpublishable-source"]
    assert used == {"scb2025"}


def test_a_page_shows_only_cards_that_there_are(two_languages: Path) -> None:
    (two_languages / EVIDENCE_FILE).write_text(
        CARD.replace("scb2025", _known(two_languages)), encoding="utf-8"
    )
    page = two_languages / "docs/sv/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n:::{evidence id=early-signals}\n:::\n\n:::{evidence}\n:::\n", encoding="utf-8")
    found = [(problem.code, problem.hint) for problem in check_content(two_languages)]
    assert ("unknown-evidence", "Did you mean 'early-signal'?") in found
    assert ("missing-option", "Write :::{evidence id=…}.") in found


def test_our_own_cards_are_whole() -> None:
    library = load_library(ROOT)
    assert len(library.evidence) >= 6
    assert list(check_cards(library.evidence, library.bibliography, set())) == []
