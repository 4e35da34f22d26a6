"""What a figure may draw, and what is said of a body that cannot be drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.content.blocks import Block, parse_blocks
from courseware.content.drawings import Years, check_drawing, read_ledger

LIST = "- **A:** a\n- **B:** b\n- **C:** c"
NUMBERED = "1. **A:** a\n2. **B:** b\n3. **C:** c"
PROCESS = (
    "- **Fas 1**\n  - **M01 Uppdrag:** karta\n  - ? **Välja:** plan\n- **Fas 2**\n  - **M14 Pröva:** logg"
)
LEDGER = (
    "| Post | Kommun | Stat | År |\n|---|---|---|---|\n| Stöd | − | (+) | 0–3 |\n| Vård | | + [@k] | 2–10+ |"
)


def figure(draw: str, body: str) -> Block:
    nodes, _ = parse_blocks(f':::{{figure draw={draw} title="T"}}\n{body}\n:::', "p.md")
    assert isinstance(nodes[0], Block)
    return nodes[0]


def codes(draw: str, body: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_drawing(figure(draw, body), "p.md")]


@pytest.mark.parametrize(
    ("draw", "body"),
    [
        ("pyramid", LIST),
        ("levels", f"Inledning [@x].\n\n{LIST}\n\nKälla."),
        ("cycle", NUMBERED),
        ("spiral", NUMBERED),
        ("spiral", f"{NUMBERED}\n\n- **Vägen upp:** en vuxen"),
        ("process", PROCESS),
        ("process", PROCESS.replace("  -", "    -")),
        ("process", PROCESS.replace("? **Välja:**", "? Ska vi välja?")),
        ("ledger", LEDGER),
        ("ledger", LEDGER.replace("−", "-").replace("2–10+", "2 - 10+")),
        ("ledger", f"Inledning.\n\n{LEDGER}\n\nKälla."),
    ],
)
def test_good_bodies_are_silent(draw: str, body: str) -> None:
    assert codes(draw, body) == []


@pytest.mark.parametrize(
    ("draw", "body", "found"),
    [
        ("pyramide", LIST, [(1, "bad-option")]),
        ("pyramid", "", [(1, "block-list")]),
        ("pyramid", "- **A:** a", [(1, "block-list")]),
        ("pyramid", LIST.replace("**B:** b", "B: b"), [(3, "block-label")]),
        ("pyramid", NUMBERED, [(2, "block-list"), (3, "block-list"), (4, "block-list")]),
        ("levels", f"{LIST}\n  - **D:** d", [(5, "block-list")]),
        ("cycle", LIST, [(2, "block-list"), (3, "block-list"), (4, "block-list")]),
        ("cycle", "\n".join(f"{n}. **S{n}**" for n in range(1, 10)), [(1, "block-list")]),
        ("spiral", f"- **Vägen upp:** först\n{NUMBERED}", [(2, "block-list")]),
        ("process", LIST, [(2, "block-list"), (3, "block-list"), (4, "block-list")]),
        ("process", PROCESS.replace("? **Välja:** plan", "? "), [(4, "block-label")]),
        ("process", PROCESS.replace("**M01 Uppdrag:**", "M01:"), [(3, "block-label")]),
        ("process", PROCESS + "\n    - **För djupt:** x", [(7, "block-list")]),
        ("ledger", LIST, [(1, "block-table")]),
        ("ledger", "| A | B |\n|---|---|\n| a | 0–3 |", [(2, "block-table")]),
        ("ledger", LEDGER.replace("| − |", "| ja |"), [(4, "block-table")]),
        ("ledger", LEDGER.replace("0–3", "några år"), [(4, "block-table")]),
        ("ledger", LEDGER.replace("0–3", "3–0"), [(4, "block-table")]),
        ("ledger", LEDGER.replace("| Stöd |", "| |"), [(4, "block-table")]),
        ("ledger", LEDGER.replace("(+) |", ""), [(4, "block-table")]),
    ],
)
def test_bad_bodies_are_named_by_line(draw: str, body: str, found: list[tuple[int, str]]) -> None:
    assert codes(draw, body) == found


def test_every_problem_says_what_to_do() -> None:
    for draw in ("pyramide", "pyramid", "process", "ledger"):
        for problem in check_drawing(figure(draw, "1. x\n  - y"), "p.md"):
            assert problem.hint
            assert problem.path == "p.md"


def test_ledger_is_read_cell_by_cell() -> None:
    ledger = read_ledger(figure("ledger", f"Före.\n\n{LEDGER}\n\nEfter."))
    assert (ledger.lead, ledger.note) == ("Före.", "Efter.")
    assert ledger.head == ("Post", "Kommun", "Stat", "År")
    first, second = ledger.rows
    assert first.cells == (("pays", ""), ("gains-in-part", ""))
    assert first.years == Years(0, 3, open=False)
    assert second.cells == (("", ""), ("gains", "[@k]"))
    assert second.years == Years(2, 10, open=True)


@given(
    draw=st.sampled_from(["pyramid", "cycle", "spiral", "levels", "process", "ledger", "x"]),
    body=st.text(alphabet="-*1.?| \n\t:(+)−–0:a[@]{}`<>#", max_size=80),
)
def test_no_body_whatever_ends_in_a_traceback(draw: str, body: str) -> None:
    for problem in check_drawing(figure(draw, body), "p.md"):
        assert problem.line >= 1
