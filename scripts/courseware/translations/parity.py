"""Whether a translation has the structure of its source: headings, blocks, links, keys, figures, answers.

Words are the translator's; what a script can compare must be equal, so that anchors, progress
and statements mean the same in every language. An `adapted` page may have other paragraphs,
links and blocks, but the same headings, figures and citation keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from courseware.content.bibliography import citations
from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.documents import Document
from courseware.content.markdown import headings, images, links, without_code
from courseware.content.model import Quiz
from courseware.content.numbers import figures
from courseware.errors import Problem

__all__ = ["check_parity", "check_quiz_parity"]

_BLOCKS = ("activity", "facilitator", "swedish-context", "case", "worksheet", "quizdown")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?:[.,]\d+)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def check_parity(source: Document, translation: Document) -> Iterator[Problem]:
    """Yields where a translated page differs in structure from its source."""
    adapted = translation.front.get("translation") == "adapted"
    yield from _check_headings(source, translation)
    yield from _check_keys(source, translation)
    yield from _check_figures(source, translation)
    yield from _check_outcomes(source, translation)
    if not adapted:
        yield from _check_blocks(source, translation)
        yield from _check_links(source, translation)


def _check_headings(source: Document, translation: Document) -> Iterator[Problem]:
    wanted = [(heading.id, heading.level) for heading in headings(source.body) if heading.id]
    found = headings(translation.body, translation.front.body_line)
    given = [(heading.id, heading.level) for heading in found if heading.id]
    if wanted == given:
        return
    lines = {heading.id: heading.line for heading in found}
    missing = [anchor for anchor, _ in wanted if anchor not in lines]
    known = dict(wanted)
    extra = [anchor for anchor, _ in given if anchor not in known]
    for anchor in missing:
        hint = f"Translate that section of {source.path}."
        yield Problem(translation.path, 0, "parity-heading", f"heading {{#{anchor}}} is missing.", hint)
    for anchor in extra:
        hint = f"{source.path} has no such heading; give it the id of the one it translates."
        yield Problem(
            translation.path, lines[anchor], "parity-heading", f"{{#{anchor}}} is not in Swedish.", hint
        )
    if missing or extra:
        return
    for (anchor, level), (other, other_level) in zip(wanted, given, strict=False):
        if anchor != other:
            hint = f"In {source.path} {{#{anchor}}} stands here."
            yield Problem(
                translation.path, lines[other], "parity-heading", f"{{#{other}}} is out of order.", hint
            )
            return
        if level != other_level:
            hint = f"It is {level} in {source.path}."
            message = f"{{#{other}}} is a heading of level {other_level}."
            yield Problem(translation.path, lines[other], "parity-heading", message, hint)


def _difference(wanted: Iterable[str], given: Iterable[str]) -> str:
    """Gives "missing a, b; too many c", or an empty text where both hold the same."""
    one, other = Counter(wanted), Counter(given)
    parts = []
    if one - other:
        parts.append("missing " + ", ".join(sorted((one - other).elements())))
    if other - one:
        parts.append("too many " + ", ".join(sorted((other - one).elements())))
    return "; ".join(parts)


def _check_keys(source: Document, translation: Document) -> Iterator[Problem]:
    wanted = {citation.key for citation in citations(source.body)}
    given = {citation.key for citation in citations(translation.body)}
    difference = _difference(wanted, given)
    if difference:
        hint = f"Cite the same sources as {source.path}."
        yield Problem(translation.path, 0, "parity-citation", f"citations differ: {difference}.", hint)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _numbers(text: str) -> set[str]:
    """Gives every number of a text as bare digits, with and without its thousands joined."""
    return {_digits(match) for pattern in (_NUMBER, _GROUPED) for match in pattern.findall(text)}


def _check_figures(source: Document, translation: Document) -> Iterator[Problem]:
    """Compares digits only: 13 000 and 13,000, 21,1 and 21.1 are the same figure."""
    one, other = without_code(source.body), without_code(translation.body)
    here, there = _numbers(one), _numbers(other)
    missing = [figure for figure in dict.fromkeys(figures(one)) if _digits(figure) not in there]
    extra = [figure for figure in dict.fromkeys(figures(other)) if _digits(figure) not in here]
    for figure, words in [(figure, "missing") for figure in missing] + [
        (figure, "not in Swedish") for figure in extra
    ]:
        hint = f"Figures are those of {source.path}."
        yield Problem(translation.path, 0, "parity-figure", f"the figure {figure} is {words}.", hint)


def _check_outcomes(source: Document, translation: Document) -> Iterator[Problem]:
    wanted, given = source.front.get("outcomes"), translation.front.get("outcomes")
    if isinstance(wanted, list) and isinstance(given, list) and len(wanted) != len(given):
        line = translation.front.line("outcomes")
        message = f"{len(given)} outcomes; {source.path} has {len(wanted)}."
        yield Problem(translation.path, line, "parity-outcomes", message, "Translate them one to one.")


def _check_blocks(source: Document, translation: Document) -> Iterator[Problem]:
    if ":::" not in source.body and ":::" not in translation.body:
        return
    wanted = list(blocks_named(parse_blocks(source.body, "")[0], *_BLOCKS))
    nodes, _ = parse_blocks(translation.body, "", translation.front.body_line)
    given = list(blocks_named(nodes, *_BLOCKS))
    for one, other in zip(wanted, given, strict=False):
        if one.name != other.name:
            hint = f"{source.path} has '{one.name}' here."
            yield Problem(translation.path, other.line, "parity-block", f"a block '{other.name}'.", hint)
            return
        for key in ("minutes", "core", "id"):
            if one.options.get(key) != other.options.get(key):
                hint = f"It is {key}={str(one.options.get(key)).lower()} in {source.path}."
                message = f"{key}={str(other.options.get(key)).lower()}."
                yield Problem(translation.path, other.line, "parity-block", message, hint)
    if len(wanted) != len(given):
        message = f"{len(given)} blocks; {source.path} has {len(wanted)}."
        yield Problem(translation.path, 0, "parity-block", message, "Keep them one to one.")


def _check_links(source: Document, translation: Document) -> Iterator[Problem]:
    def targets(document: Document) -> list[str]:
        found = [*links(document.body), *images(document.body)]
        return [link.target for link in found if not _SCHEME.match(link.target)]

    difference = _difference(targets(source), targets(translation))
    if difference:
        hint = f"Link to the same pages as {source.path}."
        yield Problem(translation.path, 0, "parity-link", f"links differ: {difference}.", hint)


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
