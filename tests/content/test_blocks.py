"""Blocks as a tree, and every mistake with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.content.blocks import Block, Text, blocks_named, parse_blocks, source

WORKSHOP = """\
Before.

:::{activity minutes=20 core=true}
### Sort {#sort}

:::{case title="Two words"}
K is away. [@invented]
:::

:::{facilitator}
Say this.
:::
:::

```markdown
:::{activity minutes=5}
:::
```
"""


def test_blocks_nest_and_keep_their_lines() -> None:
    nodes, problems = parse_blocks(WORKSHOP, "workshop.md", 10)
    assert problems == []
    before, activity, after = nodes
    assert isinstance(before, Text)
    assert isinstance(after, Text)
    assert isinstance(activity, Block)
    assert (activity.name, activity.options, activity.line) == ("activity", {"minutes": 20, "core": True}, 12)
    case, notes = (node for node in activity.children if isinstance(node, Block))
    assert (case.name, case.options, case.line) == ("case", {"title": "Two words"}, 15)
    assert (notes.name, notes.body, notes.line) == ("facilitator", "Say this.", 19)
    assert ":::{activity minutes=5}" in after.text


def test_a_tree_gives_its_source_back() -> None:
    nodes, _ = parse_blocks(WORKSHOP, "workshop.md")
    assert source(nodes) == WORKSHOP


def test_facilitator_notes_can_be_left_out_at_any_depth() -> None:
    nodes, _ = parse_blocks(WORKSHOP, "workshop.md")
    shown = source(nodes, without=("facilitator",))
    assert "Say this." not in shown
    assert "K is away." in shown
    assert parse_blocks(shown, "workshop.md")[1] == []


def test_a_quizdown_fence_is_a_quizdown_block() -> None:
    nodes, problems = parse_blocks("Text\n\n```quizdown\n# Q\n\n1. [x] a\n2. [ ] b\n```\n", "page.md")
    (block,) = blocks_named(nodes, "quizdown")
    assert problems == []
    assert (block.line, block.body) == (3, "# Q\n\n1. [x] a\n2. [ ] b")


MISTAKES = {
    "unclosed": (":::{case}\ntext", ["1: unclosed-block"]),
    "two unclosed": (":::{activity minutes=5}\n:::{case}\ntext", ["1: unclosed-block", "2: unclosed-block"]),
    "stray close": ("text\n:::", ["2: stray-close"]),
    "other colons": ("::::{case}\ntext\n:::\n::::", ["3: stray-close"]),
    "unknown": (":::{cases}\n:::", ["1: unknown-block"]),
    "unknown option": (":::{activity minutes=5 kore=true}\n:::", ["1: unknown-option"]),
    "no minutes": (":::{activity}\n:::", ["1: missing-option"]),
    "minutes in words": (":::{activity minutes=ten}\n:::", ["1: bad-option"]),
    "neither true nor false": (":::{activity minutes=5 core=yes}\n:::", ["1: bad-option"]),
    "twice": (":::{activity minutes=5 minutes=6}\n:::", ["1: repeated-option"]),
    "no equals sign": (":::{activity minutes=5 core}\n:::", ["1: bad-option"]),
    "wrongly nested": (":::{facilitator}\n:::{activity minutes=5}\n:::\n:::", ["2: nested-block"]),
    "no braces": ("::: case\ntext", ["1: bad-block"]),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(text: str, expected: list[str]) -> None:
    _, problems = parse_blocks(text, "page.md")
    assert [f"{problem.line}: {problem.code}" for problem in problems] == expected
    assert all(problem.hint for problem in problems)


def test_a_misspelt_block_gets_a_suggestion() -> None:
    _, (problem,) = parse_blocks(":::{facilitater}\n:::", "page.md")
    assert (
        str(problem)
        == "page.md:1: unknown-block: there is no block 'facilitater'. Did you mean 'facilitator'?"
    )


_PIECES = st.sampled_from(
    [
        ":::{case}",
        ":::",
        "::::",
        ":::{activity minutes=5}",
        "```",
        "~~~~",
        "text",
        "",
        ":::{",
        "```quizdown",
        "  :::",
    ]
)


@settings(deadline=None)  # the machine may be busy; slowness is not what this shows
@given(st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=25).map("\n".join))
def test_any_text_gives_a_tree_and_keeps_every_line(text: str) -> None:
    nodes, problems = parse_blocks(text, "page.md")
    if not problems:
        assert source(nodes) == text
    height = text.count("\n") + 1
    assert all(1 <= problem.line <= height for problem in problems)


@pytest.mark.parametrize("text", [":::{case}\n" * 3000, ":::{case}\n" * 3000 + ":::\n" * 3000])
def test_blocks_far_too_deep_are_named_and_end_nothing(text: str) -> None:
    nodes, problems = parse_blocks(text, "a.md")
    assert "blocks stand too deep." in {problem.message for problem in problems}
    assert len(list(blocks_named(nodes, "case"))) == 3000
