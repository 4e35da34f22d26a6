"""Sections and their hashes, as translations note them."""

from __future__ import annotations

from courseware.content.front_matter import Front, split_front
from courseware.content.sections import outdated_sections, section_hashes, sections

PAGE = """\
---
title: The flag
summary: What it is.
minutes: 10
---

Opening.

## First {#first}

Text that is
wrapped.

```
## Not a heading {#code}
```

### Second {#second}

More.

## Without an id

Still second.
"""


def _hashes(text: str) -> dict[str, str]:
    front, body, _ = split_front(text, "x.md")
    return section_hashes(front, body)


def test_a_page_has_a_section_for_each_heading_with_an_id() -> None:
    front, body, _ = split_front(PAGE, "x.md")
    found = sections(front, body)
    assert [(section.id, section.line) for section in found] == [
        ("_title", 1),
        ("_top", 6),
        ("first", 9),
        ("second", 18),
    ]
    assert "Still second." in found[-1].text


def test_a_hash_is_twelve_hex_digits_of_the_text_with_single_spaces() -> None:
    # Fixed for ever: thousands of translations note it. SHA-256 of "## A {#a} b c".
    assert section_hashes(Front(), "## A {#a}\n\nb\n  c\n")["a"] == "af8bf92095c6"


def test_rewrapping_is_no_change() -> None:
    assert _hashes(PAGE) == _hashes(PAGE.replace("Text that is\nwrapped.", "Text   that is wrapped."))


def test_a_change_touches_its_own_section_only() -> None:
    before, after = _hashes(PAGE), _hashes(PAGE.replace("More.", "Less."))
    assert {key for key in before if before[key] != after[key]} == {"second"}


def test_neutral_fields_are_no_part_of_the_title() -> None:
    assert _hashes(PAGE) == _hashes(PAGE.replace("minutes: 10", "minutes: 15"))
    assert _hashes(PAGE)["_title"] != _hashes(PAGE.replace("What it is.", "What it was."))["_title"]


def test_a_page_without_headings_has_a_top() -> None:
    assert set(section_hashes(Front(), "Only text.")) == {"_title", "_top"}
    assert set(section_hashes(Front(), "\n## A {#a}\n")) == {"_title", "a"}


def test_outdated_are_the_changed_the_new_and_the_gone() -> None:
    assert outdated_sections({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "0", "d": "4"}) == [
        "b",
        "c",
        "d",
    ]
