"""How long a text takes to read, and how hard it is.

Swedish texts are measured by LIX (C. H. Björnsson, 1968): words a sentence plus the share of words
with more than six letters, in percent. Below 30 is very easy, 40 to 50 ordinary, above 60 very hard.
Only running text is measured; tables, questions and the facilitator's notes are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courseware.content.blocks import NOT_READ, Block, Node, parse_blocks
from courseware.content.markdown import headings, readable, without_code

__all__ = ["Reading", "lix_limit", "reading_minutes", "reading_of"]

WORDS_A_MINUTE = 200
LONG_SENTENCE = 25
"""Words. Above it a reader of a fourth language loses the beginning."""

_PICTURE_SECONDS = 15
_QUESTION_SECONDS = 40
_SECONDS = {
    "chart": 30, "table": 30, "figure": _PICTURE_SECONDS, "simulator": 60, "evidence": 20,
    "self-assessment": 60,
}  # fmt: skip
"""What blocks take that show more than the words in them."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MARK = re.compile(r"^\s*(?:>\s?)*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|^\s*(?:>\s?)+")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+")
_IMAGE = re.compile(r"!\[[^\]]*\]")
# What ends a sentence stands before a capital or a figure: the stops of "t.ex." do not.
_END = re.compile(r"(?<=[.!?…])[\"”’»)\]*_]*\s+(?=[\"”’»(*_\[]*[A-ZÅÄÖ0-9])|(?<=:)\s+(?=[\"”»*_]*[A-ZÅÄÖ])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:t\.ex|bl\.a|dvs|m\.m|m\.fl|kap|nr|s|st|jfr|ca|resp|prop|e\.g|i\.e|no|vol|pp?)\.)$",
    re.IGNORECASE,
)
_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is like to read."""

    words: int
    """Of running text."""
    sentences: tuple[tuple[int, str], ...]
    """Words in, and text of, each sentence."""
    long_words: int
    """With more than six letters."""

    @property
    def words_a_sentence(self) -> float:
        """How long a sentence is on average."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def lix(self) -> int:
        """The Swedish measure; compare texts of one language only."""
        share = 100 * self.long_words / self.words if self.words else 0.0
        return round(self.words_a_sentence + share)

    @property
    def long_sentences(self) -> tuple[tuple[int, str], ...]:
        """The sentences that a reader has to read twice, the longest first."""
        found = [one for one in self.sentences if one[0] > LONG_SENTENCE]
        return tuple(sorted(found, key=lambda one: -one[0]))


def lix_limit(key: str) -> int:
    """Gives the highest LIX a Swedish page may have; law and economics need words that others do not."""
    hard = ("law/", "economics/", "modules/m06-law/", "modules/m12-economic-incentives/")
    return 50 if key.startswith(hard) else 45


def reading_of(body: str) -> Reading:
    """Gives what the running text of a page is like to read."""
    sentences: list[tuple[int, str]] = []
    words = long_words = 0
    for paragraph in _paragraphs(_running(parse_blocks(body, "")[0])):
        for sentence in _sentences(paragraph):
            found = _WORD.findall(sentence)
            if found:
                sentences.append((len(found), sentence))
                words += len(found)
                long_words += sum(len(word) > _LETTERS for word in found)
    return Reading(words, tuple(sentences), long_words)


def reading_minutes(body: str) -> int:
    """Gives the whole minutes that a page takes, at least one.

    About 200 words a minute; the words of a table are looked up rather than read, so they count by half.
    """
    seconds = _seconds(parse_blocks(body, "")[0])
    return max(1, round(seconds / 60))


def _seconds(nodes: tuple[Node, ...]) -> float:
    total = 0.0
    for node in nodes:
        if not isinstance(node, Block):
            lines = without_code(node.text).split("\n")
            rows = [line for line in lines if _is_row(line)]
            prose = [line for line in lines if not _is_row(line)]
            counted = len(_words_in("\n".join(prose))) + len(_words_in("\n".join(rows))) / 2
            total += counted * 60 / WORDS_A_MINUTE
            total += _PICTURE_SECONDS * sum(len(_IMAGE.findall(line)) for line in prose)
        elif node.name == "quizdown":
            total += _QUESTION_SECONDS * max(1, len(headings(node.body)))
        elif node.name not in NOT_READ:
            total += _seconds(node.children) + _SECONDS.get(node.name, 0)
    return total


def _words_in(text: str) -> list[str]:
    return _WORD.findall(readable(text))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _running(nodes: tuple[Node, ...]) -> str:
    parts = []
    for node in nodes:
        if not isinstance(node, Block):
            parts.append(node.text)
        elif node.name not in ("quizdown", *NOT_READ):
            parts.append(f"\n{_running(node.children)}\n")
    return "\n".join(parts)


def _paragraphs(text: str) -> Iterator[str]:
    """Yields paragraphs, items and headings, each as one line of words."""
    waiting: list[str] = []
    for line in (*without_code(text).split("\n"), ""):
        begins = _MARK.match(line) or _HEADING.match(line)
        if waiting and (begins or not line.strip() or _is_row(line)):
            yield _plain(" ".join(waiting))
            waiting = []
        if not line.strip() or _is_row(line):
            continue
        if _HEADING.match(line):
            yield _plain(_HEADING.sub("", line))
        else:
            waiting.append(_MARK.sub("", line).strip())


def _plain(text: str) -> str:
    text = re.sub(r"!?\[((?:[^\[\]@]|\[[^\]]*\])*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"https?://\S+", "", re.sub(r"\s*\[@[^\]]*\]", "", text))
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", readable(text))
    return re.sub(r"\s+", " ", text).strip()


def _sentences(paragraph: str) -> Iterator[str]:
    begun = ""
    for part in _END.split(paragraph):
        begun = f"{begun} {part}".strip() if begun else part
        if not _ABBREVIATED.search(begun):
            yield begun
            begun = ""
    if begun:
        yield begun
