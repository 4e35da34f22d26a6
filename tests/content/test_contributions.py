"""What a contribution asks for, in nine languages; and drafts, which are no pages until an editor says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.check import check_content
from courseware.content.contributions import (
    FORMS,
    KINDS,
    Kind,
    asked_for,
    choice_label,
    help_of,
    label_of,
    marker,
    questions_text,
    read_marker,
)
from courseware.content.documents import documents
from courseware.content.load import load_library
from courseware.content.worksheets import read_worksheet
from courseware.languages import CODES
from courseware.strings import load_strings
from courseware.translations.check import check_translations
from courseware.translations.status import source_hashes

ROOT = Path(__file__).parents[2]
DRAFT = """---
title: Utkast
summary: Någon har skrivit.
draft: {kind: practice, role: handläggare, language: sv, country: SE, date: 2026-11-26}
contribution: "0123456789abcdef"
---
En andel på 47 procent utan källa.

## Rubrik {#heading}

Text.
"""
SHEET = "docs/{}/baltic/worksheets/b5-practice.md"


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_label_can_be_told_from_the_others(kind: Kind, language: str) -> None:
    texts = load_strings(ROOT, language)
    labels = [label_of(kind, ask, texts).casefold() for ask in FORMS[kind]]
    assert len(set(labels)) == len(labels)
    for ask in FORMS[kind]:
        label = label_of(kind, ask, texts)
        assert len(label) <= 40, "a mail program would break it over two lines"
        assert not set(label) & set(":()*_[]"), label
        assert help_of(kind, ask, texts)[-1] in ".?"
        names = [choice_label(ask, choice, texts).casefold() for choice in ask.choices]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_last_is_chosen_from_a_list(kind: Kind) -> None:
    """So that a signature below the last answer is nobody's answer."""
    assert FORMS[kind][-1].choices


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_as_text_hold_all_of_them(kind: Kind, language: str) -> None:
    texts = load_strings(ROOT, language)
    lines = questions_text(kind, texts).splitlines()
    for number, ask in enumerate(FORMS[kind], 1):
        place = lines.index(f"{number}. {label_of(kind, ask, texts)}:")
        assert lines[place + 1] == f"({asked_for(kind, ask, texts)})"
    assert lines[-1] == marker(kind, language)


def test_the_last_line_says_what_was_filled_in() -> None:
    assert read_marker(marker("practice", "lv")) == ("practice", "lv", "")
    assert read_marker(f"  {marker('correction', 'pl', '2026-11-26')}") == ("correction", "pl", "2026-11-26")
    for other in ("", "[courseware-contribution/1 essay sv]", "[courseware-contribution/2 practice sv]"):
        assert read_marker(other) is None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_paper_and_form_ask_the_same(language: str) -> None:
    nodes, _ = parse_blocks((ROOT / SHEET.format(language)).read_text("utf-8"), "b5")
    sheet = read_worksheet(next(blocks_named(nodes, "worksheet")))
    texts = load_strings(ROOT, language)
    asks = FORMS["practice"]
    assert [field.id for field in sheet.fields] == [ask.id for ask in asks]
    for field, ask in zip(sheet.fields, asks, strict=True):
        assert field.label == label_of("practice", ask, texts)
        if field.choices:
            assert list(field.choices) == [choice_label(ask, choice, texts) for choice in ask.choices]


def test_a_block_that_asks_for_nothing_known_is_named(two_languages: Path) -> None:
    path = two_languages / "docs/sv/index.md"
    text = "\n:::{contribution kind=practise}\n:::\n\n:::{contribution kind=correction}\nText.\n:::\n"
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")
    found = [str(problem) for problem in check_content(two_languages) if problem.path == "docs/sv/index.md"]
    assert len(found) == 2
    assert "bad-option: kind=practise is no form. Did you mean 'practice'?" in found[0]
    assert "bad-block: a form holds no text of its own." in found[1]


def test_a_draft_is_no_page(two_languages: Path) -> None:
    before = load_library(two_languages)
    path = two_languages / "docs/sv/baltic/practices/utkast.md"
    path.parent.mkdir(parents=True)
    path.write_text(DRAFT, encoding="utf-8")
    library = load_library(two_languages)
    assert library.pages == before.pages
    assert [page.path for page in library.drafts["sv"].values()] == ["baltic/practices/utkast.md"]
    assert all(document.key != "baltic/practices/utkast.md" for document in documents(library, "sv"))
    assert source_hashes(library) == source_hashes(before)
    assert "baltic/practices/utkast.md" in library.with_drafts().pages["sv"]
    assert list(check_translations(library)) == list(check_translations(before))


def test_the_form_of_a_draft_is_checked_and_nothing_else(two_languages: Path) -> None:
    before = check_content(two_languages)
    path = two_languages / "docs/sv/baltic/practices/utkast.md"
    path.parent.mkdir(parents=True)
    path.write_text(DRAFT, encoding="utf-8")
    assert check_content(two_languages) == before, "no source, no review and no section is asked of a draft"
    bad = DRAFT.replace(" {#heading}", "").replace("Text.", "![](x.png) [bort](borta.md) 19950803-2381")
    path.write_text(bad.replace("country: SE", "country: XX"), encoding="utf-8")
    codes = {problem.code for problem in check_content(two_languages) if problem.path.endswith("utkast.md")}
    assert codes == {
        "bad-field", "missing-heading-id", "image-without-alt", "broken-link", "identity-number",
    }  # fmt: skip


@pytest.mark.parametrize("wrong", ["true", "{}", "{kind: practice}", "[]", "''"])
def test_a_draft_whose_field_is_wrong_is_still_no_page(two_languages: Path, wrong: str) -> None:
    path = two_languages / "docs/sv/baltic/utkast.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: A\nsummary: B\ndraft: {wrong}\n---\nText.\n", encoding="utf-8")
    library = load_library(two_languages)
    assert "baltic/utkast.md" not in library.pages["sv"]
    assert [problem.code for problem in library.problems if problem.path.endswith("utkast.md")] == [
        "bad-field"
    ]
