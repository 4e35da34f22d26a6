"""Quizdown Markdown as questions, read strictly, every error with its line.

The grammar is that of quizdown-js (docs/syntax.md and src/parser.ts there), so a quiz written
for it or for mkdocs-quizdown-plugin works here:

    ---
    shuffleAnswers: true        options of the quiz (front matter in a quiz file)
    ---

    # Question {#q1}            any heading level; the anchor is ours
    ---
    shuffleAnswers: false       the one option a question may have
    ---
    Text, code, images.
    > Hint

    1. [x] right                single choice: ordered, one box ticked
        > Comment on this answer
    2. [ ] wrong

    - [x] right                 multiple choice: unordered, any number ticked
    1. first                    sequence: ordered, no boxes

    Explanation                 ours; quizdown-js shows it with the question

Where quizdown-js guesses or drops text in silence, this reader names the line and the fix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from courseware.content.markdown import code_mask, parse_heading
from courseware.content.model import Answer, Question, QuestionKind
from courseware.content.quiz_options import DASHES, PRESENT_NAMES, check_options, options_block
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean

__all__ = ["Quizdown", "parse_questions", "parse_quizdown"]

_ITEM = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])(?:( +)(.*)|)$")
_BOX = re.compile(r"\[([ xX])\] +(?=\S)")
_BOX_LIKE = re.compile(r"\[\s*[xX✓✔v*]?\s*\]")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Quizdown:
    """What a piece of quizdown holds."""

    questions: tuple[Question, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    """Quiz options under their present names, the wrong ones left out."""
    problems: tuple[Problem, ...] = ()


def parse_quizdown(text: str, path: str, first_line: int = 1, *, ids_required: bool = False) -> Quizdown:
    """Gives options and questions of a quizdown block as it stands in a page.

    Args:
        text: Optional `---` options, then questions; common indentation is taken off.
        path: What problems call the file.
        first_line: Line of the text's first line in that file.
        ids_required: Whether every heading must carry `{#id}`; else missing ones become q1, q2, …
    """
    lines = _dedented(text)
    problems: list[Problem] = []
    options: dict[str, Any] = {}
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if DASHES.match(lines[start]):
        end, data = options_block(lines, start, path, first_line, problems)
        options = check_options(data, path, first_line + start, problems)
        start = end
    questions, found = parse_questions(
        lines[start:],
        path,
        first_line + start,
        shuffle=bool(options.get("shuffleAnswers", True)),
        ids_required=ids_required,
    )
    return Quizdown(questions, options, tuple(problems + found))


def parse_questions(
    lines: Sequence[str], path: str, first_line: int, *, shuffle: bool = True, ids_required: bool = True
) -> tuple[tuple[Question, ...], list[Problem]]:
    """Gives the questions of a text that has its options behind it, and everything wrong with them."""
    problems: list[Problem] = []
    lines = [line.expandtabs(4) for line in lines]
    mask = code_mask(lines)
    starts = [
        number
        for number, line in enumerate(lines)
        if not mask[number] and line.lstrip(" ").startswith("#") and parse_heading(line) is not None
    ]
    before = next((n for n, line in enumerate(lines[: starts[0] if starts else None]) if line.strip()), None)
    if before is not None:
        hint = "Begin every question with a heading, '# Text {#q1}'; a quiz has no text of its own."
        problems.append(
            Problem(path, first_line + before, "text-outside-question", "text before a question.", hint)
        )
    if not starts:
        hint = "Write a heading, '# Text {#q1}', and its answers."
        line = first_line if lines else max(first_line - 1, 1)
        problems.append(Problem(path, line, "no-questions", "the quiz has no questions.", hint))
    questions: list[Question] = []
    used: dict[str, int] = {}
    for position, (start, end) in enumerate(pairwise([*starts, len(lines)]), 1):
        reader = _QuestionReader(lines, mask, start, end, path, first_line, problems)
        question = reader.read(position, shuffle=shuffle, ids_required=ids_required)
        if question.id in used:
            hint = f"Line {used[question.id]} has it already. Give this one the next free id."
            problems.append(
                Problem(path, question.line, "repeated-question-id", f"'{question.id}' stands twice.", hint)
            )
        used.setdefault(question.id, question.line)
        questions.append(question)
    return tuple(questions), problems


def _dedented(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[margin:] if line.strip() else "" for line in lines]


@dataclass(slots=True)
class _Item:
    marker: str
    offset: int
    line: int
    lines: list[tuple[int, str]]


@dataclass(slots=True)
class _QuestionReader:
    """Reads the lines of one question."""

    lines: Sequence[str]
    mask: Sequence[bool]
    start: int
    end: int
    path: str
    first_line: int
    problems: list[Problem]

    def _add(self, number: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, self.first_line + number, code, message, hint))

    def read(self, position: int, *, shuffle: bool, ids_required: bool) -> Question:
        """Gives the question, as whole as its errors allow."""
        parsed = parse_heading(self.lines[self.start])
        _, heading, anchor, extra = parsed if parsed is not None else (1, "", "", "")
        if not heading:
            self._add(self.start, "empty-question", "the question has no text.", "Write it after the #.")
        if extra:
            hint = "Nothing but {#id} may stand there."
            self._add(self.start, "heading-extra", f"'{extra}' in the heading's braces.", hint)
        if not anchor:
            anchor = f"q{position}"
            if ids_required:
                hint = "Give it the next free id, {#q1}, {#q2}, …, and never change it."
                self._add(self.start, "missing-question-id", f"'{heading}' has no id.", hint)
        elif not ID_PATTERN.fullmatch(anchor):
            self._add(
                self.start, "bad-question-id", f"'{anchor}' is not a question id.", "Write {#q1}, {#q2}, …."
            )
        body: list[str] = []
        hint_lines: list[str] = []
        explanation: list[str] = []
        items: list[_Item] = []
        number = self.start + 1
        while number < self.end:
            line = self.lines[number]
            if self.mask[number]:
                (explanation if items else body).append(line)
                number += 1
            elif not line.strip():
                (explanation if items else body).append("")
                number += 1
            elif DASHES.match(line) and not (number > self.start + 1 and self.lines[number - 1].strip()):
                number, shuffle = self._question_options(number, shuffle)
            elif line.lstrip(" ").startswith(">") and len(line) - len(line.lstrip(" ")) <= 3:
                number = self._hint(number, hint_lines, after=bool(items))
            elif _ITEM.match(line):
                if items:
                    hint = "A question has one list, its answers. Indent a list in an answer, or join them."
                    self._add(number, "second-list", "a second list in the question.", hint)
                    number, _ = self._items(number)
                else:
                    number, items = self._items(number)
            else:
                previous = self.lines[number - 1] if number - 1 > self.start else ""
                if _SETEXT.match(line) and previous.strip():
                    hint = "That makes a heading, and a heading starts a question. Put an empty line between."
                    self._add(number, "underlined-heading", "a line of text is underlined.", hint)
                (explanation if items else body).append(line)
                number += 1
        kind, answers = self._answers(items)
        return Question(
            id=anchor,
            kind=kind,
            heading=heading,
            body=_joined(body),
            hint=_joined(hint_lines),
            answers=answers,
            explanation=_joined(explanation),
            shuffle=shuffle or kind == "sequence",
            line=self.first_line + self.start,
        )

    def _question_options(self, number: int, shuffle: bool) -> tuple[int, bool]:
        found: list[Problem] = []
        end, data = options_block(self.lines[: self.end], number, self.path, self.first_line, found)
        self.problems.extend(found)
        for key, value in data.items():
            name = PRESENT_NAMES.get(key, key)
            if name != "shuffleAnswers":
                hint = did_you_mean(key, ["shuffleAnswers"]) or "A question has only shuffleAnswers."
                self._add(number, "unknown-quiz-option", f"'{key}' is not an option of a question.", hint)
            elif not isinstance(value, bool):
                self._add(number, "bad-quiz-option", f"{key}: {value!r}.", "Write true or false.")
            else:
                shuffle = value
        return end, shuffle

    def _hint(self, number: int, hint_lines: list[str], *, after: bool) -> int:
        if after:
            hint = "Indent a comment under its answer by four spaces; a hint stands before the answers."
            self._add(number, "stray-quote", "a quotation after the answers.", hint)
        if hint_lines:
            hint_lines.append("")
        while number < self.end and self.lines[number].lstrip(" ").startswith(">"):
            hint_lines.append(_unquoted(self.lines[number]))
            number += 1
        line = self.lines[number] if number < self.end else ""
        if line.strip() and not _ITEM.match(line) and hint_lines[-1].strip():
            self._add(
                number, "lazy-quote", "this line may or may not belong to the hint.", "Begin it with >."
            )
            hint_lines.append(line.strip())
            number += 1
        return number

    def _items(self, number: int) -> tuple[int, list[_Item]]:
        """Reads one list: items with the lines that are indented under them."""
        items: list[_Item] = []
        ordered = False
        while number < self.end:
            line = self.lines[number]
            match = None if self.mask[number] else _ITEM.match(line)
            if match is not None and (not items or len(match[1]) < items[-1].offset):
                if not items:
                    ordered = match[2][0].isdigit()
                elif match[2][0].isdigit() is not ordered or match[2][-1] != items[0].marker[-1]:
                    hint = f"Mark every answer of the question alike, with '{items[0].marker}'."
                    self._add(number, "mixed-markers", f"'{match[2]}' after '{items[0].marker}'.", hint)
                space = match[3] or " "
                offset = len(match[1]) + len(match[2]) + (len(space) if len(space) <= 4 else 1)
                items.append(_Item(match[2], offset, number, [(number, match[4] or "")]))
                number += 1
                continue
            if not line.strip():
                following = next((n for n in range(number, self.end) if self.lines[n].strip()), self.end)
                if following >= self.end:
                    return self.end, items
                rest = self.lines[following]
                if rest.startswith(" ") or _ITEM.match(rest):
                    items[-1].lines.extend((n, "") for n in range(number, following))
                    number = following
                    continue
                return number, items
            indent = len(line) - len(line.lstrip(" "))
            if indent >= items[-1].offset or self.mask[number]:
                items[-1].lines.append((number, line[min(indent, items[-1].offset) :]))
            elif line.lstrip(" ").startswith(">"):
                hint = "Indent it by four spaces, then it belongs to the answer above."
                self._add(number, "comment-indent", "a comment that is not under its answer.", hint)
                items[-1].lines.append((number, line.lstrip(" ")))
            else:
                hint = "Indent it by four spaces to continue the answer, or put an empty line before it."
                self._add(number, "lazy-answer", "this line may or may not belong to the answer above.", hint)
                items[-1].lines.append((number, line.lstrip(" ")))
            number += 1
        return number, items

    def _answers(self, items: list[_Item]) -> tuple[QuestionKind, tuple[Answer, ...]]:
        if not items:
            hint = "List them: '1. [x]' one right, '- [x]' several, '1. text' an order."
            self._add(self.start, "no-answers", "the question has no answers.", hint)
            return "single", ()
        ordered = items[0].marker[0].isdigit()
        boxes = [_BOX.match(item.lines[0][1]) for item in items]
        kind: QuestionKind = (
            ("single" if boxes[0] or any(boxes[1:]) else "sequence") if ordered else "multiple"
        )
        answers: list[Answer] = []
        seen: dict[str, int] = {}
        for item, box in zip(items, boxes, strict=True):
            first = item.lines[0][1]
            if box is None and (kind != "sequence" or _BOX_LIKE.match(first)):
                hint = "Write [x] or [ ], then a space, then the answer."
                self._add(
                    item.line, "bad-checkbox", f"'{first[:30]}' has no checkbox that can be read.", hint
                )
            if box is not None:
                item.lines[0] = (item.line, first[box.end() :])
            text, comment = self._split_comment(item)
            if not text:
                self._add(
                    item.line, "empty-answer", "the answer has no text.", "Write it after the checkbox."
                )
            elif text in seen:
                hint = f"Line {seen[text]} says the same."
                self._add(item.line, "repeated-answer", "two answers read alike.", hint)
            seen.setdefault(text, self.first_line + item.line)
            correct = kind == "sequence" or (box is not None and box[1] in "xX")
            answers.append(Answer(text, correct, comment, self.first_line + item.line))
        right = sum(answer.correct for answer in answers)
        line = items[0].line
        if len(answers) < 2:
            self._add(line, "few-answers", "a question needs at least two answers.", "Add another.")
        if kind == "single" and right != 1:
            hint = "Tick exactly one with [x]; for several right answers begin the lines with '-'."
            self._add(line, "single-choice", f"{right} answers are ticked in a single choice.", hint)
        if kind == "multiple" and right == 0:
            hint = "Tick at least one: an empty form cannot be told from an unanswered one."
            self._add(line, "no-right-answer", "no answer is ticked.", hint)
        return kind, tuple(answers)

    def _split_comment(self, item: _Item) -> tuple[str, str]:
        text: list[str] = []
        comment: list[str] = []
        quoting = False
        for number, line in item.lines:
            bare = line.lstrip(" ")
            indent = len(line) - len(bare)
            if bare.startswith(">") and not self.mask[number]:
                if indent > 3:
                    hint = "Four spaces before > are enough."
                    self._add(number, "comment-indent", "the comment is indented too far.", hint)
                if comment and not quoting:
                    comment.append("")
                comment.append(_unquoted(bare))
                quoting = True
                continue
            if quoting and bare and comment[-1].strip() and not _ITEM.match(line):
                hint = "Begin every line of a comment with >."
                self._add(number, "lazy-quote", "this line may or may not belong to the comment.", hint)
                comment.append(bare)
                continue
            quoting = False
            text.append(line)
        return _joined(text), _joined(comment)


def _unquoted(line: str) -> str:
    rest = line.lstrip(" ")[1:]
    return rest[1:] if rest.startswith(" ") else rest


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n").strip() if lines else ""
