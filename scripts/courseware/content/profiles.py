"""Country profiles: pages about one country each, on one template, with a line on each theme.

The Swedish file of a profile names its country, `country: LV`. In every language it holds one block

    :::{glance}
    - age: Five to 18, or until basic education is completed. [@key]
    - guidance: -
    :::

with a line a theme, `-` where no source was found: a gap stays a gap. The comparison puts the same lines side
by side, so a country is described once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from courseware.content.bibliography import CITATION, MARKS, parse_citation
from courseware.content.blocks import Block, blocks_named, parse_blocks
from courseware.content.countries import COUNTRIES
from courseware.content.load import Library
from courseware.content.markdown import headings, without_code
from courseware.content.model import Page
from courseware.content.outline import read_outline
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = [
    "GAP",
    "SECTIONS",
    "THEMES",
    "Certainty",
    "Theme",
    "certainty_of",
    "check_glance",
    "check_profiles",
    "glance_form",
    "glance_of",
    "profiles",
    "read_glance",
]

THEMES = ("age", "responsibility", "early-warning", "follow-up", "re-entry", "guidance", "data")
"""What every profile says in a line, in the order of the comparison."""

SECTIONS = (
    "glance", "system", "follow-up", "detection", "measures", "practices", "figures", "certainty", "learn",
    "asks", "takeaway",
)  # fmt: skip
"""The sections of every profile, by anchor; there is at least one practice below `practices`."""

GAP = "-"
"""Where nothing is known to us."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a profile says of one theme."""

    name: str
    text: str
    """Markdown with its citations; empty where nothing was found."""
    line: int


class Certainty(NamedTuple):
    """How much of a text rests on what."""

    sourced: int
    """Statements with a source."""
    unverified: int
    """Statements that are widely known and not checked."""


def certainty_of(body: str) -> Certainty:
    """Gives how many statements of a text have a source, and how many say that they are not checked."""
    cited = [{key for key, _ in parse_citation(match[1])} for match in CITATION.finditer(without_code(body))]
    return Certainty(
        sum(not keys <= set(MARKS) for keys in cited), sum("unverified" in keys for keys in cited)
    )


def read_glance(block: Block) -> list[Theme]:
    """Gives the lines of a block in the order of the source, whatever they are called."""
    found = []
    for item in read_outline(block.body, block.line + 1).items:
        name, _, text = item.text.partition(":")
        text = text.strip()
        found.append(Theme(name.strip(), "" if text == GAP else text, item.line))
    return found


def glance_of(page: Page) -> Mapping[str, str]:
    """Gives what a profile says of each theme, as Markdown; themes without a text are left out."""
    nodes, _ = parse_blocks(page.body, page.source_path)  # `check` reports what is wrong with them.
    block = next(blocks_named(nodes, "glance"), None)
    return {theme.name: theme.text for theme in read_glance(block) if theme.text} if block else {}


def glance_form(block: Block) -> tuple[object, ...]:
    """Gives what is alike in every language: the themes, and which of them have a text."""
    return tuple((theme.name, bool(theme.text)) for theme in read_glance(block))


def profiles(library: Library, language: str) -> dict[str, Page]:
    """Gives the profile of each country that has one, in a language or else in Swedish."""
    swedish = {
        str(page.front.get("country")): page
        for page in library.pages[SOURCE].values()
        if page.kind == "profile"
    }
    own = library.pages.get(language, {})
    return {
        country: own.get(swedish[country].path, swedish[country])
        for country in COUNTRIES
        if country in swedish
    }


def check_glance(block: Block, path: str) -> Iterator[Problem]:
    """Yields what is wrong with the lines of a block."""
    given = read_glance(block)
    names = [theme.name for theme in given]
    for theme in given:
        if theme.name not in THEMES:
            hint = did_you_mean(theme.name, THEMES) or f"Themes: {', '.join(THEMES)}."
            yield Problem(path, theme.line, "unknown-theme", f"'{theme.name}' is no theme.", hint)
        elif theme.text and not CITATION.search(theme.text):
            hint = "Cite a source, [@key], or mark it [@unverified]; write '-' where there is none."
            message = f"'{theme.name}' has no source."
            yield Problem(path, theme.line, "unsourced-theme", message, hint)
    known = [name for name in names if name in THEMES]
    if known != list(THEMES) and len(known) == len(names):
        hint = f"Write each theme once, in this order: {', '.join(THEMES)}."
        message = "the themes are not those of every profile."
        yield Problem(path, block.line, "theme-order", message, hint)


def check_profiles(library: Library) -> Iterator[Problem]:
    """Yields profiles that are not on the template, and profiles of a country that has one already."""
    seen: dict[str, str] = {}
    for page in library.pages[SOURCE].values():
        if page.kind != "profile":
            continue
        country, line = str(page.front.get("country")), page.front.line("country")
        if country not in COUNTRIES:
            hint = did_you_mean(country, COUNTRIES) or f"Countries: {', '.join(COUNTRIES)}."
            message = f"'{country}' is no country of the room."
            yield Problem(page.source_path, line, "unknown-country", message, hint)
        elif country in seen:
            hint = f"{seen[country]} is about it."
            yield Problem(page.source_path, line, "repeated-profile", f"'{country}' has a profile.", hint)
        seen.setdefault(country, page.source_path)
    paths = {page.path for page in library.pages[SOURCE].values() if page.kind == "profile"}
    for language in CODES:
        for path in sorted(paths & set(library.pages[language])):
            yield from _check_template(library.pages[language][path])


def _check_template(page: Page) -> Iterator[Problem]:
    found = [heading for heading in headings(page.body, page.front.body_line) if heading.level == 2]
    ids = [heading.id for heading in found]
    if ids != list(SECTIONS):
        wrong = next((one for one, other in zip(found, SECTIONS, strict=False) if one.id != other), None)
        hint = f"Every profile has these sections, in this order: {', '.join(SECTIONS)}."
        message = "the sections are not those of every profile."
        yield Problem(page.source_path, wrong.line if wrong else 0, "profile-sections", message, hint)
    nodes, _ = parse_blocks(page.body, page.source_path, page.front.body_line)
    glances = list(blocks_named(nodes, "glance"))
    if len(glances) != 1:
        line = glances[1].line if glances else 0
        hint = "Write ':::{glance}' with a line a theme below the heading {#glance}."
        message = f"the profile has {len(glances)} blocks 'glance'; it has one."
        yield Problem(page.source_path, line, "profile-glance", message, hint)
