"""Whether a translation has the structure of its source: headings, blocks, links, keys, figures, answers.

Words are the translator's; what a script can compare must be equal, so that anchors, progress
and statements mean the same in every language. An `adapted` page may have other paragraphs,
links and blocks, but the same headings, figures and citation keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from courseware.content.bibliography import citations
from courseware.content.block_rules import block_form
from courseware.content.blocks import BLOCKS, Block, blocks_named, parse_blocks
from courseware.content.documents import Document
from courseware.content.markdown import Heading, headings, images, links, without_code
from courseware.content.model import Quiz
from courseware.content.numbers import figures
from courseware.errors import Problem

__all__ = ["Structure", "check_parity", "check_quiz_parity", "structure"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?:[.,]\d+)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Structure:
    """What of a page must be alike in every language."""

    path: str
    headings: tuple[Heading, ...]
    keys: frozenset[str]
    """Cited sources and marks."""
    figures: tuple[str, ...]
    numbers: frozenset[str]
    """Every number as bare digits, with and without its thousands joined."""
    blocks: tuple[Block, ...]
    targets: tuple[str, ...]
    """Links and images within the site."""
    outcomes: int
    outcomes_line: int


def structure(document: Document) -> Structure:
    """Gives the structure of a page; that of a source is worth keeping for its eight translations."""
    body, line = document.body, document.front.body_line
    bare = without_code(body)
    nodes, _ = parse_blocks(body, document.path, line)
    targets = [link.target for link in (*links(body), *images(body)) if not _SCHEME.match(link.target)]
    outcomes = document.front.get("outcomes")
    return Structure(
        path=document.path,
        headings=tuple(heading for heading in headings(body, line) if heading.id),
        keys=frozenset(citation.key for citation in citations(body)),
        figures=tuple(dict.fromkeys(figures(bare))),
        numbers=frozenset(
            _digits(match) for pattern in (_NUMBER, _GROUPED) for match in pattern.findall(bare)
        ),
        blocks=tuple(blocks_named(nodes, *BLOCKS)),
        targets=tuple(targets),
        outcomes=len(outcomes) if isinstance(outcomes, list) else 0,
        outcomes_line=document.front.line("outcomes"),
    )


def check_parity(source: Structure, translation: Structure, *, adapted: bool = False) -> Iterator[Problem]:
    """Yields where a translated page differs in structure from its source."""
    yield from _check_headings(source, translation)
    yield from _check_figures(source, translation)
    difference = _difference(source.keys, translation.keys)
    if difference:
        hint = f"Cite the same sources as {source.path}."
        yield Problem(translation.path, 0, "parity-citation", f"citations differ: {difference}.", hint)
    if source.outcomes and translation.outcomes and source.outcomes != translation.outcomes:
        message = f"{translation.outcomes} outcomes; {source.path} has {source.outcomes}."
        line = translation.outcomes_line
        yield Problem(translation.path, line, "parity-outcomes", message, "Translate them one to one.")
    if adapted:
        return
    yield from _check_blocks(source, translation)
    difference = _difference(source.targets, translation.targets)
    if difference:
        hint = f"Link to the same pages as {source.path}."
        yield Problem(translation.path, 0, "parity-link", f"links differ: {difference}.", hint)


def _check_headings(source: Structure, translation: Structure) -> Iterator[Problem]:
    wanted = {heading.id: heading for heading in source.headings}
    given = {heading.id: heading for heading in translation.headings}
    missing = [anchor for anchor in wanted if anchor not in given]
    extra = [heading for heading in translation.headings if heading.id not in wanted]
    for anchor in missing:
        hint = f"Translate that section of {source.path}."
        yield Problem(translation.path, 0, "parity-heading", f"heading {{#{anchor}}} is missing.", hint)
    for heading in extra:
        hint = f"{source.path} has no such heading; give it the id of the one it translates."
        message = f"{{#{heading.id}}} is not in Swedish."
        yield Problem(translation.path, heading.line, "parity-heading", message, hint)
    if missing or extra:
        return
    for one, other in zip(source.headings, translation.headings, strict=False):
        if one.id != other.id:
            hint = f"In {source.path} {{#{one.id}}} stands here."
            message = f"{{#{other.id}}} is out of order."
            yield Problem(translation.path, other.line, "parity-heading", message, hint)
            return
        if one.level != other.level:
            hint = f"It is {one.level} in {source.path}."
            message = f"{{#{other.id}}} is a heading of level {other.level}."
            yield Problem(translation.path, other.line, "parity-heading", message, hint)


def _difference(wanted: Iterable[str], given: Iterable[str]) -> str:
    """Gives "missing a, b; too many c", or an empty text where both hold the same."""
    one, other = Counter(wanted), Counter(given)
    parts = []
    if one - other:
        parts.append("missing " + ", ".join(sorted((one - other).elements())))
    if other - one:
        parts.append("too many " + ", ".join(sorted((other - one).elements())))
    return "; ".join(parts)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _check_figures(source: Structure, translation: Structure) -> Iterator[Problem]:
    """Compares digits only: 13 000 and 13,000, 21,1 and 21.1 are the same figure."""
    missing = [figure for figure in source.figures if _digits(figure) not in translation.numbers]
    extra = [figure for figure in translation.figures if _digits(figure) not in source.numbers]
    hint = f"Figures are those of {source.path}."
    for figures_found, words in ((missing, "missing"), (extra, "not in Swedish")):
        for figure in figures_found:
            yield Problem(translation.path, 0, "parity-figure", f"the figure {figure} is {words}.", hint)


def _check_blocks(source: Structure, translation: Structure) -> Iterator[Problem]:
    for one, other in zip(source.blocks, translation.blocks, strict=False):
        if one.name != other.name:
            hint = f"{source.path} has '{one.name}' here."
            yield Problem(translation.path, other.line, "parity-block", f"a block '{other.name}'.", hint)
            return
        for key in BLOCKS[one.name].options:
            if key == "title":  # the one option that is text
                continue
            if one.options.get(key) != other.options.get(key):
                hint = f"It is {key}={str(one.options.get(key)).lower()} in {source.path}."
                message = f"{key}={str(other.options.get(key)).lower()}."
                yield Problem(translation.path, other.line, "parity-block", message, hint)
        if block_form(one) != block_form(other):
            hint = f"Translate the items of {source.path}, line {one.line}, one to one."
            message = f"the items, signs or figures of '{other.name}' differ from Swedish."
            yield Problem(translation.path, other.line, "parity-block", message, hint)
    if len(source.blocks) != len(translation.blocks):
        message = f"{len(translation.blocks)} blocks; {source.path} has {len(source.blocks)}."
        yield Problem(translation.path, 0, "parity-block", message, "Keep them one to one.")


def check_quiz_parity(source: Quiz, translation: Quiz) -> Iterator[Problem]:
    """Yields where the questions of a translated quiz would be graded otherwise than in Swedish."""
    questions = {question.id: question for question in translation.questions}
    wanted = [question.id for question in source.questions]
    given = [question.id for question in translation.questions]
    if wanted != given:
        difference = _difference(wanted, given) or "other order"
        hint = f"Keep the questions of {source.path}, in its order."
        yield Problem(translation.path, 0, "parity-question", f"questions differ: {difference}.", hint)
    for one in source.questions:
        other = questions.get(one.id)
        if other is None:
            continue
        where = (translation.path, other.line)
        if one.kind != other.kind:
            hint = f"It is a {one.kind} question in {source.path}."
            yield Problem(*where, "parity-question", f"'{one.id}' is a {other.kind} question.", hint)
        elif len(one.answers) != len(other.answers):
            hint = f"{source.path} has {len(one.answers)}."
            yield Problem(*where, "parity-answer", f"'{one.id}' has {len(other.answers)} answers.", hint)
        elif one.correct != other.correct:
            hint = "Keep the answers in the order of the source and tick the same ones."
            yield Problem(
                *where, "parity-answer", f"'{one.id}' ticks other answers than {source.path}.", hint
            )
        for noun in ("hint", "explanation", "body"):
            if bool(getattr(one, noun)) is not bool(getattr(other, noun)):
                has = "has no" if getattr(one, noun) else "has a"
                yield Problem(
                    *where, "parity-question", f"'{one.id}' {has} {noun}.", f"Follow {source.path}."
                )
