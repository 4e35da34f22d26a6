"""The number lint: a figure without a source is the first thing a sceptical reader finds.

A sentence, list item or table row that holds a percentage or a number of three
digits or more needs a citation; `[@platform]` and `[@invented]` count, so there is no exception
to argue about. Not figures: years and dates, provisions and document numbers, times, versions.
A citation covers its own sentence and those before it in the paragraph, never those after it.
One in the sentence that introduces a list or a table covers all of it, and one in a case
covers the case. Evidence cards and the texts of tables of data name their sources in a field of
their own, which covers them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.bibliography import CITATION
from courseware.content.blocks import Node, Text
from courseware.content.data_tables import loose_rows
from courseware.content.documents import Document
from courseware.content.markdown import without_code
from courseware.content.model import Quiz
from courseware.errors import Problem
from courseware.languages import CODES

__all__ = [
    "PERCENT_WORDS", "Unit", "check_numbers", "check_quiz_numbers", "check_table_numbers", "figures", "units",
    "unsourced", "without_other_numbers",
]  # fmt: skip

PERCENT_WORDS = (
    "procent|procentenhet|percent|per cent|percentage point|prozent|prozentpunkt|procentpoint|protsen|"
    r"prosent|proc\.|punkt(?:y|ów) procentow"
)
"""How the languages of the site say percent, without endings."""
_PERCENT = re.compile(
    rf"(?<![\w.,])\d+(?:[.,]\d+)?[ \u00a0\u202f]*(?:%|‰|(?:{PERCENT_WORDS}))", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?<![\w.,:/–-])"
    r"(?:\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d{3,9}(?:[.,]\d+)?)"
    r"(?![\w/:]|[.,-]\d)"
)
_NOT_FIGURES = re.compile(
    "|".join(
        (
            r"\]\([^)]*\)",  # link targets
            r"https?://\S+",
            r"<[^>\n]+>",
            r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b",  # dates and months
            r"\b(?:19|20)\d\d\s*[–/-]\s*(?:(?:19|20)\d\d|\d\d)\b",  # 2023/24, 1996–2004
            r"\b(?:1[5-9]|20)\d\d(?:er|ern|s|-talet)?\b(?!\s*(?:%|procent|percent|elever|pupils|kronor|kr\b|euro|personer"
            r"|ungdomar|students|barn\b|deltagare|lärare|skolor))",
            r"(?:§§?|kap\.|art(?:ikel|icle)?\.?|ref\.|mom\.|p\.|s\.|nr|no\.)\s*\d+",
            r"\b\d+(?:\s*[a-z])?\s*(?:§|kap\.)",
            r"\b(?:SFS|SOU|Ds|prop\.|Prop\.|bet\.|HSLF-FS|SKOLFS|MSEK|ISO|RFC|EN|WCAG)\s*\d+(?:[:/]\d+)*",
            r"\b(?:18|19|20)\d\d[:/]\d+",  # 2010:800, 2016/679, 2020/00358
            r"\b\d+(?:[.,]\d+)?\s*(?:min\b|min\.|minut\w*|minuu\w*|minūt\w*|minučių|h\b|tim\w*|hour\w*)",
            r"\b\d+(?:\.\d+){2,}\b",  # versions
        )
    )
)
_DIGIT = re.compile(r"\d")
_CANDIDATE = re.compile(r"\d{3}|\d[ \u00a0\u202f]*(?:%|‰|[pP])")
"""What every figure holds; a text without it needs no closer look."""
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)*_]*\s+(?=([\"'“”‘«(*_]*)(\w))|[.!?…][\"'”’»)*_]*\s*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}"  # t.ex., m.fl., z.B., e.g.
    r"|\b(?:ca|dvs|resp|kap|art|mom|bil|prop|dir|dnr|nr|avs|jfr|cf|vs|approx|bzw|vgl|np|tzn|tj|ref))$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:[^\W\d_]|kr|mnkr|mdkr|milj|st|s|p|pp|no|fig|tab|vol|proc|osv|etc|usw)$", re.IGNORECASE
)
"""What ends a sentence before a word and stands within one before a number."""


def figures(text: str) -> list[str]:
    """Gives the figures in a piece of text that need a source."""
    if not _CANDIDATE.search(text):
        return []
    if "\n" in text:  # the expressions below are costly, and most lines hold no digit
        text = "\n".join(line for line in text.split("\n") if _DIGIT.search(line))
    text = without_other_numbers(CITATION.sub(" ", text))
    found = [match[0].strip() for match in _PERCENT.finditer(text)]
    rest = _PERCENT.sub(" ", text)
    return found + [match[0].strip() for match in _NUMBER.finditer(rest)]


def without_other_numbers(text: str) -> str:
    """Gives a text with its dates, provisions, times and other numbers that are no figures as spaces."""
    return _NOT_FIGURES.sub(lambda match: " " * len(match[0]), text)


def check_numbers(document: Document) -> Iterator[Problem]:
    """Yields each unit of a document that holds a figure and no citation."""
    if not _DIGIT.search(document.body):
        return
    if document.kind == "quiz":
        return  # check_quiz_numbers reads its questions
    yield from _walk(document.path, document.nodes)


def check_quiz_numbers(quiz: Quiz) -> Iterator[Problem]:
    """Yields each question whose hint, comments or explanation bring in a figure without a source.

    The situation and the answers to choose from are a premise, not a claim: their figures may be
    used again in what is said about them.
    """
    for question in quiz.questions:
        premise = "\n".join((question.heading, question.body, *(answer.text for answer in question.answers)))
        given = set(figures(premise))
        for text, line in (
            (question.hint, question.line),
            *((answer.comment, answer.line) for answer in question.answers),
            (question.explanation, question.line),
        ):
            found = [figure for figure in figures(without_code(text)) if figure not in given]
            if found and not CITATION.search(text):
                yield unsourced(quiz.path, line, found)


def check_table_numbers(path: str, text: str) -> Iterator[Problem]:
    """Yields each row of a table of data whose texts hold a figure while its `source` is empty.

    Args:
        path: What problems call the file.
        text: The table as CSV; one without a column `source` is left alone.
    """
    for row, line in loose_rows(text):
        if "source" not in row:
            return
        if (row.get("source") or "").strip():
            continue
        written = (cell for name, cell in row.items() if name and name.endswith(_TEXT_COLUMNS))
        found = [figure for cell in written for figure in figures(cell or "")]
        if found:
            yield unsourced(path, line, found, "Name its source in the column 'source'.")


_TEXT_COLUMNS = tuple(f"_{code}" for code in CODES)


def _uncited(text: str) -> str:
    """Gives what of a piece of text stands after the sentence of its last citation."""
    last = next(reversed(list(CITATION.finditer(text))), None)
    if last is None:
        return text
    before = CITATION.sub(" ", text[: last.start()]).rstrip()
    if _ENDED.search(before):  # The citation stands behind the full stop of its sentence.
        return text[last.end() :].lstrip(".")
    for end in _SENTENCE_END.finditer(text, last.end()):
        said, following = text[last.end() : end.start()], end[2] or ""
        inside = following.islower() or _ABBREVIATION.search(said)
        if not inside and not (following.isdigit() and _UNIT.search(said)):
            return text[end.end() :]
    return ""


_ENDED = re.compile(r"[.!?…:][\"'”’»)*_]*$")


def _walk(path: str, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    for node in nodes:
        if isinstance(node, Text):
            yield from _check_text(path, node)
        elif node.name == "quizdown":
            continue  # a practice question cites where its page does
        elif not (node.name == "case" and CITATION.search(node.body)):
            yield from _walk(path, node.children)


def _check_text(path: str, node: Text) -> Iterator[Problem]:
    parts = units(without_code(node.text), node.line)
    lead_cited = False
    for position, unit in enumerate(parts):
        cited = bool(CITATION.search(unit.text))
        if unit.kind == "text":
            lead_cited = cited
        elif lead_cited:
            continue
        elif unit.kind == "row":
            after = next((later for later in parts[position:] if later.kind == "text"), None)
            if cited or (after is not None and CITATION.search(after.text)):
                continue
        if not _DIGIT.search(unit.text):
            continue
        rest = _uncited(unit.text)
        found = figures(rest)
        if found:
            place = len(unit.text) - len(rest) + max(rest.find(found[0]), 0)
            line = unit.line + unit.text.count("\n", 0, place)
            yield unsourced(path, line, found, _AFTER if cited else _HINT)


_HINT = "Cite a source, [@key], or mark it [@platform] (our proposal) or [@invented] (a case)."
_AFTER = (
    "A citation covers its own sentence and those before it. Cite again, [@key], or mark it [@platform] "
    "(our proposal) or [@invented] (a case)."
)


def unsourced(path: str, line: int, found: list[str], hint: str = _HINT) -> Problem:
    """Gives the problem of figures that nothing stands behind."""
    shown = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
    has = "has" if len(found) == 1 else "have"
    return Problem(path, line, "number-without-source", f"{shown} {has} no source.", hint)


@dataclass(slots=True)
class Unit:
    """A paragraph, a heading, an item of a list or a row of a table."""

    kind: str
    """`text`, `item` or `row`."""
    text: str
    line: int


def units(text: str, first_line: int) -> list[Unit]:
    """Gives what a text consists of, each part with its line."""
    found: list[Unit] = []
    kind = ""
    for number, line in enumerate(text.split("\n")):
        here = first_line + number
        if not line.strip() or _HEADING.match(line):
            kind = "" if not line.strip() else kind
            if line.strip():
                found.append(Unit("text", line, here))
                kind = ""
            continue
        if line.lstrip().startswith("|"):
            found.append(Unit("row", line, here))
            kind = "row"
        elif _ITEM.match(line):
            found.append(Unit("item", line, here))
            kind = "item"
        elif (
            kind in ("item", "text")
            and found
            and (kind == "text" or line.startswith(" ") or found[-1].line == here - 1)
        ):
            found[-1].text += "\n" + line
        elif found and found[-1].kind == "item" and line.startswith((" ", "\t")):
            found[-1].text += "\n" + line
            kind = "item"
        else:
            found.append(Unit("text", line, here))
            kind = "text"
    return found
