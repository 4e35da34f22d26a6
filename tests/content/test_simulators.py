"""What a simulator's block may say, and what is said of one that does not."""

from __future__ import annotations

from courseware.content.blocks import Block, parse_blocks
from courseware.content.simulators import check_simulator, read_simulator

GOOD = """:::{simulator base=25 sensitivity=60 specificity=85}
Dra i reglagen.

- **Låg gräns:** base=25 sensitivity=80 specificity=60
- **Hög gräns:** `base=25 sensitivity=35 specificity=97` är påhittad. [@invented]
:::"""


def block(text: str) -> Block:
    nodes, problems = parse_blocks(text, "p.md")
    assert problems == []
    (found,) = nodes
    assert isinstance(found, Block)
    return found


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_simulator(block(text), "p.md")]


def test_rates_lead_and_examples() -> None:
    found = read_simulator(block(GOOD))
    assert found.rates == (25, 60, 85)
    assert found.lead == "Dra i reglagen."
    assert [(preset.label, preset.rates, preset.text) for preset in found.presets] == [
        ("Låg gräns", (25, 80, 60), ""),
        ("Hög gräns", (25, 35, 97), "är påhittad. [@invented]"),
    ]
    assert codes(GOOD) == []


def test_examples_that_cannot_be_read_are_named_and_left_out() -> None:
    text = GOOD.replace("sensitivity=80 ", "").replace("**Hög gräns:**", "Hög gräns:")
    assert codes(text) == [(4, "bad-preset"), (5, "block-label")]
    assert read_simulator(block(text)).presets == ()
    for rates in ("base=0 sensitivity=1 specificity=1", "base=5 sensitivity=101 specificity=1"):
        text = f":::{{simulator base=1 sensitivity=0 specificity=100}}\n- **X:** {rates}\n:::"
        assert codes(text) == [(2, "bad-preset")]


def test_percentages_of_the_block() -> None:
    for options, code in (
        ("base=25 sensitivity=60", "missing-option"),
        ("base=25 sensitivity=60 specificity=185", "bad-option"),
        ("base=25% sensitivity=60 specificity=85", "bad-option"),
        ("bas=25 sensitivity=60 specificity=85", "unknown-option"),
    ):
        nodes, problems = parse_blocks(f":::{{simulator {options}}}\n:::", "p.md")
        assert code in {problem.code for problem in problems}
        assert isinstance(nodes[0], Block)
        read_simulator(nodes[0])
    assert codes(":::{simulator base=0 sensitivity=60 specificity=85}\n:::") == [(1, "bad-option")]
