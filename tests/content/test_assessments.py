"""A self-assessment has numbered areas with four levels each, and an id of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_project import write_project

from courseware.content.assessments import check_assessment, read_assessment
from courseware.content.blocks import Block, parse_blocks
from courseware.content.check import check_content

GOOD = """:::{self-assessment id=chain}
Inledning.

1. **Mandat.** Är ni överens?
   - 0: Nej.
   - **1** Någon.
   - Ja, skriftligt.
   - Alla.
2. **Möte:** När?
    - Aldrig
    - Ibland
    - 2 gånger om året
    - Alltid

Efteråt.
:::"""


def block(text: str) -> Block:
    nodes, _ = parse_blocks(text, "p.md")
    assert isinstance(nodes[0], Block)
    return nodes[0]


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_assessment(block(text), "p.md")]


def test_areas_and_levels_without_numbers_of_their_own() -> None:
    found = read_assessment(block(GOOD))
    assert (found.id, found.lead, found.note) == ("chain", "Inledning.", "Efteråt.")
    assert [(area.label, area.about) for area in found.areas] == [
        ("Mandat", "Är ni överens?"),
        ("Möte", "När?"),
    ]
    assert found.areas[0].levels == ("Nej.", "Någon.", "Ja, skriftligt.", "Alla.")
    assert found.areas[1].levels[2] == "2 gånger om året"
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("   - Alla.\n", "", [(4, "block-list")]),
        ("**Möte:**", "Möte:", [(9, "block-label")]),
        ("1. **Mandat", "- **Mandat", [(4, "block-list")]),
        ("    - Alltid", "    - Alltid\n      - djupare", [(14, "block-list")]),
        ("id=chain", "id=Kedjan", [(1, "bad-option")]),
    ],
)
def test_what_does_not_fit_is_named_by_line(ours: str, theirs: str, found: list[tuple[int, str]]) -> None:
    assert codes(GOOD.replace(ours, theirs)) == found


def test_an_empty_one_says_how_it_is_written() -> None:
    (problem,) = check_assessment(block(":::{self-assessment id=x}\nText.\n:::"), "p.md")
    assert problem.code == "block-list"
    assert "1. **Label.**" in problem.hint


def test_the_same_id_twice_would_share_answers(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p")
    head = "---\ntitle: T\nsummary: S.\n---\n"
    (root / "docs/sv/a.md").write_text(head + GOOD, encoding="utf-8")
    (root / "docs/sv/b.md").write_text(head + GOOD, encoding="utf-8")
    (root / "docs/en/a.md").write_text(
        head.replace("S.\n", "S.\ntranslation: machine\n") + GOOD, encoding="utf-8"
    )
    found = [problem for problem in check_content(root) if problem.code == "repeated-assessment"]
    assert [(problem.path, problem.line) for problem in found] == [("docs/sv/b.md", 5)]
    assert "docs/sv/a.md:5" in found[0].hint
