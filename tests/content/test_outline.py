"""A list in a block is read as it is meant, whoever indented it."""

from __future__ import annotations

import pytest

from courseware.content.outline import read_outline


def test_items_have_labels_lines_and_what_follows() -> None:
    outline = read_outline("Inledning.\n\n1. **Ett.** Först.\n2. **Två:** Sedan\n   mer.\n\nKälla.", 10)
    assert (outline.lead, outline.note) == ("Inledning.", "Källa.")
    assert [(item.label, item.rest, item.line, item.ordered) for item in outline.items] == [
        ("Ett", "Först.", 12, True),
        ("Två", "Sedan mer.", 13, True),
    ]


@pytest.mark.parametrize("step", ["  ", "    ", "\t", "   "])
def test_nesting_by_any_step(step: str) -> None:
    text = f"- **A:** a\n{step}- **B:** b\n{step}- c\n- **D**"
    top = read_outline(text).items
    assert [item.label for item in top] == ["A", "D"]
    assert [item.text for item in top[0].children] == ["**B:** b", "c"]
    assert [item.line for item in read_outline(text).walk()] == [1, 2, 3, 4]


def test_a_single_space_is_no_level_and_no_list_is_none() -> None:
    assert len(read_outline("- a\n - b").items) == 2
    assert read_outline("Bara text.").items == ()
    assert read_outline("").lead == ""


def test_a_paragraph_ends_the_list() -> None:
    outline = read_outline("- a\n\nText.\n\n- inte en punkt")
    assert len(outline.items) == 1
    assert outline.note == "Text.\n\n- inte en punkt"
