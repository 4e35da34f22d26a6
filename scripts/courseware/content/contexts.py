"""Passages that hold in Sweden only, and what answers them in another country.

A Swedish passage is a block `:::{swedish-context id=follow-up-duty}`. What corresponds to it where a
language is spoken is written in that language, in `docs/<lang>/counterparts/follow-up-duty.md`: no
translation, and no page of its own; it is shown below the passage, wherever that stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from courseware.content.blocks import BLOCKS, blocks_named, parse_blocks
from courseware.content.documents import documents
from courseware.content.load import Library
from courseware.content.markdown import headings, links
from courseware.content.model import Page
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["check_contexts", "counterparts"]


def counterparts(library: Library, language: str) -> dict[str, Page]:
    """Gives what is written in a language about its own country, by the id of the Swedish passage."""
    return {
        page.path.removeprefix("counterparts/").removesuffix(".md"): page
        for page in library.pages.get(language, {}).values()
        if page.kind == "counterpart"
    }


def _check_form(page: Page) -> Iterator[Problem]:
    """Yields what a counterpart cannot hold: it stands in pages at any depth, between their own headings."""
    first = page.front.body_line
    where = page.source_path
    for heading in headings(page.body, first):
        hint = "Its title comes from the front matter; write paragraphs below it."
        yield Problem(where, heading.line, "counterpart-form", f"the heading '{heading.text}'.", hint)
    for block in blocks_named(parse_blocks(page.body, where, first)[0], *BLOCKS):
        hint = "Write it as plain paragraphs."
        yield Problem(where, block.line, "counterpart-form", f"a block '{block.name}'.", hint)
    for link in links(page.body, first):
        if not link.target.startswith(("https://", "http://")):
            hint = "Link to other sites only; pages of this one lie at different depths."
            yield Problem(where, link.line, "counterpart-form", f"a link to '{link.target}'.", hint)


def check_contexts(library: Library) -> Iterator[Problem]:
    """Yields ids that stand twice or are no ids, and counterparts of passages that do not exist."""
    seen: dict[str, str] = {}
    for document in documents(library, SOURCE):
        if "swedish-context" not in document.body:
            continue
        for block in blocks_named(document.nodes, "swedish-context"):
            name = str(block.options.get("id", ""))
            where = f"{document.path}:{block.line}"
            if name and not ID_PATTERN.fullmatch(name):
                hint = "Use small letters, digits and hyphens: id=follow-up-duty."
                yield Problem(document.path, block.line, "bad-context-id", f"'{name}' is no id.", hint)
            elif name in seen:
                hint = f"{seen[name]} has it already; another passage needs another id."
                message = f"the passage '{name}' stands twice."
                yield Problem(document.path, block.line, "repeated-context-id", message, hint)
            if name:
                seen.setdefault(name, where)
    for language in CODES:
        for name, page in counterparts(library, language).items():
            if language == SOURCE:
                hint = "Write it in the language of the country it is about."
                message = "Swedish passages need no Swedish counterpart."
                yield Problem(page.source_path, 0, "stray-counterpart", message, hint)
                continue
            yield from _check_form(page)
            if name not in seen:
                hint = (
                    did_you_mean(name, seen) or f"Passages: {', '.join(sorted(seen)) or 'none have an id'}."
                )
                message = f"no Swedish passage has the id '{name}'."
                yield Problem(page.source_path, 0, "stray-counterpart", message, hint)
